//! The labs by chapter: a picture and a question each, and the names of those to come.

use super::shown;
use crate::lab::Card;
use crate::labs::{CARDS, CHAPTERS, PLANNED, Planned};

/// The place on the first page of what is planned in chapters without a lab.
pub const LATER: &str = "later";

/// The place of a chapter with a lab on the first page.
pub fn place(chapter: &str) -> String {
    chapter.to_ascii_lowercase()
}

/// Chapters that have a lab, and in one more line what is planned in the others.
pub fn labs() -> String {
    let (some, none): (Vec<&str>, Vec<&str>) =
        CHAPTERS.iter().partition(|chapter| CARDS.iter().any(|card| card.chapter == **chapter));
    let chapters: String = some.into_iter().map(chapter).collect();
    let later = none
        .into_iter()
        .map(|chapter| format!("<p><strong>{chapter}</strong><span>{}</span></p>", names(chapter)));
    format!(
        "{chapters}<section class=\"chapter is-later\" aria-labelledby=\"{LATER}\"><h2 id=\"{LATER}\">Still to come</h2>\
         <div class=\"planned small second\">{}</div></section>",
        later.collect::<String>()
    )
}

fn chapter(chapter: &str) -> String {
    let id = place(chapter);
    let planned = match names(chapter) {
        none if none.is_empty() => none,
        names => format!("<p class=\"planned small second\">Later: {names}</p>"),
    };
    let cards = CARDS.iter().filter(|card| card.chapter == chapter).map(card);
    format!(
        "<section class=\"chapter\" aria-labelledby=\"{id}\"><div><h2 id=\"{id}\">{chapter}</h2>{planned}</div>\
         <ul class=\"cards\">{}</ul></section>",
        cards.collect::<String>()
    )
}

/// A lab: its question, under its name, beside its picture.
fn card(card: &Card) -> String {
    format!(
        "<li><a class=\"card\" href=\"lab/{slug}/\"><span class=\"picture\">{}{}</span>\
         <span class=\"words\"><strong>{}</strong><span class=\"asks\">{}</span></span></a></li>",
        picture(card.slug, "if-light", ""),
        picture(card.slug, "if-dark", "-dark"),
        shown(card.title),
        shown(card.question),
        slug = card.slug,
    )
}

/// One of a lab's two pictures; the style sheet shows that of the theme, and only that one is loaded. Sites have the
/// files from `cargo xtask build`.
fn picture(slug: &str, class: &str, ground: &str) -> String {
    format!(
        "<img class=\"{class}\" loading=\"lazy\" alt=\"\" width=\"400\" height=\"225\" src=\"poster/{slug}-cover{ground}.svg\">"
    )
}

/// The labs to come in a chapter, in a word each; the question for who points at one.
fn names(chapter: &str) -> String {
    let name = |planned: &Planned| {
        format!("<span title=\"{}\">{}</span>", shown(planned.question), shown(planned.title))
    };
    PLANNED.iter().filter(|planned| planned.chapter == chapter).map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lab_can_be_opened_and_every_planned_one_is_named_once() {
        let html = labs();
        for card in CARDS {
            assert_eq!(html.matches(&format!("href=\"lab/{}/\"", card.slug)).count(), 1, "{}", card.slug);
            assert!(html.contains(&shown(card.question)), "{}", card.slug);
        }
        for planned in PLANNED {
            assert_eq!(
                html.matches(&format!(">{}</span>", shown(planned.title))).count(),
                1,
                "{}",
                planned.title
            );
        }
    }

    #[test]
    fn every_lab_is_in_a_chapter_of_the_curriculum_and_only_chapters_with_a_lab_have_a_place() {
        let of_labs = CARDS.iter().map(|card| card.chapter);
        for chapter in of_labs.chain(PLANNED.iter().map(|planned| planned.chapter)) {
            assert!(CHAPTERS.contains(&chapter), "{chapter}");
        }
        let html = labs();
        for chapter in CHAPTERS {
            let has_lab = CARDS.iter().any(|card| card.chapter == *chapter);
            assert_eq!(html.contains(&format!(">{chapter}</h2>")), has_lab, "{chapter}");
        }
    }
}
