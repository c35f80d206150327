//! The kernel: machines, disks, clocks and a network, with toys that do what they are told.

mod support;

use faultyard::process::{NodeId, Seed, SimDuration, SimTime};
use faultyard::sim::{Fault, Health, Loss, What, World};
use proptest::prelude::*;
use support::bench::{Bench, bench, with};
use support::toy::Do::{self, Cancel, Save, Say, Timer};

const MS: u64 = 1_000;
const IDLE: &[Do] = &[];

#[test]
fn things_at_the_same_time_happen_in_the_order_in_which_they_were_caused() {
    let mut bench = bench(&[&[Say(2, 1), Say(2, 2)], &[Say(2, 3)], &[Timer(7, 10 * MS)]]);
    bench.until(10 * MS);
    assert_eq!(bench.heard(2), [1, 2, 3]);
    assert_eq!(bench.fired(2), [(10 * MS, 7)]);
    let last: Vec<bool> =
        bench.trace.kept().rev().take(2).map(|r| matches!(r.what, What::Timer(_))).collect();
    assert_eq!(last, [true, false], "the timer of the node that came up last runs out last");
}

#[test]
fn a_crash_while_the_disk_writes_loses_the_write_and_the_message_behind_it() {
    for (crash_at, saved, heard) in [(4_999, vec![], vec![]), (5_000, vec![7], vec![8])] {
        let mut bench = with(&[&[Save(7), Say(1, 8)], IDLE], &[], 10_000..=10_000, 5_000, 1);
        bench.until(crash_at).inject("crash n1").until(100 * MS);
        assert_eq!((bench.saved(0), bench.heard(1)), (saved, heard), "crash at {crash_at} us");
    }
}

#[test]
fn a_restart_brings_back_what_is_on_the_disk_and_nothing_else() {
    let mut bench = with(&[&[Save(1)], &[Say(0, 5)]], &[], 10_000..=10_000, 1_000, 1);
    bench.until(20 * MS);
    assert_eq!((bench.heard(0), bench.toy(0).found.0.clone()), (vec![5], vec![]));
    bench.inject("crash n1");
    assert_eq!(bench.heard(0), [0; 0], "memory is gone with the crash, not with the restart");
    bench.until(30 * MS).inject("restart n1");
    assert_eq!(bench.toy(0).found.0, [1], "the second write is still under way");
    bench.until(40 * MS);
    assert_eq!((bench.saved(0), bench.heard(0)), (vec![1, 1], vec![]));
}

#[test]
fn a_message_that_arrives_at_the_very_moment_the_disk_is_done_waits_for_what_the_disk_held_up() {
    // n2 speaks at 0 and is heard by n1 at 10 ms; n1 begins a write of 5 ms at 5 ms.
    let orders: &[(u8, Do)] = &[(1, Save(1)), (1, Say(1, 2)), (2, Save(3)), (2, Say(1, 4))];
    let mut bench =
        with(&[&[Timer(1, 5 * MS), Timer(2, 10 * MS)], &[Say(0, 9)]], orders, 10_000..=10_000, 5_000, 1);
    bench.until(100 * MS);
    assert_eq!(bench.saved(0), [1, 3], "neither write is lost");
    assert_eq!((bench.heard(0), bench.heard(1)), (vec![9], vec![2, 4]));
    assert_eq!(
        bench.arrivals(),
        [10 * MS, 20 * MS, 25 * MS],
        "the second step begins when the first is done"
    );
}

#[test]
fn timers_of_an_earlier_incarnation_never_fire() {
    // The first incarnation has set timer 2 for 60 ms when it crashes; the second has only set timer 1.
    let mut bench = with(&[&[Timer(1, 10 * MS)]], &[(1, Timer(2, 50 * MS))], 1..=1, 0, 1);
    bench.until(20 * MS).inject("crash n1").until(55 * MS).inject("restart n1").until(64 * MS);
    assert_eq!(bench.fired(0), [(0, 0); 0]);
    bench.until(200 * MS);
    assert_eq!(bench.fired(0), [(65 * MS, 1), (115 * MS, 2)]);
}

