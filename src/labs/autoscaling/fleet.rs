//! The fleet: machines start, serve, run out of memory, fail and go, until there are as many as are desired.

use super::bill::Rented;
use super::event::FleetEvent;
use super::machine::{Machine, NEVER, State};
use super::nodes::Nodes;
use super::release::Release;
use super::situation::{FULL, Situation};
use crate::process::{NodeId, Random, SimDuration, SimTime};
use crate::sim::{Record, RecordId, Trace};

/// Zones that machines are spread over.
pub const ZONES: u8 = 3;
/// Thousandths of a core that a booting machine uses.
const BOOT_CPU: f64 = 800.0;
/// How long a service takes to start anew on a machine that is up.
const RESTART: SimDuration = SimDuration::from_ms(20_000);

/// The machines that are there, by their numbers.
#[derive(Clone)]
pub struct Fleet {
    /// All of them, those that boot, drain or have failed too.
    pub machines: Vec<Machine>,
    /// How long each boot takes, and whether it fails.
    pub(super) boots: Random,
    /// Where the machines are placed, if that is limited.
    pub nodes: Option<Nodes>,
}

impl Fleet {
    /// So many machines, ready and warm as far as nodes have room for them.
    pub fn new(count: u32, size: u32, boots: Random, at: &Situation) -> Fleet {
        let nodes = (at.params.nodes.places > 0).then(|| Nodes::new(count, at));
        let mut fleet = Fleet { machines: Vec::new(), boots, nodes };
        for _ in 0..count {
            let machine = fleet.new_machine(size, at);
            fleet.machines.push(machine);
        }
        if let Some(nodes) = &mut fleet.nodes {
            nodes.place(&mut fleet.machines, at);
        }
        for machine in fleet.machines.iter_mut().filter(|machine| machine.state == State::Booting) {
            (machine.state, machine.warm) = (State::Ready, true);
        }
        fleet
    }

    /// What is paid for: the machines, or the nodes that they are on.
    pub fn rented(&self) -> impl Iterator<Item = Rented> + Clone {
        let machines = self.machines.iter().filter(|_| self.nodes.is_none()).map(Machine::rented);
        machines.chain(self.nodes.iter().flat_map(Nodes::rented))
    }

    /// Of machines that are gone, what was paid for.
    fn ended(&self, gone: &[Machine]) -> Vec<Rented> {
        gone.iter().filter(|_| self.nodes.is_none()).map(Machine::rented).collect()
    }

    /// What the machines that are ready do, in machines of the smallest size that are warm.
    pub fn units(&self, at: &Situation) -> f64 {
        self.machines.iter().map(|machine| machine.weight(at.now, at.params.warm_up())).sum()
    }

    /// What is paid for, in machines of the smallest size.
    pub fn paid_units(&self) -> u64 {
        self.rented().map(|rented| u64::from(rented.size)).sum()
    }

    /// The mean size of a machine that is there; without one, none.
    pub fn mean_size(&self) -> Option<f64> {
        let size: u64 = self.machines.iter().map(|machine| u64::from(machine.size)).sum();
        (size > 0).then(|| size as f64 / self.machines.len() as f64)
    }

    /// How many machines are in a state.
    pub fn count(&self, state: State) -> u32 {
        self.machines.iter().filter(|machine| machine.state == state).count() as u32
    }

    /// The machine with this name.
    pub fn machine(&self, id: NodeId) -> Option<&Machine> {
        self.machines.iter().find(|machine| machine.id == id)
    }

    fn machine_mut(&mut self, id: NodeId) -> Option<&mut Machine> {
        self.machines.iter_mut().find(|machine| machine.id == id)
    }

    fn new_machine(&mut self, size: u32, at: &Situation) -> Machine {
        let is_free = |number: &u16| self.machines.iter().all(|machine| machine.id.0 != *number);
        let id = NodeId((0..).find(is_free).expect("there are fewer machines than numbers"));
        let boot = at.params.boot().seconds() * at.disruptions.boots(at.now);
        // A tenth more or less, by chance.
        let boot = boot * (0.9 + 0.2 * self.boots.unit());
        let fails = self.boots.below(100) < at.disruptions.boots_fail(at.now);
        let until = at.now + SimDuration((boot * 1e6) as u64);
        let held = |zone: u8| self.machines.iter().filter(|machine| machine.zone == zone).count();
        let machine = Machine::new(id, at.now, until, at.emptiest_zone(held), size);
        let state = if self.nodes.is_some() { State::Pending } else { State::Booting };
        Machine { state, boot_fails: fails, ..machine }
    }

