//! What the picture shows of the time before: what came, what could be done, and the machines. It is no part of the run:
//! nothing that happens depends on it, and no digest knows of it.

use super::demand::STEP;
use super::machine::{Machine, State};
use super::params::{AutoscalingParams, Shape};
use super::service::StepStats;
use crate::algorithms::autoscaling::{Decision, Kind};
use crate::process::{SimDuration, SimTime};
use std::collections::VecDeque;
use std::rc::Rc;

/// Columns in a chunk, and the most chunks that are kept.
const CHUNK: usize = 60;
const CHUNKS: usize = 24;
/// Steps of the world in a column where a run is of days.
const COARSE: u32 = 12;

/// What a machine is in the wall, from the bottom up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Ready, and as fast as it gets.
    Warm,
    /// Ready, with cold caches.
    Cold,
    /// Ready, with the version that is being rolled out.
    New,
    /// The same with cold caches.
    NewCold,
    Booting,
    /// It waits for a node.
    Pending,
    /// It has failed, or stands still.
    Broken,
    Draining,
}

impl Part {
    /// All of them, in order.
    pub const ALL: [Part; 8] = [
        Part::Warm,
        Part::Cold,
        Part::New,
        Part::NewCold,
        Part::Booting,
        Part::Pending,
        Part::Broken,
        Part::Draining,
    ];

    /// Those that serve.
    pub const READY: [Part; 4] = [Part::Warm, Part::Cold, Part::New, Part::NewCold];

    /// What a machine is while a version is being rolled out, or none is.
    pub fn of(machine: &Machine, now: SimTime, warm_up: SimDuration, coming: Option<u16>) -> Part {
        let is_warm = machine.warm || now.since(machine.changed) >= warm_up;
        match machine.state {
            State::Ready if coming == Some(machine.version) && is_warm => Part::New,
            State::Ready if coming == Some(machine.version) => Part::NewCold,
            State::Ready if is_warm => Part::Warm,
            State::Ready => Part::Cold,
            State::Booting => Part::Booting,
            State::Pending => Part::Pending,
            State::Resizing | State::Failed => Part::Broken,
            State::Draining => Part::Draining,
        }
    }
}

/// Some time of the run; rates are means, in requests a second.
#[derive(Clone, Copy, Debug, Default)]
pub struct Column {
    pub rate: f32,
    pub capacity: f32,
    /// What a machine can do when it is warm.
    pub each: f32,
    /// The part of the time in which users were served too late, or not at all.
    pub late: f32,
    /// Machines at the end of it, by [`Part`].
    pub counts: [u16; Part::ALL.len()],
    /// Places on nodes that are ready, where nodes are the limit.
    pub room: Option<u16>,
}

impl Column {
    /// What the machines that are ready could do if all were warm.
    pub fn ready(&self) -> f32 {
        f32::from(Part::READY.iter().map(|part| self.counts[*part as usize]).sum::<u16>()) * self.each
    }
}

/// Another number of machines was wanted.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // The types say it.
pub struct Order {
    pub at: SimTime,
    pub from: u32,
    pub to: u32,
    /// The arithmetic that led to it.
    pub said: Rc<str>,
}

/// The latest columns. Clones share what is full.
#[derive(Clone, Debug)]
pub struct History {
    /// Steps of the world in a column.
    steps: u32,
    /// The number of the first column that is kept.
    first: u64,
    full: VecDeque<Rc<[Column]>>,
    fresh: Vec<Column>,
    /// The column that is being filled, and its steps so far.
    open: Column,
    filled: u32,
    order: Option<Order>,
}

impl History {
    /// Nothing yet.
    pub fn new(params: &AutoscalingParams) -> History {
        let days = matches!(params.shape, Shape::Week | Shape::Recorded | Shape::Ramp);
        History {
            steps: if days { COARSE } else { 1 },
            first: 0,
            full: VecDeque::new(),
            fresh: Vec::new(),
            open: Column::default(),
            filled: 0,
            order: None,
        }
    }

