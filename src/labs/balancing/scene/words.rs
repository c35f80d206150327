//! What the picture says.

use super::lanes;
use crate::kit::time;
use crate::labs::balancing::inspect::state_word;
use crate::labs::balancing::world::BalancingWorld;
use crate::process::words::grouped;
use crate::traffic::{BalancerId, Ending, Metrics, Server, ServerId, Source, State};

/// The whole in two sentences.
pub fn summary(world: &BalancingWorld) -> String {
    let traffic = &world.traffic;
    let (metrics, servers) =
        (traffic.metrics(), traffic.service().servers().iter().filter(|server| server.exists()));
    let (mut count, mut waiting, mut busy) = (0, 0, 0);
    for server in servers {
        (count, waiting, busy) = (count + 1, waiting + server.queue.len(), busy + server.busy.len());
    }
    let served = metrics.completed[Ending::Served as usize];
    let failed = metrics.completed_all() - served;
    format!(
        "{} sends requests to {count} servers: {busy} in service, {waiting} waiting. {served} served so far, {failed} not.",
        world.params.policy.name(),
    )
}

/// The policy at the left; the traffic at the right.
pub fn headline(world: &BalancingWorld, wide: bool) -> (String, String) {
    let params = &world.params;
    let left = params.policy.name().to_string();
    let right = match &world.traffic.settings().source {
        Source::Closed { clients, .. } => format!("{clients} clients in a closed loop"),
        Source::Open(..) => {
            let now = world.traffic.now();
            let rate = world.traffic.clients().arrivals().map_or(0.0, |arrivals| arrivals.rate_at(now));
            load(world, rate, wide)
        }
    };
    (left, right)
}

/// The traffic, and what part it is of what the servers that are up can do.
fn load(world: &BalancingWorld, rate: f64, wide: bool) -> String {
    let up = || world.traffic.service().servers().iter().filter(|server| server.state == State::Up);
    let capacity: f64 = up().map(Server::capacity).sum();
    let work = rate * world.traffic.settings().service.mean_seconds();
    let part = 100.0 * work / capacity;
    match (wide, up().count()) {
        (true, 0) => format!("{rate:.0} requests a second: no server is up"),
        (false, 0) => format!("{rate:.0}/s, no server"),
        (true, 1) => format!("{rate:.0} requests a second: {part:.0}% of what one server can do"),
        (true, up) => format!("{rate:.0} requests a second: {part:.0}% of what {up} servers can do"),
        (false, _) => format!("{rate:.0}/s, load {part:.0}%"),
    }
}

/// What someone hears of the clients.
pub fn clients(world: &BalancingWorld) -> String {
    let metrics = world.traffic.metrics();
    format!(
        "{} clients, {} requests in flight",
        world.traffic.clients().sessions().clients(),
        metrics.in_flight()
    )
}

/// What someone hears of a balancer.
pub fn balancer(world: &BalancingWorld, id: BalancerId) -> String {
    let balancer = &world.traffic.service().balancers()[id.index()];
    let active: u32 = balancer.view().iter().map(|server| server.active).sum();
    format!("balancer {id}, {}, {active} requests active", balancer.policy().kind().name())
}

/// What someone hears of a server.
pub fn server(world: &BalancingWorld, n: ServerId) -> String {
    let server = world.traffic.service().server(n);
    let told = if server.in_rotation { "told in" } else { "told out" };
    format!(
        "{n}, {}, {told}, {} in service, {} waiting, speed {} %, weight {}, {} of all requests",
        state_word(server.state),
        server.busy.len(),
        server.queue.len(),
        server.spec.speed_per_mille / 10,
        server.spec.weight,
        share(world, n),
    )
}

/// Two lines beside a server: how it is and how long the last one there waits, or what it got.
pub fn beside(world: &BalancingWorld, n: ServerId, wide: bool) -> [String; 2] {
    let server = world.traffic.service().server(n);
    let waiting = server.queue.len();
    let speed = server.spec.speed_per_mille;
    let state = match server.state {
        State::Down if server.in_rotation && wide => "down, not noticed".to_string(),
        State::Up if !server.in_rotation => if wide { "up, not noticed" } else { "up" }.to_string(),
        State::Up if waiting == 1 => "1 waits".to_string(),
        State::Up if waiting > 0 => format!("{} wait", grouped(waiting as u64)),
        State::Up if wide && speed != 1_000 => format!("speed {}%", speed / 10),
        State::Up => String::new(),
        other => state_word(other).to_string(),
    };
    let got = share(world, n);
    let got = if wide { format!("{got} of requests") } else { got };
    let last = || time(lanes::last_waits_s(world, n));
    match (state.is_empty(), wide) {
        (true, _) => [got, String::new()],
        (false, true) if waiting == 1 => [state, last()],
        (false, true) if waiting > 0 => [state, format!("last one {}", last())],
        (false, false) if waiting > 0 => [state, last()],
        (false, true) => [state, got],
        (false, false) => [state, String::new()],
    }
}

/// A line of at most so many letters over a server's queue: how many wait, and how long the last one; else how it is and
/// what it got.
pub fn over(world: &BalancingWorld, n: ServerId, room: usize) -> String {
    let [state, more] = beside(world, n, true);
    if more.is_empty() || state.len() + more.len() + 2 > room { state } else { format!("{state}, {more}") }
}

/// The part of all tries that a server was sent.
fn share(world: &BalancingWorld, n: ServerId) -> String {
    let Metrics { choices, .. } = world.traffic.metrics();
    let taken = world.traffic.service().server(n).taken;
    format!("{:.0}%", 100.0 * taken as f64 / (*choices).max(1) as f64)
}
