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
        "the usual thresholds are in use",
    ),
    Row::new(
        &["watch"],
        |p| match p.kind {
            Kind::Fixed | Kind::Schedule | Kind::Backlog => true,
            Kind::Steps | Kind::Vertical => p.thresholds.practice != Practice::Own,
            Kind::Hpa | Kind::ScheduledHpa => false,
        },
        "this controller uses something else",
    ),
    Row::new(&["cooldown"], |p| p.kind != Kind::Steps, "only step scaling has a cooldown"),
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
        "the schedule alone uses its minimum",
    ),
    Row::new(
        &["sync"],
        |p| p.kind == Kind::Fixed && p.forecast == Forecasting::None,
        "this controller never decides",
    ),
    Row::new(&["node-boot", "max-nodes"], |p| p.nodes.places == 0, "there are no nodes"),
    Row::new(
        &["length"],
        |p| matches!(p.pattern(), Shape::Steady | Shape::Week | Shape::Ramp | Shape::Recorded),
        "this pattern has no length to set",
    ),
    Row::new(
        &["peak"],
        |p| matches!(p.pattern(), Shape::Steady | Shape::Recorded),
        "this pattern has no peak to set",
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
        say(self.min > self.max, "The minimum is above the maximum: the two are swapped.");
        say(
            hpa && self.target > 80,
            "A target above 80%: there is no headroom for what arrives while a machine boots.",
        );
        say(
            hpa && self.behaviour.down.window_s < self.boot_s,
            "Machines are removed faster than new ones boot: each dip removes what the next climb needs.",
        );
        say(
            hpa && self.watched == Watched::Memory,
            "Memory use does not fall when machines are added, so the count only grows.",
        );
        say(
            self.watched == Watched::Cpu && self.wait_ms > 10 * self.cpu_tenths / 10,
            "Requests spend most of their time waiting: CPU says little about their latency.",
        );
        say(
            self.kind == Kind::Steps && is_close,
            "The thresholds are close together: one more machine can push the metric below the lower one.",
        );
        say(
            self.rolling.surge_percent == 0 && self.rolling.unavailable_percent == 0,
            "Kubernetes refuses a rollout with no surge and none unavailable; here one replica may be unavailable.",
        );
        say(
            self.rolling.unavailable_percent == 100,
            "All replicas may be unavailable in a rollout: the service stands still until new ones are ready.",
        );
        advice.extend(unused(self, UNUSED));
        advice
    }
}
