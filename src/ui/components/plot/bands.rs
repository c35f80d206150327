//! The faults of a scenario as intervals on the axis of time.

use faultyard::process::{NodeId, SimTime};
use faultyard::sim::{Byzantine, Fault, Input, Path, TimedInput};

/// A fault from its beginning to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// When it began.
    pub from: SimTime,
    /// When it ended, if it did; a mark ends when it begins.
    pub to: Option<SimTime>,
    /// What happened, in a few words: "n1 crashed".
    pub label: String,
    /// The node that is down, if one is.
    pub down: Option<NodeId>,
    /// What ends it.
    ends: Ends,
}

/// What ends a fault.
#[derive(Clone, Debug, PartialEq)]
enum Ends {
    /// It has an end of its own.
    Itself,
    Restart(NodeId),
    FullSpeed(NodeId),
    Join(NodeId, NodeId),
    Reunion,
    Honest(NodeId),
}

impl Band {
    /// Whether it is a moment rather than an interval.
    pub fn is_mark(&self) -> bool {
        self.to == Some(self.from)
    }

    fn until(self, to: SimTime) -> Band {
        Band { to: Some(to), ..self }
    }
}

/// The faults that began at or before `seen`.
pub fn bands(inputs: &[TimedInput], seen: SimTime) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for TimedInput { at, input } in inputs.iter().take_while(|input| input.at <= seen) {
        match input {
            Input::Fault(fault) => {
                end(&mut bands, fault, *at);
                let dead = |node| bands.iter().any(|band| band.to.is_none() && band.down == Some(node));
                let again = matches!(fault, Fault::Crash(node) | Fault::LoseDisk(node) if dead(*node));
                bands.extend(begin(fault, *at).filter(|_| !again));
            }
            Input::Set { key, value } => {
                bands.push(band(*at, format!("{key}={value}"), Ends::Itself).until(*at))
            }
            // A role that nobody had hurt nothing.
            Input::Command(_) | Input::Aimed(_) => {}
        }
    }
    bands
}

fn band(from: SimTime, label: String, ends: Ends) -> Band {
    Band { from, to: None, label, down: None, ends }
}

fn begin(fault: &Fault, at: SimTime) -> Option<Band> {
    let interval = |label: String, ends: Ends| Some(band(at, label, ends));
    match fault {
        Fault::Crash(n) => {
            Some(Band { down: Some(*n), ..band(at, format!("{n} crashed"), Ends::Restart(*n)) })
        }
        Fault::LoseDisk(n) => {
            Some(Band { down: Some(*n), ..band(at, format!("{n} lost its disk"), Ends::Restart(*n)) })
        }
        Fault::Pause(n, length) => Some(band(at, format!("{n} paused"), Ends::Itself).until(at + *length)),
        Fault::Slow(n, length) if length.0 > 0 => interval(format!("{n} slowed"), Ends::FullSpeed(*n)),
        Fault::Cut(a, b) => interval(format!("{a} to {b} was cut"), Ends::Join(*a, *b)),
        Fault::Partition(_) => interval("the network was partitioned".into(), Ends::Reunion),
        Fault::Corrupt(n, how) if *how != Byzantine::Honest => {
            interval(format!("{n} was taken over"), Ends::Honest(*n))
        }
        Fault::Restart(_) | Fault::Slow(..) | Fault::Corrupt(..) => None,
        Fault::Join(..) | Fault::Reunite | Fault::Heal => None,
        other => Some(band(at, mark(other), Ends::Itself).until(at)),
    }
}

/// What a fault without a length is called.
fn mark(fault: &Fault) -> String {
    let on = |path: &Path| if *path == Path::All { String::new() } else { format!(" on {path}") };
    match fault {
        Fault::Loss(path, ppm) => format!("loss became {}%{}", f64::from(*ppm) / 1e4, on(path)),
        Fault::Latency(path, low, high) => format!("latency became {low} to {high}{}", on(path)),
        Fault::Skew(n, _) => format!("{n}'s clock jumped"),
        Fault::Drift(n, _) => format!("{n}'s clock began to drift"),
        Fault::Drop(m) => format!("{m} was dropped"),
        other => other.to_string(),
    }
}

fn end(bands: &mut [Band], fault: &Fault, at: SimTime) {
    for band in bands.iter_mut().filter(|band| band.to.is_none()) {
        let over = match (&band.ends, fault) {
            (Ends::Restart(node), Fault::Restart(other)) => node == other,
            (Ends::FullSpeed(node), Fault::Slow(other, _)) => node == other,
            (Ends::Join(from, to), Fault::Join(a, b)) => (from, to) == (a, b),
            (Ends::Join(..), Fault::Heal) => true,
            (Ends::Reunion, Fault::Reunite | Fault::Heal | Fault::Partition(_)) => true,
            (Ends::Honest(node), Fault::Corrupt(other, _)) => node == other,
            _ => false,
        };
        if over {
            band.to = Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let script = faultyard::lab::Script::parse(&format!("lab\n{text}")).unwrap();
        let line = |band: &Band| match band.to {
            Some(to) => format!("{} {}..{to}", band.label, band.from),
            None => format!("{} {}..", band.label, band.from),
        };
        bands(&script.scenario.inputs, SimTime::from_ms(10_000)).iter().map(line).collect()
    }

    #[test]
    fn a_crash_lasts_until_its_own_node_restarts() {
        let told = of("at 1s crash n1\nat 2s crash n2\nat 3s restart n1\nat 4s lose-disk n2");
        assert_eq!(told, ["n1 crashed 1s..3s", "n2 crashed 2s.."]);
    }

    #[test]
    fn healing_ends_cuts_and_partitions_and_a_pause_ends_itself() {
        let told = of("at 1s cut n1>n2\nat 2s partition n1|n2\nat 3s pause n1 500ms\nat 4s heal");
        let expected =
            ["n1 to n2 was cut 1s..4s", "the network was partitioned 2s..4s", "n1 paused 3s..3500ms"];
        assert_eq!(told, expected);
    }

    #[test]
    fn the_end_of_a_partition_leaves_a_cut_as_it_is() {
        let told = of("at 1s cut n1>n2\nat 2s partition n1|n2\nat 4s reunite");
        assert_eq!(told, ["n1 to n2 was cut 1s..", "the network was partitioned 2s..4s"]);
    }

    #[test]
    fn slowness_ends_at_full_speed_and_settings_are_marks() {
        let told = of("at 1s slow n3 5ms\nat 2s slow n3 0s\nat 3s loss * 10%\nat 12s crash n1");
        assert_eq!(told, ["n3 slowed 1s..2s", "loss became 10% 3s..3s"]);
    }
}
