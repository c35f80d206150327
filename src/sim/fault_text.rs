//! A fault as one line of text, as in `cut n1>n3`: one form for links, files, scenarios and commands.

use super::fault::{groups_text, percent, signed_us};
use super::{Byzantine, Fault, MessageId, Path};
use crate::process::{NodeId, SimDuration, decimal};
use std::fmt;

/// An hour either way is more than any clock is off, and keeps the arithmetic far from its edges.
const MOST_SKEW_US: u64 = 3_600_000_000;
/// Parts in a million, either way.
const MOST_DRIFT: i32 = 500_000;

impl Fault {
    /// Reads one line:
    ///
    /// ```text
    /// crash n1            restart n1           lose-disk n1        pause n1 400ms      slow n1 5ms
    /// skew n1 -50ms       drift n1 200         cut n1>n3           join n1>n3          partition n1,n2|n3
    /// reunite             heal                 latency * 5ms..9ms   loss n1>n3 10%      duplicate * 1%      reorder * 5% 30ms
    /// drop m118           delay m118 50ms      copy m118
    /// honest n1           silent n1            lies n1             equivocates n1
    /// ```
    ///
    /// With a role in the place of a node it is an [`super::Aimed`].
    ///
    /// # Errors
    /// A sentence that says which word was not understood.
    pub fn parse(text: &str) -> Result<Fault, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let word = |i: usize| words.get(i).copied().unwrap_or("");
        let fault = match word(0) {
            "crash" => Fault::Crash(node(word(1))?),
            "restart" => Fault::Restart(node(word(1))?),
            "lose-disk" => Fault::LoseDisk(node(word(1))?),
            "pause" => Fault::Pause(node(word(1))?, duration(word(2))?),
            "slow" => Fault::Slow(node(word(1))?, duration(word(2))?),
            "skew" => Fault::Skew(node(word(1))?, signed(word(2))?),
            "drift" => Fault::Drift(node(word(1))?, ppm_drift(word(2))?),
            "cut" => link(word(1)).map(|(a, b)| Fault::Cut(a, b))?,
            "join" => link(word(1)).map(|(a, b)| Fault::Join(a, b))?,
            "partition" => Fault::Partition(groups(word(1))?),
            "reunite" => Fault::Reunite,
            "heal" => Fault::Heal,
            "latency" => {
                range(word(2)).and_then(|(low, high)| Ok(Fault::Latency(path(word(1))?, low, high)))?
            }
            "loss" => Fault::Loss(path(word(1))?, share(word(2))?),
            "duplicate" => Fault::Duplicate(path(word(1))?, share(word(2))?),
            "reorder" => Fault::Reorder(path(word(1))?, share(word(2))?, duration(word(3))?),
            "drop" => Fault::Drop(message(word(1))?),
            "delay" => Fault::Delay(message(word(1))?, duration(word(2))?),
            "copy" => Fault::Copy(message(word(1))?),
            "honest" => Fault::Corrupt(node(word(1))?, Byzantine::Honest),
            "silent" => Fault::Corrupt(node(word(1))?, Byzantine::Silent),
            "lies" => Fault::Corrupt(node(word(1))?, Byzantine::Lies),
            "equivocates" => Fault::Corrupt(node(word(1))?, Byzantine::Equivocates),
            other => return Err(format!("\"{other}\" is not a fault")),
        };
        match words.get(fault.to_string().split_whitespace().count()) {
            Some(surplus) => Err(format!("\"{surplus}\" is too much after \"{fault}\"")),
            None => Ok(fault),
        }
    }
}

