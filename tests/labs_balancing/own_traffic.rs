//! Traffic of somebody's own: what the parameters say while it comes, and what ends it.

use super::play;
use faultyard::lab::{Run, Session};
use faultyard::labs::balancing::Balancing;
use faultyard::process::SimTime;
use faultyard::sim::Input;
use faultyard::traffic::{Pattern, Source};

const GIVEN: &str = "balancing rate=30 seed=4\nat 5s do traffic 2s 10,60.5,25\nuntil 20s";

fn shown(run: &Session<Balancing>, key: &str) -> String {
    let place = run.fields().iter().position(|field| field.key == key).expect("a parameter");
    run.fields()[place].text(run.values()[place])
}

/// The peak of what is recorded, if that is what comes.
fn peak(run: &Session<Balancing>) -> Option<f64> {
    match &run.world().traffic().settings().source {
        Source::Open(Pattern::Recorded(profile), _) => Some(profile.peak()),
        _ => None,
    }
}

#[test]
fn the_pattern_is_recorded_from_the_moment_on_when_somebodys_own_traffic_comes() {
    let mut run = play(GIVEN);
    assert_eq!((shown(&run, "pattern").as_str(), peak(&run)), ("recorded", Some(60.5)));
    run.seek(SimTime::from_ms(4_000));
    assert_eq!((shown(&run, "pattern").as_str(), peak(&run)), ("steady", None));
    run.seek(SimTime::from_ms(20_000));
    assert_eq!(shown(&run, "pattern"), "recorded");
}

#[test]
fn somebodys_own_traffic_ends_with_what_is_set_of_what_comes_and_with_nothing_else() {
    for (text, pattern) in [
        ("set policy=maglev", "recorded"),
        ("set retries=2", "recorded"),
        ("set rate=90", "steady"),
        ("set spread=even", "steady"),
        ("set pattern=steady", "steady"),
        ("set pattern=day", "day"),
    ] {
        let mut run = play(GIVEN);
        run.act(Input::parse(text).expect("a setting")).expect(text);
        assert_eq!(
            (shown(&run, "pattern").as_str(), peak(&run).is_some()),
            (pattern, pattern == "recorded"),
            "{text}"
        );
    }
}
