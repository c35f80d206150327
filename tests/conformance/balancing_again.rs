//! Requests that were tried before, and servers that fail: nginx's `tried`, `max_fails` and `fail_timeout`, Envoy's
//! `previous_hosts`.

use faultyard::algorithms::balancing::{
    Kind, PassiveHealth, Policy, Position, Request, Server, Settings,
    ip_hash::{FIRST_HASH, address_hash},
};
use faultyard::algorithms::hashing::HashFunction;
use faultyard::process::{Random, Seed, SimDuration, SimTime};

const ANYONE: Request = Request { session: 0, address: [0; 4] };

fn random(seed: u64) -> Random {
    Seed(seed).stream("again", 0)
}

/// A small prime, so that tables are made quickly.
fn settings() -> Settings {
    Settings { table_size: 251, points: 20, ..Settings::default() }
}

/// Up to 14 servers with weights, loads and outages by chance, and a policy before them that has chosen some times.
fn somewhere(kind: Kind, chance: &mut Random) -> (Policy, Vec<Server>) {
    let server = |chance: &mut Random| Server {
        usable: chance.chance_ppm(700_000),
        ..Server::new(chance.between(1, 20) as u32)
    };
    let mut servers: Vec<Server> = (0..chance.between(1, 14)).map(|_| server(chance)).collect();
    let mut policy = Policy::new(kind, &settings(), &servers);
    for _ in 0..chance.below(40) {
        let load = chance.below(servers.len() as u64) as usize;
        servers[load].reported = chance.below(5) as u32;
        policy.load_changed(Position(load as u32), &servers);
        policy.idle(Position(load as u32));
        if let Some(server) = policy.choose(&ANYONE, &servers, SimTime::ZERO, chance).server {
            servers[server.index()].active += 1;
        }
    }
    (policy, servers)
}

#[test]
fn no_policy_sends_a_request_where_it_was_tried_while_another_server_is_usable() {
    for kind in Kind::ALL {
        let mut again = 0;
        for seed in 0..300 {
            let mut chance = random(seed);
            let (mut policy, mut servers) = somewhere(kind, &mut chance);
            let request = Request { session: seed, address: [10, 0, seed as u8, 1] };
            let usable = servers.iter().filter(|server| server.usable).count();
            let mut tried = Vec::new();
            for attempt in 0..=usable {
                let choice = policy.choose_again(&request, &tried, &servers, SimTime::ZERO, &mut chance);
                assert_eq!(choice.server.is_some(), usable > 0, "{kind:?} {seed}");
                let Some(server) = choice.server else { continue };
                assert!(servers[server.index()].usable, "{kind:?} {seed}");
                assert_eq!(tried.contains(&server), attempt == usable, "{kind:?} {seed} {attempt}");
                servers[server.index()].active += 1;
                tried.push(server);
                tried.sort_unstable();
                tried.dedup();
                again += u32::from(attempt > 0);
            }
        }
        assert!(again > 1_000, "{kind:?} {again}");
    }
}

#[test]
fn where_nothing_was_tried_the_choice_is_the_one_that_it_always_was() {
    for kind in Kind::ALL {
        for seed in 0..40 {
            let (policy, servers) = somewhere(kind, &mut random(seed));
            let (mut one, mut other) = (policy.clone(), policy);
            let choice = one.choose(&ANYONE, &servers, SimTime::ZERO, &mut random(seed));
            let again = other.choose_again(&ANYONE, &[], &servers, SimTime::ZERO, &mut random(seed));
            assert_eq!(choice, again, "{kind:?}");
        }
    }
}

#[test]
fn beside_those_tried_the_least_loaded_is_taken_and_the_heap_stays_one() {
    for kind in [Kind::LeastConnections, Kind::LeastConnectionsHeap] {
        for seed in 0..200 {
            let mut chance = random(seed);
            let (mut policy, mut servers) = somewhere(kind, &mut chance);
            for _ in 0..40 {
                let all = (0..servers.len() as u32).map(Position);
                let tried: Vec<Position> = all.clone().filter(|_| chance.chance_ppm(300_000)).collect();
                let usable = |server: &Position| servers[server.index()].usable;
                let open: Vec<Position> =
                    all.clone().filter(usable).filter(|server| !tried.contains(server)).collect();
                let among = if open.is_empty() { all.filter(usable).collect() } else { open };
                let choice = policy.choose_again(&ANYONE, &tried, &servers, SimTime::ZERO, &mut chance);
                let least = among.iter().map(|server| servers[server.index()].active).min();
                assert_eq!(
                    choice.server.map(|server| servers[server.index()].active),
                    least,
                    "{kind:?} {seed}"
                );
                let Some(server) = choice.server else { break };
                servers[server.index()].active += 1;
                if chance.chance_ppm(500_000) {
                    servers[server.index()].active -= 1;
                    policy.ended(server, SimDuration::from_ms(1), true, &servers, SimTime::ZERO);
                }
            }
        }
    }
}

