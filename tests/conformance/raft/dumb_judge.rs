//! Figure 3, judged by comparing everything with everything: what the clever observer is checked against.

use faultyard::algorithms::raft::*;
use faultyard::process::NodeId;
use std::collections::BTreeSet;

type Entries = Vec<Entry>;

#[derive(Default)]
pub struct DumbJudge {
    logs: Vec<Entries>,
    elected: Vec<(Term, NodeId, Entries)>,
    committed: Vec<(Term, Entry)>,
    applied: Vec<Entry>,
    last: Vec<(NodeId, Option<Term>, Entries, Index, usize)>,
    pub broken: BTreeSet<Property>,
}

fn mismatch(a: &Entries, b: &Entries) -> bool {
    let same = |i: &usize| a[*i].term == b[*i].term;
    let shared = (0..a.len().min(b.len())).rev().find(same);
    // Every shared (index, term) must have the same entries up to it; the last such is the strictest.
    shared.is_some_and(|i| a[..=i] != b[..=i])
}

impl DumbJudge {
    pub fn observe(&mut self, node: NodeId, server: &Server) {
        let log: Entries = server.log().entries().collect();
        let leads = (server.role() == Role::Leader).then(|| server.current_term());
        let place = self.last.iter().position(|last| last.0 == node);
        let before = place.map(|place| self.last.remove(place)).unwrap_or((node, None, Vec::new(), 0, 0));

        if leads.is_some() && leads == before.1 && !log.starts_with(&before.2) {
            self.broken.insert(Property::LeaderAppendOnly);
        }
        if self.logs.iter().any(|other| mismatch(other, &log)) {
            self.broken.insert(Property::LogMatching);
        }
        if !self.logs.contains(&log) {
            self.logs.push(log.clone());
        }
        let committed: Entries = self.committed.iter().map(|(_, entry)| *entry).collect();
        if !log.starts_with(&committed[..before.4]) {
            self.broken.insert(Property::CommittedStays);
        }
        if let Some(term) = leads.filter(|_| leads != before.1) {
            self.elected.push((term, node, log.clone()));
        }
        self.commit(server, &log);
        self.elections_and_completeness();
        let applied = (server.last_applied() as usize).min(log.len());
        self.apply(before.3 as usize, applied, &log);
        let held =
            self.committed.iter().zip(&log).take_while(|((_, committed), entry)| committed == *entry).count();
        self.last.push((node, leads, log, applied as Index, held));
    }

    /// Whether everything committed is on the disks of a majority.
    pub fn committed_is_durable(&self, disks: &[&Disk]) -> bool {
        let has = |disk: &&&Disk| {
            let log: Entries = disk.log.entries().take(self.committed.len()).collect();
            log.iter().eq(self.committed.iter().map(|(_, entry)| entry))
        };
        disks.iter().filter(has).count() > disks.len() / 2
    }

    fn commit(&mut self, server: &Server, log: &Entries) {
        let commit = (server.commit_index() as usize).min(log.len());
        for entry in log.iter().take(commit).skip(self.committed.len()) {
            self.committed.push((server.current_term(), *entry));
        }
    }

    fn elections_and_completeness(&mut self) {
        for (term, leader, log) in &self.elected {
            if self.elected.iter().any(|(other, who, _)| other == term && who != leader) {
                self.broken.insert(Property::ElectionSafety);
            }
            for (i, (committed_in, entry)) in self.committed.iter().enumerate() {
                if committed_in < term && log.get(i) != Some(entry) {
                    self.broken.insert(Property::LeaderCompleteness);
                }
            }
        }
    }

    fn apply(&mut self, before: usize, now: usize, log: &Entries) {
        let start = if now < before { 0 } else { before };
        for (i, entry) in log.iter().enumerate().take(now).skip(start) {
            match self.applied.get(i) {
                None => self.applied.push(*entry),
                Some(first) if first != entry => {
                    self.broken.insert(Property::StateMachineSafety);
                }
                Some(_) => {}
            }
        }
    }
}
