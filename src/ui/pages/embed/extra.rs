//! What an address adds beside the stage, or in a narrow frame in its place: story, controls, actions, events, the
//! space-time diagram.

use super::Diagram;
use crate::ui::components::controls::ControlsProps;
use crate::ui::components::legend::LegendProps;
use crate::ui::components::log::EventLogProps;
use crate::ui::components::palette::PaletteProps;
use crate::ui::components::tabs::Tabs;
use crate::ui::pages::lab::{Of, taught, use_lesson};
use crate::ui::player::{Shown, Which};
use crate::ui::{lazy, settings};
use faultyard::lab::FieldRole;
use faultyard::link::Part;
use yew::prelude::*;

/// The panels that there can be, in their order.
const PANELS: [(&str, Part); 6] = [
    ("Story", Part::Story),
    ("Controls", Part::Params),
    ("Break it", Part::Faults),
    ("Events", Part::Log),
    ("Space-time", Part::Spacetime),
    ("Legend", Part::Legend),
];

#[derive(Properties, PartialEq)]
pub struct ExtraProps {
    pub entry: Of,
    pub shown: Shown,
    /// Whether there is no room for a panel and the stage side by side.
    #[prop_or_default]
    pub narrow: bool,
    /// Whether the space-time diagram belongs beside the stage, or else among the panels.
    #[prop_or_default]
    pub split: bool,
}

/// Those of them that are asked for; nothing if none is.
#[component]
pub fn Extra(props: &ExtraProps) -> Html {
    let chosen = use_state(|| None::<&'static str>);
    let settings = settings::get();
    let beside = |part| props.narrow && props.split && part == Part::Spacetime;
    let asked = PANELS.into_iter().filter(|(_, part)| settings.shows(*part, false) || beside(*part));
    let mut panels: Vec<(&'static str, Option<Part>)> =
        asked.map(|(name, part)| (name, Some(part))).collect();
    if panels.is_empty() {
        return Html::default();
    }
    if props.narrow {
        // A question comes first: it is to be answered before playing.
        let asks = settings.predict.is_some() && panels[0].1 == Some(Part::Story);
        panels.insert(usize::from(asks), ("Stage", None));
    }
    let open = panels.iter().position(|(name, _)| Some(*name) == *chosen).unwrap_or(0);
    let (name, part) = panels[open];
    let names: Vec<&'static str> = panels.iter().map(|(name, _)| *name).collect();
    let tabs = names.len() > 1;
    let on_open = Callback::from(move |open: usize| chosen.set(Some(panels[open].0)));
    let shown = props.shown.clone();
    html! {
        <aside class={classes!("extra", part.is_none().then_some("folded"))} aria-label="Panels">
            if tabs { <Tabs label="Panels" {names} {open} {on_open} /> }
            if let Some(part) = part {
                <div class="scroll" role={tabs.then_some("tabpanel")} aria-label={name} tabindex="0">
                    { match part {
                        Part::Story => html! { <Story entry={props.entry} {shown} /> },
                        Part::Params => lazy::CONTROLS.with(ControlsProps { shown, which: Which::First, role: FieldRole::Setting, first: Vec::new() }),
                        Part::Faults => lazy::PALETTE.with(PaletteProps { shown }),
                        Part::Log => lazy::LOG.with(EventLogProps { shown }),
                        Part::Legend => lazy::LEGEND.with(LegendProps { shown }),
                        _ => html! { <Diagram {shown} /> },
                    } }
                </div>
            }
        </aside>
    }
}

/// The lesson, at the step that the address asks for.
#[component]
fn Story(props: &ExtraProps) -> Html {
    let teaching = use_lesson(props.entry.0, &props.shown.player);
    lazy::LESSON.after(teaching.first, taught(&props.shown, teaching))
}
