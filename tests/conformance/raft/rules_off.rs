//! Each rule switched off, with a schedule that breaks what it protects; with the rule on, the same schedule
//! breaks nothing.

use super::figures::{figure_8_c, figure_8_d};
use super::net::{Letter, Net, n};
use super::scenarios::{ADD, answers, request};
use faultyard::algorithms::raft::*;
use faultyard::process::{NodeId, SimTime};

/// Runs the schedule with the rule on and off; the protected property breaks only without it.
fn breaks(rule: Rule, property: Property, schedule: impl Fn(Rules) -> Net) {
    assert_eq!(rule.protects(), Some(property));
    assert_eq!(schedule(Rules::ALL_ON).observer().violations(), [], "{rule:?} on");
    let net = schedule(Rules::ALL_ON.without(rule));
    assert!(net.observer().broken(property).is_some(), "{rule:?} off: {:?}", net.observer().violations());
}

fn of(servers: u16, rules: Rules) -> Net {
    Net::servers(Settings { servers, rules, ..Settings::default() }, Initial::Empty)
}

fn is_vote(letter: &Letter) -> bool {
    matches!(letter.message, Message::RequestVote(_) | Message::RequestVoteReply(_))
}

/// `node` stands; only votes travel, between it and `voters`.
fn stand(net: &mut Net, node: NodeId, voters: &[NodeId]) {
    net.fire(node, Timer::Election);
    let all = [voters, &[node]].concat();
    net.deliver_where(|letter| is_vote(letter) && all.contains(&letter.from) && all.contains(&letter.to));
    net.letters.clear();
}

#[test]
fn without_comparing_logs_a_leader_lacks_what_was_committed() {
    breaks(Rule::CompareLogs, Property::LeaderCompleteness, |rules| {
        let mut net = of(3, rules);
        net.elect(n(1), &[n(2)]);
        stand(&mut net, n(3), &[n(2)]);
        stand(&mut net, n(3), &[n(2)]);
        net
    });
}

#[test]
fn with_votes_forgotten_by_a_restart_two_servers_lead_one_term() {
    breaks(Rule::PersistVote, Property::ElectionSafety, |rules| {
        let mut net = of(3, rules);
        stand(&mut net, n(1), &[n(3)]);
        net.restart(n(3));
        stand(&mut net, n(2), &[n(3)]);
        net
    });
}

#[test]
fn with_two_votes_a_term_two_servers_lead_one_term() {
    breaks(Rule::OneVoteATerm, Property::ElectionSafety, |rules| {
        let mut net = of(3, rules);
        stand(&mut net, n(1), &[n(3)]);
        stand(&mut net, n(2), &[n(3)]);
        net
    });
}

#[test]
fn with_duplicate_votes_counted_two_servers_lead_one_term() {
    breaks(Rule::CountEachVoterOnce, Property::ElectionSafety, |rules| {
        let mut net = of(5, rules);
        for (candidate, voter) in [(n(1), n(3)), (n(2), n(4))] {
            net.fire(candidate, Timer::Election);
            net.deliver_where(|letter| letter.to == voter);
            let twice: Vec<Letter> =
                net.letters.iter().filter(|letter| letter.to == candidate).cloned().collect();
            net.letters.clear();
            [&twice[..], &twice[..]].concat().into_iter().for_each(|letter| net.give(letter));
            net.letters.clear();
        }
        net
    });
}

#[test]
fn with_half_of_the_servers_as_quorum_two_servers_lead_one_term() {
    breaks(Rule::Majority, Property::ElectionSafety, |rules| {
        let mut net = of(5, rules);
        stand(&mut net, n(1), &[n(3)]);
        stand(&mut net, n(2), &[n(4)]);
        net
    });
}

#[test]
fn figure_8_counting_copies_of_an_older_terms_entry_loses_a_committed_entry() {
    breaks(Rule::CountOwnTermOnly, Property::LeaderCompleteness, |rules| figure_8_d(figure_8_c(rules)));
    let net = figure_8_d(figure_8_c(Rules::ALL_ON.without(Rule::CountOwnTermOnly)));
    let text = &net.observer().broken(Property::LeaderCompleteness).expect("broken").text;
    assert_eq!(text, "n5 leads term 5 without entry 2, which was committed in term 4");
    assert!(
        net.observer().broken(Property::StateMachineSafety).is_some(),
        "and two servers execute different entries"
    );
}

#[test]
fn a_leader_of_an_older_term_deletes_what_was_committed_since() {
    breaks(Rule::RefuseOldTerms, Property::CommittedStays, |rules| {
        let mut net = of(3, rules);
        net.fire(n(1), Timer::Election);
        net.deliver_where(|letter| is_vote(letter) && letter.from != n(2) && letter.to != n(2));
        // n1 leads term 1; its entry for n3 is late.
        let late = net.letters.iter().find(|letter| letter.to == n(3) && !is_vote(letter)).cloned();
        net.letters.clear();
        net.elect(n(2), &[n(3)]);
        net.elect(n(2), &[n(3)]);
        net.fire(n(2), Timer::Heartbeat);
        net.deliver_among(&[n(2), n(3)]);
        assert_eq!(net.server(n(3)).commit_index(), 1);
        net.give(late.expect("the entry of term 1"));
        net
    });
}

