//! How policies and settings stand to each other. Each pair of runs has the same traffic, so the difference is the
//! policy's; over fixed seeds it is above zero with a confidence of 99.9 %.

use super::{BalancingWorld, Runs, many, world};
use faultyard::traffic::{ClientId, Ending, ServerId};

const SEEDS: u64 = 25;
const CONFIDENCE: f64 = 0.999;

type Number = fn(&BalancingWorld) -> f64;

const MEAN: Number = |world| world.traffic().metrics().mean_seconds().expect("some were served");
const P99: Number = |world| world.traffic().metrics().percentile(0.99).expect("some were served");

/// The number of the first script's runs is less than that of the second's.
fn less(number: Number, first: &str, second: &str) {
    let differences: Vec<f64> =
        (1..=SEEDS).map(|seed| number(&world(second, seed)) - number(&world(first, seed))).collect();
    let runs = Runs::of(&differences).expect("there are many");
    let half = runs.half_width(CONFIDENCE);
    println!("{:.4} +- {half:.4} between\n{first}\nand\n{second}\n", runs.mean);
    assert!(runs.mean > half, "{:.4} +- {half:.4} between\n{first}\nand\n{second}", runs.mean);
}

#[test]
fn two_choices_beat_one_in_the_mean_and_in_the_tail_at_a_load_of_90_percent() {
    let with = |policy: &str| format!("balancing n=10 rate=90 hop=0 policy={policy}\nuntil 120s");
    for number in [MEAN, P99] {
        less(number, &with("power-of-choices"), &with("random"));
        // The third choice still helps, and brings less than the second.
        less(number, &with("power-of-choices d=3"), &with("power-of-choices"));
    }
    let mean = |policy: &str| many(SEEDS, |seed| MEAN(&world(&with(policy), seed))).mean;
    let [one, two, three] = ["random", "power-of-choices", "power-of-choices d=3"].map(mean);
    assert!(one - two > 5.0 * (two - three), "{one} {two} {three}");
}

#[test]
fn the_shortest_queue_beats_random_by_fresh_reports_and_is_beaten_by_it_by_old_ones() {
    let with = |policy: &str| format!("balancing n=10 rate=80 hop=0 policy={policy}\nuntil 100s");
    let random = with("random");
    for policy in ["join-shortest-queue", "least-connections signal=reported"] {
        less(MEAN, &with(policy), &random);
        less(MEAN, &with(&format!("{policy} stale=100")), &random);
        less(MEAN, &random, &with(&format!("{policy} stale=1000")));
        less(MEAN, &random, &with(&format!("{policy} stale=5000")));
    }
    // Among equally old reports, who looks at two of them runs in a smaller herd (Mitzenmacher 2000).
    let two = with("power-of-choices signal=reported stale=1000");
    less(MEAN, &two, &random);
    less(MEAN, &two, &with("join-shortest-queue stale=1000"));
}

/// Those served a second from 25 s on, when a spike of five seconds has been over for ten.
fn goodput_after_the_spike(settings: &str, seed: u64) -> f64 {
    let storm = "balancing policy=least-connections timeout=1000 retries=3 expired=on hop=1";
    let served = |until: u64| {
        let script = format!("{storm} {settings}\nat 10s do spike 3 5s\nuntil {until}s");
        world(&script, seed).traffic().metrics().completed[Ending::Served as usize] as f64
    };
    (served(40) - served(25)) / 15.0
}

#[test]
fn a_retry_storm_outlives_its_spike_unless_a_budget_ends_it() {
    // Not one of the seeds is an exception: 42.5 requests a second are about 13 that are served, or all.
    for seed in 1..=SEEDS {
        let without = goodput_after_the_spike("rate=42.5", seed);
        let with = goodput_after_the_spike("rate=42.5 budget=10", seed);
        assert!(without < 20.0 && with > 35.0, "seed {seed}: {without} without a budget, {with} with one");
    }
}

#[test]
fn a_storm_cannot_feed_itself_where_all_tries_together_are_less_than_can_be_served() {
    // Four tries of each of 12 requests are 48 a second; the servers do 50.
    let runs = many(SEEDS, |seed| goodput_after_the_spike("rate=12", seed));
    assert!(runs.contains(12.0, CONFIDENCE) && runs.half_width(CONFIDENCE) < 1.0, "{runs:?}");
}

