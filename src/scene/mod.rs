//! What to draw, as plain values: items with a shape, a role and words; no colour, no pixel format, no SVG.
//!
//! A lab makes a [`Scene`] for a stage of a given size, so that text keeps a readable size on every screen: one
//! stage unit is one CSS pixel. The page maps roles to its palette; the same scene prints as text, for golden
//! tests and for people who listen to the page.

pub mod flight;
mod geometry;
pub mod glyph;
mod layout;
pub mod outline;
pub mod svg;
mod text;
pub mod words;

pub use geometry::{Area, Place, distance, towards};
pub use layout::{ring, turn};
pub use svg::svg;

/// What the ids of the legend's items begin with.
pub const SIGN: &str = "sign/";

/// What the ids of items begin with that give away what a lesson asks: they are covered until the question is answered.
pub const ANSWER: &str = "answer/";

/// What a thing is at the moment. The page gives each role a colour, a line and a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Has no part to play: ink on ground.
    Plain,
    /// There, but not what this is about: an idle link, an empty cell, an axis.
    Idle,
    /// Leads; a primary; a request.
    Leader,
    /// Wants to lead; starts; copies.
    Candidate,
    /// Works as it should; agrees; is committed.
    Healthy,
    /// Works badly; waits; a vote.
    Degraded,
    /// Failed, rejected or lost.
    Failed,
    /// Cannot be reached, is stale or suspect.
    Unreachable,
    /// One of several equals that must be told apart, by number; labels say which is which.
    Series(u16),
    /// One of several equals of which none is spoken of: two greys in turn.
    Muted(u16),
    /// How much of a load there is, or how long it has waited: a step of one ramp, from 0 to [`LOADS`] less 1. Never a failure.
    Load(u8),
}

/// Steps of the ramp of [`Role::Load`].
pub const LOADS: u8 = 4;

/// How the pieces of a region are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Filled.
    Full,
    /// Filled, and what is under it shines through.
    Tint,
    /// Lines from corner to corner; a piece that ends where it began is an outline.
    Line,
    /// Such lines, broken.
    Dashed,
}

/// Which end of a text is at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// How large a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// For what is said beside a thing.
    Small,
    /// For a thing's name.
    Normal,
    /// For the one thing that matters.
    Large,
}

/// An item's form and place, in stage units from the top left: round things by their centre (`x`, `y`) and radius, others
/// by their upper left corner, width and height. Times are simulated microseconds.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // Coordinates, and what the types say.
pub enum Shape {
    /// A machine: a circle with its label and a second line in it.
    Node {
        x: f32,
        y: f32,
        r: f32,
        /// The second line.
        sub: String,
    },
    /// A line between two places; its role says whether it works.
    Link {
        from: (f32, f32),
        to: (f32, f32),
        /// How thick, 1 for an idle link.
        width: f32,
        /// Whether it has a head at `to`.
        arrow: bool,
    },
    /// A message on its way; drawn at the fraction of its flight.
    Message {
        from: (f32, f32),
        to: (f32, f32),
        sent: u64,
        arrives: u64,
        /// When it is lost on the way, if it is.
        lost: Option<u64>,
        /// It changes nothing: thin and pale.
        faint: bool,
    },
    /// A timer around a place: the part of its time that is left.
    Dial {
        x: f32,
        y: f32,
        r: f32,
        set: u64,
        /// When the timer runs out.
        due: u64,
    },
    /// A piece of a ring, between an inner and an outer radius; angles in turns from the top, clockwise.
    Arc {
        x: f32,
        y: f32,
        radii: (f32, f32),
        /// Where it begins, 0 to 1.
        start: f32,
        /// How far it goes, 0 to 1.
        sweep: f32,
    },
    /// A bar that grows from its left or lower edge.
    Bar {
        x: f32,
        y: f32,
        w: f32,
        h: f32,
        /// The filled part, 0 to 1.
        fill: f32,
        /// It grows upwards rather than to the right.
        upright: bool,
    },
    /// A box with its label in it: an entry of a log, a slot of a table.
    Cell {
        x: f32,
        y: f32,
        w: f32,
        h: f32,
        /// Filled: it counts for good. Otherwise an outline, dashed.
        solid: bool,
    },
    /// A dot: a key, a token.
    Dot { x: f32, y: f32, r: f32 },
    /// Pieces with corners, all drawn alike: what lies under a curve, a wall of bricks, a curve.
    Region { pieces: Vec<Vec<Place>>, paint: Paint },
    /// Words: the item's label.
    Text {
        x: f32,
        /// Of the baseline.
        y: f32,
        size: Size,
        anchor: Anchor,
    },
}

