//! The schedule: hours of work, and how many machines inside and outside of them.

use super::super::params::AutoscalingParams;
use crate::lab::{Field, Row};
use crate::number;

const KEDA: &str = "KEDA, Cron scaler; Amazon EC2 Auto Scaling, scheduled scaling.";

const fn schedule(field: Field) -> Field {
    field.group("Schedule").live()
}

const fn count(field: Field) -> Field {
    schedule(field.unit("machines"))
}

/// Hours and counts.
pub const ROWS: &[Row<AutoscalingParams>] = &[
    number!(
        schedule(Field::number("work-from", "Work starts", 0, 23).unit("h")).help(
            "The hour of the day when work starts. There are no time zones and no daylight saving: the run begins on a Monday at midnight.",
            KEDA,
        ),
        |p| p.hours.work.from
    ),
    number!(
        schedule(Field::number("work-to", "Work ends", 1, 24).unit("h")).help(
            "The hour of the day when work ends. Earlier than the start, it is on the next day; equal to it, work lasts all day.",
            KEDA,
        ),
        |p| p.hours.work.to
    ),
    number!(
        count(Field::number("workday-min", "Workdays, min", 0, 1_000).log().least_is("as needed")).help(
            "The minimum during working hours from Monday to Friday. \"As needed\" is what the peak needs at the target.",
            KEDA,
        ),
        |p| p.hours.workday.min
    ),
    number!(
        count(Field::number("workday-max", "Workdays, max", 0, 1_000).log().least_is("as always")).help(
            "The maximum during working hours from Monday to Friday, for the schedule with the HPA. It overrides the minimum.",
            KEDA,
        ),
        |p| p.hours.workday.max
    ),
    number!(
        count(Field::number("weekend-min", "Weekends, min", 0, 1_000).log().least_is("as needed")).help(
            "The minimum during working hours on Saturday and Sunday. \"As needed\" is what the mean needs at the target.",
            KEDA,
        ),
        |p| p.hours.weekend.min
    ),
    number!(
        count(Field::number("weekend-max", "Weekends, max", 0, 1_000).log().least_is("as always")).help(
            "The maximum during working hours on Saturday and Sunday, for the schedule with the HPA. It overrides the minimum.",
            KEDA,
        ),
        |p| p.hours.weekend.max
    ),
    number!(
        count(Field::number("night-min", "Nights, min", 0, 1_000).log().least_is("as needed")).help(
            "The minimum outside working hours. \"As needed\" is what the mean needs at the target, and 70% of that before work.",
            KEDA,
        ),
        |p| p.hours.night.min
    ),
    number!(
        count(Field::number("night-max", "Nights, max", 0, 1_000).log().least_is("as always")).help(
            "The maximum outside working hours, for the schedule with the HPA. It overrides the minimum.",
            KEDA,
        ),
        |p| p.hours.night.max
    ),
];
