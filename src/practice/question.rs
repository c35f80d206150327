//! A question, and how it is written: a `##` section of Markdown with three blocks.
//!
//! ````text
//! ## The fullest of a hundred queues
//! What the interviewer says, in Markdown.
//!
//! ```run hundred-queues                 its id, and a script (src/lab/script.rs): the run that answers
//! balancing policy=random n=100 seed=1
//! until 60s
//! expect always "Requests are conserved"
//! ```
//!
//! ```number requests                    a number is asked for, in this unit
//! How long is the longest queue?        what is asked
//! from 1 to 100                         the least and the greatest that can be guessed
//! within 20%                            so far off a guess is still right
//! answer = longest at 60s               what the run gives (src/lab/reading.rs)
//! ```
//!
//! ```choice                             or: a choice, as a lesson's `predict` block, `rising` too
//! Which queue is the longest?
//! - the slow one's | told "n1 …"
//! ```
//!
//! ```say
//! claim With one choice, queues are uneven.          the four sentences of an answer that convinces:
//! number The longest queue is {answer}, {two} with two choices.
//! cost  Two choices ask two servers for each request.     the trade-off
//! fails With stale data all go to the same "least loaded" server.     the failure mode
//! leaves The time that a question to a server takes.      what the simulation leaves out
//! formula ln n / ln ln n for one choice             what theory says, if it says something
//! against policy=two-choices                         a second run: what is set differently
//! two requests = against longest at 60s              more values for the sentences: name, unit, what it is
//! vary policy, n, rate                               the parameters to turn, at most three
//! follow And with two choices? | policy=two-choices  two more questions, each with a changed run;
//! follow And when one crashes? | ; at 10s crash n1   after a semicolon, what is done to it
//! ```
//! ````

use crate::lab::{Predict, Reading, Scenario, Script};
use crate::summary::{Value, What};

/// So many parameters can be turned beside a question.
const MOST_VARIED: usize = 3;
/// So many further questions each has.
const FOLLOWS: usize = 2;
/// The sentences with which it is listed have about so many characters.
const OPENING: usize = 110;

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Its name in addresses and in what is kept, of its own among all labs' questions.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What the interviewer says, in Markdown.
    pub text: String,
    /// The run that answers.
    pub script: Script,
    /// What is asked.
    pub ask: Ask,
    /// What there is to say.
    pub say: Say,
    /// What is set differently in the run that it is held against.
    pub against: Option<Follow>,
    /// The values of its sentences, beside `answer`.
    pub values: Vec<Value>,
    /// The keys of the parameters to turn.
    pub vary: Vec<String>,
    /// What an interviewer asks next.
    pub follow: Vec<Follow>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// A number.
    Number {
        /// The question in one line.
        question: String,
        /// Its unit; empty if it has none.
        unit: String,
        /// What can be guessed.
        range: Range,
        /// A guess is right so far from the answer, as a part of the answer.
        within: f64,
        /// What it is.
        answer: Reading,
    },
    /// One of several answers.
    Choice(Predict),
}

/// The numbers that can be guessed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The least.
    pub from: f64,
    /// The greatest.
    pub to: f64,
}

/// What there is to say: an answer that convinces has the first four.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Say {
    /// The claim.
    pub claim: String,
    /// The number, with the names of values in braces.
    pub number: String,
    /// The trade-off.
    pub cost: String,
    /// The failure mode.
    pub fails: String,
    /// What the simulation leaves out.
    pub leaves: String,
    /// What theory says; empty if it says nothing.
    pub formula: String,
}

/// A changed run, and the words that lead to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Follow {
    /// The words; empty for the run that a question's own is held against.
    pub words: String,
    /// Parameters that are set differently.
    pub params: Vec<(String, String)>,
    /// Lines of a script: what is done to it.
    pub deeds: String,
}

impl Question {
    /// The slug of the lab that answers it.
    pub fn lab(&self) -> &str {
        &self.script.scenario.lab
    }

    /// What the interviewer says first: as much as a list has room for.
    pub fn opening(&self) -> String {
        let line = self.text.lines().map(str::trim).collect::<Vec<_>>().join(" ").replace("**", "");
        let mut opening = String::new();
        for sentence in line.split_inclusive(". ") {
            if !opening.is_empty() && opening.len() + sentence.len() > OPENING {
                break;
            }
            opening += sentence;
        }
        opening.trim_end().into()
    }

    /// The run that answers it, with a seed.
    pub fn scenario(&self, seed: u64) -> Scenario {
        Scenario { seed, ..self.script.scenario.clone() }
    }

    /// Reads a section without its marks.
    ///
    /// # Errors
    /// A sentence that names the question and what was not understood.
    pub fn parse(section: &str) -> Result<Question, String> {
        let (title, body) = section.split_once('\n').unwrap_or((section, ""));
        let failed = |why: String| format!("question \"{}\": {why}", title.trim());
        let mut draft = Draft::default();
        let mut blocks = body.split("```");
        let text = blocks.next().unwrap_or("").trim().to_string();
        while let (Some(block), Some(_)) = (blocks.next(), blocks.next()) {
            draft.block(block).map_err(failed)?;
        }
        draft.finish(title.trim(), text).map_err(failed)
    }
}

/// The blocks of a question, as they are read.
#[derive(Default)]
struct Draft {
    run: Option<(String, Script)>,
    ask: Option<Ask>,
    say: Say,
    against: Option<Follow>,
    values: Vec<Value>,
    vary: Vec<String>,
    follow: Vec<Follow>,
}

