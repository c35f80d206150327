//! What the floor promises for each policy, over random servers, weights, clients, orders and faults. A ledger that
//! knows nothing of the floor's own counts looks on after every event.

use super::ledger::Ledger;
use faultyard::algorithms::balancing::{Kind, Settings as Policies, Signal};
use faultyard::process::{NodeId, Random, Seed, SimDuration, SimTime};
use faultyard::sim::{Fault, Trace};
use faultyard::traffic::{
    ClientId, Discipline, Ending, Order, Patience, Pattern, RequestId, ServerId, ServiceTime, Settings,
    Source, Spec, Spread, Traffic, TrafficEvent, Work,
};
use std::collections::BTreeMap;

/// Random floors for each policy.
const FLOORS: u64 = 20;
/// How long each of them runs.
const LENGTH: SimTime = SimTime::from_ms(6_000);

/// A number from `low` to `high`.
fn number(chance: &mut Random, low: u64, high: u64) -> u64 {
    chance.between(low, high)
}

/// One of a list.
fn one<T: Copy>(chance: &mut Random, list: &[T]) -> T {
    list[chance.below(list.len() as u64) as usize]
}

/// One of several lengths in milliseconds: round ones, so that things happen at the same moment.
fn ms(chance: &mut Random, list: &[u64]) -> SimDuration {
    SimDuration::from_ms(one(chance, list))
}

fn some_servers(chance: &mut Random) -> Vec<Spec> {
    let workers = number(chance, 1, 3) as u32;
    let spec = |chance: &mut Random| Spec {
        workers,
        weight: number(chance, 1, 10) as u32,
        speed_per_mille: one(chance, &[250, 500, 1_000, 1_000, 2_000]),
    };
    (0..number(chance, 1, 8)).map(|_| spec(chance)).collect()
}

fn some_source(chance: &mut Random, capacity: f64) -> Source {
    let rate = capacity * number(chance, 3, 14) as f64 / 10.0;
    let bursts = Spread::Bursty { factor: 4.0, part: 0.2, burst: SimDuration::from_ms(300) };
    match number(chance, 0, 3) {
        0 => Source::Closed { clients: number(chance, 1, 30) as u32, think: ms(chance, &[0, 10, 100]) },
        _ => Source::Open(
            Pattern::Steady { rate },
            one(chance, &[Spread::Poisson, Spread::Poisson, Spread::Even, bursts]),
        ),
    }
}

fn some_patience(chance: &mut Random) -> Patience {
    Patience {
        timeout: ms(chance, &[0, 30, 100, 300]),
        retries: number(chance, 0, 3) as u32,
        backoff: ms(chance, &[0, 10, 50]),
        jitter: number(chance, 0, 1) == 1,
        budget_percent: one(chance, &[None, None, Some(0), Some(10), Some(60)]),
        hedge: ms(chance, &[0, 0, 20, 60]),
        avoids_tried: number(chance, 0, 1) == 1,
    }
}

/// A random floor. A service takes 20 ms in the mean.
fn some_settings(kind: Kind, chance: &mut Random) -> Settings {
    let servers = some_servers(chance);
    let capacity: f64 =
        servers.iter().map(|spec| f64::from(spec.workers * spec.speed_per_mille) / 20.0).sum();
    let signal = one(chance, &[Signal::Active, Signal::Reported]);
    Settings {
        source: some_source(chance, capacity.min(300.0)),
        service: ServiceTime {
            work: one(chance, &[Work::Constant, Work::Exponential, Work::LogNormal(1.5), Work::Bimodal]),
            mean: SimDuration::from_ms(20),
            costly_per_mille: one(chance, &[0, 100]),
            costly_factor: 5,
        },
        sessions: (number(chance, 1, 40) as u32, one(chance, &[0.0, 1.0])),
        patience: some_patience(chance),
        servers,
        queue_limit: one(chance, &[None, Some(0), Some(1), Some(5)]),
        discipline: one(chance, &[Discipline::Fifo, Discipline::Lifo]),
        drops_expired: number(chance, 0, 1) == 1,
        start_up: ms(chance, &[0, 100, 500]),
        warm_up: ms(chance, &[0, 400]),
        balancers: number(chance, 1, 4) as u16,
        policy: kind,
        policies: Policies {
            choices: number(chance, 1, 4) as u32,
            signal,
            max_fails: number(chance, 1, 3) as u32,
            fail_timeout: ms(chance, &[1_000, 2_000]),
            takes_out: one(chance, &[false, false, true]),
            ..Policies::default()
        },
        detection: ms(chance, &[0, 50, 300]),
        report_every: ms(chance, &[0, 0, 50, 400]),
        slow_start: ms(chance, &[0, 0, 500]),
        hop: ms(chance, &[0, 1, 5, 20]),
    }
}

