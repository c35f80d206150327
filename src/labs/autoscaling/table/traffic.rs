//! What comes, and what a request needs.

use super::super::params::{AutoscalingParams, Shape};
use crate::choice;
use crate::lab::{Alternative, Field, Row, place};

const SHAPES: &[Alternative<Shape>] = &[
    Alternative::new("steady", "Steady", Shape::Steady),
    Alternative::new("step", "A step", Shape::Step),
    Alternative::new("flash", "A flash crowd", Shape::Flash),
    Alternative::new("week", "Days and a weekend", Shape::Week),
    Alternative::new("sawtooth", "Sawtooth", Shape::Sawtooth),
    Alternative::new("ramp", "A slow ramp", Shape::Ramp),
    Alternative::new("recorded", "Recorded", Shape::Recorded),
];

const fn traffic(field: Field) -> Field {
    field.group("Traffic")
}

const fn request(field: Field) -> Field {
    field.group("A request").live()
}

/// What comes.
pub const TRAFFIC: &[Row<AutoscalingParams>] = &[
    Row {
        get: |p| place(SHAPES, &p.pattern()),
        ..choice!(
            traffic(Field::choice("pattern", "Pattern")).help("How the rate goes over time.", ""),
            SHAPES,
            |p| p.shape
        )
    },
    Row::new(
        traffic(Field::number("rate", "Requests", 1, 50_000).log().unit("a second"))
            .help("The rate of requests: the mean of days, the rate before a step or a crowd.", ""),
        |p| p.rate as i64,
        |p, v| p.rate = v as u64,
    ),
    Row::new(
        traffic(Field::decimal("peak", "Peak", 10, 200, 1).step(1).unit("x"))
            .help("The peak as a multiple of the rate; at most 2 for days.", ""),
        |p| p.peak_tenths as i64,
        |p, v| p.peak_tenths = v as u64,
    ),
    Row::new(
        traffic(Field::number("length", "Length of the pattern", 1, 1_440).log().unit("min")).help(
            "When a step or a crowd comes, how long a crowd stays, how long a tooth of the saw is.",
            "",
        ),
        |p| p.period_minutes.into(),
        |p, v| p.period_minutes = v as u32,
    ),
    Row::new(
        traffic(Field::number("days", "Days", 1, 28))
            .help("After so many days the same requests come again. The ramp is over by then.", ""),
        |p| p.days.into(),
        |p, v| p.days = v as u32,
    ),
    Row::new(
        traffic(Field::switch("noise", "By chance"))
            .help("Requests come by chance around the rate, as a Poisson process; otherwise evenly.", ""),
        |p| p.noise.into(),
        |p, v| p.noise = v != 0,
    ),
];

/// What a request needs.
pub const REQUEST: &[Row<AutoscalingParams>] = &[
    Row::new(
        request(Field::decimal("cpu", "Processor time", 1, 10_000, 1).log().unit("ms"))
            .help("What a request takes of a core. The smallest machine has one.", ""),
        |p| p.cpu_tenths as i64,
        |p, v| p.cpu_tenths = v as u64,
    ),
    Row::new(
        request(Field::number("wait", "Waits for something else", 0, 10_000).log().unit("ms")).help(
            "How long a request waits for a database or another service: no processor time, but a thread.",
            "",
        ),
        |p| p.wait_ms as i64,
        |p, v| p.wait_ms = v as u64,
    ),
    Row::new(
        request(Field::number("threads", "Threads a machine", 1, 512).log())
            .help("Requests that a machine of the smallest size works at, at a time.", ""),
        |p| p.threads.into(),
        |p, v| p.threads = v as u32,
    ),
    Row::new(
        request(Field::number("patience", "Clients give up after", 1, 7_200).log().unit("s"))
            .help("Who would wait for longer is lost: seconds for people, hours for a queue of work.", ""),
        |p| p.patience_s.into(),
        |p, v| p.patience_s = v as u32,
    ),
    Row::new(
        request(Field::number("objective", "Objective for p99", 10, 3_600_000).log().unit("ms"))
            .help("Ninety-nine of a hundred requests should be answered in this time.", ""),
        |p| p.objective_ms as i64,
        |p, v| p.objective_ms = v as u64,
    ),
];
