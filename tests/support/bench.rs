//! A cluster of toys on the bench: let time pass, inject faults, look.

use super::toy::{Do, Orders, Saved, Toy};
use faultyard::process::{NodeId, Seed, SimDuration, SimTime};
use faultyard::sim::{Cluster, Conditions, Fault, Loss, Trace, What, World};

pub struct Bench {
    pub cluster: Cluster<Toy>,
    pub trace: Trace<super::toy::Said>,
    pub now: SimTime,
}

/// Toys with these orders, on links of exactly 10 ms, with disks that take no time.
pub fn bench(boots: &[&[Do]]) -> Bench {
    with(boots, &[], 10_000..=10_000, 0, 1)
}

/// The same with timer orders that all toys share, a latency range, the disk's time, and the seed.
pub fn with(
    boots: &[&[Do]],
    on_timer: &[(u8, Do)],
    latency_us: std::ops::RangeInclusive<u64>,
    disk_us: u64,
    seed: u64,
) -> Bench {
    let orders = |boot: &&[Do]| Orders { boot: boot.to_vec(), on_timer: on_timer.to_vec() };
    let machines = boots.iter().map(|boot| (orders(boot), Saved::default()));
    let conditions = Conditions {
        latency_min: SimDuration(*latency_us.start()),
        latency_max: SimDuration(*latency_us.end()),
        disk: SimDuration(disk_us),
    };
    let cluster = Cluster::new(machines, conditions, Seed(seed));
    Bench { cluster, trace: Trace::new(1_000_000), now: SimTime::ZERO }
}

impl Bench {
    /// Lets everything happen up to `us` microseconds after the start.
    pub fn until(&mut self, us: u64) -> &mut Self {
        while self.cluster.next_at().is_some_and(|at| at.0 <= us) {
            self.cluster.step(&mut self.trace);
        }
        self.now = SimTime(us);
        self
    }

    /// A fault now, which must be possible.
    pub fn inject(&mut self, fault: &str) -> &mut Self {
        self.try_inject(fault).unwrap_or_else(|why| panic!("{fault}: {why}"));
        self
    }

    pub fn try_inject(&mut self, fault: &str) -> Result<(), String> {
        let fault = Fault::parse(fault).expect("a fault");
        self.cluster.inject(self.now, &fault, &mut self.trace)
    }

    pub fn toy(&self, node: u16) -> &Toy {
        &self.cluster.node(NodeId(node)).process
    }

    pub fn saved(&self, node: u16) -> Vec<u32> {
        self.cluster.node(NodeId(node)).disk.0.clone()
    }

    /// The numbers that a node remembers, in the order in which it heard them.
    pub fn heard(&self, node: u16) -> Vec<u32> {
        self.toy(node).heard.iter().map(|(_, _, number)| *number).collect()
    }

    /// The timers that ran out at a node, with its own clock.
    pub fn fired(&self, node: u16) -> Vec<(u64, u8)> {
        self.toy(node).fired.iter().map(|(at, timer)| (at.0, *timer)).collect()
    }

    /// When, in real simulated time, each message arrived anywhere.
    pub fn arrivals(&self) -> Vec<u64> {
        let received = |what: &What<_>| matches!(what, What::Received(..));
        self.trace.kept().filter(|record| received(&record.what)).map(|record| record.at.0).collect()
    }

    /// Why messages were lost, in order.
    pub fn losses(&self) -> Vec<Loss> {
        let records = self.trace.kept();
        records
            .filter_map(|record| if let What::Lost(_, _, why) = record.what { Some(why) } else { None })
            .collect()
    }
}
