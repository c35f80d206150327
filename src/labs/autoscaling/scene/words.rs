//! What the picture says: the controller's working line by line, and the score.

use super::{Canvas, LETTER, LINE, NARROW, WIDE};
use crate::labs::autoscaling::machine::{Machine, State};
use crate::labs::autoscaling::score;
use crate::labs::autoscaling::world::FleetWorld;
use crate::scene::{Anchor, Area, Item, Role, Size};

/// The whole in two sentences.
pub fn summary(world: &FleetWorld) -> String {
    let stats = world.service.latest;
    let (ready, booting) = (world.fleet.count(State::Ready), world.fleet.count(State::Booting));
    let times =
        format!("{:.0} ms in the mean, {:.0} ms for one in a hundred", stats.mean_s * 1e3, stats.p99_s * 1e3);
    format!(
        "{} machines are wanted, {ready} are ready, {booting} boot. {:.0} requests a second come, {:.0} can be served: {times}.",
        world.control.desired, stats.rate, stats.capacity,
    )
}

/// The controller at the left, the moment at the right.
pub fn headline(world: &FleetWorld, width: f32) -> (String, String) {
    let name = world.params.kind.name().to_string();
    let (ready, desired) = (world.fleet.count(State::Ready), world.control.desired);
    let load = world.service.latest.load() * 100.0;
    let right = match width {
        wide if wide >= WIDE => format!("{ready} machines ready, {desired} wanted; {load:.0}\u{a0}% busy"),
        narrow if narrow < NARROW => format!("{ready} of {desired}, {load:.0}\u{a0}%"),
        _ => format!("{ready} of {desired} ready, {load:.0}\u{a0}% busy"),
    };
    (name, right)
}

/// What someone hears of a machine.
pub fn machine(world: &FleetWorld, machine: &Machine) -> String {
    let age = machine.age(world.now).0 / 1_000_000;
    format!("{}, {}, in zone {}, for {age} s", machine.id, state(machine.state), zone(machine.zone))
}

/// A state in a word.
pub fn state(state: State) -> &'static str {
    match state {
        State::Booting => "boots",
        State::Ready => "ready",
        State::Resizing => "starts anew",
        State::Draining => "drains",
        State::Failed => "failed",
    }
}

/// A zone's letter.
pub fn zone(zone: u8) -> char {
    char::from(b'a' + zone)
}

/// The latest decision's working, and below it the score.
pub fn beside(canvas: &mut Canvas, Area { x, y, w, h }: Area) {
    let scores = score::lines(canvas.world);
    let score_top = y + h - LINE * scores.len() as f32;
    let rows = ((score_top - y - LINE * 1.5) / LINE).max(0.0) as usize;
    canvas.push(Item::text(
        "working",
        (x, y + 10.0),
        Size::Normal,
        Anchor::Start,
        "The controller\u{2019}s working",
    ));
    let mut lines = working(canvas.world, (w / LETTER) as usize);
    if lines.len() > rows {
        lines.truncate(rows);
        lines.iter_mut().last().into_iter().for_each(|line| line.push_str(" \u{2026}"));
    }
    for (row, line) in lines.into_iter().enumerate() {
        canvas.line(format!("working/{row}"), (x, y + 10.0 + LINE * (row + 1) as f32), Role::Plain, line);
    }
    for (row, (name, value)) in scores.into_iter().enumerate() {
        let at = score_top + LINE * (row + 1) as f32 - 4.0;
        canvas.line(format!("score/{row}"), (x, at), Role::Plain, name);
        canvas.push(Item::text(format!("score/{row}/value"), (x + w, at), Size::Small, Anchor::End, value));
    }
}

/// The working in lines of at most so many letters.
fn working(world: &FleetWorld, room: usize) -> Vec<String> {
    let Some(decision) = &world.control.decision else { return vec!["not asked yet".into()] };
    let said = decision.working.iter().map(|line| format!("{}: {}", line.rule, line.shown));
    said.flat_map(|line| wrapped(&line, room)).collect()
}

/// A text in lines of at most so many letters, broken between words; all but the first are set in.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is one");
        if !line.trim().is_empty() && line.chars().count() + 1 + word.chars().count() > room {
            lines.push(format!("   {word}"));
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

/// The score in one line.
pub fn score_in_short(world: &FleetWorld, width: f32) -> String {
    let (cost, missed, lost) = (score::cost(world), world.bill.missed_minutes(), world.service.lost);
    let slow = if width < NARROW { "min" } else { "min too slow" };
    format!("cost {cost:.2}, {missed:.0} {slow}, {lost:.0} lost")
}
