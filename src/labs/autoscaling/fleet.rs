//! The fleet: machines start, serve, run out of memory, fail and go, until there are as many as are desired.

use super::event::FleetEvent;
use super::machine::{Machine, State};
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
}

impl Fleet {
    /// So many machines, ready and warm.
    pub fn new(count: u32, size: u32, boots: Random, at: &Situation) -> Fleet {
        let mut fleet = Fleet { machines: Vec::new(), boots };
        for _ in 0..count {
            let machine = fleet.new_machine(size, at);
            fleet.machines.push(Machine { state: State::Ready, warm: true, ..machine });
        }
        fleet
    }

    /// What the machines that are ready do, in machines of the smallest size that are warm.
    pub fn units(&self, at: &Situation) -> f64 {
        self.machines.iter().map(|machine| machine.weight(at.now, at.params.warm_up())).sum()
    }

    /// What is paid for, in machines of the smallest size.
    pub fn paid_units(&self) -> u64 {
        self.machines.iter().map(|machine| u64::from(machine.size)).sum()
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
        let zone = self.emptiest_zone(at);
        Machine { boot_fails: fails, ..Machine::new(id, at.now, until, zone, size) }
    }

    fn emptiest_zone(&self, at: &Situation) -> u8 {
        let held = |zone: u8| self.machines.iter().filter(|machine| machine.zone == zone).count();
        let open = (0..ZONES).filter(|zone| !at.disruptions.zone_is_gone(*zone, at.now));
        open.min_by_key(|zone| (held(*zone), *zone)).unwrap_or(0)
    }

    /// Machines whose time in a state is over go on to the next one; those that are gone are handed out.
    pub fn turn(&mut self, now: SimTime, trace: &mut Trace<FleetEvent>) -> Vec<Machine> {
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
        gone
    }

    /// A warm machine of the smallest size served so many requests a second, of so much processor time; what each
    /// machine did for it is measured.
    pub fn serve(&mut self, each: f64, cpu_s: f64, at: &Situation) {
        let warm_up = at.params.warm_up();
        for machine in &mut self.machines {
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

    /// Starts or takes away machines until there are as many as are desired, of the size that is desired; those that had
    /// failed are handed out.
    pub fn reconcile(
        &mut self,
        desired: u32,
        size: u32,
        at: &Situation,
        trace: &mut Trace<FleetEvent>,
    ) -> Vec<Machine> {
        let failed = self.machines.extract_if(.., |machine| machine.state == State::Failed).collect();
        self.resize(size, at);
        let cause = trace.cause();
        let mut there = self.machines.iter().filter(|machine| machine.counts()).count() as u32;
        while there < desired {
            let machine = self.new_machine(size, at);
            let id = machine.id;
            let place = self.machines.partition_point(|other| other.id < id);
            self.machines.insert(place, machine);
            trace.push(Record::note(at.now, FleetEvent::Started(id)).at_node(id).because(cause));
            there += 1;
        }
        while there > desired {
            self.take_away(at, cause, trace);
            there -= 1;
        }
        failed
    }

    /// One machine after the other is made larger or smaller; meanwhile it stands still.
    fn resize(&mut self, size: u32, at: &Situation) {
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

    /// The machine that goes first: one that boots, else the one that became ready last (as a ReplicaSet ranks them).
    fn take_away(&mut self, at: &Situation, cause: Option<RecordId>, trace: &mut Trace<FleetEvent>) {
        let ranked = |machine: &&mut Machine| {
            (
                machine.state != State::Booting,
                std::cmp::Reverse(machine.changed),
                std::cmp::Reverse(machine.id),
            )
        };
        let counting = self.machines.iter_mut().filter(|machine| machine.counts());
        let Some(machine) = counting.min_by_key(ranked) else { return };
        let drain = if machine.state == State::Booting { SimDuration::ZERO } else { at.params.drain() };
        (machine.state, machine.changed, machine.until) = (State::Draining, at.now, at.now + drain);
        trace.push(Record::note(at.now, FleetEvent::Drains(machine.id)).at_node(machine.id).because(cause));
    }

    /// A machine fails.
    ///
    /// # Errors
    /// There is no such machine, or it has failed already.
    pub fn crash(&mut self, id: NodeId, now: SimTime) -> Result<(), String> {
        let machine = self.machine_mut(id).ok_or_else(|| format!("there is no {id}"))?;
        if machine.state == State::Failed {
            return Err(format!("{id} has failed already"));
        }
        (machine.state, machine.changed) = (State::Failed, now);
        Ok(())
    }

    /// A machine that failed boots again, unless it has been replaced by then.
    ///
    /// # Errors
    /// There is no such machine, or it has not failed.
    pub fn restart(&mut self, id: NodeId, now: SimTime, boot: SimDuration) -> Result<(), String> {
        let machine = self.machine_mut(id).ok_or_else(|| format!("there is no {id}"))?;
        if machine.state != State::Failed {
            return Err(format!("{id} has not failed"));
        }
        (machine.state, machine.changed, machine.until) = (State::Booting, now, now + boot);
        machine.boot_fails = false;
        Ok(())
    }

    /// All machines of a zone fail; how many these were.
    pub fn lose_zone(&mut self, zone: u8, now: SimTime) -> usize {
        let there = self.machines.iter_mut().filter(|machine| machine.zone == zone);
        there.map(|machine| (machine.state, machine.changed) = (State::Failed, now)).count()
    }

    /// Bytes that it holds on the heap, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { machines, boots: _ } = self;
        machines.iter().map(Machine::bytes).sum()
    }
}
