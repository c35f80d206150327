//! A graph as text: a line for each service, source and step, a word for each setting. What is written reads back as it was.
//!
//! ```text
//! source users rate=100 to=front timeout=3s
//! service front servers=2 workers=16 wait=async
//!   work 2ms exp
//!   call auth timeout=300ms retries=3 backoff=50ms jitter
//!   call cart & stock timeout=1s          # both at once
//! service auth workers=8 queue=100
//!   work 5ms
//! ```

use super::plan::{Call, Graph, Limit, Service, Source, Step, Trip, Waits};
use crate::process::SimDuration;
use crate::traffic::{Discipline, Work};
use std::fmt;

/// A graph that is written in more characters than this is not read.
const MOST_CHARACTERS: usize = 20_000;
/// The longest time that can be written.
const LONGEST: SimDuration = SimDuration::from_ms(3_600_000);

impl Graph {
    /// Reads a graph. It may still have [`Graph::faults`].
    ///
    /// # Errors
    /// A sentence with the number of the line that was not understood.
    pub fn parse(text: &str) -> Result<Graph, String> {
        if text.len() > MOST_CHARACTERS {
            return Err(format!("a graph has at most {MOST_CHARACTERS} characters"));
        }
        let lines = || {
            let plain = text.lines().map(|line| line.split('#').next().unwrap_or_default());
            plain.enumerate().filter(|(_, line)| !line.trim().is_empty())
        };
        let mut reader = Reader::default();
        // Names first: a service may be called before it is written. Then who asks, wherever that stands.
        let is_source = |line: &str| line.split_whitespace().next() == Some("source");
        type Reads = fn(&mut Reader, &str) -> Result<(), String>;
        let passes: [(Option<bool>, Reads); 3] =
            [(None, Reader::name), (Some(true), Reader::line), (Some(false), Reader::line)];
        for (of_sources, read) in passes {
            for (number, line) in lines() {
                if of_sources.is_none_or(|of_sources| is_source(line) == of_sources) {
                    read(&mut reader, line).map_err(|why| format!("line {}: {why}", number + 1))?;
                }
            }
        }
        Ok(reader.graph)
    }
}

#[derive(Default)]
struct Reader {
    graph: Graph,
    /// The service whose steps are read.
    of: Option<usize>,
    read: usize,
}

impl Reader {
    fn name(&mut self, line: &str) -> Result<(), String> {
        let mut words = line.split_whitespace();
        if words.next() != Some("service") {
            return Ok(());
        }
        let name = words.next().ok_or("a service has a name")?;
        let is_name = name.len() <= 24 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !is_name {
            return Err(format!("\"{name}\" is no name: up to 24 letters, digits and hyphens"));
        }
        if self.graph.find(name).is_some() {
            return Err(format!("there are two services with the name \"{name}\""));
        }
        self.graph.services.push(Service::named(name));
        Ok(())
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["service", _, ref settings @ ..] => {
                let service = &mut self.graph.services[self.read];
                self.of = Some(self.read);
                self.read += 1;
                settings.iter().try_for_each(|word| service_setting(service, word))
            }
            ["source", name, ref settings @ ..] => self.source(name, settings),
            ["work", ref words @ ..] => {
                let step = work(words)?;
                self.step(step)
            }
            ["call", ref words @ ..] => {
                let first = self.graph.calls.len() as u16;
                self.calls(words)?;
                let last = self.graph.calls.len() as u16;
                self.step(Step::Calls((first..last).collect()))
            }
            [word, ..] => Err(format!("\"{word}\" is not understood: service, source, work or call")),
            [] => Ok(()),
        }
    }

    fn step(&mut self, step: Step) -> Result<(), String> {
        let of = self.of.ok_or("a step stands under its service")?;
        self.graph.services[of].steps.push(step);
        Ok(())
    }

    /// Calls that go out at once: `a timeout=1s & b`. The settings are those of the call before them.
    fn calls(&mut self, words: &[&str]) -> Result<(), String> {
        for one in words.split(|word| *word == "&") {
            let [name, settings @ ..] = one else { return Err("a call names a service".into()) };
            let mut call = Call::to(self.place(name)?);
            settings.iter().try_for_each(|word| call_setting(&mut call, word))?;
            self.graph.calls.push(call);
        }
        Ok(())
    }

    fn source(&mut self, name: &str, settings: &[&str]) -> Result<(), String> {
        let (mut rate, mut call, mut even) = (None, None, false);
        for word in settings {
            match word.split_once('=') {
                Some(("rate", text)) => rate = Some(number(text, 0.0, 1e6)?),
                Some(("to", to)) => call = Some(Call::to(self.place(to)?)),
                None if *word == "even" => even = true,
                _ => {
                    let call = call.as_mut().ok_or("a source says first where to: to=front")?;
                    call_setting(call, word)?;
                }
            }
        }
        let call = call.ok_or("a source says where to: to=front")?;
        let rate = rate.ok_or("a source says how much: rate=100")?;
        self.graph.sources.push(Source {
            name: name.into(),
            rate,
            even,
            call: self.graph.calls.len() as u16,
        });
        self.graph.calls.push(call);
        Ok(())
    }

    fn place(&self, name: &str) -> Result<u16, String> {
        self.graph.find(name).ok_or_else(|| format!("there is no service \"{name}\""))
    }
}

