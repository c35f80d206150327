//! Numbers in words, told the same way everywhere. What a link or a script says has a form of its own: `Display`.

use super::SimDuration;

/// A length of time for people, in three figures or whole minutes: `140 ms`, `2.34 s`, `12.3 s`, `5 min`. What is less than
/// a millisecond is told in microseconds.
pub fn length(length: SimDuration) -> String {
    let (us, seconds) = (length.0, length.seconds());
    match us {
        0 => "0 s".to_owned(),
        1..=999 => format!("{us} \u{b5}s"),
        1_000..=999_999 => format!("{} ms", us / 1_000),
        _ if us.is_multiple_of(60_000_000) => format!("{} min", grouped(us / 60_000_000)),
        1_000_000..=9_999_999 => format!("{} s", short(&format!("{seconds:.2}"))),
        10_000_000..=99_999_999 => format!("{} s", short(&format!("{seconds:.1}"))),
        _ => format!("{} s", grouped(seconds.round() as u64)),
    }
}

/// A length of time for people in its two largest units, rounded: `1 d`, `12 h 36 min`, `10 min`, `750 ms`.
pub fn span(length: SimDuration) -> String {
    const UNITS: [(u64, &str); 6] = [
        (86_400_000_000, "d"),
        (3_600_000_000, "h"),
        (60_000_000, "min"),
        (1_000_000, "s"),
        (1_000, "ms"),
        (1, "\u{b5}s"),
    ];
    let largest = |us: u64| UNITS.iter().position(|(unit, _)| us >= *unit).unwrap_or(UNITS.len() - 1);
    let second = |place: usize| UNITS[(place + 1).min(UNITS.len() - 1)];
    let step = second(largest(length.0)).0;
    let us = length.0.saturating_add(step / 2) / step * step;
    // What was rounded up may have reached a larger unit.
    let place = largest(us);
    let ((unit, name), (less, less_name)) = (UNITS[place], second(place));
    match us % unit / less {
        _ if us == 0 => "0 s".to_owned(),
        0 => format!("{} {name}", us / unit),
        rest => format!("{} {name} {rest} {less_name}", us / unit),
    }
}

/// Without the noughts at its end.
fn short(decimals: &str) -> &str {
    decimals.trim_end_matches('0').trim_end_matches('.')
}

/// A count with its thousands apart: `65,537`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A part of one in percent: `16.7 %`.
pub fn percent(part: f64) -> String {
    format!("{:.1}%", part * 100.0)
}

/// So many things: `1 key`, `2,300 keys`.
pub fn plural(number: u64, thing: &str) -> String {
    format!("{} {thing}{}", grouped(number), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_has_three_figures_and_the_unit_that_fits() {
        let told = [
            (0, "0 s"),
            (250, "250 \u{b5}s"),
            (140_900, "140 ms"),
            (1_500_000, "1.5 s"),
            (2_344_000, "2.34 s"),
            (12_340_000, "12.3 s"),
            (15_000_000, "15 s"),
            (150_400_000, "150 s"),
            (300_000_000, "5 min"),
            (7_261_000_000, "7,261 s"),
        ];
        for (us, text) in told {
            assert_eq!(length(SimDuration(us)), text);
        }
    }

    #[test]
    fn a_span_is_rounded_to_its_two_largest_units() {
        let told = [
            (0, "0 s"),
            (750, "750 µs"),
            (599_999_998, "10 min"),
            (86_399_999_856, "1 d"),
            (45_363_375_000, "12 h 36 min"),
            (75_000_000_000, "20 h 50 min"),
            (90_000_000, "1 min 30 s"),
            (1_500_000, "1 s 500 ms"),
            (28 * 86_400_000_000, "28 d"),
        ];
        for (us, words) in told {
            assert_eq!(span(SimDuration(us)), words, "{us}");
        }
        assert!(span(SimDuration(u64::MAX)).starts_with("213503982 d"));
    }

    #[test]
    fn counts_have_their_thousands_apart() {
        assert_eq!(
            [0, 12, 999, 1_000, 65_537, 1_000_000].map(grouped).join(" "),
            "0 12 999 1,000 65,537 1,000,000"
        );
        assert_eq!([0, 1, 2_300].map(|n| plural(n, "key")), ["0 keys", "1 key", "2,300 keys"]);
    }
}
