//! Settings that are allowed but unwise: the bad region is the lesson.

use super::params::{AutoscalingParams, Forecasting, Shape, Watched};
use super::thresholds::{Practice, Thresholds};
use crate::algorithms::autoscaling::Kind;
use crate::lab::{Unused, unused};

type Row = Unused<AutoscalingParams>;

/// What has no effect beside what.
const UNUSED: &[Row] = &[
    Row::new(
        &[
            "tolerance",
            "tolerance-down",
            "up-window",
            "up-select",
            "up-percent",
            "up-count",
            "down-select",
            "down-percent",
            "down-count",
            "period",
            "down-period",
            "readiness-delay",
            "cpu-init",
        ],
        |p| !is_hpa(p),
        "only the HPA has it",
    ),
    Row::new(
        &["down-window"],
        |p| !is_hpa(p) && p.kind != Kind::Backlog,
        "this controller has no such window",
    ),
    Row::new(
        &["practice", "up-at", "down-at", "evaluate"],
        |p| !matches!(p.kind, Kind::Steps | Kind::Vertical),
        "this controller has no thresholds",
    ),
    Row::new(
        &["up-at", "down-at", "evaluate"],
        |p| p.thresholds.practice != Practice::Own,
        "the thresholds in common use are set",
    ),
    Row::new(
        &["watch"],
        |p| match p.kind {
            Kind::Fixed | Kind::Schedule | Kind::Backlog => true,
            Kind::Steps | Kind::Vertical => p.thresholds.practice != Practice::Own,
            Kind::Hpa | Kind::ScheduledHpa => false,
        },
        "this controller goes by something else",
    ),
    Row::new(&["cooldown"], |p| p.kind != Kind::Steps, "only steps have a cool-down"),
    Row::new(
        &[
            "work-from",
            "work-to",
            "workday-min",
            "weekend-min",
            "night-min",
            "workday-max",
            "weekend-max",
            "night-max",
        ],
        |p| !matches!(p.kind, Kind::Schedule | Kind::ScheduledHpa),
        "this controller has no schedule",
    ),
    Row::new(
        &["workday-max", "weekend-max", "night-max"],
        |p| p.kind == Kind::Schedule,
        "the schedule alone has its numbers at least, which count",
    ),
    Row::new(&["sync"], |p| p.kind == Kind::Fixed && p.forecast == Forecasting::None, "nothing is decided"),
    Row::new(
        &["length"],
        |p| matches!(p.pattern(), Shape::Steady | Shape::Week | Shape::Ramp | Shape::Recorded),
        "this pattern has no length that could be set",
    ),
    Row::new(
        &["peak"],
        |p| matches!(p.pattern(), Shape::Steady | Shape::Recorded),
        "this pattern has no peak that could be set",
    ),
];

fn is_hpa(params: &AutoscalingParams) -> bool {
    matches!(params.kind, Kind::Hpa | Kind::ScheduledHpa)
}

impl AutoscalingParams {
    /// A sentence for each unwise setting.
    pub(super) fn advice(&self) -> Vec<String> {
        let mut advice = Vec::new();
        let mut say = |is_so: bool, words: &str| {
            if is_so {
                advice.push(words.to_string());
            }
        };
        let Thresholds { practice, up_at, down_at, .. } = self.thresholds;
        let is_close = practice == Practice::Own && up_at <= down_at + 10;
        let hpa = is_hpa(self);
        say(self.min > self.max, "At least is more than at most: the two change places.");
        say(hpa && self.target > 80, "A target above 80 %: what comes while a machine boots finds no room.");
        say(
            hpa && self.behaviour.down.window_s < self.boot_s,
            "Machines go faster than others boot: each dip takes away what the next climb needs.",
        );
        say(
            hpa && self.watched == Watched::Memory,
            "Memory does not fall when machines are added: by it, the number only grows.",
        );
        say(
            self.watched == Watched::Cpu && self.wait_ms > 10 * self.cpu_tenths / 10,
            "Requests wait for something else most of their time: CPU says little of how they fare.",
        );
        say(
            self.kind == Kind::Steps && is_close,
            "The thresholds are close together: one machine more can bring the number below the lower one.",
        );
        advice.extend(unused(self, UNUSED));
        advice
    }
}
