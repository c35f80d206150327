//! The paper's figures 7 and 8.

use super::net::{Net, n};
use faultyard::algorithms::raft::*;
use faultyard::process::NodeId;

fn figure_7(back_off: BackOff) -> Net {
    let mut net = Net::servers(Settings { back_off, ..Settings::default() }, Initial::Figure7);
    net.fire(n(1), Timer::Election);
    net.deliver_all();
    net
}

fn count(net: &Net, node: NodeId, kind: impl Fn(&RaftEvent) -> bool) -> usize {
    net.notes.iter().filter(|(at, note)| *at == node && kind(note)).count()
}

#[test]
fn figure_7_the_followers_agree_with_the_leader_up_to_9_4_10_10_5_and_3() {
    let log = |server: u16| Initial::Figure7.disk(n(server)).log;
    let matching = [2, 3, 4, 5, 6, 7].map(|server| {
        let (leader, follower) = (log(1), log(server));
        leader.entries().zip(follower.entries()).take_while(|(a, b)| a == b).count()
    });
    assert_eq!(matching, [9, 4, 10, 10, 5, 3]);
}

#[test]
fn figure_7_a_b_e_and_f_vote_for_the_leader_and_c_and_d_do_not() {
    let net = figure_7(BackOff::TermHint);
    let granted =
        [2, 3, 4, 5, 6, 7].map(|s| count(&net, n(s), |note| matches!(note, RaftEvent::VoteGranted { .. })));
    assert_eq!(granted, [1, 1, 0, 0, 1, 1]);
    for server in [4, 5] {
        let older =
            |note: &RaftEvent| matches!(note, RaftEvent::VoteRefused { reason: Refusal::OlderLog, .. });
        assert_eq!(count(&net, n(server), older), 1);
    }
    assert!(net.leads(n(1)));
    assert_eq!(net.server(n(1)).current_term(), 8);
}

#[test]
fn figure_7_every_follower_ends_with_the_leaders_log() {
    for back_off in [BackOff::OneByOne, BackOff::TermHint] {
        let net = figure_7(back_off);
        for server in 1..=7 {
            assert_eq!(net.terms(n(server)), [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 8], "n{server}");
            assert_eq!(net.disk(n(server)).log, *net.server(n(server)).log());
        }
        assert_eq!(net.server(n(1)).commit_index(), 11);
        assert_eq!(net.observer().violations(), []);
    }
}

#[test]
fn figure_7_finding_agreement_takes_one_rejection_an_entry_or_with_hints_one_in_all() {
    let rejections = |back_off| {
        let net = figure_7(back_off);
        [2, 3, 4, 5, 6, 7].map(|s| count(&net, n(s), |note| matches!(note, RaftEvent::RejectedAppend { .. })))
    };
    assert_eq!(rejections(BackOff::OneByOne), [1, 6, 0, 0, 5, 7]);
    assert_eq!(rejections(BackOff::TermHint), [1, 1, 0, 0, 1, 1]);
}

/// From figure 8 (b): S1 wins term 4 from S2 and S3 and brings S3 the entry of term 2; its own entry of term 4
/// goes nowhere. Without the no-op, as in the figure.
pub fn figure_8_c(rules: Rules) -> Net {
    let rules = rules.without(Rule::NoOpFirst);
    let mut net = Net::servers(Settings { rules, ..Settings::default() }, Initial::Figure8B);
    net.crash(n(5));
    net.elect(n(1), &[n(2), n(3)]);
    assert!(net.leads(n(1)));
    assert_eq!(net.terms(n(3)), [1, 2]);
    net
}

/// From there to (d): S1 crashes; S5 comes back, loses term 4, and stands for term 5.
pub fn figure_8_d(mut net: Net) -> Net {
    net.crash(n(1));
    net.restart(n(5));
    net.elect(n(5), &[n(2), n(3), n(4)]);
    net.elect(n(5), &[n(2), n(3), n(4)]);
    net
}

#[test]
fn figure_8_c_an_entry_of_term_2_on_three_servers_is_not_committed_in_term_4() {
    let net = figure_8_c(Rules::ALL_ON);
    assert_eq!(net.server(n(1)).progress(n(2)).unwrap().match_index, 2);
    assert_eq!(net.server(n(1)).progress(n(3)).unwrap().match_index, 2);
    assert_eq!(net.server(n(1)).commit_index(), 0);
    let log = Log::of_terms(&[1, 2, 4]);
    assert_eq!(commit_by_counting(&Settings::default(), &[3, 2, 2, 1, 0], &log, 4, 1), 1);
}

#[test]
fn figure_8_d_s5_can_still_win_from_s2_s3_and_s4_and_overwrite_the_entry() {
    let net = figure_8_d(figure_8_c(Rules::ALL_ON));
    assert!(net.leads(n(5)));
    assert_eq!(net.server(n(5)).votes().len(), 3, "a majority, its own vote included, is enough");
    for server in 2..=4 {
        assert_eq!(net.terms(n(server)), [1, 3]);
        assert_eq!(net.server(n(server)).voted_for(), Some(n(5)));
    }
    assert_eq!(net.observer().violations(), []);
}

#[test]
fn figure_8_c_as_a_start_lets_s5_win_too() {
    let settings = Settings { rules: Rules::ALL_ON.without(Rule::NoOpFirst), ..Settings::default() };
    let net = figure_8_d(Net::servers(settings, Initial::Figure8C));
    assert!(net.leads(n(5)));
    assert_eq!(net.terms(n(2)), [1, 3]);
}

#[test]
fn figure_8_e_once_an_entry_of_term_4_is_on_a_majority_all_before_it_is_committed() {
    let mut net = Net::servers(Settings::default(), Initial::Figure8B);
    net.crash(n(5));
    net.elect(n(1), &[n(2), n(3)]);
    assert_eq!(net.terms(n(3)), [1, 2, 4]);
    assert_eq!(net.server(n(1)).commit_index(), 3);
    let net = figure_8_d(net);
    assert!(!net.leads(n(5)));
    assert_eq!(net.observer().violations(), []);
}

#[test]
fn figure_8_e_s5_wins_nobody_but_s4() {
    let net = figure_8_d(Net::servers(Settings::default(), Initial::Figure8E));
    let votes = net.server(n(5)).votes();
    assert_eq!([1, 2, 3, 4, 5].map(|s| votes.contains(n(s))), [false, false, false, true, true]);
    assert!(!net.leads(n(5)));
}
