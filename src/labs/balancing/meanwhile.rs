//! How things stand, in a sentence: who has a queue, while one request after the other comes and goes.

use super::world::BalancingWorld;
use crate::process::{NodeId, words::plural};
use crate::traffic::{Server, State};

/// How things stand.
pub fn meanwhile(world: &BalancingWorld) -> Option<String> {
    let service = world.traffic.service();
    let mut servers: Vec<(usize, &Server)> =
        service.servers().iter().enumerate().filter(|(_, server)| server.exists()).collect();
    let busy: usize = servers.iter().map(|(_, server)| server.busy.len()).sum();
    let up = servers.iter().filter(|(_, server)| server.state == State::Up).count();
    servers.sort_by_key(|(_, server)| std::cmp::Reverse(server.queue.len()));
    let (first, others) = servers.split_first()?;
    let waiting = |server: &(usize, &Server)| server.1.queue.len();
    let (longest, next) = (waiting(first), others.first().map_or(0, waiting));
    let least = others.last().map_or(0, waiting);
    let elsewhere = match (others.len(), least == next) {
        (0, _) => String::new(),
        (_, true) => format!(", {next} elsewhere"),
        (_, false) => format!(", {least} to {next} elsewhere"),
    };
    Some(match longest {
        0 if busy == 0 => format!("Nobody waits: {} idle", plural(up as u64, "server")),
        0 => format!(
            "Nobody waits: {} work on {}",
            plural(up as u64, "server"),
            plural(busy as u64, "request")
        ),
        _ if next == longest => {
            let all: usize = servers.iter().map(waiting).sum();
            format!("{} wait, at most {longest} at one server", plural(all as u64, "request"))
        }
        1 => format!("1 waits at {}{elsewhere}", NodeId(first.0 as u16)),
        _ => format!("{longest} wait at {}{elsewhere}", NodeId(first.0 as u16)),
    })
}
