//! What an address adds beside the stage: story, controls, actions, events, the space-time diagram.

use super::Diagram;
use crate::ui::components::controls::Controls;
use crate::ui::components::legend::Legend;
use crate::ui::components::lesson::LessonPanel;
use crate::ui::components::log::EventLog;
use crate::ui::components::palette::Palette;
use crate::ui::components::tabs::Tabs;
use crate::ui::pages::lab::{Of, Teaching, use_lesson};
use crate::ui::player::Shown;
use crate::ui::settings;
use faultyard::link::Part;
use yew::prelude::*;

/// The panels that there can be, in their order.
const PANELS: [(&str, Part); 6] = [
    ("Story", Part::Story),
    ("Controls", Part::Params),
    ("Actions", Part::Faults),
    ("Events", Part::Log),
    ("Space-time", Part::Spacetime),
    ("Legend", Part::Legend),
];

#[derive(Properties, PartialEq)]
pub struct ExtraProps {
    pub entry: Of,
    pub shown: Shown,
}

/// Those of them that are asked for; nothing if none is.
#[component]
pub fn Extra(props: &ExtraProps) -> Html {
    let open = use_state(|| 0_usize);
    let settings = settings::get();
    let asks = settings.predict.is_some();
    let panels: Vec<(&str, Part)> =
        PANELS.into_iter().filter(|(_, part)| settings.shows(*part, asks && *part == Part::Story)).collect();
    let Some((name, part)) = panels.get(*open) else { return Html::default() };
    let names: Vec<&'static str> = panels.iter().map(|(name, _)| *name).collect();
    let setter = open.setter();
    let shown = props.shown.clone();
    html! {
        <aside class="extra" aria-label="Panels">
            if names.len() > 1 {
                <Tabs label="Panels" {names} open={*open} on_open={Callback::from(move |open| setter.set(open))} />
            }
            <div class="scroll" role={(panels.len() > 1).then_some("tabpanel")} aria-label={*name} tabindex="0">
                { match part {
                    Part::Story => html! { <Story entry={props.entry} {shown} /> },
                    Part::Params => html! { <Controls {shown} /> },
                    Part::Faults => html! { <Palette {shown} /> },
                    Part::Log => html! { <EventLog {shown} /> },
                    Part::Legend => html! { <Legend {shown} /> },
                    _ => html! { <Diagram {shown} /> },
                } }
            </div>
        </aside>
    }
}

/// The lesson, at the step that the address asks for.
#[component]
fn Story(props: &ExtraProps) -> Html {
    let player = props.shown.player.clone();
    let Teaching { lesson, step, on_open, on_step, open } = use_lesson(props.entry.0, &player);
    html! { <LessonPanel shown={props.shown.clone()} {lesson} {step} teacher={settings::get().teacher} {on_step} {on_open} {open} /> }
}
