//! Messages on their way.

use super::{Loss, RecordId};
use crate::process::{NodeId, SimTime};
use std::fmt;

/// A message's number in its run, from 1, in the order of sending. Shown as `m118`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(pub u64);

impl MessageId {
    /// Reads `m1`, `m2` ...; `None` for anything else.
    pub fn parse(text: &str) -> Option<MessageId> {
        text.strip_prefix('m')?.parse().ok().map(MessageId)
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m{}", self.0)
    }
}

/// How a flight ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It arrives.
    Arrives,
    /// It is lost on the way.
    Lost(Loss),
}

/// A message on its way.
#[derive(Clone, Debug, Hash)]
#[allow(missing_docs)] // The others are said by their types.
pub struct Flight<M> {
    /// The message's number; a duplicate has the number of its original.
    pub id: MessageId,
    pub from: NodeId,
    pub to: NodeId,
    pub sent: SimTime,
    /// When it would arrive if it is not lost.
    pub arrives: SimTime,
    /// When the flight ends: at its arrival, or where it is lost.
    pub ends: SimTime,
    pub fate: Fate,
    /// The record of its sending.
    pub cause: RecordId,
    pub message: M,
}

/// All messages in flight, in slots that are used again.
#[derive(Clone, Hash)]
pub(super) struct Flights<M> {
    slots: Vec<Option<Flight<M>>>,
    free: Vec<u32>,
}

impl<M> Flights<M> {
    pub fn new() -> Self {
        Flights { slots: Vec::new(), free: Vec::new() }
    }

    #[inline]
    pub fn insert(&mut self, flight: Flight<M>) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = Some(flight);
            return slot;
        }
        self.slots.push(Some(flight));
        (self.slots.len() - 1) as u32
    }

    /// Takes the flight that ends now out of its slot; `None` if its end has been moved to another time.
    pub fn land(&mut self, slot: u32, now: SimTime) -> Option<Flight<M>> {
        let due = self.slots[slot as usize].as_ref().is_some_and(|flight| flight.ends == now);
        if !due {
            return None;
        }
        self.free.push(slot);
        self.slots[slot as usize].take()
    }

    pub fn is_due(&self, slot: u32, at: SimTime) -> bool {
        self.slots[slot as usize].as_ref().is_some_and(|flight| flight.ends == at)
    }

    pub fn bytes(&self) -> usize {
        let Self { slots, free } = self;
        slots.capacity() * size_of::<Option<Flight<M>>>() + free.capacity() * size_of::<u32>()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Flight<M>> {
        self.slots.iter().flatten()
    }

    /// The first flight of a message that has not been lost already, with its slot.
    pub fn find(&mut self, id: MessageId) -> Option<(u32, &mut Flight<M>)> {
        let on_its_way = |flight: &Flight<M>| flight.id == id && flight.fate == Fate::Arrives;
        let mut slots = self.slots.iter_mut().enumerate();
        slots.find_map(|(slot, flight)| match flight {
            Some(flight) if on_its_way(flight) => Some((slot as u32, flight)),
            _ => None,
        })
    }
}
