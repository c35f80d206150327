//! Times as they stand beside a thing of the stage: shorter than in a sentence.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_beside_a_thing_has_two_figures_that_matter() {
        let said = [0.0, 0.082, 0.994, 0.9961, 1.26, 9.94, 9.96, 58.4].map(time);
        let expected = ["0 ms", "82 ms", "994 ms", "1 s", "1.3 s", "9.9 s", "10 s", "58 s"];
        assert_eq!(said, expected.map(|text| text.replace(' ', "\u{a0}")));
    }
}
