//! A lab's pictures: its poster as SVG, and the card that is shown beside a link, as PNG.

use faultyard::lab::{Entry, Meta, Scenario};
use faultyard::link::preset;
use faultyard::process::SimTime;
use faultyard::scene::svg::{self, FONTS, Palette, escaped};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// The size of a card in pixels: what link previews show without cutting it.
pub const CARD: (u32, u32) = (1200, 630);
/// The size of a poster: an embed's usual frame, less its title.
const POSTER: (f32, f32) = (640.0, 330.0);
/// The size of a picture in the list of labs: small, so that its words are as large as those beside it.
const COVER: (f32, f32) = (400.0, 225.0);
/// The stage of a card, and how much larger than on the page it is drawn there.
const STAGE: (f32, f32) = (520.0, 400.0);
const SCALE: f32 = 1.5;
/// The seed of the pictures' runs.
const SEED: u64 = 1;

/// A lab at its best moment, on light or dark ground, as an SVG document.
pub fn poster(entry: &Entry, dark: bool) -> String {
    still(entry, &Scenario::new(entry.meta.slug, SEED), entry.meta.poster, dark)
}

/// A run at a moment, in the same way.
pub fn still(entry: &Entry, scenario: &Scenario, at: SimTime, dark: bool) -> String {
    drawn(entry, scenario, at, POSTER, dark)
}

/// What stands for a lab in the list of labs, as an SVG document.
///
/// # Errors
/// A sentence that names a step which is not there.
pub fn cover(entry: &Entry, dark: bool) -> Result<String, String> {
    let meta = entry.meta;
    let (scenario, at) = match entry.cover {
        Some((step, at)) => {
            let script =
                preset(entry, step).ok_or_else(|| format!("{}: there is no step {step}", meta.slug))?;
            (script.scenario, at)
        }
        None => (Scenario::new(meta.slug, SEED), meta.poster),
    };
    Ok(drawn(entry, &scenario, at, COVER, dark))
}

fn drawn(entry: &Entry, scenario: &Scenario, at: SimTime, size: (f32, f32), dark: bool) -> String {
    let mut run = (entry.open)(scenario);
    run.seek(at);
    nameless(&svg::svg(&run.scene(size.0, size.1), size, run.position().now.0, dark))
}

/// A drawing without the names of its things, which nobody asks a picture for.
fn nameless(svg: &str) -> String {
    let mut pieces = svg.split(" data-id=\"");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |all, piece| all + piece.split_once('"').map_or("", |(_, rest)| rest))
}

/// The card of a lab: its title and question beside its stage, as an SVG document.
pub fn card(entry: &Entry) -> String {
    let Meta { title, question, .. } = entry.meta;
    titled(entry, title, question)
}

/// The card of the site: its own words beside a lab's stage.
pub fn site_card(entry: &Entry) -> String {
    titled(entry, "Faultyard", "The real algorithms of distributed systems, and plugs to pull.")
}

