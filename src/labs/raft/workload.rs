//! A saturated cluster, to measure how fast it runs: the same loop for the benchmark and for a page.

use super::{Raft, RaftParams, RaftWorld};
use crate::algorithms::raft::Member;
use crate::lab::{Lab, Meta, Params, Property, Run, Scenario, Session};
use crate::process::{Seed, SimTime};
use crate::scene::{Scene, View};
use crate::sim::{Cluster, Trace, World};

/// What is done beside simulating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Nothing.
    Raw,
    /// A trace of all records, and checkpoints to go back to.
    History,
    /// That, and every property judged after each event, and measures sampled.
    Properties,
}

/// Four clients that never pause, five servers, no disk.
const SATURATED: [(&str, &str); 3] = [("clients", "4"), ("think", "0"), ("disk", "0")];
/// How many events pass between two looks at the count.
const CHUNK: u64 = 4_096;

/// Runs until at least `messages` messages have been sent, and says how many.
pub fn run(work: Work, messages: u64) -> u64 {
    match work {
        Work::Raw => raw(messages),
        Work::History => in_session::<Unjudged>(messages, Cluster::messages_sent),
        Work::Properties => in_session::<Raft>(messages, |world| world.cluster.messages_sent()),
    }
}

fn raw(messages: u64) -> u64 {
    let mut params = RaftParams::default();
    for (key, text) in SATURATED {
        params.set(key, text).expect("a parameter of this lab");
    }
    let mut cluster = RaftWorld::new(&params, Seed(1)).cluster;
    let mut trace = Trace::new(0);
    while cluster.messages_sent() < messages {
        cluster.step(&mut trace);
    }
    cluster.messages_sent()
}

fn in_session<L: Lab>(messages: u64, sent: fn(&L::World) -> u64) -> u64 {
    let scenario = Scenario::new(Raft::META.slug, 1);
    let scenario = SATURATED.into_iter().fold(scenario, |scenario, (key, text)| scenario.with(key, text));
    let mut session = Session::<L>::new(&scenario);
    while sent(session.world()) < messages {
        session.advance(SimTime::MAX, CHUNK);
    }
    sent(session.world())
}

/// The lab without its judge.
struct Unjudged;

impl Lab for Unjudged {
    const META: Meta = Raft::META;
    type Params = RaftParams;
    type World = Cluster<Member>;
    const PROPERTIES: &'static [Property<Self::World>] = &[];
    const LESSON: &'static str = "";

    fn build(params: &RaftParams, seed: Seed) -> Self::World {
        RaftWorld::new(params, seed).cluster
    }

    fn scene(_: &Self::World, _: View) -> Scene {
        Scene::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_messages_are_sent_whatever_is_done_beside() {
        let sent = [Work::Raw, Work::History, Work::Properties].map(|work| run(work, 5_000));
        assert!(sent.iter().all(|sent| (5_000..10_000).contains(sent)), "{sent:?}");
    }
}