#[test]
fn what_a_step_wanted_before_the_crash_is_not_done_after_the_restart() {
    // The write of 10 to 15 ms is under way at the crash; the second incarnation writes from 30 to 35 ms.
    let orders = &[(1, Save(7)), (1, Say(1, 8))];
    let mut bench = with(&[&[Timer(1, 10 * MS)], IDLE], orders, 10_000..=10_000, 5_000, 1);
    bench.until(12 * MS).inject("crash n1").until(20 * MS).inject("restart n1").until(34 * MS);
    assert_eq!(bench.saved(0), [0; 0]);
    assert_eq!(bench.until(35 * MS).saved(0), [7]);
    assert_eq!(bench.until(100 * MS).heard(1), [8]);
}

#[test]
fn a_timer_that_is_set_again_or_cancelled_does_not_run_out_at_its_old_time() {
    let boot = &[Timer(1, 10 * MS), Timer(2, 10 * MS), Timer(1, 30 * MS), Cancel(2), Timer(3, 40 * MS)];
    let mut bench = with(&[boot], &[(3, Timer(3, 5 * MS))], 1..=1, 0, 1);
    bench.until(52 * MS);
    assert_eq!(bench.fired(0), [(30 * MS, 1), (40 * MS, 3), (45 * MS, 3), (50 * MS, 3)]);
}

#[test]
fn a_timer_that_is_cancelled_while_its_machine_stands_still_does_not_run_out() {
    // Both are due in the pause; the first cancels the second when the machine goes on.
    let mut bench = with(&[&[Timer(1, 10 * MS), Timer(2, 11 * MS)]], &[(1, Cancel(2))], 1..=1, 0, 1);
    bench.until(5 * MS).inject("pause n1 20ms").until(100 * MS);
    assert_eq!(bench.fired(0), [(25 * MS, 1)]);
}

#[test]
fn a_clock_that_runs_fast_shortens_timers_and_shows_more() {
    let mut bench = bench(&[&[Timer(1, 100 * MS)]]);
    bench.until(0).inject("drift n1 250000").inject("crash n1").inject("restart n1").until(100 * MS);
    let armed_by_a_fast_clock = bench.fired(0);
    assert_eq!(armed_by_a_fast_clock, [(100 * MS, 1)], "by its own clock, 100 ms have passed");
    assert_eq!(bench.trace.kept().next_back().map(|record| record.at), Some(SimTime(80 * MS)));
    let clock = bench.cluster.node(NodeId(0)).clock(SimTime(100 * MS));
    assert_eq!(clock, SimTime(125 * MS));
}

#[test]
fn a_clock_does_not_jump_when_its_drift_begins_changes_or_ends() {
    let mut bench = bench(&[IDLE]);
    let clock = |bench: &Bench| bench.cluster.node(NodeId(0)).clock(bench.now).0;
    for (at, drift, before) in
        [(1_000_000, 100_000, 1_000_000), (2_000_000, -100_000, 2_100_000), (3_000_000, 0, 3_000_000)]
    {
        bench.until(at);
        assert_eq!(clock(&bench), before);
        bench.inject(&format!("drift n1 {drift}"));
        assert_eq!(clock(&bench), before, "drift {drift} at {at} us");
    }
    assert_eq!(clock(bench.until(4_000_000)), 4_000_000);
}

#[test]
fn skew_moves_what_a_clock_shows_and_leaves_timers_alone() {
    let mut bench = bench(&[&[Timer(1, 100 * MS)]]);
    bench.until(10 * MS).inject("skew n1 -50ms");
    assert_eq!(bench.cluster.node(NodeId(0)).clock(SimTime(10 * MS)), SimTime::ZERO, "no clock is before 0");
    bench.until(100 * MS);
    assert_eq!(bench.fired(0), [(50 * MS, 1)]);
}

#[test]
fn a_pause_delays_and_then_delivers_everything_in_order() {
    let mut bench = bench(&[IDLE, &[Say(0, 1), Say(0, 2)], &[Say(0, 3)]]);
    bench.until(5 * MS).inject("pause n1 100ms").until(104 * MS);
    assert_eq!((bench.heard(0), health(&bench)), (vec![], Health::Paused));
    bench.until(105 * MS);
    assert_eq!((bench.heard(0), health(&bench)), (vec![1, 2, 3], Health::Up));
    assert!(bench.toy(0).heard.iter().all(|(at, ..)| *at == SimTime(105 * MS)));
}

fn health(bench: &Bench) -> Health {
    bench.cluster.node(NodeId(0)).health(bench.now)
}

#[test]
fn a_message_that_comes_at_the_end_of_a_pause_does_not_overtake_those_that_waited() {
    let mut bench = bench(&[IDLE, &[Say(0, 1), Say(0, 2)]]);
    bench.until(5 * MS).inject("delay m2 20ms").inject("pause n1 25ms").until(30 * MS);
    assert_eq!(bench.heard(0), [1, 2]);
}

