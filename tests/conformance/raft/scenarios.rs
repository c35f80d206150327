//! Several servers, step by step: elections, commitment, clients, reads. After etcd's tests where they have one.

use super::net::{Letter, Net, n};
use faultyard::algorithms::raft::*;
use faultyard::process::{NodeId, SimTime};

fn cluster(settings: Settings) -> Net {
    Net::new(Settings { clients: 1, ..settings }.clamped(), Initial::Empty, 1)
}

fn of(servers: u16) -> Settings {
    Settings { servers, ..Settings::default() }
}

/// The only client, after the servers.
pub fn client(net: &Net) -> NodeId {
    net.nodes().last().expect("a node")
}

/// A client's command reaches a server.
pub fn request(net: &mut Net, server: NodeId, serial: Serial, operation: Operation) {
    let from = client(net);
    let message = Message::ClientRequest(ClientRequest { serial, operation });
    net.give(Letter::forged(from, server, message));
}

pub const ADD: Operation = Operation::Add { key: 1, amount: 5 };

/// The answers to command `serial` that are on their way.
pub fn answers(net: &Net, serial: Serial) -> Vec<ClientResult> {
    let done = |letter: &Letter| match letter.message {
        Message::ClientReply(reply) if reply.serial == serial => Some(reply.result),
        _ => None,
    };
    net.letters.iter().filter_map(done).collect()
}

#[test]
fn one_round_elects_a_leader_exactly_if_a_majority_answers() {
    // (servers, how many of the others are reachable, elected)
    for (servers, reachable, elected) in [
        (3, 2, true),
        (3, 1, true),
        (3, 0, false),
        (4, 3, true),
        (4, 2, true),
        (4, 1, false),
        (5, 2, true),
        (5, 1, false),
        (6, 2, false),
        (6, 3, true),
        (7, 3, true),
        (9, 4, true),
        (9, 3, false),
    ] {
        let mut net = Net::servers(of(servers), Initial::Empty);
        let voters: Vec<NodeId> = (2..2 + reachable).map(n).collect();
        net.elect(n(1), &voters);
        assert_eq!(net.leads(n(1)), elected, "{reachable} of {servers}");
        assert_eq!(net.server(n(1)).current_term(), 1);
    }
}

#[test]
fn four_servers_of_which_two_are_dead_never_elect() {
    let mut net = Net::servers(of(4), Initial::Empty);
    for _ in 0..20 {
        for server in [1, 2] {
            net.elect(n(server), &[n(1), n(2)]);
            assert!(!net.leads(n(server)));
        }
    }
}

#[test]
fn duelling_candidates_end_as_followers_of_term_2_unless_they_ask_first() {
    for (pre_vote, terms, leads) in [(false, [2, 2, 2], false), (true, [1, 1, 1], true)] {
        let mut net = Net::servers(Settings { pre_vote, ..of(3) }, Initial::Empty);
        net.fire(n(1), Timer::Election);
        net.fire(n(3), Timer::Election);
        let cut = |a: NodeId, b: NodeId| [a, b] == [n(1), n(3)] || [a, b] == [n(3), n(1)];
        net.deliver_where(|letter| !cut(letter.from, letter.to));
        net.letters.clear();
        assert!(net.leads(n(1)));
        net.fire(n(3), Timer::Election);
        net.deliver_all();
        assert_eq!([1, 2, 3].map(|s| net.server(n(s)).current_term()), terms);
        assert_eq!(net.leads(n(1)), leads);
        assert_eq!([1, 2, 3].map(|s| net.server(n(s)).log().last_index()), [1, 1, 0]);
    }
}

#[test]
fn a_failed_pre_vote_leaves_the_term_and_a_failed_vote_does_not() {
    for (pre_vote, term, role) in [(true, 0, Role::PreCandidate), (false, 1, Role::Candidate)] {
        let mut net = Net::servers(Settings { pre_vote, ..of(5) }, Initial::Empty);
        net.elect(n(1), &[n(2)]);
        assert_eq!((net.server(n(1)).current_term(), net.server(n(1)).role()), (term, role));
    }
}

