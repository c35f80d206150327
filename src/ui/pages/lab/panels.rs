//! What stands below the stage and beside it.

use super::beside;
use crate::ui::components::controls::Controls;
use crate::ui::components::difference::Difference;
use crate::ui::components::header::About;
use crate::ui::components::inspector::Inspector;
use crate::ui::components::log::EventLog;
use crate::ui::components::palette::Palette;
use crate::ui::components::plot::Plots;
use crate::ui::components::properties::Rules;
use crate::ui::components::source::SourceCode;
use crate::ui::components::spacetime::Spacetime;
use crate::ui::components::tabs::Tabs;
use crate::ui::player::{Player, Shown};
use crate::ui::tuning::{Tuner, Tuning};
use crate::ui::use_size::use_size;
use crate::ui::{address, look, settings};
use faultyard::lab::Entry;
use faultyard::link::{Part, Ui, View};
use yew::prelude::*;

const PLOTS: &str = "Plots";
const SPACETIME: &str = "Space-time";
const EVENTS: &str = "Events";
const CODE: &str = "Code";
/// The instruments below the stage that every lab has, and the part of the page that each is.
const VIEWS: [(&str, Option<Part>); 4] =
    [(PLOTS, Some(Part::Plots)), (SPACETIME, Some(Part::Spacetime)), (EVENTS, Some(Part::Log)), (CODE, None)];
/// For a lab with goals.
const TUNING: &str = "Tuning";
/// While runs stand side by side.
const DIFFERENCE: &str = "Difference";
const CONTROLS: &str = "Controls";
const ACTIONS: &str = "Actions";
const INSPECT: &str = "Inspect";
/// The panels beside it.
const SIDES: [(&str, Option<Part>); 4] =
    [(CONTROLS, Some(Part::Params)), (ACTIONS, Some(Part::Faults)), (INSPECT, None), (RULES, None)];
/// The group of parameters that takes rules out of the algorithm.
const RULES: &str = "Rules";

#[derive(Properties, PartialEq)]
pub struct PanelProps {
    pub shown: Shown,
    /// Which tab is open.
    pub open: usize,
    pub on_open: Callback<usize>,
}

/// The names of those whose part is shown.
fn shown(all: [(&'static str, Option<Part>); 4]) -> Vec<&'static str> {
    let settings = settings::get();
    let is_shown = |part: Option<Part>| part.is_none_or(|part| settings.shows(part, true));
    all.into_iter().filter(|(_, part)| is_shown(*part)).map(|(name, _)| name).collect()
}

fn place(all: [(&'static str, Option<Part>); 4], name: &str) -> usize {
    shown(all).iter().position(|known| *known == name).unwrap_or(0)
}

/// The place of the code among the instruments.
pub fn code() -> usize {
    place(VIEWS, CODE)
}

/// The place of the inspector among the panels.
pub fn inspector() -> usize {
    place(SIDES, INSPECT)
}

/// The instrument that is open at first: the diagram where the address asks for it, and where nothing is to move.
pub fn first(entry: &Entry) -> usize {
    let diagram = look::is_reduced() || address::opening(entry).view != View::Stage;
    if diagram { place(VIEWS, SPACETIME) } else { 0 }
}

/// Whether there is more around the stage than the transport.
pub fn is_spoken() -> bool {
    matches!(settings::get().ui, Ui::Full | Ui::Compact)
}

/// The instruments that there are now.
pub fn views(player: &Player) -> Vec<&'static str> {
    let tuning = (player.run().scores().len() > 1).then_some(TUNING);
    let difference = player.is_comparing().then_some(DIFFERENCE);
    shown(VIEWS).into_iter().chain(tuning).chain(difference).collect()
}

/// Plots, space-time diagram, event log, code, tuning or difference.
#[component]
pub fn Below(props: &PanelProps) -> Html {
    let place = use_node_ref();
    let (width, height) = use_size(&place);
    // In a room one plot is enough, and everything is larger.
    let views = views(&props.shown.player);
    let tuning = use_memo((), |()| Tuning::default());
    let (scale, comparing) = (f64::from(look::scale()), views.contains(&DIFFERENCE));
    // Side by side no two measures share a plot.
    let most = if look::is_projector() { 1 } else { 4 * (1 + usize::from(comparing)) };
    let open = props.open.min(views.len()) % views.len();
    let (width, height) = (f64::from(width - 48.0) / scale, f64::from(height - 24.0) / scale);
    let shown = props.shown.clone();
    html! {
        <div class="below">
            <Tabs label="Instruments" names={views.clone()} {open} on_open={props.on_open.clone()} />
            <div class="scroll" ref={place} role="tabpanel" aria-label={views[open]} tabindex="0">
                if width > 100.0 {
                    { match views[open] {
                        TUNING => html! { <Tuner {shown} tuning={(*tuning).clone()} /> },
                        DIFFERENCE => html! { <Difference {shown} /> },
                        PLOTS => html! { <Plots {shown} {width} {height} {most} /> },
                        SPACETIME => html! { <Spacetime {shown} {width} {height} /> },
                        EVENTS => html! { <EventLog {shown} /> },
                        _ => html! { <SourceCode {shown} /> },
                    } }
                }
            </div>
        </div>
    }
}

/// Controls, faults, inspector or rules, and always the verdicts.
#[component]
pub fn Side(props: &PanelProps) -> Html {
    let names = self::shown(SIDES);
    let name = names[props.open.min(names.len() - 1)];
    let shown = props.shown.clone();
    html! { <>
        <Tabs label="Panels" {names} open={props.open} on_open={props.on_open.clone()} />
        <div role="tabpanel" aria-label={name}>
        { match name {
            CONTROLS if shown.player.is_comparing() => beside::controls(&shown),
            CONTROLS => html! { <Controls shown={shown.clone()} /> },
            ACTIONS => html! { <Palette shown={shown.clone()} /> },
            INSPECT => html! { <Inspector shown={shown.clone()} /> },
            _ => html! { <>
                if shown.player.run().fields().iter().any(|field| field.group == RULES) {
                    <p class="small second">{ "Take a rule out of the algorithm and see what it was for." }</p>
                    <Controls shown={shown.clone()} group={RULES} />
                }
            </> },
        } }
        </div>
        <Rules {shown} />
    </> }
}

#[derive(Properties, PartialEq)]
pub struct LeftOutProps {
    pub about: About,
}

/// What the simulation leaves out, and where the lab comes from.
#[component]
pub fn LeftOut(props: &LeftOutProps) -> Html {
    let meta = props.about.0;
    let list = |lines: &'static [&'static str]| html! { <ul>{ for lines.iter().map(|line| html! { <li>{ *line }</li> }) }</ul> };
    html! { <>
        <details class="small"><summary>{ "What this leaves out" }</summary>{ list(meta.leaves_out) }</details>
        <details class="small"><summary>{ "Sources" }</summary>{ list(meta.sources) }</details>
    </> }
}