impl Draft {
    fn block(&mut self, block: &str) -> Result<(), String> {
        let (head, body) = block.split_once('\n').unwrap_or((block, ""));
        let (kind, rest) = head.trim().split_once(' ').unwrap_or((head.trim(), ""));
        match kind {
            "run" => self.run = Some((rest.into(), Script::parse(body)?)),
            "number" => self.ask = Some(number(rest, body)?),
            "choice" if matches!(rest, "" | "rising") => {
                self.ask = Some(Ask::Choice(Predict { rising: !rest.is_empty(), ..Predict::parse(body)? }));
            }
            "say" => {
                for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
                    self.say(line)?;
                }
            }
            _ => return Err(format!("a block of kind \"{head}\"")),
        }
        Ok(())
    }

    fn say(&mut self, line: &str) -> Result<(), String> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        let say = &mut self.say;
        match word {
            "claim" => say.claim = rest.into(),
            "number" => say.number = rest.into(),
            "cost" => say.cost = rest.into(),
            "fails" => say.fails = rest.into(),
            "leaves" => say.leaves = rest.into(),
            "formula" => say.formula = rest.into(),
            "against" => self.against = Some(Follow::parse("", rest)?),
            "vary" => self.vary = rest.split(',').map(|key| key.trim().into()).collect(),
            "follow" => {
                let (words, changes) =
                    rest.split_once('|').ok_or_else(|| format!("no changed run behind \"{rest}\""))?;
                self.follow.push(Follow::parse(words, changes)?);
            }
            _ => {
                let value = Value::parse(line)?;
                if matches!(value.what, What::Mean(..) | What::Range(..) | What::Share(..)) {
                    return Err(format!("\"{line}\" takes many runs"));
                }
                self.values.push(value);
            }
        }
        Ok(())
    }

    fn finish(self, title: &str, text: String) -> Result<Question, String> {
        let (id, script) = self.run.ok_or("no run")?;
        let ask = self.ask.ok_or("nothing is asked")?;
        let Say { claim, number, cost, fails, leaves, .. } = &self.say;
        for (what, words) in
            [("claim", claim), ("number", number), ("cost", cost), ("fails", fails), ("leaves", leaves)]
        {
            if words.is_empty() {
                return Err(format!("\"{what}\" is not said"));
            }
        }
        let is_said = |name: &str| number.contains(&format!("{{{name}}}"));
        let unsaid = self.values.iter().find(|value| !is_said(&value.name));
        match unsaid {
            Some(value) => return Err(format!("nothing is said of \"{}\"", value.name)),
            None if matches!(ask, Ask::Number { .. }) && !is_said("answer") => {
                return Err("the answer is not said".into());
            }
            None if self.vary.len() > MOST_VARIED => return Err("more than three parameters to turn".into()),
            None if self.follow.len() != FOLLOWS => return Err("it has not two further questions".into()),
            None if text.is_empty() || id.is_empty() => return Err("no words, or no id".into()),
            None => {}
        }
        let Draft { say, against, values, vary, follow, .. } = self;
        Ok(Question { id, title: title.into(), text, script, ask, say, against, values, vary, follow })
    }
}

fn number(unit: &str, body: &str) -> Result<Ask, String> {
    let (mut question, mut range, mut within, mut answer) = (None, None, None, None);
    for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["from", from, "to", to] => {
                let ends = from.parse().ok().zip(to.parse().ok());
                let (from, to) = ends.ok_or_else(|| format!("\"{line}\" is no range"))?;
                range = Some(Range { from, to }).filter(|_| from < to);
            }
            ["within", part] => {
                let percent = part.strip_suffix('%').and_then(|part| part.parse::<f64>().ok());
                within = Some(percent.ok_or_else(|| format!("\"{line}\" is no part"))? / 100.0);
            }
            ["answer", "=", ..] => {
                answer = Some(Reading::parse(line.split_once('=').map_or("", |(_, what)| what.trim()))?);
            }
            _ => question = Some(line.to_string()),
        }
    }
    Ok(Ask::Number {
        question: question.ok_or("no question")?,
        unit: unit.into(),
        range: range.ok_or("no range")?,
        within: within.ok_or("nothing says how exact a guess must be")?,
        answer: answer.ok_or("no answer")?,
    })
}

impl Follow {
    fn parse(words: &str, changes: &str) -> Result<Follow, String> {
        let mut parts = changes.split(';').map(str::trim);
        let mut params = Vec::new();
        for change in parts.next().unwrap_or("").split_whitespace() {
            let (key, text) = change.split_once('=').ok_or_else(|| format!("\"{change}\" sets nothing"))?;
            params.push((key.into(), text.into()));
        }
        let deeds = parts.collect::<Vec<_>>().join("\n");
        Script::parse(&format!("lab\n{deeds}"))?;
        Ok(Follow { words: words.trim().into(), params, deeds })
    }

    /// The changed run of a question's own.
    pub fn of(&self, script: &Script) -> Script {
        let mut changed = script.clone();
        for (key, text) in &self.params {
            changed.scenario = changed.scenario.with(key, text);
        }
        // It was read once already.
        if let Ok(more) = Script::parse(&format!("lab\n{}", self.deeds)) {
            changed.scenario.inputs.extend(more.scenario.inputs);
            changed.scenario.inputs.sort_by_key(|input| input.at);
            changed.until = changed.until.max(more.until);
        }
        changed
    }
}
