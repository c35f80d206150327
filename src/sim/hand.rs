//! A cluster worked by hand: nothing moves unless somebody says so. Independent of the kernel's clock, queue and network,
//! for tests of one schedule and for [`super::explore`], which tries them all.

use super::{Digest, MessageId};
use crate::process::{Durable, Effect, NodeId, Outbox, Process, Random, Seed, SimTime};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// Messages without end are taken for a mistake after so many.
const ENDLESS: usize = 10_000;

/// A message on its way.
#[derive(Clone, Debug, Hash)]
#[allow(missing_docs)] // The types say it.
pub struct Letter<M> {
    /// Its number, from 1, in the order of sending; a duplicate has the number of its original, a forged one 0.
    pub id: MessageId,
    pub from: NodeId,
    pub to: NodeId,
    pub message: M,
}

impl<M> Letter<M> {
    /// A message that nobody sent.
    pub fn forged(from: NodeId, to: NodeId, message: M) -> Letter<M> {
        Letter { id: MessageId(0), from, to, message }
    }
}

/// Sees each machine after each of its steps, from outside, and remembers what it needs to judge by.
pub trait Witness<P> {
    /// `node` has taken a step, and this is what it is now.
    fn saw(&mut self, node: NodeId, process: &P);
}

/// Nobody looks.
impl<P> Witness<P> for () {
    fn saw(&mut self, _: NodeId, _: &P) {}
}

#[derive(Clone)]
struct Machine<P: Process> {
    process: P,
    disk: P::Durable,
    up: bool,
    /// The timers that are set, and when they are due.
    timers: Vec<(P::Timer, SimTime)>,
    random: Random,
}

/// One thing done by hand. Printed as a line that [`Hand::read`] reads: a fault as in a script of a lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<T> {
    /// `give m3`: the message arrives.
    Give(MessageId),
    /// `fire n1 election timer`: the timer runs out, whenever it is due.
    Fire(NodeId, T),
    /// `drop m3`: the message is lost.
    Drop(MessageId),
    /// `copy m3`: the message is on its way twice.
    Copy(MessageId),
    /// `crash n1`: memory is gone, the disk stays.
    Crash(NodeId),
    /// `restart n1`: it comes up again with what its disk holds.
    Restart(NodeId),
}

/// Machines, their disks, and the messages between them. Copies share the machines that have not moved since.
pub struct Hand<P: Process, W = ()> {
    configs: Rc<[P::Config]>,
    machines: Vec<Rc<Machine<P>>>,
    /// The messages on their way, oldest first: take them out, put them in, change their order.
    pub letters: Vec<Letter<P::Message>>,
    /// The events, each with the node that it is of.
    pub notes: Vec<(NodeId, P::Note)>,
    /// What every clock shows.
    pub now: SimTime,
    /// What sees each machine after each of its steps.
    pub witness: W,
    sent: u64,
    same_chance: bool,
}

impl<P: Process, W: Witness<P>> Hand<P, W> {
    /// Machines set up like this and with these disks, which come up in order.
    pub fn new(
        machines: impl IntoIterator<Item = (P::Config, P::Durable)>,
        seed: Seed,
        witness: W,
    ) -> Hand<P, W> {
        let (configs, disks): (Vec<P::Config>, Vec<P::Durable>) = machines.into_iter().unzip();
        let machine = |(i, (config, disk)): (usize, (&P::Config, P::Durable))| {
            let (process, random) = (P::boot(NodeId(i as u16), config), seed.stream("node", i as u64));
            Rc::new(Machine { process, disk, up: false, timers: Vec::new(), random })
        };
        let machines = configs.iter().zip(disks).enumerate().map(machine).collect();
        let mut hand = Hand {
            configs: configs.into(),
            machines,
            letters: Vec::new(),
            notes: Vec::new(),
            now: SimTime::ZERO,
            witness,
            sent: 0,
            same_chance: false,
        };
        hand.nodes().for_each(|node| hand.restart(node));
        hand
    }

    /// Lets a machine meet the same chance at each step from now on, so that what it does follows from what it is.
    pub fn fix_chance(&mut self) {
        self.same_chance = true;
    }