#[test]
fn a_split_pre_vote_makes_two_candidates_and_the_next_one_a_leader() {
    let mut net = Net::servers(Settings { pre_vote: true, ..of(3) }, Initial::Empty);
    (1..=3).for_each(|server| net.restart_with(n(server), |disk| disk.current_term = 1));
    net.elect(n(1), &[n(2), n(3)]);
    assert!(net.leads(n(1)));
    net.crash(n(1));
    net.now = SimTime::from_ms(1000);
    net.fire(n(2), Timer::Election);
    net.fire(n(3), Timer::Election);
    net.deliver_all();
    for server in [2, 3] {
        assert_eq!(
            (net.server(n(server)).current_term(), net.server(n(server)).role()),
            (3, Role::Candidate)
        );
    }
    net.elect(n(2), &[n(3)]);
    assert!(net.leads(n(2)));
    assert_eq!(net.server(n(2)).current_term(), 4);
}

#[test]
fn a_pre_vote_is_refused_while_the_leader_is_heard() {
    let mut net = Net::servers(Settings { pre_vote: true, ..of(3) }, Initial::Empty);
    net.elect(n(1), &[n(2), n(3)]);
    net.now = SimTime::from_ms(100);
    net.elect(n(3), &[n(1), n(2)]);
    assert!(net.leads(n(1)));
    assert_eq!(net.server(n(2)).current_term(), 1);
    let alive = |(_, note): &(NodeId, RaftEvent)| {
        matches!(note, RaftEvent::PreVoteRefused { reason: Refusal::LeaderAlive, .. })
    };
    assert_eq!(net.notes.iter().filter(|note| alive(note)).count(), 2);
}

#[test]
fn a_leader_that_hears_from_no_majority_steps_down_if_asked_to_check() {
    let mut net = Net::servers(Settings { check_quorum: true, ..of(5) }, Initial::Empty);
    net.elect(n(1), &[n(2), n(3), n(4), n(5)]);
    for _ in 0..3 {
        net.fire(n(1), Timer::Heartbeat);
        net.deliver_among(&[n(1), n(2), n(3)]);
        net.fire(n(1), Timer::Election);
        assert!(net.leads(n(1)), "two answers and itself are a majority");
    }
    net.fire(n(1), Timer::Heartbeat);
    net.deliver_among(&[n(1), n(2)]);
    net.fire(n(1), Timer::Election);
    assert!(!net.leads(n(1)));
    assert_eq!(net.server(n(1)).current_term(), 1);
}

#[test]
fn a_new_leader_that_nobody_answers_steps_down_at_its_first_check() {
    // etcd's TestLeaderStepdownWhenQuorumLost: one election time-out, though a majority voted for it.
    let mut net = Net::servers(Settings { check_quorum: true, ..of(5) }, Initial::Empty);
    net.fire(n(1), Timer::Election);
    net.deliver_where(|letter| !matches!(letter.message, Message::AppendEntriesReply(_)));
    assert!(net.leads(n(1)));
    net.fire(n(1), Timer::Election);
    assert!(!net.leads(n(1)));
    let lost = |(_, note): &(NodeId, RaftEvent)| matches!(note, RaftEvent::LostQuorum { heard: 1, .. });
    assert_eq!(net.notes.iter().filter(|note| lost(note)).count(), 1);
}

/// Five servers, an entry a message; n1 leads term 1 and has two entries that reached only n2.
fn two_entries_on_two_servers() -> Net {
    let mut net = cluster(Settings { max_entries: 1, ..of(5) });
    net.elect(n(1), &[n(2), n(3), n(4), n(5)]);
    assert_eq!(net.server(n(1)).commit_index(), 1);
    for serial in [1, 2] {
        request(&mut net, n(1), serial, ADD);
        net.deliver_among(&[n(1), n(2)]);
    }
    assert_eq!(net.server(n(2)).log().last_index(), 3);
    assert_eq!(net.server(n(1)).commit_index(), 1);
    net
}

fn carries_term_2(letter: &Letter) -> bool {
    let Message::AppendEntries(append) = letter.message else { return false };
    append.batch.entries().iter().any(|entry| entry.term == 2)
}

