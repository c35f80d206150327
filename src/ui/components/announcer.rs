//! What is said aloud: one polite live region, one queue, at most a sentence each 1.5 s.

use crate::ui::components::trail;
use crate::ui::player::{Player, Shown};
use faultyard::lab::{Event, Run};
use faultyard::process::Salience;
use faultyard::sim::RecordId;
use gloo::timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// Between two sentences, in milliseconds.
const PAUSE_MS: u32 = 1_500;
/// So many events are looked at in one go.
const MOST: u64 = 500;

/// What [`Announcer`] follows.
#[derive(Properties, PartialEq)]
pub struct AnnouncerProps {
    /// The player.
    pub shown: Shown,
}

/// Sentences that wait to be said: the weightiest, and the last one, which is never dropped.
#[derive(Debug, Default)]
struct Queue {
    first: Option<(Salience, String)>,
    last: Option<String>,
}

impl Queue {
    /// Puts a sentence in. Of two with the same salience the later one is said.
    fn offer(&mut self, salience: Salience, sentence: String) {
        self.last = Some(sentence.clone());
        if self.first.as_ref().is_none_or(|(waiting, _)| *waiting <= salience) {
            self.first = Some((salience, sentence));
        }
    }

    /// The next sentence to say.
    fn take(&mut self) -> Option<String> {
        let sentence = self.first.take().map(|(_, sentence)| sentence).or_else(|| self.last.clone());
        if sentence == self.last {
            self.last = None;
        }
        sentence
    }
}

/// What the announcer knows between two looks.
#[derive(Default)]
struct State {
    queue: Queue,
    /// Events before this one have been heard.
    heard: RecordId,
    /// The event that was told last while the run stood still.
    told: Option<RecordId>,
    /// The pause after a sentence.
    pause: Option<Timeout>,
}

/// The live region.
#[component]
pub fn Announcer(props: &AnnouncerProps) -> Html {
    let said = use_state(AttrValue::default);
    let state = use_mut_ref(State::default);
    let say = said.setter();
    let player = props.shown.player.clone();
    use_effect_with(props.shown.version, move |_| {
        listen(&mut state.borrow_mut(), &player);
        speak(&state, &say);
    });
    html! { <p class="announcer visually-hidden" role="status" aria-live="polite" aria-atomic="true">{ (*said).clone() }</p> }
}

/// Takes note of what is new.
fn listen(state: &mut State, player: &Player) {
    let run = player.run();
    let here = run.position().record;
    if player.is_playing() {
        for event in news(&*run, state.heard, here) {
            state.queue.offer(event.salience, event.text);
        }
        state.told = here.checked_sub(1);
    } else if let Some(event) =
        trail::told(&*run, player.event()).filter(|event| Some(event.id) != state.told)
    {
        state.told = Some(event.id);
        // Standing still, only the event that is looked at counts.
        state.queue = Queue::default();
        state.queue.offer(event.salience, event.text);
    }
    state.heard = here;
}

/// The events worth saying from `heard` up to now; none if time went back.
fn news(run: &dyn Run, heard: RecordId, here: RecordId) -> Vec<Event> {
    let from = heard.max(here.saturating_sub(MOST));
    let count = here.saturating_sub(from) as usize;
    let mut events = run.events(from, count);
    events.retain(|event| event.salience > Salience::Routine);
    events
}

/// Says the next sentence, unless one was said just now; then it is said when the pause is over.
fn speak(state: &Rc<RefCell<State>>, say: &UseStateSetter<AttrValue>) {
    let mut now = state.borrow_mut();
    if now.pause.is_some() {
        return;
    }
    let Some(sentence) = now.queue.take() else { return };
    say.set(sentence.into());
    let (later, say) = (state.clone(), say.clone());
    now.pause = Some(Timeout::new(PAUSE_MS, move || {
        later.borrow_mut().pause = None;
        speak(&later, &say);
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weightiest_is_said_first_and_the_last_is_never_dropped() {
        let mut queue = Queue::default();
        for (salience, sentence) in
            [(Salience::Ordinary, "a vote"), (Salience::Fault, "a crash"), (Salience::Ordinary, "the end")]
        {
            queue.offer(salience, sentence.into());
        }
        let said: Vec<String> = std::iter::from_fn(|| queue.take()).collect();
        assert_eq!(said, ["a crash", "the end"]);
    }

    #[test]
    fn of_equals_the_later_is_said_and_only_once() {
        let mut queue = Queue::default();
        queue.offer(Salience::Milestone, "n1 leads".into());
        queue.offer(Salience::Milestone, "n2 leads".into());
        assert_eq!(queue.take().as_deref(), Some("n2 leads"));
        assert_eq!(queue.take(), None);
    }
}
