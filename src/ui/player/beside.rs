//! Runs beside the first, on its clock and with its inputs: what differs between them is what is compared.

use super::{Player, State};
use faultyard::lab::Run;
use std::cell::Ref;

/// Which of the runs side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// The one that the page is about.
    #[default]
    First,
    /// The one beside it.
    Second,
    /// Another one.
    Third,
}

impl Which {
    /// All that there can be, in their order.
    pub const ALL: [Which; 3] = [Which::First, Which::Second, Which::Third];

    /// What it is called.
    pub fn name(self) -> &'static str {
        ["A", "B", "C"][self as usize]
    }
}

impl Player {
    /// The runs that there are now: the first alone, or some side by side.
    pub fn runs(&self) -> &'static [Which] {
        &Which::ALL[..=self.0.borrow().others.len()]
    }

    /// The runs beside the first.
    pub fn others(&self) -> &'static [Which] {
        &self.runs()[1..]
    }

    /// Whether runs stand side by side.
    pub fn is_comparing(&self) -> bool {
        !self.others().is_empty()
    }

    /// Whether no other run has room beside them.
    pub fn is_full(&self) -> bool {
        self.runs().len() == Which::ALL.len()
    }

    /// One of the runs, to look at: the first if that one is not there.
    pub fn of(&self, which: Which) -> Ref<'_, dyn Run> {
        Ref::map(self.0.borrow(), |state| match (which as usize).checked_sub(1) {
            Some(place) => state.others.get(place).map_or(&*state.run, |other| &**other),
            None => &*state.run,
        })
    }

    /// Puts a run beside the others, at the same time, if there is room.
    pub fn add(&self, run: Box<dyn Run>) {
        if !self.is_full() {
            self.change(|state| {
                state.others.push(run);
                state.follow();
            });
        }
    }

    /// Puts another run in the place of one that stands beside the first, at the same time.
    pub fn replace(&self, which: Which, run: Box<dyn Run>) {
        self.change(|state| {
            if let Some(other) = state.other(which) {
                *other = run;
            }
            state.follow();
        });
    }

    /// Takes a run beside the first away; the one after it takes its place.
    pub fn remove(&self, which: Which) {
        if self.others().contains(&which) {
            self.change(|state| drop(state.others.remove(which as usize - 1)));
        }
    }

    /// Takes away all but the first.
    pub fn remove_others(&self) {
        self.change(|state| state.others.clear());
    }

    /// Sets a parameter of one of the runs.
    pub fn set(&self, which: Which, key: &str, text: &str) -> Result<(), String> {
        if which == Which::First {
            return self.edit(|run| run.set(key, text));
        }
        let mut done = Ok(());
        self.change(|state| {
            if let Some(other) = state.other(which) {
                done = other.set(key, text);
                state.notice = done.clone().err();
            }
        });
        done
    }

    /// Does to the others what was done to the first.
    pub(super) fn to_others(&self, each: impl Fn(&mut dyn Run)) {
        self.change(|state| state.others.iter_mut().for_each(|other| each(&mut **other)));
    }
}

impl State {
    /// One of the runs beside the first, if it is there.
    fn other(&mut self, which: Which) -> Option<&mut Box<dyn Run>> {
        self.others.get_mut((which as usize).checked_sub(1)?)
    }

    /// Takes the runs beside the first to its time.
    pub(super) fn follow(&mut self) {
        let now = self.run.position().now;
        for other in &mut self.others {
            other.seek(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::lab::Scenario;
    use faultyard::labs;
    use faultyard::process::SimTime;
    use faultyard::sim::Input;

    fn hashing(seed: u64) -> Box<dyn Run> {
        let scenario = Scenario { seed, ..Scenario::new("hashing", 1) };
        (labs::find("hashing").unwrap().open)(&scenario)
    }

    fn seeds(player: &Player) -> Vec<u64> {
        player.runs().iter().map(|which| player.of(*which).scenario().seed).collect()
    }

    #[test]
    fn there_is_room_for_two_beside_the_first_and_who_comes_is_taken_to_its_time() {
        let player = Player::new(hashing(1), yew::Callback::noop());
        player.seek(SimTime::from_ms(1_500));
        for seed in 2..=4 {
            player.add(hashing(seed));
        }
        assert_eq!(seeds(&player), [1, 2, 3]);
        let now = |which: &Which| player.of(*which).position().now;
        assert!(player.runs().iter().all(|which| now(which) == SimTime::from_ms(1_500)));
    }

    #[test]
    fn who_stands_after_the_one_that_goes_takes_its_place_and_the_first_stays() {
        let player = Player::new(hashing(1), yew::Callback::noop());
        player.add(hashing(2));
        player.add(hashing(3));
        player.replace(Which::Third, hashing(5));
        player.remove(Which::First);
        player.remove(Which::Second);
        assert_eq!((seeds(&player), player.of(Which::Third).scenario().seed), (vec![1, 5], 1));
    }

    #[test]
    fn what_is_done_and_planned_happens_to_all() {
        let player = Player::new(hashing(1), yew::Callback::noop());
        player.add(hashing(1));
        player.add(hashing(1));
        player.act(Input::parse("do add").unwrap()).unwrap();
        player.plan(SimTime::from_ms(50), Input::parse("do add").unwrap()).unwrap();
        player.seek(SimTime::from_ms(100));
        let digests: Vec<u64> = player.runs().iter().map(|which| player.of(*which).digest()).collect();
        assert_eq!(player.run().scenario().inputs.len(), 2);
        assert!(digests[1..].iter().all(|digest| *digest == digests[0]));
    }
}
