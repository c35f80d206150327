//! What a guide takes from the steps of lessons: links, questions, answers, lines to write on.

use crate::words::escaped;
use faultyard::front::{PRACTICE, question};
use faultyard::lab::{Entry, Lesson, Predict, Step};
use faultyard::labs;
use faultyard::practice::questions;

/// A lab and a step of its lesson, by `lab/step`.
fn find(name: &str) -> Result<(&'static Entry, Step), String> {
    let missing = || format!("there is no step {name}");
    let (lab, step) = name.split_once('/').ok_or_else(missing)?;
    let entry = labs::find(lab).ok_or_else(missing)?;
    let step = Lesson::parse(entry.lesson)?.step(step).cloned().ok_or_else(missing)?;
    Ok((entry, step))
}

/// Its question.
fn asked<'a>(name: &str, step: &'a Step) -> Result<&'a Predict, String> {
    step.predict.as_ref().ok_or_else(|| format!("{name} asks nothing"))
}

/// The address of a step, with more settings.
fn address(entry: &Entry, step: &Step, more: &str) -> String {
    format!("lab/{}/?preset={}{more}", entry.meta.slug, step.id)
}

/// Steps to open, each in the forms that a lesson needs.
pub fn open(names: &[&str]) -> Result<String, String> {
    let one = |name: &&str| {
        let (entry, step) = find(name)?;
        let title = escaped(&step.title);
        let form = |words: &str, more: &str| {
            format!(
                "<a href=\"{}\">{words}<span class=\"visually-hidden\">: {title}</span></a>",
                escaped(&address(entry, &step, more))
            )
        };
        let asks = format!("&predict={}", step.id);
        Ok(format!(
            "<li><a href=\"{}\">{title}</a> <span class=\"guide-forms small second\">{} \u{b7} {} \u{b7} {}</span></li>",
            address(entry, &step, ""),
            form("with notes", "&teacher=1"),
            form("asks first", &asks),
            form("for the projector", "&projector=1"),
        ))
    };
    let steps: Result<Vec<String>, String> = names.iter().map(one).collect();
    Ok(format!("<ul class=\"guide-steps\">{}</ul>", steps?.concat()))
}

/// Questions with room for the class's votes, and what the runs answer.
pub fn collect(names: &[&str]) -> Result<String, String> {
    let one = |name: &&str| {
        let (entry, step) = find(name)?;
        let predict = asked(name, &step)?;
        let mut run = (entry.open)(&step.script.scenario);
        run.advance(step.script.until, u64::MAX);
        let right = predict.answers(&*run);
        let choice = |(place, choice): (usize, &faultyard::lab::Choice)| {
            let text = escaped(&choice.text);
            match right.contains(&place) {
                true => {
                    format!("<li><strong>{text}</strong> <span class=\"small second\">the run</span></li>")
                }
                false => format!("<li>{text}</li>"),
            }
        };
        let choices: String = predict.choices.iter().enumerate().map(choice).collect();
        let (title, question) = (escaped(&step.title), escaped(&predict.question));
        Ok(format!("<li><p><strong>{title}.</strong> {question}</p><ul>{choices}</ul></li>"))
    };
    let rows: Result<Vec<String>, String> = names.iter().map(one).collect();
    Ok(format!("<ul class=\"guide-collect\">{}</ul>", rows?.concat()))
}

/// A question to answer by hand: boxes to tick, lines for the reason.
pub fn ask(number: &str, name: &str, count: &str) -> Result<String, String> {
    let (_, step) = find(name)?;
    let predict = asked(name, &step)?;
    let choices: String =
        predict.choices.iter().map(|choice| format!("<li>{}</li>", escaped(&choice.text))).collect();
    Ok(format!(
        "<div class=\"sheet-question\"><p>{number}. <strong>{}.</strong> {}</p><ul>{choices}</ul><p>Because:</p>{}</div>",
        escaped(&step.title),
        escaped(&predict.question),
        lines(count)?,
    ))
}

/// Lines to write on.
pub fn lines(count: &str) -> Result<String, String> {
    let count: usize = count.parse().map_err(|_| format!("{count} is no number of lines"))?;
    Ok("<div class=\"sheet-line\"></div>".repeat(count))
}

/// The questions about a lab.
pub fn practice(slug: &str) -> Result<String, String> {
    let entry = labs::find(slug).ok_or_else(|| format!("there is no lab {slug}"))?;
    let all = questions()?;
    let links = all
        .iter()
        .filter(|one| one.lab() == slug)
        .map(|one| format!("<li><a href=\"{}\">{}</a></li>", question(&one.id), escaped(&one.title)));
    let links: String = links.collect();
    let words = format!(
        "Two questions about {} on the page <a href=\"{PRACTICE}\">Practice</a>, each with the four sentences of \
         <em>Say it</em> in the student's own words",
        escaped(&entry.meta.title.to_lowercase().replace("raft", "Raft"))
    );
    Ok(match links.as_str() {
        "" => format!("<p>{words}.</p>"),
        links => format!("<p>{words}:</p><ul>{links}</ul>"),
    })
}
