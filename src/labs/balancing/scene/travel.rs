//! Requests on their way, answers, and the balancer's latest choice.

use super::Canvas;
use super::answers::Axis;
use super::frame::Frame;
use super::lanes::request_id;
use super::skyline::Sky;
use crate::labs::balancing::inspect::stage_word;
use crate::scene::{Anchor, Item, Place, Role, Shape, Size};
use crate::traffic::{Attempt, Chosen, Ending, RequestId, ServerId, Stage};
use std::collections::BTreeSet;

/// The most that are drawn on their way: beyond, the page shows a number for each way, and that would be wrong.
const MOST: usize = 4_000;

/// All tries that are on a hop.
pub fn draw(canvas: &mut Canvas, frame: &Frame, seen: &mut BTreeSet<(RequestId, u32)>) {
    let axis = Axis::of(canvas, frame);
    let mut moving: Vec<&Attempt> = canvas.world.traffic.attempts().filter(|one| is_moving(one)).collect();
    moving.sort_by_key(|one| (one.id, one.since));
    for one in moving.into_iter().take(MOST) {
        let Some((from, to, hops)) = way(canvas, frame, axis.as_ref(), one) else { continue };
        let role = match one.stage {
            Stage::ToBalancerAgain(Ending::Served) | Stage::ToClient(Ending::Served) => Role::Healthy,
            Stage::ToBalancerAgain(_) | Stage::ToClient(_) => Role::Failed,
            _ if canvas.world.traffic.is_awaited(one) => Role::Leader,
            _ => Role::Unreachable,
        };
        let hop = canvas.world.traffic.settings().hop.0;
        let (sent, arrives) = (one.since.0.saturating_sub(hop * hops.0), one.ends.0 + hop * hops.1);
        let shape = Shape::Message { from, to, sent, arrives, lost: None, faint: false };
        let told = format!("{} of {}, {}", one.id, one.client, stage_word(one.stage));
        canvas.push(Item::new(request_id(seen, one.id), role, shape).described(told).selectable());
    }
}

fn is_moving(one: &Attempt) -> bool {
    !matches!(one.stage, Stage::Waiting | Stage::InService)
}

/// From where to where a try is on its way, and the hops of that way before and after the one that it is on. An answer
/// falls to where it is counted, over its two hops; what is not served goes back by the balancer.
fn way(
    canvas: &Canvas,
    frame: &Frame,
    axis: Option<&Axis>,
    one: &Attempt,
) -> Option<(Place, Place, (u64, u64))> {
    let there = || Some(frame.way_to(one.balancer, frame.door(one.server?)?));
    let front = frame.front_way(one.balancer);
    let hops = match one.stage {
        Stage::ToBalancerAgain(Ending::Served) => (0, 1),
        Stage::ToClient(Ending::Served) => (1, 0),
        _ => (0, 0),
    };
    if let (Some(axis), true) = (axis, hops != (0, 0)) {
        let traffic = &canvas.world.traffic;
        let left = traffic.settings().hop.0 * hops.1;
        let took = one.ends.since(traffic.request(one.request)?.arrived).0 + left;
        return Some((frame.leaving(one.server?)?, axis.place(took as f64 / 1e6), hops));
    }
    let (from, to) = match one.stage {
        Stage::ToBalancer => front,
        Stage::ToServer => there()?,
        Stage::ToBalancerAgain(_) => back(there()?),
        Stage::ToClient(_) => back(front),
        Stage::Waiting | Stage::InService => return None,
    };
    Some((from, to, (0, 0)))
}

fn back((from, to): (Place, Place)) -> (Place, Place) {
    (to, from)
}

/// Thin lines to the servers that the latest choice compared, and a tick at the chosen one.
pub fn probes(canvas: &mut Canvas, frame: &Frame, sky: Option<&Sky>) {
    let Some(Chosen { balancer, server: Some(chosen), drawn, compared, .. }) = canvas.world.latest else {
        return;
    };
    let service = canvas.world.traffic.service();
    if balancer.index() >= service.balancers().len() {
        return;
    }
    let scans =
        drawn[0].is_none() && compared > 1 && service.balancers()[0].policy().kind().stated_cost() == "O(n)";
    let mut looked: Vec<ServerId> = drawn.into_iter().flatten().map(ServerId::from).collect();
    if scans && frame.sky.is_none() {
        looked =
            frame.lanes.iter().map(|lane| lane.server).filter(|n| canvas.server(*n).in_rotation).collect();
    }
    looked.retain(|n| *n != chosen);
    let place = |n: ServerId| match sky {
        Some(sky) => sky.top(n),
        None => frame.lane(n).map(|lane| lane.door),
    };
    for (n, role, width) in looked.iter().map(|n| (*n, Role::Idle, 1.0)).chain([(chosen, Role::Leader, 1.5)])
    {
        let Some(to) = place(n) else { continue };
        let (from, to) = frame.way_to(balancer, to);
        canvas.push(Item::new(format!("probe/{n}"), role, Shape::Link { from, to, width, arrow: false }));
    }
    let Some((x, y)) = place(chosen) else { return };
    let roomy = frame.lane(chosen).is_some_and(|lane| lane.words.is_some());
    let (at, anchor) = match sky {
        // What stands to the right of it is no higher.
        Some(_) => ((x, y - 4.0), Anchor::Start),
        // Beside the line that leads there, where nothing else is.
        None if roomy && y <= frame.clients.1 + 1.0 => ((x - 2.0, y + 14.0), Anchor::End),
        None if roomy => ((x - 2.0, y - 5.0), Anchor::End),
        None => ((x - 2.0, y + 4.0), Anchor::End),
    };
    let tick = Item::text("chosen", at, Size::Small, anchor, "\u{2713}");
    canvas.push(Item { role: Role::Leader, ..tick });
}
