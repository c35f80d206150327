//! Load-balancing policies against published sequences and numbers, and the mistakes that such numbers catch.

use faultyard::algorithms::balancing::{
    Choice, Kind, Policy, Position, Request, Server, Settings, Signal, envoy_weight,
    ip_hash::{FIRST_HASH, address_hash},
};
use faultyard::process::{Random, Seed, SimDuration, SimTime};

const ANYONE: Request = Request { session: 0, address: [0; 4] };
const SECOND: SimDuration = SimDuration::from_ms(1_000);

fn seconds(seconds: u64) -> SimTime {
    SimTime::from_ms(1_000 * seconds)
}

fn random() -> Random {
    Seed(1).stream("balancing", 0)
}

fn weighted(weights: &[u32]) -> Vec<Server> {
    weights.iter().map(|weight| Server::new(*weight)).collect()
}

fn policy(kind: Kind, servers: &[Server]) -> Policy {
    Policy::new(kind, &Settings::default(), servers)
}

fn choose(policy: &mut Policy, servers: &[Server]) -> Choice {
    policy.choose(&ANYONE, servers, SimTime::ZERO, &mut random())
}

/// The next choices as letters, with loads as they are.
fn picks(policy: &mut Policy, servers: &[Server], count: u32) -> String {
    let letter = |choice: Choice| choice.server.map_or('-', |server| (b'a' + server.0 as u8) as char);
    (0..count).map(|_| letter(choose(policy, servers))).collect()
}

fn currents(policy: &Policy, servers: &[Server]) -> Vec<f64> {
    policy.scores(servers, SimTime::ZERO).1
}

/// What a policy chooses for a session or an address.
fn owner(policy: &mut Policy, servers: &[Server], request: Request) -> u32 {
    policy.choose(&request, servers, SimTime::ZERO, &mut random()).server.expect("some are usable").0
}

#[test]
fn round_robin_takes_turns_whatever_the_weights_and_neither_waits_for_nor_skips_for_who_is_out() {
    let mut servers = weighted(&[5, 1, 1, 1]);
    let mut policy = policy(Kind::RoundRobin, &servers);
    assert_eq!(picks(&mut policy, &servers, 6), "abcdab");
    servers[2].usable = false;
    policy.changed(&servers);
    assert_eq!(picks(&mut policy, &servers, 4), "dabd");
    servers[2].usable = true;
    policy.changed(&servers);
    assert_eq!(picks(&mut policy, &servers, 5), "abcda");
    servers.iter_mut().for_each(|server| server.usable = false);
    policy.changed(&servers);
    let choice = choose(&mut policy, &servers);
    assert_eq!((choice.server, choice.compared, choice.site), (None, 0, None));
}

#[test]
fn smooth_weighted_round_robin_gives_nginx_s_sequences_and_repeats_them() {
    for (weights, sequence) in [
        (&[5, 1, 1][..], "aabacaa"),
        (&[3, 1], "aaba"),
        (&[4, 3, 2], "abcabacba"),
        (&[3, 2, 1], "abacba"),
        (&[1, 2, 3], "cbacbc"),
        (&[7, 2, 1], "aabaacaaba"),
        (&[5, 3, 2], "abcaabacba"),
        (&[6, 3, 1], "abaabacaba"),
        (&[1, 1, 2, 4], "dcdabdcd"),
        (&[5, 5, 1], "ababcababab"),
    ] {
        let servers = weighted(weights);
        let mut policy = policy(Kind::SmoothWeighted, &servers);
        for cycle in 0..3 {
            assert_eq!(picks(&mut policy, &servers, sequence.len() as u32), sequence, "{weights:?} {cycle}");
            assert!(currents(&policy, &servers).iter().all(|current| *current == 0.0), "{weights:?}");
        }
    }
}

#[test]
fn of_weights_100_and_1_the_second_has_its_one_turn_in_the_middle() {
    let servers = weighted(&[100, 1]);
    let sequence = picks(&mut policy(Kind::SmoothWeighted, &servers), &servers, 101);
    assert_eq!((sequence.find('b'), sequence.matches('b').count()), (Some(50), 1));
}