fn service_setting(service: &mut Service, word: &str) -> Result<(), String> {
    match word.split_once('=') {
        Some(("servers", text)) => service.servers = whole(text, 1, 1_000)? as u16,
        Some(("workers", text)) => service.workers = whole(text, 1, 10_000)?,
        Some(("queue", text)) => service.queue = Some(whole(text, 0, 1_000_000)?),
        Some(("wait", "thread")) => service.waits = Waits::OnThread,
        Some(("wait", "async")) => service.waits = Waits::Async,
        Some(("limit", text)) => {
            let (rate, burst) = text.split_once('/').unwrap_or((text, "1"));
            service.limit =
                Some(Limit { rate: number(rate, 0.001, 1e6)?, burst: whole(burst, 1, 1_000_000)? });
        }
        None if word == "lifo" => service.discipline = Discipline::Lifo,
        None if word == "drop-expired" => service.drops_expired = true,
        _ => return Err(format!("a service has no setting \"{word}\"")),
    }
    Ok(())
}

fn call_setting(call: &mut Call, word: &str) -> Result<(), String> {
    match word.split_once('=') {
        Some(("timeout", text)) => call.timeout = Some(time(text)?),
        Some(("retries", text)) => call.retries = whole(text, 0, 100)?,
        Some(("backoff", text)) => call.backoff = time(text)?,
        Some(("budget", text)) => call.budget = Some(whole(text.trim_end_matches('%'), 0, 1_000)?),
        Some(("bulkhead", text)) => call.bulkhead = Some(whole(text, 1, 100_000)?),
        Some(("hop", text)) => call.hop = time(text)?,
        Some(("breaker", text)) => {
            let [percent, window, open] = text.split('/').collect::<Vec<_>>()[..] else {
                return Err("a breaker is a share, a window and a time: breaker=50%/20/5s".into());
            };
            let percent = whole(percent.trim_end_matches('%'), 1, 100)?;
            call.breaker = Some(Trip { percent, window: whole(window, 1, 1_000)?, open: time(open)? });
        }
        None if word == "jitter" => call.jitter = true,
        None if word == "deadline" => call.deadline = true,
        None if word == "fallback" => call.fallback = true,
        _ => return Err(format!("a call has no setting \"{word}\"")),
    }
    Ok(())
}

fn work(words: &[&str]) -> Result<Step, String> {
    let (mean, shape) = match words {
        [mean] => (mean, Work::Constant),
        [mean, "exp"] => (mean, Work::Exponential),
        [mean, shape] => {
            let cv = shape
                .strip_prefix("cv=")
                .ok_or_else(|| format!("\"{shape}\" is no shape of work: exp or cv=2"))?;
            (mean, Work::LogNormal(number(cv, 0.01, 10.0)?))
        }
        _ => return Err("work says how long it takes: work 5ms exp".into()),
    };
    Ok(Step::Work(shape, time(mean)?))
}

