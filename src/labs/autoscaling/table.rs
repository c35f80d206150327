//! The table of what can be set: labels, bounds, units, help, and when a change takes effect.

use super::params::{AutoscalingParams, Forecasting, KINDS, Shape, Watched};
use crate::algorithms::autoscaling::Kind;
use crate::lab::{Field, Params, Row};

const SHAPES: &[(&str, &str)] = &[
    ("steady", "Steady"),
    ("step", "A step"),
    ("flash", "A flash crowd"),
    ("week", "Days and a weekend"),
    ("sawtooth", "Sawtooth"),
    ("ramp", "A slow ramp"),
    ("recorded", "Recorded"),
];
const SHAPE_LIST: [Shape; 7] =
    [Shape::Steady, Shape::Step, Shape::Flash, Shape::Week, Shape::Sawtooth, Shape::Ramp, Shape::Recorded];
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

/// The place of a value in its list; the lists of choices are in the same order.
fn place<T: PartialEq>(list: &[T], value: &T) -> i64 {
    list.iter().position(|one| one == value).unwrap_or(0) as i64
}

const fn controller(field: Field) -> Field {
    field.group("Controller").live()
}

const fn traffic(field: Field) -> Field {
    field.group("Traffic")
}

const fn request(field: Field) -> Field {
    field.group("A request").live()
}

const fn machines(field: Field) -> Field {
    field.group("Machines")
}

const fn metrics(field: Field) -> Field {
    field.group("Metrics").live()
}

const HPA: &str = "Kubernetes, HorizontalPodAutoscaler autoscaling/v2.";

