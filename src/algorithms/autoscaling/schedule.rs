//! Counts by the clock: rules with days of the week and hours, for load that is known before.
//!
//! KEDA, Cron scaler, and AWS, Scheduled scaling: from its start on and before its end a rule asks for a count, outside
//! of all rules the base counts, and where rules overlap the greatest does. A rule whose end is its start is an
//! error. One that ends before it starts goes over midnight and belongs to the day on which it starts.
//!
//! Left out: time zones with their summer time, dates, months. There is one clock, and the run begins on its Monday
//! or wherever [`Settings::begins`] says.

use super::bounds::Bounds;
use super::observation::{Decision, Observation, Working};
use crate::process::SimTime;

/// Minutes in a day.
const DAY: u32 = 1_440;
/// Minutes in a week.
const WEEK: u32 = 7 * DAY;
const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Days(u8);

impl Days {
    /// Monday to Sunday.
    pub const ALL: Days = Days(0b111_1111);
    /// Monday to Friday.
    pub const WORKDAYS: Days = Days(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKEND: Days = Days(0b110_0000);

    /// These days, 0 for Monday to 6 for Sunday.
    pub fn of(days: &[u8]) -> Days {
        Days(days.iter().filter(|day| **day < 7).fold(0, |bits, day| bits | 1 << day))
    }

    fn has(self, day: u32) -> bool {
        self.0 & 1 << (day % 7) != 0
    }
}

/// A count for some hours of some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    days: Days,
    start: u32,
    end: u32,
    min: u32,
    max: Option<u32>,
}

impl Rule {
    /// From minute `start` of a day until just before minute `end` there are `min` machines, or where another
    /// autoscaler decides inside, `min` to `max`; without `max` to the base's. `start` is below 1440, `end` at most
    /// that; if it is less than `start` it is on the next day.
    pub fn new(days: Days, start: u32, end: u32, min: u32, max: Option<u32>) -> Result<Rule, String> {
        if start >= DAY || end > DAY {
            return Err("a time is from 0:00 to 24:00".into());
        }
        if start == end {
            return Err(format!("{} is both start and end: a rule needs some time between", clock(start)));
        }
        if days == Days(0) {
            return Err("a rule needs a day".into());
        }
        match max {
            Some(max) if max < min => {
                Err(format!("at least {min} and at most {max} machines cannot both be"))
            }
            _ => Ok(Rule { days, start, end, min, max }),
        }
    }

    /// True at this minute of the week.
    fn is_on(&self, minute: u32) -> bool {
        let (day, time) = (minute / DAY, minute % DAY);
        let today = self.days.has(day);
        if self.start < self.end {
            return today && (self.start..self.end).contains(&time);
        }
        let since_yesterday = self.days.has(day + 6) && time < self.end;
        today && time >= self.start || since_yesterday
    }
}

/// What a schedule is told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// What counts outside of all rules.
    pub base: Bounds,
    /// The rules.
    pub rules: Vec<Rule>,
    /// The minute of the week at which the run begins, 0 for Monday 0:00.
    pub begins: u32,
}

impl Default for Settings {
    /// Eight machines from 8:00 to 18:00 on workdays, else two.
    fn default() -> Settings {
        let (days, start, end) = (Days::WORKDAYS, 8 * 60, 18 * 60);
        let rules = vec![Rule { days, start, end, min: 8, max: None }];
        Settings { base: Bounds { min: 2, max: 20 }, rules, begins: 0 }
    }
}

impl Settings {
    fn minute(&self, now: SimTime) -> u32 {
        let passed = now.0 / 60_000_000 % u64::from(WEEK);
        (self.begins % WEEK + passed as u32) % WEEK
    }

    /// The fewest and the most machines at a moment.
    pub fn bounds(&self, now: SimTime) -> Bounds {
        let minute = self.minute(now);
        let on = || self.rules.iter().filter(|rule| rule.is_on(minute));
        let Some(min) = on().map(|rule| rule.min).max() else { return self.base };
        let max = on().map(|rule| rule.max.unwrap_or(self.base.max)).max();
        Bounds { min, max: max.unwrap_or(self.base.max).max(min) }
    }
}

/// Counts by the clock. It remembers nothing.
#[derive(Clone, Debug, Hash)]
pub struct Schedule(Settings);

impl Schedule {
    /// A schedule.
    pub fn new(settings: Settings) -> Schedule {
        Schedule(settings)
    }

    /// The fewest and the most machines at a moment.
    pub fn bounds(&self, now: SimTime) -> Bounds {
        self.0.bounds(now)
    }

    /// The fewest machines that are asked for now.
    pub fn decide(&mut self, seen: &Observation) -> Decision {
        Decision::new(self.bounds(seen.now).min, self.reason(seen.now), vec![self.shown(seen.now)])
    }

    /// What the clock asks for, in short: `schedule, Monday 8:00: 12 to 40`.
    pub(super) fn reason(&self, now: SimTime) -> String {
        let (minute, Bounds { min, max }) = (self.0.minute(now), self.bounds(now));
        let (day, time) = (NAMES[(minute / DAY) as usize], clock(minute % DAY));
        format!("schedule, {day} {time}: {min} to {max}")
    }

    /// Which rule is on, in words.
    pub(super) fn shown(&self, now: SimTime) -> Working {
        let (minute, Bounds { min, max }) = (self.0.minute(now), self.bounds(now));
        let on = self.0.rules.iter().filter(|rule| rule.is_on(minute)).count();
        let (day, time) = (NAMES[(minute / DAY) as usize], clock(minute % DAY));
        let by = match on {
            0 => "no rule is on, so the base counts".into(),
            1 => "one rule is on".into(),
            on => format!("{on} rules are on, the greatest counts"),
        };
        Working::new("Schedule", format!("{day} {time}: {by}: {min} to {max}"))
    }

    /// Bytes on the heap that a clone copies.
    pub fn bytes(&self) -> usize {
        let Self(settings) = self;
        settings.rules.len() * size_of::<Rule>()
    }
}

/// `8:05`.
fn clock(minute: u32) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}
