//! The state of a server, a balancer, a request, or of the whole, in the field's terms.

use super::properties::shares;
use super::world::BalancingWorld;
use crate::json;
use crate::lab::Target;
use crate::process::{NodeId, SimTime};
use crate::theory::fairness;
use crate::traffic::{Attempt, BalancerId, Ending, Metrics, RequestId, ServerId, Stage, State};
use serde_json::Value;
use std::cmp::Reverse;

/// The state of what has this id.
pub fn inspect(world: &BalancingWorld, target: &str) -> Value {
    let service = world.traffic.service();
    match Target::parse(target) {
        Target::Whole => whole(world),
        Target::Node(id) if id.index() < service.servers().len() => server_state(world, id),
        Target::Balancer(n) if n < service.balancers().len() => balancer_state(world, BalancerId(n as u16)),
        Target::Message(request) => request_state(world, RequestId(request.0)),
        _ => Value::Null,
    }
}

/// The id that a word stands for: the busiest server, the slowest, one that is down.
pub fn resolve(world: &BalancingWorld, word: &str) -> Option<String> {
    let there = || world.traffic.service().there();
    let found = match word {
        "busiest" => there().max_by_key(|(n, server)| (server.load(), Reverse(*n))),
        "idlest" => {
            there().filter(|(_, server)| server.takes()).min_by_key(|(n, server)| (server.load(), *n))
        }
        "slowest" => there().min_by_key(|(n, server)| (server.spec.speed_per_mille, *n)),
        "down" => there().find(|(_, server)| server.state == State::Down),
        _ => None,
    };
    found.map(|(n, _)| n.to_string())
}

fn ms(seconds: Option<f64>) -> Value {
    seconds.map_or(Value::Null, |seconds| ((seconds * 1e5).round() / 1e2).into())
}

fn fraction(part: f64) -> f64 {
    (part * 1e4).round() / 1e4
}

fn whole(world: &BalancingWorld) -> Value {
    let (traffic, params) = (&world.traffic, &world.params);
    let metrics = traffic.metrics();
    let now = traffic.now();
    let followed =
        traffic.followed().map(|one| json!({ "id": one.id.to_string(), "steps": steps(&one.steps) }));
    json!({
        "policy": params.policy.key(),
        "source": params.policy.source(),
        "costOfChoice": params.policy.stated_cost(),
        "serversLookedAtPerChoice": metrics.compared as f64 / metrics.choices.max(1) as f64,
        "remembers": params.policy.stated_state(),
        "utilisationFraction": fraction(traffic.service().used_seconds(now) / now.seconds().max(1e-6)),
        "requests": endings(metrics),
        "inFlight": metrics.in_flight(),
        "meanInSystem": metrics.mean_in_flight(now),
        "meanMs": ms(metrics.mean_seconds()),
        "p50Ms": ms(metrics.percentile(0.5)),
        "p95Ms": ms(metrics.percentile(0.95)),
        "p99Ms": ms(metrics.percentile(0.99)),
        "p999Ms": ms(metrics.percentile(0.999)),
        "jainFairness": fairness::jain(&shares(world)),
        "sessionsMissedFraction": fraction(metrics.sessions_lost as f64 / metrics.returning.max(1) as f64),
        "tries": json!({
            "made": metrics.attempts, "retries": metrics.retries, "hedges": metrics.hedges, "wasted": metrics.wasted,
        }),
        "followed": followed,
    })
}

fn endings(metrics: &Metrics) -> Value {
    let ended = |ending: Ending| metrics.completed[ending as usize];
    json!({
        "arrived": metrics.arrived, "served": ended(Ending::Served), "refused": ended(Ending::Refused),
        "timedOut": ended(Ending::TimedOut), "lost": ended(Ending::Lost),
    })
}