/// Something done to a floor.
#[derive(Clone, Debug)]
enum Deed {
    Hurt(Fault),
    Order(Order, String),
}

/// Any deed to one of so many servers, or to one that does not exist.
fn any_deed(chance: &mut Random, servers: u64) -> Deed {
    let n = NodeId(number(chance, 0, servers) as u16);
    let order = |order: Order, rest: String| Deed::Order(order, format!("{n} {rest}").trim().to_string());
    match number(chance, 0, 13) {
        0 | 1 => Deed::Hurt(Fault::Crash(n)),
        2 | 3 => Deed::Hurt(Fault::Restart(n)),
        4 => Deed::Hurt(Fault::Pause(n, ms(chance, &[5, 20, 100, 700]))),
        5 => Deed::Hurt(Fault::Slow(n, ms(chance, &[0, 20, 100]))),
        6 => order(Traffic::order_speed, number(chance, 5, 400).to_string()),
        7 => order(Traffic::order_weight, number(chance, 1, 20).to_string()),
        8 => order(Traffic::order_fail, one(chance, &[0, 50, 100]).to_string()),
        9 => order(Traffic::order_drain, String::new()),
        10 => order(Traffic::order_admit, String::new()),
        11 => order(Traffic::order_remove, String::new()),
        12 => Deed::Order(Traffic::order_add, number(chance, 1, 10).to_string()),
        _ => Deed::Order(Traffic::order_spike, format!("{} 400ms", number(chance, 0, 3))),
    }
}

/// What makes servers stand still, and what moves the ends of services.
fn slow_deed(chance: &mut Random, servers: u64) -> Deed {
    let n = NodeId(number(chance, 0, servers - 1) as u16);
    match number(chance, 0, 5) {
        0..=2 => Deed::Hurt(Fault::Pause(n, ms(chance, &[5, 20, 100, 700]))),
        3 => Deed::Order(Traffic::order_speed, format!("{n} {}", number(chance, 5, 900))),
        4 => Deed::Hurt(Fault::Crash(n)),
        _ => Deed::Hurt(Fault::Restart(n)),
    }
}

/// A random floor and what is done to it, at round moments.
struct Schedule {
    settings: Settings,
    seed: Seed,
    deeds: Vec<(SimTime, Deed)>,
}

/// The schedule of a policy with this number. Each policy has floors of its own.
fn schedule(kind: Kind, number_of: u64, deed: fn(&mut Random, u64) -> Deed) -> Schedule {
    let seed = Seed(number_of * 100 + kind as u64);
    let mut chance = seed.stream("schedule", 0);
    let settings = some_settings(kind, &mut chance);
    let servers = settings.servers.len() as u64;
    let at = |chance: &mut Random| SimTime::from_ms(5 * number(chance, 1, 1_199));
    let mut deeds: Vec<(SimTime, Deed)> =
        (0..40).map(|_| (at(&mut chance), deed(&mut chance, servers))).collect();
    deeds.sort_by_key(|(at, _)| *at);
    Schedule { settings, seed, deeds }
}

impl Schedule {
    /// Plays it. `look` sees the floor and all that was told after each event and each deed that could be done.
    fn play(&self, mut look: impl FnMut(&Traffic, &Trace<TrafficEvent>, Option<&Deed>)) -> Traffic {
        let mut traffic = Traffic::new(self.settings.clone(), self.seed);
        let mut trace = Trace::new(100_000);
        let mut deeds = self.deeds.iter().peekable();
        loop {
            let next = deeds.peek().map_or(LENGTH, |(at, _)| *at);
            // Inputs at a time come after its events.
            if traffic.next_at().is_some_and(|at| at <= next) {
                traffic.step(&mut trace);
                look(&traffic, &trace, None);
            } else if let Some((at, deed)) = deeds.next() {
                let done = match deed {
                    Deed::Hurt(fault) => traffic.inject(*at, fault, &mut trace),
                    Deed::Order(order, words) => traffic.order(*at, words, &mut trace, *order),
                };
                look(&traffic, &trace, done.is_ok().then_some(deed));
            } else {
                return traffic;
            }
        }
    }
}

/// So many schedules of every policy.
fn each_schedule(count: u64, deed: fn(&mut Random, u64) -> Deed, mut claim: impl FnMut(&str, Schedule)) {
    for kind in Kind::ALL {
        for number in 0..count {
            claim(&format!("{} {number}", kind.key()), schedule(kind, number, deed));
        }
    }
}

