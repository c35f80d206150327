//! What a lab says without JavaScript: its question, what it leaves out, its lesson.

use faultyard::lab::{Entry, Lesson};
use faultyard::labs::Planned;
use faultyard::practice::{Ask, Question};
use faultyard::summary::{self, Measured};
use pulldown_cmark::{Options, Parser, html};

/// Text as HTML shows it, in an attribute too.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A lab's page: title, question, what its lesson is about, and where all of it stands. Every visitor fetches this, so
/// it is short.
pub fn lab(entry: &Entry) -> String {
    let meta = entry.meta;
    let (title, question) = (escaped(meta.title), escaped(meta.question));
    let lesson = Lesson::parse(entry.lesson).unwrap_or_default();
    let steps: Vec<&str> = lesson.steps.iter().map(|step| step.title.as_str()).collect();
    format!(
        "<h1>{title}</h1><p>{question}</p>{}{}<p><a href=\"lab/{}/lesson/\">The whole lesson, to read</a></p>",
        markdown(&lesson.opening),
        list(&steps),
        meta.slug
    )
}

/// A lesson to read or to print: title, question, the steps without their runs, what is left out, sources.
pub fn lesson(entry: &Entry) -> String {
    let meta = entry.meta;
    let lesson = Lesson::parse(entry.lesson).map_or_else(|_| String::new(), |lesson| told(&lesson));
    format!(
        "<p class=\"small\"><a href=\".\">Faultyard</a> \u{b7} <a href=\"lab/{}/\">the lab, to play</a></p>\
         <h1>{}</h1><p>{}</p>{lesson}{}<h2>What this leaves out</h2>{}<h2>Sources</h2>{}",
        meta.slug,
        escaped(meta.title),
        escaped(meta.question),
        in_the_summary(meta.slug),
        list(meta.leaves_out),
        list(meta.sources),
    )
}

/// The questions to practise with, as an interviewer asks them.
pub fn practice(questions: &[Question]) -> String {
    let one = |question: &Question| {
        let asked = match &question.ask {
            Ask::Number { question, .. } => format!("<p><strong>{}</strong></p>", escaped(question)),
            Ask::Choice(predict) => {
                let choices: Vec<&str> = predict.choices.iter().map(|choice| choice.text.as_str()).collect();
                format!("<p><strong>{}</strong></p>{}", escaped(&predict.question), list(&choices))
            }
        };
        format!("<h2>{}</h2>{}{asked}", escaped(&question.title), markdown(&question.text))
    };
    format!("<h1>Practise for an interview</h1>{}", questions.iter().map(one).collect::<String>())
}

/// What the summary says that this lab shows, with its numbers.
fn in_the_summary(slug: &str) -> String {
    let row = |one: &Measured| {
        let (place, name) = (one.place(), escaped(&one.name));
        format!("<li><a href=\"{place}\">{name}</a>: {}</li>", summary::prose(&one.says))
    };
    let rows: String = summary::measured().iter().filter(|one| one.lab() == slug).map(row).collect();
    if rows.is_empty() { rows } else { format!("<h2>In the summary</h2><ul>{rows}</ul>") }
}

fn told(lesson: &Lesson) -> String {
    let steps = lesson.steps.iter().map(|step| {
        let question = step.predict.as_ref().map(|predict| format!("**{}**", predict.question));
        let parts = [&*step.story, &*question.unwrap_or_default(), &*step.notice].map(markdown);
        format!("<h2>{}</h2>{}", escaped(&step.title), parts.concat())
    });
    markdown(&lesson.opening) + &steps.collect::<String>()
}

/// An embed: title, question, poster, and where the whole lab is.
pub fn embed(entry: &Entry) -> String {
    let meta = entry.meta;
    let (title, question) = (escaped(meta.title), escaped(meta.question));
    let poster = format!("<img alt=\"\" width=\"640\" height=\"330\" src=\"poster/{}.svg\">", meta.slug);
    format!(
        "<h1>{title}</h1><p>{question}</p><p><a href=\"lab/{}/\">{poster}The whole lab</a></p>",
        meta.slug
    )
}

/// The gallery: every lab, and what is planned.
pub fn gallery(labs: &[Entry], planned: &[Planned]) -> String {
    let labs = labs.iter().map(|entry| {
        let (slug, title) = (entry.meta.slug, escaped(entry.meta.title));
        format!("<li><a href=\"lab/{slug}/\">{title}</a>: {}</li>", escaped(entry.meta.question))
    });
    let planned = planned
        .iter()
        .map(|planned| format!("<li>{}: {}</li>", escaped(planned.title), escaped(planned.question)));
    format!(
        "<h1>Faultyard</h1><ul>{}</ul><h2>Planned</h2><ul>{}</ul>",
        labs.collect::<String>(),
        planned.collect::<String>()
    )
}

fn list(lines: &[&str]) -> String {
    let items: String = lines.iter().map(|line| format!("<li>{}</li>", escaped(line))).collect();
    format!("<ul>{items}</ul>")
}

/// Prose as HTML.
pub fn markdown(text: &str) -> String {
    let mut written = String::new();
    html::push_html(&mut written, Parser::new_ext(text, Options::ENABLE_TABLES));
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::labs::LABS;

    #[test]
    fn each_lab_tells_its_question_each_step_and_all_that_it_leaves_out_but_no_script() {
        for entry in LABS {
            let (text, short) = (lesson(entry), lab(entry));
            let lesson = Lesson::parse(entry.lesson).unwrap();
            let titles = lesson.steps.iter().map(|step| step.title.as_str());
            let left_out = entry.meta.leaves_out.iter().copied();
            for part in titles.chain(left_out).chain([entry.meta.title, entry.meta.question]) {
                assert!(text.contains(&escaped(part)), "{}: no {part}", entry.meta.slug);
            }
            assert!(!text.contains("expect "), "{text}");
            assert!(text.contains("<h2>In the summary</h2>"), "{}: no claim leads here", entry.meta.slug);
            assert!(short.contains(&format!("lab/{}/lesson/", entry.meta.slug)) && short.len() < text.len());
        }
    }

    #[test]
    fn markdown_is_shown_as_what_it_means() {
        assert_eq!(markdown("a *b*\n"), "<p>a <em>b</em></p>\n");
        assert_eq!(escaped("a < \"b\" & c"), "a &lt; &quot;b&quot; &amp; c");
    }
}
