//! The state of a server, a balancer, a request, or of the whole, in the field's terms.

use super::properties::shares;
use super::world::BalancingWorld;
use crate::lab::Target;
use crate::process::{NodeId, SimTime};
use crate::theory::fairness;
use crate::traffic::{Ending, Stage, State, Tally, Try, name};
use serde_json::{Value, json};

/// The state of what has this id.
pub fn inspect(world: &BalancingWorld, target: &str) -> Value {
    let floor = &world.floor;
    match Target::parse(target) {
        Target::Whole => whole(world),
        Target::Node(id) if id.index() < floor.servers().len() => server_state(world, id),
        Target::Balancer(balancer) if balancer < floor.balancers().len() => balancer_state(world, balancer),
        Target::Message(request) => request_state(world, request.0),
        _ => Value::Null,
    }
}

/// The id that a word stands for: the busiest server, the slowest, one that is down.
pub fn resolve(world: &BalancingWorld, word: &str) -> Option<String> {
    let there = || world.floor.servers().iter().enumerate().filter(|(_, server)| server.exists());
    let found = match word {
        "busiest" => there().max_by_key(|(n, server)| (server.load(), usize::MAX - n)),
        "idlest" => {
            there().filter(|(_, server)| server.takes()).min_by_key(|(n, server)| (server.load(), *n))
        }
        "slowest" => there().min_by_key(|(n, server)| (server.spec.speed_per_mille, *n)),
        "down" => there().find(|(_, server)| server.state == State::Down),
        _ => None,
    };
    found.map(|(n, _)| name(n as u16).to_string())
}

fn ms(seconds: Option<f64>) -> Value {
    seconds.map_or(Value::Null, |seconds| json!((seconds * 1e5).round() / 1e2))
}

fn fraction(part: f64) -> f64 {
    (part * 1e4).round() / 1e4
}

fn whole(world: &BalancingWorld) -> Value {
    let (floor, params) = (&world.floor, &world.params);
    let tally = floor.tally();
    let now = floor.now();
    let followed =
        floor.followed().map(|one| json!({ "id": format!("m{}", one.number), "steps": steps(&one.steps) }));
    json!({
        "policy": params.policy.key(),
        "source": params.policy.source(),
        "costOfChoice": params.policy.stated_cost(),
        "serversLookedAtPerChoice": tally.looked as f64 / tally.choices.max(1) as f64,
        "remembers": params.policy.stated_state(),
        "utilisationFraction": fraction(floor.used_seconds(now) / now.seconds().max(1e-6)),
        "requests": endings(tally),
        "inFlight": tally.in_flight(),
        "meanInSystem": tally.mean_in_flight(now),
        "meanMs": ms(tally.mean_seconds()),
        "p50Ms": ms(tally.percentile(0.5)),
        "p95Ms": ms(tally.percentile(0.95)),
        "p99Ms": ms(tally.percentile(0.99)),
        "p999Ms": ms(tally.percentile(0.999)),
        "jainFairness": fairness::jain(&shares(world)),
        "sessionsMissedFraction": fraction(tally.broken as f64 / tally.returning.max(1) as f64),
        "tries": {
            "made": tally.tries, "retries": tally.retries, "hedges": tally.hedges, "wasted": tally.wasted,
        },
        "followed": followed,
    })
}

fn endings(tally: &Tally) -> Value {
    let ended = |ending: Ending| tally.ended[ending as usize];
    json!({
        "arrived": tally.born, "served": ended(Ending::Served), "refused": ended(Ending::Refused),
        "timedOut": ended(Ending::TimedOut), "lost": ended(Ending::Lost),
    })
}

fn server_state(world: &BalancingWorld, id: NodeId) -> Value {
    let floor = &world.floor;
    let server = &floor.servers()[id.index()];
    let now = floor.now();
    let busy = server.busy_us_at(now) as f64 / (f64::from(server.spec.workers) * now.0.max(1) as f64);
    let number = |key: &crate::traffic::TryKey| floor.get(*key).map(|try_| format!("m{}", try_.number));
    let requests = |keys: &mut dyn Iterator<Item = &crate::traffic::TryKey>| -> Vec<String> {
        keys.filter_map(number).collect()
    };
    let score = |balancer: &crate::traffic::Balancer| {
        let (_, scores) = balancer.policy().scores(balancer.view(), now);
        scores.get(id.index()).copied()
    };
    let scores: Vec<f64> = floor.balancers().iter().filter_map(score).collect();
    let first = &floor.balancers()[0];
    let decides_by = first.policy().scores(first.view(), now).0;
    json!({
        "id": id.to_string(),
        "state": state_word(server.state),
        "inRotation": server.told_in,
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

fn balancer_state(world: &BalancingWorld, number: usize) -> Value {
    let balancer = &world.floor.balancers()[number];
    let (decides_by, scores) = balancer.policy().scores(balancer.view(), world.floor.now());
    let row = |(n, server): (usize, &crate::algorithms::balancing::Server)| {
        json!({
            "server": name(n as u16).to_string(), "usable": server.usable, "weight": server.weight,
            "active": server.active, "reported": server.reported,
            "score": scores.get(n).map(|score| (score * 100.0).round() / 100.0),
        })
    };
    let rows: Vec<Value> = balancer.view().iter().enumerate().map(row).collect();
    json!({
        "id": format!("b{}", number + 1), "policy": balancer.policy().kind().key(), "decidesBy": decides_by,
        "servers": rows,
    })
}

/// A request that has come; what there was of it is forgotten when it has ended, but where its tries are and, if it
/// is followed, its steps.
fn request_state(world: &BalancingWorld, number: u64) -> Value {
    let floor = &world.floor;
    if number == 0 || number > floor.tally().born {
        return Value::Null;
    }
    let request = floor.requests().find(|request| request.number == number);
    let followed = floor.followed().filter(|followed| followed.number == number);
    json!({
        "id": format!("m{number}"),
        "state": if request.is_some() { "open" } else { "ended" },
        "client": request.map(|request| request.session + 1),
        "arrivedSeconds": request.map(|request| request.born.seconds()),
        "elapsedMs": request.map(|request| floor.now().since(request.born).0 as f64 / 1e3),
        "workMs": request.map(|request| request.work.0 as f64 / 1e3),
        "costly": request.map(|request| request.costly),
        "triesMade": request.map(|request| request.tries),
        "tries": floor.tries().filter(|try_| try_.number == number).map(try_state).collect::<Vec<_>>(),
        "steps": followed.map(|followed| steps(&followed.steps)),
    })
}

fn try_state(one: &Try) -> Value {
    json!({
        "stage": stage_key(one.stage), "balancer": format!("b{}", one.balancer + 1),
        "server": one.server.map(|server| name(server).to_string()), "sinceSeconds": one.since.seconds(),
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
    steps.iter().map(|(at, what)| json!({ "atSeconds": at.seconds(), "what": what })).collect()
}
