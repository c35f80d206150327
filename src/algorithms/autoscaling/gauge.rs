//! One number of a service, for policies that compare a number with thresholds.

use super::observation::{Machine, Observation, Signal};
use super::words::{name, number, unit};

/// Which number is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gauge {
    /// The sum of use as a percentage of the sum of promises, over running machines that have a sample.
    Utilisation(Signal),
    /// The value for the whole service by the machines that serve, at least one: CloudWatch's
    /// `RequestCountPerTarget`.
    Each(Signal),
    /// The value for the whole service.
    Whole(Signal),
}

impl Gauge {
    /// The number; none where nothing was measured, or nothing was promised.
    pub fn read(self, seen: &Observation) -> Option<f64> {
        match self {
            Gauge::Utilisation(signal) => utilisation(signal, seen),
            Gauge::Each(signal) => {
                seen.whole[signal as usize].map(|value| value / f64::from(seen.serving().max(1)))
            }
            Gauge::Whole(signal) => seen.whole[signal as usize],
        }
    }

    /// The number with its name and unit.
    pub(super) fn shown(self, value: f64) -> String {
        format!("{} {}", name(self.signal()), self.value(value))
    }

    /// The number with its unit: `81 %`, `12 req/s each`.
    pub(super) fn value(self, value: f64) -> String {
        let value = number(value);
        match self {
            Gauge::Utilisation(_) => format!("{value} %"),
            Gauge::Each(of) => format!("{value}{} each", unit(of)),
            Gauge::Whole(of) => format!("{value}{}", unit(of)),
        }
    }

    fn signal(self) -> Signal {
        match self {
            Gauge::Utilisation(signal) | Gauge::Each(signal) | Gauge::Whole(signal) => signal,
        }
    }
}

fn utilisation(signal: Signal, seen: &Observation) -> Option<f64> {
    let counts = |machine: &&Machine| machine.running && !machine.failed;
    let values = seen.machines.iter().filter(counts).filter_map(|machine| machine.value(signal));
    let (sum, count) = values.fold((0.0, 0u32), |(sum, count), value| (sum + value, count + 1));
    let promised = f64::from(count) * seen.promised[signal as usize];
    (promised > 0.0).then(|| 100.0 * sum / promised)
}
