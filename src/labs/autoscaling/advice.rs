//! Settings that are allowed but unwise: the bad region is the lesson.

use super::params::{AutoscalingParams, Watched};
use super::thresholds::{Practice, Thresholds};
use crate::algorithms::autoscaling::Kind;

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
        let hpa = matches!(self.kind, Kind::Hpa | Kind::ScheduledHpa);
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
        advice
    }
}
