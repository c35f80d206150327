//! What is going to happen, in the total order of (time, sequence number).

use crate::process::SimTime;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

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
        self.heap.push(Reverse(Entry { at, sequence: self.next, thing }));
        self.next += 1;
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
        self.heap.capacity() * size_of::<Entry<T>>()
    }

    /// Whether nothing is to come.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Queue { heap: BinaryHeap::new(), next: 0 }
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
        (self.at, self.sequence).cmp(&(other.at, other.sequence))
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
}