fn server_state(world: &BalancingWorld, id: NodeId) -> Value {
    let traffic = &world.traffic;
    let server = &traffic.service().servers()[id.index()];
    let now = traffic.now();
    let busy = server.busy_us_at(now) as f64 / (f64::from(server.spec.workers) * now.0.max(1) as f64);
    let number =
        |key: &crate::traffic::AttemptKey| traffic.attempt(*key).map(|attempt| attempt.id.to_string());
    let requests = |keys: &mut dyn Iterator<Item = &crate::traffic::AttemptKey>| -> Vec<String> {
        keys.filter_map(number).collect()
    };
    let score = |balancer: &crate::traffic::Balancer| {
        let (_, scores) = balancer.policy().scores(balancer.view(), now);
        scores.get(id.index()).copied()
    };
    let scores: Vec<f64> = traffic.service().balancers().iter().filter_map(score).collect();
    let first = &traffic.service().balancers()[0];
    let decides_by = first.policy().scores(first.view(), now).0;
    json!({
        "id": id.to_string(),
        "state": state_word(server.state),
        "inRotation": server.in_rotation,
        "weight": server.spec.weight,
        "speedFraction": f64::from(server.spec.speed_per_mille) / 1e3,
        "workers": server.spec.workers,
        "inService": requests(&mut server.busy.iter()),
        "waiting": requests(&mut server.queue.iter()),
        "queueLength": server.queue.len(),
        "utilisationFraction": fraction(busy),
        "accepted": server.taken,
        "completed": server.finished,
        "starts": server.incarnation,
        "decidesBy": decides_by,
        "scores": scores,
    })
}

/// A server's state in a word.
pub fn state_word(state: State) -> &'static str {
    match state {
        State::Up => "up",
        State::Starting => "starting",
        State::Draining => "draining",
        State::Down => "down",
        State::Removed => "gone",
    }
}

fn balancer_state(world: &BalancingWorld, id: BalancerId) -> Value {
    let balancer = &world.traffic.service().balancers()[id.index()];
    let (decides_by, scores) = balancer.policy().scores(balancer.view(), world.traffic.now());
    let row = |(n, server): (usize, &crate::algorithms::balancing::Server)| {
        json!({
            "server": ServerId(n as u16).to_string(), "usable": server.usable, "weight": server.weight,
            "active": server.active, "reported": server.reported,
            "score": scores.get(n).map(|score| (score * 100.0).round() / 100.0),
        })
    };
    let rows: Vec<Value> = balancer.view().iter().enumerate().map(row).collect();
    json!({
        "id": id.to_string(), "policy": balancer.policy().kind().key(), "decidesBy": decides_by,
        "servers": rows,
    })
}

/// A request that has come; what there was of it is forgotten when it has ended, but where its tries are and, if it
/// is followed, its steps.
fn request_state(world: &BalancingWorld, id: RequestId) -> Value {
    let traffic = &world.traffic;
    if id.0 == 0 || id.0 > traffic.metrics().arrived {
        return Value::Null;
    }
    let request = traffic.requests().find(|request| request.id == id);
    let followed = traffic.followed().filter(|followed| followed.id == id);
    json!({
        "id": id.to_string(),
        "state": if request.is_some() { "open" } else { "ended" },
        "client": request.map(|request| request.client.0 + 1),
        "arrivedSeconds": request.map(|request| request.arrived.seconds()),
        "elapsedMs": request.map(|request| traffic.now().since(request.arrived).0 as f64 / 1e3),
        "workMs": request.map(|request| request.work.0 as f64 / 1e3),
        "costly": request.map(|request| request.costly),
        "triesMade": request.map(|request| request.attempts),
        "tries": traffic.attempts().filter(|attempt| attempt.id == id).map(attempt_state).collect::<Vec<_>>(),
        "steps": followed.map(|followed| steps(&followed.steps)),
    })
}

fn attempt_state(one: &Attempt) -> Value {
    json!({
        "stage": stage_key(one.stage), "balancer": one.balancer.to_string(),
        "server": one.server.map(|server| server.to_string()), "sinceSeconds": one.since.seconds(),
        "abandoned": one.abandoned,
    })
}

/// Where a try is, as scripts write it.
fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::ToBalancer => "toBalancer",
        Stage::ToServer => "toServer",
        Stage::Waiting => "waiting",
        Stage::InService => "inService",
        Stage::ToBalancerAgain(_) => "answerToBalancer",
        Stage::ToClient(_) => "answerToClient",
    }
}

/// Where a try is, in words.
pub fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::ToBalancer => "on its way to the balancer",
        Stage::ToServer => "on its way to the server",
        Stage::Waiting => "waiting",
        Stage::InService => "in service",
        Stage::ToBalancerAgain(_) => "answer on its way to the balancer",
        Stage::ToClient(_) => "answer on its way to the client",
    }
}

fn steps(steps: &[(SimTime, String)]) -> Vec<Value> {
    steps.iter().map(|(at, what)| json!({ "atSeconds": at.seconds(), "what": what.as_str() })).collect()
}