impl Fault {
    /// Which amount of a line is outside what there is, so that [`Fault::parse`] brings it inside; a sentence.
    pub fn outside(text: &str) -> Option<String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let amount = words.get(2)?;
        let bounds = match words[0] {
            "loss" | "duplicate" | "reorder" => {
                millionths(amount).ok().filter(|share| !(0.0..=1e6).contains(share)).map(|_| "0% to 100%")
            }
            "drift" => {
                let limits = -MOST_DRIFT..=MOST_DRIFT;
                amount.parse().ok().filter(|ppm| !limits.contains(ppm)).map(|_| "-500000 to 500000")
            }
            "skew" => {
                let length = amount.strip_prefix('-').unwrap_or(amount);
                SimDuration::parse(length)
                    .filter(|length| length.0 > MOST_SKEW_US)
                    .map(|_| "an hour either way")
            }
            _ => None,
        };
        bounds.map(|bounds| format!("{amount} is outside {bounds}"))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Crash(n) => write!(f, "crash {n}"),
            Fault::Restart(n) => write!(f, "restart {n}"),
            Fault::Pause(n, d) => write!(f, "pause {n} {d}"),
            Fault::Slow(n, d) => write!(f, "slow {n} {d}"),
            Fault::LoseDisk(n) => write!(f, "lose-disk {n}"),
            Fault::Skew(n, us) => write!(f, "skew {n} {}", signed_us(*us)),
            Fault::Drift(n, ppm) => write!(f, "drift {n} {ppm}"),
            Fault::Cut(a, b) => write!(f, "cut {a}>{b}"),
            Fault::Join(a, b) => write!(f, "join {a}>{b}"),
            Fault::Partition(groups) => write!(f, "partition {}", groups_text(groups, "|")),
            Fault::Reunite => write!(f, "reunite"),
            Fault::Heal => write!(f, "heal"),
            Fault::Latency(p, low, high) => write!(f, "latency {p} {low}..{high}"),
            Fault::Loss(p, ppm) => write!(f, "loss {p} {}", percent(*ppm)),
            Fault::Duplicate(p, ppm) => write!(f, "duplicate {p} {}", percent(*ppm)),
            Fault::Reorder(p, ppm, d) => write!(f, "reorder {p} {} {d}", percent(*ppm)),
            Fault::Drop(m) => write!(f, "drop {m}"),
            Fault::Delay(m, d) => write!(f, "delay {m} {d}"),
            Fault::Copy(m) => write!(f, "copy {m}"),
            Fault::Corrupt(n, Byzantine::Honest) => write!(f, "honest {n}"),
            Fault::Corrupt(n, Byzantine::Silent) => write!(f, "silent {n}"),
            Fault::Corrupt(n, Byzantine::Lies) => write!(f, "lies {n}"),
            Fault::Corrupt(n, Byzantine::Equivocates) => write!(f, "equivocates {n}"),
        }
    }
}

fn node(text: &str) -> Result<NodeId, String> {
    NodeId::parse(text).ok_or_else(|| format!("\"{text}\" is not a node (n1, n2 ...)"))
}

fn link(text: &str) -> Result<(NodeId, NodeId), String> {
    let (from, to) = text.split_once('>').ok_or_else(|| format!("\"{text}\" is not a link (n1>n2)"))?;
    let (from, to) = (node(from)?, node(to)?);
    if from == to {
        Err(format!("\"{text}\" is not a link: {from} always reaches itself"))
    } else {
        Ok((from, to))
    }
}

fn path(text: &str) -> Result<Path, String> {
    if text == "*" { Ok(Path::All) } else { link(text).map(|(a, b)| Path::Link(a, b)) }
}

fn groups(text: &str) -> Result<Vec<Vec<NodeId>>, String> {
    let groups: Vec<Vec<NodeId>> =
        text.split('|').map(|group| group.split(',').map(node).collect()).collect::<Result<_, String>>()?;
    let mut all = groups.concat();
    all.sort_unstable();
    match all.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twice) => Err(format!("\"{text}\" has {} twice", twice[0])),
        None => Ok(groups),
    }
}

fn message(text: &str) -> Result<MessageId, String> {
    MessageId::parse(text).ok_or_else(|| format!("\"{text}\" is not a message (m1, m2 ...)"))
}