#[test]
fn the_winner_s_current_weight_shrinks_by_the_total_and_is_kept_while_it_is_out() {
    let mut servers = weighted(&[5, 1, 1]);
    let mut policy = policy(Kind::SmoothWeighted, &servers);
    picks(&mut policy, &servers, 1);
    assert_eq!(currents(&policy, &servers), [-2.0, 1.0, 1.0]);
    servers[1].usable = false;
    policy.changed(&servers);
    assert_eq!(picks(&mut policy, &servers, 1), "a");
    assert_eq!(currents(&policy, &servers), [-3.0, 1.0, 2.0]);
    servers[1].usable = true;
    policy.changed(&servers);
    assert_eq!(picks(&mut policy, &servers, 1), "c");
    assert_eq!(currents(&policy, &servers), [2.0, 2.0, -4.0]);
}

#[test]
fn a_failure_takes_weight_by_max_fails_in_whole_numbers_and_each_choice_gives_one_back() {
    let after = |weights: &[u32], max_fails: u32, failures: u32| {
        let servers = weighted(weights);
        let settings = Settings { max_fails, ..Settings::default() };
        let mut policy = Policy::new(Kind::SmoothWeighted, &settings, &servers);
        (0..failures).for_each(|_| policy.ended(Position(0), SECOND, false, &servers, SimTime::ZERO));
        (0..failures).for_each(|_| policy.ended(Position(1), SECOND, true, &servers, SimTime::ZERO));
        (policy, servers)
    };
    let sequence = |max_fails, failures| {
        let (mut policy, servers) = after(&[4, 1], max_fails, failures);
        picks(&mut policy, &servers, 10)
    };
    assert_eq!(sequence(2, 1), "aabaaaabaa");
    // From effective weights 0 and 1: 0 of 1, 1 of 2, 2 of 3, 3 of 4, and then as without failures.
    assert_eq!([sequence(2, 2), sequence(2, 9), sequence(1, 1)], ["babaaabaaa"; 3]);
    assert_eq!([sequence(0, 0), sequence(0, 9)], ["aabaaaabaa"; 2]);
    let (mut policy, servers) = after(&[5, 5], 2, 1);
    assert_eq!(picks(&mut policy, &servers, 1), "b");
    assert_eq!(currents(&policy, &servers), [3.0, -3.0], "5 / 2 is 2, so 3 are left");
}

#[test]
fn interleaved_weighted_round_robin_lets_the_bar_fall_by_the_greatest_common_divisor() {
    for (weights, sequence) in [
        (&[8, 4, 2][..], "aaababc"),
        (&[4, 3, 2], "aababcabc"),
        (&[5, 1, 1], "aaaaabc"),
        (&[1, 1], "ab"),
        (&[3, 6], "bab"),
    ] {
        let servers = weighted(weights);
        let mut policy = policy(Kind::InterleavedWeighted, &servers);
        let length = sequence.len() as u32;
        assert_eq!(picks(&mut policy, &servers, 2 * length), sequence.repeat(2), "{weights:?}");
    }
}

#[test]
fn interleaved_weighted_round_robin_begins_its_pass_anew_after_a_change_with_the_bar_where_it_was() {
    let mut servers = weighted(&[8, 4, 2]);
    let running = policy(Kind::InterleavedWeighted, &servers);
    let mut without_the_first_after = |choices: u32| {
        let mut policy = running.clone();
        servers[0].usable = true;
        picks(&mut policy, &servers, choices);
        servers[0].usable = false;
        policy.changed(&servers);
        picks(&mut policy, &servers, 7)
    };
    // For 4 and 2 the bar is at 3 or at 1.
    assert_eq!(without_the_first_after(1), "bbcbbcb", "the bar was at 7, above them all");
    assert_eq!(without_the_first_after(4), "bbcbbcb", "it was at 3, and that pass begins anew");
    assert_eq!(without_the_first_after(5), "bcbbcbb", "it was at 1");
}

#[test]
fn least_connections_gives_equals_turns_and_weighs_where_it_should() {
    let mut servers = weighted(&[1, 1, 1]);
    let mut plain = policy(Kind::LeastConnections, &servers);
    assert_eq!(picks(&mut plain, &servers, 6), "abcabc");
    servers[1].active = 1;
    assert_eq!(picks(&mut plain, &servers, 4), "acac");
    servers[0].active = 1;
    servers[2].active = 2;
    assert_eq!(picks(&mut plain, &servers, 4), "abab");
}

