//! Retries multiply, fan-out waits for the slowest, threads that wait are workers lost, and nothing is lost or doubled.

use super::{mesh, played, run};
use faultyard::process::{NodeId, Note, SimDuration, SimTime, math};
use faultyard::sim::{Fault, Trace, What};
use faultyard::traffic::graph::{GraphEvent, Mesh, Outcome, Sending};

/// Three layers that try four times each, over a store that answers nobody in time.
const LAYERS: &str = "
source users rate=0.2 to=front
service front workers=100
  call middle timeout=60s retries=3
service middle workers=100
  call auth timeout=15s retries=3
service auth workers=1000
  call store timeout=1s retries=3
service store workers=10000
  work 3600s
";

#[test]
fn three_layers_that_try_four_times_each_ask_the_store_sixty_four_times_for_a_click() {
    let mesh = played(LAYERS, 1, 4_000.0);
    let [clicks, middle, auth, store] = [0, 1, 2, 3].map(|edge| mesh.counts().edges[edge].clone());
    assert!(clicks.ended_all() > 500, "{clicks:?}");
    // Of those that have ended, each layer has multiplied by four.
    assert_eq!(clicks.ended[Outcome::Failed as usize], clicks.ended_all());
    let ratio = |one: u64, other: u64| one as f64 / other as f64;
    for (sent, by, times) in
        [(middle.sent, clicks.sent, 4.0), (auth.sent, middle.sent, 4.0), (store.sent, clicks.sent, 64.0)]
    {
        let measured = ratio(sent, by);
        assert!((measured / times - 1.0).abs() < 0.02, "{measured} instead of {times}");
    }
}

fn assert_whole(mesh: &Mesh) {
    let counts = mesh.counts();
    let open = |edge: usize| mesh.calls().filter(|(_, call)| usize::from(call.edge) == edge).count() as u64;
    for (number, edge) in counts.edges.iter().enumerate() {
        assert_eq!(edge.calls, edge.ended_all() + open(number), "edge {number}: {edge:?}");
    }
    for (number, (service, pool)) in counts.services.iter().zip(mesh.pools()).enumerate() {
        assert_eq!(service.came, service.left + u64::from(pool.here()), "service {number}: {service:?}");
        let of = |which: fn(&Sending) -> bool| {
            let here = mesh.sendings().filter(|(_, sending)| usize::from(sending.service) == number);
            here.filter(|(_, sending)| which(sending)).count()
        };
        assert_eq!(of(Sending::is_at_server) as u32, pool.here(), "service {number}");
        let workers = of(|sending| sending.has_worker);
        assert_eq!(workers as u32, pool.busy(), "service {number}");
    }
}

const SHOP: &str = "
source users rate=200 to=front timeout=1s retries=1
service front servers=3 workers=8 queue=20
  work 5ms exp
  call auth timeout=100ms retries=2 backoff=20ms jitter budget=20% hop=2ms & stock timeout=200ms retries=1 fallback hop=1ms
  work 2ms exp
service auth servers=2 workers=4 wait=async drop-expired
  work 6ms exp
  call store timeout=80ms retries=1 hop=1ms deadline
  work 1ms
service stock workers=12 lifo limit=180/20
  work 20ms exp
  call store timeout=80ms hop=1ms bulkhead=6
service store servers=2 workers=6 queue=50 drop-expired
  work 8ms cv=2
";

#[test]
fn every_call_ends_once_and_every_worker_is_given_back_whatever_befalls_the_servers() {
    for seed in 1..=20 {
        let mut mesh = mesh(SHOP, seed);
        let mut trace = Trace::new(0);
        let ms = faultyard::process::SimDuration::from_ms;
        for (second, fault) in [
            (2, Fault::Crash(NodeId(0))),
            (4, Fault::Pause(NodeId(6), ms(1_500))),
            (6, Fault::Restart(NodeId(0))),
            (8, Fault::Crash(NodeId(3))),
            (9, Fault::Slow(NodeId(7), ms(40))),
            (10, Fault::Crash(NodeId(4))),
            (12, Fault::Restart(NodeId(3))),
            (13, Fault::Slow(NodeId(7), ms(0))),
        ] {
            run(&mut mesh, f64::from(second));
            assert_whole(&mesh);
            let at = faultyard::process::SimTime::from_seconds(f64::from(second));
            mesh.inject(at, &fault, &mut trace).unwrap_or_else(|why| panic!("{fault}: {why}"));
            assert_whole(&mesh);
        }
        run(&mut mesh, 20.0);
        assert_whole(&mesh);
        assert!(mesh.counts().requests.completed_all() > 3_000);
    }
}

