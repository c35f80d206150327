//! The code that ran: a choice leads to the policy's own source, what befalls a request to the service's.

use faultyard::algorithms::balancing::Kind;
use faultyard::lab::{Entry, Scenario};
use faultyard::labs::balancing::Balancing;
use faultyard::process::SimTime;

#[test]
fn each_choice_is_linked_to_the_line_of_the_policy_that_made_it() {
    let entry = Entry::of::<Balancing>();
    let mut files = std::collections::BTreeSet::new();
    for kind in Kind::ALL {
        let mut run = (entry.open)(&Scenario::new("balancing", 1).with("policy", kind.key()));
        run.seek(SimTime::from_ms(2_000));
        let events = run.events(0, usize::MAX);
        let sent = events.iter().filter(|event| event.kind == "routed");
        let sites: Vec<&str> = sent.map(|event| event.site.expect("it has a line").0).collect();
        assert!(sites.len() > 20, "{kind:?}: {}", sites.len());
        let own = |file: &&str| file.starts_with("src/algorithms/balancing/");
        assert!(sites.iter().all(own), "{kind:?}: {sites:?}");
        files.extend(sites);
        let waits = events.iter().find(|event| event.kind == "begins").expect("a worker took one up");
        assert_eq!(waits.site.map(|site| site.0), Some("src/traffic/service/mod.rs"));
    }
    assert!(files.len() >= 10, "sixteen policies are in ten files or more: {files:?}");
}