#[test]
fn in_the_heap_equals_take_turns_by_who_changed_longest_ago() {
    let mut servers = weighted(&[1, 1, 1]);
    let mut policy = policy(Kind::LeastConnectionsHeap, &servers);
    assert_eq!(picks(&mut policy, &servers, 6), "abcabc", "it counts its own choices up");
    servers.iter_mut().for_each(|server| server.active = 1);
    for ended in [2, 0, 1].map(Position) {
        policy.ended(ended, SECOND, true, &servers, SimTime::ZERO);
    }
    assert_eq!(picks(&mut policy, &servers, 3), "cab");
}

#[test]
fn weighted_least_connections_compares_by_products_and_breaks_ties_by_smooth_round_robin() {
    let mut servers = weighted(&[2, 1]);
    let mut load = |loads: [u32; 2], count: u32| {
        (servers[0].active, servers[1].active) = (loads[0], loads[1]);
        picks(&mut policy(Kind::WeightedLeastConnections, &servers), &servers, count)
    };
    assert_eq!(load([4, 2], 6), "abaaba", "4/2 and 2/1 are equal: turns by weights 2 and 1");
    assert_eq!(load([5, 3], 3), "aaa", "5/2 is less than 3/1");
    assert_eq!(load([5, 2], 3), "bbb", "5/2 is more than 2/1");
    assert_eq!(load([0, 0], 3), "aba");
    let unweighted = policy(Kind::LeastConnections, &servers);
    assert_eq!(picks(&mut unweighted.clone(), &servers, 1), "a", "without weights, 0 and 0 are a turn");
    servers[0].active = 3;
    servers[1].active = 2;
    assert_eq!(picks(&mut unweighted.clone(), &servers, 1), "b", "without weights, 2 is less than 3");
}

#[test]
fn a_server_that_fails_fast_attracts_everyone_under_least_connections() {
    for kind in [Kind::LeastConnections, Kind::LeastConnectionsHeap, Kind::WeightedLeastConnections] {
        let mut servers = weighted(&[1, 1, 1]);
        let settings = Settings { max_fails: 0, ..Settings::default() };
        let mut policy = Policy::new(kind, &settings, &servers);
        let mut counts = [0; 3];
        for _ in 0..300 {
            let server = choose(&mut policy, &servers).server.unwrap().index();
            counts[server] += 1;
            // Servers 0 and 1 work on; server 2 has failed before the next request comes.
            if server == 2 {
                policy.ended(Position(2), SimDuration::from_us(1), false, &servers, SimTime::ZERO);
            } else {
                servers[server].active += 1;
            }
        }
        assert!(counts[2] >= 296, "{kind:?} {counts:?}");
    }
}

#[test]
fn envoy_s_weight_of_a_busy_server_depends_on_the_bias() {
    for (bias, expected) in [(0.0, 5.0), (0.5, 2.236_067_977), (1.0, 1.0), (2.0, 0.2)] {
        assert!((envoy_weight(5, 4, bias) - expected).abs() < 1e-9, "{bias}");
    }
}

#[test]
fn two_choices_of_two_take_the_less_loaded_and_of_equals_neither_is_preferred() {
    for signal in [Signal::Active, Signal::Reported] {
        let mut servers = weighted(&[1, 1]);
        (servers[0].active, servers[1].active) = (3, 2);
        (servers[0].reported, servers[1].reported) = (5, 9);
        let settings = Settings { signal, ..Settings::default() };
        let mut policy = Policy::new(Kind::PowerOfChoices, &settings, &servers);
        let mut chance = random();
        let mut share = |servers: &[Server]| {
            let mut choose = || policy.choose(&ANYONE, servers, SimTime::ZERO, &mut chance);
            (0..10_000).filter(|_| choose().server == Some(Position(0))).count()
        };
        assert_eq!(share(&servers), if signal == Signal::Active { 0 } else { 10_000 });
        // Five standard deviations of 10,000 tosses of a coin: 250.
        let equal = share(&weighted(&[1, 1]));
        assert!(equal.abs_diff(5_000) < 250, "{equal}");
        // 6 / 2 is less than 4 / 1.
        servers = weighted(&[2, 1]);
        (servers[0].active, servers[1].active) = (6, 4);
        (servers[0].reported, servers[1].reported) = (6, 4);
        assert_eq!(share(&servers), 10_000);
    }
}

