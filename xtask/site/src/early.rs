//! What a page shows before its program: title, question, first words and poster, in the boxes that they keep. Classes and
//! order are those of `src/ui/pages`, so that one style sheet lays out both, and a browser test compares them.
//!
//! `data-part` names what an address can take away (static/early.js); static/start.js lets the program take over.

use crate::words::{escaped, markdown};
use faultyard::front;
use faultyard::lab::{Card, Entry, Lesson, Meta, Step};
use faultyard::labs;
use faultyard::link::{Opening, same_run};
use faultyard::practice::Question;

/// The seed of a run that nobody chose one for, as the page has it.
const SEED: u64 = 42;

/// A lab's page.
pub fn lab(entry: &Entry) -> String {
    let meta = entry.meta;
    let tuning =
        ((entry.open)(&Opening::of(entry, "", "", SEED).scenario).scores().len() > 1).then_some("Tuning");
    let instruments = ["Plots", "Space-time", "Events", "Code"].into_iter().chain(tuning);
    format!(
        "<div class=\"lab\">{}\
         <section class=\"story\" aria-label=\"Story\" data-part=\"story\">{}</section>\
         <main class=\"play\" aria-label=\"Play area\"><div class=\"stages\">{}</div>{}\
         <div class=\"below\" data-part=\"below\" inert>{}<div class=\"scroll\"></div></div></main>\
         <aside class=\"side\" data-part=\"side\" inert>{}</aside>{}</div>",
        head_of_lab(meta),
        lesson(entry),
        stage(meta, ""),
        sentence("The lab is loading\u{2026}", ""),
        tabs(instruments),
        tabs(["Break it", "Controls", "Inspect", "Rules"].into_iter()),
        transport(false),
    )
}

/// A lab's embed. Its stage has what a poster that waits offers.
pub fn embed(entry: &Entry) -> String {
    let meta = entry.meta;
    let (title, question) = (escaped(meta.title), escaped(meta.question));
    let leads = format!("href=\"lab/{}/\" target=\"_blank\" rel=\"noopener\"", meta.slug);
    let offers = format!(
        "<button class=\"main\" type=\"button\">\u{25b6} Play</button>\
         <a class=\"button small\" {leads}>open in Faultyard \u{2197}</a>"
    );
    format!(
        "<main class=\"embed\"><header class=\"top\" data-part=\"head\"><h1 data-part=\"title\">{title}</h1>\
         <span class=\"if-half\" data-part=\"title\"><span class=\"question second\" style=\"flex-basis: {}ch\">{question}</span></span>\
         <span class=\"spring\"></span><span class=\"second wide\" data-part=\"seed\">seed {SEED}</span>\
         <a {leads} aria-label=\"open in Faultyard \u{2197}\" data-part=\"brand\"><span class=\"words\">open in Faultyard </span>\u{2197}</a></header>\
         <div class=\"middle\"><div class=\"stages\">{}<div class=\"diagram\" data-part=\"diagram\"></div></div>\
         <aside class=\"extra\" data-part=\"extra\"></aside></div>{}<div class=\"spark\" data-part=\"spark\"></div>{}</main>",
        meta.question.chars().count() / 2,
        stage(meta, &offers),
        sentence("The lab is loading\u{2026}", ""),
        transport(true),
    )
}

/// The first page, with the poster of the lab that is live on it.
pub fn gallery(live: &Meta) -> String {
    format!(
        "<header class=\"top home-top\"><a class=\"brand\" href=\".\">Faultyard</a><span class=\"spring\"></span>\
         <nav aria-label=\"Site\">{}</nav>{}<button disabled>\u{25d0}</button></header>\
         <main class=\"home\"><section class=\"hero\" aria-label=\"A live Raft cluster\"><div>\
         <h1>{}</h1><p class=\"lead\">{}</p><p class=\"whom\">{}</p>\
         <div class=\"acts\"><button class=\"main\" disabled>Crash the leader</button><a class=\"button\" href=\"lab/{}/\">Open the Raft lab</a></div>\
         <p class=\"hero-state second\">{}</p></div>\
         <div class=\"frame\">{}{}</div></section>{}</main>",
        front::links(""),
        finder(true),
        escaped(front::TITLE),
        escaped(front::LEAD),
        escaped(front::WHOM),
        live.slug,
        escaped(front::NOTE),
        stage(live, ""),
        sentence("The cluster is starting\u{2026}", "<button class=\"small\" disabled>Pause</button>"),
        front::words(),
    )
}

