//! A scene as text: one line an item, with its place.

use super::{Item, Scene, Shape};
use std::fmt;

impl Shape {
    /// The word for this kind of shape.
    pub fn word(&self) -> &'static str {
        match self {
            Shape::Node { .. } => "node",
            Shape::Link { .. } => "link",
            Shape::Message { .. } => "message",
            Shape::Dial { .. } => "dial",
            Shape::Arc { .. } => "arc",
            Shape::Bar { .. } => "bar",
            Shape::Cell { .. } => "cell",
            Shape::Dot { .. } => "dot",
            Shape::Region { .. } => "region",
            Shape::Text { .. } => "text",
        }
    }

    /// Every coordinate of the shape, for checks that it is finite and on the stage.
    pub fn points(&self) -> Vec<(f32, f32)> {
        match *self {
            Shape::Region { ref pieces, .. } => pieces.concat(),
            Shape::Node { x, y, .. } | Shape::Dial { x, y, .. } | Shape::Dot { x, y, .. } => vec![(x, y)],
            Shape::Link { from, to, .. } | Shape::Message { from, to, .. } => vec![from, to],
            Shape::Arc { x, y, radii: (_, r), .. } => vec![(x - r, y - r), (x + r, y + r)],
            Shape::Bar { x, y, w, h, .. } | Shape::Cell { x, y, w, h, .. } => vec![(x, y), (x + w, y + h)],
            Shape::Text { x, y, .. } => vec![(x, y)],
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:?}", self.shape.word(), self.id, self.role)?;
        match &self.shape {
            Shape::Region { pieces, .. } => write!(f, " of {} pieces", pieces.len())?,
            shape => shape.points().into_iter().try_for_each(|(x, y)| write!(f, " {x:.0},{y:.0}"))?,
        }
        if !self.label.is_empty() {
            write!(f, " \"{}\"", self.label)?;
        }
        if !self.description.is_empty() {
            write!(f, " ({})", self.description)?;
        }
        Ok(())
    }
}

impl fmt::Display for Scene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.summary)?;
        self.items.iter().try_for_each(|item| writeln!(f, "{item}"))
    }
}