fn titled(entry: &Entry, title: &str, question: &str) -> String {
    let mut run = (entry.open)(&Scenario::new(entry.meta.slug, SEED));
    run.seek(entry.meta.poster);
    let scene = run.scene(STAGE.0, STAGE.1);
    let stage = svg::drawing(&scene, STAGE, run.position().now.0, false);
    let p = Palette::LIGHT;
    let head = lines(title, 13);
    let first = 110.0 + 56.0 * head.len() as f32;
    format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" font-family="{fonts}">"#,
            r#"<rect width="{w}" height="{h}" fill="{ground}"/>"#,
            r#"<rect width="372" height="{h}" fill="{panel}"/><rect width="12" height="{h}" fill="{leader}"/>"#,
            "{head}{question}{brand}",
            r#"<g transform="translate(396 15) scale({scale})">{stage}</g></svg>"#
        ),
        w = CARD.0,
        h = CARD.1,
        fonts = FONTS,
        ground = p.ground,
        panel = p.panel,
        leader = p.leader,
        head = block(&head, (110.0, 56.0), &format!(r#"font-size="44" font-weight="700" fill="{}""#, p.ink)),
        question =
            block(&lines(question, 19), (first, 40.0), &format!(r#"font-size="29" fill="{}""#, p.ink2)),
        brand = if title == "Faultyard" {
            String::new()
        } else {
            block(
                &["Faultyard".to_owned()],
                (580.0, 0.0),
                &format!(r#"font-size="28" font-weight="700" fill="{}""#, p.leader),
            )
        },
        scale = SCALE,
        stage = stage,
    )
}

/// Lines of text from a height down.
fn block(lines: &[String], (top, step): (f32, f32), look: &str) -> String {
    let line = |(n, text): (usize, &String)| {
        format!(r#"<text x="40" y="{}" {look}>{}</text>"#, top + step * n as f32, escaped(text))
    };
    lines.iter().enumerate().map(line).collect()
}

/// The words in lines of so many letters; a longer word has a line of its own.
fn lines(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut().filter(|line| line.chars().count() + 1 + word.chars().count() <= most) {
            Some(line) => line.extend([" ", word]),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Makes pictures of SVG documents, with a font that comes along.
pub struct Camera(Options<'static>);

impl Camera {
    /// With its font loaded.
    pub fn new() -> Camera {
        let mut options = Options { font_family: "DejaVu Sans".to_owned(), ..Options::default() };
        let fonts = options.fontdb_mut();
        fonts.load_font_data(dejavu::sans::regular().to_vec());
        fonts.load_font_data(dejavu::sans::bold().to_vec());
        fonts.set_sans_serif_family("DejaVu Sans");
        Camera(options)
    }

    /// The document as PNG, of this size in pixels; its width fills the picture's.
    pub fn png(&self, document: &str, (width, height): (u32, u32)) -> Result<Vec<u8>, String> {
        let tree = Tree::from_str(document, &self.0).map_err(|error| format!("a picture: {error}"))?;
        let mut pixels = Pixmap::new(width, height).ok_or("a picture of no size")?;
        let scale = width as f32 / tree.size().width();
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
        pixels.encode_png().map_err(|error| format!("a picture: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::labs::LABS;

    #[test]
    fn a_poster_has_all_of_the_drawing_but_the_names_of_its_things() {
        let named = "<svg><g class=\"node\" data-id=\"n1\"><text>n1</text></g><g data-id=\"n1>n2\"/></svg>";
        assert_eq!(nameless(named), "<svg><g class=\"node\"><text>n1</text></g><g/></svg>");
    }

    #[test]
    fn each_lab_has_a_cover_of_its_own_on_each_ground() {
        let covers: Vec<String> =
            LABS.iter().flat_map(|entry| [false, true].map(|dark| cover(entry, dark).unwrap())).collect();
        for (place, one) in covers.iter().enumerate() {
            assert!(one.starts_with("<svg") && one.len() > 1_000, "{one}");
            assert!(!covers[..place].contains(one));
        }
    }

    fn dark_pixels(document: &str, (x, y, w, h): (u32, u32, u32, u32)) -> usize {
        let tree = Tree::from_str(document, &Camera::new().0).unwrap();
        let mut pixels = Pixmap::new(CARD.0, CARD.1).unwrap();
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        let inside = (y..y + h).flat_map(|y| (x..x + w).map(move |x| (x, y)));
        inside.filter(|(x, y)| pixels.pixel(*x, *y).is_some_and(|p| p.red() < 120)).count()
    }

    #[test]
    fn a_card_shows_its_title_its_question_and_its_stage() {
        for entry in LABS {
            let document = card(entry);
            for (what, place) in [("title", (30, 70, 340, 45)), ("stage", (396, 15, 790, 600))] {
                assert!(dark_pixels(&document, place) > 300, "{}: no {what}", entry.meta.slug);
            }
            for word in entry.meta.question.split_whitespace() {
                assert!(document.contains(&*escaped(word)), "{}: no {word}", entry.meta.slug);
            }
        }
    }

    #[test]
    fn words_stay_in_their_column_whatever_their_length() {
        for entry in LABS {
            let document = card(entry);
            let bare = document.split("<g transform").next().unwrap().to_owned() + "</svg>";
            assert_eq!(dark_pixels(&bare, (372, 0, 828, 630)), 0, "{}", entry.meta.slug);
            assert!(lines(entry.meta.question, 19).len() <= 8, "{}", entry.meta.question);
        }
    }

    #[test]
    fn a_picture_is_a_png_of_the_asked_size() {
        let png = Camera::new().png(&card(&LABS[0]), CARD).unwrap();
        assert_eq!(&png[..4], b"\x89PNG");
        assert_eq!((&png[16..20], &png[20..24]), (&1200_u32.to_be_bytes()[..], &630_u32.to_be_bytes()[..]));
    }

    #[test]
    fn lines_break_between_words_only() {
        assert_eq!(lines("one two three", 7), ["one two", "three"]);
        assert_eq!(lines("unbreakable", 4), ["unbreakable"]);
    }
}