#[test]
fn a_short_pause_within_a_long_one_does_not_end_it() {
    let mut bench = with(&[IDLE, &[Timer(1, 20 * MS)]], &[(1, Say(0, 1))], 10_000..=10_000, 0, 1);
    bench.until(5 * MS).inject("pause n1 100ms").until(20 * MS).inject("pause n1 1ms").until(104 * MS);
    assert_eq!(bench.heard(0), [0; 0], "the message came at 30 ms");
    assert_eq!(bench.until(105 * MS).heard(0), [1]);
}

#[test]
fn a_crash_in_a_pause_loses_what_waited() {
    let mut bench = with(&[IDLE, &[Say(0, 1), Timer(1, 50 * MS)]], &[(1, Say(0, 2))], 10_000..=10_000, 0, 1);
    bench.until(5 * MS).inject("pause n1 100ms").until(20 * MS).inject("crash n1").inject("restart n1");
    assert_eq!(health(&bench), Health::Up, "a machine that came up again does not stand still");
    assert_eq!(bench.until(500 * MS).heard(0), [2], "the second message came after the restart");
}

#[test]
fn a_slow_machine_takes_its_time_for_each_event_and_keeps_their_order() {
    let mut bench = with(&[IDLE, &[Say(0, 1), Say(0, 2), Say(0, 3)]], &[], 10_000..=10_000, 0, 1);
    bench.until(5 * MS).inject("slow n1 20ms").until(500 * MS);
    let heard: Vec<u64> = bench.toy(0).heard.iter().map(|(at, ..)| at.0 / MS).collect();
    assert_eq!((bench.heard(0), heard), (vec![1, 2, 3], vec![10, 30, 50]));
    bench.inject("slow n1 0s");
    assert_eq!(health(&bench), Health::Up);
}

#[test]
fn a_cut_is_one_way_and_a_join_ends_it() {
    let chat = &[(1, Say(0, 5)), (1, Say(1, 6)), (1, Timer(1, 10 * MS))];
    let boot: &[Do] = &[Timer(1, 0)];
    let mut bench = with(&[boot, boot], chat, 1..=1, 0, 1);
    bench.until(MS).inject("cut n1>n2").until(11 * MS);
    let from = |bench: &Bench, to: u16, from: u16| {
        bench.toy(to).heard.iter().filter(|(_, who, _)| *who == NodeId(from)).count()
    };
    assert_eq!((from(&bench, 1, 0), from(&bench, 0, 1)), (1, 2));
    bench.inject("join n1>n2").until(21 * MS);
    assert_eq!((from(&bench, 1, 0), from(&bench, 0, 1)), (2, 3));
}

#[test]
fn a_partition_lets_through_only_what_stays_on_its_side_until_it_is_healed() {
    let to_all: &[(u8, Do)] = &[(1, Say(0, 1)), (1, Say(1, 2)), (1, Say(2, 3)), (1, Timer(1, 10 * MS))];
    let boot: &[Do] = &[Timer(1, 5 * MS)];
    let mut bench = with(&[boot, boot, boot], to_all, 1..=1, 0, 1);
    bench.until(0).inject("partition n1,n2|n3").until(6 * MS);
    let heard: Vec<usize> = (0..3).map(|node| bench.heard(node).len()).collect();
    assert_eq!(heard, [2, 2, 1], "each hears its own side");
    assert!(bench.losses().iter().all(|why| *why == Loss::Cut) && bench.losses().len() == 4);
    bench.inject("heal").until(16 * MS);
    assert_eq!((bench.heard(2).len(), bench.losses().len()), (4, 4));
}

#[test]
fn a_message_in_flight_when_its_way_is_cut_is_lost_and_a_cut_that_ends_in_time_does_no_harm() {
    let mut bench = bench(&[&[Say(1, 1)], IDLE]);
    bench.until(5 * MS).inject("cut n1>n2").until(20 * MS);
    assert_eq!((bench.heard(1), bench.losses()), (vec![], vec![Loss::Cut]));
    let mut bench = self::bench(&[&[Say(1, 1)], IDLE]);
    bench.until(5 * MS).inject("cut n1>n2").until(6 * MS).inject("heal").until(20 * MS);
    assert_eq!(bench.heard(1), [1]);
}