    /// Machines whose time in a state is over go on to the next one; what was paid for those that are gone is handed out.
    pub fn turn(&mut self, now: SimTime, trace: &mut Trace<FleetEvent>) -> Vec<Rented> {
        if let Some(nodes) = &mut self.nodes {
            nodes.turn(now, trace);
        }
        for machine in &mut self.machines {
            let id = machine.id;
            let is_over = machine.until <= now;
            match machine.state {
                State::Booting if is_over && machine.boot_fails => {
                    (machine.state, machine.changed) = (State::Failed, now);
                    trace.push(Record::note(now, FleetEvent::NotBooted(id)).at_node(id));
                }
                State::Booting | State::Resizing if is_over => {
                    (machine.state, machine.changed, machine.fresh, machine.warm) =
                        (State::Ready, now, now, false);
                    trace.push(Record::note(now, FleetEvent::Ready(id, machine.age(now))).at_node(id));
                }
                _ => {}
            }
        }
        let is_gone = |machine: &mut Machine| machine.state == State::Draining && machine.until <= now;
        let gone: Vec<Machine> = self.machines.extract_if(.., is_gone).collect();
        for machine in &gone {
            trace.push(Record::note(now, FleetEvent::Gone(machine.id)).at_node(machine.id));
        }
        self.ended(&gone)
    }

    /// A warm machine of the smallest size served so many requests a second, of so much processor time; what each
    /// machine did for it is measured.
    pub fn serve(&mut self, each: f64, cpu_s: f64, at: &Situation) {
        let warm_up = at.params.warm_up();
        for machine in self.machines.iter_mut().filter(|machine| machine.state != State::Pending) {
            let requests = each * machine.weight(at.now, warm_up);
            // A machine that boots works hard for nobody.
            let cpu = if machine.state == State::Booting { BOOT_CPU } else { requests * cpu_s * 1e3 };
            machine.samples.pass(cpu, requests);
        }
    }

    /// A machine whose memory is full starts its service anew, without what it was working at.
    pub fn run_out(&mut self, at: &Situation, trace: &mut Trace<FleetEvent>) {
        for machine in self.machines.iter_mut().filter(|machine| machine.state == State::Ready) {
            if at.memory(machine) > f64::from(machine.size) * FULL {
                (machine.state, machine.changed, machine.until) = (State::Resizing, at.now, at.now + RESTART);
                machine.fresh = at.now;
                trace.push(Record::note(at.now, FleetEvent::OutOfMemory(machine.id)).at_node(machine.id));
            }
        }
    }

    /// Starts or takes away machines until there are as many of each version as there are to be, of the size that is
    /// desired, and places them on nodes; what was paid for those that had failed is handed out.
    pub fn reconcile(
        &mut self,
        release: &Release,
        size: u32,
        at: &Situation,
        trace: &mut Trace<FleetEvent>,
    ) -> Vec<Rented> {
        let failed: Vec<Machine> =
            self.machines.extract_if(.., |machine| machine.state == State::Failed).collect();
        let cause = trace.cause();
        for set in release.rollout.sets() {
            let of_set = |machine: &&Machine| machine.counts() && machine.version == set.version;
            let there = self.machines.iter().filter(of_set).count() as u32;
            for _ in there..set.replicas {
                self.start(set.version, release.is_bad(set.version), size, at, trace);
            }
            for _ in set.replicas..there {
                self.take_away(set.version, at, cause, trace);
            }
        }
        let mut ended = self.ended(&failed);
        if let Some(nodes) = &mut self.nodes {
            ended.extend(nodes.settle(&mut self.machines, at, trace));
        }
        ended
    }

