//! A role's sign: each has its own shape, so that none is told by colour alone.

use super::{LOADS, Paint, Role};

/// A sign's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// Filled and round.
    Disc,
    /// A square on its corner.
    Diamond,
    /// Filled, with four corners.
    Square,
    /// Point up.
    Triangle,
    /// Two strokes.
    Cross,
    /// Hollow and round.
    Circle,
}

/// The sign of a role.
pub fn of(role: Role) -> Glyph {
    match role {
        Role::Leader | Role::Plain | Role::Series(_) | Role::Muted(_) => Glyph::Disc,
        Role::Candidate => Glyph::Diamond,
        Role::Healthy => Glyph::Square,
        Role::Degraded | Role::Load(_) => Glyph::Triangle,
        Role::Failed => Glyph::Cross,
        Role::Unreachable | Role::Idle => Glyph::Circle,
    }
}

/// The sign's corners around the origin for a size of one; none for the round ones.
pub fn corners(glyph: Glyph) -> &'static [(f64, f64)] {
    match glyph {
        Glyph::Disc | Glyph::Circle => &[],
        Glyph::Diamond => &[(0.0, -1.15), (1.15, 0.0), (0.0, 1.15), (-1.15, 0.0)],
        Glyph::Square => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        Glyph::Triangle => &[(0.0, -1.1), (1.1, 0.9), (-1.1, 0.9)],
        Glyph::Cross => &[(-0.9, -0.9), (0.9, 0.9), (0.9, -0.9), (-0.9, 0.9)],
    }
}

/// Whether a node's name at its usual size would reach over its circle of radius `r`: then it is written smaller.
pub fn is_tight(name: &str, r: f32) -> bool {
    const LETTER: f32 = 9.3;
    name.chars().count() as f32 * LETTER > 2.0 * r - 3.0
}

/// The CSS class that gives a thing its role's colour.
pub fn class(role: Role) -> &'static str {
    const SERIES: [&str; 6] = ["series-0", "series-1", "series-2", "series-3", "series-4", "series-5"];
    const RAMP: [&str; LOADS as usize] = ["load-0", "load-1", "load-2", "load-3"];
    match role {
        Role::Plain => "role-plain",
        Role::Idle => "role-idle",
        Role::Leader => "role-leader",
        Role::Candidate => "role-candidate",
        Role::Healthy => "role-healthy",
        Role::Degraded => "role-degraded",
        Role::Failed => "role-failed",
        Role::Unreachable => "role-unreachable",
        Role::Series(n) => SERIES[usize::from(n) % SERIES.len()],
        Role::Muted(n) if n % 2 == 0 => "muted-0",
        Role::Muted(_) => "muted-1",
        Role::Load(step) => RAMP[usize::from(step).min(RAMP.len() - 1)],
    }
}

/// The CSS class of a region's paint.
pub fn paint(paint: Paint) -> &'static str {
    match paint {
        Paint::Full => "full",
        Paint::Tint => "tint",
        Paint::Line => "lines",
        Paint::Dashed => "lines dashed",
    }
}

/// The style sheet's name of a role's colour.
pub fn property(role: Role) -> &'static str {
    match class(role) {
        "role-leader" | "series-0" => "--leader",
        "role-candidate" | "series-1" => "--candidate",
        "role-healthy" | "series-2" => "--healthy",
        "role-degraded" | "series-3" => "--degraded",
        "role-unreachable" | "series-4" => "--unreachable",
        "role-failed" | "series-5" => "--failed",
        "role-idle" | "muted-0" => "--line",
        "muted-1" => "--ink2",
        "load-0" => "--load-0",
        "load-1" => "--load-1",
        "load-2" => "--load-2",
        "load-3" => "--load-3",
        _ => "--ink",
    }
}