/// The questions to practise with: the list, which stands while nothing was answered.
pub fn practice(questions: &[Question]) -> String {
    let area = |card: &Card| format!("<button disabled>{}</button>", escaped(card.title));
    let areas: String = labs::CARDS.iter().map(area).collect();
    format!(
        "<header class=\"top home-top\"><a class=\"brand\" href=\".\">Faultyard</a><span class=\"spring\"></span>\
         <nav aria-label=\"Site\">{}</nav>{}<button disabled>\u{25d0}</button></header>\
         <main class=\"practice\"><h1 data-part=\"list\">Practise for an interview</h1>\
         <p class=\"lead\" data-part=\"list\">An interviewer asks, you guess, and a run measures the answer. Then you learn to say it: \
         claim, number, trade-off, failure mode.</p>\
         <div class=\"practice-ways\" data-part=\"list\"><section><h2>One question after the other</h2>\
         <p class=\"second\">{} questions. What went wrong comes back first, then what you have not seen for longest.</p>\
         <div class=\"practice-start\"><button class=\"main\" disabled>Start practising</button>\
         <p class=\"small second\">First: {}</p></div></section>\
         <section><h2>Mock interview: five questions</h2>\
         <p class=\"second\">Drawn from all labs by a code. The same code gives a whole class the same questions and the same numbers.</p>\
         <div class=\"practice-code\"><span>Code, or empty for a fresh one</span><input type=\"text\" size=\"9\" disabled>\
         <button disabled>Start the interview</button><span class=\"practice-timer\"><input type=\"checkbox\" disabled>\
         <span>With a timer</span></span></div></section></div>\
         <div class=\"practice-areas\" data-part=\"list\"><button aria-pressed=\"true\" disabled>All</button>{areas}</div>\
         <ol class=\"practice-list\" data-part=\"list\">{}</ol>\
         <p class=\"second waits-for\"></p></main>",
        front::links(front::PRACTICE),
        finder(true),
        questions.len(),
        escaped(questions.first().map_or("", |question| &question.title)),
        questions.iter().map(asked).collect::<String>(),
    )
}

/// A question in the list.
fn asked(question: &Question) -> String {
    let lab = labs::card(question.lab()).map_or("", |card| card.title);
    format!(
        "<li data-area=\"{}\"><a href=\"{}\"><span class=\"practice-sign\">\u{25cb}</span><span class=\"practice-what\">\
         <strong>{}</strong><span class=\"second\">{}</span><span class=\"small second\">{} \u{b7} not asked yet</span></span></a></li>",
        question.lab(),
        front::question(&question.id),
        escaped(&question.title),
        escaped(&question.opening()),
        escaped(lab),
    )
}

/// The button that opens the search.
fn finder(is_named: bool) -> String {
    let name = if is_named { "<span>Search</span>" } else { "" };
    format!("<button class=\"finder\" disabled>{}{name}</button>", front::LENS)
}

/// The page that measures itself.
pub fn bench() -> String {
    "<main class=\"home paper prose\"><p><a href=\".\">\u{2039} Faultyard</a></p><h1>How fast is it here?</h1>\
     <p>The same loops as cargo bench, in this browser. Nothing is sent anywhere. Leave the tab in front; it takes some seconds.</p>\
     <p><button class=\"main\" disabled>Measure</button></p><p class=\"second waits-for\"></p></main>"
        .to_owned()
}

fn head_of_lab(meta: &Meta) -> String {
    let buttons = |words: [&str; 6]| words.map(|word| format!("<button{word}</button>")).concat();
    format!(
        "<header class=\"top\" data-part=\"top\"><a class=\"brand\" href=\".\" data-part=\"brand\">Faultyard</a>\
         <span class=\"second small wide chapter-name\" data-part=\"title\">{} /</span><h1 data-part=\"title\">{}</h1>\
         <p class=\"question second small\" data-part=\"title\">{}</p><span class=\"spring\"></span>{}{}</header>",
        escaped(meta.chapter),
        escaped(meta.title),
        escaped(meta.question),
        finder(false),
        buttons([
            " disabled>Compare",
            " disabled>Share",
            " class=\"wide\" disabled>Projector",
            " class=\"wide\" disabled><svg class=\"corners\" viewBox=\"0 0 16 16\"><path d=\"M1 5V1h4M11 1h4v4M15 11v4h-4M5 15H1v-4\"/></svg>",
            " disabled>\u{25d0}",
            " disabled>?"
        ]),
    )
}