#[test]
fn least_response_time_moves_by_a_twentieth_and_counts_in_steps_of_20_ms_up_to_5_s() {
    let mut servers = weighted(&[1, 1]);
    let mut policy = policy(Kind::LeastResponseTime, &servers);
    let mut after = |ms: u64, active: u32| {
        servers[0].active = active;
        policy.ended(Position(0), SimDuration::from_ms(ms), true, &servers, SimTime::ZERO);
        policy.scores(&servers, SimTime::ZERO).1
    };
    assert_eq!(after(100, 0), [120.0, 20.0], "the first one is the mean; no answer yet is the fastest step");
    assert_eq!(after(500, 0), [140.0, 20.0], "100 * 0.95 + 500 * 0.05 = 120, which begins the next step");
    assert_eq!(after(100, 2), [360.0, 20.0], "119 in the step to 120, by two and the next");
    assert_eq!(after(200_000, 0), [5_000.0, 20.0]);
    assert_eq!(after(200_000, 1), [10_000.0, 20.0]);
}

#[test]
fn least_response_time_forgets_half_of_a_slow_mean_for_each_fail_timeout_without_a_choice() {
    let mut servers = weighted(&[1, 1]);
    let mut policy = policy(Kind::LeastResponseTime, &servers);
    policy.ended(Position(0), SimDuration::from_ms(790), true, &servers, SimTime::ZERO);
    let cost = |policy: &Policy, at: u64| policy.scores(&weighted(&[1, 1]), seconds(at)).1[0];
    assert_eq!([0, 10, 11, 22, 33].map(|at| cost(&policy, at)), [800.0, 800.0, 400.0, 200.0, 100.0]);
    policy.ended(Position(0), SECOND, false, &servers, seconds(30));
    assert_eq!(
        [30, 40, 41].map(|at| cost(&policy, at)),
        [800.0, 800.0, 400.0],
        "a failure starts the time anew"
    );
    policy.choose(&ANYONE, &servers, seconds(50), &mut random());
    assert_eq!(cost(&policy, 52), 200.0, "the other one was chosen");
    servers[1].usable = false;
    policy.changed(&servers);
    policy.choose(&ANYONE, &servers, seconds(53), &mut random());
    assert_eq!([53, 63, 64].map(|at| cost(&policy, at)), [800.0, 800.0, 400.0], "so does a choice");
}

#[test]
fn a_server_without_an_answer_yet_is_tried_early_but_not_by_everyone() {
    let mut servers = weighted(&[1, 1]);
    let mut policy = policy(Kind::LeastResponseTime, &servers);
    policy.ended(Position(0), SimDuration::from_ms(90), true, &servers, SimTime::ZERO);
    let mut counts = [0; 2];
    for _ in 0..60 {
        let server = choose(&mut policy, &servers).server.unwrap().index();
        servers[server].active += 1;
        counts[server] += 1;
    }
    // 100 by its requests and 20 by the newcomer's: one in six.
    assert_eq!(counts, [10, 50]);
}

/// exp(-1).
const FALL: f64 = 0.367_879_441_171_442_33;

fn close(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-9 * right.abs()
}

#[test]
fn peak_ewma_jumps_to_peaks_and_comes_down_with_time_whether_or_not_anyone_asks() {
    let servers = weighted(&[1, 1]);
    let mut policy = policy(Kind::PeakEwma, &servers);
    let load_ms = |policy: &Policy, at: u64| policy.scores(&servers, seconds(at)).1[0] / 1_000.0;
    policy.ended(Position(0), SECOND, true, &servers, seconds(100));
    assert_eq!(load_ms(&policy, 100), 1_000.0);
    assert!(close(load_ms(&policy, 110), 1_000.0 * FALL), "367.879");
    assert!(close(load_ms(&policy, 120), 1_000.0 * FALL * FALL), "135.335");
    policy.ended(Position(0), SimDuration::from_ms(100), true, &servers, seconds(110));
    assert!(close(load_ms(&policy, 110), 1_000.0 * FALL + 100.0 * (1.0 - FALL)), "431.0915");
    assert!((load_ms(&policy, 110) - 431.0915).abs() < 5e-5);
    policy.ended(Position(0), SimDuration::from_ms(432), true, &servers, seconds(110));
    assert_eq!(load_ms(&policy, 110), 432.0, "a peak is taken at once");
}

