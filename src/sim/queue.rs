//! What is going to happen, in the total order of (time, sequence number).

use crate::process::SimTime;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::hash::{Hash, Hasher};

/// A queue of things to come. Of two at the same time, the one put in first comes out first.
#[derive(Clone)]
pub struct Queue<T> {
    heap: BinaryHeap<Reverse<Entry<T>>>,
    next: u64,
}

#[derive(Clone)]
struct Entry<T> {
    at: SimTime,
    sequence: u64,
    thing: T,
}

impl<T> Queue<T> {
    /// Puts in a thing that is to happen at `at`.
    pub fn push(&mut self, at: SimTime, thing: T) {
        let sequence = self.reserve();
        self.push_as(sequence, at, thing);
    }

    /// The next sequence number, for a thing that may be put in later.
    pub fn reserve(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Puts in a thing that has its sequence number: its place among those of its time.
    pub fn push_as(&mut self, sequence: u64, at: SimTime, thing: T) {
        self.heap.push(Reverse(Entry { at, sequence, thing }));
    }

    /// The next thing and its time.
    pub fn peek(&self) -> Option<(SimTime, &T)> {
        self.heap.peek().map(|Reverse(entry)| (entry.at, &entry.thing))
    }

    /// Takes the next thing out.
    pub fn pop(&mut self) -> Option<(SimTime, T)> {
        self.heap.pop().map(|Reverse(entry)| (entry.at, entry.thing))
    }

    /// Takes the next thing out if it is due at that very time.
    pub fn pop_at(&mut self, at: SimTime) -> Option<T> {
        let due = self.heap.peek().is_some_and(|Reverse(entry)| entry.at == at);
        if due { self.pop().map(|(_, thing)| thing) } else { None }
    }

    /// How many things are to come.
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Bytes that it holds on the heap, if the things hold none themselves.
    pub fn bytes(&self) -> usize {
        let Self { heap, next: _ } = self;
        heap.capacity() * size_of::<Entry<T>>()
    }

    /// Whether nothing is to come.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }
}

impl<T: Hash> Hash for Queue<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // In the order of the heap, which is the same in every run that came here.
        let Self { heap, next } = self;
        (heap.len() as u64, next).hash(state);
        heap.iter().for_each(|Reverse(Entry { at, sequence, thing })| (at, sequence, thing).hash(state));
    }
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Queue { heap: BinaryHeap::new(), next: 0 }
    }
}

impl<T> Entry<T> {
    /// Time and sequence number as one number: two compare without a branch that the processor could guess wrong.
    fn place(&self) -> u128 {
        u128::from(self.at.0) << 64 | u128::from(self.sequence)
    }
}

impl<T> PartialEq for Entry<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<T> Eq for Entry<T> {}

impl<T> PartialOrd for Entry<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Entry<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.place().cmp(&other.place())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_come_out_by_time_and_then_in_the_order_they_went_in() {
        let mut queue = Queue::default();
        for (at, thing) in [(5, 'c'), (1, 'a'), (5, 'd'), (1, 'b'), (9, 'e')] {
            queue.push(SimTime(at), thing);
        }
        let order: String = std::iter::from_fn(|| queue.pop()).map(|(_, thing)| thing).collect();
        assert_eq!(order, "abcde");
    }

    #[test]
    fn what_is_put_in_late_has_the_place_that_was_reserved() {
        let mut queue = Queue::default();
        queue.push(SimTime(5), 'a');
        let sequence = queue.reserve();
        queue.push(SimTime(5), 'c');
        queue.push_as(sequence, SimTime(5), 'b');
        let order: String = std::iter::from_fn(|| queue.pop()).map(|(_, thing)| thing).collect();
        assert_eq!(order, "abc");
    }
}
