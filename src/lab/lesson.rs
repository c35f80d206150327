//! A lesson: Markdown in which each `##` section is a step.
//!
//! A step is prose with two kinds of fenced block in it. A `scenario` block, whose word after `scenario` is the
//! step's id, is a [`Script`]; its `expect` lines are tested. More words are other names that links may use. A `predict`
//! block asks a question: its first line, then a choice a line, each with the claim that makes it right behind a `|`.
//! Which choice is right is found from the run, never written down. Choices are shown in an order drawn from the
//! step's id, so that their places tell nothing; those of a `predict rising` block stay as written, since numbers are
//! read in their order. What follows the blocks says what to notice.

use super::{Expectation, Run, Script};
use crate::process::Seed;

/// A whole lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lesson {
    /// What comes before the first step, in Markdown.
    pub opening: String,
    /// The steps.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// Its name in links.
    pub id: String,
    /// Other names that links may use for it.
    pub aliases: Vec<String>,
    /// Its heading.
    pub title: String,
    /// What it says before the run, in Markdown.
    pub story: String,
    /// The run.
    pub script: Script,
    /// What it asks.
    pub predict: Option<Predict>,
    /// What to notice, in Markdown.
    pub notice: String,
}

/// A question whose answer the run gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Predict {
    /// The question.
    pub question: String,
    /// Whether the choices are in an order of their own, such as numbers that rise.
    pub rising: bool,
    /// The answers to choose from, as they are shown. A choice is called by its place, from 0.
    pub choices: Vec<Choice>,
}

/// One answer and the claim about the run that makes it right.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The answer.
    pub text: String,
    /// It is right if this holds at the end of the run.
    pub right_if: Expectation,
}

impl Lesson {
    /// Reads a lesson.
    ///
    /// # Errors
    /// A sentence that names the step and what is wrong in it. A lab's tests make sure that its own has none.
    pub fn parse(text: &str) -> Result<Lesson, String> {
        let mut sections = text.split("\n## ");
        let opening = sections.next().unwrap_or("").trim().to_string();
        let steps: Result<Vec<Step>, String> = sections.map(Step::parse).collect();
        Ok(Lesson { opening, steps: steps? })
    }

    /// The step that links call so.
    pub fn step(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.is_called(name))
    }
}

impl Step {
    /// Whether links call it so.
    pub fn is_called(&self, name: &str) -> bool {
        self.id == name || self.aliases.iter().any(|alias| alias == name)
    }

    fn parse(section: &str) -> Result<Step, String> {
        let (title, body) = section.split_once('\n').unwrap_or((section, ""));
        let mut step = Step { title: title.trim().into(), ..Step::default() };
        let mut blocks = body.split("```");
        step.story = blocks.next().unwrap_or("").trim().into();
        while let (Some(block), Some(prose)) = (blocks.next(), blocks.next()) {
            step.block(block).map_err(|why| format!("step \"{}\": {why}", step.title))?;
            step.notice.push_str(prose);
        }
        step.shuffle();
        step.notice = step.notice.trim().into();
        if step.id.is_empty() {
            return Err(format!("step \"{}\" has no scenario block with an id", step.title));
        }
        Ok(step)
    }

    /// Puts the choices into an order drawn from the step's id, if they have none of their own.
    fn shuffle(&mut self) {
        let mut random = Seed(0).stream(&self.id, 0);
        if let Some(Predict { choices, rising: false, .. }) = &mut self.predict {
            for last in (1..choices.len()).rev() {
                choices.swap(last, random.below(last as u64 + 1) as usize);
            }
        }
    }

    fn block(&mut self, block: &str) -> Result<(), String> {
        let (head, body) = block.split_once('\n').unwrap_or((block, ""));
        match head.split_whitespace().collect::<Vec<_>>()[..] {
            ["scenario", id, ref aliases @ ..] => {
                self.id = id.into();
                self.aliases = aliases.iter().map(ToString::to_string).collect();
                self.script = Script::parse(body)?;
                Ok(())
            }
            ["predict", ref order @ ..] if matches!(order, [] | ["rising"]) => {
                let rising = !order.is_empty();
                self.predict = Some(Predict { rising, ..Predict::parse(body)? });
                Ok(())
            }
            _ => Err(format!("a block of kind \"{head}\"")),
        }
    }
}