#[test]
fn a_message_to_a_machine_that_is_down_is_lost_and_says_so() {
    let mut bench = bench(&[&[Say(1, 1)], IDLE]);
    bench.until(5 * MS).inject("crash n2").until(20 * MS);
    assert_eq!(bench.losses(), [Loss::Down]);
}

/// A node that says `count` numbers at once, to count what becomes of them.
fn burst(fault: &str, count: u32, seed: u64) -> Bench {
    let boot: Vec<Do> = std::iter::once(Timer(1, 1)).collect();
    let orders: Vec<(u8, Do)> = (0..count).map(|number| (1, Say(1, number))).collect();
    let mut bench = with(&[&boot, IDLE], &orders, 10_000..=10_000, 0, seed);
    bench.until(0).inject(fault).until(60_000_000);
    bench
}

#[test]
fn a_tenth_of_messages_is_lost_at_a_loss_of_ten_percent() {
    let bench = burst("loss * 10%", 20_000, 3);
    // Binomial: mean 2,000, standard deviation 42.4; five of them err once in 1.7 million seeds.
    let lost = bench.losses().len();
    assert!((1_788..=2_212).contains(&lost), "{lost}");
    assert_eq!(bench.heard(1).len() + lost, 20_000);
}

#[test]
fn all_are_lost_at_a_hundred_percent_and_none_at_zero() {
    assert_eq!(burst("loss * 100%", 2_000, 3).heard(1).len(), 0);
    assert_eq!(burst("loss * 0%", 2_000, 3).heard(1).len(), 2_000);
}

#[test]
fn one_message_in_twenty_arrives_twice_at_a_duplication_of_five_percent() {
    let bench = burst("duplicate n1>n2 5%", 20_000, 3);
    let twice = bench.heard(1).len() - 20_000;
    // Binomial: mean 1,000, standard deviation 30.8; five of them.
    assert!((846..=1_154).contains(&twice), "{twice}");
}

#[test]
fn a_third_of_messages_is_held_back_by_up_to_the_given_time() {
    let bench = burst("reorder * 33.3% 50ms", 20_000, 3);
    let at: Vec<u64> = bench.toy(1).heard.iter().map(|(at, ..)| at.0).collect();
    let late: Vec<u64> = at.iter().map(|at| at - 10_001).filter(|late| *late > 0).collect();
    // Binomial: mean 6,660, standard deviation 66.6; five of them.
    assert!((6_327..=6_993).contains(&late.len()), "{}", late.len());
    assert!(late.iter().all(|late| *late <= 50 * MS));
    // Uniform up to 50 ms: mean 25, standard error 14.4 / sqrt(6,660) = 0.18; five of them.
    let mean = late.iter().sum::<u64>() as f64 / late.len() as f64 / 1e3;
    assert!((mean - 25.0).abs() < 0.9, "{mean} ms");
    assert!(bench.heard(1).windows(2).any(|pair| pair[0] > pair[1]), "nothing was overtaken");
}

#[test]
fn latency_is_spread_evenly_between_its_bounds() {
    let bench = burst("latency n1>n2 10ms..30ms", 20_000, 3);
    let takes: Vec<u64> = bench.toy(1).heard.iter().map(|(at, ..)| at.0 - 1).collect();
    assert!(takes.iter().all(|us| (10 * MS..=30 * MS).contains(us)));
    // Standard error 5.77 ms / sqrt(20,000) = 0.041; five of them.
    let mean = takes.iter().sum::<u64>() as f64 / 20_000.0 / 1e3;
    assert!((mean - 20.0).abs() < 0.21, "{mean} ms");
    let fast = takes.iter().filter(|us| **us < 15 * MS).count();
    assert!((4_694..=5_306).contains(&fast), "{fast} in the lower quarter; 5,000 and five times 61.2");
}

#[test]
fn a_message_in_flight_can_be_dropped_delayed_and_copied_by_its_number() {
    let mut bench = bench(&[&[Say(1, 1), Say(1, 2), Say(1, 3)], IDLE]);
    bench.until(5 * MS).inject("drop m1").inject("delay m2 20ms").inject("copy m3").until(100 * MS);
    let heard: Vec<(u64, u32)> = bench.toy(1).heard.iter().map(|(at, _, n)| (at.0 / MS, *n)).collect();
    assert_eq!(heard, [(10, 3), (15, 3), (30, 2)]);
    assert_eq!(bench.losses(), [Loss::Dropped]);
}