/// What the lesson says of the lab's plain run: a step, or what it is about.
fn lesson(entry: &Entry) -> String {
    let Ok(lesson) = Lesson::parse(entry.lesson) else { return String::new() };
    let plain = Opening::of(entry, "", "", SEED).scenario;
    let step = lesson.steps.iter().position(|step| same_run(entry, &step.script.scenario, &plain));
    let words = match step {
        Some(at) => format!(
            "<p class=\"lesson-place\"><button class=\"link-button\" disabled>Lesson</button> \u{b7} step {} of {}</p>\
             <h2 class=\"lesson-title\">{}</h2><div class=\"prose\">{}</div>",
            at + 1,
            lesson.steps.len(),
            escaped(&lesson.steps[at].title),
            markdown(&lesson.steps[at].story),
        ),
        None => {
            let step = |step: &Step| {
                format!("<li><button class=\"link-button\" disabled>{}</button></li>", escaped(&step.title))
            };
            format!(
                "<h2 class=\"lesson-title\">Lesson</h2><div class=\"prose\">{}</div><ol class=\"lesson-steps\">{}</ol>",
                markdown(&lesson.opening),
                lesson.steps.iter().map(step).collect::<String>(),
            )
        }
    };
    format!("<section class=\"lesson\" aria-label=\"Lesson\" data-part=\"lesson\">{words}</section>")
}

/// The stage with a lab's poster, and more over it.
fn stage(meta: &Meta, more: &str) -> String {
    format!("<div class=\"stage-box\"><div class=\"stage\">{}{more}</div></div>", posters(meta.slug))
}

/// A lab's poster in each theme; the one that is not shown is not loaded.
fn posters(slug: &str) -> String {
    [("if-light", ""), ("if-dark", "-dark")]
        .map(|(class, ground)| {
            format!("<img class=\"{class}\" loading=\"lazy\" alt=\"\" width=\"640\" height=\"330\" src=\"poster/{}{ground}.svg\">", slug)
        })
        .concat()
}

fn sentence(words: &str, more: &str) -> String {
    format!(
        "<div class=\"sentence\" data-part=\"sentence\"><p class=\"what second waits-for\">{words}</p>{more}</div>"
    )
}

fn tabs<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let tab = |(place, name): (usize, &str)| {
        format!("<button role=\"tab\" aria-selected=\"{}\" disabled>{name}</button>", place == 0)
    };
    format!("<div class=\"tabs\" role=\"tablist\">{}</div>", names.enumerate().map(tab).collect::<String>())
}

/// The transport, in which nothing can be pressed yet.
fn transport(compact: bool) -> String {
    let [start, event, rest] = match compact {
        true => [""; 3],
        false => [
            "<button class=\"bare optional\" disabled>|\u{25c1}</button>",
            "<span class=\"event second small optional\">event 0</span>",
            "<button class=\"more\" disabled><span>seed 42</span><span class=\"second\">one run</span></button>\
             <span class=\"seed optional\" data-part=\"seed\"><span class=\"small second\">seed</span>\
             <input type=\"text\" value=\"42\" disabled><button class=\"bare\" disabled>\u{27f3}</button></span>\
             <span class=\"active-faults small second\">0 faults</span><span class=\"branch small second optional\">one run</span>",
        ],
    };
    let play = if compact { "visually-hidden" } else { "" };
    format!(
        "<section class=\"transport\" data-part=\"transport\" inert>{start}<button disabled>\u{25c1}</button>\
         <button class=\"main play\" disabled><span>\u{25b6}</span><span class=\"{play}\">Play</span></button>\
         <button disabled>\u{25b7}</button><select disabled></select><span class=\"time\" data-part=\"clock\">0.000\u{a0}s</span>\
         {event}<div class=\"track\"><input type=\"range\" value=\"0\" disabled></div>{rest}</section>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::labs::LABS;

    #[test]
    fn each_labs_page_and_its_embed_have_its_title_its_question_and_both_posters() {
        for entry in LABS {
            let Meta { slug, title, question, .. } = entry.meta;
            for html in [lab(entry), embed(entry)] {
                for part in [title, question] {
                    assert!(html.contains(&escaped(part)), "{slug}: no {part}");
                }
                for file in [format!("poster/{slug}.svg"), format!("poster/{slug}-dark.svg")] {
                    assert_eq!(html.matches(&file).count(), 1, "{slug}: {file}");
                }
            }
        }
    }

    #[test]
    fn a_labs_page_begins_with_what_its_lesson_says_of_the_plain_run() {
        for entry in LABS {
            let (html, parsed) = (lab(entry), Lesson::parse(entry.lesson).unwrap());
            let plain = Opening::of(entry, "", "", SEED).scenario;
            let step = parsed.steps.iter().find(|step| same_run(entry, &step.script.scenario, &plain));
            let first = step.map_or(&parsed.opening, |step| &step.story);
            assert!(html.contains(&markdown(first)), "{}", entry.meta.slug);
        }
    }
}
