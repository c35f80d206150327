//! The loops themselves.

use crate::algorithms::hashing::{HashFunction, Placement, Settings, Strategy, workload as hashing};
use crate::lab::Session;
use crate::lab::{Run, Scenario};
use crate::labs::autoscaling::Autoscaling;
use crate::labs::raft::Raft;
use crate::labs::raft::workload::{Work, run};
use crate::process::SimTime;
use crate::traffic::workload as traffic;

/// One call does a piece of work and says how much: messages, lookups, builds, seeks, or bytes held.
pub type Loop = Box<dyn FnMut() -> u64>;

/// How far the run goes that is sought in.
pub const TEN_MINUTES: SimTime = SimTime::from_ms(600_000);
const MINUTE: SimTime = SimTime::from_ms(60_000);
const DAY: SimTime = SimTime::from_ms(86_400_000);

/// Enough for some thousand commits and a hundred checkpoints.
const MESSAGES: u64 = 200_000;
const NODES: u32 = 1_000;
const LOOKUPS: u32 = 1_000_000;
const REQUESTS: u64 = 1_000_000;

pub(super) fn raft(work: Work, messages: u64) -> Loop {
    Box::new(move || run(work, messages))
}

pub(super) fn raft_raw() -> Loop {
    raft(Work::Raw, MESSAGES)
}

pub(super) fn raft_history() -> Loop {
    raft(Work::History, MESSAGES)
}

pub(super) fn raft_properties() -> Loop {
    raft(Work::Properties, MESSAGES)
}

pub(super) fn ring_build() -> Loop {
    build(Strategy::Ring)
}

pub(super) fn maglev_build() -> Loop {
    build(Strategy::Maglev)
}

fn build(strategy: Strategy) -> Loop {
    let nodes = hashing::nodes(NODES);
    Box::new(move || {
        let placement = Placement::build(strategy, HashFunction::Xxh3, &nodes, &Settings::default());
        u64::from(placement.is_ok_and(|placement| placement.owner(1).is_some()))
    })
}

pub(super) fn ring_lookup() -> Loop {
    ring_lookups(LOOKUPS)
}

pub(super) fn ring_lookups(keys: u32) -> Loop {
    let ring = hashing::build(Strategy::Ring, NODES, &Settings::default()).expect("the defaults are valid");
    Box::new(move || {
        std::hint::black_box(hashing::look_up(&ring, keys));
        u64::from(keys)
    })
}

pub(super) fn one_queue() -> Loop {
    Box::new(|| traffic::one_queue(REQUESTS))
}

pub(super) fn two_choices() -> Loop {
    Box::new(|| traffic::two_choices(REQUESTS))
}

pub(super) fn four_weeks() -> Loop {
    autoscaled(28)
}

/// A run with all that a page keeps of it: judged after every step, with its trace, samples and checkpoints.
pub(super) fn autoscaled(days: u64) -> Loop {
    Box::new(move || {
        let scenario =
            Scenario { params: vec![("days".into(), days.to_string())], ..Scenario::new("autoscaling", 1) };
        let mut session: Session<Autoscaling> = Session::new(&scenario);
        let end = SimTime(DAY.0 * days);
        session.seek(end);
        u64::from(session.position().now == end)
    })
}

fn session() -> Session<Raft> {
    Session::new(&Scenario::new("raft", 1))
}

pub(super) fn raft_memory() -> Loop {
    Box::new(|| {
        let mut session = session();
        session.seek(MINUTE);
        session.memory() as u64
    })
}

/// Seeks to and fro, to places that the golden ratio spreads evenly over the ten minutes.
pub(super) fn raft_seek() -> Loop {
    let mut session = session();
    session.seek(TEN_MINUTES);
    let mut place = 0u64;
    Box::new(move || {
        place = (place + 618_034) % 1_000_000;
        session.seek(SimTime(TEN_MINUTES.0 / 1_000_000 * place));
        1
    })
}
