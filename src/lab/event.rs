//! A record of the trace, told: what the log, the diagram, the inspector and the spoken summary show.

use super::{Asks, CommandSpec, Field};
use crate::process::{Change, NodeId, Note, Salience, SimTime, Summary};
use crate::sim::{Input, Loss, MessageId, Record, RecordId, What};
use std::cmp::Ordering;

/// One thing that happened, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its number in the run.
    pub id: RecordId,
    /// The kernel's event that it is part of.
    pub event: u64,
    /// When.
    pub at: SimTime,
    /// When it began: for an arrival or a loss, when the message was sent.
    pub began: SimTime,
    /// Where.
    pub node: Option<NodeId>,
    /// The other end of a message.
    pub peer: Option<NodeId>,
    /// The event that made this one happen.
    pub cause: Option<RecordId>,
    /// The message that it is about.
    pub message: Option<MessageId>,
    /// A stable word: `sent`, `received`, `lost`, `timer`, `input`, or the algorithm's own.
    pub kind: &'static str,
    /// One sentence.
    pub text: String,
    /// How much it matters.
    pub salience: Salience,
    /// Whether there is more of something from then on, such as machines, or less.
    pub trend: Ordering,
    /// The phase of a thing's life that begins or ends with it.
    pub change: Option<Change>,
    /// What came from outside: the input's number in the scenario.
    pub input: Option<usize>,
    /// The file and the line of code that made it.
    pub site: Option<(&'static str, u32)>,
}

impl Event {
    /// Tells a record; `input` says what came from outside, by its number in the scenario.
    pub fn tell<N: Note>(record: &Record<N>, input: &dyn Fn(usize) -> String) -> Event {
        let node = record.node.unwrap_or(NodeId(0));
        let mut event = Event {
            id: record.id,
            event: record.event,
            at: record.at,
            began: record.began,
            node: record.node,
            peer: record.peer,
            cause: record.cause,
            message: None,
            kind: "",
            text: String::new(),
            salience: Salience::Routine,
            trend: Ordering::Equal,
            change: None,
            input: None,
            site: record.site.map(|site| (site.file(), site.line())),
        };
        match &record.what {
            What::Note(note) => {
                (event.kind, event.text) = (note.kind(), note.text(node));
                (event.salience, event.trend, event.change) = (note.salience(), note.trend(), note.change());
            }
            What::Sent(message, says) => event.travels(*message, Travels::Leaves, spoken(says)),
            What::Received(message, says) => event.travels(*message, Travels::Arrives, spoken(says)),
            What::Lost(message, says, why) => event.travels(*message, Travels::IsLost(*why), spoken(says)),
            What::Timer(name) => (event.kind, event.text) = ("timer", format!("{node}'s {name} runs out")),
            What::Input(number) => {
                (event.kind, event.text) = ("input", input(*number));
                (event.salience, event.input) = (Salience::Fault, Some(*number));
            }
        }
        event
    }

    /// It is about a message.
    fn travels(&mut self, message: MessageId, travels: Travels, says: Spoken) {
        let node = self.node.unwrap_or(NodeId(0));
        let peer = self.peer.map_or_else(String::new, |peer| peer.to_string());
        let noun = format!("{} {}", says.article, says.words);
        let noun = noun.trim_start();
        self.message = Some(message);
        (self.kind, self.text, self.salience) = match travels {
            Travels::Leaves => ("sent", format!("{node} sends {noun} to {peer}"), says.salience),
            Travels::Arrives => ("received", format!("{node} receives {noun} from {peer}"), says.salience),
            Travels::IsLost(why) => {
                let salience = match why {
                    // Whoever is down misses everything.
                    Loss::Down => Salience::Routine,
                    _ => says.salience.max(Salience::Ordinary),
                };
                ("lost", loss_sentence(why, &format!("{peer}'s {}", says.words), node), salience)
            }
        };
    }
}

/// What becomes of a message.
enum Travels {
    Leaves,
    Arrives,
    IsLost(Loss),
}

/// What a message says, whatever it is.
struct Spoken {
    words: String,
    article: &'static str,
    salience: Salience,
}

fn spoken(says: &impl Summary) -> Spoken {
    Spoken { words: says.to_string(), article: says.article(), salience: says.salience() }
}

/// Who or what keeps `message` from arriving at `node`.
fn loss_sentence(why: Loss, message: &str, node: NodeId) -> String {
    match why {
        Loss::Chance => format!("the network loses {message} to {node}"),
        Loss::Cut => format!("the partition blocks {message} to {node}"),
        Loss::Down => format!("{node} is down and misses {message}"),
        Loss::Dropped => format!("you drop {message} to {node}"),
    }
}

/// What an input does, as a sentence without its full stop, in the words of the run's parameters and acts.
pub fn input_sentence(input: &Input, fields: &[&Field], commands: &[CommandSpec]) -> String {
    match input {
        Input::Fault(fault) => fault.sentence(),
        Input::Aimed(aimed) => aimed.sentence(),
        Input::Set { key, value } => {
            let field = fields.iter().find(|field| field.key == key);
            let read = field.and_then(|field| Some((field.label, field.shown(field.parse(value).ok()?.0))));
            read.map_or_else(
                || format!("{key} is set to {value}"),
                |(label, value)| format!("{label} is now {value}"),
            )
        }
        Input::Command(command) => {
            let spec = commands.iter().find(|spec| spec.name == command.name);
            let is_file = spec.is_some_and(|spec| matches!(spec.asks, Asks::File { .. }));
            let label = spec.map_or(&*command.name, |spec| spec.label);
            match &*command.argument {
                argument if argument.is_empty() || is_file => label.to_string(),
                argument => format!("{label}: {argument}"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt;

    /// Asks, and is what is asked.
    #[derive(Clone, Debug)]
    struct Ask;

    impl Note for Ask {
        type Summary = Ask;

        fn kind(&self) -> &'static str {
            "ask"
        }

        fn text(&self, node: NodeId) -> String {
            format!("{node} asks")
        }

        fn salience(&self) -> Salience {
            Salience::Routine
        }
    }

    impl fmt::Display for Ask {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("question")
        }
    }

    impl Summary for Ask {
        fn salience(&self) -> Salience {
            Salience::Routine
        }
    }

    #[test]
    fn a_setting_and_an_act_are_told_in_the_words_of_their_controls() {
        let run = (crate::lab::trial::TRIAL.open)(&crate::lab::Scenario::new("trial", 1));
        let told = |text: &str| input_sentence(&Input::parse(text).unwrap(), &run.fields(), &run.commands());
        let field = run.fields()[0];
        let value = field.text(run.values()[0]);
        assert_eq!(
            told(&format!("set {}={value}", field.key)),
            format!("{} is now {}", field.label, field.shown(run.values()[0]))
        );
        assert_eq!(told("set nothing=1"), "nothing is set to 1");
        assert_eq!(told("do nothing at all"), "nothing: at all");
    }

    #[test]
    fn a_loss_is_told_with_who_or_what_made_it() {
        let lost = |why| {
            let record: Record<Ask> = Record::new(SimTime::ZERO, What::Lost(MessageId(1), Ask, why));
            Event::tell(&record.at_node(NodeId(2)).with_peer(NodeId(1)), &|_| String::new()).text
        };
        assert_eq!(lost(Loss::Chance), "the network loses n2's question to n3");
        assert_eq!(lost(Loss::Cut), "the partition blocks n2's question to n3");
        assert_eq!(lost(Loss::Down), "n3 is down and misses n2's question");
        assert_eq!(lost(Loss::Dropped), "you drop n2's question to n3");
    }
}
