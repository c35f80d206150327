//! Figure 3's properties, judged from outside the algorithm after every event, for the touched server only.
//!
//! The observer keeps, for each index, who first wrote, committed and executed what there. A log's digest at an
//! index stands for everything before it, so one comparison judges a whole prefix, and a step costs constant
//! time for each entry that is new. Entries are compared with all that were ever written ("allLogs" in the
//! dissertation's proof), which is a little stricter than comparing the logs of one moment, and true of Raft.
//!
//! "Committed" is what a server first moved its commit index past, in the term it then had.

use super::blocks::Blocks;
use super::log::{Index, Log, Term};
use super::server::{Role, Server};
use super::settings::MAX_SERVERS;
use crate::process::NodeId;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

/// What must always be true (figure 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Property {
    /// "At most one leader can be elected in a given term" (5.2).
    ElectionSafety,
    /// "A leader never overwrites or deletes entries in its log; it only appends new entries" (5.3).
    LeaderAppendOnly,
    /// "If two logs contain an entry with the same index and term, then the logs are identical in all entries up
    /// through the given index" (5.3).
    LogMatching,
    /// "If a log entry is committed in a given term, then that entry will be present in the logs of the leaders
    /// for all higher-numbered terms" (5.4).
    LeaderCompleteness,
    /// "If a server has applied a log entry at a given index to its state machine, no other server will ever
    /// apply a different log entry for the same index" (5.4.3).
    StateMachineSafety,
    /// A server that was seen with a committed entry never loses it. Follows from Leader Completeness; not in
    /// figure 3. A lost disk breaks it too.
    CommittedStays,
}

impl Property {
    /// Every property.
    pub const ALL: [Property; 6] = [
        Property::ElectionSafety,
        Property::LeaderAppendOnly,
        Property::LogMatching,
        Property::LeaderCompleteness,
        Property::StateMachineSafety,
        Property::CommittedStays,
    ];

    /// The paper's name.
    pub fn name(self) -> &'static str {
        match self {
            Property::ElectionSafety => "Election Safety",
            Property::LeaderAppendOnly => "Leader Append-Only",
            Property::LogMatching => "Log Matching",
            Property::LeaderCompleteness => "Leader Completeness",
            Property::StateMachineSafety => "State Machine Safety",
            Property::CommittedStays => "Committed Entries Stay",
        }
    }
}

/// A broken property, and who broke it how.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Violation {
    /// Which.
    pub property: Property,
    /// A sentence that names servers, terms and indexes.
    pub text: String,
}

/// What happened at one index, for the first time each. Small, since there is one for each entry of a run.
#[derive(Clone, Copy, Debug, Hash)]
struct Place {
    written: Written,
    /// The term in which it was committed; 0 if it is not.
    committed_in: Term,
    /// Who executed it first.
    applied_by: NodeId,
    /// The digest that was committed.
    committed: u64,
    /// The digest that was executed first, once one was.
    applied: u64,
}

/// Who wrote an entry of a term first, on what log.
#[derive(Clone, Copy, Debug, Hash)]
struct Written {
    by: NodeId,
    term: Term,
    digest: u64,
}

/// What a server was like when it was last looked at.
#[derive(Clone, Copy, Debug, Default, Hash)]
struct Seen {
    last_index: Index,
    last_digest: u64,
    leads: Option<Term>,
    applied: Index,
    /// Up to where it was seen to have what is committed.
    holds: Index,
    /// The furthest that this ever was, also if it has lost some of it since.
    held: Index,
    /// How much was committed then.
    committed: Index,
}

/// A server that was elected, and its log then.
#[derive(Clone, Debug, Hash)]
struct Elected {
    term: Term,
    server: NodeId,
    log: Log,
}

/// How many elected leaders' logs are kept, for commitments of older terms that come to light later.
const ELECTED_KEPT: usize = 32;

/// Judges the properties of one cluster.
#[derive(Clone, Debug, Default)]
pub struct Observer {
    seen: [Seen; MAX_SERVERS],
    places: Blocks<Place>,
    /// Entries of further terms at an index where there was one already.
    more: BTreeMap<(Index, Term), Written>,
    /// Who led each term, in order of terms.
    leaders: Vec<(Term, NodeId)>,
    elected: Vec<Elected>,
    committed: Index,
    /// How often each property was put to the test, in the order of [`Property::ALL`].
    tested: [u64; 6],
    violations: Vec<Violation>,
}

/// How often a property was tested is no part of a state: two ways to one state are one for a search.
impl Hash for Observer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { seen, places, more, leaders, elected, committed, tested: _, violations } = self;
        (seen, places, more, leaders, elected, committed, violations).hash(state);
    }
}

impl Observer {
    /// An observer of a cluster that has not started.
    pub fn new() -> Observer {
        Observer::default()
    }

    /// The properties that broke, in the order in which they did, each as it first broke.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// How `property` broke, if it did.
    pub fn broken(&self, property: Property) -> Option<&Violation> {
        self.violations.iter().find(|violation| violation.property == property)
    }

