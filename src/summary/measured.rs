//! What the claims' runs measured, as it was written the last time.

use super::Effort;

/// The committed file: see [`super::text`].
pub const MEASURED: &str = include_str!("measured.txt");

/// One claim that holds, with its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The claim's.
    pub id: String,
    /// The anchor of its row.
    pub row: String,
    /// The row's name.
    pub name: String,
    /// The step that it shows, as `lab/step`.
    pub step: Option<String>,
    /// The address that opens its run, from the site's root.
    pub opens: String,
    /// The sentence with its numbers, each between two pairs of stars.
    pub says: String,
}

impl Measured {
    /// The slug of its lab.
    pub fn lab(&self) -> &str {
        self.opens.split('/').nth(1).unwrap_or("")
    }

    /// The address of its row, from the site's root.
    pub fn place(&self) -> String {
        format!("summary/#{}", self.row)
    }

    /// Whether it shows this step of this lab.
    pub fn is_of(&self, lab: &str, step: &str) -> bool {
        self.step.as_deref().and_then(|of| of.split_once('/')) == Some((lab, step))
    }

    fn parse(block: &str) -> Option<Measured> {
        let (id, lines) = block.split_once('\n')?;
        let of = |word: &str| {
            lines
                .lines()
                .find_map(|line| line.trim_start().strip_prefix(word)?.strip_prefix(' '))
                .map(str::trim)
        };
        let (row, name) = of("row")?.split_once(' ')?;
        let owned = str::to_string;
        Some(Measured {
            id: id.into(),
            row: row.into(),
            name: name.into(),
            step: of("step").map(owned),
            opens: of("opens")?.into(),
            says: of("says")?.into(),
        })
    }
}

/// What was measured, in the order of the summary.
pub fn measured() -> Vec<Measured> {
    read(MEASURED)
}

fn read(text: &str) -> Vec<Measured> {
    text.split("\n\n").skip(1).filter_map(Measured::parse).collect()
}

/// What was played for it.
pub fn effort() -> Effort {
    effort_of(MEASURED)
}

fn effort_of(text: &str) -> Effort {
    let line = text.lines().find_map(|line| line.strip_prefix("# effort "));
    let mut numbers = line.unwrap_or_default().split(' ').map(|number| number.parse().unwrap_or_default());
    Effort { events: numbers.next().unwrap_or_default(), judged: numbers.next().unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::text;

    #[test]
    fn what_is_written_is_read_back() {
        let one = Measured {
            id: "queue".into(),
            row: "algorithms-round-robin".into(),
            name: "Round robin".into(),
            step: Some("balancing/slow".into()),
            opens: "lab/balancing/?preset=slow".into(),
            says: "It is **9** long.".into(),
        };
        let other = Measured { step: None, ..one.clone() };
        let effort = Effort { events: 1_000, judged: 12 };
        let written = text(&[one.clone(), other.clone()], effort);
        assert_eq!((read(&written), effort_of(&written)), (vec![one.clone(), other.clone()], effort));
        assert_eq!((one.lab(), one.place().as_str()), ("balancing", "summary/#algorithms-round-robin"));
        assert!(
            one.is_of("balancing", "slow") && !one.is_of("raft", "slow") && !other.is_of("balancing", "slow")
        );
    }
}