impl Predict {
    /// Reads a block: the question, then a choice a line.
    ///
    /// # Errors
    /// A sentence that says what was not understood.
    pub fn parse(body: &str) -> Result<Predict, String> {
        let mut lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
        let question = lines.next().ok_or("a question without words")?.to_string();
        let choice = |line: &str| {
            let (text, claim) = line.rsplit_once('|').ok_or_else(|| format!("no claim behind \"{line}\""))?;
            let text = text.trim().trim_start_matches("- ").to_string();
            Ok(Choice { text, right_if: Expectation::parse(claim)? })
        };
        let choices: Result<Vec<Choice>, String> = lines.map(choice).collect();
        Ok(Predict { question, rising: false, choices: choices? })
    }

    /// The places of the right choices, from a run that has been played to the step's end.
    pub fn answers(&self, run: &dyn Run) -> Vec<usize> {
        let right = |choice: &Choice| choice.right_if.check(run).is_ok();
        (0..self.choices.len()).filter(|place| right(&self.choices[*place])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const TEXT: &str = "Opening.\n\n## The leader is gone\n\nn1 crashed.\n\n```scenario leader-loss leader-crash\nraft seed=1\n\
        at 2s crash n1\nuntil 5s\n```\n\n```predict\nWho leads?\n- n2 | told \"n2 becomes leader\"\n\
        - nobody | untold \"becomes leader\"\n```\n\nLook at the terms.\n";

    #[test]
    fn a_lesson_is_read_step_by_step() {
        let lesson = Lesson::parse(TEXT).unwrap();
        let step = lesson.step("leader-loss").unwrap();
        assert_eq!((lesson.opening.as_str(), step.title.as_str()), ("Opening.", "The leader is gone"));
        assert_eq!((step.story.as_str(), step.notice.as_str()), ("n1 crashed.", "Look at the terms."));
        let texts: BTreeSet<&str> =
            step.predict.iter().flat_map(|predict| &predict.choices).map(|choice| &*choice.text).collect();
        assert_eq!(texts, BTreeSet::from(["n2", "nobody"]));
        assert_eq!(lesson.step("leader-crash"), Some(step), "by its other name");
    }

    #[test]
    fn choices_are_in_an_order_drawn_from_the_steps_id_and_rising_ones_stay_as_they_are_written() {
        let lines: String = (0..9).map(|n| format!("- {n} | told \"{n}\"\n")).collect();
        let order = |id: &str, kind: &str| -> Vec<String> {
            let text =
                format!("x\n## T\n```scenario {id}\nraft\nuntil 1s\n```\n```{kind}\nWhich?\n{lines}```\n");
            let choices = Lesson::parse(&text).unwrap().steps.remove(0).predict.unwrap().choices;
            choices.into_iter().map(|choice| choice.text).collect()
        };
        let written: Vec<String> = (0..9).map(|n| n.to_string()).collect();
        assert_eq!(order("a", "predict rising"), written);
        assert_ne!(order("a", "predict"), written);
        assert_eq!(order("a", "predict"), order("a", "predict"));
        assert_ne!(order("a", "predict"), order("b", "predict"));
    }

    #[test]
    fn a_step_that_cannot_be_read_is_named() {
        assert!(Lesson::parse("x\n## Empty\nwords").unwrap_err().contains("Empty"));
        assert!(Lesson::parse("x\n## Bad\n```scenario a\nraft\nat\n```\n").unwrap_err().contains("Bad"));
        assert!(Lesson::parse("x\n## Odd\n```predict falling\nWho?\n```\n").unwrap_err().contains("Odd"));
    }
}
