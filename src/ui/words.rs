//! Numbers and times in words.

use faultyard::process::SimTime;

/// A time of the run, its last millisecond begun: `8.412 s`, `33 min 30.000 s`; from an hour on as a clock shows it:
/// `2d 06:30:15`.
pub fn time(at: SimTime) -> String {
    let seconds = at.0 / 1_000_000;
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (seconds < 3_600, days) {
        (true, _) if seconds < 60 => format!("{seconds}.{:03}\u{a0}s", at.0 / 1_000 % 1_000),
        (true, _) => format!("{minutes}\u{a0}min\u{a0}{}.{:03}\u{a0}s", seconds % 60, at.0 / 1_000 % 1_000),
        (_, 0) => format!("{hours:02}:{minutes:02}:{:02}", seconds % 60),
        _ => format!("{days}d\u{a0}{hours:02}:{minutes:02}:{:02}", seconds % 60),
    }
}

/// With a capital, unless it begins with a name such as `n1`.
pub fn sentence(text: &str) -> String {
    let is_name = text.split(' ').next().is_some_and(|word| word.contains(|c: char| c.is_ascii_digit()));
    let mut letters = text.chars();
    match letters.next() {
        Some(letter) if !is_name => letter.to_uppercase().chain(letters).collect(),
        _ => text.into(),
    }
}

/// A thing of the stage as people name it: `n1 \u{2192} n2` for `n1>n2`, `key 7` for `key/7`, `n2, log 3` for `log/n2/3`.
pub fn thing(id: &str) -> String {
    match id.split('/').collect::<Vec<_>>()[..] {
        [kind, of, number] => format!("{of}, {kind} {number}"),
        _ => id.replace('>', " \u{2192} ").replace('/', " "),
    }
}

/// A speed as what passes in per second: `50 ms per second`.
pub fn speed(speed: f64) -> String {
    match speed {
        s if s >= 3_599.0 => format!("{} h per second", trim(s / 3_600.0)),
        s if s >= 119.0 => format!("{} min per second", trim(s / 60.0)),
        s if s >= 0.9995 => format!("{} s per second", trim(s)),
        s => format!("{} ms per second", trim(s * 1e3)),
    }
}

/// The same where there is little room: `50 ms/s`.
pub fn short_speed(value: f64) -> String {
    speed(value).replace(" per second", "/s")
}

fn trim(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_with_a_capital_and_a_name_stays_a_name() {
        assert_eq!(["the leak ends", "n1 leads", ""].map(sentence), ["The leak ends", "n1 leads", ""]);
    }

    #[test]
    fn a_thing_of_the_stage_has_a_name_without_signs_of_an_address() {
        assert_eq!(
            ["n1", "n1>n2", "key/7", "log/n2/3"].map(thing),
            ["n1", "n1 \u{2192} n2", "key 7", "n2, log 3"]
        );
    }

    #[test]
    fn a_speed_reads_as_what_passes_in_a_second() {
        let shown = [0.001, 0.05, 0.5, 1.0, 100.0].map(speed);
        assert_eq!(
            shown,
            [
                "1 ms per second",
                "50 ms per second",
                "500 ms per second",
                "1 s per second",
                "100 s per second"
            ]
        );
    }
}