impl Params for AutoscalingParams {
    const TABLE: &'static [Row<Self>] = &[
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
            controller(Field::number("tolerance", "Tolerance", 0, 50).unit("%"))
                .help("So far from the target nothing is done.", HPA),
            |p| p.tolerance.into(),
            |p, v| p.tolerance = v as u32,
        ),
        Row::new(
            controller(Field::number("sync", "It is asked every", 5, 300).step(5).unit("s"))
                .help("The time between two decisions.", HPA),
            |p| p.sync_s.into(),
            |p, v| p.sync_s = v as u32,
        ),
        Row::new(
            controller(Field::number("down-window", "Stabilisation, down", 0, 3_600).step(15).unit("s")).help(
                "Machines are taken away only down to the highest recommendation of this time.",
                HPA,
            ),
            |p| p.down_window_s.into(),
            |p, v| p.down_window_s = v as u32,
        ),
        Row::new(
            controller(Field::number("up-window", "Stabilisation, up", 0, 3_600).step(15).unit("s")).help(
                "Machines are added only up to the lowest recommendation of this time.",
                HPA,
            ),
            |p| p.up_window_s.into(),
            |p, v| p.up_window_s = v as u32,
        ),
        Row::new(
            controller(Field::number("up-percent", "Up by at most", 0, 900).step(5).unit("%"))
                .help("In each period so many percent may be added, or the number of the next row if that is more.", HPA),
            |p| p.up_percent.into(),
            |p, v| p.up_percent = v as u32,
        ),
        Row::new(
            controller(Field::number("up-count", "Up by at most", 0, 100).unit("machines"))
                .help("In each period so many may be added, or the percentage of the row before if that is more.", HPA),
            |p| p.up_count.into(),
            |p, v| p.up_count = v as u32,
        ),
        Row::new(
            controller(Field::number("down-percent", "Down by at most", 0, 100).step(5).unit("%"))
                .help("In each period so many percent may be taken away.", HPA),
            |p| p.down_percent.into(),
            |p, v| p.down_percent = v as u32,
        ),
        Row::new(
            controller(Field::number("period", "The period of these limits", 15, 1_800).step(15).unit("s"))
                .help("Over this time changes are counted.", HPA),
            |p| p.period_s.into(),
            |p, v| p.period_s = v as u32,
        ),
        Row::new(
            controller(Field::number("up-at", "Threshold, up", 5, 100).unit("%"))
                .help("Thresholds: above this machines are added.", "Usual practice: CPU 70 to 80 %, memory 80 to 90 %."),
            |p| p.up_at.into(),
            |p, v| p.up_at = v as u32,
        ),
        Row::new(
            controller(Field::number("down-at", "Threshold, down", 0, 95).unit("%"))
                .help("Thresholds: below this machines are taken away.", "Usual practice: CPU 30 to 40 %, memory 50 to 60 %."),
            |p| p.down_at.into(),
            |p, v| p.down_at = v as u32,
        ),
        Row::new(
            controller(Field::number("evaluate", "Thresholds look at", 1, 30).unit("min"))
                .help("A threshold must be passed for this long.", "Usual practice: CPU 5 to 15 minutes, request rate 1 to 5."),
            |p| p.evaluate_min.into(),
            |p, v| p.evaluate_min = v as u32,
        ),
        Row::new(
            controller(Field::number("cooldown", "Cool-down", 0, 3_600).step(30).unit("s"))
                .help("Thresholds: so long after a change nothing is changed again.", "Amazon EC2 Auto Scaling, cooldowns."),
            |p| p.cooldown_s.into(),
            |p, v| p.cooldown_s = v as u32,
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
        Row::new(
            traffic(Field::choice("pattern", "Pattern", SHAPES)).help("How the rate goes over time.", ""),
            |p| place(&SHAPE_LIST, &p.shape),
            |p, v| p.shape = SHAPE_LIST[v as usize],
        ),
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
            traffic(Field::number("length", "Length of the pattern", 1, 1_440).log().unit("min"))
                .help("When a step or a crowd comes, how long a crowd stays, how long a tooth of the saw is.", ""),
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
        Row::new(
            request(Field::decimal("cpu", "Processor time", 1, 10_000, 1).log().unit("ms"))
                .help("What a request takes of a core. The smallest machine has one.", ""),
            |p| p.cpu_tenths as i64,
            |p, v| p.cpu_tenths = v as u64,
        ),
        Row::new(
            request(Field::number("wait", "Waits for something else", 0, 10_000).log().unit("ms"))
                .help("How long a request waits for a database or another service: no processor time, but a thread.", ""),
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
            request(Field::number("patience", "Clients give up after", 1, 60).unit("s"))
                .help("Who would wait for longer is lost.", ""),
            |p| p.patience_s.into(),
            |p, v| p.patience_s = v as u32,
        ),
        Row::new(
            request(Field::number("objective", "Objective for p99", 10, 10_000).log().unit("ms"))
                .help("Ninety-nine of a hundred requests should be answered in this time.", ""),
            |p| p.objective_ms as i64,
            |p, v| p.objective_ms = v as u64,
        ),
        Row::new(
            machines(Field::number("start", "Machines at the start", 1, 1_000).log())
                .help("They are ready and warm.", ""),
            |p| p.start.into(),
            |p, v| p.start = v as u32,
        ),
        Row::new(
            machines(Field::number("min", "At least", 1, 1_000).log()).live().help("Never fewer are wanted.", HPA),
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
            machines(Field::number("boot", "Boot", 0, 1_800).step(5).unit("s")).live()
                .help("From the start of a machine until it takes requests, a tenth more or less.", ""),
            |p| p.boot_s.into(),
            |p, v| p.boot_s = v as u32,
        ),
        Row::new(
            machines(Field::number("warm", "Warm-up", 0, 1_800).step(5).unit("s")).live()
                .help("A fresh machine does 40 % of what it does later; it grows to all in this time.", ""),
            |p| p.warm_s.into(),
            |p, v| p.warm_s = v as u32,
        ),
        Row::new(
            machines(Field::number("drain", "Drain", 0, 1_800).step(5).unit("s")).live()
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
            machines(Field::number("minimum", "Paid for at least", 0, 3_600).step(60).unit("s"))
                .help("A machine that lives for less is paid for as long.", "Amazon EC2: per second, a minute at least."),
            |p| p.minimum_s.into(),
            |p, v| p.minimum_s = v as u32,
        ),
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
}
