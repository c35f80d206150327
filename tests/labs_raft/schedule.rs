//! Schedules of chance for the Raft lab: settings, faults of every kind, and what clients ask.

use faultyard::lab::{Run, Scenario, Session};
use faultyard::labs::raft::Raft;
use faultyard::process::{NodeId, Random, Seed, SimDuration, SimTime};
use faultyard::sim::{Byzantine, Fault, Input, MessageId, Path};
use std::collections::BTreeMap;

/// How long a schedule is, and how many acts it tries.
const LENGTH_US: u64 = 2_500_000;
const ACTS: u64 = 14;

/// What came of a schedule.
pub struct Outcome {
    /// The names of the properties that broke, with their words.
    pub broken: Vec<String>,
    /// The run as text, to play it again.
    pub script: String,
    /// How often each kind of act was done, by its first words.
    pub acts: BTreeMap<String, u32>,
    pub servers: i64,
    pub elections: u64,
    pub committed: u64,
    pub reads: u64,
}

/// Plays the schedule that grows from a seed, with `rules` switched off.
pub fn play(seed: u64, rules_off: &[&str]) -> Outcome {
    let mut random = Seed(seed).stream("schedule", 0);
    let scenario = rules_off.iter().fold(settings(seed, &mut random), |all, rule| all.with(rule, "0"));
    let mut run = Session::<Raft>::new(&scenario);
    assert!(run.warnings().is_empty(), "{:?}", run.warnings());
    let about = run.inspect("");
    let servers = about["servers"].as_i64().expect("a number");
    let nodes = Nodes {
        servers: servers as u64,
        clients: scenario.param("clients").and_then(|text| text.parse().ok()).expect("a number"),
    };
    let mut acts = BTreeMap::new();
    for _ in 0..ACTS {
        let at = run.position().now.0 + random.below(2 * LENGTH_US / ACTS);
        run.seek(SimTime(at.min(LENGTH_US)));
        let input = nodes.act(&mut random, &run);
        let name = name(&input);
        if run.act(input).is_ok() {
            *acts.entry(name).or_default() += 1;
        }
    }
    run.seek(SimTime(LENGTH_US));
    let about = run.inspect("");
    let count = |key: &str| about[key].as_u64().expect("a number");
    let broken = run.verdicts().into_iter().filter(|verdict| verdict.broken);
    Outcome {
        broken: broken.map(|verdict| format!("{}: {}", verdict.name, verdict.text)).collect(),
        script: format!("{}until {}", run.scenario(), SimDuration(LENGTH_US)),
        acts,
        servers,
        elections: count("elections"),
        committed: count("entriesCommitted"),
        reads: count("readsChecked"),
    }
}

/// What is counted together: a fault's word, or a command's.
fn name(input: &Input) -> String {
    let text = input.to_string();
    let words = if input.is_fault() { 1 } else { 2 };
    text.split([' ', '=']).take(words).collect::<Vec<_>>().join(" ")
}

/// Settings as a person may choose them: rash and patient, with a fast and with a slow network and disk.
fn settings(seed: u64, random: &mut Random) -> Scenario {
    let mut pick = |key: &'static str, values: &[&'static str]| {
        (key, values[random.below(values.len() as u64) as usize])
    };
    let pairs = [
        pick("n", &["3", "4", "5", "5", "6", "7", "8", "9"]),
        pick("clients", &["1", "2", "3", "4"]),
        pick("el", &["60", "100", "150"]),
        pick("eh", &["120", "200", "300"]),
        pick("hb", &["15", "30", "50"]),
        pick("lat", &["0", "1", "10"]),
        pick("lath", &["2", "20", "40"]),
        pick("loss", &["0", "0", "5", "20"]),
        pick("dup", &["0", "0", "10", "50"]),
        pick("disk", &["0", "1", "5"]),
        pick("think", &["10", "50", "150"]),
        pick("retry", &["50", "100", "200"]),
        pick("reads", &["25", "50"]),
        pick("via", &["log", "index"]),
        pick("batch", &["1", "2", "8"]),
        pick("back", &["one", "hint"]),
        pick("prevote", &["off", "off", "on"]),
        pick("quorum", &["off", "off", "on"]),
        pick("no-op", &["on", "on", "off"]),
        pick("start", &["empty", "empty", "empty", "figure-7", "figure-8b", "figure-8c", "figure-8e"]),
    ];
    pairs.into_iter().fold(Scenario::new("raft", seed), |all, (key, text)| all.with(key, text))
}

struct Nodes {
    servers: u64,
    clients: u64,
}

impl Nodes {
    fn any(&self, random: &mut Random) -> NodeId {
        NodeId(random.below(self.servers + self.clients) as u16)
    }

