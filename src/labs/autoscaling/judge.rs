//! What is known of the controller, the bill and the requests from outside: every decision is looked at, and every machine
//! and request is counted again.

use super::bill::Bill;
use super::book::Book;
use super::machine::{Machine, State};
use super::nodes::Node;
use super::params::AutoscalingParams;
use super::service::Service;
use super::situation::Situation;
use crate::algorithms::autoscaling::{Decision, Kind};
use crate::lab::Check;
use crate::process::{NodeId, SimDuration, SimTime};
use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

/// A decision, as it is remembered.
#[derive(Clone, Copy, Debug, Hash)]
struct Seen {
    at: SimTime,
    from: u32,
    to: u32,
    /// What the metrics asked for, if they could be read.
    proposed: Option<u32>,
}

/// The judge: what it remembers and what it has tested.
#[derive(Clone, Debug, Default)]
pub struct Judge {
    /// Decisions of the longest time that any rule looks back.
    seen: VecDeque<Seen>,
    /// What machines cost and what came, counted from outside.
    pub book: Book,
    /// A number is inside its bounds: tested with every decision.
    pub inside: Check,
    /// A change is no greater than the behaviour allows: tested with every change that a behaviour limits.
    pub slow_enough: Check,
    /// A change goes not past a recommendation of late: tested with the same.
    pub stabilised: Check,
    /// No recommendation to change while the metric is near enough to its target: tested whenever it is.
    pub tolerant: Check,
    /// The bill is what the book says: tested with every machine that comes, goes or changes, and every so many steps.
    pub billed: Check,
    /// What came is what was served, lost or waits: tested with every step.
    pub conserved: Check,
    /// What was desired when a rollout was last looked for.
    desired: u32,
    /// A rollout goes not past its limits: tested with each machine that it adds, or takes away though it is available.
    pub rolling: Check,
    /// No node is over-full, and none has room while a machine waits: tested with every step, where there are nodes.
    pub placed: Check,
}

/// How the machines stood before the rollout went on.
#[derive(Clone, Debug)]
pub struct Stood {
    is_rollout: bool,
    /// Those that are there, failed ones too, and those that are available.
    there: usize,
    available: Vec<NodeId>,
}

impl Stood {
    /// How they stand.
    pub fn of(machines: &[Machine], is_rollout: bool, at: &Situation) -> Stood {
        let is_there = |machine: &&Machine| machine.state != State::Draining;
        let there = if is_rollout { machines.iter().filter(is_there).count() } else { 0 };
        let available = available(machines, at).filter(|_| is_rollout).map(|machine| machine.id).collect();
        Stood { is_rollout, there, available }
    }
}

fn available<'a>(machines: &'a [Machine], at: &Situation) -> impl Iterator<Item = &'a Machine> {
    let (now, least) = (at.now, at.params.min_ready());
    machines.iter().filter(move |machine| machine.is_available(now, least))
}

impl Hash for Judge {
    /// What is known of rollouts and nodes is hashed only if there is a flaw: other runs are what they were before there
    /// were any.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            seen,
            book,
            inside,
            slow_enough,
            stabilised,
            tolerant,
            billed,
            conserved,
            desired: _,
            rolling,
            placed,
        } = self;
        (seen, book, inside, slow_enough, stabilised, tolerant, billed, conserved).hash(state);
        for check in [rolling, placed].into_iter().filter(|check| check.flaw.is_some()) {
            check.hash(state);
        }
    }
}

impl Judge {
    /// Bytes that it holds on the heap, by estimate.
    pub fn bytes(&self) -> usize {
        let Self {
            seen,
            book,
            inside,
            slow_enough,
            stabilised,
            tolerant,
            billed,
            conserved,
            desired: _,
            rolling,
            placed,
        } = self;
        let checks = [inside, slow_enough, stabilised, tolerant, billed, conserved, rolling, placed];
        seen.capacity() * size_of::<Seen>()
            + book.bytes()
            + checks.into_iter().map(Check::bytes).sum::<usize>()
    }

    /// The controller begins without memory.
    pub fn begin(&mut self) {
        self.seen.clear();
    }

    /// Looks at a decision: how many there were, how many the controller asked for, and what was made of that.
    pub fn decided(
        &mut self,
        at: SimTime,
        (from, asked): (u32, u32),
        decision: &Decision,
        params: &AutoscalingParams,
    ) {
        let to = decision.desired;
        let (least, most) = params.bounds();
        self.inside.test((least..=most).contains(&to), || {
            format!("{to} machines were wanted, not {least} to {most}")
        });
        let one = Seen { at, from, to, proposed: decision.proposed };
        if matches!(params.kind, Kind::Hpa | Kind::ScheduledHpa) {
            self.look_at_tolerance(one, decision.ratio, params);
            let (min, max) = params.bounds_at(at);
            // What is outside its bounds is brought inside at once, and a forecast is a floor under all limits.
            if (min..=max).contains(&from) && to == asked {
                self.look_at_speed(one, params);
                self.look_at_windows(one, params);
            }
        }
        self.seen.push_back(one);
        let longest = SimDuration::from_ms(3_600_000);
        while self.seen.front().is_some_and(|first| at.since(first.at) > longest) {
            self.seen.pop_front();
        }
    }

    /// How many there were at the start of a period that ends now: without what the controller added since, with what it
    /// took away.
    fn at_start(&self, now: SimTime, from: u32, period: SimDuration) -> i64 {
        let within = self.seen.iter().filter(|one| now.since(one.at) < period);
        i64::from(from) - within.map(|one| i64::from(one.to) - i64::from(one.from)).sum::<i64>()
    }

