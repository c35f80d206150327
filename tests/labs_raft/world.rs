//! What a person can do in the lab, ask of it and read in it.

use super::{broken, play, told, verdict};
use faultyard::lab::{Action, Run, Session};
use faultyard::labs::raft::Raft;
use faultyard::process::SimTime;
use faultyard::scene::Role;
use faultyard::sim::Input;
use serde_json::json;

fn at(run: &mut Session<Raft>, ms: u64) {
    run.seek(SimTime::from_ms(ms));
}

fn act(run: &mut Session<Raft>, text: &str) -> Result<(), String> {
    run.act(Input::parse(text).expect("it reads"))
}

#[test]
fn a_write_an_addition_and_a_read_do_what_they_say_on_every_server() {
    let run = play(
        "raft clients=1 think=60000 seed=42\nat 400ms do write 3=7\nat 600ms do add k3=5\nat 800ms do read 3\nuntil 1.2s",
    );
    for words in ["command 1: written", "command 2: 12", "command 3: 12"] {
        assert!(told(&run, &format!("n6 gets its answer to {words}")), "{words}");
    }
    for server in 1..=5 {
        assert_eq!(run.inspect(&format!("n{server}"))["stateMachine"], json!({ "k3": 12 }), "n{server}");
    }
}

#[test]
fn a_command_goes_to_the_client_that_is_named_else_to_an_idle_one() {
    let mut run = play("raft clients=3 think=60000 seed=42\nuntil 400ms");
    act(&mut run, "do write n8 1=1").expect("n8 writes");
    assert_eq!(run.inspect("n8")["waitsFor"], "put 1 = 1");
    act(&mut run, "do write 2=2").expect("n6 is idle");
    act(&mut run, "do write 3=3").expect("n7 is idle");
    assert_eq!(run.inspect("n6")["waitsFor"], "put 2 = 2");
    assert_eq!(run.inspect("n7")["waitsFor"], "put 3 = 3");
    // A client that writes its number to disk is busy for a millisecond.
    at(&mut run, 405);
    act(&mut run, "do write 4=4").expect("n6 remembers it");
    at(&mut run, 800);
    assert!(told(&run, "n6 starts command 2: put 4 = 4"));
}

#[test]
fn a_timeout_makes_a_server_stand_at_once_in_the_next_term() {
    let mut run = play("raft clients=0 seed=42\nuntil 800ms");
    let (leader, term) =
        (run.resolve("leader").expect("a leader"), run.inspect("")["term"].as_u64().expect("a term"));
    let follower = run.resolve("follower").expect("a follower");
    assert_ne!(follower, leader);
    act(&mut run, &format!("do timeout {follower}")).expect("a follower has a timer");
    assert_eq!(run.inspect(&follower)["currentTerm"], term + 1);
    assert_eq!(run.resolve("candidate"), Some(follower.clone()));
    at(&mut run, 1_000);
    assert_eq!(run.resolve("leader"), Some(follower), "its log is as new as the others'");
}

#[test]
fn what_cannot_be_done_is_refused_with_a_reason_and_leaves_no_mark() {
    let mut run = play("raft clients=1 seed=42\nat 700ms crash n5\nuntil 800ms");
    let leader = run.resolve("leader").expect("a leader");
    let (digest, to_leader) = (run.digest(), format!("do timeout {leader}"));
    for (text, why) in [
        ("do write 16=1", "a key from 0 to 15"),
        ("do write 3", "should read 3=7"),
        ("do add 3=many", "should read 3=7"),
        ("do read x", "not a key from 0 to 15"),
        ("do write n9 3=7", "no such client"),
        ("do timeout n6", "is not a server"),
        ("do timeout n5", "n5 is down"),
        (&to_leader, "leads: it has no election timer"),
        ("do fly", "no command \"fly\": write, add, read, timeout"),
        ("crash n5", "n5 is down already"),
        ("restart n4", "n4 is up"),
        ("crash n77", "there is no n77"),
        ("lies n1", "no lies"),
        ("set n=7", "cannot change while the run goes on"),
    ] {
        let refused = act(&mut run, text).expect_err(text);
        assert!(refused.contains(why), "{text}: {refused}");
    }
    assert_eq!(run.digest(), digest);
    let mut alone = play("raft clients=0 seed=42\nuntil 800ms");
    assert!(act(&mut alone, "do write 3=7").unwrap_err().contains("set Clients to 1 or more"));
}

