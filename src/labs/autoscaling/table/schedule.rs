//! The schedule: hours of work, and how many machines inside and outside of them.

use super::super::params::AutoscalingParams;
use crate::lab::{Field, Row};

const KEDA: &str = "KEDA, Cron scaler; Amazon EC2 Auto Scaling, scheduled scaling.";

const fn schedule(field: Field) -> Field {
    field.group("Schedule").live()
}

const fn count(field: Field) -> Field {
    schedule(field.unit("machines"))
}

/// Hours and counts.
pub const ROWS: &[Row<AutoscalingParams>] = &[
    Row::new(
        schedule(Field::number("work-from", "Work begins", 0, 23).unit("h")).help(
            "The hour of the day. Time zones and summer time are left out: the run begins on a Monday at midnight, for everybody.",
            KEDA,
        ),
        |p| p.hours.work.from.into(),
        |p, v| p.hours.work.from = v as u32,
    ),
    Row::new(
        schedule(Field::number("work-to", "Work ends", 1, 24).unit("h")).help(
            "The hour of the day. Before the beginning it is on the next day; at the beginning there is work all day. Time zones are left out.",
            KEDA,
        ),
        |p| p.hours.work.to.into(),
        |p, v| p.hours.work.to = v as u32,
    ),
    Row::new(
        count(Field::number("workday-min", "Workdays: at least", 0, 1_000).log().least_is("as needed")).help(
            "The fewest machines in the hours of work from Monday to Friday; as needed is what the peak needs at the target.",
            KEDA,
        ),
        |p| p.hours.workday.min.into(),
        |p, v| p.hours.workday.min = v as u32,
    ),
    Row::new(
        count(Field::number("workday-max", "Workdays: at most", 0, 1_000).log().least_is("as always")).help(
            "The most machines in the hours of work from Monday to Friday, for the schedule with the HPA. It goes before the number at least.",
            KEDA,
        ),
        |p| p.hours.workday.max.into(),
        |p, v| p.hours.workday.max = v as u32,
    ),
    Row::new(
        count(Field::number("weekend-min", "Weekends: at least", 0, 1_000).log().least_is("as needed")).help(
            "The fewest machines in the hours of work on Saturday and Sunday; as needed is what the mean needs at the target.",
            KEDA,
        ),
        |p| p.hours.weekend.min.into(),
        |p, v| p.hours.weekend.min = v as u32,
    ),
    Row::new(
        count(Field::number("weekend-max", "Weekends: at most", 0, 1_000).log().least_is("as always")).help(
            "The most machines in the hours of work on Saturday and Sunday, for the schedule with the HPA. It goes before the number at least.",
            KEDA,
        ),
        |p| p.hours.weekend.max.into(),
        |p, v| p.hours.weekend.max = v as u32,
    ),
    Row::new(
        count(Field::number("night-min", "Nights: at least", 0, 1_000).log().least_is("as needed")).help(
            "The fewest machines outside the hours of work; as needed is what the mean needs at the target, and 70 % of it before work.",
            KEDA,
        ),
        |p| p.hours.night.min.into(),
        |p, v| p.hours.night.min = v as u32,
    ),
    Row::new(
        count(Field::number("night-max", "Nights: at most", 0, 1_000).log().least_is("as always")).help(
            "The most machines outside the hours of work, for the schedule with the HPA. It goes before the number at least.",
            KEDA,
        ),
        |p| p.hours.night.max.into(),
        |p, v| p.hours.night.max = v as u32,
    ),
];
