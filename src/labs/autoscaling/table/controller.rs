//! The controller, what it looks at, and the forecast under it.

use super::super::params::{AutoscalingParams, Forecasting, KINDS, Watched};
use super::HPA;
use crate::choice;
use crate::lab::{Alternative, Field, Row};

const WATCHED: &[Alternative<Watched>] = &[
    Alternative::new("cpu", "CPU", Watched::Cpu),
    Alternative::new("memory", "Memory", Watched::Memory),
    Alternative::new("requests", "Requests a machine", Watched::Requests),
    Alternative::new("latency", "Response time", Watched::Latency),
    Alternative::new("cpu-and-requests", "CPU and requests", Watched::CpuAndRequests),
];
const FORECASTS: &[Alternative<Forecasting>] = &[
    Alternative::new("none", "None", Forecasting::None),
    Alternative::new("naive", "As a day ago", Forecasting::Naive),
    Alternative::new("holt-winters", "Holt-Winters", Forecasting::HoltWinters),
    Alternative::new("regression", "Regression on days and hours", Forecasting::Regression),
];

const fn controller(field: Field) -> Field {
    field.group("Controller").live()
}

/// The controller and its forecast.
pub const ROWS: &[Row<AutoscalingParams>] = &[
    choice!(
        controller(Field::choice("controller", "Controller"))
            .help("The rule by which machines are started and taken away.", "Kubernetes; Amazon EC2 Auto Scaling."),
        KINDS, |p| p.kind
    ),
    choice!(
        controller(Field::choice("watch", "It looks at")).help(
            "The metric that target tracking and thresholds go by. Of two metrics the one that asks for more machines \
             counts.",
            HPA,
        ),
        WATCHED, |p| p.watched
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
    choice!(
        controller(Field::choice("forecast", "Forecast")).help(
            "A forecast of the demand is a floor under the controller's number: machines are started before they are \
             needed. It has seen the days before the run.",
            "Hyndman & Athanasopoulos, Forecasting: principles and practice, 3rd edition, chapters 5, 7 and 8.",
        ),
        FORECASTS, |p| p.forecast
    ),
];
