//! Words above and below a picture that leaves the page, so that it says by itself what run it is of.

use super::{FONTS, Palette, escaped, n};

/// Room above the picture, for two lines.
const ABOVE: f32 = 60.0;
/// Room for each line below it, and beneath the last.
const LINE: f32 = 22.0;
/// Beside the picture, and left of the words.
const MARGIN: f32 = 16.0;
/// How wide a letter is, on average.
const LETTER: f32 = 7.6;
/// More lines than this are not for a caption.
const MOST_LINES: usize = 3;

/// What is said of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    /// What it is of: the lab's name.
    pub title: String,
    /// Which run and which moment.
    pub moment: String,
    /// What happens there, in a sentence; may be empty.
    pub told: String,
}

/// An SVG document of this size with a caption, as another, and the size of that.
pub fn captioned(picture: &str, size: (f32, f32), caption: &Caption, dark: bool) -> (String, (f32, f32)) {
    let palette = if dark { &Palette::DARK } else { &Palette::LIGHT };
    let lines = wrapped(&caption.told, (size.0 / LETTER) as usize);
    let below = if lines.is_empty() { 0.0 } else { LINE * (lines.len() as f32 + 0.6) };
    let whole = (size.0 + 2.0 * MARGIN, ABOVE + size.1 + below);
    let text = |y: f32, look: &str, words: &str| {
        format!(r#"<text x="{}" y="{}" {look}>{}</text>"#, n(MARGIN), n(y), escaped(words))
    };
    let mut words = text(26.0, r#"font-size="17" font-weight="700""#, &caption.title);
    words.push_str(&text(47.0, &format!(r#"font-size="13" fill="{}""#, palette.ink2), &caption.moment));
    for (place, line) in lines.iter().enumerate() {
        words.push_str(&text(ABOVE + size.1 + LINE * (place as f32 + 0.8), r#"font-size="14""#, line));
    }
    let document = format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">"#,
            r#"<rect width="{w}" height="{h}" fill="{ground}"/><g font-family="{fonts}" fill="{ink}">{words}</g>"#,
            r#"<g transform="translate({margin} {above})">{picture}</g></svg>"#,
            "\n"
        ),
        w = n(whole.0),
        h = n(whole.1),
        ground = palette.ground,
        fonts = FONTS,
        ink = palette.ink,
        words = words,
        margin = n(MARGIN),
        above = n(ABOVE),
        picture = picture.trim_end(),
    );
    (document, whole)
}

/// Words in lines of at most so many letters; what does not fit into the last is cut, with dots.
fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let letters = letters.max(8);
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let full = lines.len() == MOST_LINES;
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if full => {
                line.push_str(" ...");
                break;
            }
            _ => lines.push(word.chars().take(letters).collect()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"100\"></svg>\n";

    fn caption(told: &str) -> Caption {
        Caption { title: "Raft".into(), moment: "Seed 7, 1.500 s".into(), told: told.into() }
    }

    #[test]
    fn a_picture_with_a_caption_says_what_it_is_of_and_holds_the_picture_whole() {
        let (document, size) = captioned(PICTURE, (200.0, 100.0), &caption("n1 leads."), false);
        for part in [PICTURE.trim_end(), ">Raft<", ">Seed 7, 1.500 s<", ">n1 leads.<", "height=\"195.2\""] {
            assert!(document.contains(part), "no {part} in {document}");
        }
        assert!((size.1 - 195.2).abs() < 0.01);
        let (silent, size) = captioned(PICTURE, (200.0, 100.0), &caption(""), true);
        assert!(size.1 == 160.0 && silent.contains("fill=\"#0e141b\""), "{silent}");
    }

    #[test]
    fn a_hostile_sentence_stays_text_and_a_long_one_is_cut() {
        let (document, _) = captioned(PICTURE, (960.0, 100.0), &caption("<script>alert(1)</script>"), false);
        assert!(document.contains("&lt;script&gt;") && !document.contains("<script"), "{document}");
        let lines = wrapped(&"word ".repeat(99), 20);
        assert_eq!(lines, ["word word word word", "word word word word", "word word word word ..."]);
        assert_eq!(wrapped(&"x".repeat(99), 20), ["x".repeat(20)]);
        assert!(wrapped(" ", 20).is_empty());
    }
}
