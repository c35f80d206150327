//! What a host page may ask of a run, and the answers, as JSON values: no browser, no frame.
//!
//! ```text
//! message   the envelope {ctx, v, id, kind, name, rid, data}
//! command   a name and its data, read into a Command
//! host      what must be there to carry commands out: a run and its clock
//! export    the trace and the measures, as files
//! execute   Command -> value, through a Host
//! ahead     what an address asks for, looked up before the run gets there
//! page      the commands that only a page can carry out, and what a host subscribes to
//! watch     what happened between two looks at a run: the events
//! pace      how many commands a second
//! ```
//!
//! The page hands each message to [`answer`] and sends back what it gives. Commands about the page itself (theme,
//! subscriptions, pictures, `hello`) are the page's: here they are answered as unsupported.

mod ahead;
mod announce;
mod command;
mod data;
mod execute;
mod export;
mod host;
mod inject;
mod load;
mod message;
mod moment;
mod pace;
mod page;
mod tell;
#[cfg(test)]
mod tests;
mod watch;

pub use ahead::{doubts, time_of};
pub use announce::{EVENTS, METHODS, event_value, params_value, ready};
pub use command::{Command, InjectData, LoadData, MetricsData, TraceData, Unit, parse};
pub use execute::{answer, execute};
pub use export::{metrics_csv, trace_csv, trace_json};
pub use host::Host;
pub use load::{go_back_to, saved, show};
pub use message::{CONTEXT, Kind, Message, VERSION};
pub use moment::{Mark, go, latest, marks};
pub use pace::Pace;
pub use page::{PAGE_METHODS, PageCommand, SearchData, Subscriptions, parse_page};
pub use watch::{Told, Watch};

use serde_json::{Value, json};

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// A stable word, for programs.
    pub code: &'static str,
    /// A sentence, for people.
    pub message: String,
}

impl Error {
    /// An error; of a long message the beginning.
    pub fn new(code: &'static str, message: impl Into<String>) -> Error {
        let message = message.into().chars().take(200).collect();
        Error { code, message }
    }

    /// The data of the command is not as it should be.
    pub(crate) fn data(message: impl Into<String>) -> Error {
        Error::new("bad-data", message)
    }

    /// The run would not do it.
    pub(crate) fn refused(message: impl Into<String>) -> Error {
        Error::new("refused", message)
    }

    /// The error as JSON.
    pub fn value(&self) -> Value {
        json!({"code": self.code, "message": self.message})
    }
}
