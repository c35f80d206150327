//! The controller, what it looks at, and the forecast under it.

use super::super::params::{AutoscalingParams, Forecasting, KINDS, Watched};
use super::HPA;
use crate::algorithms::autoscaling::Kind;
use crate::lab::{Field, Row, place};

const WATCHED: &[(&str, &str)] = &[
    ("cpu", "CPU"),
    ("memory", "Memory"),
    ("requests", "Requests a machine"),
    ("latency", "Response time"),
    ("cpu-and-requests", "CPU and requests"),
];
const WATCHED_LIST: [Watched; 5] =
    [Watched::Cpu, Watched::Memory, Watched::Requests, Watched::Latency, Watched::CpuAndRequests];
const FORECASTS: &[(&str, &str)] = &[
    ("none", "None"),
    ("naive", "As a day ago"),
    ("holt-winters", "Holt-Winters"),
    ("regression", "Regression on days and hours"),
];
const FORECAST_LIST: [Forecasting; 4] =
    [Forecasting::None, Forecasting::Naive, Forecasting::HoltWinters, Forecasting::Regression];

const fn controller(field: Field) -> Field {
    field.group("Controller").live()
}

/// The controller and its forecast.
pub const ROWS: &[Row<AutoscalingParams>] = &[
    Row::new(
        controller(Field::choice("controller", "Controller", KINDS))
            .help("The rule by which machines are started and taken away.", "Kubernetes; Amazon EC2 Auto Scaling."),
        |p| place(&Kind::ALL, &p.kind),
        |p, v| p.kind = Kind::ALL[v as usize],
    ),
    Row::new(
        controller(Field::choice("watch", "It looks at", WATCHED)).help(
            "The metric that target tracking and thresholds go by. Of two metrics the one that asks for more machines \
             counts.",
            HPA,
        ),
        |p| place(&WATCHED_LIST, &p.watched),
        |p, v| p.watched = WATCHED_LIST[v as usize],
    ),
    Row::new(
        controller(Field::number("target", "Target", 5, 100).unit("%")).help(
            "How busy machines should be: percent of a core, of the memory, of the requests that a machine can do; of \
             the objective for the response time.",
            HPA,
        ),
        |p| p.target.into(),
        |p, v| p.target = v as u32,
    ),
    Row::new(
        controller(Field::number("sync", "It is asked every", 5, 300).step(5).unit("s"))
            .help("The time between two decisions.", HPA),
        |p| p.sync_s.into(),
        |p, v| p.sync_s = v as u32,
    ),
    Row::new(
        controller(Field::choice("forecast", "Forecast", FORECASTS)).help(
            "A forecast of the demand is a floor under the controller's number: machines are started before they are \
             needed. It has seen the days before the run.",
            "Hyndman & Athanasopoulos, Forecasting: principles and practice, 3rd edition, chapters 5, 7 and 8.",
        ),
        |p| place(&FORECAST_LIST, &p.forecast),
        |p, v| p.forecast = FORECAST_LIST[v as usize],
    ),
];
