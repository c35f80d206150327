//! Why an HPA wants what it wants, in one short line.

use super::super::words::{length, machines, name, number, unit};
use super::limits::{Limited, Limits, Reason};
use super::replicas::{Outcome, Proposal};
use super::stabilise::Stabilised;
use super::words::value;
use super::{Metric, Target};
use crate::process::SimDuration;

/// The metric, its value, and on which side of its target it is: `CPU 81 % over target 60 %`.
pub(super) fn measured(metric: &Metric, proposal: &Proposal) -> String {
    let reading = &proposal.first;
    let each = if matches!(metric.target, Target::Average(_) | Target::Share(_)) { " each" } else { "" };
    let (usage, target) = match metric.target {
        Target::Utilisation(target) => (format!("{} %", reading.usage), format!("{target} %")),
        Target::Average(target) | Target::Whole(target) | Target::Share(target) => {
            (format!("{}{each}", value(metric, reading.usage)), number(target) + unit(metric.signal))
        }
    };
    let side = match reading.ratio {
        over if over > 1.0 => "over",
        below if below < 1.0 => "below",
        _ => "at",
    };
    let held = match proposal.outcome {
        Outcome::Within => ", inside tolerance",
        Outcome::Reversed | Outcome::WrongWay => ", held by machines not known",
        Outcome::Computed => "",
    };
    format!("{} {usage} {side} target {target}{held}", name(metric.signal))
}

/// That recommendations of late hold it, if they do: `, stabilised: 9 in 5 min`.
pub(super) fn stabilised(asked: u32, held: &Stabilised, up: SimDuration, down: SimDuration) -> String {
    match held.desired {
        more if more > asked => {
            format!(", stabilised: {} asked for within {}", machines(held.highest), length(down))
        }
        fewer if fewer < asked => {
            format!(", stabilised: {} asked for within {}", machines(held.lowest), length(up))
        }
        _ => String::new(),
    }
}

/// What policy or bound holds it back, if one does: `, capped by 100 %/15 s`.
pub(super) fn limited(current: u32, asked: u32, limited: &Limited, limits: &Limits) -> String {
    match limited.reason {
        Reason::Within => String::new(),
        Reason::TooMany | Reason::TooFew => limits.bounds.held(asked),
        Reason::UpLimit => format!(", capped by {}", limits.cap(current, true)),
        Reason::DownLimit => format!(", capped by {}", limits.cap(current, false)),
    }
}