    /// All nodes.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<P, W> {
        (0..self.machines.len() as u16).map(NodeId)
    }

    /// What a node has in memory.
    pub fn process(&self, node: NodeId) -> &P {
        &self.machines[node.index()].process
    }

    /// What its disk holds.
    pub fn disk(&self, node: NodeId) -> &P::Durable {
        &self.machines[node.index()].disk
    }

    /// Puts another disk into a machine, which reads it when it restarts.
    pub fn set_disk(&mut self, node: NodeId, disk: P::Durable) {
        self.machine(node).disk = disk;
    }

    /// Whether it is up.
    pub fn is_up(&self, node: NodeId) -> bool {
        self.machines[node.index()].up
    }

    /// The timers that are set, and when they are due.
    pub fn timers(&self, node: NodeId) -> &[(P::Timer, SimTime)] {
        &self.machines[node.index()].timers
    }

    fn machine(&mut self, node: NodeId) -> &mut Machine<P> {
        Rc::make_mut(&mut self.machines[node.index()])
    }

    /// Memory and timers are gone, the disk stays.
    pub fn crash(&mut self, node: NodeId) {
        let process = P::boot(node, &self.configs[node.index()]);
        let machine = self.machine(node);
        (machine.up, machine.process) = (false, process);
        machine.timers.clear();
    }

    /// A machine comes up with what its disk holds; one that is up crashes first.
    pub fn restart(&mut self, node: NodeId) {
        self.crash(node);
        self.machine(node).up = true;
        self.step(node, |process, disk, out| process.recover(disk, out));
    }

    /// Lets a timer run out, whenever it is due, and also if it is not set.
    pub fn fire(&mut self, node: NodeId, timer: P::Timer) {
        self.machine(node).timers.retain(|(set, _)| *set != timer);
        self.step(node, |process, _, out| process.on_timer(timer, out));
    }

    /// Lets the timer run out that is due first, and moves the clock there.
    pub fn fire_next(&mut self) {
        let of = |node: NodeId| self.timers(node).iter().map(move |(timer, due)| (*due, node, *timer));
        let Some((due, node, timer)) = self.nodes().flat_map(of).min() else { return };
        self.now = self.now.max(due);
        self.fire(node, timer);
    }

    /// Hands a message over. A machine that is down misses it.
    pub fn give(&mut self, letter: Letter<P::Message>) {
        if self.is_up(letter.to) {
            self.step(letter.to, |process, _, out| process.on_message(letter.from, letter.message, out));
        }
    }

    /// Hands over the messages that `choose` picks, and what they lead to, until there are none; the others stay.
    ///
    /// # Panics
    /// If there are always more.
    pub fn deliver_where(&mut self, choose: impl Fn(&Letter<P::Message>) -> bool) {
        let mut kept = Vec::new();
        for round in 0.. {
            assert!(round < ENDLESS, "messages without end");
            if self.letters.is_empty() {
                break;
            }
            let letter = self.letters.remove(0);
            if choose(&letter) { self.give(letter) } else { kept.push(letter) }
        }
        self.letters = kept;
    }

    /// Hands over all messages, and what they lead to.
    ///
    /// # Panics
    /// If there are always more.
    pub fn deliver_all(&mut self) {
        self.deliver_where(|_| true);
    }

    /// Hands over what travels among these nodes; everything else is lost.
    ///
    /// # Panics
    /// If there are always more.
    pub fn deliver_among(&mut self, nodes: &[NodeId]) {
        self.deliver_where(|letter| nodes.contains(&letter.from) && nodes.contains(&letter.to));
        self.letters.clear();
    }

    fn step(&mut self, node: NodeId, act: impl FnOnce(&mut P, &P::Durable, &mut Outbox<P>)) {
        let (now, same_chance) = (self.now, self.same_chance);
        let machine = Rc::make_mut(&mut self.machines[node.index()]);
        let (mut random, mut effects) = (machine.random.clone(), Vec::new());
        act(&mut machine.process, &machine.disk, &mut Outbox::new(node, now, &mut random, &mut effects));
        if !same_chance {
            machine.random = random;
        }
        for (effect, _) in effects {
            match effect {
                Effect::Send { to, message } => {
                    self.sent += 1;
                    self.letters.push(Letter { id: MessageId(self.sent), from: node, to, message });
                }
                Effect::Persist(write) => machine.disk.apply(write),
                Effect::Note(note) => self.notes.push((node, note)),
                Effect::CancelTimer(timer) => machine.timers.retain(|(set, _)| *set != timer),
                Effect::SetTimer { timer, after } => {
                    machine.timers.retain(|(set, _)| *set != timer);
                    machine.timers.push((timer, now + after));
                }
            }
        }
        self.witness.saw(node, &machine.process);
    }
}

/// Working from a script.
impl<P: Process, W: Witness<P>> Hand<P, W> {
    fn place(&self, id: MessageId) -> Result<usize, String> {
        let place = self.letters.iter().position(|letter| letter.id == id);
        place.ok_or_else(|| format!("{id} is not on its way"))
    }

