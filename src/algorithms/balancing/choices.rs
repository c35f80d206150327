//! The power of d choices (Azar, Broder, Karlin & Upfal 1994; Mitzenmacher 2001): look at d servers drawn at random
//! and take the least loaded.
//!
//! The d servers are distinct as long as there are d, as in Finagle and nginx; the papers draw with replacement, which
//! matters for few servers only. Of equal ones the first drawn is taken, so no position is preferred. Loads are
//! compared as load / weight, but drawn without regard to weight: a server cannot get more than d / n of the
//! requests, whatever its weight.

use super::contract::{Algorithm, Choice, Context};
use super::server::{Position, Server, Signal};
use super::settings::{MAX_CHOICES, Settings};
use super::usable::Usable;
use crate::process::{Random, SimTime, math};

/// The least loaded of d.
#[derive(Clone, Debug, Hash)]
pub(super) struct PowerOfChoices {
    usable: Usable,
    choices: u32,
    signal: Signal,
}

impl PowerOfChoices {
    pub(super) fn new(settings: &Settings, servers: &[Server]) -> PowerOfChoices {
        let choices = settings.choices.clamp(1, MAX_CHOICES);
        PowerOfChoices { usable: Usable::new(servers), choices, signal: settings.signal }
    }
}

impl Algorithm for PowerOfChoices {
    fn choose(&mut self, at: &Context, random: &mut Random) -> Choice {
        let usable = &self.usable;
        let sample = Sample::draw(usable.count_untried(at), self.choices, random);
        let drawn = || sample.places().iter().map(|place| usable.untried(*place, at));
        let lighter = |best: Position, next: Position| {
            let (a, b) = (&at.servers[best.index()], &at.servers[next.index()]);
            let less = load_by_weight(self.signal, b, a) < load_by_weight(self.signal, a, b);
            if less { next } else { best }
        };
        let lightest = drawn().reduce(lighter);
        lightest.map_or(Choice::NONE, |server| Choice::of(server, sample.count).among(drawn()))
    }

    fn changed(&mut self, servers: &[Server]) {
        self.usable.update(servers);
    }

    fn scores(&self, servers: &[Server], _now: SimTime) -> (&'static str, Vec<f64>) {
        self.signal.by_weight(servers)
    }

    fn bytes(&self) -> usize {
        let Self { usable, choices: _, signal: _ } = self;
        usable.bytes()
    }
}

/// Envoy's answer to unequal weights, for comparison: it takes turns by these weights, weight / (requests + 1)^bias
/// (least_request's `active_request_bias`, 1 unless told), instead of drawing and comparing.
pub fn envoy_weight(weight: u32, active: u32, bias: f64) -> f64 {
    f64::from(weight) / math::pow(f64::from(active) + 1.0, bias)
}

/// The load of `one` times the weight of `other`: comparing it with its mirror image compares load / weight.
fn load_by_weight(signal: Signal, one: &Server, other: &Server) -> u64 {
    u64::from(signal.load(one)) * u64::from(other.weight)
}

/// Up to four distinct numbers, in the order in which they were drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    drawn: [u32; MAX_CHOICES as usize],
    count: u32,
}

impl Sample {
    /// `count` of the numbers below `n`, or all if there are fewer; each set and order is equally likely. Each draw is
    /// from the numbers that are left: it counts up past those taken before (Finagle's P2CPick, for more than two).
    pub(super) fn draw(n: u32, count: u32, random: &mut Random) -> Sample {
        let mut sample = Sample { drawn: [0; MAX_CHOICES as usize], count: count.min(n) };
        let mut ascending = sample.drawn;
        for taken in 0..sample.count as usize {
            let mut number = random.below(u64::from(n) - taken as u64) as u32;
            let below = ascending[..taken].iter().take_while(|earlier| {
                let passed = number >= **earlier;
                number += u32::from(passed);
                passed
            });
            let place = below.count();
            ascending[place..=taken].rotate_right(1);
            ascending[place] = number;
            sample.drawn[taken] = number;
        }
        sample
    }

    pub(super) fn places(&self) -> &[u32] {
        &self.drawn[..self.count as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Seed;

    #[test]
    fn every_ordered_pair_of_three_is_drawn_equally_often() {
        let mut random = Seed(3).stream("test", 0);
        let mut counts = [[0u32; 3]; 3];
        for _ in 0..60_000 {
            let sample = Sample::draw(3, 2, &mut random);
            counts[sample.places()[0] as usize][sample.places()[1] as usize] += 1;
        }
        for (first, row) in counts.iter().enumerate() {
            for (second, count) in row.iter().enumerate() {
                let expected = if first == second { 0 } else { 10_000 };
                // Five standard deviations of a binomial with p = 1/6: sqrt(60,000 * 5/36) = 91.
                assert!(count.abs_diff(expected) < if first == second { 1 } else { 456 }, "{counts:?}");
            }
        }
    }

    #[test]
    fn four_of_five_are_distinct_and_four_of_two_are_both() {
        let mut random = Seed(4).stream("test", 0);
        for _ in 0..1_000 {
            let mut four = Sample::draw(5, 4, &mut random).places().to_vec();
            four.sort_unstable();
            four.dedup();
            assert!(four.len() == 4 && four.iter().all(|number| *number < 5));
            assert_eq!(Sample::draw(2, 4, &mut random).places().iter().sum::<u32>(), 1);
        }
        assert_eq!(Sample::draw(0, 2, &mut random).places(), [] as [u32; 0]);
    }
}
