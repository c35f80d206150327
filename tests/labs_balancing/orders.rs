//! What cannot be done is refused with a sentence that says why, and nothing has changed then.

use super::play;
use faultyard::algorithms::balancing::Kind;
use faultyard::lab::{Lab, Lesson, Run, Script, Session};
use faultyard::labs::balancing::Balancing;
use faultyard::process::SimTime;
use faultyard::sim::Input;

/// n2 is down, n3 drains, n4 was taken away, n5 starts; n1 is up, and a sixth has been added.
const BEFORE: &str = "balancing rate=20 seed=1\nat 100ms crash n2\nat 100ms crash n5\nat 200ms do drain n3\n\
    at 200ms do remove n4\nat 1s do add 2\nat 3s restart n5\nuntil 4s";

const NO_FAULT_OF_SERVERS: &str = "servers here crash, restart, pause or slow down";

/// What is asked, and what has to be in the answer.
const REFUSED: [(&str, &str); 71] = [
    // Servers that do not exist, or are no servers.
    ("crash n9", "there is no n9"),
    ("restart n9", "there is no n9"),
    ("pause n40 1s", "there is no n40"),
    ("slow n9 5ms", "there is no n9"),
    ("crash n4", "there is no n4"),
    ("do drain n4", "there is no n4"),
    ("do drain b1", "\"b1\" is not a server"),
    ("do drain", "\"\" is not a server"),
    ("do drain n0", "is not a server"),
    ("do drain n1 n2", "is not a server"),
    ("do admit m1", "is not a server"),
    ("do remove everything", "is not a server"),
    ("do speed n77 50", "there is no n77"),
    ("do weight x 3", "is not a server"),
    ("do fail n99999999999 3", "is not a server"),
    // What is so already, or cannot be in this state.
    ("crash n2", "n2 is down already"),
    ("restart n1", "n1 is not down"),
    ("restart n5", "n5 is not down"),
    ("pause n2 1s", "n2 is down"),
    ("do drain n3", "n3 drains already"),
    ("do drain n2", "n2 is not up"),
    ("do drain n5", "n5 is not up"),
    ("do admit n1", "n1 does not drain"),
    ("do admit n2", "n2 does not drain"),
    // Numbers that are none, or are outside.
    ("do add 0", "\"0\" is not a weight, a whole number from 1 to 100"),
    ("do add 101", "a whole number from 1 to 100"),
    ("do add -1", "is not a weight"),
    ("do add one", "is not a weight"),
    ("do weight n1 0", "\"0\" is not a weight"),
    ("do weight n1", "\"\" is not a weight"),
    ("do weight n1 101", "is not a weight"),
    ("do weight n1 2.5", "is not a weight"),
    ("do weight n1 3 4", "is not a weight"),
    ("do speed n1 0", "\"0\" is not a speed in percent, a whole number from 1 to 1000"),
    ("do speed n1 1001", "is not a speed in percent"),
    ("do speed n1 fast", "is not a speed in percent"),
    ("do speed n1", "is not a speed in percent"),
    ("do fail n1 101", "is not a percentage"),
    ("do fail n1 -3", "is not a percentage"),
    ("do fail n1 half", "is not a percentage"),
    ("do spike", "should read 3 10s"),
    ("do spike garbage", "should read 3 10s"),
    ("do spike many 10s", "should read 3 10s"),
    ("do spike -1 10s", "should read 3 10s"),
    ("do spike NaN 10s", "should read 3 10s"),
    ("do spike inf 10s", "should read 3 10s"),
    ("do spike 101 10s", "a factor up to 100"),
    ("do spike 3 soon", "\"soon\" is not a time"),
    ("do spike 3 -5s", "is not a time"),
    ("do follow", "is not a request that has arrived"),
    ("do follow m0", "is not a request that has arrived"),
    ("do follow m999999", "is not a request that has arrived"),
    ("do follow n1", "is not a request that has arrived"),
    ("do traffic", "a profile reads like this: 60s 12,15.5,9"),
    ("do traffic 60s", "a profile reads like this"),
    ("do traffic soon 1,2", "is not the length of a bin"),
    ("do traffic 1s 5,-2", "is not a rate from 0"),
    ("do traffic 1s 5,NaN", "is not a rate from 0"),
    ("do dance", "there is no command \"dance\": spike, traffic, add"),
    // Faults of networks, clocks, disks and liars.
    ("lose-disk n1", NO_FAULT_OF_SERVERS),
    ("skew n1 50ms", NO_FAULT_OF_SERVERS),
    ("drift n1 100", NO_FAULT_OF_SERVERS),
    ("cut n1>n2", NO_FAULT_OF_SERVERS),
    ("partition n1|n2", NO_FAULT_OF_SERVERS),
    ("heal", NO_FAULT_OF_SERVERS),
    ("loss * 5%", NO_FAULT_OF_SERVERS),
    ("drop m1", NO_FAULT_OF_SERVERS),
    ("silent n1", NO_FAULT_OF_SERVERS),
    // Parameters.
    ("set n=9", "n cannot change while the run goes on"),
    ("set policy=best", "\"best\" is not one of round-robin"),
    ("set rate=many", "\"many\" is not a number"),
];

