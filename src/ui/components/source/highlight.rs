//! Rust's comments, keywords, strings and numbers, told apart well enough to read.

const KEYWORDS: &[&str] = &[
    "as", "break", "const", "continue", "crate", "else", "enum", "false", "fn", "for", "if", "impl", "in",
    "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "Self", "static", "struct",
    "super", "trait", "true", "type", "use", "where", "while",
];

/// A piece of a line and what it is: `comment`, `keyword`, `string`, `digits`, `type`, or nothing.
pub type Piece<'a> = (&'static str, &'a str);

/// The pieces of one line.
pub fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let (class, length) = match first {
            '/' if rest.starts_with("//") => ("comment", rest.len()),
            '"' => ("string", string(rest)),
            c if is_word(c) => {
                let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                (word(&rest[..length]), length)
            }
            c => ("", c.len_utf8()),
        };
        let (piece, after) = rest.split_at(length);
        match pieces.last_mut() {
            // Plain pieces that touch are one.
            Some((last, text)) if last.is_empty() && class.is_empty() => {
                let start = line.len() - rest.len() - text.len();
                *text = &line[start..line.len() - after.len()];
            }
            _ => pieces.push((class, piece)),
        }
        rest = after;
    }
    pieces
}

fn word(word: &str) -> &'static str {
    match word.chars().next() {
        _ if KEYWORDS.contains(&word) => "keyword",
        Some(c) if c.is_ascii_digit() => "digits",
        Some(c) if c.is_ascii_uppercase() => "type",
        _ => "",
    }
}

/// The length of a string that begins here; to the end of the line if it does not end on it.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (place, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return place + 1,
            c => escaped = c == '\\' && !escaped,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_rust_is_told_apart() {
        let expected = [
            ("keyword", "let"),
            ("", " term = "),
            ("type", "Term"),
            ("", "("),
            ("digits", "4"),
            ("", "); "),
            ("comment", "// §5.4"),
        ];
        assert_eq!(pieces("let term = Term(4); // §5.4"), expected);
    }

    #[test]
    fn no_letter_is_lost_or_added() {
        for line in ["", "    \"a \\\" // b\" // c", "x\"open", "é = 'a'; a_b::<C>(\"\")"] {
            assert_eq!(pieces(line).iter().map(|piece| piece.1).collect::<String>(), line);
        }
    }
}
