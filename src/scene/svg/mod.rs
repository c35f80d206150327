//! A scene as one self-contained SVG document, for pictures that leave the page: previews, exports, posters.
//!
//! It looks as the stage does at rest. What the style sheet says is written into each element, since nothing else
//! comes along; all text of a scene is text in the document, whatever it holds.

mod caption;
mod moving;
mod palette;
mod still;

pub use caption::{Caption, captioned};
pub use palette::{Colour, Palette};

use super::{Anchor, Item, Role, Scene, Shape};
use std::borrow::Cow;

/// The fonts of a picture that leaves the page.
pub const FONTS: &str = "system-ui, 'DejaVu Sans', sans-serif";

/// The scene as an SVG document of this size in pixels, at a simulated time in microseconds, on light or dark ground.
/// The same scene gives the same bytes, natively and in a browser.
pub fn svg(scene: &Scene, size: (f32, f32), now_us: u64, dark: bool) -> String {
    let (w, h) = (n(size.0), n(size.1));
    let ground = (if dark { Palette::DARK } else { Palette::LIGHT }).ground;
    let title = scene.summary.split_inclusive(". ").next().unwrap_or_default().trim();
    format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{w}" height="{h}" viewBox="0 0 {w} {h}">"#,
            "<title>{title}</title><desc>{summary}</desc>",
            r#"<rect width="{w}" height="{h}" fill="{ground}"/>{drawing}</svg>"#,
            "\n"
        ),
        w = w,
        h = h,
        title = escaped(title),
        summary = escaped(&scene.summary),
        ground = ground,
        drawing = drawing(scene, size, now_us, dark),
    )
}

/// The things of a scene as one SVG group, to put into a document of one's own; `size` is the stage's.
pub fn drawing(scene: &Scene, size: (f32, f32), now_us: u64, dark: bool) -> String {
    let palette = if dark { &Palette::DARK } else { &Palette::LIGHT };
    let pen = Pen { palette };
    let moves = |item: &Item| matches!(item.shape, Shape::Message { .. } | Shape::Dial { .. });
    let still = scene.items.iter().filter(|item| !moves(item));
    let still: String = still.map(|item| framed(item, &still::draw(&pen, item))).collect();
    format!(
        r#"<g font-family="{FONTS}" font-size="13" fill="{}">{still}{}</g>"#,
        palette.ink,
        moving::draw(&pen, scene, size, now_us)
    )
}

/// Text as XML shows it, in an attribute too; what XML cannot hold becomes a replacement character.
pub fn escaped(text: &str) -> Cow<'_, str> {
    let plain = |c: char| {
        !matches!(c, '&' | '<' | '>' | '"' | '\'' | '\u{fffe}' | '\u{ffff}')
            && (c >= ' ' || matches!(c, '\t' | '\n'))
    };
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            c if plain(c) => written.push(c),
            _ => written.push(char::REPLACEMENT_CHARACTER),
        }
    }
    Cow::Owned(written)
}

/// What draws: the colours of a theme.
struct Pen {
    palette: &'static Palette,
}

impl Pen {
    fn of(&self, role: Role) -> Colour {
        self.palette.of(role)
    }

    fn line(&self, from: (f32, f32), to: (f32, f32), look: &str) -> String {
        format!(r#"<line x1="{}" y1="{}" x2="{}" y2="{}" {look}/>"#, n(from.0), n(from.1), n(to.0), n(to.1))
    }

    /// Words at a place; nothing for no words.
    fn text(&self, (x, y): (f32, f32), anchor: Anchor, look: &str, words: &str) -> String {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        if words.is_empty() {
            return String::new();
        }
        let (x, y, words) = (n(x), n(y), escaped(words));
        format!(r#"<text x="{x}" y="{y}" text-anchor="{anchor}" {look}>{words}</text>"#)
    }
}

/// A group around an item's drawing, with its name and what is said of it.
fn framed(item: &Item, drawing: &str) -> String {
    let said = match &*item.description {
        "" => String::new(),
        text => format!("<title>{}</title>", escaped(text)),
    };
    format!(r#"<g class="{}" data-id="{}">{said}{drawing}</g>"#, item.shape.word(), escaped(&item.id))
}

/// A length or a coordinate, to a tenth of a pixel; what is no number is none.
fn n(value: f32) -> String {
    if value.is_finite() { format!("{value:.1}") } else { "0".to_owned() }
}

#[cfg(test)]
mod tests;
