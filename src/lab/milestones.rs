//! The milestones of a run. They are few beside all that is told, so they are kept when the trace has forgotten them.

use super::Event;
use crate::process::Note;
use crate::sim::{Record, RecordId, Trace, What};
use std::cell::{Ref, RefCell};

/// When there are more than this of a kind, the older half of them goes: a commit each 20 ms does not push out the
/// elections.
const MOST: usize = 4_000;

/// The milestones that a run has seen: as they were noted, since a sentence for each commit would cost more than the
/// commit. They are told when somebody asks, each once.
pub(super) struct Milestones<N: Note> {
    /// Those of each kind, oldest first; kinds are few.
    kinds: Vec<(&'static str, Vec<Record<N>>)>,
    /// The first of all of them, told.
    told: RefCell<Vec<Event>>,
}

impl<N: Note> Default for Milestones<N> {
    fn default() -> Self {
        Milestones { kinds: Vec::new(), told: RefCell::default() }
    }
}

impl<N: Note> Milestones<N> {
    /// Adds the milestones of the latest event.
    pub fn keep(&mut self, trace: &Trace<N>) {
        trace.milestones().for_each(|record| self.push(record));
    }

    fn push(&mut self, record: Record<N>) {
        let What::Note(note) = &record.what else { unreachable!("what is not a note is not a milestone") };
        let of_kind = self.of_kind(note.kind());
        of_kind.push(record);
        if of_kind.len() > MOST {
            of_kind.drain(..MOST / 2);
            self.told.get_mut().clear();
        }
    }

    fn of_kind(&mut self, kind: &'static str) -> &mut Vec<Record<N>> {
        let place = self.kinds.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
            self.kinds.push((kind, Vec::new()));
            self.kinds.len() - 1
        });
        &mut self.kinds[place].1
    }

    /// Forgets those from the record `next` on, since the run goes another way from there.
    pub fn forget_from(&mut self, next: RecordId) {
        for (_, seen) in &mut self.kinds {
            seen.truncate(seen.partition_point(|record| record.id < next));
        }
        let told = self.told.get_mut();
        told.truncate(told.partition_point(|event| event.id < next));
    }

    /// All that are kept, told, oldest first.
    pub fn told(&self) -> Ref<'_, [Event]> {
        let mut told = self.told.borrow_mut();
        let next = told.last().map_or(0, |event| event.id + 1);
        let known = told.len();
        for (_, seen) in &self.kinds {
            let new = &seen[seen.partition_point(|record| record.id < next)..];
            told.extend(new.iter().map(|record| Event::tell(record, &|_| String::new())));
        }
        // As events, for which there is one sort; as records there would be one for each lab.
        told[known..].sort_unstable_by_key(|event| event.id);
        drop(told);
        Ref::map(self.told.borrow(), Vec::as_slice)
    }

    /// What they weigh, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { kinds, told: _ } = self;
        kinds.iter().map(|(_, seen)| seen.capacity() * size_of::<Record<N>>()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::trial::TrialEvent;
    use crate::process::SimTime;

    fn some(notes: impl IntoIterator<Item = TrialEvent>) -> Milestones<TrialEvent> {
        let mut milestones = Milestones::default();
        for (id, note) in notes.into_iter().enumerate() {
            let record = Record { id: id as u64, ..Record::new(SimTime::ZERO, What::Note(note)) };
            milestones.push(record);
        }
        milestones
    }

    #[test]
    fn of_a_frequent_kind_the_latest_stay_and_a_rare_kind_stays_whole() {
        let milestones =
            some([TrialEvent::Leads].into_iter().chain(std::iter::repeat_n(TrialEvent::Beats, MOST + 1)));
        let seen = milestones.told();
        assert_eq!((seen[0].kind, seen[1].id, seen.len()), ("leads", MOST as u64 / 2 + 1, MOST / 2 + 2));
        assert!(seen.is_sorted_by_key(|event| event.id));
    }

    #[test]
    fn what_is_forgotten_is_not_told_and_does_not_count() {
        let leads = |count| some(std::iter::repeat_n(TrialEvent::Leads, count));
        let mut milestones = leads(10);
        assert_eq!(milestones.told().len(), 10);
        milestones.forget_from(4);
        assert_eq!(&*milestones.told(), &*leads(4).told());
        assert_eq!(milestones.kinds[0].1.len(), 4);
    }
}
