//! Times and counts as people say them.

/// A time: `58 s`, `1.3 s`, `130 ms`.
pub fn time(seconds: f64) -> String {
    match seconds {
        long if long >= 9.95 => format!("{long:.0}\u{a0}s"),
        second if second >= 0.995 => {
            let shown = format!("{second:.1}");
            format!("{}\u{a0}s", shown.trim_end_matches(".0"))
        }
        short => format!("{:.0}\u{a0}ms", short * 1e3),
    }
}

/// A count, with commas between its thousands.
pub fn count(number: u64) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", count(number / 1_000), number % 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_two_figures_that_matter_and_counts_have_commas() {
        let said = [0.0, 0.082, 0.994, 0.9961, 1.26, 9.94, 9.96, 58.4].map(time);
        let expected = ["0 ms", "82 ms", "994 ms", "1 s", "1.3 s", "9.9 s", "10 s", "58 s"];
        assert_eq!(said, expected.map(|text| text.replace(' ', "\u{a0}")));
        assert_eq!(
            [0, 999, 1_000, 69_578, 1_000_007].map(count),
            ["0", "999", "1,000", "69,578", "1,000,007"]
        );
    }
}