    /// Starts a machine of a version; of a bad one, it is never ready.
    fn start(
        &mut self,
        version: u16,
        is_bad: bool,
        size: u32,
        at: &Situation,
        trace: &mut Trace<FleetEvent>,
    ) {
        let machine = self.new_machine(size, at);
        let (id, until) = (machine.id, if is_bad { NEVER } else { machine.until });
        let place = self.machines.partition_point(|other| other.id < id);
        self.machines.insert(place, Machine { version, until, ..machine });
        let note = Record::note(at.now, FleetEvent::Started(id)).at_node(id);
        trace.push(note.because(trace.cause()));
    }

    /// One machine after the other is made larger or smaller; meanwhile it stands still.
    pub fn resize(&mut self, size: u32, at: &Situation) {
        if self.count(State::Resizing) > 0 {
            return;
        }
        let other = |machine: &&mut Machine| machine.state == State::Ready && machine.size != size;
        if let Some(machine) = self.machines.iter_mut().find(other) {
            (machine.state, machine.changed, machine.until) =
                (State::Resizing, at.now, at.now + at.params.boot());
            machine.size = size;
        }
    }

    /// The machine of a version that goes first: one that is not ready, else the one that became ready last (as a
    /// ReplicaSet ranks them).
    fn take_away(
        &mut self,
        version: u16,
        at: &Situation,
        cause: Option<RecordId>,
        trace: &mut Trace<FleetEvent>,
    ) {
        let ranked = |machine: &&mut Machine| {
            let state = match machine.state {
                State::Pending => 0,
                State::Booting => 1,
                State::Resizing => 2,
                _ => 3,
            };
            (state, std::cmp::Reverse(machine.changed), std::cmp::Reverse(machine.id))
        };
        let of_set = |machine: &&mut Machine| machine.counts() && machine.version == version;
        let Some(machine) = self.machines.iter_mut().filter(of_set).min_by_key(ranked) else { return };
        let runs = matches!(machine.state, State::Ready | State::Resizing);
        let drain = if runs { at.params.drain() } else { SimDuration::ZERO };
        (machine.state, machine.changed, machine.until) = (State::Draining, at.now, at.now + drain);
        trace.push(Record::note(at.now, FleetEvent::Drains(machine.id)).at_node(machine.id).because(cause));
    }

    /// A machine fails.
    ///
    /// # Errors
    /// There is no such machine, it has failed already, or it waits for a node.
    pub fn crash(&mut self, id: NodeId, now: SimTime) -> Result<(), String> {
        let machine = self.machine_mut(id).ok_or_else(|| format!("there is no {id}"))?;
        if machine.state == State::Failed {
            return Err(format!("{id} has failed already"));
        }
        if machine.state == State::Pending {
            return Err(format!("{id} is on no node yet"));
        }
        (machine.state, machine.changed) = (State::Failed, now);
        Ok(())
    }

    /// A machine that failed boots again, unless it has been replaced by then.
    ///
    /// # Errors
    /// There is no such machine, it has not failed, or its node is gone.
    pub fn restart(&mut self, id: NodeId, now: SimTime, boot: SimDuration) -> Result<(), String> {
        let lost: Vec<u16> = self.nodes.iter().flat_map(Nodes::lost).collect();
        let machine = self.machine_mut(id).ok_or_else(|| format!("there is no {id}"))?;
        if machine.state != State::Failed {
            return Err(format!("{id} has not failed"));
        }
        if machine.node.is_some_and(|node| lost.contains(&node)) {
            return Err(format!("the node of {id} is gone"));
        }
        let until = if machine.until == NEVER { NEVER } else { now + boot };
        (machine.state, machine.changed, machine.until) = (State::Booting, now, until);
        machine.boot_fails = false;
        Ok(())
    }

    /// All machines of a zone fail; how many these were.
    pub fn lose_zone(&mut self, zone: u8, now: SimTime) -> usize {
        if let Some(nodes) = &mut self.nodes {
            nodes.lose_zone(zone);
        }
        let is_there = |machine: &&mut Machine| machine.zone == zone && machine.state != State::Pending;
        let there = self.machines.iter_mut().filter(is_there);
        there.map(|machine| (machine.state, machine.changed) = (State::Failed, now)).count()
    }

    /// Bytes that it holds on the heap, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { machines, boots: _, nodes } = self;
        machines.iter().map(Machine::bytes).sum::<usize>() + nodes.as_ref().map_or(0, Nodes::bytes)
    }
}