    /// Within each period no more than the behaviour says: the dumb way, by the number at the period's start.
    fn look_at_speed(&mut self, one: Seen, params: &AutoscalingParams) {
        if one.to == one.from {
            return;
        }
        let (behaviour, from) = (&params.behaviour, i64::from(one.from));
        let is_up = one.to > one.from;
        let period = if is_up { behaviour.up_period() } else { behaviour.down_period() };
        let start = self.at_start(one.at, one.from, period);
        let allowed = match is_up {
            true => behaviour.most_after(start).map_or(from, |most| most.max(from)),
            false => behaviour.least_after(start).map_or(from, |least| least.min(from)),
        };
        let to = i64::from(one.to);
        let is_allowed = if is_up { to <= allowed } else { to >= allowed };
        self.slow_enough.test(is_allowed, || {
            format!(
                "from {from} to {to} machines, with {start} at the start of {period}: {allowed} are allowed"
            )
        });
    }

    /// Down only to the highest recommendation of a window, up only to the lowest of another.
    fn look_at_windows(&mut self, one: Seen, params: &AutoscalingParams) {
        let is_up = one.to > one.from;
        if one.to == one.from {
            return;
        }
        let window = if is_up { params.behaviour.up_window() } else { params.behaviour.down_window() };
        let within = self.seen.iter().filter(|seen| one.at.since(seen.at) < window);
        let recommended = within.filter_map(|seen| seen.proposed);
        let past = match is_up {
            true => recommended.min().filter(|lowest| one.to > *lowest),
            false => recommended.max().filter(|highest| one.to < *highest),
        };
        self.stabilised.test(past.is_none(), || {
            let (from, to, past) = (one.from, one.to, past.unwrap_or_default());
            format!("from {from} to {to} machines, though {past} were recommended within {window}")
        });
    }

    /// While a metric is near enough to its target, it asks for no other number.
    fn look_at_tolerance(&mut self, one: Seen, ratio: Option<f64>, params: &AutoscalingParams) {
        let (Some(ratio), Some(proposed)) = (ratio, one.proposed) else { return };
        let tolerance = params.behaviour.tolerance();
        let inside = ratio >= 1.0 - tolerance.down && ratio <= 1.0 + tolerance.up;
        if inside {
            let from = one.from;
            self.tolerant.test(proposed == from, || {
                format!("{proposed} machines are recommended instead of {from} at {ratio:.3} of the target")
            });
        }
    }

    /// Looks at the bill, when the book says so.
    pub fn look_at_bill(&mut self, now: SimTime, bill: &Bill) {
        if self.book.is_due(now) {
            let (due_us, paid_us) = (self.book.due_us(now), bill.machine_us + bill.minimum_us);
            self.billed.test(due_us == paid_us, || {
                format!("{due_us} us of machines are due, {paid_us} us are paid")
            });
        }
    }

    /// Looks at what a rollout did to the machines, by the numbers of the moment: nobody else may have taken them.
    pub fn look_at_rollout(&mut self, before: Stood, machines: &[Machine], desired: u32, at: &Situation) {
        let fewer = desired < std::mem::replace(&mut self.desired, desired);
        if !before.is_rollout {
            return;
        }
        let percent = |percent: u32| u64::from(desired) * u64::from(percent);
        let (surge, spared) = (&at.params.rolling.surge_percent, &at.params.rolling.unavailable_percent);
        let most = (u64::from(desired) + percent(*surge).div_ceil(100)) as usize;
        let spared = if *surge == 0 { (percent(*spared) / 100).max(1) } else { percent(*spared) / 100 };
        let least = u64::from(desired).saturating_sub(spared) as usize;
        let there = machines.iter().filter(|machine| machine.counts()).count();
        if there > before.there {
            self.rolling.test(there <= most, || format!("{there} replicas are there, {most} are allowed"));
        }
        let taken =
            |machine: &&Machine| machine.state == State::Draining && before.available.contains(&machine.id);
        if machines.iter().any(|machine| taken(&machine)) && !fewer {
            let available = available(machines, at).count();
            self.rolling.test(available >= least, || {
                format!("{available} replicas are left available, {least} have to be")
            });
        }
    }

    /// Looks at each node, and at who waits for one.
    pub fn look_at_nodes(&mut self, nodes: &[Node], machines: &[Machine], places: u32) {
        let waiting = machines.iter().filter(|machine| machine.state == State::Pending).count();
        for node in nodes {
            let on_it = machines.iter().filter(|machine| machine.node == Some(node.number)).count() as u32;
            let number = node.number;
            self.placed
                .test(on_it <= places, || format!("node {number} holds {on_it} replicas, {places} fit"));
            let is_open = node.ready && !node.lost && on_it < places;
            self.placed.test(!is_open || waiting == 0, || {
                format!("{waiting} replicas wait, though node {number} has room")
            });
        }
    }

    /// Looks at what became of the requests of a step, of which so many came.
    pub fn look_at_requests(&mut self, came: f64, service: &Service) {
        let all = self.book.comes(came);
        let Service { backlog, served, lost, came: _, latest: _ } = *service;
        let sum = served + lost + backlog;
        self.conserved.test((sum - all).abs() <= 1e-6 * all.max(1.0), || {
            format!("{all} requests came: {served} were served, {lost} given up, {backlog} wait")
        });
    }
}
