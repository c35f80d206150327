//! A whole scenario and what is shown of it, as JSON: the one form behind fragment, file and embed.
//!
//! ```json
//! { "faultyard": 1, "lab": "raft", "params": {"n": "5"}, "seed": 42,
//!   "inputs": [["400ms", "crash n1"]], "t": "2s", "speed": 0.5, "item": "n1", "view": "split" }
//! ```

use super::when::{short, time};
use super::{MOST_INPUTS, MOST_PARAMS, SPEEDS, View, is_line, is_word, quoted, tidy};
use crate::lab::Scenario;
use crate::process::SimTime;
use crate::sim::{Input, TimedInput};
use serde_json::{Map, Value};

/// Seeds above this are written as text: other languages read a number no further.
const LARGEST_NUMBER: u64 = 1 << 53;

/// A scenario and what is shown of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saved {
    /// The run. Its parameters are in the order of their keys.
    pub scenario: Scenario,
    /// The moment shown.
    pub t: Option<SimTime>,
    /// Just after the kernel's event with this number, where more happens at the same moment.
    pub event: Option<u64>,
    /// Simulated seconds a second.
    pub speed: Option<f64>,
    /// The thing on the stage that is chosen.
    pub item: Option<String>,
    /// What stands in the middle.
    pub view: Option<View>,
}

impl Saved {
    /// A scenario as it is at a moment.
    pub fn new(scenario: &Scenario, t: SimTime) -> Saved {
        let mut scenario = scenario.clone();
        scenario.params.sort();
        Saved { scenario, t: (t > SimTime::ZERO).then_some(t), ..Saved::default() }
    }

    /// The JSON on one line, the same bytes for the same content.
    pub fn compact(&self) -> String {
        let members = self.members(&format!("[{}]", self.inputs().join(",")));
        let members: Vec<String> = members.iter().map(|(name, json)| format!("\"{name}\":{json}")).collect();
        format!("{{{}}}", members.join(","))
    }

    /// The JSON for people: a line a member, a line an input.
    pub fn pretty(&self) -> String {
        let inputs: Vec<String> = self.inputs().iter().map(|input| format!("\n    {input}")).collect();
        let mut members = self.members(&format!("[{}\n  ]", inputs.join(",")));
        members.insert(0, ("faultyard", "1".into()));
        let members: Vec<String> =
            members.iter().map(|(name, json)| format!("  \"{name}\": {json}")).collect();
        format!("{{\n{}\n}}\n", members.join(",\n"))
    }

    /// The JSON as a value.
    pub fn value(&self) -> Value {
        let mut value: Value = serde_json::from_str(&self.compact()).unwrap_or_default();
        value["faultyard"] = 1.into();
        value
    }

    /// What there is to say, as name and JSON.
    fn members(&self, inputs: &str) -> Vec<(&'static str, String)> {
        let Scenario { lab, params, seed, .. } = &self.scenario;
        let mut params: Vec<String> =
            params.iter().map(|(key, text)| format!("{}:{}", json(key), json(text))).collect();
        params.sort();
        let seed = if *seed <= LARGEST_NUMBER { seed.to_string() } else { format!("\"{seed}\"") };
        let members = [
            ("lab", Some(json(lab))),
            ("params", (!params.is_empty()).then(|| format!("{{{}}}", params.join(",")))),
            ("seed", Some(seed)),
            ("inputs", (!self.scenario.inputs.is_empty()).then(|| inputs.to_string())),
            ("t", self.t.map(|t| json(&short(t)))),
            ("event", self.event.map(|event| event.to_string())),
            ("speed", self.speed.map(|speed| Value::from(speed).to_string())),
            ("item", self.item.as_deref().map(json)),
            ("view", self.view.map(|view| json(view.word()))),
        ];
        members.into_iter().filter_map(|(name, json)| Some((name, json?))).collect()
    }

    fn inputs(&self) -> Vec<String> {
        let text = |i: &TimedInput| format!("[{},{}]", json(&short(i.at)), json(&i.input.to_string()));
        self.scenario.inputs.iter().map(text).collect()
    }

    /// Reads JSON text.
    ///
    /// # Errors
    /// A sentence, if it is no scenario at all.
    pub fn parse(text: &str) -> Result<(Saved, Vec<String>), String> {
        let value: Value = serde_json::from_str(text).map_err(|why| format!("this is not JSON: {why}"))?;
        Saved::read(&value)
    }

