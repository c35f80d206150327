//! What an HPA did, in plain words with this moment's numbers.

use super::super::bounds::Bounds;
use super::super::observation::Working;
use super::super::words::{length, machines, name, number, ratio, unit};
use super::limits::{Limited, Limits, Reason};
use super::replicas::{Outcome, Proposal, Reading, Sample, Standing, Tolerance, Trouble};
use super::stabilise::Stabilised;
use super::{Metric, Target};
use crate::process::SimDuration;

/// No machines are asked for, so scaling is off.
pub(super) fn off() -> Working {
    Working::new("Off", "no machines are asked for: scaling is off until someone asks for one")
}

/// The count is outside its bounds.
pub(super) fn outside(current: u32, bounds: Bounds) -> Working {
    let Bounds { min, max } = bounds;
    Working::new("Bounds", format!("{current} is outside {min} to {max}: no metric is looked at"))
}

/// A metric, from its samples to what it asks for.
pub(super) fn proposal(
    metric: &Metric,
    samples: &[Sample],
    proposal: &Result<Proposal, Trouble>,
    tolerance: Tolerance,
    current: u32,
) -> Vec<Working> {
    let mut lines: Vec<Working> = left_out(samples).into_iter().collect();
    match proposal {
        Err(trouble) => {
            let shown = format!("{}: {}", name(metric.signal), trouble.sentence());
            lines.push(Working::new("Unknown", shown));
        }
        Ok(proposal) => {
            lines.push(first_ratio(metric, &proposal.first));
            lines.extend(proposal.second.map(|second| assumed(metric, samples, &proposal.first, &second)));
            lines.push(outcome(metric, proposal, tolerance, current));
        }
    }
    lines
}

fn count(samples: &[Sample], standing: Standing) -> u32 {
    samples.iter().filter(|sample| sample.standing == standing).count() as u32
}

/// Who does not count, if anyone.
fn left_out(samples: &[Sample]) -> Option<Working> {
    let words = [
        (Standing::Unready, "not ready yet"),
        (Standing::Missing, "without a sample"),
        (Standing::Ignored, "failed or leaving"),
    ];
    let some = words.map(|(standing, words)| (count(samples, standing), words));
    let out: Vec<String> = some
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    let shown = format!("{} count; {}", count(samples, Standing::Ready), out.join(", "));
    (!out.is_empty()).then(|| Working::new("Machines", shown))
}

/// A value in thousandths, in its own unit.
pub(super) fn value(metric: &Metric, thousandths: i64) -> String {
    let scale = if metric.signal == super::Signal::Cpu { 1.0 } else { 1_000.0 };
    format!("{}{}", number(thousandths as f64 / scale), unit(metric.signal))
}

fn first_ratio(metric: &Metric, reading: &Reading) -> Working {
    let (name, sum) = (name(metric.signal), value(metric, reading.sum));
    let (usage, by) = (value(metric, reading.usage), ratio(reading.ratio));
    let each = |target: f64| {
        let (on, target) = (machines(reading.counted), number(target));
        format!("{name} {sum} on {on}: {usage} each; by the target of {target}: {by}")
    };
    let shown = match metric.target {
        Target::Utilisation(target) => {
            let (promised, percent) = (value(metric, reading.promised), reading.usage);
            format!("{name} {sum} of {promised} promised: {percent} %; {percent} / {target} = {by}")
        }
        Target::Average(target) | Target::Share(target) => each(target),
        Target::Whole(target) => format!("{name} {sum} / {} = {by}", number(target)),
    };
    Working::new("Ratio", shown)
}

/// What is assumed of machines that are not known, and the ratio with it.
fn assumed(metric: &Metric, samples: &[Sample], first: &Reading, second: &Reading) -> Working {
    let (missing, unready) = (count(samples, Standing::Missing), count(samples, Standing::Unready));
    let mut who = Vec::new();
    if first.ratio > 1.0 {
        who.extend((missing > 0).then(|| format!("{missing} without a sample taken as idle")));
        who.extend((unready > 0).then(|| format!("{unready} not ready taken as idle")));
    } else if first.ratio < 1.0 {
        let full = match metric.target {
            Target::Utilisation(percent) => format!("{} % used", percent.max(100)),
            _ => "at the target".into(),
        };
        who.push(format!("{missing} without a sample taken as {full}"));
    } else {
        who.push(format!("{missing} without a sample: at exactly the target nothing is assumed"));
    }
    let (from, to) = (ratio(first.ratio), ratio(second.ratio));
    Working::new("Assume", format!("{}: {from} becomes {to}", who.join(", ")))
}

