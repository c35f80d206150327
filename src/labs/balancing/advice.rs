//! Settings that are allowed but unwise: the bad region is the lesson.

use super::params::{BalancingParams, Distribution, Shape, Speeds, Weights};
use crate::algorithms::balancing::{Kind, Signal};
use crate::lab::{Unused, unused};

type Row = Unused<BalancingParams>;

/// What has no effect beside what.
const UNUSED: &[Row] = &[
    Row::new(&["d"], |p| p.policy != Kind::PowerOfChoices, "only the power of d choices uses it"),
    Row::new(
        &["signal"],
        |p| !compares_load(p.policy),
        "this policy does not compare loads by a signal of your choice",
    ),
    Row::new(&["stale"], |p| !goes_by_reports(p), "this policy does not use reports"),
    Row::new(&["weights"], |p| !p.policy.honours_weights(), "this policy ignores weights"),
    Row::new(
        &["ramp"],
        |p| !p.policy.takes_slow_start(),
        "slow start does not work with policies that hash or draw at random: each change of a weight would reassign \
         sessions; nginx rejects the combination",
    ),
    Row::new(
        &["ramp"],
        |p| !p.policy.honours_weights(),
        "this policy ignores weights, and slow start works through them",
    ),
    Row::new(&["max_fails"], |p| p.servers == 1, "a single server is never taken out"),
    Row::new(
        &["fail_timeout"],
        |p| p.policy != Kind::LeastResponseTime && (p.max_fails == 0 || p.servers == 1),
        "failures never take a server out",
    ),
    Row::new(
        &["rate", "spread"],
        |p| p.pattern() == Shape::Closed,
        "clients in a closed loop send when they get an answer",
    ),
    Row::new(
        &["factor"],
        |p| matches!(p.pattern(), Shape::Steady | Shape::Recorded | Shape::Closed),
        "this pattern has no peak to set",
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
    Row::new(&["backoff", "jitter", "budget", "avoid"], |p| p.retries == 0, "there are no retries"),
    Row::new(&["jitter"], |p| p.backoff_ms == 0, "there is no backoff to draw from"),
    Row::new(&["avoid"], |p| p.servers == 1, "there is no other server"),
    Row::new(
        &["hedge"],
        |p| p.retries == 0 && p.timeout_ms > 0 && p.hedge_ms > p.timeout_ms,
        "the client gives up before that",
    ),
    Row::new(
        &["expired"],
        |p| p.timeout_ms == 0 && p.hedge_ms == 0,
        "without a timeout or a hedge, no attempt is ever abandoned",
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
        format!("Demand exceeds capacity ({:.0}%): queues grow without end.", load * 100.0),
    );
    say(
        open && params.timeout_ms > 0 && params.timeout_ms * 10 < params.service_tenths * 3,
        "The timeout is shorter than three service times: many requests time out that would have been served.".into(),
    );
    say(
        params.retries > 0 && params.timeout_ms > 0 && params.budget == 0 && load > 0.7,
        "Retries without a budget at high load: a retry storm can outlive its cause.".into(),
    );
    say(
        goes_by_reports(params) && params.report_ms > 2 * (params.service_tenths / 10).max(1),
        "Reports are older than the requests they describe: every balancer picks the server that looked idle.".into(),
    );
    say(
        params.policy == Kind::LeastConnectionsHeap && params.signal == Signal::Reported,
        "A heap pays off when loads change one at a time; a report changes them all.".into(),
    );
    say(
        params.speeds != Speeds::Equal && params.weights == Weights::Equal && params.policy.honours_weights(),
        "Servers differ in speed but not in weight: the weights do not tell this policy which server is slow.".into(),
    );
    say(
        params.policy == Kind::ConsistentHash && params.zipf_hundredths >= 80,
        "Hashing with popular clients: one server handles the most popular client alone.".into(),
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
