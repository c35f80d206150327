//! Milestones on the axis of time: those that are close together are one mark.

use super::frame::Frame;
use crate::ui::words;
use faultyard::lab::Event;
use faultyard::sim::RecordId;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// The room of a mark, in pixels: it can be hit with a pointer, and its count does not meet the next.
pub const ROOM: f64 = 26.0;
/// A kind is frequent if there are so many of it, and on average so many in the room of a mark.
const FREQUENT: (usize, f64) = (24, 8.0);
/// So many sentences of a mark are told.
const MOST_TOLD: usize = 4;

/// What a mark looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// There is more of something.
    Up,
    /// There is less of it.
    Down,
    /// Neither, or both.
    Other,
    /// Only what happens all the time, such as a commit.
    Frequent,
}

/// One mark.
#[derive(Debug, PartialEq)]
pub struct Mark<'a> {
    /// From its first event, where it is drawn, to its last, in pixels.
    pub span: (f64, f64),
    /// What it looks like.
    pub sign: Sign,
    /// What it tells of: without what is frequent, unless there is nothing else.
    pub events: Vec<&'a Event>,
    /// How many more there are.
    pub others: usize,
}

impl Mark<'_> {
    /// Its name: that of its first event.
    pub fn id(&self) -> RecordId {
        self.events.first().map_or(0, |event| event.id)
    }

    /// Its sentences with their times, the earliest first; at the end, how many are not told.
    pub fn sentences(&self) -> Vec<String> {
        let told = self.events.iter().take(MOST_TOLD);
        let mut told: Vec<String> =
            told.map(|event| format!("{}: {}", words::time(event.at), event.text)).collect();
        let more = self.events.len() + self.others - told.len();
        if more > 0 {
            told.push(format!("and {more} more"));
        }
        told
    }

    /// What someone hears: its sentences, after the count that is seen beside it.
    pub fn name(&self) -> String {
        let told = self.sentences().join("; ");
        if self.events.len() > 1 { format!("{} milestones: {told}", self.events.len()) } else { told }
    }

    /// The event to go to: the first, or the one after that which is `chosen`.
    pub fn next(&self, chosen: Option<RecordId>) -> &Event {
        let place = self.events.iter().position(|event| Some(event.id) == chosen);
        self.events[place.map_or(0, |place| (place + 1) % self.events.len())]
    }

    fn of<'a>(frame: &Frame, group: &'a [Event], frequent: &BTreeSet<&str>) -> Mark<'a> {
        let x = |event: Option<&Event>| event.map_or(0.0, |event| frame.x(event.at.seconds()));
        let rare: Vec<&Event> = group.iter().filter(|event| !frequent.contains(event.kind)).collect();
        let all = |trend| rare.iter().all(|event| event.trend == trend);
        let sign = match rare.is_empty() {
            true => Sign::Frequent,
            false if all(Ordering::Greater) => Sign::Up,
            false if all(Ordering::Less) => Sign::Down,
            false => Sign::Other,
        };
        let events = if rare.is_empty() { group.iter().take(1).collect() } else { rare };
        let others = group.len() - events.len();
        Mark { span: (x(group.first()), x(group.last())), sign, events, others }
    }
}

/// The marks of events in the order of time. A mark begins at the first event that has room beside the mark before.
pub fn marks<'a>(frame: &Frame, events: &'a [Event]) -> Vec<Mark<'a>> {
    let frequent = frequent(frame, events);
    let x = |event: &Event| frame.x(event.at.seconds());
    let (mut marks, mut rest) = (Vec::new(), events);
    while let Some(first) = rest.first() {
        let free = x(first) + ROOM;
        let (group, others) = rest.split_at(rest.partition_point(|event| x(event) < free));
        marks.push(Mark::of(frame, group, &frequent));
        rest = others;
    }
    marks
}

/// The kinds that would fill the axis with counts and hide all others.
fn frequent(frame: &Frame, events: &[Event]) -> BTreeSet<&'static str> {
    let mut kinds: BTreeMap<&'static str, (usize, f64)> = BTreeMap::new();
    let end = events.last().map_or(0.0, |event| frame.x(event.at.seconds()));
    for event in events {
        let first = frame.x(event.at.seconds());
        kinds.entry(event.kind).or_insert((0, first)).0 += 1;
    }
    let is_frequent = |(count, first): (usize, f64)| {
        count > FREQUENT.0 && count as f64 > FREQUENT.1 * ((end - first) / ROOM).max(1.0)
    };
    kinds.into_iter().filter(|(_, of_kind)| is_frequent(*of_kind)).map(|(kind, _)| kind).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::trail::tests::event;
    use super::*;
    use faultyard::process::SimTime;

    /// An axis with a pixel for each second.
    const FRAME: Frame = Frame { left: 0.0, right: 600.0, top: 0.0, height: 50.0, length: 600.0 };

    fn told(seconds: &[u64], trend: Ordering) -> Vec<Event> {
        let of =
            |at: &u64| Event { at: SimTime::from_ms(1_000 * at), kind: "decided", trend, ..event(*at, None) };
        seconds.iter().map(of).collect()
    }

    #[test]
    fn marks_have_room_and_those_within_a_few_pixels_are_one() {
        let events = told(&[10, 20, 35, 36, 100], Ordering::Greater);
        let marks = marks(&FRAME, &events);
        let seen: Vec<_> = marks.iter().map(|mark| (mark.span, mark.events.len(), mark.sign)).collect();
        assert_eq!(
            seen,
            [((10.0, 35.0), 3, Sign::Up), ((36.0, 36.0), 1, Sign::Up), ((100.0, 100.0), 1, Sign::Up)]
        );
    }

    #[test]
    fn up_and_down_within_one_mark_are_neither() {
        let events = [told(&[10], Ordering::Greater), told(&[12], Ordering::Less)].concat();
        assert_eq!(marks(&FRAME, &events)[0].sign, Sign::Other);
        assert!(marks(&FRAME, &events)[0].name().starts_with("2 milestones: "));
        assert_eq!(marks(&FRAME, &events[1..])[0].sign, Sign::Down);
    }

    #[test]
    fn a_rare_event_is_not_hidden_by_what_happens_all_the_time() {
        let mut events: Vec<Event> = told(&(0..500).collect::<Vec<_>>(), Ordering::Equal);
        events[200].kind = "became-leader";
        let marks = marks(&FRAME, &events);
        let leader: Vec<_> = marks.iter().filter(|mark| mark.sign != Sign::Frequent).collect();
        assert_eq!((marks.len(), leader.len(), leader[0].id()), (20, 1, 200));
        assert_eq!(leader[0].sentences(), ["3\u{a0}min\u{a0}20.000\u{a0}s: event 200", "and 25 more"]);
    }

    #[test]
    fn a_mark_of_several_is_gone_through_one_by_one() {
        let events = told(&[10, 12, 14], Ordering::Equal);
        let mark = &marks(&FRAME, &events)[0];
        let next = [None, Some(10), Some(12), Some(14), Some(99)].map(|chosen| mark.next(chosen).id);
        assert_eq!(next, [10, 12, 14, 10, 10]);
    }
}