    /// Reads the JSON: what is understood, and a warning for each part that is not.
    ///
    /// # Errors
    /// A sentence, if it is no scenario at all.
    pub fn read(value: &Value) -> Result<(Saved, Vec<String>), String> {
        let version = &value["faultyard"];
        if !version.is_null() && version.as_u64() != Some(1) {
            return Err(format!(
                "this scenario is of version {}; this page reads version 1",
                quoted(&version.to_string())
            ));
        }
        let lab = value["lab"].as_str().filter(|lab| is_word(lab)).ok_or("this scenario names no lab")?;
        check_sizes(value)?;
        let (mut saved, mut warnings) = (Saved::default(), Vec::new());
        saved.scenario.lab = lab.into();
        for (name, value) in value.as_object().into_iter().flatten() {
            if let Err(why) = saved.take(name, value, &mut warnings) {
                warnings.push(format!("{name}: {why}"));
            }
        }
        saved.scenario.params.sort();
        Ok((saved, tidy(warnings)))
    }

    /// Takes one member.
    fn take(&mut self, name: &str, value: &Value, warnings: &mut Vec<String>) -> Result<(), String> {
        let not = |what: &str| format!("{} is no {what}", quoted(&value.to_string()));
        let text = value.as_str();
        match name {
            "faultyard" | "lab" => {}
            "params" => self.take_params(value.as_object().ok_or_else(|| not("object"))?, warnings),
            "inputs" => self.take_inputs(value.as_array().ok_or_else(|| not("list"))?, warnings),
            "seed" => self.scenario.seed = whole(value).ok_or_else(|| not("seed"))?,
            "t" => self.t = Some(moment(value)?),
            "event" => self.event = Some(whole(value).ok_or_else(|| not("event's number"))?),
            "speed" => {
                self.speed = Some(value.as_f64().ok_or_else(|| not("speed"))?.clamp(SPEEDS.0, SPEEDS.1))
            }
            "item" => self.item = Some(text.filter(|item| is_line(item)).ok_or_else(|| not("item"))?.into()),
            "view" => self.view = Some(View::parse(text.unwrap_or(""))?),
            _ => return Err("there is no such thing in a scenario".into()),
        }
        Ok(())
    }

    fn take_params(&mut self, params: &Map<String, Value>, warnings: &mut Vec<String>) {
        for (key, value) in params {
            match plain_text(value).filter(|text| is_word(key) && is_line(text)) {
                Some(text) => self.scenario.params.push((key.clone(), text)),
                None => warnings.push(format!("params: {} is left out", quoted(key))),
            }
        }
    }

    fn take_inputs(&mut self, inputs: &[Value], warnings: &mut Vec<String>) {
        for (number, pair) in inputs.iter().enumerate() {
            match input(pair) {
                Ok(input) => self.scenario.inputs.push(input),
                Err(why) => warnings.push(format!("input {}: {why}", number + 1)),
            }
        }
        self.scenario.inputs.sort_by_key(|input| input.at);
    }
}

/// A scenario that is too large is refused as a whole: a part of it would be another run.
fn check_sizes(value: &Value) -> Result<(), String> {
    if value["params"].as_object().is_some_and(|params| params.len() > MOST_PARAMS) {
        return Err(format!("this scenario sets more than {MOST_PARAMS} parameters"));
    }
    if value["inputs"].as_array().is_some_and(|inputs| inputs.len() > MOST_INPUTS) {
        return Err(format!("this scenario has more than {MOST_INPUTS} inputs"));
    }
    Ok(())
}

/// One input: `["400ms", "crash n1"]`.
fn input(pair: &Value) -> Result<TimedInput, String> {
    let text = pair[1]
        .as_str()
        .ok_or_else(|| format!("{} is not a pair of time and text", quoted(&pair.to_string())))?;
    if text.chars().any(char::is_control) {
        return Err(format!("{} is not one line", quoted(text)));
    }
    Ok(TimedInput { at: moment(&pair[0])?, input: Input::parse(text)? })
}

/// A time as text, or as a number of seconds.
fn moment(value: &Value) -> Result<SimTime, String> {
    time(&plain_text(value).unwrap_or_else(|| value.to_string()))
}

/// A whole number, as one or as its text.
pub(crate) fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// A parameter's text from a text, a number or a truth.
pub(crate) fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

fn json(text: &str) -> String {
    Value::from(text).to_string()
}
