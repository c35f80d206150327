//! One run that a search tries: what is done to it, drawn anew or made from one that was tried before.

use super::kind::{self, FaultKind};
use super::{Family, Moment};
use crate::lab::Scenario;
use crate::process::{NodeId, Random, SimDuration, SimTime};
use crate::sim::{Fault, Input, TimedInput};

/// The most inputs of one attempt that is drawn anew, each with its end.
const MOST_FAULTS: u64 = 8;
/// An attempt that was changed again and again has at most so many.
const MOST_STEPS: usize = 24;
/// A fault lasts from an eighth of the run, halved up to so many times.
const HALVES: u64 = 10;

/// Something that is done, and for how long.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    pub at: SimTime,
    pub input: Input,
    pub lasts: SimDuration,
}

/// A run to try.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Attempt {
    pub seed: u64,
    pub steps: Vec<Step>,
    /// How far it is played.
    pub until: SimTime,
}

/// What attempts are made of.
pub(super) struct Means {
    pub kinds: Vec<FaultKind>,
    /// Everybody.
    pub nodes: Vec<NodeId>,
    /// The machines of which the lab knows the outline.
    pub machines: Vec<NodeId>,
    pub acts: &'static [&'static str],
    pub families: Vec<&'static Family>,
    /// The run's length.
    pub length: SimTime,
}

impl Attempt {
    /// The scenario: `base` with this attempt's seed, and what is done beside what `base` does.
    pub fn scenario(&self, base: &Scenario) -> Scenario {
        let mut scenario = Scenario { seed: self.seed, ..base.clone() };
        for Step { at, input, lasts } in &self.steps {
            scenario.inputs.push(TimedInput { at: *at, input: input.clone() });
            if let Some(input) = input.ending().filter(|_| lasts.0 > 0) {
                scenario.inputs.push(TimedInput { at: *at + *lasts, input });
            }
        }
        scenario.inputs.sort_by_key(|input| input.at);
        scenario
    }
}

impl Means {
    /// An attempt with faults at any time.
    pub fn draw(&self, seed: u64, until: SimTime, random: &mut Random) -> Attempt {
        let steps = (0..random.between(1, MOST_FAULTS)).filter_map(|_| {
            let at = SimTime(random.below(until.0 * 3 / 4));
            self.step(at, None, random)
        });
        Attempt { seed, steps: steps.collect(), until }
    }

    /// An attempt of one of the lab's families.
    pub fn draw_of_family(&self, seed: u64, random: &mut Random) -> Option<Attempt> {
        let family = self.families.get(random.below(self.families.len().max(1) as u64) as usize)?;
        let script = family.draw(&self.machines, &self.nodes, random);
        let (last, _) = script.last()?;
        let until = self.length.min(SimTime(last.0 + self.length.0 / 16));
        let steps =
            script.into_iter().map(|(at, input)| Step { at: SimTime(at.0), input, lasts: SimDuration::ZERO });
        Some(Attempt { seed, steps: steps.collect(), until })
    }

    /// An attempt like one that reached something new.
    pub fn change(&self, attempt: &Attempt, moments: &[Moment], random: &mut Random) -> Attempt {
        let mut changed = attempt.clone();
        for _ in 0..random.between(1, 3) {
            self.change_once(&mut changed, moments, random);
        }
        changed
    }

    fn change_once(&self, attempt: &mut Attempt, moments: &[Moment], random: &mut Random) {
        let steps = &mut attempt.steps;
        let place = random.below(steps.len().max(1) as u64) as usize;
        match random.below(10) {
            0 | 1 if !steps.is_empty() => {
                steps.remove(place);
            }
            2 | 3 if !steps.is_empty() => {
                let by = self.instant(random);
                let at = steps[place].at;
                steps[place].at =
                    if random.below(2) == 0 { at + by } else { SimTime(at.0.saturating_sub(by.0)) };
            }
            4 if !steps.is_empty() => steps[place].lasts = self.length_of_fault(random),
            5 if self.machines.len() > 1 => {
                let (one, other) = (self.machine(random), self.machine(random));
                steps.iter_mut().for_each(|step| step.input = swapped(&step.input, one, other));
            }
            6 => attempt.until = self.length.min(SimTime(attempt.until.0 * 3 / 2)),
            _ if steps.len() < MOST_STEPS && !moments.is_empty() => {
                let Moment { at, node } = moments[random.below(moments.len() as u64) as usize];
                let at = if random.below(3) == 0 { at } else { at + self.instant(random) };
                steps.extend(self.step(at, Some(node), random));
            }
            _ => {}
        }
    }

    /// Something that is done at a time: about the machine where something happened then, or any.
    fn step(&self, at: SimTime, there: Option<NodeId>, random: &mut Random) -> Option<Step> {
        let kind = self.kinds[random.below(self.kinds.len() as u64) as usize];
        let lasts = self.length_of_fault(random);
        let mut first = there;
        let pick = |random: &mut Random| match first.take() {
            Some(node) if random.below(2) == 0 => node,
            _ => self.machine(random),
        };
        let text = kind::text(kind, &self.nodes, self.acts, lasts, random, pick)?;
        let input = Input::parse(&text).ok()?;
        let lasts = if let Input::Fault(Fault::Pause(..)) = input { SimDuration::ZERO } else { lasts };
        Some(Step { at, input, lasts })
    }

    /// A machine; seldom, one of which the lab knows no outline, such as a client.
    fn machine(&self, random: &mut Random) -> NodeId {
        let among = if random.below(4) == 0 { &self.nodes } else { &self.machines };
        among[random.below(among.len() as u64) as usize]
    }

    /// As likely short as long: half of them last less than some tens of milliseconds in a run of seconds.
    fn length_of_fault(&self, random: &mut Random) -> SimDuration {
        let most = (self.length.0 / 8) >> random.below(HALVES);
        SimDuration(random.between(most / 2, most).max(1))
    }

    /// A short while.
    fn instant(&self, random: &mut Random) -> SimDuration {
        let most = (self.length.0 / 64) >> random.below(HALVES);
        SimDuration(random.between(0, most).max(1))
    }
}

/// The input with two machines in each other's place.
fn swapped(input: &Input, one: NodeId, other: NodeId) -> Input {
    let (a, b) = (one.to_string(), other.to_string());
    let mut text = String::new();
    let whole = input.to_string();
    for word in whole.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let end = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let name = match end {
            _ if end == a => &b,
            _ if end == b => &a,
            _ => end,
        };
        text.push_str(name);
        text.push_str(&word[end.len()..]);
    }
    Input::parse(&text).unwrap_or_else(|_| input.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_machines_change_places_in_whatever_is_done_to_them() {
        for (text, expected) in [
            ("crash n1", "crash n2"),
            ("partition n1,n3|n2,n12", "partition n2,n3|n1,n12"),
            ("cut n2>n11", "cut n1>n11"),
            ("do timeout n2", "do timeout n1"),
            ("loss * 10%", "loss * 10%"),
        ] {
            let input = Input::parse(text).expect("an input");
            assert_eq!(swapped(&input, NodeId(0), NodeId(1)).to_string(), expected);
        }
    }
}
