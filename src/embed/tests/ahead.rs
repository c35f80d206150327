//! What an address asks for, looked up before the run gets there.

use super::*;
use crate::link::{Opening, When};

fn opening(query: &str) -> Opening {
    Opening::of(&TRIAL, query, "", 7)
}

#[test]
fn a_moment_is_found_without_the_run_that_is_shown() {
    let scenario = opening("preset=loss").scenario;
    let of = |text: &str| time_of(&TRIAL, &scenario, &When::parse(text).unwrap()).map(|at| at.to_string());
    assert_eq!(of("1.5s"), Ok("1500ms".into()));
    assert_eq!(of("mark:in.1"), Ok("2s".into()));
    assert_eq!(of("ev:2"), Ok("200ms".into()));
    assert_eq!(of("99999s"), Ok("600s".into()), "a run is shown as far as any command may go");
    assert_eq!(of("mark:nope").unwrap_err().code, "unknown-mark");
}

#[test]
fn what_an_address_asks_for_and_there_is_not_is_told_at_its_opening() {
    for (query, told) in [
        ("lock=n,zz", "lock: there is no parameter \"zz\""),
        ("pauseat=in.1,zz&faults=crash:n1@1s", "pauseat: there is no mark \"zz\" by 10s"),
        ("t=99999", "t: a run is shown up to 600s"),
        ("end=99999", "end: a run is shown up to 600s"),
        ("t=4&end=2", "end: it is before t"),
        ("faults=crash:n99@1s", "at 1s, crash n99"),
        ("faults=crash:king@1s", "at 1s, crash king: there is no king right now"),
    ] {
        let doubts = doubts(&TRIAL, &opening(query));
        assert_eq!(doubts.len(), 1, "{query}: {doubts:?}");
        assert!(doubts[0].starts_with(told), "{query}: {doubts:?}");
    }
    for query in [
        "lock=all",
        "lock=n&pauseat=marks",
        "t=2&end=4",
        "preset=loss&pauseat=in.1",
        "faults=crash:leader@1s",
    ] {
        assert_eq!(doubts(&TRIAL, &opening(query)), [""; 0], "{query}");
    }
}
