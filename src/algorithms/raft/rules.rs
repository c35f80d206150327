//! The rules of Raft that a person may switch off, each to see the property break that it protects.

use super::properties::Property;

/// One rule of the algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Rule {
    /// A vote is refused to a candidate whose log is less up to date (5.4.1). Protects Leader Completeness.
    CompareLogs,
    /// The vote is on disk before it is sent (5.1, 5.2). Protects Election Safety across restarts.
    PersistVote,
    /// A server votes for one candidate in a term (5.2). Protects Election Safety.
    OneVoteATerm,
    /// A second copy of a vote does not count (5.2). Protects Election Safety on a duplicating network.
    CountEachVoterOnce,
    /// An election and a commit need more than half of the servers (5.2, 5.3). Protects Election Safety.
    Majority,
    /// Only entries of the leader's own term are committed by counting copies (5.4.2, figure 8).
    /// Protects Leader Completeness, and so State Machine Safety.
    CountOwnTermOnly,
    /// Entries from a leader of an older term are turned away (5.1). Protects that committed entries stay.
    RefuseOldTerms,
    /// Entries are taken only where the entry before them agrees (5.3). Protects Log Matching.
    CheckPrevious,
    /// A follower deletes entries only from the first that conflicts (5.3); without it, an old message that
    /// arrives late deletes what was acknowledged since. Protects that committed entries stay.
    TruncateOnlyAtConflict,
    /// A follower commits no further than the entries this message vouches for (5.3, figure 2).
    /// Protects State Machine Safety.
    BoundCommit,
    /// Election time-outs are drawn at random (5.2). Protects progress, not safety.
    RandomTimeouts,
    /// A leader starts its term with a no-op (8). Protects progress: earlier entries commit without new requests.
    NoOpFirst,
    /// A command that was retried is executed once (8; dissertation 6.3). Protects linearizability.
    ExactlyOnce,
    /// A leader hears from a majority before it answers a read outside the log (8). Protects linearizability.
    ConfirmReads,
}

impl Rule {
    /// Every rule, in the order of the paper's sections as far as one can order them.
    pub const ALL: [Rule; 14] = [
        Rule::CompareLogs,
        Rule::PersistVote,
        Rule::OneVoteATerm,
        Rule::CountEachVoterOnce,
        Rule::Majority,
        Rule::CountOwnTermOnly,
        Rule::RefuseOldTerms,
        Rule::CheckPrevious,
        Rule::TruncateOnlyAtConflict,
        Rule::BoundCommit,
        Rule::RandomTimeouts,
        Rule::NoOpFirst,
        Rule::ExactlyOnce,
        Rule::ConfirmReads,
    ];

    /// A stable short key, for links.
    pub const fn key(self) -> &'static str {
        self.row().0
    }

    /// The rule in a sentence.
    pub const fn label(self) -> &'static str {
        self.row().1
    }

    /// Where the rule is in the paper.
    pub const fn section(self) -> &'static str {
        self.row().2
    }

    /// The safety property that can break without it; `None` for progress and for linearizability, which are
    /// judged elsewhere.
    pub const fn protects(self) -> Option<Property> {
        self.row().3
    }

    const fn row(self) -> (&'static str, &'static str, &'static str, Option<Property>) {
        use Property::*;
        match self {
            Rule::CompareLogs => {
                ("compare-logs", "compare logs before voting", "5.4.1", Some(LeaderCompleteness))
            }
            Rule::PersistVote => ("persist-vote", "write the vote to disk", "5.2", Some(ElectionSafety)),
            Rule::OneVoteATerm => ("one-vote", "one vote per term", "5.2", Some(ElectionSafety)),
            Rule::CountEachVoterOnce => ("voter-once", "count each voter once", "5.2", Some(ElectionSafety)),
            Rule::Majority => ("majority", "a quorum is a majority", "5.2", Some(ElectionSafety)),
            Rule::CountOwnTermOnly => {
                ("own-term", "count copies for own-term entries only", "5.4.2", Some(LeaderCompleteness))
            }
            Rule::RefuseOldTerms => {
                ("old-terms", "reject messages of an older term", "5.1", Some(CommittedStays))
            }
            Rule::CheckPrevious => ("check-previous", "check the previous entry", "5.3", Some(LogMatching)),
            Rule::TruncateOnlyAtConflict => {
                ("conflict-only", "delete only from a real conflict", "5.3", Some(CommittedStays))
            }
            Rule::BoundCommit => {
                ("bound-commit", "commit only confirmed entries", "5.3", Some(StateMachineSafety))
            }
            Rule::RandomTimeouts => ("random-timeouts", "random election time-outs", "5.2", None),
            Rule::NoOpFirst => ("no-op", "a no-op at the start of a term", "8", None),
            Rule::ExactlyOnce => ("exactly-once", "execute a retried command once", "8", None),
            Rule::ConfirmReads => ("confirm-reads", "confirm leadership before a read", "8", None),
        }
    }
}

/// Which rules hold. The default is all of them: Raft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rules {
    off: u16,
}

impl Rules {
    /// Raft as published.
    pub const ALL_ON: Rules = Rules { off: 0 };

    /// Whether `rule` holds.
    pub fn on(self, rule: Rule) -> bool {
        self.off & (1 << rule as u8) == 0
    }

    /// These rules without `rule`.
    pub fn without(self, rule: Rule) -> Rules {
        Rules { off: self.off | (1 << rule as u8) }
    }

    /// These rules with `rule`.
    pub fn with(self, rule: Rule) -> Rules {
        Rules { off: self.off & !(1 << rule as u8) }
    }
}
