//! What a page can see of a player.

use super::{Player, Question, State};
use crate::ui::reading::Reading;
use crate::ui::words;
use faultyard::lab::{Told, Watch};
use faultyard::process::SimTime;
use faultyard::sim::RecordId;

impl Player {
    /// Whether time goes on.
    pub fn is_playing(&self) -> bool {
        self.0.borrow().playing
    }

    /// Simulated seconds a second.
    pub fn speed(&self) -> f64 {
        self.0.borrow().speed
    }

    /// The sentence that is said of the run now: the same one to all who look, read or listen.
    pub fn told(&self) -> Option<Told> {
        let state = self.0.borrow();
        let State { watched_s, playing, speed, event: chosen, .. } = *state;
        let told =
            state.telling.borrow_mut().look(&*state.run, Watch { watched_s, playing, speed, chosen })?;
        let text = match told.was_at {
            Some(at) => format!("At {}: {}", words::time(at), told.text),
            None => words::sentence(&told.text),
        };
        Some(Told { text, ..told })
    }

    /// Whether the run cannot go as fast as asked.
    pub fn is_behind(&self) -> bool {
        self.0.borrow().behind
    }

    /// The end of the transport's axis: the lab's length, or more when the run has gone further.
    pub fn length(&self) -> SimTime {
        let state = self.0.borrow();
        state.length.max(state.run.position().seen)
    }

    /// The question that waits for its answer: until it has one, nothing on the page gives it away.
    pub fn question(&self) -> Option<Question> {
        self.0.borrow().question.clone()
    }

    /// The thing on the stage that is chosen.
    pub fn item(&self) -> Option<String> {
        self.0.borrow().item.clone()
    }

    /// Whether somebody has found out that things on the stage can be chosen.
    pub fn is_known(&self) -> bool {
        self.0.borrow().is_known
    }

    /// The event that is chosen, or else none: then the latest is told.
    pub fn event(&self) -> Option<RecordId> {
        self.0.borrow().event
    }

    /// The file that is being read for a command.
    pub fn reading(&self) -> Option<Reading> {
        self.0.borrow().reading.clone()
    }

    /// What could not be done lately, in one line or several.
    pub fn notice(&self) -> Option<String> {
        self.0.borrow().notice.clone()
    }
}