fn outcome(metric: &Metric, proposal: &Proposal, tolerance: Tolerance, current: u32) -> Working {
    let reading = proposal.second.unwrap_or(proposal.first);
    let by = ratio(reading.ratio);
    let product = || {
        let (count, product) =
            (machines(reading.counted), number(reading.ratio * f64::from(reading.counted)));
        format!("{by} x {count} = {product}, rounded up")
    };
    match proposal.outcome {
        Outcome::Within => {
            let (low, high) = (ratio(1.0 - tolerance.down), ratio(1.0 + tolerance.up));
            let stay = proposal.desired;
            Working::new("Tolerance", format!("{by} is from {low} to {high}: stay at {stay}"))
        }
        Outcome::Reversed => {
            let before = ratio(proposal.first.ratio);
            let shown = format!("{before} and {by} are on two sides of 1: stay at {current}");
            Working::new("Direction", shown)
        }
        Outcome::WrongWay => {
            let side =
                if reading.ratio < 1.0 { "more, though use is low" } else { "fewer, though use is high" };
            Working::new("Direction", format!("{} would be {side}: stay at {current}", product()))
        }
        Outcome::Computed => {
            let shown = match metric.target {
                Target::Share(target) => {
                    format!("{} / {}, rounded up", value(metric, reading.sum), number(target))
                }
                _ => product(),
            };
            Working::new("Count", format!("{shown}: {}", proposal.desired))
        }
    }
}

/// Which of several metrics counts.
pub(super) fn greatest(answers: &[(Metric, Result<Proposal, Trouble>)], desired: u32) -> Option<Working> {
    let asks = |(metric, proposal): &(Metric, Result<Proposal, Trouble>)| {
        let name = name(metric.signal);
        proposal
            .map_or(format!("{name} is unknown"), |proposal| format!("{name} asks for {}", proposal.desired))
    };
    let all: Vec<String> = answers.iter().map(asks).collect();
    (all.len() > 1).then(|| Working::new("Metrics", format!("{}: the greatest, {desired}", all.join(", "))))
}

/// Some metric has no answer, and nobody asks for more.
pub(super) fn blocked(best: Option<Proposal>, current: u32) -> Working {
    let shown = match best {
        Some(best) => format!("{} would be fewer, but a metric is unknown: stay at {current}", best.desired),
        None => format!("no metric is known: stay at {current}"),
    };
    Working::new("Unknown", shown)
}

/// What recommendations of late make of the latest.
pub(super) fn stabilised(asked: u32, held: &Stabilised, up: SimDuration, down: SimDuration) -> Working {
    let Stabilised { desired, lowest, highest, .. } = held;
    let window = |time: SimDuration, what: &str, count: &u32| {
        if time == SimDuration::ZERO {
            String::new()
        } else {
            format!("{what} of {}: {count}; ", length(time))
        }
    };
    let (low, high) = (window(up, "lowest", lowest), window(down, "highest", highest));
    let outcome =
        if *desired == asked { format!("{asked} stands") } else { format!("{asked} becomes {desired}") };
    Working::new("Stabilise", format!("{low}{high}{outcome}"))
}

/// What policies and bounds make of it.
pub(super) fn limited(current: u32, asked: u32, limited: &Limited, limits: &Limits) -> Option<Working> {
    let desired = limited.desired;
    let Bounds { min, max } = limits.bounds;
    let (rule, shown) = match limited.reason {
        Reason::TooMany => ("Bounds", format!("at most {max}: {asked} becomes {desired}")),
        Reason::TooFew => ("Bounds", format!("at least {min}: {asked} becomes {desired}")),
        Reason::UpLimit => (
            "Limit",
            format!("policies allow {} at most now: {asked} becomes {desired}", limits.most(current)),
        ),
        Reason::DownLimit => {
            let least = limits.least(current);
            ("Limit", format!("policies leave {least} at least now: {asked} becomes {desired}"))
        }
        Reason::Within if asked > current => {
            let most = limits.most(current).min(max);
            ("Limit", format!("{asked} is inside the {most} that are allowed at most"))
        }
        Reason::Within if asked < current => {
            let least = limits.least(current).max(min);
            ("Limit", format!("{asked} is inside the {least} that are left at least"))
        }
        Reason::Within => return None,
    };
    Some(Working::new(rule, shown))
}
