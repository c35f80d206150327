//! Thresholds of step scaling and of vertical scaling.

use super::super::params::AutoscalingParams;
use super::super::thresholds::Practice;
use crate::lab::{Alternative, Field, Row};
use crate::{choice, number};

const PRACTICES: &[Alternative<Practice>] = &[
    Alternative::new("own", "Own numbers", Practice::Own),
    Alternative::new("cpu", "CPU: 75 / 35%, 5 min", Practice::Cpu),
    Alternative::new("memory", "Memory: 85 / 55%, 5 min", Practice::Memory),
    Alternative::new("requests", "Request rate: 75 / 35% of capacity, 1 min", Practice::Requests),
    Alternative::new("latency", "Response time: 90 / 45% of the objective, 5 min", Practice::Latency),
];

const fn thresholds(field: Field) -> Field {
    field.group("Thresholds").live()
}

/// Whose thresholds, and which.
pub const ROWS: &[Row<AutoscalingParams>] = &[
    choice!(
        thresholds(Field::choice("practice", "Thresholds")).help(
            "Which metric, which thresholds in the middle of the usual range, and for how long. With your own numbers the \
             metric is the one set under \u{201c}Metric\u{201d}.",
            "Usual practice: CPU up at 70 to 80%, down at 30 to 40%, memory 80 to 90 and 50 to 60%, 5 to 15 minutes; \
             request rate by capacity, 1 to 5 minutes; response time by objective, 5 to 15 minutes.",
        ),
        PRACTICES, |p| p.thresholds.practice
    ),
    number!(
        thresholds(Field::number("up-at", "Threshold, up", 5, 100).unit("%"))
            .help("Own numbers: above this, machines are added.", "Usual practice: CPU 70 to 80%, memory 80 to 90%."),
        |p| p.thresholds.up_at
    ),
    number!(
        thresholds(Field::number("down-at", "Threshold, down", 0, 95).unit("%"))
            .help("Own numbers: below this, machines are removed.", "Usual practice: CPU 30 to 40%, memory 50 to 60%."),
        |p| p.thresholds.down_at
    ),
    number!(
        thresholds(Field::number("evaluate", "Evaluation window", 1, 30).unit("min"))
            .help("Own numbers: a threshold must be crossed for this long.", "Usual practice: CPU 5 to 15 minutes, request rate 1 to 5."),
        |p| p.thresholds.evaluate_min
    ),
    number!(
        thresholds(Field::number("cooldown", "Cooldown", 0, 3_600).step(30).unit("s"))
            .help("How long after a change no further change is made.", "Amazon EC2 Auto Scaling, cooldowns."),
        |p| p.thresholds.cooldown_s
    ),
];
