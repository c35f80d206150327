//! Which formula is drawn for which settings, with which numbers; and what is said where none fits.

use super::play;
use faultyard::lab::{Run, Theory};

/// What is said of a run with these settings at its end.
fn said(settings: &str) -> Vec<Theory> {
    let (first, rest) = settings.split_once('\n').unwrap_or((settings, ""));
    play(&format!("balancing {first} seed=1\n{rest}\nuntil 2s")).theory()
}

/// What the formula says of a measure.
fn value(settings: &str, measure: &str) -> Option<f64> {
    let said = said(settings);
    said.iter().find(|line| line.measure == measure).and_then(|line| line.value.clone().ok())
}

/// Settings, the formula's name, and the mean time in the system that it gives, in ms, without hops.
const FITS: [(&str, &str, f64); 17] = [
    // 1 / (mu - lambda).
    ("n=1 rate=8", "M/M/1", 500.0),
    ("n=1 rate=8 policy=maglev balancers=4", "M/M/1", 500.0),
    ("n=1 rate=9 lifo=on", "M/M/1", 1_000.0),
    // Erlang C of ten at 80 % is 0.40918015, of two 0.71111111.
    ("n=1 workers=10 rate=80", "M/M/c (Erlang C)", 100.0 + 0.409_180_15 * 50.0),
    ("n=1 workers=10 rate=80 lifo=on", "M/M/c (Erlang C)", 100.0 + 0.409_180_15 * 50.0),
    ("n=5 workers=2 rate=80 policy=random", "M/M/c for each server", 100.0 + 0.711_111_11 * 250.0),
    ("rate=40 policy=random", "M/M/1 for each server", 500.0),
    ("rate=40 policy=random balancers=16 stale=5000", "M/M/1 for each server", 500.0),
    ("rate=40 policy=weighted-random", "M/M/1 for each server", 500.0),
    ("rate=40 policy=power-of-choices d=1", "M/M/1 for each server", 500.0),
    // Waiting is (1 + scv) / 2 of the exponential's 400 ms.
    ("n=1 rate=8 work=constant", "M/D/1", 300.0),
    ("rate=40 policy=random work=constant", "M/D/1", 300.0),
    ("n=1 rate=8 work=lognormal cv=2", "M/G/1 (Pollaczek-Khinchine)", 1_100.0),
    ("n=1 rate=8 work=lognormal cv=1", "M/G/1 (Pollaczek-Khinchine)", 500.0),
    // A hundredth of the requests is 26 times the work: 125 ms in the mean, and waiting of rate m2 / 2 (1 - rho).
    ("n=1 rate=6.4 work=constant costly=1 costs=26", "M/G/1 (Pollaczek-Khinchine)", 125.0 + 1_240.0),
    // E[T] of the supermarket model, in service times, for two and three choices at 90 %.
    ("n=100 rate=900 policy=power-of-choices", "the supermarket model", 261.406),
    ("n=100 rate=900 policy=power-of-choices d=3 signal=reported", "the supermarket model", 202.786),
];

#[test]
fn each_formula_is_drawn_where_it_fits_with_the_number_that_it_has_in_books() {
    for (settings, formula, mean) in FITS {
        let lines = said(&format!("{settings} hop=0"));
        assert!(lines.iter().all(|line| line.formula == formula), "{settings}: {lines:?}");
        let seen = value(&format!("{settings} hop=0"), "mean_all").expect("a number");
        assert!((seen - mean).abs() < 0.001 * mean, "{settings}: {seen} ms, not {mean}");
        // Little's law, of the formula itself.
        let rate = settings.split("rate=").nth(1).and_then(|rest| rest.split(' ').next()).expect("a rate");
        let number = value(&format!("{settings} hop=0"), "in_flight").expect("a number");
        assert!((number - rate.parse::<f64>().unwrap() * seen / 1e3).abs() < 1e-6, "{settings}: {number}");
    }
}

#[test]
fn four_hops_are_on_top_of_every_time_and_of_the_number_on_the_way() {
    for (settings, _, mean) in FITS.iter().filter(|(_, formula, _)| !formula.contains("supermarket")) {
        let seen = value(&format!("{settings} hop=20"), "mean_all").expect("a number");
        assert!((seen - mean - 80.0).abs() < 0.001 * mean, "{settings}: {seen}");
    }
    let [alone, with_hops] = [0, 25].map(|hop| value(&format!("n=1 rate=8 hop={hop}"), "in_flight"));
    assert!((alone.unwrap() - 4.0).abs() < 1e-9 && (with_hops.unwrap() - 4.8).abs() < 1e-9);
}

#[test]
fn percentiles_are_drawn_only_where_the_distribution_is_known() {
    // Of an M/M/1 the time in the system is exponential: ln 20 and ln 100 means.
    for (measure, times) in [("p95", 2.995_732), ("p99", 4.605_170)] {
        let seen = value("n=1 rate=8 hop=0", measure).expect("a number");
        assert!((seen - 500.0 * times).abs() < 0.1, "{measure}: {seen}");
        for means_only in ["n=1 rate=8 lifo=on", "n=1 rate=8 work=constant", "n=1 rate=8 limit=5"] {
            assert_eq!(value(means_only, measure), None, "{means_only}");
        }
    }
}