#[test]
fn those_that_draw_draw_among_the_others_as_if_the_tried_ones_were_not_there() {
    let servers: Vec<Server> = [4, 1, 3, 2].into_iter().map(Server::new).collect();
    for (kind, expected) in [
        (Kind::Random, [0.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]),
        (Kind::WeightedRandom, [0.0, 1.0 / 6.0, 3.0 / 6.0, 2.0 / 6.0]),
        (Kind::PowerOfChoices, [0.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]),
        (Kind::JoinIdleQueue, [0.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]),
        (Kind::JoinShortestQueue, [0.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]),
    ] {
        let mut policy = Policy::new(kind, &settings(), &servers);
        let (mut chance, mut counts) = (random(1), [0u32; 4]);
        for _ in 0..12_000 {
            let choice = policy.choose_again(&ANYONE, &[Position(0)], &servers, SimTime::ZERO, &mut chance);
            counts[choice.server.expect("three are usable").index()] += 1;
        }
        // Five standard deviations of a binomial of 12,000: 274 at most.
        let near = |(count, part): (u32, f64)| (f64::from(count) - part * 12_000.0).abs() < 274.0;
        assert!(counts.into_iter().zip(expected).all(near), "{kind:?} {counts:?}");
        assert_eq!(counts[0], 0, "{kind:?}");
    }
}

#[test]
fn ip_hash_hashes_on_from_a_server_that_was_tried() {
    let servers = vec![Server::new(1); 7];
    let mut policy = Policy::new(Kind::IpHash, &settings(), &servers);
    for octet in 0..=255 {
        let request = Request { session: 0, address: [10, 0, octet, 1] };
        let next = |hash: &u32| Some(address_hash(*hash, request.address));
        let mut hashes = std::iter::successors(next(&FIRST_HASH), next).map(|hash| Position(hash % 7));
        let first = policy.choose(&request, &servers, SimTime::ZERO, &mut random(1)).server.expect("one");
        assert_eq!(hashes.next(), Some(first));
        let other = hashes.take(20).find(|server| *server != first);
        let again = policy.choose_again(&request, &[first], &servers, SimTime::ZERO, &mut random(1)).server;
        assert_eq!(again, other.or(again), "{octet}");
    }
}

#[test]
fn maglev_changes_the_hash_as_envoy_does() {
    let servers = vec![Server::new(1); 7];
    let mut policy = Policy::new(Kind::Maglev, &settings(), &servers);
    // A session whose hash is known stands for each entry: what the policy has there is what it has for that hash.
    let mut owner = std::collections::BTreeMap::new();
    for session in 0..5_000u64 {
        let request = Request { session, ..ANYONE };
        let server = policy.choose(&request, &servers, SimTime::ZERO, &mut random(1)).server.expect("one");
        owner.insert(HashFunction::Xxh64.number(session) % 251, server);
    }
    assert_eq!(owner.len(), 251);
    for session in 0..500u64 {
        let hash = HashFunction::Xxh64.number(session);
        // maglev_lb.cc: hash ^= ~0ULL - attempt + 1.
        let mut changed = (1..=20u64).map(|attempt| owner[&((hash ^ (u64::MAX - attempt + 1)) % 251)]);
        let first = owner[&(hash % 251)];
        let expected = changed.find(|server| *server != first);
        let request = Request { session, ..ANYONE };
        let again = policy.choose_again(&request, &[first], &servers, SimTime::ZERO, &mut random(1)).server;
        assert_eq!(again, expected.or(again), "{session}");
    }
}

/// What happens to the first of two servers.
#[derive(Clone, Copy, Debug)]
enum Act {
    Chosen,
    Fails,
    Answers,
}

#[test]
fn max_fails_and_fail_timeout_are_nginx_s() {
    use Act::{Answers, Chosen, Fails};
    // Seconds, what happens then, and whether the server is in afterwards.
    let once: &[(f64, Option<Act>, bool)] = &[
        (0.5, Some(Chosen), true),
        (0.6, Some(Fails), false),
        (10.9, None, false),
        // In whole seconds: more than 10 s after second 0 is from second 11 on.
        (11.0, None, true),
        (11.2, Some(Chosen), false),
        (11.3, Some(Fails), false),
        (21.9, None, false),
        (22.0, Some(Chosen), false),
        (22.1, Some(Answers), true),
        (22.2, Some(Fails), false),
    ];
    let thrice: &[(f64, Option<Act>, bool)] = &[
        (1.0, Some(Fails), true),
        (2.0, Some(Fails), true),
        (3.0, Some(Answers), true),
        // An answer clears nothing unless the server was checked after its latest failure.
        (4.0, Some(Fails), false),
        (15.0, Some(Chosen), false),
        (15.5, Some(Answers), true),
        (16.0, Some(Fails), true),
        (16.1, Some(Fails), true),
        // It was left alone for longer than the time-out: the next choice checks it, and its answer clears.
        (28.0, Some(Chosen), true),
        (28.1, Some(Answers), true),
        (28.2, Some(Fails), true),
        (28.3, Some(Fails), true),
        (28.4, Some(Fails), false),
    ];
    let never: &[(f64, Option<Act>, bool)] = &[(1.0, Some(Fails), true), (1.1, Some(Fails), true)];
    for (max_fails, servers, rows) in [(1, 2, once), (3, 2, thrice), (0, 2, never), (1, 1, never)] {
        let settings = Settings { max_fails, takes_out: true, ..Settings::default() };
        let mut health = PassiveHealth::new(&settings, &vec![Server::new(1); servers]);
        for (at, act, is_in) in rows {
            let now = SimTime((at * 1e6) as u64);
            match act {
                Some(Chosen) => health.chosen(Position(0), now),
                Some(Fails) => health.ended(Position(0), false, now),
                Some(Answers) => health.ended(Position(0), true, now),
                None => {}
            }
            assert_eq!(
                health.is_usable(Position(0), now),
                *is_in,
                "{max_fails} of {servers} at {at}: {act:?}"
            );
        }
    }
}
