//! An address as a QR code: one SVG path, for a phone to be pointed at.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// Modules of white around the code: what the standard (ISO/IEC 18004) asks for.
const QUIET: i32 = 4;
/// A code of more modules than this is not read from a screen across a room, or from a phone's width on paper.
pub const LARGEST: u32 = 101;

/// A code, ready to draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its side in modules, with the quiet zone.
    pub side: u32,
    /// The dark modules as one path, a module being 1 x 1.
    pub path: String,
}

/// The code of a text; none if it would have too many modules.
pub fn code(text: &str) -> Option<Code> {
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let size = code.size();
    let side = u32::try_from(size + 2 * QUIET).ok().filter(|side| *side <= LARGEST)?;
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let run = (x..size).take_while(|x| code.get_module(*x, y)).count() as i32;
            if run > 0 {
                let (left, top) = (x + QUIET, y + QUIET);
                let _ = write!(path, "M{left} {top}h{run}v1h-{run}z");
            }
            x += run.max(1);
        }
    }
    Some(Code { side, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_finder_patterns_inside_a_quiet_zone_of_four_modules() {
        let Code { side, path } = code("https://faultyard.example/lab/raft/?seed=7").unwrap();
        assert_eq!(side, 29 + 8, "version 3 holds 53 bytes");
        assert!(path.starts_with("M4 4h7v1h-7z"), "{path}");
        assert!(path.contains("M26 4h7v1h-7z") && path.contains("M4 26h7v1h-7z"), "{path}");
        let corners = path.split('M').filter_map(|run| run.split_once('h')?.0.split_once(' '));
        for (x, y) in corners {
            let inside = 4..i32::try_from(side).unwrap() - 4;
            assert!(inside.contains(&x.parse().unwrap()) && inside.contains(&y.parse().unwrap()), "{x} {y}");
        }
    }

    #[test]
    fn a_longer_text_makes_a_larger_code_and_one_too_long_none() {
        assert!(code(&"a".repeat(200)).unwrap().side > code("a").unwrap().side);
        assert_eq!(code(&"a".repeat(2_000)), None);
    }
}
