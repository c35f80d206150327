//! What is told of a run, as JSON: times in seconds, the field's own terms.

use super::Error;
use super::announce::event_value;
use super::command::{MetricsData, TraceData};
use crate::lab::{Promise, Run, Series, Theory, Verdict};
use crate::process::SimTime;
use serde_json::{Value, json};

/// The stage that `describe` speaks of.
const STAGE: (f32, f32) = (960.0, 600.0);

/// Where the run stands.
pub(super) fn position(run: &dyn Run) -> Value {
    let position = run.position();
    json!({"t": position.now.seconds(), "event": position.event})
}

/// The first events that are asked for.
pub(super) fn trace(run: &dyn Run, data: &TraceData) -> Value {
    let (from, to) = (data.from.unwrap_or(SimTime::ZERO), data.to.unwrap_or(SimTime::MAX));
    let events = run.events(0, usize::MAX).into_iter().filter(|event| event.at >= from && event.at <= to);
    let asked = |kind: &str| data.kinds.as_ref().is_none_or(|kinds| kinds.iter().any(|known| known == kind));
    events.filter(|event| asked(event.kind)).take(data.limit).map(|event| event_value(&event)).collect()
}

/// How each property stands.
pub(super) fn properties(run: &dyn Run) -> Value {
    run.verdicts().iter().map(property).collect()
}

/// How a property stands.
pub(super) fn property(verdict: &Verdict) -> Value {
    let kind = match verdict.promise {
        Promise::Always => "always",
        Promise::Sometimes => "sometimes",
        Promise::EventuallyBy(_) => "eventually",
    };
    let text = if verdict.text.is_empty() { verdict.claim } else { &verdict.text };
    let mut value = json!({"name": verdict.name, "kind": kind, "holds": verdict.kept, "tested": verdict.tested, "text": text});
    if let Some(since) = verdict.since {
        value["since"] = since.seconds().into();
    }
    value
}

/// The series that are asked for, up to the time shown.
///
/// # Errors
/// If one is asked for that there is not.
pub(super) fn metrics(run: &dyn Run, data: &MetricsData) -> Result<Value, Error> {
    let now = run.position().now;
    let asked = |key: &str| data.series.as_ref().is_none_or(|keys| keys.iter().any(|known| known == key));
    let to = data.to.map_or(now, |to| to.min(now));
    let (series, theory) = (run.series(), run.theory());
    let is_there = |key: &str| series.iter().any(|series| series.key == key);
    if let Some(key) = data.series.iter().flatten().find(|key| !is_there(key)) {
        return Err(Error::data(format!("there is no series \"{key}\"")));
    }
    let asked = series.iter().filter(|series| asked(series.key));
    let one = |series: &Series| {
        let mut value = one_series(series, data.from.unwrap_or(SimTime::ZERO), to, data.points);
        let about = theory.iter().filter(|theory| theory.measure == series.key);
        value["theory"] = about.map(formula).collect();
        value
    };
    Ok(asked.map(one).collect())
}

/// What a formula says, or why it does not apply.
fn formula(theory: &Theory) -> Value {
    match &theory.value {
        Ok(value) => json!({"formula": theory.formula, "value": value}),
        Err(why) => json!({"formula": theory.formula, "why": why}),
    }
}

/// Every so manyth sample, so that there are at most `points`.
fn one_series(series: &Series, from: SimTime, to: SimTime, points: usize) -> Value {
    let every = series.every_us.max(1);
    let first = usize::try_from(from.0.div_ceil(every)).unwrap_or(usize::MAX);
    let last = usize::try_from(to.0 / every).unwrap_or(usize::MAX).saturating_add(1);
    let last = last.min(series.values.len());
    let samples = series.values.get(first..last).unwrap_or(&[]);
    let stride = samples.len().div_ceil(points).max(1);
    let values: Vec<f32> = samples.iter().step_by(stride).copied().collect();
    let seconds = |samples: usize| SimTime(every.saturating_mul(samples as u64)).seconds();
    json!({
        "key": series.key,
        "label": series.label,
        "unit": series.unit,
        "plotted": format!("{:?}", series.plotted).to_ascii_lowercase(),
        "from": if values.is_empty() { 0.0 } else { seconds(first) },
        "every": seconds(stride),
        "values": values,
    })
}

/// The picture in words.
pub(super) fn describe(run: &dyn Run, full: bool) -> String {
    let scene = run.scene(STAGE.0, STAGE.1);
    if full { scene.to_string() } else { scene.summary }
}
