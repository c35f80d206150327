//! How much room words take on a stage, so that pictures can be checked without a browser.

use faultyard::scene::{Anchor, Item, Shape, Size};

/// A rectangle: left, top, right, bottom.
pub type Area = [f32; 4];

/// About how wide a sans-serif font of so many pixels sets a text.
pub fn width(text: &str, px: f32) -> f32 {
    let letter = |c: char| match c {
        'i' | 'l' | 'j' | '.' | ',' | ':' | '/' => 0.29,
        't' | 'f' | 'r' | ' ' => 0.35,
        'm' | 'M' | '%' => 0.86,
        'w' | '=' => 0.75,
        'W' => 0.94,
        'I' => 0.3,
        c if c.is_uppercase() => 0.68,
        _ => 0.58,
    };
    text.chars().map(letter).sum::<f32>() * px
}

/// The rectangle that an item's words cover, if the item is words.
pub fn area(item: &Item) -> Option<Area> {
    let Shape::Text { x, y, size, anchor } = item.shape else { return None };
    let px = match size {
        Size::Small => 12.0,
        Size::Normal => 13.0,
        Size::Large => 18.0,
    };
    let wide = width(&item.label, px);
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - wide / 2.0,
        Anchor::End => x - wide,
    };
    Some([left, y - px * 0.85, left + wide, y + px * 0.2])
}

/// Whether two rectangles have nothing in common.
pub fn apart(a: Area, b: Area) -> bool {
    a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1]
}
