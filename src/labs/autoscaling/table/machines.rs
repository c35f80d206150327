//! Machines and their price, and how they are measured.

use super::super::params::AutoscalingParams;
use super::HPA;
use crate::lab::{Field, Row};

const fn machines(field: Field) -> Field {
    field.group("Machines")
}

const fn metrics(field: Field) -> Field {
    field.group("Metrics").live()
}

/// Machines and their price.
pub const MACHINES: &[Row<AutoscalingParams>] = &[
    Row::new(
        machines(Field::number("start", "Machines at the start", 1, 1_000).log())
            .help("They are ready and warm.", ""),
        |p| p.start.into(),
        |p, v| p.start = v as u32,
    ),
    Row::new(
        machines(Field::number("min", "At least", 1, 1_000).log())
            .live()
            .help("Never fewer are wanted.", HPA),
        |p| p.min.into(),
        |p, v| p.min = v as u32,
    ),
    Row::new(
        machines(Field::number("max", "At most", 1, 1_000).log()).live().help("Never more are wanted.", HPA),
        |p| p.max.into(),
        |p, v| p.max = v as u32,
    ),
    Row::new(
        machines(Field::number("size", "Size", 1, 16))
            .help("So many cores and so many times the memory, for so many times the price.", ""),
        |p| p.size.into(),
        |p, v| p.size = v as u32,
    ),
    Row::new(
        machines(Field::number("boot", "Boot", 0, 1_800).step(5).unit("s"))
            .live()
            .help("From the start of a machine until it takes requests, a tenth more or less.", ""),
        |p| p.boot_s.into(),
        |p, v| p.boot_s = v as u32,
    ),
    Row::new(
        machines(Field::number("warm", "Warm-up", 0, 1_800).step(5).unit("s"))
            .live()
            .help("A fresh machine does 40 % of what it does later; it grows to all in this time.", ""),
        |p| p.warm_s.into(),
        |p, v| p.warm_s = v as u32,
    ),
    Row::new(
        machines(Field::number("drain", "Drain", 0, 1_800).step(5).unit("s"))
            .live()
            .help("So long a machine is kept that gets nothing more.", ""),
        |p| p.drain_s.into(),
        |p, v| p.drain_s = v as u32,
    ),
    Row::new(
        machines(Field::decimal("price", "Price", 0, 10_000, 2).unit("an hour"))
            .help("What an hour of the smallest machine costs.", ""),
        |p| p.price_cents.into(),
        |p, v| p.price_cents = v as u32,
    ),
    Row::new(
        machines(Field::number("minimum", "Paid for at least", 0, 3_600).step(60).unit("s")).help(
            "A machine that lives for less is paid for as long.",
            "Amazon EC2: per second, a minute at least.",
        ),
        |p| p.minimum_s.into(),
        |p, v| p.minimum_s = v as u32,
    ),
];

/// How they are measured.
pub const METRICS: &[Row<AutoscalingParams>] = &[
    Row::new(
        metrics(Field::number("scrape", "Measured every", 5, 300).step(5).unit("s"))
            .help("The time between two samples of a machine.", "Kubernetes metrics-server: 15 s."),
        |p| p.scrape_s.into(),
        |p, v| p.scrape_s = v as u32,
    ),
    Row::new(
        metrics(Field::number("window", "Mean over", 1, 40).unit("samples"))
            .help("A value is the mean of so many samples.", ""),
        |p| p.window.into(),
        |p, v| p.window = v as u32,
    ),
    Row::new(
        metrics(Field::number("delay", "Known after", 0, 600).step(5).unit("s"))
            .help("A sample is known to the controller so long after it was taken.", ""),
        |p| p.delay_s.into(),
        |p, v| p.delay_s = v as u32,
    ),
    Row::new(
        metrics(Field::number("missing", "Missing", 0, 100).unit("%")).help("So many samples are lost.", ""),
        |p| p.missing_percent.into(),
        |p, v| p.missing_percent = v as u32,
    ),
];
