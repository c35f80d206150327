//! What a space-time diagram shows, as plain values: lanes, arrows and marks in a window of time.

use super::bars::Bar;
use crate::ui::components::plot::Band;
use faultyard::lab::Event;
use faultyard::process::{NodeId, Salience, SimTime};
use faultyard::sim::{MessageId, RecordId};
use std::collections::BTreeMap;

/// At most so many arrows and marks are drawn.
pub const MOST: usize = 400;

/// How a message's flight ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It arrives.
    Arrived,
    /// It is lost.
    Lost,
    /// It is still on its way, at this share of it, in thousandths.
    Flying(u16),
}

/// One thing to draw: an arrow, a mark on a lane, or a bar that begins there.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The event that it stands for.
    pub id: RecordId,
    /// The kernel's event that this is part of.
    pub event: u64,
    /// The sending of an arrow; of a mark, the event itself.
    pub sent: RecordId,
    /// Where and when it begins: lane and time.
    pub from: (usize, SimTime),
    /// Where and when it ends; a lost message ends between the lanes.
    pub to: (f64, SimTime),
    /// How an arrow ends; none for a mark.
    pub end: Option<End>,
    /// The phase that begins with a mark: it is drawn as a bar.
    pub bar: Option<Bar>,
    /// How much it matters.
    pub salience: Salience,
    /// Time and sentence.
    pub text: String,
}

/// All that is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagram {
    /// Arrows and marks in the order of their events.
    pub drawn: Vec<Drawn>,
    /// How many there was no room for.
    pub left_out: usize,
}

/// The window of time: `span` long, a tenth of it after now.
pub fn window(now: SimTime, span: u64) -> (SimTime, SimTime) {
    let to = (now.0 + span / 10).max(span);
    (SimTime(to - span), SimTime(to))
}

/// A span in which about 20 messages or phases follow each other, from the usual time that one takes.
pub fn usual_span(events: &[Event], length: u64) -> u64 {
    let one = |event: &Event| match (event.kind, event.change.and_then(|change| change.ends)) {
        ("received", _) => Some(event.at.since(event.began).0),
        (_, Some((_, took))) => took.map(|took| took.0),
        _ => None,
    };
    let mut lengths: Vec<u64> = events.iter().rev().filter_map(one).take(101).collect();
    lengths.sort_unstable();
    let usual = lengths.get(lengths.len() / 2).map_or(length / 5, |length| length * 20);
    usual.clamp(1_000, length.max(1_000))
}

/// Draws the events in the window. `flying` has when each message in flight arrives; only events before `next`
/// have happened. Where there are bars, they tell what is routine.
pub fn diagram(
    events: &[Event],
    next: RecordId,
    nodes: &[NodeId],
    (from, to): (SimTime, SimTime),
    now: SimTime,
    flying: &BTreeMap<MessageId, SimTime>,
    bars: &[Bar],
) -> Diagram {
    let of_event: BTreeMap<RecordId, &Bar> = bars.iter().filter_map(|bar| Some((bar.id?, bar))).collect();
    let lane = |node: Option<NodeId>| node.and_then(|node| nodes.binary_search(&node).ok());
    let landed: Vec<RecordId> =
        events.iter().filter(|event| is_landing(event)).filter_map(|event| event.cause).collect();
    let landed = std::collections::BTreeSet::from_iter(landed);
    let mut drawn = Vec::new();
    for event in events.iter().filter(|event| event.at >= from && event.began <= to) {
        let (Some(here), peer) = (lane(event.node), lane(event.peer)) else { continue };
        let at = (here as f64, event.at);
        let mark = (event.id, (here, event.at), at, None);
        let (sent, start, finish, end) = match (event.kind, peer) {
            ("received", Some(peer)) => (sending(event), (peer, event.began), at, Some(End::Arrived)),
            ("lost", Some(peer)) => {
                (sending(event), (peer, event.began), loss(event, peer, here), Some(End::Lost))
            }
            ("sent", Some(peer)) if !landed.contains(&event.id) => {
                let arrives = event.message.and_then(|id| flying.get(&id)).filter(|at| **at > event.at);
                let (Some(arrives), true) = (arrives, event.id < next) else { continue };
                let share = now.since(event.at).0 as f64 / arrives.since(event.at).0 as f64;
                let share = share.clamp(0.0, 1.0);
                let place = here as f64 + (peer as f64 - here as f64) * share;
                (event.id, (here, event.at), (place, now), Some(End::Flying((share * 1e3) as u16)))
            }
            ("sent", _) => continue,
            _ => mark,
        };
        let bar = of_event.get(&event.id).copied().cloned();
        if !bars.is_empty() && bar.is_none() && end.is_none() && event.salience == Salience::Routine {
            continue;
        }
        let text = format!("{}: {}", crate::ui::words::time(event.at), event.text);
        let Event { id, event, salience, .. } = *event;
        drawn.push(Drawn { id, event, sent, from: start, to: finish, end, bar, salience, text });
    }
    let left_out = thin(&mut drawn);
    Diagram { drawn, left_out }
}

fn is_landing(event: &Event) -> bool {
    matches!(event.kind, "received" | "lost")
}

fn sending(event: &Event) -> RecordId {
    event.cause.unwrap_or(event.id)
}

/// Where a message is lost: at the machine that is down, or else on the way; the event does not say how far.
fn loss(event: &Event, from: usize, to: usize) -> (f64, SimTime) {
    let share = if event.text.ends_with("is down") { 1.0 } else { 0.6 };
    (from as f64 + (to as f64 - from as f64) * share, event.at)
}

/// Leaves out what there is no room for: routine first, then the oldest.
fn thin(drawn: &mut Vec<Drawn>) -> usize {
    let all = drawn.len();
    let mut surplus = all.saturating_sub(MOST);
    drawn.retain(|item| {
        let goes = surplus > 0 && item.salience == Salience::Routine;
        surplus -= usize::from(goes);
        !goes
    });
    drawn.drain(..surplus);
    all - drawn.len()
}

/// When a node is down within the window: from and to.
pub fn down(
    bands: &[Band],
    node: NodeId,
    (from, to): (SimTime, SimTime),
    now: SimTime,
) -> Vec<(SimTime, SimTime)> {
    let of_node = bands.iter().filter(|band| band.down == Some(node) && band.from <= now);
    let cut = of_node.map(|band| (band.from.max(from), band.to.unwrap_or(to).min(to)));
    cut.filter(|(from, to)| from < to).collect()
}

#[cfg(test)]
mod tests;
