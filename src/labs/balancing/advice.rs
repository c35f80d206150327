//! Settings that are allowed but unwise: the bad region is the lesson.

use super::params::{BalancingParams, Shape, Speeds, Weights};
use crate::algorithms::balancing::{Kind, Signal};

/// A sentence for each unwise setting.
pub fn advise(params: &BalancingParams) -> Vec<String> {
    let mut advice = Vec::new();
    let mut say = |is_so: bool, words: String| {
        if is_so {
            advice.push(words);
        }
    };
    let load = offered_load(params);
    let open = params.shape != Shape::Closed;
    say(
        open && load >= 1.0,
        format!("More comes than can be served ({:.0}\u{a0}%): queues grow without end.", load * 100.0),
    );
    say(
        open && params.timeout_ms > 0 && params.timeout_ms * 10 < params.service_tenths * 3,
        "The time-out is shorter than three service times: much is given up that would be served.".into(),
    );
    say(
        params.retries > 0 && params.timeout_ms > 0 && params.budget == 0 && load > 0.7,
        "Retries without a budget at a high load: a storm of them can outlive its cause.".into(),
    );
    let by_reports = params.policy == Kind::JoinShortestQueue
        || (params.policy.uses_load() && params.signal == Signal::Reported);
    say(
        by_reports && params.report_ms > 2 * (params.service_tenths / 10).max(1),
        "Reports older than the work they tell of: everybody runs to the server that looked idle.".into(),
    );
    say(
        params.policy == Kind::LeastConnectionsHeap && params.signal == Signal::Reported,
        "A heap pays where loads change one at a time; a report changes them all.".into(),
    );
    say(
        params.speeds != Speeds::Equal && params.weights == Weights::Equal && params.policy.honours_weights(),
        "Servers differ in speed but not in weight: this policy does not know who is slow.".into(),
    );
    say(
        params.policy == Kind::ConsistentHash && params.zipf_hundredths >= 80,
        "Popular clients and hashing: the server of the most popular one carries it alone.".into(),
    );
    advice
}

/// Work that comes over work that can be done, of first tries alone.
pub fn offered_load(params: &BalancingParams) -> f64 {
    let settings = params.settings();
    let capacity: f64 =
        settings.servers.iter().map(|spec| f64::from(spec.workers * spec.speed_per_mille) / 1e3).sum();
    params.rate() * settings.service.mean_seconds() / capacity
}
