//! The player: a run is a pure function of its scenario and a time, however one gets there.

mod support;

use faultyard::lab::{Run, Verdict};
use faultyard::process::SimTime;
use faultyard::sim::Input;
use proptest::prelude::*;
use support::{everything, measures_until, ms, open};

/// Some 400 events a simulated second, so that a dozen seconds have several checkpoints, with faults on the way.
const BUSY: &str = "token-ring n=5 hold=1 disk=0.2 seed=7\nat 900ms pause n2 30ms\nat 1500ms duplicate * 0.5%\n\
    at 2s drift n3 -200000\nat 2500ms set hold=2\nat 3s crash n4\nat 3s restart n4\nat 3200ms do count 7\n\
    at 4s set disk=0.1\nat 5s lose-disk n1\nat 5s restart n1\nat 8s do count seven";

fn act(run: &mut dyn Run, input: &str) -> Result<(), String> {
    run.act(Input::parse(input).expect("an input"))
}

fn verdict(run: &dyn Run, name: &str) -> Verdict {
    run.verdicts().into_iter().find(|verdict| verdict.name == name).expect("a property of this name")
}

/// The run of `text`, straight to `at` in one step.
fn straight(text: &str, at: SimTime) -> Box<dyn Run> {
    let mut run = open(text);
    assert!(run.advance(at, u64::MAX));
    run
}

#[test]
fn one_big_step_and_many_small_ones_come_to_the_same() {
    let whole = straight(BUSY, ms(12_000));
    assert!(whole.position().event > 4 * 1_024, "only {} events", whole.position().event);
    for (step_us, most) in [(1_000, u64::MAX), (16_667, 3), (333_333, 100)] {
        let mut run = open(BUSY);
        let mut to = 0;
        while run.position().now < ms(12_000) {
            to = (to + step_us).min(12_000_000);
            while !run.advance(SimTime(to), most) {}
        }
        assert_eq!(everything(&*run), everything(&*whole), "steps of {step_us} us, {most} events each");
    }
}

#[test]
fn stepping_event_by_event_comes_to_the_same_as_playing() {
    let whole = straight(BUSY, ms(2_000));
    let mut run = open(BUSY);
    while run.next_at().is_some_and(|at| at <= ms(2_000)) {
        run.seek_event(run.position().event + 1);
    }
    run.advance(ms(2_000), u64::MAX);
    assert_eq!(everything(&*run), everything(&*whole));
}

/// One way of going somewhere.
#[derive(Clone, Debug)]
enum Go {
    Seek(u64),
    Event(u64),
    Frame(u64, u64),
}

fn anywhere() -> impl Strategy<Value = Go> {
    prop_oneof![
        (0..9_000_000_u64).prop_map(Go::Seek),
        (0..90_u64).prop_map(|tenths| Go::Seek(tenths * 100_000)),
        (0..6_000_u64).prop_map(Go::Event),
        (0..400_000_u64, 1..900_u64).prop_map(|(us, most)| Go::Frame(us, most)),
    ]
}

