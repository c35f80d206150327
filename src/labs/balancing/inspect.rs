//! The state of a server, a balancer, a request, or of the whole, in the field's terms.

use super::properties::shares;
use super::world::BalancingWorld;
use crate::process::{NodeId, SimTime};
use crate::theory::fairness;
use crate::traffic::{Ending, Stage, State, Tally, Try, length, moment, name};
use serde_json::{Value, json};

/// The state of what has this id.
pub fn inspect(world: &BalancingWorld, target: &str) -> Value {
    let floor = &world.floor;
    let server = NodeId::parse(target).filter(|id| id.index() < floor.servers().len());
    let balancer = number(target, 'b').filter(|b| *b >= 1 && *b as usize <= floor.balancers().len());
    match (target, server, balancer, number(target, 'm')) {
        ("", ..) => whole(world),
        (_, Some(id), ..) => server_state(world, id),
        (_, _, Some(balancer), _) => balancer_state(world, balancer as usize - 1),
        (.., Some(request)) => request_state(world, request),
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

fn number(target: &str, sign: char) -> Option<u64> {
    target.strip_prefix(sign)?.parse().ok()
}

fn ms(seconds: Option<f64>) -> Value {
    seconds.map_or(Value::Null, |seconds| json!((seconds * 1e5).round() / 1e2))
}

fn percent(part: f64) -> Value {
    json!((part * 1e4).round() / 1e2)
}

fn whole(world: &BalancingWorld) -> Value {
    let (floor, params) = (&world.floor, &world.params);
    let tally = floor.tally();
    let now = floor.now();
    let mut state = json!({
        "policy": params.policy.name(),
        "cost of a choice as stated": params.policy.stated_cost(),
        "servers looked at for a choice": tally.looked as f64 / tally.choices.max(1) as f64,
        "what it remembers": params.policy.stated_state(),
        "source": params.policy.source(),
        "utilisation so far (%)": percent(floor.used_seconds(now) / now.seconds().max(1e-6)),
        "requests": endings(tally),
        "in flight": tally.in_flight(),
        "mean number in the system (L)": tally.mean_in_flight(now),
        "mean time, served (W, ms)": ms(tally.mean_seconds()),
        "percentiles of the run (ms)": {
            "p50": ms(tally.percentile(0.5)), "p95": ms(tally.percentile(0.95)),
            "p99": ms(tally.percentile(0.99)), "p99.9": ms(tally.percentile(0.999)),
        },
        "Jain's fairness index": fairness::jain(&shares(world)),
        "sessions missed (%)": percent(tally.broken as f64 / tally.returning.max(1) as f64),
        "tries": {
            "made": tally.tries, "retries": tally.retries, "hedges": tally.hedges,
            "finished for nobody": tally.wasted,
        },
    });
    if let Some(followed) = floor.followed() {
        state["you follow"] = story(followed.number, &followed.steps);
    }
    state
}

fn endings(tally: &Tally) -> Value {
    let ended = |ending: Ending| tally.ended[ending as usize];
    json!({
        "came": tally.born, "served": ended(Ending::Served), "refused": ended(Ending::Refused),
        "timed out": ended(Ending::TimedOut), "lost": ended(Ending::Lost),
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
        "state": state_word(server.state),
        "told in": server.told_in,
        "weight": server.spec.weight,
        "speed (%)": server.spec.speed_per_mille / 10,
        "workers": server.spec.workers,
        "in service": requests(&mut server.busy.iter()),
        "waiting": requests(&mut server.queue.iter()),
        "queue": server.queue.len(),
        "utilisation so far (%)": percent(busy),
        "sent here": server.taken,
        "finished": server.finished,
        "starts": server.incarnation,
        "balancers decide by": decides_by,
        "which is, for each balancer": scores,
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
            "server": name(n as u16).to_string(), "in": server.usable, "weight": server.weight,
            "active": server.active, "reported": server.reported,
            decides_by: scores.get(n).map(|score| (score * 100.0).round() / 100.0),
        })
    };
    let rows: Vec<Value> = balancer.view().iter().enumerate().map(row).collect();
    json!({ "policy": balancer.policy().kind().name(), "decides by": decides_by, "what it knows": rows })
}

fn request_state(world: &BalancingWorld, number: u64) -> Value {
    let floor = &world.floor;
    let tries: Vec<Value> = floor.tries().filter(|try_| try_.number == number).map(try_state).collect();
    let mut state = match floor.requests().find(|request| request.number == number) {
        Some(request) => json!({
            "client": request.session + 1,
            "came at": moment(request.born),
            "so far": length(floor.now().since(request.born)),
            "work at speed 1": length(request.work),
            "costly": request.costly,
            "tries": request.tries,
        }),
        None if tries.is_empty() => json!({ "state": "it has ended" }),
        None => json!({ "state": "it has ended; the servers do not know" }),
    };
    if !tries.is_empty() {
        state["where its tries are"] = tries.into();
    }
    if let Some(followed) = floor.followed().filter(|followed| followed.number == number) {
        state["story"] = story(number, &followed.steps);
    }
    state
}

fn try_state(one: &Try) -> Value {
    let server = one.server.map_or_else(|| "not chosen yet".to_string(), |server| name(server).to_string());
    json!({
        "stage": stage_word(one.stage), "balancer": format!("b{}", one.balancer + 1), "server": server,
        "since": moment(one.since), "client waits for it": !one.abandoned,
    })
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

fn story(number: u64, steps: &[(SimTime, String)]) -> Value {
    let steps: Vec<Value> =
        steps.iter().map(|(at, what)| json!({ "at": moment(*at), "what": what })).collect();
    match steps.is_empty() {
        true => json!(format!("m{number}: nothing yet")),
        false => steps.into(),
    }
}
