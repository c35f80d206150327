//! The smallest process that does a bit of everything, for the kernel's own tests.

use crate::process::{Durable, NodeId, Note, Outbox, Process, Random, Salience, SimDuration, Summary};
use std::collections::BTreeSet;
use std::fmt;

/// What a machine is set up with.
#[derive(Clone, Default, Hash)]
pub struct Orders {
    /// How far it counts.
    pub ticks: u8,
    /// What it says to whom when it comes up.
    pub says: Vec<(NodeId, u8)>,
}

/// Counts with its timer and remembers the numbers that it hears.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tiny {
    pub ticks: u8,
    pub count: u8,
    pub heard: BTreeSet<u8>,
    says: Vec<(NodeId, u8)>,
}

/// How often the machine came up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Boots(pub u8);

impl Durable for Boots {
    type Write = ();

    fn apply(&mut self, (): ()) {
        self.0 += 1;
    }

    fn bytes(&self) -> usize {
        let Self(_) = self;
        0
    }
}

/// A number, told or sent.
#[derive(Clone, Debug)]
pub struct Number(u8);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "number {}", self.0)
    }
}

impl Summary for Number {
    fn salience(&self) -> Salience {
        Salience::Ordinary
    }
}

impl Note for Number {
    type Summary = Number;

    fn kind(&self) -> &'static str {
        "number"
    }

    fn text(&self, node: NodeId) -> String {
        format!("{node} hears {self}")
    }

    fn salience(&self) -> Salience {
        Salience::Ordinary
    }
}

fn any_number(_: &u8, _: NodeId, chance: &mut Random) -> u8 {
    chance.below(256) as u8
}

impl Process for Tiny {
    type Config = Orders;
    type Message = u8;
    type Timer = ();
    type Durable = Boots;
    type Note = Number;
    const LIE: Option<crate::process::Lie<u8>> = Some(any_number);

    fn bytes(&self) -> usize {
        let Self { ticks: _, count: _, heard, says } = self;
        heard.len() + says.capacity() * size_of::<(NodeId, u8)>()
    }

    fn boot(_: NodeId, orders: &Orders) -> Tiny {
        Tiny { ticks: orders.ticks, count: 0, heard: BTreeSet::new(), says: orders.says.clone() }
    }

    fn recover(&mut self, _: &Boots, out: &mut Outbox<Self>) {
        out.persist(());
        self.says.iter().for_each(|(to, number)| out.send(*to, *number));
        self.wait(out);
    }

    fn on_message(&mut self, _: NodeId, number: u8, out: &mut Outbox<Self>) {
        self.heard.insert(number);
        out.note(Number(number));
    }

    fn on_timer(&mut self, (): (), out: &mut Outbox<Self>) {
        self.count += 1;
        self.wait(out);
    }

    fn summarise(number: &u8) -> Number {
        Number(*number)
    }

    fn timer_name((): ()) -> &'static str {
        "tick"
    }
}

impl Tiny {
    fn wait(&self, out: &mut Outbox<Self>) {
        if self.count < self.ticks {
            out.set_timer((), SimDuration::from_ms(1));
        }
    }
}
