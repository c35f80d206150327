//! Pages that are only read: for teachers, and about all this. Their words are Markdown in `guides/`, in which a line in
//! braces stands for what is taken from the labs:
//!
//! ```text
//! {open lab/step ...}       the steps as links: plain, with a teacher's notes, asking first, for the projector
//! {collect lab/step ...}    their questions, and what their runs answer
//! {ask 2 lab/step 3}        a question of a worksheet: its number, the step, lines to write on
//! {lines 3}                 lines to write on
//! {practice lab}            what there is to practise about a lab
//! {numbers}, {left-out}     what the build counted, and what each lab leaves out
//! {.class}, {#id}           under a paragraph or a heading: its class, its place
//! ```

mod counts;
mod steps;

use crate::words::{escaped, markdown};
use faultyard::front::{self, ABOUT, TEACHERS};
use faultyard::labs::LABS;

/// A lesson of 45 minutes for each lab that has one: the place on the page, and the text.
const PLANS: [(&str, &str); 4] = [
    ("balancing", include_str!("../guides/balancing.md")),
    ("raft", include_str!("../guides/raft.md")),
    ("autoscaling", include_str!("../guides/autoscaling.md")),
    ("hashing", include_str!("../guides/hashing.md")),
];

/// The page for teachers.
///
/// # Errors
/// A sentence that names the line that was not understood.
pub fn teachers() -> Result<String, String> {
    let opening = html(include_str!("../guides/teachers.md"))?;
    let titles = PLANS.map(|(id, text)| {
        let title = escaped(text.lines().next().unwrap_or("").trim_start_matches("# "));
        format!(
            "<li><a href=\"{TEACHERS}#{id}\">{title}</a> <a class=\"small second\" href=\"{TEACHERS}#{id}-worksheet\">\
             worksheet<span class=\"visually-hidden\">: {title}</span></a></li>"
        )
    });
    let plans: Result<Vec<String>, String> = PLANS.iter().map(|(id, text)| plan(id, text)).collect();
    let list = format!("<h2>The lessons</h2><ol class=\"guide-list\">{}</ol>", titles.concat());
    Ok(page(TEACHERS, &format!("{opening}{list}{}", plans?.concat())))
}

/// The page about all this.
///
/// # Errors
/// A sentence that names the line that was not understood.
pub fn about() -> Result<String, String> {
    Ok(page(ABOUT, &html(include_str!("../guides/about.md"))?))
}

/// A page's body, with the way to the others.
fn page(address: &str, words: &str) -> String {
    format!(
        "<a class=\"skip\" href=\"{address}#content\">Skip to the content</a>{}\
         <main class=\"guide\" id=\"content\" tabindex=\"-1\">{words}</main>",
        front::header(address)
    )
}

/// A lesson's plan, its worksheet, and its homework; headings stand below the page's own.
fn plan(id: &str, text: &str) -> Result<String, String> {
    let below = text.replace("\n## ", "\n### ").replacen("# ", "## ", 1);
    let (plan, rest) = below.split_once("\n### Worksheet").ok_or_else(|| format!("{id} has no worksheet"))?;
    let (sheet, home) = rest.split_once("\n### ").ok_or_else(|| format!("{id} has no homework"))?;
    let title = plan.lines().next().unwrap_or("").trim_start_matches("## ");
    Ok(format!(
        "<section class=\"plan\" id=\"{id}\">{}{}</section>\
         <section class=\"worksheet\" id=\"{id}-worksheet\"><h3>Worksheet<span class=\"worksheet-of\">: {}</span></h3>\
         <p class=\"sheet-name\"><span>Name</span><span>Date</span></p>{}</section>",
        html(plan)?,
        html(&format!("### {home}"))?,
        escaped(title),
        html(sheet)?,
    ))
}

/// Markdown with what its lines in braces stand for.
fn html(text: &str) -> Result<String, String> {
    let mut written = String::new();
    let mut prose = String::new();
    let mut is_code = false;
    for line in text.lines() {
        is_code ^= line.starts_with("```");
        match line.strip_prefix('{').and_then(|line| line.strip_suffix('}')).filter(|_| !is_code) {
            Some(asked) => {
                written += &markdown(&prose);
                prose.clear();
                put(&mut written, asked)?;
            }
            None => prose = prose + line + "\n",
        }
    }
    Ok(written + &markdown(&prose))
}

/// Adds what a line in braces stands for.
fn put(written: &mut String, asked: &str) -> Result<(), String> {
    if let Some(class) = asked.strip_prefix('.') {
        mark(written, "<p>", &format!("<p class=\"{class}\">"));
        return Ok(());
    }
    if let Some(id) = asked.strip_prefix('#') {
        mark(written, "<h2>", &format!("<h2 id=\"{id}\">"));
        return Ok(());
    }
    let words: Vec<&str> = asked.split_whitespace().collect();
    *written += &match words[..] {
        ["open", ref steps @ ..] => steps::open(steps)?,
        ["collect", ref steps @ ..] => steps::collect(steps)?,
        ["ask", number, step, lines] => steps::ask(number, step, lines)?,
        ["lines", lines] => steps::lines(lines)?,
        ["practice", lab] => steps::practice(lab)?,
        ["numbers"] => counts::numbers()?,
        ["left-out"] => left_out(),
        _ => return Err(format!("{{{asked}}} stands for nothing")),
    };
    Ok(())
}