#[test]
fn what_is_added_and_connected_to_nothing_changes_no_number() {
    let plain = played(SHOP, 7, 10.0);
    let more =
        played(&format!("service idle\n  work 5ms exp\n{SHOP}service other servers=9\n  work 1s"), 7, 10.0);
    assert_eq!(plain.counts().edges, more.counts().edges);
    assert_eq!(plain.counts().services[..], more.counts().services[1..5]);
    assert_eq!(plain.counts().requests.percentile(0.99), more.counts().requests.percentile(0.99));
}

#[test]
fn the_same_graph_and_seed_give_the_same_run_and_another_seed_another() {
    let digest = |seed| played(SHOP, seed, 5.0).digest();
    assert_eq!(digest(1), digest(1));
    assert_ne!(digest(1), digest(2));
}

#[test]
fn a_page_of_ten_parts_meets_the_slowest_hundredth_of_a_part_nearly_one_time_in_ten() {
    // 1 - 0.99^n (Dean & Barroso 2013): each part is slower than its p99 once in a hundred.
    let parts: Vec<String> = (0..10).map(|_| "part".to_owned()).collect();
    let text = format!(
        "source users rate=20 to=front\nservice front workers=1000\n  call {}\nservice part workers=1000\n  work 10ms exp",
        parts.join(" & ")
    );
    let mesh = played(&text, 3, 2_000.0);
    let p99_of_a_part = 0.010 * math::ln(100.0);
    let mut slow = 0;
    let mut all = 0;
    for part in 1..1_000 {
        let share = f64::from(part) / 1_000.0;
        all += 1;
        slow += i32::from(mesh.counts().requests.percentile(share).unwrap() > p99_of_a_part);
    }
    let measured = f64::from(slow) / f64::from(all);
    let expected = 1.0 - math::pow(0.99, 10.0);
    assert!((measured - expected).abs() < 0.01, "{measured}, theory {expected}");
}

#[test]
fn a_breaker_opens_on_the_servers_own_calls_waits_tries_three_and_closes() {
    let text = "source users rate=50 even to=front\nservice front servers=2 workers=50\n  \
        call auth timeout=100ms breaker=50%/10/2s fallback\nservice auth workers=50\n  work 5ms";
    let mut mesh = mesh(text, 1);
    let mut trace = Trace::new(100_000);
    let mut until = |mesh: &mut Mesh, seconds: f64| {
        while mesh.next_at().is_some_and(|at| at <= SimTime::from_seconds(seconds)) {
            trace.begin_event();
            mesh.step(&mut trace);
        }
    };
    until(&mut mesh, 1.0);
    // The service stands still for two seconds.
    let pause = Fault::Pause(NodeId(2), SimDuration::from_ms(2_000));
    mesh.inject(SimTime::from_seconds(1.0), &pause, &mut Trace::new(0)).unwrap();
    until(&mut mesh, 10.0);
    let told: Vec<String> = trace
        .kept()
        .filter_map(|record| match record.what {
            What::Note(note @ GraphEvent::Breaker(..)) => Some(note.text(record.node.expect("a server"))),
            _ => None,
        })
        .collect();
    for server in ["n1", "n2"] {
        let of: Vec<&String> = told.iter().filter(|text| text.contains(server)).collect();
        let begins = [
            format!("front ({server}) opens its breaker to auth: 5 of 10 calls failed"),
            format!("front ({server}) tries whether auth is well again: 2"),
            format!("front ({server}) closes its breaker to auth: "),
        ];
        assert_eq!(of.len(), begins.len(), "{told:#?}");
        assert!(of.iter().zip(&begins).all(|(text, begins)| text.starts_with(begins)), "{told:#?}");
    }
    let edge = &mesh.counts().edges[1];
    let [held, timed_out] = [Outcome::Open, Outcome::TimedOut].map(|outcome| edge.ended[outcome as usize]);
    // 50 a second are not asked for two seconds; five in the window and a few under way had to fail for that.
    assert!(
        (90..=110).contains(&held) && (10..=20).contains(&timed_out),
        "{held} held, {timed_out} timed out"
    );
    assert_eq!(
        mesh.counts().ended[Outcome::Degraded as usize],
        held + timed_out,
        "each gets something lesser"
    );
}