/// One thing on the stage.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // The others are said by their types.
pub struct Item {
    /// Unique in its scene and the same from one moment to the next: `n1`, `n1>n3`, `m118`, `log/n1/4`.
    pub id: String,
    pub shape: Shape,
    pub role: Role,
    pub label: String,
    /// What someone hears who cannot see it; empty for what only decorates.
    pub description: String,
    /// Whether a person can choose it, to act on it or look into it.
    pub selectable: bool,
}

impl Item {
    /// A thing with nothing written on it.
    pub fn new(id: impl Into<String>, role: Role, shape: Shape) -> Item {
        let (label, description) = (String::new(), String::new());
        Item { id: id.into(), shape, role, label, description, selectable: false }
    }

    /// Words at a place.
    pub fn text(
        id: impl Into<String>,
        (x, y): (f32, f32),
        size: Size,
        anchor: Anchor,
        label: impl Into<String>,
    ) -> Item {
        Item::new(id, Role::Plain, Shape::Text { x, y, size, anchor }).labelled(label)
    }

    /// Writes `label` on it.
    pub fn labelled(mut self, label: impl Into<String>) -> Item {
        self.label = label.into();
        self
    }

    /// Gives it words for people who listen.
    pub fn described(mut self, description: impl Into<String>) -> Item {
        self.description = description.into();
        self
    }

    /// Lets a person choose it.
    pub fn selectable(mut self) -> Item {
        self.selectable = true;
        self
    }
}

/// What a scene is made for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The simulated time shown, in microseconds: at or after the latest event.
    pub now: u64,
    /// Width of the stage in CSS pixels.
    pub width: f32,
    /// Height of the stage in CSS pixels.
    pub height: f32,
}

impl View {
    /// Whether the stage is higher than wide, as on a phone.
    pub fn is_upright(self) -> bool {
        self.height > self.width * 0.9
    }
}

/// Everything on the stage at one moment. Later items are drawn over earlier ones.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)] // The others are said by their types.
pub struct Scene {
    pub items: Vec<Item>,
    /// The whole in one or two sentences.
    pub summary: String,
}

impl Scene {
    /// An empty stage with its summary.
    pub fn new(summary: impl Into<String>) -> Scene {
        Scene { items: Vec::new(), summary: summary.into() }
    }

    /// Puts a thing over all others.
    pub fn push(&mut self, item: Item) {
        self.items.push(item);
    }

    /// Without what explains its signs: the items under [`SIGN`].
    pub fn without_legend(mut self) -> Scene {
        self.items.retain(|item| !item.id.starts_with(SIGN));
        self
    }

    /// Without what would answer a question before it is: of the items under [`ANSWER`] texts become a sign for that, and
    /// all else goes.
    pub fn covered(mut self) -> Scene {
        let is_answer = |item: &Item| item.id.starts_with(ANSWER);
        self.items.retain(|item| !is_answer(item) || matches!(item.shape, Shape::Text { .. }));
        for item in self.items.iter_mut().filter(|item| is_answer(item)) {
            item.label = "?".into();
            item.description = "Shown after your answer.".into();
        }
        self
    }

    /// The thing with this id.
    pub fn find(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }
}
