//! Settings that are allowed but unwise: the bad region is the lesson.

use super::params::{BalancingParams, Distribution, Shape, Speeds, Weights};
use crate::algorithms::balancing::{Kind, Signal};
use crate::lab::{Unused, unused};

type Row = Unused<BalancingParams>;

/// What has no effect beside what.
const UNUSED: &[Row] = &[
    Row::new(
        &["d"],
        |p| p.policy != Kind::PowerOfChoices,
        "only the power of d choices draws so many servers",
    ),
    Row::new(
        &["signal"],
        |p| !compares_load(p.policy),
        "this policy does not compare loads that it could choose",
    ),
    Row::new(&["stale"], |p| !goes_by_reports(p), "this policy does not go by reports"),
    Row::new(&["weights"], |p| !p.policy.honours_weights(), "this policy does not look at weights"),
    Row::new(
        &["ramp"],
        |p| !p.policy.takes_slow_start(),
        "slow start and policies that hash or draw at random exclude each other, since each step of a weight would deal \
         the sessions anew; nginx refuses the pair",
    ),
    Row::new(
        &["ramp"],
        |p| !p.policy.honours_weights(),
        "this policy does not look at weights, and slow start raises them",
    ),
    Row::new(&["max_fails"], |p| p.servers == 1, "a single server is never taken out"),
    Row::new(
        &["fail_timeout"],
        |p| p.policy != Kind::LeastResponseTime && (p.max_fails == 0 || p.servers == 1),
        "no number of failures takes a server out",
    ),
    Row::new(
        &["rate", "spread"],
        |p| p.pattern() == Shape::Closed,
        "clients in a closed loop ask when they have an answer",
    ),
    Row::new(
        &["factor"],
        |p| matches!(p.pattern(), Shape::Steady | Shape::Recorded | Shape::Closed),
        "this pattern has no peak that could be set",
    ),
    Row::new(
        &["period"],
        |p| matches!(p.pattern(), Shape::Steady | Shape::Closed),
        "this pattern has no length",
    ),
    Row::new(
        &["loop", "think"],
        |p| p.pattern() != Shape::Closed,
        "requests come from outside, not in a closed loop",
    ),
    Row::new(&["cv"], |p| p.work != Distribution::LogNormal, "the work is not log-normal"),
    Row::new(&["alpha"], |p| p.work != Distribution::Pareto, "the work is not Pareto"),
    Row::new(&["costs"], |p| p.costly_per_mille == 0, "no request is costly"),
    Row::new(&["backoff", "jitter", "budget", "avoid"], |p| p.retries == 0, "nothing is tried again"),
    Row::new(&["jitter"], |p| p.backoff_ms == 0, "there is no back-off to draw from"),
    Row::new(&["avoid"], |p| p.servers == 1, "there is no other server"),
    Row::new(
        &["hedge"],
        |p| p.retries == 0 && p.timeout_ms > 0 && p.hedge_ms > p.timeout_ms,
        "the client gives up before that",
    ),
    Row::new(
        &["expired"],
        |p| p.timeout_ms == 0 && p.hedge_ms == 0,
        "without a time-out or a hedge somebody waits for every try",
    ),
];

/// Whether a policy compares loads by the signal that is set.
fn compares_load(policy: Kind) -> bool {
    matches!(
        policy,
        Kind::LeastConnections
            | Kind::WeightedLeastConnections
            | Kind::LeastConnectionsHeap
            | Kind::PowerOfChoices
    )
}

/// Whether a policy looks at what servers report.
fn goes_by_reports(params: &BalancingParams) -> bool {
    params.policy == Kind::JoinShortestQueue
        || (compares_load(params.policy) && params.signal == Signal::Reported)
}

/// A sentence for each unwise setting.
pub fn advise(params: &BalancingParams) -> Vec<String> {
    let mut advice = Vec::new();
    let mut say = |is_so: bool, words: String| {
        if is_so {
            advice.push(words);
        }
    };
    let load = offered_load(params);
    let open = params.pattern() != Shape::Closed;
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
    say(
        goes_by_reports(params) && params.report_ms > 2 * (params.service_tenths / 10).max(1),
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
    say(
        params.hedge_ms > 0 && params.servers == 1,
        "A hedge to the only server doubles its work and cannot be faster.".into(),
    );
    advice.extend(unused(params, UNUSED));
    advice
}

/// Work that comes over work that can be done, of first tries alone.
pub fn offered_load(params: &BalancingParams) -> f64 {
    let settings = params.settings();
    let capacity: f64 =
        settings.servers.iter().map(|spec| f64::from(spec.workers * spec.speed_per_mille) / 1e3).sum();
    params.rate() * settings.service.mean_seconds() / capacity
}
