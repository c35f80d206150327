//! A process that does what it is told, line by line, so that a test of the kernel reads as a story.

use faultyard::process::{Durable, NodeId, Note, Outbox, Process, Salience, SimDuration, SimTime, Summary};
use std::fmt;

/// What is on a toy's disk: the numbers saved, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Saved(pub Vec<u32>);

impl Durable for Saved {
    type Write = u32;

    fn apply(&mut self, write: u32) {
        self.0.push(write);
    }

    fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<u32>()
    }
}

/// One thing that a toy does in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Do {
    Say(u16, u32),
    Save(u32),
    Timer(u8, u64),
    Cancel(u8),
}

/// What toys send to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Message {
    /// A number to be remembered.
    Number(u32),
    /// A number to be saved and then confirmed.
    Save(u32),
}

/// What a toy is told to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Orders {
    /// When it comes up.
    pub boot: Vec<Do>,
    /// When a timer of this name runs out.
    pub on_timer: Vec<(u8, Do)>,
}

/// A toy: its orders are configuration, what it heard is memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Toy {
    pub orders: Orders,
    /// What it remembers: its own clock, who, what.
    pub heard: Vec<(SimTime, NodeId, u32)>,
    /// The timers that ran out: its own clock, which.
    pub fired: Vec<(SimTime, u8)>,
    /// What the disk held when it came up.
    pub found: Saved,
}

/// What a toy tells, and what a message of it says.
#[derive(Clone, Debug)]
pub struct Said(pub String);

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Summary for Said {
    fn salience(&self) -> Salience {
        Salience::Ordinary
    }
}

impl Note for Said {
    type Summary = Said;

    fn kind(&self) -> &'static str {
        "said"
    }

    fn text(&self, node: NodeId) -> String {
        format!("{node}: {}", self.0)
    }

    fn salience(&self) -> Salience {
        Salience::Ordinary
    }
}

impl Toy {
    fn carry_out(order: Do, out: &mut Outbox<Toy>) {
        match order {
            Do::Say(to, number) => out.send(NodeId(to), Message::Number(number)),
            Do::Save(number) => out.persist(number),
            Do::Timer(timer, us) => out.set_timer(timer, SimDuration::from_us(us)),
            Do::Cancel(timer) => out.cancel_timer(timer),
        }
    }
}

impl Process for Toy {
    type Config = Orders;
    type Message = Message;
    type Timer = u8;
    type Durable = Saved;
    type Note = Said;

    fn boot(_: NodeId, orders: &Orders) -> Self {
        Toy { orders: orders.clone(), ..Toy::default() }
    }

    fn recover(&mut self, disk: &Saved, out: &mut Outbox<Self>) {
        self.found = disk.clone();
        self.orders.boot.clone().into_iter().for_each(|order| Toy::carry_out(order, out));
    }

    fn on_message(&mut self, from: NodeId, message: Message, out: &mut Outbox<Self>) {
        match message {
            Message::Number(number) => {
                self.heard.push((out.now, from, number));
                out.note(Said(format!("heard {number}")));
            }
            Message::Save(number) => {
                out.persist(number);
                out.send(from, Message::Number(number));
            }
        }
    }

    fn on_timer(&mut self, timer: u8, out: &mut Outbox<Self>) {
        self.fired.push((out.now, timer));
        let orders = self.orders.on_timer.clone();
        orders.into_iter().filter(|(of, _)| *of == timer).for_each(|(_, order)| Toy::carry_out(order, out));
    }

    fn summarise(message: &Message) -> Said {
        Said(format!("{message:?}"))
    }

    fn bytes(&self) -> usize {
        self.heard.capacity() * size_of::<(SimTime, NodeId, u32)>()
            + self.fired.capacity() * size_of::<(SimTime, u8)>()
    }

    fn timer_name(_: u8) -> &'static str {
        "toy"
    }
}