#[test]
fn peak_ewma_decides_by_what_a_look_has_left_so_a_look_makes_room_for_the_next_peak() {
    let mut servers = weighted(&[1, 1]);
    let sampled = |looked: bool, servers: &[Server]| {
        let mut policy = policy(Kind::PeakEwma, servers);
        policy.ended(Position(0), SimDuration::from_ms(100), true, servers, SimTime::ZERO);
        if looked {
            policy.choose(&ANYONE, servers, seconds(10), &mut random());
        }
        policy.ended(Position(0), SimDuration::from_ms(50), true, servers, seconds(10));
        policy.scores(servers, seconds(10)).1[0] / 1_000.0
    };
    assert!(close(sampled(false, &servers), 100.0 * FALL + 50.0 * (1.0 - FALL)));
    assert_eq!(sampled(true, &servers), 50.0, "100 had come down to 37");
    servers[1].usable = false;
    assert!(close(sampled(true, &servers), 100.0 * FALL + 50.0 * (1.0 - FALL)), "one server needs no look");
}

#[test]
fn peak_ewma_counts_the_next_request_too_and_keeps_a_herd_from_a_new_server() {
    let mut servers = weighted(&[1, 1]);
    let mut policy = policy(Kind::PeakEwma, &servers);
    servers[0].active = 2;
    policy.ended(Position(0), SimDuration::from_us(50), true, &servers, SimTime::ZERO);
    assert_eq!(policy.scores(&servers, SimTime::ZERO).1, [150.0, 0.0]);
    assert_eq!(choose(&mut policy, &servers).server, Some(Position(1)));
    servers[1].active = 1;
    assert_eq!(policy.scores(&servers, SimTime::ZERO).1, [150.0, 140_737_488_355_328.0]);
    assert!(
        (0..100).all(|_| choose(&mut policy, &servers).server == Some(Position(0))),
        "until it has answered"
    );
    policy.ended(Position(1), SimDuration::from_us(20), true, &servers, SimTime::ZERO);
    assert_eq!(policy.scores(&servers, SimTime::ZERO).1, [150.0, 40.0]);
}

#[test]
fn peak_ewma_does_not_take_a_fast_failure_for_a_good_answer_unless_told_to_be_finagle() {
    let servers = weighted(&[1, 1]);
    let chosen = |failure_latency: SimDuration, took: SimDuration| {
        let settings = Settings { failure_latency, ..Settings::default() };
        let mut policy = Policy::new(Kind::PeakEwma, &settings, &servers);
        policy.ended(Position(0), SimDuration::from_ms(100), true, &servers, SimTime::ZERO);
        policy.ended(Position(1), took, false, &servers, SimTime::ZERO);
        let cost_us = policy.scores(&servers, SimTime::ZERO).1[1];
        (choose(&mut policy, &servers).server.map(Position::index), cost_us)
    };
    let fast = SimDuration::from_us(200);
    assert_eq!(chosen(Settings::default().failure_latency, fast), (Some(0), 1e6));
    assert_eq!(chosen(SimDuration::ZERO, fast), (Some(1), 200.0));
    assert_eq!(chosen(SimDuration::ZERO, SimDuration::from_ms(300)), (Some(0), 3e5), "a time-out is a peak");
}

#[test]
fn join_idle_queue_takes_idle_servers_in_the_order_in_which_they_said_so_and_anyone_if_none_did() {
    let mut servers = weighted(&[1; 5]);
    let mut policy = policy(Kind::JoinIdleQueue, &servers);
    for server in [3, 1, 3, 4, 0] {
        policy.idle(Position(server));
    }
    servers[1].usable = false;
    policy.changed(&servers);
    policy.idle(Position(1));
    assert_eq!(policy.scores(&servers, SimTime::ZERO).1, [3.0, 0.0, 0.0, 1.0, 2.0]);
    assert_eq!(picks(&mut policy, &servers, 3), "dea", "once each, and not the one that went out");
    servers[1].usable = true;
    policy.changed(&servers);
    policy.idle(Position(3));
    servers[3].usable = false;
    policy.changed(&servers);
    servers[3].usable = true;
    policy.changed(&servers);
    assert_eq!(policy.scores(&servers, SimTime::ZERO).1, [0.0; 5], "its place is lost");
    policy.idle(Position(3));
    assert_eq!(picks(&mut policy, &servers, 1), "d", "until it says so again");
    let mut chance = random();
    let mut counts = [0u32; 5];
    for _ in 0..10_000 {
        let choice = policy.choose(&ANYONE, &servers, SimTime::ZERO, &mut chance);
        counts[choice.server.unwrap().index()] += 1;
    }
    // Five standard deviations of a binomial with p = 1/5: 200.
    assert!(counts.iter().all(|count| count.abs_diff(2_000) < 200), "{counts:?}");
}

