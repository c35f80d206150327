//! The one number that matters: what the last change moved.

use super::{Canvas, name};
use crate::labs::hashing::words::{self, grouped, percent};
use crate::scene::{Anchor, Area, Item, Place, Role, Size};

/// The height of a headline of two lines at the top of a picture, and of one where it is low.
const TWO: f32 = 42.0;
const ONE: f32 = 24.0;
/// A picture that is lower than this has one line.
const LOW: f32 = 170.0;
/// How wide a large letter is, on average.
const LARGE: f32 = 11.4;
/// The least width in which one fits into the middle of a circle.
pub const HOLE: f32 = 92.0;

/// What is said: a number, what it is of, what made it, and what it is held against.
struct Lines {
    number: String,
    of: String,
    what: String,
    against: String,
    role: Role,
}

fn lines(canvas: &Canvas, width: f32) -> Lines {
    let world = canvas.world;
    let Some(change) = &world.change else {
        return Lines {
            number: grouped(world.placed.owners.len() as u64),
            of: "keys".into(),
            what: format!("on {}", words::nodes(world.placed.live() as u64)),
            against: format!("by {}", name(world.params.strategy)),
            role: Role::Plain,
        };
    };
    let (from, to) = change.nodes;
    let what = if from == to { change.title.clone() } else { format!("{from} \u{2192} {to} nodes") };
    let least = percent(change.least());
    let part = |count| change.movement.part(count);
    let much = change.about.is_some() && change.movement.fraction() > 2.0 * change.least() + 0.02;
    let outcomes = change.outcomes();
    let (count, _, done) = outcomes[0];
    Lines {
        number: percent(part(count)),
        of: format!("of keys {done}"),
        what,
        against: match outcomes.get(1) {
            Some((count, _, done)) => format!("{} {done}", percent(part(*count))),
            None if width < 140.0 => format!("fair {least}"),
            None => format!("fair share {least}"),
        },
        role: match () {
            () if change.movement.lost > 0 => Role::Failed,
            () if much => Role::Degraded,
            () => Role::Plain,
        },
    }
}

/// Around the middle of a circle: four lines.
pub fn centred(canvas: &mut Canvas, (x, y): Place, width: f32) {
    let Lines { number, of, what, against, role } = lines(canvas, width);
    let middle =
        |id: &str, dy: f32, size: Size, text: String| Item::text(id, (x, y + dy), size, Anchor::Middle, text);
    canvas.push(middle("headline/what", -19.0, Size::Small, shorten(&what, width * 0.88)));
    canvas.push(Item { role, ..middle("headline", 2.0, Size::Large, number) });
    canvas.push(middle("headline/of", 18.0, Size::Small, of));
    canvas.push(middle("headline/against", 33.0, Size::Small, shorten(&against, width * 0.85)));
}

/// At the left of an area: four lines.
pub fn beside(canvas: &mut Canvas, area: Area) {
    let Lines { number, of, what, against, role } = lines(canvas, area.w);
    let y = area.y + 16.0;
    canvas.push(Item { role, ..Item::text("headline", (area.x, y), Size::Large, Anchor::Start, number) });
    let small = [("headline/of", of), ("headline/what", what), ("headline/against", against)];
    for (at, (id, text)) in small.into_iter().enumerate() {
        let place = (area.x, y + 17.0 + 16.0 * at as f32);
        canvas.push(Item::text(id, place, Size::Small, Anchor::Start, shorten(&text, area.w)));
    }
}

/// Across the top of an area, in two lines or one; gives what is left below.
pub fn above(canvas: &mut Canvas, area: Area) -> Area {
    // What happened and what it is held against share a line.
    let Lines { number, of, what, against, role } = lines(canvas, area.w - 90.0);
    let whole = format!("{number} {of}");
    let fits = LARGE * whole.chars().count() as f32 <= area.w;
    let text = if fits { whole } else { format!("{number} {}", of.trim_start_matches("of keys ")) };
    let headline = Item::text("headline", (area.x, area.y + 16.0), Size::Large, Anchor::Start, text);
    canvas.push(Item { role, ..headline });
    if area.h < LOW {
        return area.below(ONE);
    }
    let text = shorten(&format!("{what}; {against}"), area.w);
    canvas.push(Item::text("headline/what", (area.x, area.y + 34.0), Size::Small, Anchor::Start, text));
    area.below(TWO)
}

/// A text cut to about this width in small type.
pub fn shorten(text: &str, width: f32) -> String {
    let most = (width / 6.6) as usize;
    if text.chars().count() <= most {
        return text.to_string();
    }
    text.chars().take(most.saturating_sub(1)).chain(['\u{2026}']).collect()
}