    /// A step passed with so many machines, each of which could do so much when warm.
    pub fn pass(
        &mut self,
        stats: &StepStats,
        each: f64,
        counts: [u16; Part::ALL.len()],
        room: Option<u32>,
        objective_s: f64,
    ) {
        let before = self.filled as f32;
        let mean = |old: f32, new: f64| (old * before + new as f32) / (before + 1.0);
        let late = stats.p99_s > objective_s || stats.lost > 0.0;
        self.open = Column {
            rate: mean(self.open.rate, stats.rate),
            capacity: mean(self.open.capacity, stats.capacity),
            each: each as f32,
            late: mean(self.open.late, f64::from(u8::from(late))),
            counts,
            room: room.map(|room| room.min(u16::MAX.into()) as u16),
        };
        self.filled += 1;
        if self.filled < self.steps {
            return;
        }
        self.fresh.push(std::mem::take(&mut self.open));
        self.filled = 0;
        if self.fresh.len() == CHUNK {
            self.full.push_back(std::mem::take(&mut self.fresh).into());
            if self.full.len() > CHUNKS {
                self.full.pop_front();
                self.first += CHUNK as u64;
            }
        }
    }

    /// Another number of machines was wanted.
    pub fn ordered(&mut self, order: Order) {
        self.order = Some(order);
    }

    /// The latest of these orders.
    pub fn order(&self) -> Option<&Order> {
        self.order.as_ref()
    }

    /// The longest time that can be shown.
    pub fn most(&self) -> SimDuration {
        SimDuration(self.column().0 * (CHUNK * CHUNKS) as u64)
    }

    /// The time of a column.
    pub fn column(&self) -> SimDuration {
        SimDuration(STEP.0 * u64::from(self.steps))
    }

    /// The columns that are kept, the one that is not full yet too, each with the time when it begins.
    pub fn columns(&self) -> impl Iterator<Item = (SimTime, &Column)> {
        let open = (self.filled > 0).then_some(&self.open);
        let all = self.full.iter().flat_map(|chunk| chunk.iter()).chain(&self.fresh).chain(open);
        (self.first..).zip(all).map(|(number, column)| (SimTime(number * self.column().0), column))
    }

    /// Bytes that it holds on the heap, without what clones share.
    pub fn bytes(&self) -> usize {
        let Self { full, fresh, order, steps: _, first: _, open: _, filled: _ } = self;
        let own = full.iter().filter(|chunk| Rc::strong_count(chunk) == 1).count();
        let said = order.iter().filter(|order| Rc::strong_count(&order.said) == 1);
        own * CHUNK * size_of::<Column>()
            + full.capacity() * size_of::<Rc<[Column]>>()
            + fresh.capacity() * size_of::<Column>()
            + said.map(|order| order.said.len()).sum::<usize>()
    }
}

/// How a decision came to its number, in a line: `4 × 90 / 60 = 6` where the target is a part of what there is.
pub fn arithmetic(decision: &Decision, from: u32, ready: u32, params: &AutoscalingParams) -> String {
    let tracks = matches!(params.kind, Kind::Hpa | Kind::ScheduledHpa);
    let formula = decision.ratio.zip(decision.proposed).filter(|_| tracks).and_then(|(ratio, proposed)| {
        // Machines without a sample are left out: then it is another count that was multiplied.
        let gives = |count: &u32| (f64::from(*count) * ratio - 1e-6).ceil() as u32 == proposed;
        let count = [ready, from].into_iter().find(gives)?;
        let (target, product) = (f64::from(params.target), f64::from(count) * ratio);
        let rounded =
            if (product - product.round()).abs() < 0.05 { String::new() } else { format!(", so {proposed}") };
        let product = format!("{product:.1}");
        let product = product.trim_end_matches(".0");
        Some(format!("{count} \u{d7} {:.0} / {target:.0} = {product}{rounded}", ratio * target))
    });
    match (formula, decision.proposed) {
        (Some(formula), Some(proposed)) if proposed != decision.desired => {
            format!("{formula}, held at {}", decision.desired)
        }
        (Some(formula), _) => formula,
        (None, _) => format!("{}: {}", decision.reason, decision.desired),
    }
}
