//! Numbers and names in the words of a working.

use super::observation::Signal;
pub(super) use crate::process::words::length;
use crate::process::words::{grouped, plural};

/// A number with at most two decimals, its thousands apart: `1,500`, `0.62`.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (whole, decimals) = text.split_once('.').map_or((text, ""), |(whole, decimals)| (whole, decimals));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let shown = digits.parse().map_or(digits.to_string(), grouped);
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{shown}{point}{decimals}")
}

/// A ratio with two decimals: `1.50`.
pub(super) fn ratio(value: f64) -> String {
    format!("{value:.2}")
}

/// `1 machine`, `4 machines`.
pub(super) fn machines(count: u32) -> String {
    plural(count.into(), "machine")
}

/// What a signal is called.
pub(super) fn name(signal: Signal) -> &'static str {
    match signal {
        Signal::Cpu => "CPU",
        Signal::Memory => "memory",
        Signal::Requests => "requests",
        Signal::Latency => "response time",
        Signal::Backlog => "backlog",
    }
}

/// What it is measured in, with a space before it.
pub(super) fn unit(signal: Signal) -> &'static str {
    match signal {
        Signal::Cpu => " m",
        Signal::Memory => " MiB",
        Signal::Requests => " req/s",
        Signal::Latency => " ms",
        Signal::Backlog => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_their_thousands_apart() {
        let shown = [0.0, 1.5, 999.0, 1_000.0, -1_234_567.891, 0.333].map(number);
        assert_eq!(shown, ["0", "1.5", "999", "1,000", "-1,234,567.89", "0.33"]);
        assert_eq!([number(f64::INFINITY), number(f64::NAN)], ["inf", "NaN"]);
    }
}