/// The last of these marks becomes another.
fn mark(written: &mut String, old: &str, new: &str) {
    if let Some(place) = written.rfind(old) {
        written.replace_range(place..place + old.len(), new);
    }
}

fn left_out() -> String {
    let lab = |lab: &faultyard::lab::Entry| {
        let lines: String =
            lab.meta.leaves_out.iter().map(|line| format!("<li>{}</li>", escaped(line))).collect();
        format!("<details><summary>{}</summary><ul>{lines}</ul></details>", escaped(lab.meta.title))
    };
    LABS.iter().map(lab).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::link::{Link, Opening, preset, same_run};
    use std::collections::BTreeSet;

    fn links(html: &str) -> Vec<String> {
        let links = html.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        links.map(|link| link.replace("&amp;", "&")).collect()
    }

    #[test]
    fn every_link_to_a_lab_opens_a_step_that_is_there_without_a_warning() {
        let mut opened = 0;
        for link in links(&(teachers().unwrap() + &about().unwrap())) {
            let Some(query) =
                link.strip_prefix("lab/").and_then(|rest| rest.split_once('?')).map(|(_, query)| query)
            else {
                continue;
            };
            let parsed = Link::parse(&format!("/{link}"));
            let lab = faultyard::labs::find(parsed.place.page.lab().unwrap()).unwrap();
            let opening = Opening::of(lab, query, "", 7);
            assert!(
                parsed.warnings.is_empty() && opening.warnings.is_empty(),
                "{link}: {:?}",
                opening.warnings
            );
            let step = query.trim_start_matches("preset=").split('&').next().unwrap();
            let script = preset(lab, step).unwrap_or_else(|| panic!("{link}: no such step"));
            assert!(same_run(lab, &opening.scenario, &script.scenario), "{link} opens another run");
            opened += 1;
        }
        assert!(opened >= 4 * PLANS.len() * 5, "{opened} links");
    }

    #[test]
    fn every_other_link_leads_to_a_place_that_is_there() {
        let (teachers, about) = (teachers().unwrap(), about().unwrap());
        for link in links(&(teachers.clone() + &about)) {
            let is_there = match link.split_once('#') {
                Some((TEACHERS, id)) => teachers.contains(&format!(" id=\"{id}\"")),
                Some((ABOUT, id)) => about.contains(&format!(" id=\"{id}\"")),
                Some((".", "labs")) => true,
                Some((front::PRACTICE, _)) => true,
                _ => {
                    [".", "summary/", front::PRACTICE, TEACHERS, ABOUT, front::FIND].contains(&&*link)
                        || link.starts_with("practice/?")
                        || link.starts_with("lab/")
                }
            };
            assert!(is_there, "{link} leads nowhere");
        }
    }

    #[test]
    fn each_lesson_has_its_parts_takes_45_minutes_and_asks_only_what_it_opens() {
        for (id, text) in PLANS {
            for part in [
                "**Aim.**",
                "## Have open",
                "## The 45 minutes",
                "## Predictions to collect",
                "## What to say",
                "## Worksheet",
                "## Homework",
                "{practice ",
            ] {
                assert!(text.contains(part), "{id} has no {part}");
            }
            let spans: Vec<(u32, u32)> = text
                .lines()
                .filter_map(|line| {
                    let (from, to) = line.strip_prefix("| ")?.split_once(" |")?.0.split_once(" to ")?;
                    Some((from.parse().ok()?, to.parse().ok()?))
                })
                .collect();
            assert_eq!((spans[0].0, spans.last().unwrap().1), (0, 45), "{id}");
            assert!(spans.windows(2).all(|pair| pair[0].1 == pair[1].0), "{id}: {spans:?}");
            let steps = |word: &str| -> BTreeSet<String> {
                let lines = text.lines().filter(|line| line.starts_with(&format!("{{{word} ")));
                let words = lines.flat_map(|line| line.trim_end_matches('}').split_whitespace());
                words.filter(|word| word.contains('/')).map(str::to_owned).collect()
            };
            let open = steps("open");
            assert!(steps("collect").is_subset(&open) && steps("ask").is_subset(&open), "{id}");
        }
    }

    #[test]
    fn ids_are_there_once_and_what_stands_for_nothing_is_refused() {
        let html_of_teachers = teachers().unwrap();
        let ids: Vec<&str> =
            html_of_teachers.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        assert!(!html_of_teachers.contains('{'), "a line in braces is left");
        for wrong in ["{open raft/none}", "{juggle}", "{lines many}", "{practice chess}"] {
            assert!(html(wrong).is_err(), "{wrong}");
        }
    }
}
