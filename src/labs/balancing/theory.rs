//! Which formula fits this run, and what it says; or why none does.

use super::advice::offered_load;
use super::params::{BalancingParams, Distribution, Shape, Speeds, Spreading};
use super::world::BalancingWorld;
use crate::algorithms::balancing::{Kind, Signal};
use crate::lab::Theory;
use crate::theory::choices::time_in_system;
use crate::theory::queues::{Load, MMc, Steady, m_g_1, m_m_c_k};
use crate::traffic::State;

/// A formula that fits.
enum Formula {
    /// One queue, or several that know nothing of each other: an M/M/c each.
    Mmc(MMc, &'static str),
    /// Means only.
    Means(Steady, &'static str),
    /// The mean time in the system alone, in seconds.
    Time(f64, &'static str),
}

const MEASURES: [&str; 4] = ["mean_all", "in_flight", "p95", "p99"];

/// What formulas say of the measures of the whole run.
pub fn theory(world: &BalancingWorld) -> Vec<Theory> {
    match fitting(world) {
        Ok(formula) => lines(&formula, &world.params),
        Err(why) => vec![Theory { measure: "mean_all", formula: "No formula", value: Err(why) }],
    }
}

fn lines(formula: &Formula, params: &BalancingParams) -> Vec<Theory> {
    // The four hops are on top of what queueing theory knows.
    let hops = 4.0 * params.hop_ms as f64;
    let ms = |seconds: f64| Some(seconds * 1e3 + hops);
    let (name, values) = match formula {
        Formula::Mmc(queue, name) => {
            let steady = queue.steady();
            let percentile = |part| ms(queue.in_system_percentile_s(part));
            let number = (steady.in_system_s() + hops / 1e3) * params.rate();
            (name, [ms(steady.in_system_s()), Some(number), percentile(0.95), percentile(0.99)])
        }
        Formula::Means(steady, name) => {
            let number = (steady.in_system_s() + hops / 1e3) * params.rate() * (1.0 - steady.lost);
            (name, [ms(steady.in_system_s()), (steady.lost == 0.0).then_some(number), None, None])
        }
        Formula::Time(seconds, name) => {
            (name, [ms(*seconds), Some((seconds + hops / 1e3) * params.rate()), None, None])
        }
    };
    let line = |(measure, value): (&'static str, Option<f64>)| {
        Some(Theory { measure, formula: name, value: Ok(value?) })
    };
    MEASURES.into_iter().zip(values).filter_map(line).collect()
}

/// The formula for this run, or the first reason why there is none.
fn fitting(world: &BalancingWorld) -> Result<Formula, String> {
    let params = &world.params;
    outside(world)?;
    let service = params.service();
    let memoryless = params.work == Distribution::Exponential && params.costly_per_mille == 0;
    let all = Load::new(params.rate(), service.mean_seconds(), params.servers * params.workers)
        .ok_or("there is no work")?;
    if params.limit == 0 && all.utilisation() >= 1.0 {
        return Err("demand exceeds capacity: there is no steady state".into());
    }
    let each = Load::new(params.rate() / f64::from(params.servers), service.mean_seconds(), params.workers)
        .ok_or("there is no work")?;
    match () {
        () if !each_by_chance(world) => choices(params, memoryless, all.utilisation()),
        () if params.limit > 0 && memoryless => {
            let steady = m_m_c_k(each, params.workers + params.limit).ok_or("there is no steady state")?;
            Ok(Formula::Means(steady, "M/M/c/K"))
        }
        () if params.limit > 0 => {
            Err("queues are limited, and service is not exponential: there is no closed form".into())
        }
        () if memoryless => {
            let queue = MMc::new(each).ok_or("there is no steady state")?;
            // Who is next does not change the mean, only how long the longest wait.
            let means = || Formula::Means(queue.steady(), name(params));
            Ok(if params.lifo { means() } else { Formula::Mmc(queue, name(params)) })
        }
        () if params.workers == 1 => {
            let steady = m_g_1(each, service.scv()).ok_or("there is no steady state")?;
            let name = if service.scv() == 0.0 { "M/D/1" } else { "M/G/1 (Pollaczek-Khinchine)" };
            Ok(Formula::Means(steady, name))
        }
        () => Err("several workers and service that is not exponential: there is no closed form".into()),
    }
}

fn name(params: &BalancingParams) -> &'static str {
    match (params.servers, params.workers) {
        (1, 1) => "M/M/1",
        (1, _) => "M/M/c (Erlang C)",
        (_, 1) => "M/M/1 for each server",
        (_, _) => "M/M/c for each server",
    }
}

/// Whether each server gets a Poisson stream of its own, all of the same rate.
fn each_by_chance(world: &BalancingWorld) -> bool {
    let params = &world.params;
    let servers = world.traffic.service().servers();
    let equal = servers.iter().all(|server| server.spec.weight == servers[0].spec.weight);
    match params.policy {
        _ if params.servers == 1 => true,
        Kind::Random => true,
        Kind::WeightedRandom => equal,
        Kind::PowerOfChoices => params.choices == 1,
        _ => false,
    }
}

/// The supermarket model, which is exact for ever more servers.
fn choices(params: &BalancingParams, memoryless: bool, utilisation: f64) -> Result<Formula, String> {
    let live = match params.signal {
        Signal::Active => params.balancers == 1,
        Signal::Reported => params.report_ms == 0,
    };
    match params.policy {
        Kind::PowerOfChoices if !live => Err("the loads compared are out of date".into()),
        Kind::PowerOfChoices if !memoryless || params.workers > 1 || params.hop_ms > 0 => {
            Err("the supermarket model has exponential service, one worker each and no hops".into())
        }
        Kind::PowerOfChoices if params.limit > 0 => {
            Err("the supermarket model has queues without a limit".into())
        }
        Kind::PowerOfChoices if params.servers < 50 => {
            Err("the supermarket model is for many servers: 50 or more".into())
        }
        Kind::PowerOfChoices => {
            let times = time_in_system(params.choices, utilisation).ok_or("there is no steady state")?;
            Ok(Formula::Time(times * params.service().mean_seconds(), "the supermarket model"))
        }
        other if other == Kind::WeightedRandom || other.keeps_sessions() => {
            Err("each server's requests arrive at random, but servers do not get equally many".into())
        }
        other => {
            Err(format!("the requests that {} sends to one server are not a Poisson stream", other.name()))
        }
    }
}

/// What no formula here knows.
fn outside(world: &BalancingWorld) -> Result<(), String> {
    let (params, traffic) = (&world.params, &world.traffic);
    let patience = traffic.settings().patience;
    let surged = traffic
        .clients()
        .arrivals()
        .is_some_and(|arrivals| arrivals.has_surged() || !arrivals.pattern().is_steady());
    let disturbed = traffic.service().servers().iter().any(|server| {
        let is_faulty = server.failing_per_mille > 0 || server.extra.0 > 0 || server.paused_until.0 > 0;
        let was_out = server.incarnation > 0 || server.in_since.0 > 0;
        is_faulty || was_out || server.state != State::Up || server.spec.speed_per_mille != 1_000
    });
    let reasons = [
        (
            params.pattern() == Shape::Closed,
            "clients wait for their answers: a closed loop needs another theory",
        ),
        (surged, "the rate changes: there is no steady state"),
        (params.spread != Spreading::Poisson, "requests do not arrive as a Poisson process"),
        (patience.timeout.0 > 0, "clients give up"),
        (patience.hedge.0 > 0, "clients hedge"),
        (patience.retries > 0 && params.limit > 0, "clients retry"),
        (params.speeds != Speeds::Equal || disturbed, "servers differ, or have had faults"),
    ];
    match reasons.into_iter().find(|(is_so, _)| *is_so) {
        Some((_, why)) => Err(why.into()),
        None if offered_load(params) <= 0.0 => Err("there is no work".into()),
        None => Ok(()),
    }
}
