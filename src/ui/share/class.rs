//! A link for a class: what can be changed, what is shown, and a QR code for a room.

use super::copy::Copy;
use super::field::{choose, moment};
use super::form::use_form;
use super::preview::Preview;
use super::{TabProps, full, here, length, make, qr};
use crate::ui::settings;
use faultyard::embed::Host;
use faultyard::lab::Lesson;
use faultyard::link::{Part, Saved, Settings};
use faultyard::process::SimTime;
use yew::prelude::*;

/// The parts of the full page that can be shown or hidden.
const PARTS: [Part; 8] = [
    Part::Story,
    Part::Params,
    Part::Faults,
    Part::Plots,
    Part::Spacetime,
    Part::Log,
    Part::Legend,
    Part::Seed,
];

/// A pupil's screen.
const SCREEN: (u32, u32) = (1_280, 800);

/// A link for a class, from the beginning of the run if nothing else is said.
#[component]
pub fn ClassTab(props: &TabProps) -> Html {
    let (form, from_start) = (use_form(for_class), use_state(|| true));
    let player = &props.shown.player;
    let lesson = use_memo((), |()| Lesson::parse(player.lab().lesson).unwrap_or_default());
    let (fields, values) = (player.run().fields(), player.run().values());
    // A question asks about its own run, from its beginning.
    let asked = form.look.predict.as_deref().and_then(|id| lesson.step(id));
    let saved = match asked {
        Some(step) => Saved::new(&(player.lab().normal)(&step.script.scenario), SimTime::ZERO),
        None => (*props.saved).clone(),
    };
    let made = make(player, &saved, &form.look, &full(player), *from_start);
    let asking: Vec<(String, String)> = lesson.steps.iter().filter_map(question).collect();
    let names: Vec<String> =
        std::iter::once("None".to_string()).chain(asking.iter().map(|(_, title)| title.clone())).collect();
    let chosen = asking.iter().position(|(id, _)| form.look.predict.as_ref() == Some(id));
    let on_question = {
        let (form, asking) = (form.clone(), asking);
        Callback::from(move |place: usize| {
            let id = place.checked_sub(1).and_then(|place| asking.get(place)).map(|(id, _)| id.clone());
            form.change.emit(Settings { predict: id, ..(*form.look).clone() });
        })
    };
    html! { <>
        { match &made {
            Err(why) => html! { <p>{ why }</p> },
            Ok(made) => html! { <><Copy label="Link for the class" text={made.address.clone()} />{ length(made) }</> },
        } }
        <div class="share-sides">
            <div class="share-form">
                if names.len() > 1 { { choose("Start with a question", &names, chosen.map_or(0, |place| place + 1), on_question) } }
                if asked.is_none() { { moment(&from_start) } }
                { form.theme() }
                { form.switch("Projector: large, for a room", form.look.projector, |look, on| look.projector = on) }
                { form.switch("Teacher: with notes and answers", form.look.teacher, |look, on| look.teacher = on) }
                { form.parts(&PARTS, |part| part != Part::Legend) }
                { form.locks(fields.into_iter().zip(values)) }
            </div>
            if let Ok(made) = &made {
                <div class="share-shown">
                    <Preview address={made.relative.clone()} size={SCREEN} still=true />
                    { qr::picture(&made.address, true) }
                </div>
            }
        </div>
    </> }
}

/// What this page shows a class already.
fn for_class() -> Settings {
    // A teacher's own page has the answers; the class's has not, unless somebody says so.
    let Settings { theme, projector, .. } = *settings::get();
    Settings { theme, projector, teacher: false, ..here() }
}

/// A step that asks: its id and its title.
fn question(step: &faultyard::lab::Step) -> Option<(String, String)> {
    step.predict.as_ref().map(|_| (step.id.clone(), step.title.clone()))
}