#[test]
fn nonsense_is_refused_with_the_reason_and_changes_nothing() {
    let mut run = play(BEFORE);
    for (text, reason) in REFUSED {
        let input = Input::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
        let (digest, events) = (run.digest(), run.position().event);
        let why = run.act(input).expect_err(text);
        assert!(why.contains(reason), "{text}: {why}");
        assert_eq!((run.digest(), run.position().event), (digest, events), "{text} changed something");
    }
    run.seek(SimTime::from_ms(9_000));
    assert!(run.warnings().is_empty() && run.branches().is_empty(), "{:?}", run.warnings());
}

#[test]
fn in_a_script_what_is_refused_becomes_a_warning_and_the_run_goes_on() {
    let script = "balancing seed=1\nat 1s do weight n1 0\nat 1s crash n9\nat 2s crash n1\nuntil 4s";
    let script = Script::parse(script).expect("it reads");
    let mut run = Session::<Balancing>::new(&script.scenario);
    run.seek(script.until);
    let [weight, crash] = run.warnings() else { panic!("{:?}", run.warnings()) };
    assert!(weight.starts_with("at 1s, do weight n1 0: ") && crash.starts_with("at 1s, crash n9: "));
    assert_eq!(run.inspect("n1")["state"], "down");
}

#[test]
fn the_last_server_stays_whatever_policy_chooses_and_requests_without_one_are_refused() {
    for policy in Kind::ALL {
        let mut run =
            play(&format!("balancing policy={} n=3 rate=20 detect=0 seed=2\nuntil 2s", policy.key()));
        let act = |run: &mut dyn Run, text: &str| run.act(Input::parse(text).expect("it reads"));
        act(&mut run, "do remove n1").expect("two are left");
        act(&mut run, "do remove n3").expect("one is left");
        let why = act(&mut run, "do remove n2").expect_err("it is the last");
        assert!(why.contains("n2 is the last"), "{why}");
        act(&mut run, "crash n2").expect("it may crash");
        run.seek(SimTime::from_ms(4_000));
        assert!(run.inspect("n2")["state"] == "down", "{}", policy.key());
        let refused =
            run.events(0, usize::MAX).iter().filter(|event| event.text.contains("no server is in")).count();
        assert!(refused > 20, "{}: {refused} were refused", policy.key());
        act(&mut run, "restart n2").expect("it is down");
        run.seek(SimTime::from_ms(8_000));
        assert_eq!(run.inspect("n2")["state"], "up", "{}", policy.key());
        assert!(run.verdicts().iter().all(|verdict| !verdict.broken), "{}", policy.key());
    }
}

#[test]
fn a_closed_loop_cannot_be_made_more_by_a_spike() {
    let mut run = play("balancing pattern=closed seed=1\nuntil 1s");
    let why = run.act(Input::command("spike", "3 10s")).expect_err("there are as many clients as there are");
    assert!(why.contains("closed loop"), "{why}");
}

#[test]
fn a_thousand_servers_are_the_most_that_there_can_be() {
    let mut run = play("balancing n=999 rate=100 seed=1\nat 1ms do add 1\nuntil 10ms");
    let why = run.act(Input::command("add", "1")).expect_err("there are 1,000");
    assert!(why.contains("there are 1000 servers already"), "{why}");
}

#[test]
fn the_lesson_has_the_steps_that_links_name_and_each_question_one_right_answer() {
    let steps = Lesson::parse(Balancing::LESSON).expect("it reads").steps;
    let ids: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
    for named in ["first-requests", "two-choices", "stale-herding", "retry-storm", "slow-start", "fairness"] {
        assert!(ids.contains(&named), "{named} is not in {ids:?}");
    }
    for step in &steps {
        let mut run = Session::<Balancing>::new(&step.script.scenario);
        run.seek(step.script.until);
        let right = step.predict.as_ref().expect("each step asks something").answers(&run);
        assert_eq!(right.len(), 1, "{}: {right:?}", step.id);
    }
}
