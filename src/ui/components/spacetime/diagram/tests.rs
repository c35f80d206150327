//! What a diagram shows of a few events.

use super::super::super::trail::tests::event;
use super::*;

fn message(id: RecordId, kind: &'static str, cause: Option<RecordId>, began: u64) -> Event {
    let (node, peer) = match kind {
        "sent" => (NodeId(0), NodeId(1)),
        _ => (NodeId(1), NodeId(0)),
    };
    let began = SimTime(began * 1_000);
    let message = Some(MessageId(7));
    Event { kind, node: Some(node), peer: Some(peer), began, message, ..event(id, cause) }
}

fn drawn(events: &[Event], now: u64, arrives: u64) -> Vec<Drawn> {
    let window = (SimTime::ZERO, SimTime(100_000));
    let flying = BTreeMap::from([(MessageId(7), SimTime(arrives * 1_000))]);
    let nodes = [NodeId(0), NodeId(1)];
    diagram(events, 100, &nodes, window, SimTime(now * 1_000), &flying, &[]).drawn
}

#[test]
fn a_message_is_one_arrow_from_its_sending_to_its_arrival() {
    let events = [message(0, "sent", None, 0), message(20, "received", Some(0), 0)];
    let arrows = drawn(&events, 30, 20);
    assert_eq!(arrows.len(), 1);
    assert_eq!((arrows[0].from, arrows[0].to), ((0, SimTime(0)), (1.0, SimTime(20_000))));
    assert_eq!((arrows[0].id, arrows[0].sent, arrows[0].end), (20, 0, Some(End::Arrived)));
}

#[test]
fn a_message_in_flight_is_drawn_as_far_as_it_has_come() {
    let arrows = drawn(&[message(0, "sent", None, 0)], 5, 20);
    assert_eq!((arrows[0].to, arrows[0].end), ((0.25, SimTime(5_000)), Some(End::Flying(250))));
}

#[test]
fn a_lost_message_ends_between_the_lanes() {
    let arrows = drawn(&[message(0, "sent", None, 0), message(12, "lost", Some(0), 0)], 30, 20);
    assert_eq!((arrows[0].to, arrows[0].end), ((0.6, SimTime(12_000)), Some(End::Lost)));
}

#[test]
fn with_too_much_to_draw_the_routine_goes_first() {
    let note = |id| Event { node: Some(NodeId(0)), ..event(id, None) };
    let routine = |id| Event { salience: Salience::Routine, ..note(id) };
    let events: Vec<Event> = (0..700).map(|id| if id % 2 == 0 { routine(id) } else { note(id) }).collect();
    let window = (SimTime::ZERO, SimTime(700_000));
    let diagram = diagram(&events, 700, &[NodeId(0)], window, window.1, &BTreeMap::new(), &[]);
    assert_eq!((diagram.drawn.len(), diagram.left_out), (MOST, 300));
    assert_eq!(diagram.drawn.iter().filter(|item| item.salience == Salience::Routine).count(), 50);
}

#[test]
fn the_window_begins_with_the_run_and_then_follows_now() {
    assert_eq!(window(SimTime(10), 100), (SimTime(0), SimTime(100)));
    assert_eq!(window(SimTime(500), 100), (SimTime(410), SimTime(510)));
}