    /// Does one thing.
    ///
    /// # Errors
    /// A sentence that says why it cannot be done now; nothing has changed then.
    pub fn take(&mut self, step: Step<P::Timer>) -> Result<(), String> {
        let known = |node: NodeId| node.index() < self.machines.len();
        match step {
            Step::Fire(node, _) | Step::Crash(node) | Step::Restart(node) if !known(node) => {
                return Err(format!("there is no {node}"));
            }
            Step::Fire(node, _) | Step::Crash(node) if !self.is_up(node) => {
                return Err(format!("{node} is down"));
            }
            Step::Restart(node) if self.is_up(node) => return Err(format!("{node} is up")),
            Step::Give(id) => {
                let letter = self.letters.remove(self.place(id)?);
                self.give(letter);
            }
            Step::Drop(id) => drop(self.letters.remove(self.place(id)?)),
            Step::Copy(id) => self.letters.push(self.letters[self.place(id)?].clone()),
            Step::Fire(node, timer) => self.fire(node, timer),
            Step::Crash(node) => self.crash(node),
            Step::Restart(node) => self.restart(node),
        }
        Ok(())
    }

    /// Reads the line that a step is written as; a timer must be set to be known by its name.
    ///
    /// # Errors
    /// A sentence that says what was not understood.
    pub fn read(&self, line: &str) -> Result<Step<P::Timer>, String> {
        let (verb, rest) = line.trim().split_once(' ').unwrap_or((line, ""));
        let (target, name) = rest.trim().split_once(' ').unwrap_or((rest, ""));
        let node = || NodeId::parse(target).ok_or_else(|| format!("\"{target}\" is not a node (n1, n2 ...)"));
        let message = || {
            let number = target.strip_prefix('m').and_then(|number| number.parse().ok());
            number.map(MessageId).ok_or_else(|| format!("\"{target}\" is not a message (m1, m2 ...)"))
        };
        Ok(match verb {
            "give" => Step::Give(message()?),
            "drop" => Step::Drop(message()?),
            "copy" => Step::Copy(message()?),
            "crash" => Step::Crash(node()?),
            "restart" => Step::Restart(node()?),
            "fire" => {
                let node = node()?;
                let machine = self.machines.get(node.index()).ok_or_else(|| format!("there is no {node}"))?;
                let set = machine.timers.iter().find(|(timer, _)| P::timer_name(*timer) == name);
                Step::Fire(node, set.ok_or_else(|| format!("{node}'s {name} is not set"))?.0)
            }
            other => return Err(format!("\"{other}\" is not one of give, fire, drop, copy, crash, restart")),
        })
    }

    /// Does what the lines say, one after the other; what follows a `#` is for people.
    ///
    /// # Errors
    /// The number of the line that could not be done, and why; those before it are done.
    pub fn play(&mut self, script: &str) -> Result<(), String> {
        for (number, line) in script.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if !line.is_empty() {
                let done = self.read(line).and_then(|step| self.take(step));
                done.map_err(|why| format!("line {}: {why}", number + 1))?;
            }
        }
        Ok(())
    }

    /// A step as a line for [`Hand::play`], with what its message says.
    pub fn write(&self, step: Step<P::Timer>) -> String {
        let about = |verb: &str, id: MessageId| match self.letters.iter().find(|letter| letter.id == id) {
            Some(Letter { from, to, message, .. }) => {
                format!("{verb} {id}  # {} from {from} to {to}", P::summarise(message))
            }
            None => format!("{verb} {id}"),
        };
        match step {
            Step::Give(id) => about("give", id),
            Step::Drop(id) => about("drop", id),
            Step::Copy(id) => about("copy", id),
            Step::Fire(node, timer) => format!("fire {node} {}", P::timer_name(timer)),
            Step::Crash(node) => format!("crash {node}"),
            Step::Restart(node) => format!("restart {node}"),
        }
    }
}

impl<P: Process, W: Clone> Clone for Hand<P, W> {
    fn clone(&self) -> Self {
        Hand {
            configs: Rc::clone(&self.configs),
            machines: self.machines.clone(),
            letters: self.letters.clone(),
            notes: self.notes.clone(),
            witness: self.witness.clone(),
            ..*self
        }
    }
}

impl<P: Process, W: Hash> Hand<P, W> {
    /// A digest of all that decides what can happen, times, message numbers and orders left out; `more` is counted in.
    pub(super) fn state_digest(&self, more: impl Hash) -> u64 {
        let mut digest = Digest::default();
        for machine in &self.machines {
            let mut timers: Vec<P::Timer> = machine.timers.iter().map(|(timer, _)| *timer).collect();
            timers.sort_unstable();
            (&machine.process, &machine.disk, machine.up, timers).hash(&mut digest);
        }
        // A sum knows no order.
        let letters =
            self.letters.iter().map(|letter| Digest::of(&(letter.from, letter.to, &letter.message)));
        letters.fold(0, u64::wrapping_add).hash(&mut digest);
        (self.letters.len(), &self.witness, more).hash(&mut digest);
        digest.finish()
    }
}