#[test]
fn entries_taken_without_a_look_at_the_one_before_make_logs_that_do_not_match() {
    breaks(Rule::CheckPrevious, Property::LogMatching, |rules| {
        let mut net = of(3, rules);
        net.restart_with(n(1), |disk| (disk.current_term, disk.log) = (1, Log::of_terms(&[1, 1, 1])));
        net.elect(n(1), &[n(2), n(3)]);
        for serial in 1..=4 {
            request(&mut net, n(1), serial, ADD);
            net.deliver_all();
        }
        net
    });
}

#[test]
fn a_follower_that_truncates_at_every_message_loses_what_it_acknowledged() {
    breaks(Rule::TruncateOnlyAtConflict, Property::CommittedStays, |rules| {
        let mut net = of(3, rules);
        net.fire(n(1), Timer::Election);
        net.deliver_where(is_vote);
        let late = net.letters.iter().find(|letter| letter.to == n(2)).cloned();
        net.deliver_all();
        for serial in 1..=2 {
            request(&mut net, n(1), serial, ADD);
            net.deliver_all();
        }
        net.fire(n(1), Timer::Heartbeat);
        net.deliver_all();
        assert_eq!(net.server(n(2)).commit_index(), 3);
        net.give(late.expect("the first entries for n2"));
        net
    });
}

#[test]
fn a_follower_that_takes_the_leaders_commit_index_as_it_is_executes_what_was_never_committed() {
    breaks(Rule::BoundCommit, Property::StateMachineSafety, |rules| {
        let mut net = of(3, rules);
        (1..=3).for_each(|server| net.restart_with(n(server), |disk| disk.current_term = 1));
        net.restart_with(n(3), |disk| disk.log = Log::of_terms(&[1]));
        // n1 commits an entry of term 2 with n2; for n3 there is nothing but a heartbeat.
        net.elect(n(1), &[n(2)]);
        assert_eq!(net.server(n(1)).commit_index(), 1);
        net.fire(n(1), Timer::Heartbeat);
        net.deliver_where(|letter| letter.to == n(3));
        net.letters.clear();
        net
    });
}

/// Every election timer that is due first runs out before any message arrives; how many rounds until a leader.
fn rounds_to_elect(rules: Rules) -> Option<usize> {
    let mut net = of(3, rules);
    (1..=40).find(|_| {
        let armed = |net: &Net| net.nodes().flat_map(|node| net.timers(node)).map(|(_, at)| *at).min();
        let due: SimTime = armed(&net).expect("a timer");
        while armed(&net) == Some(due) {
            net.fire_next();
        }
        net.deliver_all();
        (1..=3).any(|server| net.leads(n(server)))
    })
}

#[test]
fn with_equal_time_outs_votes_split_for_ever() {
    assert_eq!(rounds_to_elect(Rules::ALL_ON.without(Rule::RandomTimeouts)), None);
    assert!(rounds_to_elect(Rules::ALL_ON).is_some());
}

/// A command, and the same again after it was executed: what the counter holds then.
fn twice(rules: Rules) -> Option<Value> {
    let settings = Settings { servers: 3, clients: 1, rules, ..Settings::default() };
    let mut net = Net::new(settings, Initial::Empty, 1);
    net.elect(n(1), &[n(2), n(3)]);
    for _ in 0..2 {
        request(&mut net, n(1), 1, ADD);
        net.deliver_all();
    }
    net.server(n(1)).machine().value(1)
}

#[test]
fn without_sessions_a_retried_command_is_executed_twice() {
    assert_eq!(twice(Rules::ALL_ON), Some(5));
    assert_eq!(twice(Rules::ALL_ON.without(Rule::ExactlyOnce)), Some(10));
}

/// n1 is cut off, n2 leads and executes a command; then a client reads from n1: the answers.
fn read_from_a_deposed_leader(rules: Rules) -> Vec<ClientResult> {
    let settings = Settings { servers: 3, clients: 1, rules, reads: Reads::ReadIndex, ..Settings::default() };
    let mut net = Net::new(settings, Initial::Empty, 1);
    net.elect(n(1), &[n(2), n(3)]);
    net.elect(n(2), &[n(3)]);
    request(&mut net, n(2), 1, ADD);
    net.deliver_among(&[n(2), n(3)]);
    assert_eq!(net.server(n(2)).machine().value(1), Some(5));
    request(&mut net, n(1), 2, Operation::Get { key: 1 });
    let before = answers(&net, 2);
    net.deliver_where(|letter| letter.to != NodeId(3));
    [before, answers(&net, 2)].concat()
}

#[test]
fn without_asking_a_majority_a_deposed_leader_answers_reads_with_old_state() {
    assert_eq!(read_from_a_deposed_leader(Rules::ALL_ON), []);
    let stale = ClientResult::Done(Answer::Value(None));
    assert!(read_from_a_deposed_leader(Rules::ALL_ON.without(Rule::ConfirmReads)).contains(&stale));
}

#[test]
fn every_rule_has_its_own_key_and_switch() {
    for rule in Rule::ALL {
        let rules = Rules::ALL_ON.without(rule);
        assert!(Rule::ALL.iter().all(|other| rules.on(*other) == (*other != rule)));
        assert_eq!(rules.with(rule), Rules::ALL_ON);
        assert_eq!(Rule::ALL.iter().filter(|other| other.key() == rule.key()).count(), 1);
    }
}