#[test]
fn leader_follower_candidate_and_client_stand_for_nodes_while_there_are_such() {
    let mut run = play("raft seed=42\nuntil 1ms");
    let names =
        |run: &Session<Raft>| ["leader", "follower", "candidate", "client"].map(|name| run.resolve(name));
    let some = |id: &str| Some(id.to_string());
    assert_eq!(names(&run), [None, some("n1"), None, some("n6")]);
    at(&mut run, 800);
    assert_eq!(names(&run), [some("n3"), some("n1"), None, some("n6")]);
    act(&mut run, "crash n1").expect("n1 is up");
    act(&mut run, "crash n3").expect("n3 is up");
    assert_eq!(names(&run), [None, some("n2"), None, some("n6")], "one that is down is not one of these");
    assert_eq!(run.resolve("somebody"), None);
    assert_eq!(play("raft clients=0\nuntil 1ms").resolve("client"), None);
}

#[test]
fn of_two_leaders_the_word_stands_for_the_one_of_the_later_term() {
    let run = play("raft seed=42\nat 1s partition n1,n3,n6|n2,n4,n5,n7\nuntil 1.8s");
    assert_eq!(run.inspect("n3")["role"], "leader");
    assert_eq!(run.resolve("leader").as_deref(), Some("n2"));
}

#[test]
fn in_a_healthy_network_there_is_a_leader_soon_and_for_good() {
    for seed in 0..20 {
        let run = play(&format!("raft n={} clients=0 seed={seed}\nuntil 10s", 3 + seed % 7));
        let leader = verdict(&run, "A leader exists");
        assert!(
            leader.kept && leader.since.is_some_and(|at| at < SimTime::from_ms(2_000)),
            "{seed}: {leader:?}"
        );
        let about = run.inspect("");
        assert_eq!(about["elections"], 1, "nobody is deposed without a reason: seed {seed}");
        assert!(about["leader"].is_string());
    }
}

#[test]
fn while_a_majority_is_down_nobody_must_lead_and_when_it_is_back_somebody_does() {
    let mut run = play("raft seed=42\nat 1s crash n3\nat 1s crash n1\nat 1s crash n2\nuntil 15s");
    let leader = verdict(&run, "A leader exists");
    assert!(!leader.broken && leader.text.is_empty(), "14 s without a leader are excused: {leader:?}");
    assert_eq!((run.inspect("")["leader"].as_str(), run.inspect("")["serversUp"].as_u64()), (None, Some(2)));
    act(&mut run, "restart n2").expect("it is down");
    let leader = verdict(&run, "A leader exists");
    assert!(!leader.kept, "three are a majority: from now on one must lead");
    assert!(
        leader.text.contains("nobody leads") && leader.text.contains("n3") && leader.text.contains("n1"),
        "{leader:?}"
    );
    at(&mut run, 18_000);
    assert!(verdict(&run, "A leader exists").kept && run.resolve("leader").is_some());
}

#[test]
fn a_leader_that_is_cut_off_does_not_count_and_is_named() {
    let run = play("raft seed=42\nat 1s partition n3,n6|n1,n2,n4,n5,n7\nuntil 1.01s");
    let leader = verdict(&run, "A leader exists");
    assert!(!leader.kept && !leader.broken, "there is time to choose another");
    assert!(leader.text.contains("n3 leads, but is not connected to a majority"), "{}", leader.text);
    let run = play("raft seed=42\nat 1s partition n3,n6|n1,n2,n4,n5,n7\nuntil 3s");
    assert!(verdict(&run, "A leader exists").kept);
}

