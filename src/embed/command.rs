//! The commands of docs/embedding.md, read from their name and data.

use super::Error;
use super::data::{Data, need};
use crate::link::When;
use crate::process::SimTime;
use serde_json::Value;

/// The most records that one answer carries.
pub(super) const MOST_EVENTS: usize = 5_000;
/// The most points of a series that one answer carries.
pub(super) const MOST_POINTS: usize = 2_000;

/// What a host asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Time goes on.
    Play,
    /// Time stops.
    Pause,
    /// The other of the two.
    Toggle,
    /// So many units on, or back.
    Step(i64, Unit),
    /// To a moment.
    Seek(When),
    /// Simulated seconds a second.
    SetSpeed(f64),
    /// To the start of the run without its inputs.
    Reset {
        /// The parameters stay as they are.
        keep_params: bool,
        /// Another seed.
        seed: Option<u64>,
    },
    /// Another run.
    Load(Box<LoadData>),
    /// Every parameter's value.
    GetParams,
    /// Set a parameter.
    SetParam(String, String),
    /// Do something to the run.
    Inject(Box<InjectData>),
    /// The state of a thing, or of the whole.
    Inspect(String),
    /// What happened.
    Trace(TraceData),
    /// How each property stands.
    Properties,
    /// The fingerprint of the state.
    Digest,
    /// The run as JSON.
    GetScenario,
    /// The run and the moment shown, as an opaque text.
    GetState,
    /// The run and the moment of such a text.
    SetState(String),
    /// What was measured.
    GetMetrics(MetricsData),
    /// The picture in words: every item, or the summary only.
    Describe {
        /// Every item.
        full: bool,
    },
    /// Is anybody there?
    Ping,
}

/// What a step counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Events of the kernel.
    Event,
    /// Simulated milliseconds.
    Ms,
    /// Marks.
    Mark,
}

/// What `load` asks for. A state or a scenario comes first, then a preset, then the lab's plain run; parameters,
/// seed and faults go on top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadData {
    /// The id of a step of the lesson.
    pub preset: Option<String>,
    /// Parameters, as key and text.
    pub params: Vec<(String, String)>,
    /// The seed.
    pub seed: Option<u64>,
    /// Faults, as links write them.
    pub faults: Option<String>,
    /// A scenario, as files hold it.
    pub scenario: Option<Value>,
    /// What `getState` gave.
    pub state: Option<String>,
}

/// What `inject` asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct InjectData {
    /// The input's text; its targets may still be roles.
    pub line: String,
    /// How many seconds until it ends.
    pub lasts: Option<f64>,
}

/// Which events `trace` asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TraceData {
    /// From this time on.
    pub from: Option<SimTime>,
    /// Up to and with this time.
    pub to: Option<SimTime>,
    /// Of these kinds.
    pub kinds: Option<Vec<String>>,
    /// At most so many.
    pub limit: usize,
}

/// Which measures `getMetrics` asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MetricsData {
    /// With these keys.
    pub series: Option<Vec<String>>,
    /// From this time on.
    pub from: Option<SimTime>,
    /// Up to and with this time.
    pub to: Option<SimTime>,
    /// At most so many points of each.
    pub points: usize,
}

/// Reads a command.
///
/// # Errors
/// `unknown-command`, `unsupported` for one of the page's own, or `bad-data`.
pub fn parse(name: &str, data: &Value) -> Result<Command, Error> {
    let fields = Data(data);
    Ok(match name {
        "play" => Command::Play,
        "pause" => Command::Pause,
        "toggle" => Command::Toggle,
        "step" => step(fields)?,
        "seek" => Command::Seek(seek(fields)?),
        "setSpeed" => Command::SetSpeed(need(fields.number("speed")?, "speed")?),
        "reset" => Command::Reset {
            keep_params: fields.word("keep", &[("params", true), ("nothing", false)])?,
            seed: fields.seed("seed")?,
        },
        "load" => Command::Load(Box::new(load(fields)?)),
        "getParams" => Command::GetParams,
        "setParam" => {
            let key = need(fields.text("key")?, "key")?.to_string();
            Command::SetParam(key, need(fields.plain("value")?, "value")?)
        }
        "inject" => Command::Inject(Box::new(super::inject::read(fields)?)),
        "inspect" => Command::Inspect(fields.text("target")?.unwrap_or("").to_string()),
        "trace" => Command::Trace(trace(fields)?),
        "properties" => Command::Properties,
        "digest" => Command::Digest,
        "getScenario" => Command::GetScenario,
        "getState" => Command::GetState,
        "setState" => match data.as_str() {
            Some(state) => Command::SetState(state.into()),
            None => Command::SetState(need(fields.text("state")?, "state")?.into()),
        },
        "getMetrics" => Command::GetMetrics(metrics(fields)?),
        "describe" => {
            Command::Describe { full: fields.word("level", &[("summary", false), ("full", true)])? }
        }
        "ping" => Command::Ping,
        "hello" | "search" | "snapshot" | "subscribe" | "unsubscribe" | "setTheme" | "setMotion"
        | "setLang" => {
            return Err(Error::new("unsupported", format!("{name} is not supported here")));
        }
        other => {
            let other: String = other.chars().take(40).collect();
            return Err(Error::new("unknown-command", format!("there is no command \"{other}\"")));
        }
    })
}

fn step(data: Data) -> Result<Command, Error> {
    let n = data.number("n")?.unwrap_or(1.0);
    if n.fract() != 0.0 {
        return Err(Error::data("\"n\" must be a whole number"));
    }
    let n = n.clamp(-1e6, 1e6) as i64;
    let units = [("event", Unit::Event), ("ms", Unit::Ms), ("mark", Unit::Mark)];
    Ok(Command::Step(n, data.word("unit", &units)?))
}

fn seek(data: Data) -> Result<When, Error> {
    // As in an address.
    if let Some(Value::String(text)) = data.get("t") {
        return When::parse(text).map_err(Error::data);
    }
    if let Some(at) = data.time("t")? {
        return Ok(When::Time(at));
    }
    if let Some(event) = data.count("event")? {
        return Ok(When::Event(event));
    }
    need(data.text("mark")?, "t").map(|mark| When::Mark(mark.into()))
}

fn load(data: Data) -> Result<LoadData, Error> {
    let texts = |params: &Value| -> Option<Vec<(String, String)>> {
        let text = |value: &Value| crate::link::plain_text(value);
        params.as_object()?.iter().map(|(key, value)| Some((key.clone(), text(value)?))).collect()
    };
    let params = match data.get("params") {
        None => Vec::new(),
        Some(params) => {
            texts(params).ok_or_else(|| Error::data("\"params\" must be an object of plain values"))?
        }
    };
    let owned = |text: Option<&str>| text.map(str::to_string);
    Ok(LoadData {
        preset: owned(data.text("preset")?),
        params,
        seed: data.seed("seed")?,
        faults: data.texts("faults")?.map(|faults| faults.join(";")),
        scenario: data.get("scenario").cloned(),
        state: owned(data.text("state")?),
    })
}

fn trace(data: Data) -> Result<TraceData, Error> {
    let limit = data.count("limit")?.unwrap_or(1_000).min(MOST_EVENTS as u64) as usize;
    Ok(TraceData { from: data.time("from")?, to: data.time("to")?, kinds: data.texts("kinds")?, limit })
}

fn metrics(data: Data) -> Result<MetricsData, Error> {
    let points = data.count("points")?.unwrap_or(500).clamp(1, MOST_POINTS as u64) as usize;
    Ok(MetricsData { series: data.texts("series")?, from: data.time("from")?, to: data.time("to")?, points })
}
