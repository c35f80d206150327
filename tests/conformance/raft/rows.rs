//! Tables: each rule on its own, row by row.

use super::net::{Letter, Net, n};
use faultyard::algorithms::raft::*;
use faultyard::process::{NodeId, Random, Seed, SimDuration};

fn settings(servers: u16) -> Settings {
    Settings { servers, clients: 0, ..Settings::default() }
}

/// One server whose disk is as given, in a cluster of three.
fn voter(term: Term, vote: Option<u16>, log: &[Term]) -> Net {
    let mut net = Net::servers(settings(3), Initial::Empty);
    let voted_for = vote.map(NodeId);
    net.restart_with(n(1), |disk| {
        *disk = Disk { current_term: term, voted_for, log: Log::of_terms(log), serial: 0 };
    });
    net
}

fn answer(net: &mut Net, from: NodeId, message: Message) -> Message {
    net.letters.clear();
    net.give(Letter::forged(from, n(1), message));
    let back = net.letters.iter().find(|letter| letter.to == from).expect("an answer");
    back.message
}

fn ask_vote(net: &mut Net, from: NodeId, term: Term, last: (Index, Term)) -> bool {
    let ask = RequestVote { term, last_log_index: last.0, last_log_term: last.1, pre_vote: false };
    match answer(net, from, Message::RequestVote(ask)) {
        Message::RequestVoteReply(reply) => reply.granted,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_vote_goes_to_a_log_that_is_at_least_as_up_to_date() {
    // (own log, candidate's last index, candidate's last term, granted): 5.4.1, all orders of both numbers.
    let own: &[Term] = &[1, 2, 2];
    for (index, term, granted) in [
        (0, 0, false),
        (1, 1, false),
        (2, 1, false),
        (3, 1, false),
        (4, 1, false),
        (9, 1, false),
        (1, 2, false),
        (2, 2, false),
        (3, 2, true),
        (4, 2, true),
        (9, 2, true),
        (1, 3, true),
        (2, 3, true),
        (3, 3, true),
        (4, 3, true),
    ] {
        let mut net = voter(2, None, own);
        assert_eq!(ask_vote(&mut net, n(2), 3, (index, term)), granted, "({index}, {term})");
        assert_eq!(net.server(n(1)).current_term(), 3, "the term moves even when the vote is refused");
    }
    for (index, term) in [(0, 0), (1, 1)] {
        assert!(ask_vote(&mut voter(0, None, &[]), n(2), 1, (index, term)), "an empty log grants to any");
    }
}

#[test]
fn a_server_votes_once_in_a_term_and_again_only_for_the_same_candidate() {
    // (own vote, own term, candidate, term asked, granted)
    for (vote, own_term, candidate, term, granted) in [
        (None, 1, n(2), 1, true),
        (None, 1, n(3), 1, true),
        (Some(1), 1, n(2), 1, true),
        (Some(1), 1, n(3), 1, false),
        (Some(0), 1, n(2), 1, false),
        (Some(1), 1, n(3), 2, true),
        (Some(0), 1, n(3), 2, true),
        (None, 2, n(2), 1, false),
        (Some(1), 2, n(2), 1, false),
    ] {
        let mut net = voter(own_term, vote, &[1]);
        assert_eq!(
            ask_vote(&mut net, candidate, term, (1, 1)),
            granted,
            "{vote:?} {own_term} {candidate} {term}"
        );
        let stored = net.disk(n(1));
        assert_eq!(stored.voted_for == Some(candidate) && stored.current_term == term, granted);
    }
}

#[test]
fn the_quorum_index_is_what_a_majority_has_reached() {
    for (matches, index) in [
        (&[5][..], 5),
        (&[12, 5, 0], 5),
        (&[0, 0, 0], 0),
        (&[1, 2, 3], 2),
        (&[3, 2, 1], 2),
        (&[100, 101, 99], 100),
        (&[2, 1, 1, 2], 1),
        (&[2, 2, 1, 2], 2),
        (&[101, 104, 103, 103, 0], 103),
        (&[1, 2, 3, 4, 5], 3),
        (&[0, 0, 0, 9, 9], 0),
        (&[0, 0, 9, 9, 9], 9),
        (&[7, 7, 7, 1, 1, 1, 1], 1),
    ] {
        let quorum = matches.len() as u16 / 2 + 1;
        assert_eq!(quorum_index(matches, quorum), index, "{matches:?}");
    }
}

#[test]
fn the_quorum_index_equals_the_one_found_by_trying_every_index() {
    let mut random = Seed(3).stream("quorum", 0);
    for _ in 0..20_000 {
        let servers = random.between(1, 9) as usize;
        let matches: Vec<Index> = (0..servers).map(|_| random.below(12) as Index).collect();
        let quorum = servers / 2 + 1;
        let reached = |index: &Index| matches.iter().filter(|at| *at >= index).count() >= quorum;
        assert_eq!(quorum_index(&matches, quorum as u16), (0..=12).rev().find(reached).unwrap_or(0));
    }
}

#[test]
fn a_quorum_is_more_than_half_also_of_an_even_number() {
    let quorums = [3, 4, 5, 6, 7, 8, 9].map(|servers| settings(servers).quorum());
    assert_eq!(quorums, [2, 3, 3, 4, 4, 5, 5]);
}

#[test]
fn counting_commits_entries_of_the_leaders_own_term_only() {
    let rows: [(&[Index], &[Term], Term, Index); 14] = [
        (&[1], &[1], 1, 1),
        (&[1], &[1], 2, 0),
        (&[2], &[1, 2], 2, 2),
        (&[1], &[2], 2, 1),
        (&[2, 1, 1], &[1, 2], 1, 1),
        (&[2, 1, 1], &[1, 1], 2, 0),
        (&[2, 1, 2], &[1, 2], 2, 2),
        (&[2, 1, 2], &[1, 1], 2, 0),
        (&[2, 1, 1, 1], &[1, 2], 1, 1),
        (&[2, 1, 1, 1], &[1, 1], 2, 0),
        (&[2, 1, 1, 2], &[1, 2], 1, 1),
        (&[2, 1, 1, 2], &[1, 2], 2, 0),
        (&[2, 1, 2, 2], &[1, 2], 2, 2),
        (&[2, 1, 2, 2], &[1, 1], 2, 0),
    ];
    for (matches, log, term, commit) in rows {
        let settings = Settings { servers: matches.len() as u16, ..Settings::default() };
        let found = commit_by_counting(&settings, matches, &Log::of_terms(log), term, 0);
        assert_eq!(found, commit, "{matches:?} {log:?} term {term}");
    }
}

#[test]
fn the_commit_index_never_goes_back() {
    let log = Log::of_terms(&[1, 1, 1]);
    assert_eq!(commit_by_counting(&settings(3), &[3, 1, 0], &log, 1, 2), 2);
}

fn append(term: Term, prev: (Index, Term), commit: Index, terms: &[Term]) -> Message {
    let padded: Vec<Term> = std::iter::repeat_n(0, prev.0 as usize).chain(terms.iter().copied()).collect();
    let batch = Batch::of(&Log::of_terms(&padded), prev.0 + 1, 8);
    let (prev_log_index, prev_log_term) = prev;
    Message::AppendEntries(AppendEntries {
        term,
        prev_log_index,
        prev_log_term,
        leader_commit: commit,
        round: 0,
        batch,
    })
}

fn outcome(net: &mut Net, message: Message) -> AppendOutcome {
    match answer(net, n(2), message) {
        Message::AppendEntriesReply(reply) => reply.outcome,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_follower_takes_entries_only_after_one_that_agrees_and_commits_no_further_than_they_reach() {
    // Own log 1, 2. (term, prev, leader's commit, entries; accepted, last index, commit index)
    type Case = (Term, (Index, Term), Index, &'static [Term], bool, Index, Index);
    let cases: [Case; 12] = [
        (2, (2, 3), 3, &[], false, 2, 0),
        (2, (3, 3), 3, &[], false, 2, 0),
        (2, (3, 0), 3, &[], false, 2, 0),
        (1, (2, 2), 2, &[2], false, 2, 0),
        (2, (1, 1), 1, &[], true, 2, 1),
        (2, (0, 0), 1, &[2], true, 1, 1),
        (2, (2, 2), 3, &[2, 2], true, 4, 3),
        (2, (2, 2), 4, &[2], true, 3, 3),
        (2, (1, 1), 4, &[2], true, 2, 2),
        (2, (1, 1), 3, &[], true, 2, 1),
        (2, (1, 1), 3, &[2, 2], true, 3, 3),
        (3, (2, 2), 3, &[], true, 2, 2),
    ];
    for (term, prev, commit, entries, accepted, last, committed) in cases {
        let mut net = voter(2, None, &[1, 2]);
        let found = outcome(&mut net, append(term, prev, commit, entries));
        assert_eq!(matches!(found, AppendOutcome::Accepted { .. }), accepted, "{term} {prev:?} {entries:?}");
        let server = net.server(n(1));
        assert_eq!(
            (server.log().last_index(), server.commit_index()),
            (last, committed),
            "{prev:?} {entries:?}"
        );
    }
}

#[test]
fn a_follower_deletes_entries_only_from_a_real_conflict() {
    // (own log, prev, entries, log afterwards)
    type Row = (&'static [Term], (Index, Term), &'static [Term], &'static [Term]);
    let rows: [Row; 8] = [
        (&[1, 2], (2, 2), &[3], &[1, 2, 3]),
        (&[1, 2], (1, 1), &[3, 4], &[1, 3, 4]),
        (&[1, 2], (0, 0), &[1], &[1, 2]),
        (&[1, 2], (0, 0), &[3], &[3]),
        (&[1, 2, 2], (1, 1), &[], &[1, 2, 2]),
        (&[1, 2, 2], (1, 1), &[2], &[1, 2, 2]),
        (&[1, 2, 2], (1, 1), &[2, 3], &[1, 2, 3]),
        (&[1, 1, 1, 2], (1, 1), &[1, 1, 3], &[1, 1, 1, 3]),
    ];
    for (own, prev, entries, after) in rows {
        let mut net = voter(4, None, own);
        outcome(&mut net, append(4, prev, 0, entries));
        assert_eq!(net.terms(n(1)), after, "{own:?} {prev:?} {entries:?}");
        assert_eq!(net.disk(n(1)).log, *net.server(n(1)).log(), "the disk has the same");
    }
}

#[test]
fn an_old_message_that_arrives_late_deletes_nothing() {
    let mut net = voter(1, None, &[]);
    let late = append(1, (0, 0), 0, &[1]);
    outcome(&mut net, append(1, (0, 0), 0, &[1, 1, 1]));
    assert_eq!(outcome(&mut net, late), AppendOutcome::Accepted { match_index: 1 });
    assert_eq!(net.terms(n(1)), [1, 1, 1]);
}

/// The hint by its definition: the follower's last entry up to `prev` of a term up to the leader's.
fn dumb_hint(log: &[Term], prev: usize, prev_term: Term) -> (Index, Term) {
    let fits = |place: &usize| log[place - 1] <= prev_term;
    (1..=log.len().min(prev)).rev().find(fits).map_or((0, 0), |place| (place as Index, log[place - 1]))
}

#[test]
fn a_rejection_carries_a_hint_by_which_the_leader_skips_whole_terms() {
    // Leader's and follower's logs; the follower's hint (index, term); the leader's next probe (index, term).
    type Row = (&'static [Term], &'static [Term], (Index, Term), (Index, Term));
    let rows: [Row; 8] = [
        (&[1, 2, 2, 4, 4, 4, 4], &[1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3], (7, 3), (3, 2)),
        (&[1, 2, 2, 3, 4, 4, 4, 5], &[1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3], (8, 3), (4, 3)),
        (&[1, 1, 1, 1], &[1, 2, 2, 4], (1, 1), (1, 1)),
        (&[1, 1, 1, 1, 1, 1], &[1, 2, 2, 4], (1, 1), (1, 1)),
        (&[1, 1, 1, 1], &[1, 2, 2, 4, 4, 4], (1, 1), (1, 1)),
        (&[1, 1, 1, 4, 5], &[1, 1, 1, 4], (4, 4), (4, 4)),
        (&[2, 5, 5, 5, 5, 5, 5, 5, 5], &[2, 4, 4, 4, 4, 4], (6, 4), (1, 2)),
        (&[2, 2, 2, 2, 2], &[2, 4, 4, 4, 4, 4, 4, 4], (1, 2), (1, 2)),
    ];
    for (leader, follower, hint, probe) in rows {
        let (own, other) = (Log::of_terms(leader), Log::of_terms(follower));
        let (prev, term) = (own.last_index(), own.last_term());
        assert_eq!(reject_hint(&other, prev, term), hint, "{leader:?} {follower:?}");
        assert_eq!(dumb_hint(follower, prev as usize, term), hint);
        let next = next_after_reject(BackOff::TermHint, &own, prev, hint, 0);
        assert_eq!((next - 1, own.term_at(next - 1).unwrap()), probe, "{leader:?} {follower:?}");
    }
}

/// A log whose terms do not decrease, of a length below 12.
fn random_log(random: &mut Random) -> Vec<Term> {
    let mut term = 1;
    (0..random.below(12))
        .map(|_| {
            term += random.below(3) as Term / 2;
            term
        })
        .collect()
}

#[test]
fn a_hint_never_skips_an_entry_on_which_the_logs_agree() {
    let mut random = Seed(5).stream("hints", 0);
    for _ in 0..20_000 {
        let (leader, follower) = (random_log(&mut random), random_log(&mut random));
        let agree = |i: &usize| leader.get(*i).is_some() && leader.get(*i) == follower.get(*i);
        let matching = (0..leader.len()).take_while(agree).count() as Index;
        let (own, other) = (Log::of_terms(&leader), Log::of_terms(&follower));
        let (mut next, mut rounds) = (own.last_index() + 1, 0);
        while !other.matches(next - 1, own.term_at(next - 1).unwrap()) {
            let (prev, term) = (next - 1, own.term_at(next - 1).unwrap());
            next = next_after_reject(BackOff::TermHint, &own, prev, reject_hint(&other, prev, term), 0);
            rounds += 1;
            assert!(next > matching && next <= prev, "{leader:?} {follower:?}");
        }
        assert!(rounds <= leader.len());
    }
}

/// Ten ticks, randomised over [10, 20), with a microsecond as a tick.
fn ten_ticks() -> Settings {
    Settings { election_min: SimDuration(10), election_max: SimDuration(19), ..settings(5) }
}

#[test]
fn an_election_time_out_is_uniform_over_its_range() {
    let mut random = Seed(11).stream("time-outs", 0);
    let draws: Vec<u64> = (0..20_000).map(|_| ten_ticks().election_timeout(&mut random).0).collect();
    for (tick, chance) in [(9, 0.0), (10, 0.1), (13, 0.4), (15, 0.6), (18, 0.9), (20, 1.0)] {
        let share = draws.iter().filter(|draw| **draw <= tick).count() as f64 / draws.len() as f64;
        // Four standard errors of a share of one half in 20,000 draws: 0.0141.
        assert!((share - chance).abs() < 0.0141, "by tick {tick}: {share}");
    }
}

#[test]
fn two_of_five_servers_time_out_together_in_23_percent_of_rounds() {
    // Exactly: 1 - 5/10 * sum of (j/10)^4 for j from 0 to 9 = 0.23335.
    let mut random = Seed(12).stream("time-outs", 0);
    let rounds = 20_000;
    let ties = (0..rounds).filter(|_| {
        let draws = [(); 5].map(|()| ten_ticks().election_timeout(&mut random));
        let first = draws.iter().min();
        draws.iter().filter(|draw| Some(*draw) == first).count() > 1
    });
    let share = ties.count() as f64 / f64::from(rounds);
    // Four standard errors: 0.012.
    assert!((share - 0.23335).abs() < 0.012, "{share}");
}

#[test]
fn without_the_rule_every_time_out_is_the_same() {
    let settings = Settings { rules: Rules::ALL_ON.without(Rule::RandomTimeouts), ..settings(3) };
    let mut random = Seed(1).stream("time-outs", 0);
    assert!((0..100).all(|_| settings.election_timeout(&mut random) == settings.election_min));
}
