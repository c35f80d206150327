//! Progress as a file, from a file, and away with it.

use super::kept;
use crate::ui::save::{save, saved};
use faultyard::practice::Progress;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

const NAME: &str = "faultyard-practice.json";
/// A file of progress is never so large, in bytes.
const LARGEST: f64 = 1e6;

#[derive(Properties, PartialEq)]
pub struct FilesProps {
    /// What was answered so far.
    pub progress: Progress,
    /// Called with another progress.
    pub set: Callback<Progress>,
}

/// Progress as a file, from a file, and away with it.
#[component]
pub fn Files(props: &FilesProps) -> Html {
    let (told, sure) = (use_state(String::new), use_state(|| false));
    let is_empty = props.progress == Progress::default();
    let export = {
        let (text, told) = (props.progress.text(), told.setter());
        move |_: MouseEvent| {
            save(NAME, "application/json", &text);
            told.set(saved(NAME));
        }
    };
    let import = {
        let (set, told) = (props.set.clone(), told.setter());
        move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
            // So that the same file can be chosen again.
            input.set_value("");
            let (set, told) = (set.clone(), told.clone());
            spawn_local(async move {
                match read(&file).await {
                    Ok(progress) => {
                        set.emit(progress);
                        told.set(format!("Your progress is that of {} now.", file.name()));
                    }
                    Err(why) => told.set(format!("{}: {why}", file.name())),
                }
            });
        }
    };
    let ask = {
        let (sure, told) = (sure.setter(), told.setter());
        move |yes: bool| {
            let (sure, told) = (sure.clone(), told.clone());
            move |_: MouseEvent| {
                told.set(String::new());
                sure.set(yes);
            }
        }
    };
    let forget = {
        let (set, sure, told) = (props.set.clone(), sure.setter(), told.setter());
        move |_: MouseEvent| {
            set.emit(Progress::default());
            sure.set(false);
            told.set("Your progress is deleted.".into());
        }
    };
    html! {
        <section class="practice-files" aria-labelledby="progress"><h2 id="progress">{ "Your progress" }</h2>
            <p class="second">{ if kept::is_there() { "It stays in this browser. A file takes it to another." } else { "This browser keeps nothing, so it lasts until you close the page. A file keeps it." } }</p>
            <p class="acts"><button type="button" disabled={is_empty} onclick={export}>{ "Save as a file" }</button>
                <label class="button">{ "Open a file" }<input class="visually-hidden" type="file" accept=".json,application/json" onchange={import} /></label>
                if *sure {
                    <button type="button" class="hurt" onclick={forget}>{ "Yes, delete it" }</button>
                    <button type="button" onclick={ask(false)}>{ "No, keep it" }</button>
                } else {
                    <button type="button" disabled={is_empty} onclick={ask(true)}>{ "Delete my progress" }</button>
                }</p>
            <p role="status">{ (*told).clone() }</p>
        </section>
    }
}

async fn read(file: &File) -> Result<Progress, String> {
    if file.size() > LARGEST {
        return Err("The file is too large.".into());
    }
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
    Progress::parse(&text.ok_or("The file could not be read.")?)
}
