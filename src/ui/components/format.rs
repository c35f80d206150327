//! How times, numbers and weights are written.

use faultyard::process::{Salience, SimDuration, SimTime, words};

/// Microseconds in a minute, from which on times are told in their two largest units.
const MINUTE: u64 = 60_000_000;
/// The unit that measures of time have.
pub const MS: &str = "ms";

/// A moment as short as it can be said: `6.2 s`, `400 ms`.
pub fn brief(at: SimTime) -> String {
    match at.0 {
        0 => "0 s".into(),
        us if us < 1_000 => format!("{us} µs"),
        us if us < 1_000_000 => format!("{} ms", number(us as f64 / 1e3)),
        us if us < MINUTE => format!("{} s", number((us as f64 / 1e5).round() / 10.0)),
        us => words::span(SimDuration(us)),
    }
}

/// A number with at most three significant digits after a whole part, without needless zeros.
pub fn number(value: f64) -> String {
    let digits = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{value:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".into() } else { text.into() }
}

/// A number with its unit, if it has one. Of milliseconds a second is made where there are enough.
pub fn with_unit(value: f64, unit: &str) -> String {
    match unit {
        "" => number(value),
        MS if value.abs() >= 1e3 => format!("{} s", number(value / 1e3)),
        unit => format!("{} {unit}", number(value)),
    }
}

/// A length of time with its unit; of anything else the number alone, where its unit stands elsewhere.
pub fn short(value: f64, unit: &str) -> String {
    with_unit(value, if unit == MS { MS } else { "" })
}

/// The sign of a salience: a shape for the eye, a word for the ear.
pub fn salience(salience: Salience) -> (&'static str, &'static str) {
    match salience {
        Salience::Routine => ("·", "routine"),
        Salience::Ordinary => ("●", "event"),
        Salience::Objective => ("▲", "objective"),
        Salience::Milestone => ("◆", "milestone"),
        Salience::Fault => ("✕", "fault"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_said_in_brief() {
        let told = [0, 250, 12_500, 6_213_000, 10_000_000].map(|us| brief(SimTime(us)));
        assert_eq!(told, ["0 s", "250 µs", "12.5 ms", "6.2 s", "10 s"]);
        let long = [60, 2_010, 3_600, 5_400, 86_400].map(|s| brief(SimTime::from_ms(s * 1_000)));
        assert_eq!(long, ["1 min", "33 min 30 s", "1 h", "1 h 30 min", "1 d"]);
    }

    #[test]
    fn a_number_keeps_three_digits_and_no_empty_ones() {
        let told = [0.0, -0.0001, 0.125, 1.5, 9.999, 12.34, 1234.5].map(number);
        assert_eq!(told, ["0", "0", "0.125", "1.5", "10", "12.3", "1234"]);
    }

    #[test]
    fn milliseconds_become_seconds_where_there_are_enough() {
        let told = [390.0, 6_390.0].map(|value| with_unit(value, MS));
        assert_eq!(told, ["390 ms", "6.39 s"]);
        assert_eq!([short(6_390.0, MS), short(6_390.0, "req/s")], ["6.39 s", "6390"]);
    }
}
