//! Scripts as they are sent: without the comments and the indents of their source. The element for other people's pages.

use std::path::Path;

/// Its file, from the site's root.
const FILE: &str = "embed.js";
/// It is at most so many bytes in gzip, which every server can send: other people's pages load it.
const MOST_BYTES: usize = 4_096;
/// What gzip adds to the packed data: a header of ten bytes, a checksum and a length.
const FRAME: usize = 18;

/// Writes it in place of its source.
pub fn write(dist: &Path) -> Result<(), String> {
    let file = dist.join(FILE);
    let source = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let script = stripped(FILE, &source)?;
    match gzip(&script) {
        size if size > MOST_BYTES => {
            Err(format!("{FILE} is {size} bytes in gzip, more than {MOST_BYTES}: make it simpler"))
        }
        _ => crate::save(&file, script.as_bytes()),
    }
}

/// The script without lines that are comments, and without indents. Lines stay, and so does their meaning: a text or a
/// comment that goes over several lines is refused.
pub fn stripped(name: &str, source: &str) -> Result<String, String> {
    let lines: Vec<&str> =
        source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).collect();
    match lines.iter().find(|line| line.contains("/*") || line.matches('`').count() % 2 == 1) {
        Some(line) => Err(format!(
            "{name} has a text or a comment of several lines, which its sent form cannot keep: {line}"
        )),
        None => Ok(lines.join("\n") + "\n"),
    }
}

fn gzip(text: &str) -> usize {
    miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 9).len() + FRAME
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = include_str!("../../../static/embed.js");

    #[test]
    fn the_element_is_sent_in_four_kilobytes_of_gzip() {
        let (plain, sent) = (gzip(SOURCE), gzip(&stripped(FILE, SOURCE).unwrap()));
        assert!(sent <= MOST_BYTES && sent < plain, "{sent} bytes, {plain} with its comments");
    }

    #[test]
    fn what_is_sent_has_no_comments_and_all_else() {
        let source = "// What it is.\n(function () {\n  const a = 1; // one\n\n  // why\n  b(a);\n})();\n";
        assert_eq!(stripped(FILE, source).unwrap(), "(function () {\nconst a = 1; // one\nb(a);\n})();\n");
        assert_eq!(stripped(FILE, &stripped(FILE, SOURCE).unwrap()), stripped(FILE, SOURCE));
    }

    #[test]
    fn a_text_of_several_lines_is_refused() {
        for source in ["a(`\n  b\n`)", "/* a\n  b */"] {
            assert!(stripped(FILE, source).unwrap_err().contains("several lines"), "{source}");
        }
    }
}
