//! Numbers in words, told the same way everywhere. What a link or a script says has a form of its own: `Display`.

use super::SimDuration;

/// A length of time for people, in three figures or whole minutes: `140 ms`, `2.34 s`, `12.3 s`, `5 min`. What is less than
/// a millisecond is told in microseconds.
pub fn length(length: SimDuration) -> String {
    let (us, seconds) = (length.0, length.seconds());
    match us {
        0 => "0 s".to_owned(),
        1..=999 => format!("{us} us"),
        1_000..=999_999 => format!("{} ms", us / 1_000),
        _ if us.is_multiple_of(60_000_000) => format!("{} min", grouped(us / 60_000_000)),
        1_000_000..=9_999_999 => format!("{} s", short(&format!("{seconds:.2}"))),
        10_000_000..=99_999_999 => format!("{} s", short(&format!("{seconds:.1}"))),
        _ => format!("{} s", grouped(seconds.round() as u64)),
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
    format!("{:.1}\u{a0}%", part * 100.0)
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
            (250, "250 us"),
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
    fn counts_have_their_thousands_apart() {
        assert_eq!(
            [0, 12, 999, 1_000, 65_537, 1_000_000].map(grouped).join(" "),
            "0 12 999 1,000 65,537 1,000,000"
        );
        assert_eq!([0, 1, 2_300].map(|n| plural(n, "key")), ["0 keys", "1 key", "2,300 keys"]);
    }
}
