//! What a lab says its machines and requests are doing is what its events said before: the bars of the space-time diagram
//! begin and end when something happened.

mod support;

use faultyard::lab::Run;
use faultyard::labs::LABS;
use faultyard::process::{Change, NodeId, Phase, SimTime};
use std::collections::BTreeMap;
use support::checks::lively;

type Things = BTreeMap<(NodeId, u64), Phase>;

/// Takes up what happened since `next`, and gives what has begun and not ended. A machine or request that was there from the
/// start has told nothing yet.
fn follow(run: &dyn Run, next: &mut u64, open: &mut Things) {
    let events = run.events(*next, usize::MAX);
    *next = run.position().record;
    for Change { node, thing, begins, .. } in events.into_iter().filter_map(|event| event.change) {
        open.remove(&(node, thing));
        if let Some(phase) = begins {
            open.insert((node, thing), phase);
        }
    }
}

#[test]
fn whatever_breaks_what_a_thing_is_doing_is_what_its_last_event_said() {
    let mut compared = BTreeMap::new();
    for entry in LABS {
        for seed in 1..=6 {
            let mut run = (entry.open)(&lively(entry, seed));
            let (mut next, mut open) = (0, Things::new());
            for part in 1..=40 {
                run.advance(SimTime(entry.meta.length.0 * part / 40), 4_000);
                follow(&*run, &mut next, &mut open);
                let doing: Things =
                    run.doing().into_iter().map(|one| ((one.node, one.thing), one.phase)).collect();
                for (thing, phase) in &doing {
                    let told = open.get(thing).is_none_or(|said| said == phase);
                    assert!(
                        told,
                        "{} seed {seed} {}: {thing:?} {}",
                        entry.meta.slug,
                        run.position().now,
                        phase.name
                    );
                }
                *compared.entry(entry.meta.slug).or_insert(0) += doing.len();
                // What ended without an event is dropped from the picture, so it may not be the rule.
                let silent = open.keys().filter(|thing| !doing.contains_key(thing)).count();
                assert!(
                    silent == 0,
                    "{} seed {seed} {}: {silent} ended without an event",
                    entry.meta.slug,
                    run.position().now
                );
            }
        }
    }
    assert!(compared["balancing"] > 100 && compared["autoscaling"] > 100, "{compared:?}");
}