#[test]
fn nothing_is_committed_without_an_entry_of_the_current_term() {
    let mut net = two_entries_on_two_servers();
    // n2 wins term 2. Its own entry is lost each time; the entries of term 1 reach everybody.
    net.fire(n(2), Timer::Election);
    for _ in 0..5 {
        net.deliver_where(|letter| !carries_term_2(letter));
        net.letters.clear();
        net.fire(n(2), Timer::Heartbeat);
    }
    assert!(net.leads(n(2)));
    for server in [1, 3, 4, 5] {
        assert_eq!(net.terms(n(server)), [1, 1, 1], "n{server}");
        assert_eq!(net.server(n(2)).progress(n(server)).unwrap().match_index, 3);
    }
    assert_eq!(net.server(n(2)).commit_index(), 1, "on all five servers, and not committed");
    request(&mut net, n(2), 3, ADD);
    net.deliver_all();
    assert_eq!(net.server(n(2)).commit_index(), 5);
    assert_eq!(net.observer().violations(), []);
}

#[test]
fn a_new_leaders_no_op_commits_what_came_before() {
    let mut net = two_entries_on_two_servers();
    net.elect(n(2), &[n(1), n(3), n(4), n(5)]);
    assert_eq!(net.server(n(2)).commit_index(), 4);
    assert_eq!(net.observer().violations(), []);
}

#[test]
fn without_the_no_op_earlier_entries_wait_for_the_next_command() {
    let rules = Rules::ALL_ON.without(Rule::NoOpFirst);
    let mut net = cluster(Settings { rules, ..of(3) });
    net.elect(n(1), &[n(2), n(3)]);
    request(&mut net, n(1), 1, ADD);
    net.deliver_where(|letter| !matches!(letter.message, Message::AppendEntriesReply(_)));
    net.letters.clear();
    net.crash(n(1));
    net.elect(n(2), &[n(3)]);
    for _ in 0..5 {
        net.fire(n(2), Timer::Heartbeat);
        net.deliver_all();
    }
    assert!(net.leads(n(2)));
    assert_eq!((net.server(n(2)).log().last_index(), net.server(n(2)).commit_index()), (1, 0));
    request(&mut net, n(2), 2, ADD);
    net.deliver_all();
    assert_eq!(net.server(n(2)).commit_index(), 2);
}

#[test]
fn a_restarted_server_remembers_its_vote_its_term_and_its_log() {
    let mut net = Net::servers(of(3), Initial::Empty);
    net.elect(n(1), &[n(3)]);
    net.restart(n(3));
    assert_eq!(net.server(n(3)).voted_for(), Some(n(1)));
    assert_eq!(net.server(n(3)).current_term(), 1);
    assert_eq!(net.terms(n(3)), [1]);
    assert_eq!(net.server(n(3)).commit_index(), 0, "the commit index is volatile");
}

#[test]
fn entries_that_were_lost_are_sent_again_after_the_next_heartbeat() {
    let mut net = cluster(of(3));
    net.elect(n(1), &[n(2), n(3)]);
    request(&mut net, n(1), 1, ADD);
    net.letters.clear();
    net.fire(n(1), Timer::Heartbeat);
    net.deliver_all();
    assert_eq!(net.server(n(1)).commit_index(), 2);
    assert_eq!(net.terms(n(2)), [1, 1]);
}

#[test]
fn a_retried_command_is_executed_once_and_answered_twice() {
    let mut net = cluster(of(3));
    net.elect(n(1), &[n(2), n(3)]);
    // Twice before it is executed, once after, once by the next leader.
    request(&mut net, n(1), 1, ADD);
    request(&mut net, n(1), 1, ADD);
    net.deliver_where(|letter| letter.to != NodeId(3));
    let done = ClientResult::Done(Answer::Value(Some(5)));
    assert_eq!(answers(&net, 1), [done]);
    request(&mut net, n(1), 1, ADD);
    assert_eq!(answers(&net, 1), [done, done]);
    net.letters.clear();
    net.elect(n(2), &[n(1), n(3)]);
    request(&mut net, n(2), 1, ADD);
    assert_eq!(answers(&net, 1), [done]);
    assert_eq!(net.server(n(2)).machine().value(1), Some(5));
}

