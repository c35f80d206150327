//! Which lines of a file to show around the one that acted.

use std::ops::RangeInclusive;

/// So many lines before and after, if the function is too long.
const AROUND: usize = 8;
/// A function of at most so many lines is shown whole.
const WHOLE: usize = 40;

/// The first and the last line to show, from 1: the function around `line` with its comments, or what is near.
pub fn excerpt(lines: &[&str], line: usize) -> RangeInclusive<usize> {
    if lines.is_empty() {
        return 1..=1;
    }
    let last = lines.len();
    let line = line.clamp(1, last);
    let near = line.saturating_sub(AROUND).max(1)..=(line + AROUND).min(last);
    let whole = function(lines, line).filter(|range| range.end() - range.start() < WHOLE);
    whole.unwrap_or(near)
}

fn function(lines: &[&str], line: usize) -> Option<RangeInclusive<usize>> {
    let is_start = |text: &str| {
        let text = text.trim_start();
        !text.starts_with("//") && (text.starts_with("fn ") || text.contains(" fn "))
    };
    let head = (1..=line).rev().find(|number| is_start(lines[number - 1]))?;
    let indent = lines[head - 1].len() - lines[head - 1].trim_start().len();
    let closes = |text: &str| {
        text.len() > indent && text[indent..].starts_with('}') && text[..indent].trim().is_empty()
    };
    let end = (head + 1..=lines.len()).find(|number| closes(lines[number - 1])).filter(|end| *end >= line)?;
    let is_note = |text: &str| text.trim_start().starts_with("//") || text.trim_start().starts_with("#[");
    let notes = (1..head).rev().take_while(|number| is_note(lines[number - 1])).count();
    Some(head - notes..=end)
}

/// The path below `src`, as in `algorithms/raft/vote.rs`.
pub fn below_src(file: &str) -> String {
    let file = file.replace('\\', "/");
    file.rsplit_once("src/").map_or(file.as_str(), |(_, path)| path).to_string()
}

/// The last two parts of a path and the line: `raft/vote.rs:42`.
pub fn short(file: &str, line: u32) -> String {
    let path = below_src(file);
    let cut = path.rmatch_indices('/').nth(1).map_or(0, |(place, _)| place + 1);
    format!("{}:{line}", &path[cut..])
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "use x;\n\nimpl A {\n    /// Votes.\n    #[inline]\n    pub fn vote(&self) {\n        if x {\n            \
        send();\n        }\n    }\n\n    fn other() {}\n}\n";

    #[test]
    fn a_short_function_is_shown_whole_with_its_comment() {
        let lines: Vec<&str> = FILE.lines().collect();
        assert_eq!(excerpt(&lines, 8), 4..=10);
    }

    #[test]
    fn a_long_function_is_shown_around_its_line() {
        let long = format!("fn long() {{\n{}}}\n", "    x();\n".repeat(100));
        let lines: Vec<&str> = long.lines().collect();
        assert_eq!(excerpt(&lines, 50), 42..=58);
        assert_eq!(excerpt(&lines, 3), 1..=11);
        assert_eq!(excerpt(&[], 7), 1..=1);
    }

    #[test]
    fn a_place_in_the_source_has_a_short_name() {
        assert_eq!(short("src/algorithms/raft/vote.rs", 42), "raft/vote.rs:42");
        assert_eq!(below_src("C:\\x\\src\\sim\\world.rs"), "sim/world.rs");
        assert_eq!(short("vote.rs", 1), "vote.rs:1");
    }
}
