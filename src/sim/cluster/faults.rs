//! What each fault does to a cluster.

use super::{Cluster, Effects, Next};
use crate::process::{Effect, NodeId, Process, SimDuration, SimTime};
use crate::sim::{Byzantine, Fate, Fault, Flight, Loss, MessageId, RecordId, Trace};

impl<P: Process> Cluster<P> {
    pub(super) fn take(
        &mut self,
        fault: &Fault,
        cause: Option<RecordId>,
        trace: &mut Trace<P::Note>,
    ) -> Result<(), String> {
        match *fault {
            Fault::Crash(n) => self.crash(n)?,
            Fault::Restart(n) if self.nodes[n.index()].up => return Err(format!("{n} is up")),
            Fault::Restart(n) => self.start(n, cause, trace),
            Fault::LoseDisk(n) => {
                let _ = self.crash(n);
                self.nodes[n.index()].disk = P::Durable::default();
            }
            Fault::Pause(n, _) if !self.nodes[n.index()].up => return Err(format!("{n} is down")),
            Fault::Pause(n, length) => self.nodes[n.index()].pause(self.now + length),
            Fault::Slow(n, each) => self.nodes[n.index()].per_event = each,
            Fault::Skew(n, us) => self.nodes[n.index()].skew(us),
            Fault::Drift(n, ppm) => self.nodes[n.index()].drift(self.now, ppm),
            Fault::Corrupt(n, Byzantine::Lies | Byzantine::Equivocates) if P::LIE.is_none() => {
                return Err(format!("this algorithm has no lies that {n} could tell"));
            }
            Fault::Corrupt(n, loyalty) => self.nodes[n.index()].loyalty = loyalty,
            Fault::Cut(a, b) => self.network.set_cut(a, b, true),
            Fault::Join(a, b) => self.network.set_cut(a, b, false),
            Fault::Partition(ref groups) => self.network.partition(groups),
            Fault::Reunite => self.network.reunite(),
            Fault::Heal => self.network.heal(),
            Fault::Latency(path, low, high) => self.network.set_latency(path, low, high),
            Fault::Loss(path, ppm) => self.network.set_loss(path, ppm),
            Fault::Duplicate(path, ppm) => self.network.set_duplicate(path, ppm),
            Fault::Reorder(path, ppm, by) => self.network.set_reorder(path, ppm, by),
            Fault::Drop(id) => self.redirect(id, |flight, now| {
                (flight.fate, flight.ends) = (Fate::Lost(Loss::Dropped), now);
            })?,
            Fault::Delay(id, by) => self.redirect(id, |flight, _| {
                (flight.arrives, flight.ends) = (flight.arrives + by, flight.ends + by);
            })?,
            Fault::Copy(id) => self.copy(id)?,
        }
        Ok(())
    }

    fn crash(&mut self, id: NodeId) -> Result<(), String> {
        if !self.nodes[id.index()].up {
            return Err(format!("{id} is down already"));
        }
        let now = self.now;
        self.nodes[id.index()].lose_memory(id, now);
        self.touched = Some(id);
        Ok(())
    }

    /// Changes a message that is on its way.
    fn redirect(
        &mut self,
        id: MessageId,
        change: impl Fn(&mut Flight<P::Message>, SimTime),
    ) -> Result<(), String> {
        let now = self.now;
        let (slot, flight) =
            self.flights.find(id).ok_or_else(|| format!("{id} is not on its way any more"))?;
        change(flight, now);
        let ends = flight.ends;
        self.queue.push(ends, Next::Land(slot));
        Ok(())
    }

    fn copy(&mut self, id: MessageId) -> Result<(), String> {
        let (_, original) =
            self.flights.find(id).ok_or_else(|| format!("{id} is not on its way any more"))?;
        let mut second = original.clone();
        let takes = second.arrives.since(second.sent);
        second.arrives += SimDuration(takes.0 / 2);
        second.ends = second.arrives;
        self.put_in_flight(second);
        Ok(())
    }

    /// What a node that was taken over makes of what its step asked for: it sends nothing, or lies.
    pub(super) fn corrupt(&mut self, id: NodeId, effects: &mut Effects<P>) {
        let node = &mut self.nodes[id.index()];
        if node.loyalty == Byzantine::Silent {
            effects.retain(|(effect, _)| !matches!(effect, Effect::Send { .. }));
        }
        let Some(lie) = P::LIE else { return };
        let chance = node.random.clone();
        for (effect, _) in effects {
            let Effect::Send { to, message } = effect else { continue };
            if node.loyalty == Byzantine::Lies {
                // The same to all: each receiver meets the same chance.
                node.random = chance.clone();
            }
            *message = lie(message, *to, &mut node.random);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Seed;
    use crate::sim::tiny::{Boots, Orders, Tiny};
    use crate::sim::{Conditions, World};
    use std::collections::BTreeSet;

    /// What four nodes hear that n1 says 1 to.
    fn heard(seed: u64, loyalty: Byzantine) -> Vec<u8> {
        let says = (1..5).map(|node| (NodeId(node), 1)).collect();
        let machines = [Orders { ticks: 0, says }].into_iter().chain((1..5).map(|_| Orders::default()));
        let length = SimDuration::from_ms(1);
        let conditions = Conditions { latency_min: length, latency_max: length, disk: SimDuration::ZERO };
        let machines = machines.map(|orders| (orders, Boots::default()));
        let mut cluster: Cluster<Tiny> = Cluster::new(machines, conditions, Seed(seed));
        let mut trace = Trace::new(0);
        cluster.inject(SimTime::ZERO, &Fault::Corrupt(NodeId(0), loyalty), &mut trace).expect("it has a lie");
        while cluster.next_at().is_some() {
            cluster.step(&mut trace);
        }
        cluster.nodes().iter().flat_map(|node| node.process.heard.clone()).collect()
    }

    #[test]
    fn a_liar_tells_all_the_same_and_one_that_equivocates_each_its_own() {
        let different = |heard: &[u8]| heard.iter().collect::<BTreeSet<_>>().len();
        assert_eq!(heard(1, Byzantine::Honest), [1; 4]);
        assert_eq!(heard(1, Byzantine::Silent), [0; 0]);
        let lies: Vec<Vec<u8>> = (1..=5).map(|seed| heard(seed, Byzantine::Lies)).collect();
        assert!(lies.iter().all(|heard| heard.len() == 4 && different(heard) == 1), "{lies:?}");
        assert!(different(&lies.concat()) > 1 && lies.concat() != [1; 20], "lies of chance: {lies:?}");
        let each = heard(1, Byzantine::Equivocates);
        assert!(each.len() == 4 && different(&each) > 1, "{each:?}");
    }
}
