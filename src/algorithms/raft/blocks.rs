//! A list that grows at its end and whose copies share what is full, so that a checkpoint of a run copies a few
//! pointers and the last entries, however long the list is.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// Entries of a block, and blocks that are gathered at a time.
const BLOCK: usize = 64;

type Block<T> = Rc<[T; BLOCK]>;

/// The list.
#[derive(Clone, Debug)]
pub struct Blocks<T> {
    /// Full blocks; all copies share the list of them, too.
    gathered: Rc<Vec<Block<T>>>,
    /// Those that were filled since: fewer than [`BLOCK`].
    full: Vec<Block<T>>,
    /// How many entries are in blocks.
    in_blocks: usize,
    /// What follows: fewer than [`BLOCK`] entries.
    tail: Vec<T>,
}

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Blocks { gathered: Rc::default(), full: Vec::new(), in_blocks: 0, tail: Vec::new() }
    }
}

impl<T: Copy> Blocks<T> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.in_blocks + self.tail.len()
    }

    fn block(&self, number: usize) -> Option<&Block<T>> {
        match number.checked_sub(self.gathered.len()) {
            Some(place) => self.full.get(place),
            None => self.gathered.get(number),
        }
    }

    /// The entry at a place, from 0.
    pub fn get(&self, place: usize) -> Option<&T> {
        match place.checked_sub(self.in_blocks) {
            Some(in_tail) => self.tail.get(in_tail),
            None => self.block(place / BLOCK).map(|block| &block[place % BLOCK]),
        }
    }

    /// The same, to change it; what copies share is copied first.
    pub fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        if let Some(in_tail) = place.checked_sub(self.in_blocks) {
            return self.tail.get_mut(in_tail);
        }
        let number = place / BLOCK;
        let block = match number.checked_sub(self.gathered.len()) {
            Some(later) => &mut self.full[later],
            None => &mut Rc::make_mut(&mut self.gathered)[number],
        };
        Some(&mut Rc::make_mut(block)[place % BLOCK])
    }

    /// Adds an entry at the end.
    pub fn push(&mut self, entry: T) {
        self.tail.push(entry);
        if let Ok(block) = <[T; BLOCK]>::try_from(self.tail.as_slice()) {
            self.tail.clear();
            self.full.push(Rc::new(block));
            self.in_blocks += BLOCK;
            if self.full.len() == BLOCK {
                Rc::make_mut(&mut self.gathered).append(&mut self.full);
            }
        }
    }

    /// Keeps the first `keep` entries.
    pub fn truncate(&mut self, keep: usize) {
        if keep >= self.len() {
            return;
        }
        let blocks = keep / BLOCK;
        if let Some(block) = self.block(blocks).map(Rc::clone) {
            self.tail.clear();
            self.tail.extend_from_slice(block.as_slice());
            self.in_blocks = blocks * BLOCK;
            self.full.truncate(blocks.saturating_sub(self.gathered.len()));
            if blocks < self.gathered.len() {
                Rc::make_mut(&mut self.gathered).truncate(blocks);
            }
        }
        self.tail.truncate(keep % BLOCK);
    }

    /// All entries, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        let blocks = self.gathered.iter().chain(&self.full);
        blocks.flat_map(|block| block.iter()).chain(&self.tail)
    }

    /// Bytes that no other copy holds, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { gathered, full, tail, in_blocks: _ } = self;
        let own = full.iter().rev().take_while(|block| Rc::strong_count(block) == 1).count();
        let list = if Rc::strong_count(gathered) == 1 { gathered.capacity() } else { 0 };
        own * size_of::<[T; BLOCK]>()
            + (list + full.capacity()) * size_of::<Block<T>>()
            + tail.capacity() * size_of::<T>()
    }
}

impl<T: Copy + Hash> Hash for Blocks<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Where a block ends follows from how many entries there are.
        let Self { gathered, full, tail, in_blocks: _ } = self;
        (self.len() as u64).hash(state);
        gathered
            .iter()
            .chain(full)
            .flat_map(|block| block.iter())
            .chain(tail)
            .for_each(|one| one.hash(state));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_behaves_like_a_plain_list_and_so_does_a_copy_from_before() {
        let (mut blocks, mut list) = (Blocks::default(), Vec::new());
        let steps =
            [(300, 250), (10, 128), (9_000, 8_900), (64, 4_097), (1, 4_000), (5_000, 63), (130, 0), (70, 70)];
        for (more, keep) in steps {
            let (copy, before) = (blocks.clone(), list.clone());
            for number in 0..more {
                blocks.push(number);
                list.push(number);
            }
            for place in (0..list.len()).step_by(97) {
                *blocks.get_mut(place).unwrap() += 1;
                list[place] += 1;
            }
            blocks.truncate(keep);
            list.truncate(keep);
            assert!(blocks.iter().eq(&list) && copy.iter().eq(&before));
            assert_eq!((blocks.len(), blocks.get(list.len()), copy.len()), (list.len(), None, before.len()));
            assert!((0..list.len()).all(|place| blocks.get(place) == list.get(place)));
        }
    }

    #[test]
    fn a_copy_holds_little_of_its_own() {
        let mut blocks = Blocks::default();
        (0..100_000_u64).for_each(|number| blocks.push(number));
        let copy = blocks.clone();
        assert!(copy.bytes() < 2_000, "{}", copy.bytes());
    }
}
