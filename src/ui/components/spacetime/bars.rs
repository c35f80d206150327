//! What things were doing, as bars: a machine that boots and serves, a request that waits and is served.

use faultyard::lab::Event;
use faultyard::process::{Change, Doing, NodeId, Phase, SimTime};
use faultyard::sim::RecordId;
use std::collections::BTreeMap;

/// At most so many bars lie above each other in a lane.
pub const MOST_ROWS: usize = 6;

/// A phase of a thing's life.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Where the thing is.
    pub node: NodeId,
    /// Which of the things there.
    pub thing: u64,
    /// What it does.
    pub phase: Phase,
    /// From when to when.
    pub from: SimTime,
    /// The end; of what goes on, now.
    pub to: SimTime,
    /// The event that it began with, if that is known.
    pub id: Option<RecordId>,
    /// Its row in the lane, from 0.
    pub row: usize,
}

/// All bars in the window from `from` to `now`: those that ended from the events before `next`, those that go on from
/// what is being done now. In the order of their beginnings; and how many rows a lane has, at most [`MOST_ROWS`], and how many
/// bars found no room.
pub fn bars(
    events: &[Event],
    next: RecordId,
    doing: &[Doing],
    (from, now): (SimTime, SimTime),
) -> (Vec<Bar>, usize, usize) {
    let mut open: BTreeMap<(NodeId, u64), Bar> = BTreeMap::new();
    let mut bars = Vec::new();
    for event in events.iter().filter(|event| event.id < next) {
        let Some(Change { node, thing, ends, begins }) = event.change else { continue };
        let bar = |phase, from, to, id| Bar { node, thing, phase, from, to, id, row: 0 };
        match (open.remove(&(node, thing)), ends) {
            (Some(ended), ends) => {
                // What came before, such as the wait for a node, is none of it.
                let took = ends.and_then(|(_, took)| took);
                let began = took.map_or(ended.from, |took| SimTime(event.at.0.saturating_sub(took.0)));
                bars.push(Bar { from: ended.from.max(began), to: event.at, ..ended });
            }
            // It began before the first event that is known.
            (None, Some((phase, took))) => {
                let began = took.map_or(from, |took| SimTime(event.at.0.saturating_sub(took.0)));
                bars.push(bar(phase, began, event.at, None));
            }
            (None, None) => {}
        }
        if let Some(phase) = begins {
            open.insert((node, thing), bar(phase, event.at, now, Some(event.id)));
        }
    }
    for Doing { node, thing, phase, since } in doing.iter().copied() {
        let began = open.get(&(node, thing)).filter(|bar| bar.phase == phase).and_then(|bar| bar.id);
        bars.push(Bar { node, thing, phase, from: since, to: now, id: began, row: 0 });
    }
    bars.retain(|bar| bar.to >= from && bar.from <= now);
    bars.sort_by_key(|bar| (bar.from, bar.node, bar.thing));
    let all = bars.len();
    place(&mut bars);
    bars.retain(|bar| bar.row < MOST_ROWS);
    let rows = bars.iter().map(|bar| bar.row + 1).max().unwrap_or(0);
    let left_out = all - bars.len();
    (bars, rows, left_out)
}

/// Gives each bar a row in which nothing else lies; a thing stays in its row.
fn place(bars: &mut [Bar]) {
    let mut lanes: BTreeMap<NodeId, Vec<(SimTime, u64)>> = BTreeMap::new();
    for bar in bars {
        let rows = lanes.entry(bar.node).or_default();
        let own = rows.iter().position(|(until, thing)| *thing == bar.thing && *until <= bar.from);
        bar.row = own.or_else(|| rows.iter().position(|(until, _)| *until <= bar.from)).unwrap_or(rows.len());
        let taken = (bar.to, bar.thing);
        match rows.get_mut(bar.row) {
            Some(row) => *row = taken,
            None => rows.push(taken),
        }
    }
}

/// The phases of these bars, each once.
pub fn phases(bars: &[Bar]) -> Vec<Phase> {
    let mut phases: Vec<Phase> = bars.iter().map(|bar| bar.phase).collect();
    phases.sort_unstable_by_key(|phase| (phase.kind, phase.name));
    phases.dedup();
    phases
}

#[cfg(test)]
mod tests {
    use super::super::super::trail::tests::event;
    use super::*;
    use faultyard::process::{PhaseKind, SimDuration};

    const WAITS: Phase = Phase::new("waits", PhaseKind::Waiting);
    const SERVED: Phase = Phase::new("in service", PhaseKind::Working);

    fn told(id: RecordId, thing: u64, ends: Option<(Phase, Option<u64>)>, begins: Option<Phase>) -> Event {
        let ends = ends.map(|(phase, ms)| (phase, ms.map(SimDuration::from_ms)));
        Event { change: Some(Change { node: NodeId(0), thing, ends, begins }), ..event(id, None) }
    }

    fn ms(bars: &[Bar]) -> Vec<(u64, &str, u64, u64, usize)> {
        let row = |bar: &Bar| (bar.thing, bar.phase.name, bar.from.0 / 1_000, bar.to.0 / 1_000, bar.row);
        bars.iter().map(row).collect()
    }

    #[test]
    fn a_request_waits_and_is_served_in_one_row_and_the_next_lies_under_it_while_they_overlap() {
        let events = [
            told(10, 1, None, Some(SERVED)),
            told(12, 2, None, Some(WAITS)),
            told(20, 1, Some((SERVED, None)), None),
            told(21, 2, Some((WAITS, Some(9))), Some(SERVED)),
            told(30, 2, Some((SERVED, None)), None),
        ];
        let (bars, rows, left_out) = bars(&events, 100, &[], (SimTime::ZERO, SimTime::from_ms(40)));
        assert_eq!(
            ms(&bars),
            [(1, "in service", 10, 20, 0), (2, "waits", 12, 21, 1), (2, "in service", 21, 30, 1)]
        );
        assert_eq!((rows, left_out), (2, 0));
    }

    #[test]
    fn what_began_before_the_first_known_event_begins_when_the_record_says_or_with_the_window() {
        let events = [told(50, 1, Some((WAITS, Some(20))), None), told(60, 2, Some((SERVED, None)), None)];
        let (bars, ..) = bars(&events, 100, &[], (SimTime::from_ms(40), SimTime::from_ms(70)));
        assert_eq!(ms(&bars), [(1, "waits", 30, 50, 0), (2, "in service", 40, 60, 1)]);
    }

    #[test]
    fn what_goes_on_is_what_is_being_done_now_and_nothing_else() {
        let events = [told(10, 1, None, Some(WAITS)), told(11, 2, None, Some(WAITS))];
        // The second has gone without a word.
        let doing = [Doing { node: NodeId(0), thing: 1, phase: WAITS, since: SimTime::from_ms(10) }];
        let (bars, ..) = bars(&events, 100, &doing, (SimTime::ZERO, SimTime::from_ms(30)));
        assert_eq!(ms(&bars), [(1, "waits", 10, 30, 0)]);
        assert_eq!(bars[0].id, Some(10));
    }

    #[test]
    fn a_crowd_keeps_to_its_rows_and_the_others_are_counted() {
        let doing: Vec<Doing> = (0..10)
            .map(|thing| Doing { node: NodeId(0), thing, phase: WAITS, since: SimTime::ZERO })
            .collect();
        let (bars, rows, left_out) = bars(&[], 0, &doing, (SimTime::ZERO, SimTime::from_ms(30)));
        assert_eq!((bars.len(), rows, left_out), (MOST_ROWS, MOST_ROWS, 4));
    }
}