fn time(text: &str) -> Result<SimDuration, String> {
    let time = SimDuration::parse(text).ok_or_else(|| format!("\"{text}\" is no time: 300ms, 2s"))?;
    match time <= LONGEST {
        true => Ok(time),
        false => Err(format!("{text} is longer than an hour")),
    }
}

fn whole(text: &str, least: u32, most: u32) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("\"{text}\" is no number from {least} to {most}"))
}

fn number(text: &str, least: f64, most: f64) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| (least..=most).contains(number));
    number.ok_or_else(|| format!("\"{text}\" is no number from {least} to {most}"))
}

impl fmt::Display for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for source in &self.sources {
            let call = &self.calls[usize::from(source.call)];
            let to = &self.services[usize::from(call.to)].name;
            let even = if source.even { " even" } else { "" };
            writeln!(f, "source {} rate={}{even} to={to}{}", source.name, source.rate, settings(call))?;
        }
        for service in &self.services {
            write_service(f, service)?;
            for step in &service.steps {
                match step {
                    Step::Work(shape, mean) => writeln!(f, "  work {}{}", compact(*mean), shaped(*shape))?,
                    Step::Calls(calls) => {
                        let calls = calls.iter().map(|call| &self.calls[usize::from(*call)]);
                        let one = |call: &Call| {
                            format!("{}{}", self.services[usize::from(call.to)].name, settings(call))
                        };
                        writeln!(f, "  call {}", calls.map(one).collect::<Vec<_>>().join(" & "))?;
                    }
                }
            }
        }
        Ok(())
    }
}

fn write_service(f: &mut fmt::Formatter<'_>, service: &Service) -> fmt::Result {
    let plain = Service::named(&service.name);
    write!(f, "service {}", service.name)?;
    if service.servers != plain.servers {
        write!(f, " servers={}", service.servers)?;
    }
    if service.workers != plain.workers {
        write!(f, " workers={}", service.workers)?;
    }
    if service.waits == Waits::Async {
        write!(f, " wait=async")?;
    }
    if let Some(most) = service.queue {
        write!(f, " queue={most}")?;
    }
    if service.discipline == Discipline::Lifo {
        write!(f, " lifo")?;
    }
    if service.drops_expired {
        write!(f, " drop-expired")?;
    }
    if let Some(Limit { rate, burst }) = service.limit {
        write!(f, " limit={rate}/{burst}")?;
    }
    writeln!(f)
}

/// A call's settings, each after a blank.
fn settings(call: &Call) -> String {
    let mut words = Vec::new();
    let zero = SimDuration::ZERO;
    words.extend(call.timeout.map(|timeout| format!("timeout={}", compact(timeout))));
    words.extend((call.retries > 0).then(|| format!("retries={}", call.retries)));
    words.extend((call.backoff > zero).then(|| format!("backoff={}", compact(call.backoff))));
    words.extend(call.jitter.then(|| "jitter".to_owned()));
    words.extend(call.budget.map(|percent| format!("budget={percent}%")));
    let breaker = |trip: Trip| format!("breaker={}%/{}/{}", trip.percent, trip.window, compact(trip.open));
    words.extend(call.breaker.map(breaker));
    words.extend(call.bulkhead.map(|most| format!("bulkhead={most}")));
    words.extend(call.deadline.then(|| "deadline".to_owned()));
    words.extend(call.fallback.then(|| "fallback".to_owned()));
    words.extend((call.hop > zero).then(|| format!("hop={}", compact(call.hop))));
    words.iter().map(|word| format!(" {word}")).collect()
}

fn shaped(shape: Work) -> String {
    match shape {
        Work::Exponential => " exp".into(),
        Work::LogNormal(cv) => format!(" cv={cv}"),
        _ => String::new(),
    }
}

/// A time in the largest unit that says it in a whole number: `2s`, `300ms`, `1500us`.
fn compact(time: SimDuration) -> String {
    match time.0 {
        us if us % 1_000_000 == 0 => format!("{}s", us / 1_000_000),
        us if us % 1_000 == 0 => format!("{}ms", us / 1_000),
        us => format!("{us}us"),
    }
}