#[test]
fn a_server_that_does_not_lead_names_the_one_that_does() {
    let mut net = cluster(of(3));
    request(&mut net, n(2), 1, ADD);
    assert_eq!(answers(&net, 1), [ClientResult::NotLeader { hint: None }]);
    net.letters.clear();
    net.elect(n(1), &[n(2), n(3)]);
    request(&mut net, n(2), 1, ADD);
    assert_eq!(answers(&net, 1), [ClientResult::NotLeader { hint: Some(n(1)) }]);
}

#[test]
fn a_client_follows_the_hint_and_gets_its_answer() {
    let mut net = cluster(of(3));
    net.elect(n(2), &[n(1), n(3)]);
    let me = client(&net);
    for completed in 1..=5 {
        net.fire(me, Timer::ClientNext);
        net.deliver_all();
        assert_eq!(net.client(me).completed(), completed);
        assert_eq!(net.client(me).believed_leader(), n(2));
    }
}

#[test]
fn a_client_tries_the_next_server_with_the_same_number() {
    let mut net = cluster(of(3));
    net.elect(n(2), &[n(1), n(3)]);
    let me = client(&net);
    net.fire(me, Timer::ClientNext);
    net.letters.clear();
    net.fire(me, Timer::ClientRetry);
    assert_eq!(net.client(me).serial(), 1);
    net.deliver_all();
    assert_eq!(net.client(me).completed(), 1);
}

#[test]
fn a_restarted_client_uses_a_new_number() {
    let mut net = cluster(of(3));
    let me = client(&net);
    net.fire(me, Timer::ClientNext);
    net.restart(me);
    net.fire(me, Timer::ClientNext);
    assert_eq!(net.client(me).serial(), 2);
}

fn read_indexes(net: &Net) -> Vec<Index> {
    let index = |(_, note): &(NodeId, RaftEvent)| match note {
        RaftEvent::ReadWaits { read_index, .. } => Some(*read_index),
        _ => None,
    };
    net.notes.iter().filter_map(index).collect()
}

const GET: Operation = Operation::Get { key: 1 };

#[test]
fn a_read_outside_the_log_sees_everything_committed_before_it() {
    let mut net = cluster(Settings { reads: Reads::ReadIndex, ..of(3) });
    net.elect(n(1), &[n(2), n(3)]);
    let mut serial = 0;
    for round in 1..=6 {
        for _ in 0..10 {
            serial += 1;
            request(&mut net, n(1), serial, ADD);
            net.deliver_all();
        }
        serial += 1;
        request(&mut net, n(1), serial, GET);
        net.deliver_where(|letter| letter.to != NodeId(3));
        assert_eq!(answers(&net, serial), [ClientResult::Done(Answer::Value(Some(round * 50)))]);
        net.letters.clear();
    }
    assert_eq!(read_indexes(&net), [11, 21, 31, 41, 51, 61]);
    assert_eq!(net.server(n(1)).log().last_index(), 61, "reads leave no entry");
}

#[test]
fn a_new_leader_answers_reads_only_after_committing_in_its_own_term() {
    let before = two_entries_on_two_servers();
    let mut net = cluster(Settings { reads: Reads::ReadIndex, ..*before.server(n(2)).settings() });
    (1..=5).map(n).for_each(|server| net.restart_with(server, |disk| *disk = before.disk(server).clone()));
    net.fire(n(2), Timer::Election);
    net.deliver_where(|letter| {
        matches!(letter.message, Message::RequestVote(_) | Message::RequestVoteReply(_))
    });
    net.letters.clear();
    request(&mut net, n(2), 9, GET);
    assert_eq!(read_indexes(&net), [4]);
    net.deliver_where(|letter| letter.to != NodeId(5));
    assert_eq!(answers(&net, 9), [ClientResult::Done(Answer::Value(Some(10)))]);
    assert_eq!(net.server(n(2)).commit_index(), 4);
}