fn duration(text: &str) -> Result<SimDuration, String> {
    SimDuration::parse(text).ok_or_else(|| format!("\"{text}\" is not a length of time (250us, 40ms, 1.5s)"))
}

fn range(text: &str) -> Result<(SimDuration, SimDuration), String> {
    let (low, high) = text.split_once("..").unwrap_or((text, text));
    let (low, high) = (duration(low)?, duration(high)?);
    if low <= high { Ok((low, high)) } else { Err(format!("\"{text}\" ends before it begins")) }
}

fn signed(text: &str) -> Result<i64, String> {
    let (sign, length) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    Ok(sign * duration(length)?.0.min(MOST_SKEW_US) as i64)
}

fn ppm_drift(text: &str) -> Result<i32, String> {
    let ppm: i32 = text.parse().map_err(|_| format!("\"{text}\" is not a drift (parts in a million)"))?;
    Ok(ppm.clamp(-MOST_DRIFT, MOST_DRIFT))
}

/// A share such as `10%` or `0.1`, as parts in a million.
fn share(text: &str) -> Result<u32, String> {
    Ok(millionths(text)?.clamp(0.0, 1e6).round() as u32)
}

fn millionths(text: &str) -> Result<f64, String> {
    let (number, scale) = text.strip_suffix('%').map_or((text, 1e6), |number| (number, 1e4));
    let value = decimal(number).ok_or_else(|| format!("\"{text}\" is not a share (10% or 0.1)"))?;
    Ok(value * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY_FAULT: &str = "crash n1; restart n1; lose-disk n1; pause n1 400ms; slow n1 5ms; skew n1 -50ms; \
        drift n1 200; cut n1>n3; join n1>n3; partition n1,n2|n3; reunite; heal; latency * 5ms..9ms; loss n1>n3 12.5%; \
        duplicate * 1%; reorder * 5% 30ms; drop m118; delay m118 50ms; copy m118; honest n1; silent n1; lies n1; \
        equivocates n1";

    #[test]
    fn every_fault_reads_back_as_it_is_written() {
        for text in EVERY_FAULT.split(';').map(str::trim) {
            assert_eq!(Fault::parse(text).expect(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_fault_is_named_in_the_answer() {
        for (text, named) in [
            ("cut n1-n2", "n1-n2"),
            ("crash 7", "\"7\""),
            ("crash n0", "n0"),
            ("loss * lots", "lots"),
            ("pause n1", "length of time"),
            ("partition n1|n2 and so on", "and"),
            ("heal everything", "everything"),
            ("latency * 9ms..5ms", "ends before"),
            ("drop 5", "\"5\""),
            ("cut n1>n1", "n1 always reaches itself"),
            ("partition n1|n1,n2", "n1 twice"),
        ] {
            let answer = Fault::parse(text).expect_err(text);
            assert!(answer.contains(named), "{text}: {answer}");
        }
    }

    #[test]
    fn an_amount_that_is_brought_inside_is_named_with_its_bounds() {
        for (text, named) in [
            ("loss * 7", Some("7 is outside 0% to 100%")),
            ("loss n1>n2 100%", None),
            ("duplicate * -1%", Some("-1% is outside 0% to 100%")),
            ("drift n1 600000", Some("600000 is outside -500000 to 500000")),
            ("skew n1 -1h", None),
            ("skew n1 -7200s", Some("-7200s is outside an hour either way")),
            ("heal", None),
        ] {
            assert_eq!(Fault::outside(text).as_deref(), named, "{text}");
        }
    }

    #[test]
    fn a_share_may_be_a_fraction_and_stays_within_none_and_all() {
        let shares = ["0.1", "10%", "200%", "-3"].map(|text| share(text).unwrap());
        assert_eq!(shares, [100_000, 100_000, 1_000_000, 0]);
    }
}
