//! What stands below the stage and beside it.

use super::beside;
use super::parts::{self, ACTIONS, CONTROLS, DIFFERENCE, EVENTS, INSPECT, LEGEND, PLOTS, SPACETIME, TUNING};
use crate::ui::components::claims::ClaimsProps;
use crate::ui::components::controls::Controls;
use crate::ui::components::difference::DifferenceProps;
use crate::ui::components::header::About;
use crate::ui::components::inspector::InspectorProps;
use crate::ui::components::legend::LegendProps;
use crate::ui::components::log::EventLogProps;
use crate::ui::components::palette::Palette;
use crate::ui::components::plot::PlotsProps;
use crate::ui::components::properties::Rules;
use crate::ui::components::search::SearchPanelProps;
use crate::ui::components::source::SourceCodeProps;
use crate::ui::components::spacetime::SpacetimeProps;
use crate::ui::components::tabs::Tabs;
use crate::ui::player::Shown;
use crate::ui::tuning::{TunerProps, Tuning};
use crate::ui::use_size::use_size;
use crate::ui::{address, lazy, look};
use faultyard::lab::{FieldRole, Step};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct PanelProps {
    pub shown: Shown,
    /// Which tab is open.
    pub open: usize,
    pub on_open: Callback<usize>,
    /// What the open step of the lesson is about.
    #[prop_or_default]
    pub about: StepAbout,
}

/// What a step is about: the keys of its measures and of its settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepAbout {
    pub measures: Vec<String>,
    pub controls: Vec<String>,
}

impl StepAbout {
    /// What this step is about; nothing if none is open.
    pub fn of(step: Option<&Step>) -> StepAbout {
        let owned = |keys: Vec<&str>| keys.into_iter().map(str::to_string).collect();
        step.map_or_else(StepAbout::default, |step| StepAbout {
            measures: owned(step.measures()),
            controls: owned(step.controls()),
        })
    }
}

/// Plots, space-time diagram, event log, code, tuning or difference.
#[component]
pub fn Below(props: &PanelProps) -> Html {
    let place = use_node_ref();
    let (width, height) = use_size(&place);
    // In a room one plot is enough, and everything is larger.
    let views = parts::views(&props.shown.player);
    let tuning = use_memo((), |()| Tuning::default());
    let (scale, comparing) = (f64::from(look::scale()), views.contains(&DIFFERENCE));
    // Few plots, but large; the others are a click away. Side by side no two measures share one.
    let most = if look::is_projector() { 1 } else { 2 * (1 + usize::from(comparing)) };
    let open = props.open.min(views.len()) % views.len();
    let (width, height) = (f64::from(width - 48.0) / scale, f64::from(height - 24.0) / scale);
    let shown = props.shown.clone();
    html! {
        <div class="below">
            <Tabs label="Instruments" names={views.clone()} {open} on_open={props.on_open.clone()} />
            <div class="scroll" ref={place} role="tabpanel" aria-label={views[open]} tabindex="0">
                if width > 100.0 {
                    { match views[open] {
                        TUNING => lazy::TUNER.with(TunerProps { shown, tuning: (*tuning).clone() }),
                        DIFFERENCE => lazy::DIFFERENCE.with(DifferenceProps { shown }),
                        PLOTS => lazy::PLOTS.with(PlotsProps { shown, width, height, most, spark: false, about: props.about.measures.clone() }),
                        SPACETIME => lazy::SPACETIME.with(SpacetimeProps { shown, width, height }),
                        EVENTS => lazy::LOG.with(EventLogProps { shown }),
                        _ => lazy::SOURCE.with(SourceCodeProps { shown }),
                    } }
                }
            </div>
        </div>
    }
}

/// Controls, faults, inspector or rules, and always the verdicts.
#[component]
pub fn Side(props: &PanelProps) -> Html {
    let names = parts::sides();
    let name = names[props.open.min(names.len() - 1)];
    let shown = props.shown.clone();
    html! { <>
        <Tabs label="Panels" {names} open={props.open} on_open={props.on_open.clone()} />
        <div role="tabpanel" aria-label={name}>
        { match name {
            CONTROLS if shown.player.is_comparing() => beside::controls(&shown),
            CONTROLS => html! { <Controls shown={shown.clone()} first={address::setting().into_iter().chain(props.about.controls.clone()).collect::<Vec<_>>()} /> },
            ACTIONS => html! { <Palette shown={shown.clone()} /> },
            INSPECT => lazy::INSPECTOR.with(InspectorProps { shown: shown.clone() }),
            LEGEND => lazy::LEGEND.with(LegendProps { shown: shown.clone() }),
            _ => html! { <>
                { lazy::SEARCH.with(SearchPanelProps { shown: shown.clone() }) }
                if shown.player.run().fields().iter().any(|field| field.role == FieldRole::Rule) {
                    <p class="small second">{ "Take a rule out of the algorithm and see what it was for." }</p>
                    <Controls shown={shown.clone()} role={FieldRole::Rule} />
                }
            </> },
        } }
        </div>
        <Rules {shown} />
    </> }
}

#[derive(Properties, PartialEq, Clone)]
pub struct LeftOutProps {
    pub about: About,
}

/// What the simulation leaves out, what the summary says of it, and where the lab comes from.
#[component]
pub fn LeftOut(props: &LeftOutProps) -> Html {
    let meta = props.about.0;
    let list = |lines: &'static [&'static str]| html! { <ul>{ for lines.iter().map(|line| html! { <li>{ *line }</li> }) }</ul> };
    // Its file comes when somebody looks.
    let is_open = use_state(|| false);
    let on_toggle = {
        let is_open = is_open.setter();
        move |_: Event| is_open.set(true)
    };
    html! { <>
        <details class="small"><summary>{ "What this leaves out" }</summary>{ list(meta.leaves_out) }</details>
        <details class="small" ontoggle={on_toggle}><summary>{ "In the summary" }</summary>
            if *is_open { { lazy::CLAIMS.with(ClaimsProps { lab: meta.slug, step: None }) } }
        </details>
        <details class="small"><summary>{ "Sources" }</summary>{ list(meta.sources) }</details>
    </> }
}