#[test]
fn slow_start_keeps_the_herd_from_a_server_that_comes_back_cold() {
    let with = |ramp: u64| {
        format!(
            "balancing policy=weighted-least-connections workers=8 rate=380 warm=20000 hop=1 ramp={ramp}\n\
             at 2s crash n1\nat 10s restart n1\nuntil 22s"
        )
    };
    let late: Number = |world| world.traffic().metrics().windowed_percentile(0.99).expect("some were served");
    less(late, &with(20_000), &with(0));
    // Two seconds after it was told in, the queue before the cold server is as long as those of the others, or short.
    let waiting = |ramp| {
        let script = with(ramp).replace("until 22s", "until 15s");
        move |seed| world(&script, seed).traffic().service().servers()[0].queue.len() as f64
    };
    let [herd, slow] = [many(SEEDS, waiting(0)), many(SEEDS, waiting(20_000))];
    assert!(herd.mean > 100.0 && slow.mean < 20.0, "{herd:?} {slow:?}");
}

/// For each client its server just before something is done at 40 s and long after it; those who never asked are
/// left out.
fn homes(policy: &str, act: &str, seed: u64) -> Vec<(ServerId, ServerId)> {
    let at = |until: u64| {
        let settings = "sessions=400 rate=40 boot=1000 detect=0";
        world(&format!("balancing policy={policy} {settings}\nat 40s do {act}\nuntil {until}s"), seed)
    };
    let (before, after) = (at(39), at(120));
    let home = |world: &BalancingWorld, session| world.traffic().clients().sessions().home(session);
    (0..400)
        .map(ClientId)
        .filter_map(|session| Some((home(&before, session)?, home(&after, session)?)))
        .collect()
}

#[test]
fn a_server_that_leaves_takes_only_its_own_sessions_along_by_hash_of_address_and_on_a_ring() {
    for policy in ["ip-hash", "consistent-hash"] {
        for seed in 1..=5 {
            let homes = homes(policy, "remove n2", seed);
            let moved = homes.iter().filter(|(before, after)| before != after).count();
            assert!(
                homes.iter().all(|(before, after)| (*before == ServerId(1)) == (before != after)),
                "{policy}: {homes:?}"
            );
            assert!((40..=120).contains(&moved), "{policy}: about a fifth of 400, not {moved}");
        }
    }
}

#[test]
fn a_server_that_joins_moves_most_sessions_by_hash_of_address_and_on_a_ring_only_those_it_takes() {
    for seed in 1..=5 {
        let moved = |policy: &str| {
            let homes = homes(policy, "add 1", seed);
            let count = |of: fn(&&(ServerId, ServerId)) -> bool| homes.iter().filter(of).count() as f64;
            let moved = count(|(before, after)| before != after);
            (moved / homes.len() as f64, moved - count(|(_, after)| *after == ServerId(5)))
        };
        let [(modulo, between), (ring, between_old), (maglev, _)] =
            ["ip-hash", "consistent-hash", "maglev"].map(moved);
        // Of a remainder by 5 and one by 6, five of six differ.
        assert!((modulo - 5.0 / 6.0).abs() < 0.08 && between > 150.0, "{modulo} {between}");
        assert!(between_old == 0.0 && ring < 0.3 && maglev < 0.3, "{ring} {between_old} {maglev}");
    }
}

#[test]
fn replacing_a_server_breaks_fewer_sessions_on_a_ring_than_by_hash_of_address() {
    let replaced = |policy: &str| {
        format!(
            "balancing policy={policy} sessions=200 boot=1000 detect=0\n\
             at 20s do add 1\nat 25s do remove n2\nuntil 60s"
        )
    };
    let broken: Number = |world| world.traffic().metrics().sessions_lost as f64;
    less(broken, &replaced("consistent-hash"), &replaced("ip-hash"));
    less(broken, &replaced("maglev"), &replaced("ip-hash"));
}

#[test]
fn a_hedge_cuts_the_tail_where_a_server_is_slow_and_not_where_the_work_is_long() {
    let with =
        |settings: &str| format!("balancing policy=round-robin n=10 rate=20 hop=0 {settings}\nuntil 100s");
    less(P99, &with("speeds=one-slow hedge=200"), &with("speeds=one-slow"));
    // One request in ten is long wherever it goes: the second try is as much work again for nothing.
    less(MEAN, &with("work=bimodal"), &with("work=bimodal hedge=200"));
    let busy = |settings: &str| with(settings).replace("rate=20", "rate=70");
    less(P99, &busy("work=bimodal"), &busy("work=bimodal hedge=200"));
}

#[test]
fn more_balancers_that_share_nothing_make_least_connections_worse_and_reports_make_it_good_again() {
    let with = |settings: &str| format!("balancing n=20 rate=160 hop=0 {settings}\nuntil 60s");
    let (one, many) = ("policy=least-connections", "policy=least-connections balancers=16");
    less(P99, &with(one), &with(many));
    less(P99, &with("policy=join-shortest-queue balancers=16"), &with(many));
}
