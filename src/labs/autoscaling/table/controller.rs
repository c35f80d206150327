//! The controller, what it looks at, and the forecast under it.

use super::super::params::{AutoscalingParams, Forecasting, KINDS, Watched};
use super::HPA;
use crate::lab::{Alternative, Field, Row};
use crate::{choice, number};

const WATCHED: &[Alternative<Watched>] = &[
    Alternative::new("cpu", "CPU", Watched::Cpu),
    Alternative::new("memory", "Memory", Watched::Memory),
    Alternative::new("requests", "Requests per machine", Watched::Requests),
    Alternative::new("latency", "Response time", Watched::Latency),
    Alternative::new("cpu-and-requests", "CPU and requests", Watched::CpuAndRequests),
];
const FORECASTS: &[Alternative<Forecasting>] = &[
    Alternative::new("none", "None", Forecasting::None),
    Alternative::new("naive", "Same as yesterday (seasonal naive)", Forecasting::Naive),
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
            .help("The rule that adds and removes machines.", "Kubernetes; Amazon EC2 Auto Scaling."),
        KINDS, |p| p.kind
    ),
    choice!(
        controller(Field::choice("watch", "Metric")).help(
            "The metric that target tracking and thresholds use. Of two metrics, the one that asks for more machines \
             counts.",
            HPA,
        ),
        WATCHED, |p| p.watched
    ),
    number!(
        controller(Field::number("target", "Target", 5, 100).unit("%")).help(
            "How busy machines should be: percent of a core, of the memory or of the requests a machine can handle; \
             for the response time, percent of the objective. The higher, the fewer machines.",
            HPA,
        ),
        |p| p.target
    ),
    number!(
        controller(Field::number("sync", "Sync period", 5, 300).step(5).unit("s"))
            .help("The time between two decisions.", HPA),
        |p| p.sync_s
    ),
    choice!(
        controller(Field::choice("forecast", "Forecast")).help(
            "A demand forecast sets a minimum under the controller's number, so machines start before they are needed. \
             It has seen the days before the run.",
            "Hyndman & Athanasopoulos, Forecasting: principles and practice, 3rd edition, chapters 5, 7 and 8.",
        ),
        FORECASTS, |p| p.forecast
    ),
];