#[test]
fn a_message_that_is_not_on_its_way_cannot_be_dropped_delayed_or_copied() {
    let mut bench = bench(&[&[Say(1, 1)], IDLE]);
    bench.until(20 * MS);
    for fault in ["drop m1", "delay m1 5ms", "copy m1", "drop m99"] {
        let why = bench.try_inject(fault).expect_err(fault);
        assert!(why.contains("not on its way"), "{fault}: {why}");
    }
}

#[test]
fn the_slot_of_a_dropped_message_is_used_again_without_harm() {
    // m1 would have landed at 10 ms; its slot holds m2 then, which is due at 16 ms.
    let mut bench = with(&[&[Say(1, 1), Timer(1, 6 * MS)], IDLE], &[(1, Say(1, 2))], 10_000..=10_000, 0, 1);
    bench.until(5 * MS).inject("drop m1").until(15 * MS);
    assert_eq!(bench.heard(1), [0; 0]);
    assert_eq!(bench.until(16 * MS).heard(1), [2]);
}

#[test]
#[should_panic(expected = "sent before the write")]
fn a_process_that_sends_before_it_persists_is_stopped() {
    bench(&[&[Say(1, 1), Save(1)], IDLE]).until(0);
}

#[test]
fn what_cannot_happen_is_refused_with_a_sentence_and_changes_nothing() {
    let mut bench = bench(&[IDLE, &[Say(0, 1)]]);
    bench.until(5 * MS).inject("crash n2");
    let digest = bench.cluster.digest();
    for (fault, sentence) in [
        ("restart n1", "n1 is up"),
        ("crash n2", "n2 is down already"),
        ("pause n2 5ms", "n2 is down"),
        ("crash n3", "there is no n3"),
        ("partition n1|n9", "there is no n9"),
        ("loss n1>n4 5%", "there is no n4"),
        ("lies n1", "no lies"),
        ("drop m99", "m99 is not on its way"),
    ] {
        let why = bench.try_inject(fault).expect_err(fault);
        assert!(why.contains(sentence), "{fault}: {why}");
        assert_eq!(bench.cluster.digest(), digest, "{fault} left a mark");
    }
}

#[test]
fn a_lost_disk_is_empty_and_takes_a_running_machine_down() {
    let mut bench = bench(&[&[Save(1)]]);
    bench.until(5 * MS).inject("lose-disk n1");
    assert_eq!((bench.saved(0), health(&bench)), (vec![], Health::Down));
    bench.inject("restart n1");
    assert_eq!(bench.toy(0).found.0, [0; 0]);
    bench.inject("crash n1").inject("lose-disk n1");
    assert_eq!(bench.saved(0), [0; 0], "a machine that is down can lose its disk, too");
}

#[test]
fn a_silent_node_hears_and_says_nothing_until_it_is_honest_again() {
    let boot: &[Do] = &[Timer(1, 10 * MS)];
    let mut bench = with(&[boot, IDLE], &[(1, Say(1, 1)), (1, Timer(1, 10 * MS))], 1..=1, 0, 1);
    bench.until(0).inject("silent n1").until(15 * MS);
    assert_eq!((bench.heard(1), bench.cluster.messages_sent()), (vec![], 0));
    assert_eq!(bench.inject("honest n1").until(25 * MS).heard(1), [1]);
}

#[test]
fn each_arrival_names_its_sending_and_each_consequence_its_arrival() {
    let mut bench = with(&[&[Say(1, 1), Timer(1, MS)], IDLE], &[(1, Say(1, 2))], 10_000..=10_000, 0, 1);
    bench.until(5 * MS).inject("duplicate * 100%").inject("drop m2").until(100 * MS);
    let records: Vec<_> = bench.trace.kept().collect();
    assert!(
        records.iter().enumerate().all(|(place, record)| record.id == place as u64),
        "ids increase by one"
    );
    let cause = |record: &faultyard::sim::Record<_>| record.cause.map(|id| &records[id as usize].what);
    let mut seen = [0; 3];
    for record in &records {
        match (&record.what, cause(record)) {
            (What::Received(m, _), Some(What::Sent(sent, _))) if m == sent => seen[0] += 1,
            (What::Lost(m, ..), Some(What::Sent(sent, _))) if m == sent => seen[1] += 1,
            (What::Note(_), Some(What::Received(..))) => seen[2] += 1,
            (What::Sent(..) | What::Timer(_), None | Some(What::Timer(_))) => {}
            (what, cause) => panic!("{what:?} because of {cause:?}"),
        }
        assert!(record.cause.is_none_or(|cause| cause < record.id) && record.began <= record.at);
    }
    assert_eq!(seen, [1, 1, 1]);
}