#[test]
fn a_limited_room_has_a_mean_even_where_more_comes_than_can_be_served() {
    // M/M/1/5 at 0.8: p_n is 0.8^n (1 - 0.8) / (1 - 0.8^6); L is 1.868, and 0.0888195 of all are lost.
    let powers: Vec<f64> = std::iter::successors(Some(1.0), |power| Some(power * 0.8)).take(7).collect();
    let p: Vec<f64> = powers[..6].iter().map(|power| power * 0.2 / (1.0 - powers[6])).collect();
    let number: f64 = p.iter().enumerate().map(|(n, p)| n as f64 * p).sum();
    let mean = number / (8.0 * (1.0 - p[5])) * 1e3;
    for settings in ["n=1 rate=8 limit=4", "n=1 rate=8 limit=4 lifo=on", "rate=40 policy=random limit=4"] {
        let lines = said(&format!("{settings} hop=0"));
        assert!(lines.len() == 1 && lines[0].formula == "M/M/c/K", "{lines:?}");
        let seen = lines[0].value.clone().expect("a number");
        assert!((seen - mean).abs() < 0.001, "{settings}: {seen}, not {mean}");
    }
    assert!(value("n=1 rate=30 limit=4", "mean_all").is_some());
}

/// Settings and what is said of them.
const DOES_NOT_FIT: [(&str, &str); 33] = [
    ("", "the requests that Round robin sends to one server are not a Poisson stream"),
    (
        "policy=least-connections",
        "the requests that Least connections sends to one server are not a Poisson stream",
    ),
    ("policy=join-shortest-queue", "not a Poisson stream"),
    ("policy=join-idle-queue limit=3", "not a Poisson stream"),
    ("policy=peak-ewma lifo=on", "not a Poisson stream"),
    ("policy=ip-hash", "servers do not get equally many"),
    ("policy=consistent-hash", "servers do not get equally many"),
    ("policy=maglev", "servers do not get equally many"),
    ("policy=weighted-random weights=one-heavy", "servers do not get equally many"),
    ("policy=weighted-random\nat 1s do weight n2 3", "servers do not get equally many"),
    ("policy=random rate=50", "demand exceeds capacity"),
    ("n=1 rate=10", "demand exceeds capacity"),
    ("policy=random costly=10 rate=40", "demand exceeds capacity"),
    ("policy=random pattern=closed", "a closed loop needs another theory"),
    ("policy=random pattern=day", "the rate changes"),
    ("policy=random pattern=flash", "the rate changes"),
    ("policy=random pattern=recorded", "the rate changes"),
    ("policy=random pattern=step", "the rate changes"),
    ("policy=random\nat 1s do spike 2 100ms", "the rate changes"),
    ("policy=random\nat 1s do traffic 1s 10,20", "the rate changes"),
    ("policy=random spread=even", "do not arrive as a Poisson process"),
    ("policy=random spread=bursty", "do not arrive as a Poisson process"),
    ("policy=random timeout=1000", "clients give up"),
    ("policy=random hedge=500", "clients hedge"),
    ("policy=random retries=1 limit=5", "clients retry"),
    ("policy=random speeds=one-slow rate=10", "servers differ, or have had faults"),
    ("policy=random workers=2 work=constant", "there is no closed form"),
    ("n=1 rate=5 work=bimodal limit=5", "queues are limited, and service is not exponential"),
    ("policy=power-of-choices n=40 rate=300 hop=0", "the supermarket model is for many servers: 50 or more"),
    ("policy=power-of-choices n=100 rate=500 hop=1", "and no hops"),
    ("policy=power-of-choices n=100 rate=500 hop=0 limit=9", "queues without a limit"),
    ("policy=power-of-choices n=100 rate=500 hop=0 balancers=2", "are out of date"),
    ("policy=power-of-choices n=100 rate=500 hop=0 signal=reported stale=100", "are out of date"),
];

#[test]
fn where_no_formula_fits_one_line_says_why() {
    for (settings, reason) in DOES_NOT_FIT {
        let lines = said(settings);
        assert_eq!(lines.len(), 1, "{settings}: {lines:?}");
        let why = lines[0].value.clone().expect_err("there is no formula");
        assert!(why.contains(reason), "{settings}: {why}");
    }
}

#[test]
fn whatever_befalls_a_server_the_formula_is_gone_for_the_rest_of_the_run() {
    for acts in [
        "at 100ms crash n1",
        "at 100ms crash n1\nat 110ms restart n1",
        "at 100ms pause n1 20ms",
        "at 100ms slow n1 1ms",
        "at 100ms do speed n1 50",
        "at 100ms do fail n1 1",
        "at 100ms do drain n1",
        "at 100ms do drain n1\nat 300ms do admit n1",
        "at 100ms do add 1",
        "at 100ms do remove n1",
    ] {
        let lines = said(&format!("policy=random boot=10 detect=900\n{acts}"));
        let why = lines[0].value.clone().expect_err(acts);
        assert!(why.contains("have had faults"), "{acts}: {why}");
    }
}