#[test]
fn the_leader_shows_how_far_each_follower_is_and_only_the_leader_does() {
    let mut run = play("raft clients=0 seed=42\nuntil 800ms");
    let leader = run.inspect("n3");
    assert_eq!(leader["nextIndex"], json!({ "n1": 2, "n2": 2, "n4": 2, "n5": 2 }));
    assert_eq!(leader["matchIndex"], json!({ "n1": 1, "n2": 1, "n4": 1, "n5": 1 }));
    assert_eq!(run.inspect("n1")["nextIndex"], json!({}));
    assert_eq!(run.inspect("n1")["votedFor"], "n3");
    act(&mut run, "crash n3").expect("it is up");
    assert_eq!(run.inspect("n3")["role"], "down");
    assert_eq!(run.inspect("n3")["durable"]["entries"], 1, "its disk is still there");
}

#[test]
fn what_is_set_while_the_run_goes_on_takes_effect_at_once() {
    let mut run = play("raft clients=0 seed=42\nuntil 800ms");
    for (text, key, now) in [
        ("set loss=12.5", "lossFraction", json!(0.125)),
        ("set dup=30", "duplicateFraction", json!(0.3)),
        ("set lath=300", "maxLatencyMs", json!(300.0)),
    ] {
        assert_ne!(run.inspect("n1>n2")[key], now, "{text}");
        act(&mut run, text).expect(text);
        assert_eq!(run.inspect("n1>n2")[key], now, "{text}");
    }
    act(&mut run, "set loss=100").expect("loss is live");
    at(&mut run, 3_000);
    let lost = run
        .events(0, usize::MAX)
        .iter()
        .filter(|event| event.kind == "received" && event.began > SimTime::from_ms(800))
        .count();
    assert_eq!(lost, 0, "every message sent since is lost");
}

#[test]
fn a_fault_on_a_link_outlives_what_is_set_for_all_links() {
    let mut run = play(
        "raft clients=0 seed=42\nat 500ms latency n1>n2 60ms..60ms\nat 500ms loss n1>n2 20%\n\
         at 500ms duplicate n1>n2 7%\nuntil 800ms",
    );
    let of = |run: &Session<Raft>, link: &str| {
        let shown = run.inspect(link);
        let keys = ["minLatencyMs", "maxLatencyMs", "lossFraction", "duplicateFraction"];
        keys.map(|key| shown[key].as_f64().expect("a number"))
    };
    let hurt = of(&run, "n1>n2");
    assert_eq!(hurt, [60.0, 60.0, 0.2, 0.07]);
    // A slider passes through the fault's own values.
    for text in
        ["set lath=60", "set lat=60", "set loss=20", "set dup=7", "set lat=5", "set lath=9", "set loss=1"]
    {
        act(&mut run, text).expect(text);
        assert_eq!(of(&run, "n1>n2"), hurt, "{text}");
    }
    assert_eq!(of(&run, "n2>n1"), [5.0, 9.0, 0.01, 0.07]);
    act(&mut run, "loss n1>n2 0%").expect("it ends the loss");
    act(&mut run, "set loss=3").expect("loss is live");
    assert_eq!(of(&run, "n1>n2"), [60.0, 60.0, 0.03, 0.07]);
}

#[test]
fn a_slower_disk_delays_the_next_vote_by_just_that() {
    let first_letter = |disk: &str| {
        let run = play(&format!(
            "raft clients=0 seed=42\nat 50ms set disk={disk}\nat 60ms do timeout n2\nuntil 120ms"
        ));
        let events = run.events(0, usize::MAX);
        let sent = events.iter().find(|event| event.kind == "sent").expect("it asks for votes");
        sent.at
    };
    assert_eq!(first_letter("0"), SimTime::from_ms(60));
    assert_eq!(first_letter("40"), SimTime::from_ms(100));
}