#[test]
fn ip_hash_is_nginx_s_and_looks_at_three_octets() {
    let mut servers = weighted(&[1, 1, 1]);
    let mut policy = policy(Kind::IpHash, &servers);
    for (octets, hash, server) in [
        ([10, 0, 0], 2565, 0),
        ([10, 0, 1], 2566, 1),
        ([192, 168, 1], 154, 1),
        ([172, 16, 254], 3775, 1),
        ([8, 8, 8], 3023, 2),
    ] {
        for last in [0, 1, 255] {
            let address = [octets[0], octets[1], octets[2], last];
            assert_eq!(address_hash(FIRST_HASH, address), hash);
            assert_eq!(owner(&mut policy, &servers, Request { address, ..ANYONE }), server);
        }
    }
    // By weights 1, 3, 2 the remainder 2565 mod 6 = 3 is the second server's last, and 3023 mod 6 = 5 the third's last.
    servers = weighted(&[1, 3, 2]);
    policy.changed(&servers);
    let mut of = |a, b, c| owner(&mut policy, &servers, Request { address: [a, b, c, 7], ..ANYONE });
    assert_eq!([of(10, 0, 0), of(10, 0, 1), of(8, 8, 8)], [1, 2, 2]);
}

#[test]
fn ip_hash_hashes_on_while_the_server_is_out_and_gives_up_after_21_hashes() {
    let mut servers = weighted(&[1; 60]);
    servers[..59].iter_mut().for_each(|server| server.usable = false);
    let mut policy = policy(Kind::IpHash, &servers);
    let mut met_at = [0; 22];
    for client in 0..=u16::MAX {
        let [a, b] = client.to_le_bytes();
        let request = Request { address: [10, a, b, 1], ..ANYONE };
        let next = |hash: &u32| Some(address_hash(*hash, request.address));
        let hashes = std::iter::successors(next(&FIRST_HASH), next).take(21);
        let met = (1..).zip(hashes).find(|(_, hash)| hash % 60 == 59).map(|(tried, _)| tried);
        met_at[met.unwrap_or(22) as usize - 1] += 1;
        let choice = policy.choose(&request, &servers, SimTime::ZERO, &mut random());
        // After 21 hashes smooth round robin looks at the one usable server.
        assert_eq!((choice.server, choice.compared), (Some(Position(59)), met.unwrap_or(22)));
    }
    assert!(met_at.iter().all(|clients| *clients > 0), "{met_at:?}");
}

#[test]
fn ip_hash_leaves_servers_beyond_6271_units_of_weight_empty() {
    let servers = weighted(&[1_000; 10]);
    let (_, shares) = policy(Kind::IpHash, &servers).scores(&servers, SimTime::ZERO);
    let expected = |server: usize| [1_000.0, 271.0, 0.0][server.saturating_sub(5).min(2)] / 6_271.0;
    assert!((0..10).all(|server| (shares[server] - expected(server)).abs() < 1e-9), "{shares:?}");
}

#[test]
fn a_maglev_table_of_65537_entries_shares_them_to_within_one() {
    for (count, least) in [(10, 6_553.0), (100, 655.0), (1_000, 65.0)] {
        let servers = weighted(&vec![1; count]);
        let (_, shares) = policy(Kind::Maglev, &servers).scores(&servers, SimTime::ZERO);
        let entries = |share: &f64| (share * 65_537.0).round();
        assert!(shares.iter().all(|share| [least, least + 1.0].contains(&entries(share))), "{count}");
    }
}

#[test]
fn shares_of_the_ring_vary_as_the_closed_form_says() {
    for count in [100, 1_000] {
        let servers = weighted(&vec![1; count]);
        let (_, shares) = policy(Kind::ConsistentHash, &servers).scores(&servers, SimTime::ZERO);
        let n = count as f64;
        let variance = shares.iter().map(|share| (share * n - 1.0) * (share * n - 1.0)).sum::<f64>() / n;
        let expected = ((n - 1.0) / (n * 100.0 + 1.0)).sqrt();
        // The standard error of a standard deviation of n values is 1 / sqrt(2n) of it; five of them.
        let tolerance = 5.0 * expected / (2.0 * n).sqrt();
        assert!(
            (variance.sqrt() - expected).abs() < tolerance,
            "{count}: {} for {expected}",
            variance.sqrt()
        );
    }
}