fn go(run: &mut dyn Run, way: &Go) {
    match *way {
        Go::Seek(us) => run.seek(SimTime(us)),
        Go::Event(event) => run.seek_event(event),
        Go::Frame(us, most) => {
            run.advance(SimTime(run.position().now.0 + us), most);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn wherever_one_has_been_before_a_time_shows_the_same(
        ways in prop::collection::vec(anywhere(), 1..14),
        at in 0..9_000_000_u64,
    ) {
        let mut run = open(BUSY);
        ways.iter().for_each(|way| go(&mut *run, way));
        run.seek(SimTime(at));
        let other = straight(BUSY, SimTime(at));
        prop_assert_eq!(everything(&*run), everything(&*other));
        prop_assert_eq!(measures_until(&*run, SimTime(at)), measures_until(&*other, SimTime(at)));
    }

    #[test]
    fn an_event_shows_the_same_whichever_way_one_came_to_it(
        ways in prop::collection::vec(anywhere(), 1..8),
        event in 0..5_000_u64,
    ) {
        let (mut run, mut other) = (open(BUSY), open(BUSY));
        ways.iter().for_each(|way| go(&mut *run, way));
        run.seek_event(event);
        other.seek_event(event);
        prop_assert_eq!(everything(&*run), everything(&*other));
    }

    #[test]
    fn acts_at_random_moments_give_the_run_that_their_script_gives(
        acts in prop::collection::vec((anywhere(), 0..8_usize), 1..7),
        end in 0..4_000_000_u64,
    ) {
        const ACTS: [&str; 8] = ["crash n1", "restart n1", "cut n1>n2", "heal", "set hold=9", "pause n3 50ms",
            "duplicate * 10%", "do count 3"];
        let mut run = open(BUSY);
        for (way, number) in acts {
            go(&mut *run, &way);
            let _ = act(&mut *run, ACTS[number]);
        }
        let end = SimTime(run.position().now.0 + end);
        run.seek(end);
        let mut again = (support::find("token-ring").unwrap().open)(run.scenario());
        again.seek(end);
        prop_assert_eq!(everything(&*run), everything(&*again), "{}", run.scenario());
    }
}

#[test]
fn a_run_of_a_hundred_checkpoints_shows_the_same_wherever_one_goes() {
    // Some 180,000 events and more records than the trace keeps: checkpoints are thinned, old records forgotten.
    let text = "token-ring n=3 hold=1 disk=0.1 seed=3\nat 30s set hold=1\nat 100s crash n9";
    let mut run = straight(text, ms(480_000));
    let end = everything(&*run);
    assert!(run.position().event > 100 * 1_024, "only {} events", run.position().event);
    assert!(run.position().record > 60_000, "only {} records", run.position().record);
    for at in [470_123, 60_000, 60_001, 250_777, 1, 0, 31_000, 400_000] {
        run.seek(ms(at));
        let mut other = straight(text, ms(at));
        assert_eq!(run.digest(), other.digest(), "at {at} ms");
        assert_eq!(format!("{:?}", run.verdicts()), format!("{:?}", other.verdicts()), "at {at} ms");
        assert_eq!(measures_until(&*run, ms(at)), measures_until(&*other, ms(at)), "at {at} ms");
        let latest = |run: &dyn Run| run.events(run.position().record.saturating_sub(50), 50);
        assert_eq!(latest(&*run), latest(&*other), "the log at {at} ms");
        let event = run.position().event;
        run.seek_event(event / 2);
        other.seek_event(event / 2);
        assert_eq!(run.digest(), other.digest(), "at event {}", event / 2);
    }
    for k in 1..40 {
        run.seek(ms(480_000));
        run.seek_event(1_024 * k + 1);
        let before = run.position().record;
        assert!(run.events(before - 50, 50).len() == 50, "the log is empty just after checkpoint {k}");
    }
    run.seek(ms(480_000));
    assert_eq!(everything(&*run).lines().next(), end.lines().next());
    assert!(run.memory() < 48 << 20, "{} bytes", run.memory());
}

#[test]
fn an_act_in_the_past_makes_a_branch_and_the_original_can_be_returned_to() {
    let mut run = straight(BUSY, ms(6_000));
    let original = everything(&*run);
    run.seek(ms(3_500));
    act(&mut *run, "crash n2").unwrap();
    assert_eq!(run.branches().len(), 1);
    assert_eq!(run.branches()[0].seen, ms(6_000));
    run.seek(ms(6_000));
    let other = everything(&*run);
    assert_ne!(other, original);
    run.switch(0);
    assert_eq!(everything(&*run), original);
    assert_eq!(run.branches().len(), 1, "the run that was left took its place");
    run.switch(0);
    assert_eq!(everything(&*run), other);
}

#[test]
fn an_act_at_the_front_makes_no_branch() {
    let mut run = straight("token-ring seed=1", ms(1_000));
    act(&mut *run, "crash n2").unwrap();
    run.seek(ms(2_000));
    act(&mut *run, "restart n2").unwrap();
    assert_eq!(run.branches(), []);
    assert_eq!(run.scenario().to_string(), "token-ring seed=1\nat 1s crash n2\nat 2s restart n2\n");
}

#[test]
fn what_was_planned_and_not_yet_seen_stays_planned_and_what_was_seen_goes() {
    let text = "shelf\nat 1s do put a\nat 2s do put b\nat 3s do put c\nat 9s do put z";
    let mut run = straight(text, ms(5_000));
    run.seek(ms(1_500));
    act(&mut *run, "do put x").unwrap();
    assert_eq!(
        run.scenario().to_string(),
        "shelf seed=0\nat 1s do put a\nat 1500ms do put x\nat 9s do put z\n"
    );
    assert_eq!(straight(text, ms(5_000)).scenario(), &run.branches()[0].scenario);
}

#[test]
fn of_two_inputs_at_one_moment_the_one_not_yet_seen_stays_planned() {
    let mut run = open("shelf\nat 1s do put a\nat 2s do put b\nat 2s do put c");
    run.seek_event(2);
    run.seek_event(1);
    act(&mut *run, "do put x").unwrap();
    assert_eq!(run.scenario().to_string(), "shelf seed=0\nat 1s do put a\nat 1s do put x\nat 2s do put c\n");
}

#[test]
fn a_refused_act_leaves_no_mark() {
    let mut run = straight(BUSY, ms(4_000));
    run.seek(ms(2_200));
    let (before, scenario) = (everything(&*run), run.scenario().clone());
    for (input, sentence) in [
        ("restart n1", "n1 is up"),
        ("crash n77", "there is no n77"),
        ("set n=4", "cannot change while"),
        ("set colour=red", "colour"),
        ("set hold=long", "long"),
        ("do count x", "not a number"),
        ("do dance", "no command \"dance\": count"),
    ] {
        let why = act(&mut *run, input).expect_err(input);
        assert!(why.contains(sentence), "{input}: {why}");
    }
    assert_eq!((everything(&*run), run.scenario()), (before, &scenario));
    assert_eq!(
        (run.branches(), run.warnings(), run.position().seen),
        ([].as_slice(), [].as_slice(), ms(4_000))
    );
}

#[test]
fn an_act_is_seen_with_all_that_follows_at_once() {
    let mut run = straight("token-ring seed=1 hold=20", ms(1_000));
    while run.events(0, usize::MAX).last().is_none_or(|event| event.kind != "sent") {
        run.seek_event(run.position().event + 1);
    }
    let message = run.events(0, usize::MAX).last().unwrap().message.unwrap();
    act(&mut *run, &format!("drop {message}")).unwrap();
    let last = run.events(0, usize::MAX).pop().unwrap();
    assert_eq!((last.kind, last.message, last.at), ("lost", Some(message), run.position().now));
}

#[test]
fn a_live_parameter_becomes_an_input_and_replays() {
    let mut run = straight("token-ring seed=2", ms(2_000));
    run.set("hold", "100").unwrap();
    assert_eq!(
        (run.scenario().to_string().as_str(), run.values()[1]),
        ("token-ring seed=2\nat 2s set hold=100\n", 100)
    );
    run.seek(ms(5_000));
    let end = everything(&*run);
    run.seek(ms(1_000));
    assert_eq!(run.values()[1], 20, "before the change, the parameter has its old value");
    run.seek(ms(5_000));
    assert_eq!(everything(&*run), end);
    assert_ne!(run.digest(), straight("token-ring seed=2", ms(5_000)).digest(), "the change changed nothing");
}

#[test]
fn a_parameter_of_the_build_starts_the_run_again_and_keeps_the_time_the_inputs_and_the_branches() {
    let mut run = straight("token-ring seed=2\nat 500ms pause n1 50ms", ms(2_000));
    run.seek(ms(1_000));
    act(&mut *run, "crash n2").unwrap();
    run.set("n", "4").unwrap();
    assert_eq!((run.position().now, run.values()[0], run.branches().len()), (ms(1_000), 4, 1));
    let text = "token-ring n=4 seed=2\nat 500ms pause n1 50ms\nat 1s crash n2\n";
    assert_eq!(run.scenario().to_string(), text);
    assert_eq!(everything(&*run), everything(&*straight(text, ms(1_000))));
    run.set("n", "3").unwrap();
    assert_eq!(run.scenario().params, [], "a default is not written down");
}

#[test]
fn a_live_parameter_set_before_the_run_begins_is_part_of_its_build() {
    let mut run = open("token-ring seed=2");
    run.set("hold", "50").unwrap();
    assert_eq!(run.scenario().to_string(), "token-ring hold=50 seed=2\n");
    assert!(run.set("hold", "very").unwrap_err().contains("very") && run.set("x", "1").is_err());
    assert_eq!(run.values()[1], 50);
}

#[test]
fn what_is_not_kept_in_time_is_broken_exactly_then_even_when_nothing_happens() {
    let mut run = open("shelf\nat 200ms do put a\nat 700ms do clear");
    let standing = |run: &dyn Run| {
        let Verdict { kept, broken, since, .. } = verdict(run, "A book within a second");
        (kept, broken, since)
    };
    run.seek(ms(500));
    assert_eq!(standing(&*run), (true, false, Some(ms(200))));
    run.seek(SimTime(1_699_999));
    assert_eq!(standing(&*run), (false, false, Some(ms(700))));
    run.seek(ms(1_700));
    assert_eq!(standing(&*run), (false, true, Some(ms(1_700))));
    run.seek(ms(9_000));
    assert_eq!(standing(&*run), (false, true, Some(ms(1_700))));
    run.seek(SimTime(1_699_999));
    assert_eq!(standing(&*run), (false, false, Some(ms(700))), "before it is broken, it is not broken");
}

#[test]
fn what_holds_again_at_the_last_moment_is_kept() {
    let run = straight("shelf\nat 200ms do put a\nat 700ms do clear\nat 1700ms do put b", ms(9_000));
    assert!(verdict(&*run, "A book within a second").kept);
    let run = straight("shelf\nat 200ms do put a\nat 700ms do clear\nat 1700001us do put b", ms(9_000));
    assert!(verdict(&*run, "A book within a second").broken);
}

#[test]
fn a_promise_that_holds_always_is_broken_for_good_but_not_before_it_was_broken() {
    let mut run = open("shelf\nat 1s do put a\nat 2s do list b,b\nat 3s do clear\nat 3s do put b");
    run.seek(ms(5_000));
    let after = verdict(&*run, "Each book once");
    assert!(after.broken && !after.kept && after.since == Some(ms(2_000)) && after.text.contains("twice"));
    run.seek(ms(1_999));
    let before = verdict(&*run, "Each book once");
    assert!(before.kept && !before.broken && before.text.is_empty());
}

#[test]
fn a_world_that_is_wrong_from_the_start_is_judged_before_anything_happens() {
    assert!(verdict(&*open("shelf broken=1"), "Each book once").broken);
    assert!(!verdict(&*open("shelf"), "Each book once").broken);
    let run = straight("shelf", ms(1_000));
    assert!(
        verdict(&*run, "A book within a second").broken,
        "an empty world without events has to keep it, too"
    );
}

#[test]
fn what_has_never_happened_is_not_said_to_have_happened() {
    let happened = |text: &str, until: u64| {
        let run = straight(text, ms(until));
        let claim = faultyard::lab::Expectation::Sometimes("Three books".into());
        let Verdict { kept, since, held, .. } = verdict(&*run, "Three books");
        assert_eq!((kept, since), (claim.check(&*run).is_ok(), held), "{text}");
        held
    };
    assert_eq!(happened("shelf", 5_000), None);
    assert_eq!(happened("shelf\nat 1s do put a\nat 1s do put b", 5_000), None);
    assert_eq!(
        happened("shelf\nat 1s do put a\nat 1s do put b\nat 2s do put c\nat 3s do clear", 5_000),
        Some(ms(2_000))
    );
}

#[test]
fn a_formula_speaks_of_the_run_as_it_is_set_now_and_says_why_when_it_cannot() {
    let mut run = straight("token-ring seed=4", ms(10_000));
    let passed = run.series().into_iter().find(|series| series.key == "passed").expect("a measure");
    let expected = run.theory()[0].value.clone().expect("nothing is down");
    // 400 steps with a standard deviation of 2.5 ms each: five of the mean's are 2.3 %.
    let rate = f64::from(passed.now) / 10.0;
    assert!((rate / expected - 1.0).abs() < 0.023, "{rate} tokens a second, not {expected}");
    act(&mut *run, "set hold=40").expect("a live parameter");
    assert!(run.theory()[0].value.clone().expect("a number") < 0.7 * expected);
    act(&mut *run, "crash n1").expect("a fault");
    assert_eq!(run.theory()[0].value, Err("a node is down".into()));
    run.seek(SimTime::ZERO);
    assert_eq!(run.theory()[0].value, Ok(expected));
}

#[test]
fn samples_lie_on_an_even_grid_and_see_everything_of_their_moment() {
    let text = "shelf\nat 250ms do put a\nat 600ms do put b\nat 750ms do put c";
    let books = |run: &dyn Run| measures_until(run, run.position().now)[0].1.clone();
    let mut run = straight(text, ms(1_000));
    assert_eq!(books(&*run), [0.0, 1.0, 1.0, 3.0, 3.0]);
    run.seek(ms(500));
    assert_eq!(books(&*run), [0.0, 1.0, 1.0]);
    act(&mut *run, "do put x").unwrap();
    assert_eq!(books(&*run), [0.0, 1.0, 2.0], "an act on the grid counts in its own moment");
    run.seek(ms(1_000));
    assert_eq!(books(&*run), [0.0, 1.0, 2.0, 2.0, 2.0]);
}

#[test]
fn what_cannot_be_understood_keeps_its_default_and_becomes_a_warning() {
    let run = open("token-ring n=99 hold=soon colour=red disk=0.25 seed=1");
    assert_eq!(run.values(), [9, 20, 250]);
    assert_eq!(run.scenario().to_string(), "token-ring n=9 disk=0.25 seed=1\n");
    let warnings = run.warnings().join("\n");
    assert_eq!(run.warnings().len(), 3, "{warnings}");
    assert!(["n: 99", "soon", "colour"].iter().all(|word| warnings.contains(word)), "{warnings}");
}

#[test]
fn an_input_that_cannot_be_taken_becomes_one_warning_however_often_one_passes_it() {
    let mut run = open("token-ring seed=1\nat 1s restart n2\nat 2s crash n8");
    assert_eq!(run.warnings(), [] as [String; 0]);
    for at in [3_000, 0, 3_000, 500, 1_500, 3_000] {
        run.seek(ms(at));
    }
    assert_eq!(run.warnings(), ["at 1s, restart n2: n2 is up", "at 2s, crash n8: there is no n8"]);
}

#[test]
fn what_could_not_be_done_on_a_branch_that_was_left_is_not_held_against_the_other() {
    let mut run = open("token-ring seed=1\nat 1s restart n2\nat 2s crash n8");
    run.seek(ms(3_000));
    assert_eq!(run.warnings().len(), 2);
    run.seek(ms(1_500));
    run.act(Input::parse("crash n1").unwrap()).unwrap();
    assert_eq!(run.warnings(), ["at 1s, restart n2: n2 is up"]);
}

#[test]
fn inputs_that_come_in_any_order_happen_in_the_order_of_time() {
    let mut scenario = support::scenario("shelf\nat 1s do put a\nat 2s do put b");
    scenario.inputs.reverse();
    let mut run = (support::shelf::ENTRY.open)(&scenario);
    run.seek(ms(3_000));
    let told: Vec<String> = run.events(0, usize::MAX).into_iter().map(|event| event.text).collect();
    assert_eq!(told[1..4], ["a is put on the shelf", "Put: b", "b is put on the shelf"]);
}

#[test]
fn the_end_of_time_can_be_sought_in_a_run_that_ends() {
    let mut run = open("token-ring seed=1\nat 1s crash n1\nat 1s crash n2\nat 1s crash n3");
    run.seek_event(u64::MAX);
    assert_eq!((run.next_at(), run.position().now >= ms(1_000)), (None, true));
}

#[test]
fn an_input_that_is_refused_changes_nothing_of_the_run_but_its_warnings() {
    for (plain, refused) in [
        ("raft seed=3", "raft seed=3\nat 700ms crash n99\nat 900ms restart n1"),
        ("balancing seed=3", "balancing seed=3\nat 700ms do remove n99\nat 900ms crash n99"),
        (BUSY, &format!("{BUSY}\nat 2200ms crash n77")),
    ] {
        let (plain, mut run) = (straight(plain, ms(6_000)), straight(refused, ms(6_000)));
        assert!(!run.warnings().is_empty(), "{refused}");
        let told = |run: &dyn Run| {
            run.events(0, usize::MAX).iter().map(|event| event.text.clone()).collect::<Vec<_>>()
        };
        assert_eq!((run.digest(), told(&*run)), (plain.digest(), told(&*plain)), "{refused}");
        run.seek(ms(500));
        run.seek(ms(6_000));
        assert_eq!((run.digest(), told(&*run)), (plain.digest(), told(&*plain)), "{refused}, back and forth");
    }
}

#[test]
fn each_branch_has_its_number_and_is_reached_by_it() {
    let mut run = straight(BUSY, ms(6_000));
    for act_at in [3_500, 3_000] {
        run.seek(ms(act_at));
        act(&mut *run, "crash n2").unwrap();
        run.seek(ms(6_000));
    }
    assert_eq!(run.branch(), 2);
    let mut digests = std::collections::BTreeMap::from([(run.branch(), run.digest())]);
    for number in [0, 1, 2, 1, 0] {
        let place = run.branches().iter().position(|branch| branch.number == number).expect("it was left");
        run.switch(place);
        assert_eq!(run.branch(), number);
        assert_eq!(*digests.entry(number).or_insert(run.digest()), run.digest());
    }
    assert_eq!(digests[&0], straight(BUSY, ms(6_000)).digest(), "the original is whole");
    let mut all: Vec<u32> = run.branches().iter().map(|branch| branch.number).chain([run.branch()]).collect();
    all.sort_unstable();
    assert_eq!(all, [0, 1, 2]);
}

/// What the present, its history, its trace and its samples may hold together.
const MEMORY: usize = 64 << 20;

#[test]
fn a_run_that_plays_for_ever_holds_no_more_than_its_budget() {
    for text in
        ["raft seed=1 think=2000", "balancing seed=1 rate=20", "hashing seed=1", "autoscaling seed=1 days=28"]
    {
        let mut run = open(text);
        let mut held = Vec::new();
        for tenth in 1..=10 {
            run.seek(ms(tenth * 360_000));
            held.push(run.memory());
        }
        assert!(held.iter().all(|bytes| *bytes < MEMORY), "{text}: {held:?}");
    }
}
