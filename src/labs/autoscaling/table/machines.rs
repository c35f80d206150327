//! Machines and their price, and how they are measured.

use super::super::params::AutoscalingParams;
use super::HPA;
use crate::lab::{Field, Row};
use crate::number;

const fn machines(field: Field) -> Field {
    field.group("Machines")
}

const fn metrics(field: Field) -> Field {
    field.group("Metrics").live()
}

/// Machines and their price.
pub const MACHINES: &[Row<AutoscalingParams>] = &[
    number!(
        machines(Field::number("start", "Initial machines", 1, 1_000).log())
            .help("How many machines the run starts with, ready and warm.", ""),
        |p| p.start
    ),
    number!(
        machines(Field::number("min", "Minimum", 1, 1_000).log())
            .live()
            .help("The desired count never goes below this.", HPA),
        |p| p.min
    ),
    number!(
        machines(Field::number("max", "Maximum", 1, 1_000).log())
            .live()
            .help("The desired count never goes above this.", HPA),
        |p| p.max
    ),
    number!(
        machines(Field::number("size", "Size", 1, 16))
            .help("Cores per machine. Memory and price grow with it.", ""),
        |p| p.size
    ),
    number!(
        machines(Field::number("boot", "Boot time", 0, 1_800).step(5).unit("s"))
            .live()
            .help("From the start of a machine until it accepts requests, give or take a tenth.", ""),
        |p| p.boot_s
    ),
    number!(
        machines(Field::number("warm", "Warm-up", 0, 1_800).step(5).unit("s"))
            .live()
            .help("How long a fresh machine takes to reach full speed; it begins at 40%.", ""),
        |p| p.warm_s
    ),
    number!(
        machines(Field::number("drain", "Drain time", 0, 1_800).step(5).unit("s"))
            .live()
            .help("How long a machine finishes its requests before it stops.", ""),
        |p| p.drain_s
    ),
    number!(
        machines(Field::decimal("price", "Price", 0, 10_000, 2).unit("per hour"))
            .help("What an hour of the smallest machine costs.", ""),
        |p| p.price_cents
    ),
    number!(
        machines(Field::number("minimum", "Minimum billing", 0, 3_600).step(60).unit("s")).help(
            "A machine that runs for less time than this is billed for this time.",
            "Amazon EC2: per second, at least a minute.",
        ),
        |p| p.minimum_s
    ),
];

/// How they are measured.
pub const METRICS: &[Row<AutoscalingParams>] = &[
    number!(
        metrics(Field::number("scrape", "Scrape interval", 5, 300).step(5).unit("s"))
            .help("The time between two samples of a machine.", "Kubernetes metrics-server: 15 s."),
        |p| p.scrape_s
    ),
    number!(
        metrics(Field::number("window", "Averaging window", 1, 40).unit("samples"))
            .help("How many samples are averaged. The more, the smoother and the later the metric.", ""),
        |p| p.window
    ),
    number!(
        metrics(Field::number("delay", "Metric delay", 0, 600).step(5).unit("s"))
            .help("How long after it was taken a sample reaches the controller.", ""),
        |p| p.delay_s
    ),
    number!(
        metrics(Field::number("missing", "Missing samples", 0, 100).unit("%"))
            .help("The share of samples that are lost.", ""),
        |p| p.missing_percent
    ),
];