    /// Mostly a server: there is more to hurt.
    fn one(&self, random: &mut Random) -> NodeId {
        if random.below(8) == 0 { self.any(random) } else { NodeId(random.below(self.servers) as u16) }
    }

    fn leader_or_one(&self, random: &mut Random, run: &dyn Run) -> NodeId {
        let leader = run.resolve("leader").and_then(|id| NodeId::parse(&id));
        let one = self.one(random);
        leader.filter(|_| random.below(2) == 0).unwrap_or(one)
    }

    fn path(&self, random: &mut Random) -> Path {
        if random.below(3) == 0 { Path::All } else { Path::Link(self.any(random), self.any(random)) }
    }

    /// Two or three groups of chance.
    fn groups(&self, random: &mut Random) -> Vec<Vec<NodeId>> {
        let mut groups = vec![Vec::new(); random.between(2, 3) as usize];
        for node in 0..self.servers + self.clients {
            let group = random.below(groups.len() as u64) as usize;
            groups[group].push(NodeId(node as u16));
        }
        groups.retain(|group| !group.is_empty());
        groups
    }

    fn act(&self, random: &mut Random, run: &dyn Run) -> Input {
        match random.below(10) {
            0 => self.command(random, run),
            1 => live(random),
            2 | 3 => Input::Fault(self.message(random, run)),
            4 | 5 => Input::Fault(self.network(random)),
            _ => Input::Fault(self.machine(random, run)),
        }
    }

    /// Every fault of a machine but two: a disk that is lost takes away what Raft stands on (see
    /// `a_disk_that_is_lost_...`), and lies are refused.
    fn machine(&self, random: &mut Random, run: &dyn Run) -> Fault {
        let hit = self.leader_or_one(random, run);
        let length = SimDuration(random.between(1_000, 600_000));
        let down = (0..self.servers + self.clients).map(|node| NodeId(node as u16));
        let down = down.filter(|id| run.inspect(&id.to_string())["machine"]["health"] == "down");
        match random.below(12) {
            0..=3 => Fault::Crash(hit),
            4..=6 => Fault::Restart(down.last().unwrap_or(hit)),
            7 => Fault::Pause(hit, length),
            8 => Fault::Slow(hit, SimDuration(length.0 / 40)),
            9 => Fault::Skew(hit, random.below(2_000_000) as i64 - 1_000_000),
            10 => Fault::Drift(hit, random.below(1_000_000) as i32 - 500_000),
            _ if random.below(2) == 0 => Fault::Corrupt(hit, Byzantine::Silent),
            _ => Fault::Corrupt(hit, Byzantine::Honest),
        }
    }

    fn network(&self, random: &mut Random) -> Fault {
        let (path, share) = (self.path(random), random.below(600_000) as u32);
        let (a, b) = (self.any(random), self.any(random));
        let long = SimDuration(random.below(300_000));
        match random.below(10) {
            0 => Fault::Cut(a, b),
            1 => Fault::Join(a, b),
            2 | 3 => Fault::Partition(self.groups(random)),
            4 | 5 => Fault::Heal,
            6 => Fault::Latency(path, SimDuration(long.0 / 4), long),
            7 => Fault::Loss(path, share),
            8 => Fault::Duplicate(path, share),
            _ => Fault::Reorder(path, share, long),
        }
    }

    /// A fault of one of the latest messages.
    fn message(&self, random: &mut Random, run: &dyn Run) -> Fault {
        let sent = run.inspect("")["messagesSent"].as_u64().expect("a number");
        let flies = |id: &MessageId| !run.inspect(&id.to_string()).is_null();
        let latest = (sent.saturating_sub(30)..=sent).map(MessageId).filter(flies);
        let latest: Vec<MessageId> = latest.collect();
        let chosen = random.below(latest.len().max(1) as u64) as usize;
        let id = latest.get(chosen).copied().unwrap_or(MessageId(0));
        match random.below(3) {
            0 => Fault::Drop(id),
            1 => Fault::Delay(id, SimDuration(random.below(1_000_000))),
            _ => Fault::Copy(id),
        }
    }

    fn command(&self, random: &mut Random, run: &dyn Run) -> Input {
        let (key, value) = (random.below(16), random.below(100));
        match random.below(6) {
            0 => Input::command("write", &format!("{key}={value}")),
            1 => Input::command("add", &format!("{key}={value}")),
            2 => Input::command("read", &key.to_string()),
            _ => Input::command("timeout", &self.leader_or_one(random, run).to_string()),
        }
    }
}

/// A parameter that changes while the run goes on.
fn live(random: &mut Random) -> Input {
    let (key, most) =
        [("lath", 60), ("loss", 40), ("dup", 60), ("disk", 10), ("think", 100)][random.below(5) as usize];
    let least = if key == "think" { 20 } else { 0 };
    Input::Set { key: key.into(), value: random.between(least, most).to_string() }
}
