//! What a lab's page keeps up while it is open: the address, the keys, the lesson.

use super::parts;
use crate::ui::components::transport::speeds;
use crate::ui::keys::{self, Ask};
use crate::ui::player::{Player, Shown};
use crate::ui::{address, api, lazy, look, packing};
use faultyard::lab::{Entry, Lesson, Meta, Run, Scenario, Step};
use faultyard::link::same_run;
use faultyard::process::SimTime;
use gloo::events::EventListener;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// A lesson, the step that is open, and how to go to another.
pub struct Teaching {
    pub lesson: Rc<Lesson>,
    pub step: Option<usize>,
    /// What the panel shows at first, beside itself.
    pub first: Option<lazy::Part>,
    /// Loads a step's run, at its start.
    pub on_open: Callback<usize>,
    /// Goes to a step and loads its run.
    pub on_step: Callback<Option<usize>>,
    /// Opens a run of the lab.
    pub open: Callback<Scenario, Box<dyn Run>>,
}

/// The lab's lesson and the step that is open.
#[hook]
pub fn use_lesson(entry: &'static Entry, player: &Player) -> Teaching {
    let lesson = use_memo((), |()| Rc::new(Lesson::parse(entry.lesson).unwrap_or_default()));
    // The step whose run the address asks for.
    let step = use_state(|| {
        let asked = address::opening(entry);
        // A question about one run is not asked of another.
        let is_its = |step: &Step| same_run(entry, &step.script.scenario, &asked.scenario);
        let named = asked.settings.predict.as_deref();
        let named =
            named.and_then(|name| lesson.steps.iter().position(|step| step.is_called(name) && is_its(step)));
        named.or_else(|| lesson.steps.iter().position(is_its))
    });
    let first = use_memo((), |()| step.map(|_| lazy::STEP));
    let on_open = {
        let (player, lesson) = (player.clone(), lesson.clone());
        Callback::from(move |step: usize| {
            open_step(entry, &player, &lesson, step);
            // A speed that was chosen is kept.
            if player.speed() == entry.meta.speed {
                fit_speed(entry, &player, &lesson, step);
            }
        })
    };
    let on_step = {
        let (player, lesson) = (player.clone(), lesson.clone());
        let (step, on_open, last) = (step.setter(), on_open.clone(), lesson.steps.len().saturating_sub(1));
        Callback::from(move |to: Option<usize>| {
            let to = to.map(|to| to.min(last));
            step.set(to);
            look::bring(".story");
            if let Some(to) = to {
                on_open.emit(to);
                fit_speed(entry, &player, &lesson, to);
            }
        })
    };
    let open = use_memo((), |()| Callback::from(|scenario: Scenario| (entry.open)(&scenario)));
    Teaching {
        first: *first,
        lesson: (*lesson).clone(),
        step: *step,
        on_open,
        on_step,
        open: (*open).clone(),
    }
}

/// Loads a step of the lesson, at its start.
fn open_step(entry: &Entry, player: &Player, lesson: &Lesson, step: usize) {
    if let Some(step) = lesson.steps.get(step) {
        player.load((entry.open)(&step.script.scenario), SimTime::ZERO);
        // A tenth more, so that the end can be seen to be one.
        player.set_length(SimTime(step.script.until.0 / 10 * 11));
    }
}

/// The speed at which a step is told.
fn fit_speed(entry: &Entry, player: &Player, lesson: &Lesson, step: usize) {
    if let Some(step) = lesson.steps.get(step) {
        player.set_speed(speed_for(entry.meta, step.script.until));
    }
}

/// The lab's own speed, or the least of the transport's at which a step is over in half a minute.
fn speed_for(meta: &Meta, until: SimTime) -> f64 {
    let least = until.seconds() / 30.0;
    let fitting = || speeds(meta).find(|speed| *speed >= least);
    if meta.speed >= least { meta.speed } else { fitting().unwrap_or(meta.speed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_over_in_half_a_minute_or_sooner_at_the_labs_own_speed() {
        let speed = |lab: &str, ms| speed_for(faultyard::labs::find(lab).unwrap().meta, SimTime::from_ms(ms));
        assert_eq!([speed("balancing", 60_000), speed("balancing", 3_000)], [2.0, 0.2]);
    }
}

/// Opens what the address says, keeps the address up, and follows the browser's back and forward.
#[hook]
pub fn use_address(entry: &'static Entry, shown: &Shown) {
    let player = shown.player.clone();
    let follower = use_mut_ref(address::Follower::default);
    use_effect_with((), {
        let (player, follower) = (player.clone(), follower.clone());
        move |()| {
            let opening = address::opening(entry);
            address::show(entry, &player, &opening);
            player.play(opening.settings.autoplay && !crate::ui::look::is_reduced());
            api::offer(player.clone());
            let listener = EventListener::new(&gloo::utils::window(), "popstate", move |_| {
                let (player, follower) = (player.clone(), follower.clone());
                spawn_local(async move {
                    if address::ready().await {
                        address::show(entry, &player, &address::opening(entry));
                        follower.borrow_mut().agree(&player);
                    }
                });
            });
            move || drop(listener)
        }
    });
    use_effect_with(shown.version, move |_| {
        address::tell_late(&player);
        if !follower.borrow_mut().follow(&player) {
            spawn_local(async move {
                if packing::load().await.is_ok() {
                    follower.borrow_mut().follow(&player);
                }
            });
        }
    });
}

/// Opens the panel of the setting that the address names, when it names another.
#[hook]
pub fn use_asked(player: Player, on_side: Callback<usize>) {
    use_effect_with((), move |()| {
        let listener = EventListener::new(&gloo::utils::window(), "hashchange", move |_| {
            if address::setting().is_some() {
                on_side.emit(parts::side(&player));
            }
        });
        move || drop(listener)
    });
}

/// Lets keys act; `with` is what `ask` depends on.
#[hook]
pub fn use_keys(player: &Player, ask: Callback<Ask>, with: (Option<usize>, usize)) {
    let player = player.clone();
    use_effect_with(with, move |_| {
        let listener = EventListener::new_with_options(
            &gloo::utils::document(),
            "keydown",
            gloo::events::EventListenerOptions::enable_prevent_default(),
            move |event| {
                if let Some(asked) = keys::press(event.unchecked_ref(), &player) {
                    ask.emit(asked);
                }
            },
        );
        move || drop(listener)
    });
}
