//! Arrows and marks as SVG.

use super::bars::Bar;
use super::diagram::{Drawn, End};
use crate::ui::components::plot::px;
use crate::ui::components::trail::{Relation, Trail};
use faultyard::process::{PhaseKind, Salience, SimTime};
use yew::prelude::*;

/// The room below the last lane's line, where bars stand on it.
const BELOW: f64 = 8.0;

/// Where lanes and times are, in pixels.
#[derive(Clone, Copy)]
pub struct Frame {
    /// Where the window of time begins and ends.
    pub left: f64,
    /// Its end.
    pub right: f64,
    /// The first lane, and from one lane to the next.
    pub top: f64,
    /// From one lane to the next.
    pub lane: f64,
    /// The window of time.
    pub window: (SimTime, SimTime),
    /// How many rows of bars lie in a lane.
    pub rows: usize,
}

impl Frame {
    /// The place of a time; before the window is left of it.
    pub fn x(&self, at: SimTime) -> f64 {
        let (from, to) = (self.window.0.0 as f64, self.window.1.0 as f64);
        self.left + (self.right - self.left) * (at.0 as f64 - from) / (to - from).max(1.0)
    }

    /// The place of a lane's line, or between two. Bars stand on it, so that the first has its room above.
    pub fn y(&self, lane: f64) -> f64 {
        let above = if self.rows > 0 { self.lane - self.top } else { 0.0 };
        self.top + above + self.lane * lane
    }

    /// Where so many lanes end.
    pub fn bottom(&self, lanes: usize) -> f64 {
        if self.rows > 0 { self.y(lanes as f64 - 1.0) + BELOW } else { self.y(lanes as f64) }
    }
}

/// How things are told apart and chosen.
pub struct Marks<'a> {
    /// The chosen event's past and effects.
    pub trail: &'a Trail,
    /// Events from this one on are later than now.
    pub now: u64,
    /// The one that Tab reaches.
    pub reached: Option<u64>,
    /// Called with an event and the kernel's event when it is chosen.
    pub choose: Callback<(u64, u64)>,
}

/// The id of an event's element, to move the focus to.
pub fn element_id(event: u64) -> String {
    format!("spacetime-{event}")
}

/// Draws one arrow or mark as a button.
pub fn draw(frame: &Frame, item: &Drawn, marks: &Marks) -> Html {
    let relation = match marks.trail.relation(item.id) {
        Relation::None => marks.trail.relation(item.sent),
        relation => relation,
    };
    let later = if item.id >= marks.now { "is-later" } else { "" };
    let faint = if item.salience == Salience::Routine { "is-faint" } else { "" };
    let class = classes!("spacetime-item", relation.class(), later, faint);
    let choose = marks.choose.clone();
    let (id, event) = (item.id, item.event);
    let words = match relation.word() {
        "" => item.text.clone(),
        word => format!("{} ({word})", item.text),
    };
    let tabindex = if marks.reached == Some(id) { "0" } else { "-1" };
    html! {
        <g key={id} id={element_id(id)} {class} role="button" {tabindex} aria-label={words.clone()}
            aria-pressed={(relation == Relation::Chosen).to_string()}
            onclick={move |_| choose.emit((id, event))}>
            <title>{ words }</title>
            { match &item.bar {
                Some(bar) => self::bar(frame, item.from.0, bar),
                None if item.end.is_some() => arrow(frame, item),
                None => mark(frame, item),
            } }
        </g>
    }
}

/// The class that gives a phase its look.
pub fn phase_class(kind: PhaseKind) -> &'static str {
    match kind {
        PhaseKind::Starting => "spacetime-bar is-starting",
        PhaseKind::Up => "spacetime-bar is-up",
        PhaseKind::Stopping => "spacetime-bar is-stopping",
        PhaseKind::Waiting => "spacetime-bar is-waiting",
        PhaseKind::Working => "spacetime-bar is-working",
    }
}

/// A phase as a bar on its lane's line, from its beginning to its end.
pub fn bar(frame: &Frame, lane: usize, bar: &Bar) -> Html {
    let pitch = ((frame.lane - 6.0) / frame.rows.max(1) as f64).clamp(2.5, 14.0);
    let top = frame.y(lane as f64) - pitch * (bar.row + 1) as f64;
    let (from, to) = (frame.x(bar.from), frame.x(bar.to));
    html! {
        <rect class={phase_class(bar.phase.kind)} x={px(from)} y={px(top)} width={px((to - from).max(1.0))}
            height={px((pitch - 0.5).min(12.0))} />
    }
}

fn arrow(frame: &Frame, item: &Drawn) -> Html {
    let (x1, y1) = (frame.x(item.from.1), frame.y(item.from.0 as f64));
    let (x2, y2) = (frame.x(item.to.1), frame.y(item.to.0));
    let line = format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}");
    let (class, end) = match item.end {
        Some(End::Lost) => ("spacetime-arrow is-lost", cross(x2, y2)),
        Some(End::Flying(_)) => ("spacetime-arrow is-flying", head((x1, y1), (x2, y2))),
        _ => ("spacetime-arrow", head((x1, y1), (x2, y2))),
    };
    html! {
        <>
            <path class="spacetime-target" d={line.clone()} />
            <path {class} d={line} />
            { end }
        </>
    }
}

fn cross(x: f64, y: f64) -> Html {
    let d = format!("M{:.1} {:.1}l8 8m0 -8l-8 8", x - 4.0, y - 4.0);
    html! { <path class="spacetime-cross" {d} /> }
}

fn head((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> Html {
    let length = (x2 - x1).hypot(y2 - y1).max(1e-3);
    let (dx, dy) = ((x2 - x1) / length, (y2 - y1) / length);
    let side = |sign: f64| (x2 - 8.0 * dx - sign * 3.5 * dy, y2 - 8.0 * dy + sign * 3.5 * dx);
    let ((ax, ay), (bx, by)) = (side(1.0), side(-1.0));
    let d = format!("M{x2:.1} {y2:.1}L{ax:.1} {ay:.1}L{bx:.1} {by:.1}Z");
    html! { <path class="spacetime-head" {d} /> }
}

/// A mark's shape says its salience.
fn mark(frame: &Frame, item: &Drawn) -> Html {
    let (x, y) = (frame.x(item.to.1), frame.y(item.to.0));
    let shape = match item.salience {
        Salience::Routine => html! { <circle class="spacetime-mark" cx={px(x)} cy={px(y)} r="2" /> },
        Salience::Ordinary => html! { <circle class="spacetime-mark" cx={px(x)} cy={px(y)} r="4" /> },
        Salience::Objective => polygon(x, y, "M0 -6L6 5L-6 5Z"),
        Salience::Milestone => polygon(x, y, "M0 -7L7 0L0 7L-7 0Z"),
        Salience::Fault => cross(x, y),
    };
    html! {
        <>
            <circle class="spacetime-target" cx={px(x)} cy={px(y)} r="12" />
            { shape }
        </>
    }
}

fn polygon(x: f64, y: f64, d: &'static str) -> Html {
    html! { <path class="spacetime-mark" {d} transform={format!("translate({x:.1} {y:.1})")} /> }
}
