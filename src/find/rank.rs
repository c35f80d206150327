//! The best entries for some words, kind by kind.

use super::entry::{Entry, Index, Kind, Words};
use super::matching::{SAME, fit, words};

/// Words that say nothing of what is searched for, unless there are no others.
const IDLE: [&str; 22] = [
    "a", "an", "and", "are", "can", "do", "does", "for", "how", "i", "in", "is", "it", "many", "of", "on",
    "the", "to", "what", "when", "which", "why",
];
/// So many things of a kind are shown.
const MOST_OF_A_KIND: usize = 6;
/// A word in a thing's name counts so many times as much as one in what is said of it.
const NAMED: u32 = 3;
/// What is far from the best is left out: below this part of its points.
const LEAST_PART: u32 = 3;

impl Index {
    /// The best entries for what was typed, those of a kind together, the kind with the best one first.
    ///
    /// Each word has to be there; of three words or more, one in three may be missing. A rare word counts for more than
    /// one that is everywhere.
    pub fn find(&self, typed: &str) -> Vec<(Kind, Vec<&Entry>)> {
        let mut asked: Vec<String> = words(typed).collect();
        if asked.iter().any(|word| !IDLE.contains(&&**word)) {
            asked.retain(|word| !IDLE.contains(&&**word));
        }
        if asked.is_empty() {
            return Vec::new();
        }
        let fits: Vec<Vec<u32>> =
            asked.iter().map(|word| self.entries.iter().map(|(_, has)| best(word, has)).collect()).collect();
        let weights: Vec<u32> = fits.iter().map(|fits| weight(fits)).collect();
        let most_missing = asked.len() / 3;
        let points = |place: usize| {
            let missing = fits.iter().filter(|fits| fits[place] == 0).count();
            let points = fits.iter().zip(&weights).map(|(fits, weight)| fits[place] * weight).sum::<u32>();
            if missing > most_missing { 0 } else { points / (1 + missing as u32) }
        };
        let mut found: Vec<(u32, &Entry)> = self
            .entries
            .iter()
            .enumerate()
            .map(|(place, (entry, _))| (points(place), entry))
            .filter(|(points, _)| *points > 0)
            .collect();
        // A lab comes before its parts, where they are as good.
        found.sort_by_key(|(points, entry)| (std::cmp::Reverse(*points), entry.kind));
        let least = found.first().map_or(0, |(points, _)| points / LEAST_PART);
        found.retain(|(points, _)| *points >= least);
        by_kind(found.into_iter().map(|(_, entry)| entry))
    }
}

/// How well a word fits the best of an entry's words.
fn best(word: &str, has: &Words) -> u32 {
    let of = |words: &[String]| words.iter().map(|there| fit(word, there)).max().unwrap_or(0);
    (NAMED * of(&has.title)).max(of(&has.rest))
}

/// How much a word counts that fits so many of all entries: one more for each halving.
fn weight(fits: &[u32]) -> u32 {
    let some = fits.iter().filter(|fit| **fit >= SAME / 2).count().max(1);
    1 + (fits.len() / some).max(1).ilog2()
}

fn by_kind<'a>(found: impl Iterator<Item = &'a Entry>) -> Vec<(Kind, Vec<&'a Entry>)> {
    let mut kinds: Vec<(Kind, Vec<&Entry>)> = Vec::new();
    for entry in found {
        match kinds.iter_mut().find(|(kind, _)| *kind == entry.kind) {
            Some((_, of)) if of.len() < MOST_OF_A_KIND => of.push(entry),
            Some(_) => {}
            None => kinds.push((entry.kind, vec![entry])),
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index {
        let entry = |kind, title: &str, says: &str, keys: &str| Entry {
            kind,
            title: title.into(),
            says: says.into(),
            address: title.to_lowercase(),
            keys: keys.into(),
        };
        Index::new(vec![
            entry(Kind::Lab, "Consistent hashing", "Do 9% of its keys move, or 91%?", ""),
            entry(Kind::Lab, "Raft", "Can five servers agree?", "Consensus"),
            entry(Kind::Step, "The leader crashes", "What does n3 become?", "leader-crash"),
            entry(Kind::Step, "Election timeouts close together", "Which term?", "split vote"),
            entry(Kind::Step, "An 11th node: hash ring", "The same change on a ring?", ""),
            entry(Kind::Setting, "Share of the hot key", "Consistent hashing", "hot"),
            entry(Kind::Planned, "Partitioning", "Hash or range, and what about one hot key?", ""),
        ])
    }

    fn first(typed: &str) -> String {
        let index = index();
        let found = index.find(typed);
        found.first().map_or_else(String::new, |(_, of)| of[0].title.clone())
    }

    #[test]
    fn what_was_meant_is_found_though_it_is_misspelled_or_only_begun() {
        for (typed, meant) in [
            ("consitent hashing", "Consistent hashing"),
            ("hot kye", "Share of the hot key"),
            ("leder crash", "The leader crashes"),
            ("split vote", "Election timeouts close together"),
            ("splt vot", "Election timeouts close together"),
            ("raf", "Raft"),
            ("what is a split vote", "Election timeouts close together"),
            ("RING", "An 11th node: hash ring"),
        ] {
            assert_eq!(first(typed), meant, "{typed}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        for typed in ["", "  ", "?", "zebra", "split zebra"] {
            assert_eq!(first(typed), "", "{typed}");
        }
    }

    #[test]
    fn things_of_a_kind_stand_together_and_are_few() {
        let many = (0..20).map(|n| Entry {
            kind: if n % 2 == 0 { Kind::Step } else { Kind::Claim },
            title: format!("Queue {n}"),
            says: String::new(),
            address: String::new(),
            keys: String::new(),
        });
        let index = Index::new(many.collect());
        let found = index.find("queue");
        assert_eq!(
            found.iter().map(|(kind, of)| (*kind, of.len())).collect::<Vec<_>>(),
            [(Kind::Step, 6), (Kind::Claim, 6)]
        );
    }
}
