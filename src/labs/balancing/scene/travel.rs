//! Requests on their way, and answers.

use super::Canvas;
use super::frame::Frame;
use super::rows::request_id;
use crate::labs::balancing::inspect::stage_word;
use crate::scene::{Item, Place, Role, Shape};
use crate::traffic::{Attempt, Ending, RequestId, Stage};
use std::collections::BTreeSet;

/// The most that are drawn on their way: beyond, the page shows a number for each way, and that would be wrong.
const MOST: usize = 4_000;

/// All tries that are on a hop.
pub fn draw(canvas: &mut Canvas, frame: &Frame, seen: &mut BTreeSet<(RequestId, u32)>) {
    let mut moving: Vec<&Attempt> =
        canvas.world.traffic.attempts().filter(|one| way(frame, one).is_some()).collect();
    moving.sort_by_key(|one| (one.id, one.since));
    for one in moving.into_iter().take(MOST) {
        let Some((from, to)) = way(frame, one) else { continue };
        let role = match one.stage {
            Stage::ToBalancerAgain(Ending::Served) | Stage::ToClient(Ending::Served) => Role::Healthy,
            Stage::ToBalancerAgain(_) | Stage::ToClient(_) => Role::Failed,
            _ if canvas.world.traffic.is_awaited(one) => Role::Leader,
            _ => Role::Unreachable,
        };
        let (sent, arrives) = (one.since.0, one.ends.0);
        let shape = Shape::Message { from, to, sent, arrives, lost: None, faint: false };
        let told = format!("{} of {}, {}", one.id, one.client, stage_word(one.stage));
        canvas.push(Item::new(request_id(seen, one.id), role, shape).described(told).selectable());
    }
}

/// From where to where a try is on its way, if it is.
fn way(frame: &Frame, one: &Attempt) -> Option<(Place, Place)> {
    let there = || frame.back_way(one.balancer, one.server?);
    match one.stage {
        Stage::ToBalancer => Some(frame.front_way(one.balancer)),
        Stage::ToServer => there(),
        Stage::ToBalancerAgain(_) => there().map(back),
        Stage::ToClient(_) => Some(back(frame.front_way(one.balancer))),
        Stage::Waiting | Stage::InService => None,
    }
}

fn back((from, to): (Place, Place)) -> (Place, Place) {
    (to, from)
}
