//! Messages in the air at one moment: where each is, its sign, and the ways that many share. The page's canvas and
//! the SVG document both draw these.

use super::glyph::{self, Glyph};
use super::outline::{along, aside};
use super::{Item, Role, Scene, Shape};

/// From more messages in the air than this, each way is drawn as one line with their number.
pub const FLOW_FROM: usize = 60;
/// The greatest width of a way with many messages, in stage units.
const WIDEST: f32 = 24.0;

/// A message on its way.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)] // The others are said by their names.
pub struct Flight<'a> {
    pub item: &'a Item,
    pub from: (f32, f32),
    pub to: (f32, f32),
    pub at: (f32, f32),
    /// It is lost already.
    pub lost: bool,
    /// It changes nothing: thin and pale.
    pub faint: bool,
}

/// A way with many messages on it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)] // The others are said by their names.
pub struct Way {
    pub from: (f32, f32),
    pub to: (f32, f32),
    /// How thick it is, in stage units: it grows with the root of the number.
    pub width: f32,
    /// How many messages are on it.
    pub count: u16,
    /// Where the number stands: its middle, at the baseline.
    pub number: (f32, f32),
    /// What its first message is.
    pub role: Role,
}

impl Scene {
    /// The messages in the air at a simulated time in microseconds, in the order of their items.
    pub fn flights(&self, now: u64) -> Vec<Flight<'_>> {
        self.items.iter().filter_map(|item| flight(item, now)).collect()
    }
}

impl Flight<'_> {
    /// Its sign and the sign's size, in stage units.
    pub fn sign(&self) -> (Glyph, f32) {
        match (self.lost, self.faint, self.item.role) {
            (true, _, _) => (Glyph::Cross, 6.0),
            (false, true, role) => (glyph::of(role), 3.2),
            (false, false, Role::Series(_)) => (Glyph::Disc, 3.4),
            (false, false, role) => (glyph::of(role), 5.6),
        }
    }
}

fn flight(item: &Item, now: u64) -> Option<Flight<'_>> {
    let Shape::Message { from, to, sent, arrives, lost, faint } = item.shape else { return None };
    let length = arrives.saturating_sub(sent).max(1) as f32;
    let part = |at: u64| (at.saturating_sub(sent) as f32 / length).clamp(0.0, 1.0);
    let lost = lost.is_some_and(|lost| part(now) >= part(lost) - 0.01);
    Some(Flight { item, from, to, at: along(from, to, part(now)), lost, faint })
}

/// The ways that messages are on. Ways there and back lie side by side, each on its right, as on a road.
pub fn ways(flights: &[Flight]) -> Vec<Way> {
    let key = |p: (f32, f32)| (p.0 as i32, p.1 as i32);
    // In the order of their ends; few beside the flights.
    let mut ways: Vec<(_, u16, &Flight)> = Vec::new();
    for flight in flights {
        let ends = (key(flight.from), key(flight.to));
        match ways.binary_search_by_key(&ends, |way| way.0) {
            Ok(place) => ways[place].1 = ways[place].1.saturating_add(1),
            Err(place) => ways.insert(place, (ends, 1, flight)),
        }
    }
    ways.into_iter().map(|(_, count, flight)| way(count, flight)).collect()
}

fn way(count: u16, flight: &Flight) -> Way {
    let width = (f32::from(count).sqrt() * 2.0).min(WIDEST);
    let (from, to, right) = aside(flight.from, flight.to, width / 2.0 + 1.0);
    let ((x, y), far) = (along(from, to, 0.5), width / 2.0 + 11.0);
    let number = (x + right.0 * far, y + right.1 * far + 4.0);
    Way { from, to, width, count, number, role: flight.item.role }
}
