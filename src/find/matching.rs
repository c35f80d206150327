//! How well a word that was typed fits one that is there: the same, begun, within it, or misspelled.

/// The same word.
pub const SAME: u32 = 100;
/// The beginning of it, and how much more for all of it.
const BEGUN: (u32, u32) = (40, 50);
/// A word with another ending, as `queues` for `queue`.
const ENDING: u32 = 80;
/// Somewhere in it.
const WITHIN: u32 = 35;
/// The same but for one letter, or two that changed places; half of it for two such mistakes.
const MISSPELLED: u32 = 50;
/// The beginning of it with one such mistake.
const BEGUN_MISSPELLED: u32 = 30;
/// A word of fewer letters is never part of another one by chance.
const LEAST_WITHIN: usize = 3;
/// A begun word of fewer letters has no mistake yet.
const LEAST_BEGUN: usize = 5;

/// The words of a text as they are compared: letters and digits, small. What is not ASCII is taken for a letter: tables of
/// all letters would be most of this module.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    let parts =
        text.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_ascii_lowercase)
}

/// How many mistakes a word of so many letters may have.
fn mistakes(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=6 => 1,
        _ => 2,
    }
}

/// How well a typed word fits one that is there; 0 if it does not.
pub fn fit(typed: &str, there: &str) -> u32 {
    if typed == there {
        return SAME;
    }
    let (asked, has) = (typed.chars().count(), there.chars().count());
    if there.starts_with(typed) {
        return BEGUN.0 + BEGUN.1 * asked as u32 / has as u32;
    }
    if asked > LEAST_WITHIN && typed.starts_with(there) && asked - has <= 2 && has >= LEAST_WITHIN {
        return ENDING;
    }
    if asked >= LEAST_WITHIN && there.contains(typed) {
        return WITHIN;
    }
    let most = mistakes(asked);
    if most == 0 || has < LEAST_WITHIN {
        return 0;
    }
    if asked.abs_diff(has) <= most {
        match strsim::osa_distance(typed, there) {
            1 => return MISSPELLED,
            2 if most > 1 => return MISSPELLED / 2,
            _ => {}
        }
    }
    let begins = |length: usize| -> String { there.chars().take(length).collect() };
    let is_begun = asked >= LEAST_BEGUN
        && has > asked
        && (asked - 1..=asked + 1).any(|length| strsim::osa_distance(typed, &begins(length)) <= 1);
    if is_begun { BEGUN_MISSPELLED } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_fits_better_the_nearer_it_is() {
        let falling = [
            ("queue", "queue"),
            ("queues", "queue"),
            ("que", "queue"),
            ("qeue", "queue"),
            ("eue", "queue"),
            ("consitent", "consistently"),
        ];
        let fits = falling.map(|(typed, there)| fit(typed, there));
        assert!(fits.windows(2).all(|pair| pair[0] > pair[1]) && fits[5] > 0, "{fits:?}");
    }

    #[test]
    fn letters_that_are_missing_changed_or_swapped_are_forgiven_in_words_of_three_letters_or_more() {
        for (typed, there) in [
            ("kye", "key"),
            ("leder", "leader"),
            ("consitent", "consistent"),
            ("hasing", "hashing"),
            ("parittion", "partition"),
        ] {
            assert!(fit(typed, there) > 0, "{typed}");
        }
        for (typed, there) in [("ab", "ac"), ("raft", "load"), ("hot", "a"), ("p99", "n1")] {
            assert_eq!(fit(typed, there), 0, "{typed} {there}");
        }
    }

    #[test]
    fn words_are_letters_and_digits_and_small() {
        assert_eq!(words("Figure 8: n1's (p99)").collect::<Vec<_>>(), ["figure", "8", "n1", "s", "p99"]);
    }
}
