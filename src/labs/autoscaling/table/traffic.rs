//! What comes, and what a request needs.

use super::super::params::{AutoscalingParams, Shape};
use crate::lab::{Alternative, Field, Row, place};
use crate::{choice, number, switch};

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
            traffic(Field::choice("pattern", "Pattern")).help("How the request rate changes over time.", ""),
            SHAPES,
            |p| p.shape
        )
    },
    number!(
        traffic(Field::number("rate", "Requests", 1, 50_000).log().unit("per second"))
            .help("The request rate: the mean over days, or the rate before a step or a flash crowd.", ""),
        |p| p.rate
    ),
    number!(
        traffic(Field::decimal("peak", "Peak", 10, 200, 1).step(1).unit("\u{d7}"))
            .help("The peak as a multiple of the rate; at most 2 for days.", ""),
        |p| p.peak_tenths
    ),
    number!(
        traffic(Field::number("length", "Length of the pattern", 1, 1_440).log().unit("min")).help(
            "The time of a step or a flash crowd, the length of the crowd, or the length of one sawtooth.",
            "",
        ),
        |p| p.period_minutes
    ),
    number!(
        traffic(Field::number("days", "Days", 1, 28))
            .help("After this many days the traffic repeats. A ramp takes this long.", ""),
        |p| p.days
    ),
    switch!(
        traffic(Field::switch("noise", "Random arrivals"))
            .help("Requests arrive at random around the rate, as a Poisson process; otherwise evenly.", ""),
        |p| p.noise
    ),
];

/// What a request needs.
pub const REQUEST: &[Row<AutoscalingParams>] = &[
    number!(
        request(Field::decimal("cpu", "CPU time", 1, 10_000, 1).log().unit("ms"))
            .help("The CPU time of a request. The smallest machine has one core.", ""),
        |p| p.cpu_tenths
    ),
    number!(
        request(Field::number("wait", "Waiting time", 0, 10_000).log().unit("ms")).help(
            "How long a request waits for a database or another service. It uses no CPU, but occupies a thread.",
            "",
        ),
        |p| p.wait_ms
    ),
    number!(
        request(Field::number("threads", "Threads per machine", 1, 512).log())
            .help("How many requests a machine of the smallest size handles at the same time.", ""),
        |p| p.threads
    ),
    number!(
        request(Field::number("patience", "Client patience", 1, 7_200).log().unit("s"))
            .help("A request that would wait longer is lost: seconds for people, hours for a job queue.", ""),
        |p| p.patience_s
    ),
    number!(
        request(Field::number("objective", "p99 objective", 10, 3_600_000).log().unit("ms"))
            .help("99 of 100 requests should be answered within this time.", ""),
        |p| p.objective_ms
    ),
];
