//! Numbers and times in words.

use faultyard::process::SimTime;

/// A time of the run, its last millisecond begun: `8.412 s`.
pub fn time(at: SimTime) -> String {
    format!("{}.{:03}\u{a0}s", at.0 / 1_000_000, at.0 / 1_000 % 1_000)
}

/// A speed as what passes in a second: `50 ms/s`.
pub fn speed(speed: f64) -> String {
    match speed {
        s if s >= 0.9995 => format!("{} s/s", trim(s)),
        s => format!("{} ms/s", trim(s * 1e3)),
    }
}

/// A whole number with thin spaces between its thousands: `1 204`.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

fn trim(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_reads_as_what_passes_in_a_second() {
        let shown = [0.001, 0.05, 0.5, 1.0, 100.0].map(speed);
        assert_eq!(shown, ["1 ms/s", "50 ms/s", "500 ms/s", "1 s/s", "100 s/s"]);
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([7, 1_204, 1_000_000].map(count), ["7", "1\u{202f}204", "1\u{202f}000\u{202f}000"]);
    }
}
