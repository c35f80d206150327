//! Good texts, damaged.

use faultyard::process::Random;

/// What damage puts in.
const ODD: &[&str] = &[
    "",
    "\0",
    "%",
    "%00",
    "%ff",
    "<script>",
    "\"",
    "'",
    "\\",
    "&",
    "=",
    ";",
    "@",
    "..",
    "9999999999999999999999",
    "-1",
    "1e400",
    "NaN",
    "\u{202e}",
    "\u{1f4a5}",
    "n65535",
    "n0",
    "null",
    "[[[[",
    "{\"a\":",
    "*",
    ">",
    "|",
    ",",
    "0s..0s",
];

/// A good text with one to four wounds: a piece removed, doubled, replaced, or a piece of another put in.
pub fn damaged(random: &mut Random, good: &[&str]) -> String {
    let pick = |random: &mut Random, from: &[&str]| from[random.below(from.len() as u64) as usize].to_owned();
    let mut text: Vec<char> = pick(random, good).chars().collect();
    for _ in 0..random.between(1, 4) {
        let start = random.below(text.len() as u64 + 1) as usize;
        let end = (start + random.below(12) as usize).min(text.len());
        let other: Vec<char> = match random.below(5) {
            0 => Vec::new(),
            1 => [&text[start..end], &text[start..end]].concat(),
            2 => pick(random, good).chars().skip(start).take(end - start).collect(),
            3 => vec![char::from_u32(random.below(0x1_0000) as u32).unwrap_or('x')],
            _ => pick(random, ODD).chars().collect(),
        };
        text.splice(start..end, other);
    }
    text.into_iter().collect()
}