#[test]
fn a_dumb_ledger_agrees_after_every_event_whatever_befalls_the_servers() {
    let mut all: BTreeMap<Ending, u64> = BTreeMap::new();
    let mut done = 0;
    each_schedule(FLOORS, any_deed, |what, schedule| {
        println!("{what}: {:?}", schedule.settings);
        let mut ledger = Ledger::new(&schedule.settings);
        let traffic = schedule.play(|traffic, trace, deed| {
            done += u32::from(deed.is_some());
            ledger.check(traffic, trace);
        });
        let ended = ledger.endings();
        for ending in [Ending::Served, Ending::Refused, Ending::TimedOut, Ending::Lost] {
            let count = ended.get(&ending).copied().unwrap_or(0);
            assert_eq!(traffic.metrics().completed[ending as usize], count, "{what}: {ending:?}");
            *all.entry(ending).or_default() += count;
        }
    });
    // Everything that can happen did, often.
    assert!(all.len() == 4 && all.values().all(|count| *count > 5_000), "{all:?}");
    assert!(done > 6_000, "{done} deeds could be done");
}

#[test]
fn a_server_that_stands_still_begins_and_finishes_nothing() {
    let mut pauses = 0;
    each_schedule(6, slow_deed, |what, schedule| {
        let (mut until, mut read) = (BTreeMap::new(), 0);
        schedule.play(|traffic, trace, deed| {
            let now = traffic.now();
            while let Some(record) = trace.get(read) {
                if let faultyard::sim::What::Note(
                    TrafficEvent::Begins { server, .. } | TrafficEvent::Finished { server, .. },
                ) = record.what
                {
                    let paused = until.get(&server).copied().unwrap_or(SimTime::ZERO);
                    assert!(now >= paused, "{what}: at {now} {:?}, until {paused}", record.what);
                }
                read += 1;
            }
            match deed {
                Some(Deed::Hurt(Fault::Pause(n, length))) => {
                    let end = until.entry(ServerId::from(*n)).or_insert(SimTime::ZERO);
                    *end = (*end).max(now + *length);
                    pauses += 1;
                }
                Some(Deed::Hurt(Fault::Crash(n))) => {
                    until.remove(&ServerId::from(*n));
                }
                _ => {}
            }
        });
    });
    assert!(pauses > 1_000, "{pauses} pauses");
}

/// When each request was born, what work it is, and whose.
fn arrivals(schedule: &Schedule) -> BTreeMap<RequestId, (SimTime, SimDuration, ClientId)> {
    let mut seen = BTreeMap::new();
    schedule.play(|traffic, _, _| {
        for request in traffic.requests() {
            seen.entry(request.id).or_insert((request.arrived, request.work, request.client));
        }
    });
    seen
}

#[test]
fn the_same_requests_come_at_the_same_moments_whatever_the_policy_does() {
    for seed in 0..FLOORS {
        let with = |kind| {
            let mut schedule = schedule(Kind::RoundRobin, seed, any_deed);
            schedule.settings.policy = kind;
            // With a hop no request ends in the event in which it is born, so that each is seen.
            schedule.settings.hop = SimDuration::from_ms(1);
            schedule.settings.source = Source::Open(
                Pattern::Steady { rate: 100.0 },
                one(&mut Seed(seed).stream("spread", 0), &SPREADS),
            );
            arrivals(&schedule)
        };
        let first = with(Kind::ALL[0]);
        let born = first.keys().max().map_or(0, |last| last.0);
        assert!(born > 300 && born == first.len() as u64, "{born} came, {} were seen", first.len());
        for kind in &Kind::ALL[1..] {
            assert!(with(*kind) == first, "{} with seed {seed}", kind.key());
        }
    }
}

const SPREADS: [Spread; 3] = [
    Spread::Poisson,
    Spread::Even,
    Spread::Bursty { factor: 4.0, part: 0.2, burst: SimDuration::from_ms(300) },
];

#[test]
fn a_clone_goes_on_as_its_original_and_the_same_seed_gives_the_same_floor() {
    each_schedule(2, any_deed, |what, schedule| {
        let mut copies: Vec<Traffic> = Vec::new();
        let mut events = 0_u32;
        let first = schedule.play(|traffic, _, _| {
            events += 1;
            if events.is_multiple_of(200) {
                copies.push(traffic.clone());
            }
        });
        assert_eq!(schedule.play(|_, _, _| {}).digest(), first.digest(), "{what}");
        let after = first.next_at();
        // Without anything done in between, a copy and a copy of it arrive at the same state.
        for copy in copies {
            let go_on = |mut traffic: Traffic| {
                let mut trace = Trace::new(10);
                (0..300).for_each(|_| traffic.step(&mut trace));
                traffic.digest()
            };
            assert_eq!(go_on(copy.clone()), go_on(copy), "{what}");
        }
        assert_eq!(first.next_at(), after, "{what}: looking changes nothing");
    });
}
