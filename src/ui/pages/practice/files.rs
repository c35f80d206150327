//! Progress as a file, from a file, and away with it.

use super::kept;
use crate::ui::save::save;
use faultyard::practice::Progress;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

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
    let export = {
        let text = props.progress.text();
        move |_: MouseEvent| save("faultyard-practice.json", "application/json", &text)
    };
    let import = {
        let (set, told) = (props.set.clone(), told.setter());
        move |event: Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(file) = input.and_then(|input| input.files()?.get(0)) else { return };
            let (set, told) = (set.clone(), told.clone());
            spawn_local(async move {
                let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
                match Progress::parse(&text.unwrap_or_default()) {
                    Ok(progress) => {
                        set.emit(progress);
                        told.set("Your progress is there.".into());
                    }
                    Err(why) => told.set(why),
                }
            });
        }
    };
    let forget = {
        let (set, sure, told) = (props.set.clone(), sure.clone(), told.setter());
        move |_: MouseEvent| {
            if *sure {
                set.emit(Progress::default());
                told.set("All is forgotten.".into());
            }
            sure.set(!*sure);
        }
    };
    html! {
        <section class="practice-files"><h2 class="heading">{ "Your progress" }</h2>
            <p class="second">{ if kept::is_there() { "It stays in this browser." } else { "This browser keeps nothing, so it lasts until you close the page. A file keeps it." } }</p>
            <p class="acts"><button type="button" onclick={export}>{ "Save as a file" }</button>
                <label class="button">{ "Take from a file" }<input class="visually-hidden" type="file" accept=".json,application/json" onchange={import} /></label>
                <button type="button" onclick={forget}>{ if *sure { "Forget all: are you sure?" } else { "Forget all" } }</button></p>
            <p role="status">{ (*told).clone() }</p>
        </section>
    }
}
