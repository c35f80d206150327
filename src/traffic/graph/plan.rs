//! A graph of services as plain data: who there is, what a handler does, whom it calls and how. Scripts, links and people
//! write it as text ([`Graph::parse`]); what is wrong with it is told in sentences ([`Graph::faults`]).

use crate::process::SimDuration;
use crate::traffic::{Discipline, Work};

/// The most services of a graph.
pub const MOST_SERVICES: usize = 64;
/// The most servers of a graph.
pub const MOST_SERVERS: usize = 1_000;
/// The most steps of a handler, and the most calls of a step.
pub const MOST_STEPS: usize = 16;

/// A graph of services, and who asks them from outside.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// The services, in the order in which they are written.
    pub services: Vec<Service>,
    /// Who asks from outside.
    pub sources: Vec<Source>,
    /// The calls of all handlers and sources: an edge each.
    pub calls: Vec<Call>,
}

/// A pool of equal servers, and what each does with a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Its name: letters, digits and hyphens.
    pub name: String,
    /// How many servers there are.
    pub servers: u16,
    /// What each server can do at a time.
    pub workers: u32,
    /// Whether a request keeps its worker while it waits for others.
    pub waits: Waits,
    /// How many may wait at a server; none for no limit.
    pub queue: Option<u32>,
    /// Who is next of those that wait.
    pub discipline: Discipline,
    /// What nobody waits for any more is dropped from the queue when its turn comes, unserved.
    pub drops_expired: bool,
    /// At most so many requests a second are let in, and so many at once (a token bucket); none for no limit.
    pub limit: Option<Limit>,
    /// What is done for a request, in this order.
    pub steps: Vec<Step>,
}

/// What a request does with its worker while it waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Waits {
    /// It keeps it: a thread for a request.
    OnThread,
    /// It gives it back and takes one up again for the next step.
    Async,
}

/// A token bucket at the door.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// Requests a second.
    pub rate: f64,
    /// Requests at once.
    pub burst: u32,
}

/// A step of a handler.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A worker is busy for a time of this shape and mean.
    Work(Work, SimDuration),
    /// Calls that go out at once, by their places in the graph's list; the step is over with the last answer.
    Calls(Vec<u16>),
}

/// A call: an edge of the graph, and how the caller behaves on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The service that is called, by its place.
    pub to: u16,
    /// How long an attempt is waited for; none for ever.
    pub timeout: Option<SimDuration>,
    /// Attempts after the first, at most.
    pub retries: u32,
    /// The wait before the first retry; before each later one it is twice as long.
    pub backoff: SimDuration,
    /// That wait is drawn evenly between nothing and its full length (full jitter).
    pub jitter: bool,
    /// Retries for each hundred calls, as Finagle's budget has it; none for no budget.
    pub budget: Option<u32>,
    /// When the caller stops asking for a while; none for never.
    pub breaker: Option<Trip>,
    /// At most so many calls of one server at a time; none for no limit.
    pub bulkhead: Option<u32>,
    /// The called service is told until when the answer is of use, and passes that on.
    pub deadline: bool,
    /// Where the call fails, something lesser is answered instead, and the caller goes on.
    pub fallback: bool,
    /// How long each way takes.
    pub hop: SimDuration,
}

/// A circuit breaker's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Trip {
    /// It opens at this share of failures, in hundredths.
    pub percent: u32,
    /// The latest calls that it looks at, and how many there must be.
    pub window: u32,
    /// How long it is open.
    pub open: SimDuration,
}

/// Requests from outside.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Requests a second.
    pub rate: f64,
    /// They come as evenly as can be; else by chance, in a Poisson process.
    pub even: bool,
    /// The call that each request makes.
    pub call: u16,
}

impl Service {
    /// A service with this name, one server and one worker, that does nothing.
    pub fn named(name: &str) -> Service {
        Service {
            name: name.into(),
            servers: 1,
            workers: 1,
            waits: Waits::OnThread,
            queue: None,
            discipline: Discipline::Fifo,
            drops_expired: false,
            limit: None,
            steps: Vec::new(),
        }
    }
}

impl Call {
    /// A call that waits for ever and is made once.
    pub fn to(service: u16) -> Call {
        Call {
            to: service,
            timeout: None,
            retries: 0,
            backoff: SimDuration::ZERO,
            jitter: false,
            budget: None,
            breaker: None,
            bulkhead: None,
            deadline: false,
            fallback: false,
            hop: SimDuration::ZERO,
        }
    }
}

impl Graph {
    /// The place of a service.
    pub fn find(&self, name: &str) -> Option<u16> {
        self.services.iter().position(|service| service.name == name).map(|place| place as u16)
    }

    /// The services that call, of each call: none of a source's.
    pub fn callers(&self) -> Vec<Option<u16>> {
        let mut callers = vec![None; self.calls.len()];
        for (place, service) in self.services.iter().enumerate() {
            for call in service.calls() {
                callers[usize::from(call)] = Some(place as u16);
            }
        }
        callers
    }

    /// How many servers there are in all.
    pub fn servers(&self) -> usize {
        self.services.iter().map(|service| usize::from(service.servers)).sum()
    }
}

impl Service {
    /// The calls of its handler, in the order in which they are written.
    pub fn calls(&self) -> impl Iterator<Item = u16> + '_ {
        let of = |step: &Step| match step {
            Step::Calls(calls) => calls.clone(),
            Step::Work(..) => Vec::new(),
        };
        self.steps.iter().flat_map(of)
    }

    /// The mean time that its workers are busy with a request, in seconds, without waiting for others.
    pub fn work_seconds(&self) -> f64 {
        let of = |step: &Step| match step {
            Step::Work(_, mean) => mean.seconds(),
            Step::Calls(_) => 0.0,
        };
        self.steps.iter().map(of).sum()
    }
}