    /// How often `property` was put to the test.
    pub fn tested(&self, property: Property) -> u64 {
        self.tested[property as usize]
    }

    /// What happened at an index that was seen.
    fn place(&self, index: Index) -> &Place {
        self.places.get(index as usize - 1).expect("the index was seen")
    }

    fn place_mut(&mut self, index: Index) -> &mut Place {
        self.places.get_mut(index as usize - 1).expect("the index was seen")
    }

    /// Bytes that no other copy holds, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { places, more, leaders, elected, violations, seen: _, committed: _, tested: _ } = self;
        let logs: usize = elected.iter().map(|elected| elected.log.bytes()).sum();
        places.bytes()
            + more.len() * size_of::<((Index, Term), Written)>()
            + leaders.capacity() * size_of::<(Term, NodeId)>()
            + elected.capacity() * size_of::<Elected>()
            + logs
            + violations.capacity() * size_of::<Violation>()
    }

    /// How many terms had a leader so far.
    pub fn elections(&self) -> usize {
        self.leaders.len()
    }

    /// How many entries were committed so far.
    pub fn committed(&self) -> Index {
        self.committed
    }

    /// The term in which an entry was committed at `index`, if one was.
    pub fn committed_in(&self, index: Index) -> Option<Term> {
        (1..=self.committed).contains(&index).then(|| self.place(index).committed_in)
    }

    /// Whether `log` has at `index` what was committed there.
    pub fn has_committed(&self, log: &Log, index: Index) -> bool {
        self.committed_in(index).is_some() && log.digest_at(index) == Some(self.place(index).committed)
    }

    /// Up to where `server` ever had what is committed.
    pub fn held(&self, server: NodeId) -> Index {
        self.seen[server.index()].held
    }

    /// `server` goes down, and its disk holds `log`: what was on its way to the disk it never had.
    pub fn crashed(&mut self, server: NodeId, log: &Log) {
        let seen = &mut self.seen[server.index()];
        seen.holds = seen.holds.min(log.last_index());
        seen.held = seen.held.min(log.last_index());
        seen.leads = None;
    }

    /// Looks at `state`, the state of `server` after an event that touched it.
    pub fn observe(&mut self, server: NodeId, state: &Server) {
        let log = state.log();
        let before = self.seen[server.index()];
        let now = Seen {
            last_index: log.last_index(),
            last_digest: digest(log, log.last_index()),
            leads: (state.role() == Role::Leader).then(|| state.current_term()),
            applied: state.last_applied().min(log.last_index()),
            ..before
        };
        let is_new = (now.last_index, now.last_digest) != (before.last_index, before.last_digest);
        let same = !is_new && (now.leads, now.applied) == (before.leads, before.applied);
        if same && state.commit_index() <= self.committed && self.committed == before.committed {
            return; // Most answers to a leader change nothing of all this.
        }
        if is_new {
            self.judge_append_only(server, &before, &now, log);
            self.judge_log_matching(server, log);
            self.judge_committed_stays(server, &before, log);
        }
        if let Some(term) = now.leads.filter(|_| now.leads != before.leads) {
            self.judge_election(server, term);
            self.judge_completeness_of_leader(server, term, log);
        }
        self.judge_new_commitments(state);
        self.judge_applied(server, before.applied, now.applied, log);
        let (holds, committed) = match is_new || self.committed != before.committed {
            true => (self.holds(server, log), self.committed),
            false => (before.holds, before.committed),
        };
        self.seen[server.index()] = Seen { holds, committed, held: before.held.max(holds), ..now };
    }

    fn judge_election(&mut self, server: NodeId, term: Term) {
        let place = self.leaders.binary_search_by_key(&term, |leader| leader.0);
        let other = place.map_or(server, |place| self.leaders[place].1);
        if let Err(place) = place {
            self.leaders.insert(place, (term, server));
        }
        self.test(Property::ElectionSafety, other == server, || {
            format!("{other} and {server} both lead term {term}")
        });
    }

    fn judge_append_only(&mut self, server: NodeId, before: &Seen, now: &Seen, log: &Log) {
        let Some(term) = before.leads.filter(|_| before.leads == now.leads) else { return };
        let last = before.last_index;
        let only_appends = log.digest_at(last) == Some(before.last_digest);
        self.test(Property::LeaderAppendOnly, only_appends, || {
            format!("{server}, leader of term {term}, changed its own log at or before entry {last}")
        });
    }

    /// Goes back from the end of the log to the first entry that was seen before: if it was on the same log, so
    /// was everything before it.
    fn judge_log_matching(&mut self, server: NodeId, log: &Log) {
        let known = self.places.len() as Index;
        for index in known + 1..=log.last_index() {
            let written = written(server, log, index);
            self.places.push(Place {
                written,
                committed_in: 0,
                applied_by: server,
                committed: 0,
                applied: 0,
            });
        }
        for index in (1..=known.min(log.last_index())).rev() {
            let new = written(server, log, index);
            let Some(first) = self.enter(index, new) else { continue };
            self.test(Property::LogMatching, first.digest == new.digest, || {
                let (a, b, term) = (first.by, new.by, new.term);
                format!("{a} and {b} have entry {index} of term {term}, but differ at or before it")
            });
            return;
        }
    }

    /// Enters an entry, unless there is one of its index and term, which is then returned.
    fn enter(&mut self, index: Index, new: Written) -> Option<Written> {
        let first = self.place(index).written;
        if first.term == new.term {
            return Some(first);
        }
        let known = self.more.get(&(index, new.term)).copied();
        if known.is_none() {
            self.more.insert((index, new.term), new);
        }
        known
    }

    /// A new leader has everything that was committed in earlier terms. The committed log is one log, so its last
    /// entry of an earlier term stands for all.
    fn judge_completeness_of_leader(&mut self, server: NodeId, term: Term, log: &Log) {
        let earlier = |index: &Index| self.place(*index).committed_in < term;
        if let Some(last) = (1..=self.committed).rev().find(earlier) {
            self.judge_completeness(server, term, log, last);
        }
        if self.elected.len() == ELECTED_KEPT {
            self.elected.remove(0);
        }
        self.elected.push(Elected { term, server, log: log.clone() });
    }

    fn judge_completeness(&mut self, server: NodeId, term: Term, log: &Log, last: Index) {
        let has_all = log.digest_at(last) == Some(self.place(last).committed);
        let missing = if has_all { last } else { self.first_difference(log, last) };
        let committed_in = self.place(missing).committed_in;
        self.test(Property::LeaderCompleteness, has_all, || {
            format!("{server} leads term {term} without entry {missing}, which was committed in term {committed_in}")
        });
    }

    /// The first index up to `last` where `log` is not what was committed.
    fn first_difference(&self, log: &Log, last: Index) -> Index {
        let differs = |index: &Index| log.digest_at(*index) != Some(self.place(*index).committed);
        (1..=last).find(differs).unwrap_or(last)
    }

    /// Takes note of what `state` committed beyond all others, and holds leaders of later terms against it.
    fn judge_new_commitments(&mut self, state: &Server) {
        let (log, term) = (state.log(), state.current_term());
        let commit = state.commit_index().min(log.last_index());
        if commit <= self.committed {
            return;
        }
        for index in self.committed + 1..=commit {
            let place = self.place_mut(index);
            (place.committed_in, place.committed) = (term, digest(log, index));
        }
        self.committed = commit;
        let elected = std::mem::take(&mut self.elected);
        for later in elected.iter().filter(|later| later.term > term) {
            self.judge_completeness(later.server, later.term, &later.log, commit);
        }
        self.elected = elected;
    }

    /// Entries are executed in order, so the last one stands for all; a restarted server begins again.
    fn judge_applied(&mut self, server: NodeId, before: Index, applied: Index, log: &Log) {
        if applied == before {
            return;
        }
        let start = if applied < before { 0 } else { before };
        let was_executed = applied > 0 && self.place(applied).applied != 0;
        for index in start + 1..=applied {
            let place = self.place_mut(index);
            if place.applied == 0 {
                (place.applied_by, place.applied) = (server, digest(log, index));
            }
        }
        if !was_executed {
            return;
        }
        let same = self.place(applied).applied == digest(log, applied);
        let differs = |index: &Index| self.place(*index).applied != digest(log, *index);
        let index = if same { applied } else { (1..=applied).find(differs).unwrap_or(applied) };
        let other = self.place(index).applied_by;
        self.test(Property::StateMachineSafety, same, || {
            format!("{server} executes another entry {index} than {other} did")
        });
    }

    fn judge_committed_stays(&mut self, server: NodeId, before: &Seen, log: &Log) {
        let held = before.holds;
        if held == 0 {
            return;
        }
        let stays = log.digest_at(held) == Some(self.place(held).committed);
        let lost = if stays { held } else { self.first_difference(log, held) };
        let term = self.place(lost).committed_in;
        self.test(Property::CommittedStays, stays, || {
            format!("{server} no longer has entry {lost}, which was committed in term {term}")
        });
    }

    /// Up to where `log` has what is committed. Looks on from where it was, one step for each new entry.
    fn holds(&self, server: NodeId, log: &Log) -> Index {
        let has = |index: Index| log.digest_at(index) == Some(self.place(index).committed);
        let end = self.committed.min(log.last_index());
        if end == 0 || has(end) {
            return end;
        }
        let start = self.seen[server.index()].holds.min(end);
        let start = if start == 0 || has(start) { start } else { 0 };
        (start + 1..=end).take_while(|index| has(*index)).last().unwrap_or(start)
    }

    /// Counts a test of a property, and keeps its first violation.
    fn test(&mut self, property: Property, holds: bool, text: impl FnOnce() -> String) {
        self.tested[property as usize] += 1;
        if !holds && self.broken(property).is_none() {
            self.violations.push(Violation { property, text: text() });
        }
    }
}

fn digest(log: &Log, index: Index) -> u64 {
    log.digest_at(index).unwrap_or(0)
}

fn written(by: NodeId, log: &Log, index: Index) -> Written {
    Written { by, term: log.term_at(index).unwrap_or(0), digest: digest(log, index) }
}
