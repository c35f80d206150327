//! The run as files: itself, its pictures, what happened, its measures, a film.

use super::{TabProps, film, picture};
use crate::ui::keep;
use crate::ui::player::{Player, Shown};
use crate::ui::save::{save, saved};
use faultyard::embed::{metrics_csv, trace_csv, trace_json};
use faultyard::lab::Run;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

const CSV: &str = "text/csv;charset=utf-8";
const NO_FILM: &str = "This browser cannot record a video.";

/// Files to keep, and one to open.
#[component]
pub fn FileTab(props: &TabProps) -> Html {
    let player = &props.shown.player;
    let told = use_state(String::new);
    let tell = {
        let told = told.setter();
        Callback::from(move |words: String| told.set(words))
    };
    let text = |what: &'static str, kind: &'static str, make: fn(&dyn Run) -> String| {
        let (player, tell) = (player.clone(), tell.clone());
        move |_: MouseEvent| {
            let name = name(&player, what);
            save(&name, kind, &make(&*player.run()));
            tell.emit(saved(&name));
        }
    };
    let of_diagram = |png: bool| {
        let (player, tell) = (player.clone(), tell.clone());
        move |_: MouseEvent| {
            let (player, tell) = (player.clone(), tell.clone());
            spawn_local(async move {
                match picture::of_spacetime(&player).await {
                    Some(picture) => {
                        picture.captioned(&player).keep(&name(&player, "space-time"), png, &tell)
                    }
                    None => tell.emit(picture::NOTHING.into()),
                }
            });
        }
    };
    let of_stage = |png: bool| {
        let (player, tell) = (player.clone(), tell.clone());
        move |_: MouseEvent| {
            picture::of_stage(&player).captioned(&player).keep(&name(&player, "stage"), png, &tell)
        }
    };
    let record = {
        let (player, tell) = (player.clone(), tell.clone());
        move |_: MouseEvent| film::record(&player, &name(&player, "film"), &tell)
    };
    html! { <>
        <Kept shown={props.shown.clone()} tell={tell.clone()} />
        { row("Stage", html! { <><button onclick={of_stage(false)}>{ "SVG" }</button><button onclick={of_stage(true)}>{ "PNG" }</button></> }) }
        { row("Space-time diagram", html! { <><button onclick={of_diagram(false)}>{ "SVG" }</button><button onclick={of_diagram(true)}>{ "PNG" }</button></> }) }
        { row("Events so far", html! { <>
            <button onclick={text("trace.csv", CSV, trace_csv)}>{ "CSV" }</button>
            <button onclick={text("trace.json", "application/json", trace_json)}>{ "JSON" }</button>
        </> }) }
        { row("Metrics so far", html! {
            <button onclick={text("metrics.csv", CSV, metrics_csv)}>{ "CSV" }</button>
        }) }
        if film::is_possible() {
            { row("Video of the next 10 seconds", html! { <button onclick={record}>{ "WebM" }</button> }) }
        } else {
            <p class="small second">{ NO_FILM }</p>
        }
        <p class="small" role="status">{ (*told).clone() }</p>
    </> }
}

fn row(name: &'static str, buttons: Html) -> Html {
    html! { <div class="share-row" role="group" aria-label={name}><span>{ name }</span>{ buttons }</div> }
}

/// `raft-42-stage`.
fn name(player: &Player, what: &str) -> String {
    let run = player.run();
    format!("{}-{}-{what}", run.meta().slug, run.scenario().seed)
}

#[derive(Properties, PartialEq)]
struct KeptProps {
    shown: Shown,
    tell: Callback<String>,
}

/// Saves the run as a file, and opens one that was saved.
#[component]
fn Kept(props: &KeptProps) -> Html {
    let field = use_node_ref();
    let tell = props.tell.clone();
    let (save, open, chooser) = (props.shown.player.clone(), props.shown.player.clone(), field.clone());
    let onchange = move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            keep::open(&open, file);
            close_around(&input);
        }
    };
    let choose = move |_: MouseEvent| {
        if let Some(input) = chooser.cast::<HtmlInputElement>() {
            input.click();
        }
    };
    html! {
        <p class="acts">
            <button onclick={move |_| tell.emit(saved(&keep::keep(&save)))}>{ "Save as a file" }</button>
            <button onclick={choose}>{ "Open a saved run" }</button>
            <input ref={field} type="file" hidden=true accept=".json" aria-label="A saved run" {onchange} />
        </p>
    }
}

/// Closes the dialog that an element is in.
fn close_around(element: &web_sys::Element) {
    let dialog = element.closest("dialog").ok().flatten();
    if let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok()) {
        dialog.close();
    }
}
