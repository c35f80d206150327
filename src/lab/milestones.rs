//! The milestones of a run. They are few beside all that is told, so they are kept when the trace has forgotten them.

use super::Event;
use crate::process::{Note, Weight};
use crate::sim::{RecordId, Trace, What};
use std::collections::BTreeMap;

/// When there are more than this of a kind, the older half of them goes: a commit each 20 ms does not push out the
/// elections.
const MOST: usize = 4_000;

/// The milestones that a run has seen, oldest first.
#[derive(Default)]
pub(super) struct Milestones {
    seen: Vec<Event>,
    kinds: BTreeMap<&'static str, usize>,
}

impl Milestones {
    /// Adds the milestones among the latest records, from `first` on.
    pub fn keep<N: Note>(&mut self, trace: &Trace<N>, first: RecordId) {
        let records = (first..trace.next_id()).filter_map(|id| trace.get(id));
        for record in records {
            if matches!(&record.what, What::Note(note) if note.weight() == Weight::Milestone) {
                self.push(Event::tell(record, &|_| String::new()));
            }
        }
    }

    fn push(&mut self, event: Event) {
        let (kind, of_kind) = (event.kind, self.kinds.entry(event.kind).or_default());
        *of_kind += 1;
        self.seen.push(event);
        if *of_kind > MOST {
            *of_kind -= MOST / 2;
            let mut gone = 0..MOST / 2;
            self.seen.retain(|event| event.kind != kind || gone.next().is_none());
        }
    }

    /// Forgets those from the record `next` on, since the run goes another way from there.
    pub fn forget_from(&mut self, next: RecordId) {
        while let Some(event) = self.seen.pop_if(|event| event.id >= next) {
            self.kinds.entry(event.kind).and_modify(|of_kind| *of_kind -= 1);
        }
    }

    /// All that are kept.
    pub fn seen(&self) -> &[Event] {
        &self.seen
    }

    /// What they weigh, by estimate.
    pub fn bytes(&self) -> usize {
        self.seen.iter().map(|event| size_of::<Event>() + event.text.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::trial::Told;
    use crate::process::SimTime;
    use crate::sim::Record;

    fn some(notes: impl IntoIterator<Item = Told>) -> Milestones {
        let mut milestones = Milestones::default();
        for (id, note) in notes.into_iter().enumerate() {
            let record = Record { id: id as u64, ..Record::new(SimTime::ZERO, What::Note(note)) };
            milestones.push(Event::tell(&record, &|_| String::new()));
        }
        milestones
    }

    #[test]
    fn of_a_frequent_kind_the_latest_stay_and_a_rare_kind_stays_whole() {
        let milestones = some([Told::Leads].into_iter().chain(std::iter::repeat_n(Told::Beats, MOST + 1)));
        let seen = milestones.seen();
        assert_eq!((seen[0].kind, seen[1].id, seen.len()), ("leads", MOST as u64 / 2 + 1, MOST / 2 + 2));
        assert!(seen.is_sorted_by_key(|event| event.id));
    }

    #[test]
    fn what_is_forgotten_neither_weighs_nor_counts() {
        let leads = |count| some(std::iter::repeat_n(Told::Leads, count));
        let mut milestones = leads(10);
        milestones.forget_from(4);
        assert_eq!((milestones.bytes(), &milestones.kinds), (leads(4).bytes(), &leads(4).kinds));
    }
}
