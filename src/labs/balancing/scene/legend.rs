//! What the signs mean, where there is room for it.

use super::Canvas;
use super::frame::Frame;
use crate::scene::{Anchor, Item, Role, Size};

const SIGNS: [(&str, Role, &str); 5] = [
    ("\u{25cf}", Role::Leader, "request"),
    ("\u{25cf}", Role::Degraded, "waits"),
    ("\u{25a0}", Role::Healthy, "answer"),
    ("\u{2715}", Role::Failed, "not served"),
    ("\u{25cb}", Role::Unreachable, "nobody waits for it"),
];

/// How wide a letter of the small size is, at most.
const LETTER: f32 = 6.8;

/// Signs and words in a row at the bottom.
pub fn draw(canvas: &mut Canvas, frame: &Frame) {
    let Some(y) = frame.legend else { return };
    let mut x = 10.0;
    for (sign, role, word) in SIGNS {
        let takes = 34.0 + word.len() as f32 * LETTER;
        if x + takes > canvas.view.width {
            return;
        }
        let mark = Item::text(format!("sign/{word}"), (x, y), Size::Small, Anchor::Start, sign);
        canvas.push(Item { role, ..mark });
        canvas.push(Item::text(format!("sign/{word}/word"), (x + 16.0, y), Size::Small, Anchor::Start, word));
        x += takes;
    }
}
