//! Two players and a ball: the process of the small lab.

use faultyard::process::{Durable, NodeId, Note, Outbox, Process, Salience, Summary};
use std::fmt;

/// Sends a ball back and forth.
#[derive(Clone, Hash)]
pub struct Player_ {
    pub hits: u32,
}

#[derive(Clone, Default, Hash)]
pub struct NoDisk;

#[derive(Clone)]
pub struct Hit;

#[derive(Clone, Debug)]
pub struct Ball;

impl Durable for NoDisk {
    type Write = ();
    fn apply(&mut self, (): ()) {}
    fn bytes(&self) -> usize {
        0
    }
}

impl Note for Hit {
    type Summary = Ball;
    fn kind(&self) -> &'static str {
        "hit"
    }
    fn text(&self, node: NodeId) -> String {
        format!("{node} hits the ball")
    }
    fn salience(&self) -> Salience {
        Salience::Milestone
    }
}

impl fmt::Display for Ball {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ball")
    }
}

impl Summary for Ball {
    fn salience(&self) -> Salience {
        Salience::Milestone
    }
}

impl Process for Player_ {
    type Config = ();
    type Message = ();
    type Timer = ();
    type Durable = NoDisk;
    type Note = Hit;
    fn bytes(&self) -> usize {
        0
    }
    fn boot(_: NodeId, (): &()) -> Self {
        Player_ { hits: 0 }
    }
    fn recover(&mut self, _: &NoDisk, out: &mut Outbox<Self>) {
        if out.me == NodeId(0) {
            out.send(NodeId(1), ());
        }
    }
    fn on_message(&mut self, from: NodeId, (): (), out: &mut Outbox<Self>) {
        self.hits += 1;
        out.note(Hit);
        out.send(from, ());
    }
    fn on_timer(&mut self, (): (), _: &mut Outbox<Self>) {}
    fn summarise((): &()) -> Ball {
        Ball
    }
    fn timer_name((): ()) -> &'static str {
        "no"
    }
}