#[test]
fn a_copy_of_a_cluster_goes_on_exactly_as_the_original() {
    let noisy = [(1, Say(0, 1)), (1, Say(1, 2)), (2, Save(3)), (2, Timer(1, 7 * MS)), (1, Timer(2, 3 * MS))];
    let boot: &[Do] = &[Save(0), Timer(1, MS)];
    let mut original = with(&[boot, boot, boot], &noisy, 1_000..=20_000, 700, 5);
    original
        .until(50 * MS)
        .inject("loss * 20%")
        .inject("duplicate * 20%")
        .inject("reorder * 50% 30ms")
        .until(333 * MS);
    let mut copy =
        Bench { cluster: original.cluster.clone(), trace: original.trace.clone(), now: original.now };
    original.until(5_000 * MS);
    copy.until(5_000 * MS);
    assert!(original.trace.next_id() > 1_000, "too little happened for this to mean anything");
    assert_eq!(original.cluster.digest(), copy.cluster.digest());
    assert_eq!(format!("{:?}", original.trace), format!("{:?}", copy.trace));
    copy.inject("crash n1");
    assert_ne!(original.cluster.digest(), copy.cluster.digest(), "the digest sees a crash");
}

#[test]
fn the_digest_tells_seeds_apart() {
    let digest = |seed| burst("loss * 50%", 100, seed).cluster.digest();
    assert_eq!(digest(1), digest(1));
    assert_ne!(digest(1), digest(2));
}

/// Any fault that can be said about three nodes, with lengths of time from nothing to a year.
fn any_fault() -> impl Strategy<Value = Fault> {
    let node = (0..4_u16).prop_map(NodeId);
    let length = prop_oneof![0..50_000_u64, Just(32_000_000_000_000)].prop_map(SimDuration);
    let ppm = prop_oneof![Just(0), Just(1_000_000), 0..1_000_000_u32];
    (0..17_u32, node.clone(), node, length, ppm).prop_map(|(kind, a, b, length, ppm)| match kind {
        0 => Fault::Crash(a),
        1 | 2 => Fault::Restart(a),
        3 => Fault::Pause(a, length),
        4 => Fault::Slow(a, length),
        5 => Fault::LoseDisk(a),
        6 => Fault::Skew(a, length.0.min(3_600_000_000) as i64 * if ppm > 9 { 1 } else { -1 }),
        7 => Fault::Drift(a, (ppm as i32 - 500_000).clamp(-500_000, 500_000)),
        8 => Fault::Cut(a, b),
        9 => Fault::Join(a, b),
        10 => Fault::Partition(vec![vec![a], vec![b]]),
        11 => Fault::Heal,
        12 => Fault::Latency(faultyard::sim::Path::Link(a, b), SimDuration(0), length),
        13 => Fault::Loss(faultyard::sim::Path::All, ppm),
        14 => Fault::Duplicate(faultyard::sim::Path::All, ppm / 2),
        15 => Fault::Reorder(faultyard::sim::Path::All, ppm, length),
        _ => Fault::Delay(faultyard::sim::MessageId(u64::from(ppm % 50)), length),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_faults_in_any_order_stop_the_machine_or_turn_back_its_time(
        faults in prop::collection::vec((0..20_000_u64, any_fault()), 0..30),
        seed in 0..100_u64,
    ) {
        let chat = [(1, Say(0, 1)), (1, Say(1, 2)), (1, Say(2, 3)), (1, Timer(1, 5 * MS)), (2, Save(1)), (2, Timer(2, 4 * MS))];
        let boot: &[Do] = &[Save(1), Timer(1, MS), Timer(2, MS)];
        let mut bench = with(&[boot, boot, boot], &chat, 0..=8_000, 600, Seed(seed).0);
        for (wait, fault) in faults {
            bench.until(bench.now.0 + wait);
            let before = bench.cluster.digest();
            if bench.cluster.inject(bench.now, &fault, &mut bench.trace).is_err() {
                prop_assert_eq!(bench.cluster.digest(), before, "{} was refused but left a mark", fault);
            }
        }
        bench.until(bench.now.0 + 100 * MS);
        let times: Vec<_> = bench.trace.kept().map(|record| record.at).collect();
        prop_assert!(times.windows(2).all(|pair| pair[0] <= pair[1]));
    }
}