#[test]
fn an_addition_asked_again_after_the_leader_crashed_counts_once() {
    // n3 executes the addition, but its answer is cut off, and then it crashes.
    let run = play(
        "raft clients=1 think=60000 seed=42\nat 400ms do write 3=100\nat 700ms do add 3=50\nat 720ms cut n3>n6\n\
         at 800ms crash n3\nat 1.5s do read 3\nuntil 3s",
    );
    assert!(told(&run, "n6 retries command 2"));
    assert!(told(&run, "n6 gets its answer to command 2: 150"));
    let up = ["n1", "n2", "n4", "n5"];
    assert!(up.iter().all(|id| run.inspect(id)["stateMachine"]["k3"] == 150));
    assert!(told(&run, "repeats its answer to command 2 of n6 without executing it again"));
    assert!(broken(&run).is_empty() && verdict(&run, "Exactly Once").kept);
}

#[test]
fn on_a_network_that_doubles_everything_a_follower_that_lags_far_behind_makes_no_storm() {
    // n1 lacks about 150 entries, and they go one at a time.
    let sent = |dup: u32| {
        let run = play(&format!(
            "raft n=3 batch=1 clients=4 think=10 lat=1 lath=2 seed=5\nat 300ms crash n1\nat 2s set dup={dup}\nat 2s restart n1\nuntil 3s"
        ));
        assert_eq!(run.inspect("n1")["lastApplied"].as_u64().map(|applied| applied > 150), Some(true));
        run.inspect("")["messagesSent"].as_u64().expect("a count")
    };
    let (plain, doubled) = (sent(0), sent(100));
    assert!(doubled < plain * 2, "{plain} messages, and {doubled} when each arrives twice");
}

#[test]
fn time_passes_even_when_nothing_takes_any() {
    let run = play("raft n=3 clients=4 think=0 lat=0 lath=0 disk=0 seed=1\nuntil 400ms");
    assert!(run.inspect("")["entriesCommitted"].as_u64() > Some(100) && broken(&run).is_empty());
}

#[test]
fn each_act_on_the_whole_network_gives_way_to_the_act_that_ends_it() {
    let mut run = play("raft seed=42\nuntil 400ms");
    // What is done to a server comes before what is done to the network.
    let acts = |run: &Session<Raft>| {
        let is_of_servers =
            |act: &Action| ["Crash", "Restart"].iter().any(|verb| act.label.starts_with(verb));
        run.actions("").into_iter().filter(|act| !is_of_servers(act)).collect::<Vec<_>>()
    };
    let labels = |run: &Session<Raft>| acts(run).into_iter().map(|act| act.label).collect::<Vec<_>>();
    let first = labels(&run);
    for (what, label) in first.iter().enumerate() {
        let action = acts(&run).remove(what);
        run.act(action.input).expect("it can be done");
        assert_ne!(labels(&run)[what], *label, "after {label}");
        at(&mut run, 500 + 100 * what as u64);
    }
    assert!(run.active_faults().len() >= 2, "{:?}", run.active_faults());
    for what in 0..first.len() {
        let heal = acts(&run).remove(what);
        run.act(heal.input).expect("it can be done");
    }
    assert_eq!((labels(&run), run.active_faults()), (first, Vec::new()));
}

#[test]
fn a_pause_ends_on_time_though_nothing_else_happens() {
    // Two of three servers are down and the third pauses: until its timer runs out, no event says that time passes.
    let mut run = play("raft n=3 clients=0 lat=0 lath=0 el=1000 eh=1000 seed=1\nuntil 400ms");
    for act in ["crash n2", "crash n3", "pause n1 100ms"] {
        self::act(&mut run, act).expect("it can be done");
    }
    let events = run.position().event;
    let shows = |run: &mut Session<Raft>, ms| {
        at(run, ms);
        let scene = run.scene(640.0, 400.0);
        let role = scene.find("n1").expect("it is drawn").role;
        (run.active_faults().contains(&"n1 is paused".to_string()), role == Role::Unreachable)
    };
    assert_eq!(shows(&mut run, 499), (true, true));
    assert_eq!(shows(&mut run, 500), (false, false));
    assert_eq!(run.position().event, events, "nothing has happened meanwhile");
}
