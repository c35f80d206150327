//! Queues, choices and bins: the closed forms against published numbers, and against the dumb way to the same number.

use faultyard::process::{
    Random, Seed,
    math::{exp, pow},
};
use faultyard::theory::choices::{
    fullest_bin_at_most, fullest_bin_mean, fullest_bin_order, queue_tail, time_in_system,
};
use faultyard::theory::confidence::Runs;
use faultyard::theory::queues::{Load, MMc, Steady, erlang_b, erlang_c, m_d_1, m_g_1, m_m_c_k};
use std::f64::consts::{LN_2, LN_10};

fn load(arrivals_per_s: f64, service_s: f64, servers: u32) -> Load {
    Load::new(arrivals_per_s, service_s, servers).expect("a sound load")
}

/// Servers that each need a second, at this utilisation.
fn at(servers: u32, utilisation: f64) -> Load {
    load(utilisation * f64::from(servers), 1.0, servers)
}

fn mmc(load: Load) -> MMc {
    MMc::new(load).expect("a steady state")
}

/// Holds a value to each digit that is given.
pub fn published(what: &str, value: f64, digits: &str) {
    let decimals = digits.split_once('.').map_or(0, |(_, after)| after.len());
    assert_eq!(format!("{value:.decimals$}"), digits, "{what}");
}

pub fn close(what: &str, one: f64, other: f64, within: f64) {
    assert!((one - other).abs() <= within * other.abs().max(1.0), "{what}: {one} and {other}");
}

/// The integral of `f` from 0 to `end`, by Simpson's rule.
pub fn integral(end: f64, f: impl Fn(f64) -> f64) -> f64 {
    let parts = 20_000;
    let h = end / f64::from(parts);
    let weight = |i: u32| match i {
        0 => 1.0,
        _ if i == parts => 1.0,
        _ => 2.0 * f64::from(1 + i % 2),
    };
    (0..=parts).map(|i| weight(i) * f(f64::from(i) * h)).sum::<f64>() * h / 3.0
}

/// Erlang's loss formula as it is written, `(a^n / n!) / sum of a^k / k!`, summed over terms that are each a part of the
/// greatest: another way than the recursion over servers that the library takes.
fn lost_by_terms(servers: u32, offered: f64) -> f64 {
    let mut term = 1.0;
    let lower = (1..=servers).rev().map(|k| {
        term *= f64::from(k) / offered;
        term
    });
    1.0 / (1.0 + lower.sum::<f64>())
}

#[test]
fn erlang_c_gives_the_probabilities_to_wait_of_the_formula_summed_term_by_term() {
    for (servers, utilisation, waits) in [
        (1, 0.8, "0.8"),
        (2, 0.5, "0.33333333"),
        (2, 0.8, "0.71111111"),
        (3, 0.8, "0.64719101"),
        (5, 0.8, "0.55411255"),
        (10, 0.5, "0.03610536"),
        (10, 0.8, "0.40918015"),
        (10, 0.9, "0.66873152"),
        (20, 0.8, "0.25607779"),
        (50, 0.8, "0.08695255"),
        (100, 0.9, "0.21694048"),
        (1000, 0.95, "0.06825342"),
    ] {
        let case = format!("{servers} servers at {utilisation}");
        published(&case, erlang_c(at(servers, utilisation)).expect("steady"), waits);
        let lost = lost_by_terms(servers, utilisation * f64::from(servers));
        published(&case, lost / (1.0 - utilisation * (1.0 - lost)), waits);
    }
}

#[test]
fn erlang_b_gives_the_losses_of_the_formula_summed_term_by_term() {
    for (servers, offered, lost) in [
        (10, 5.0, "0.01838457"),
        (10, 10.0, "0.21458234"),
        (20, 15.0, "0.04559322"),
        (100, 90.0, "0.02695738"),
    ] {
        published(&format!("{servers} for {offered}"), erlang_b(load(offered, 1.0, servers)), lost);
        published(&format!("{servers} for {offered}"), lost_by_terms(servers, offered), lost);
    }
}

#[test]
fn ten_servers_at_four_fifths_have_the_published_queue() {
    let steady = mmc(at(10, 0.8)).steady();
    published("Lq", steady.waiting(), "1.636721");
    published("Wq", steady.waiting_s, "0.20459");
    published("W", steady.in_system_s(), "1.2046");
    published("busy servers", steady.busy(), "8.0");
}

#[test]
fn a_call_centre_of_ten_erlangs_has_the_published_service_levels() {
    // 10 erlangs of calls of 180 s; the level is the part that is answered within 20 s. The 79.56 % of 13 agents is
    // an example that is often printed for call centres.
    for (agents, waits, level) in [
        (11, "0.6821", "0.3896"),
        (12, "0.4494", "0.6402"),
        (13, "0.2853", "0.7956"),
        (14, "0.1741", "0.8884"),
    ] {
        let queue = mmc(load(10.0 / 180.0, 180.0, agents));
        published(&format!("{agents} agents, waits"), queue.steady().waits, waits);
        published(&format!("{agents} agents, level"), 1.0 - queue.waits_longer_than(20.0), level);
    }
    let fourteen = mmc(load(10.0 / 180.0, 180.0, 14)).steady();
    published("mean wait of 14", fourteen.waiting_s, "7.84");
}

#[test]
fn variation_costs_what_pollaczek_and_khinchine_say() {
    for (scv, waiting) in [(0.0, "2.0"), (1.0, "4.0"), (4.0, "10.0")] {
        published(&format!("scv {scv}"), m_g_1(at(1, 0.8), scv).expect("steady").waiting_s, waiting);
    }
}

#[test]
fn room_for_five_at_four_fifths_loses_the_published_part() {
    published("M/M/1/5", m_m_c_k(at(1, 0.8), 5).expect("room").lost, "0.0888195");
}

#[test]
fn one_queue_beats_ten_and_one_fast_server_beats_both() {
    let pool = at(10, 0.8);
    published("ten queues wait", mmc(pool.split()).steady().waiting_s, "4.0000");
    published("one queue waits", mmc(pool).steady().waiting_s, "0.2046");
    published("one queue takes", mmc(pool).steady().in_system_s(), "1.2046");
    published("one fast server takes", mmc(load(8.0, 0.1, 1)).steady().in_system_s(), "0.5");
    assert_eq!(pool.split().utilisation(), pool.utilisation());
}

#[test]
fn erlang_c_is_the_sum_with_factorials() {
    for servers in 1..=20 {
        for utilisation in [0.01, 0.3, 0.8, 0.99] {
            let a = utilisation * f64::from(servers);
            let term = |n: u32| pow(a, f64::from(n)) / (1..=n).map(f64::from).product::<f64>();
            let below: f64 = (0..servers).map(term).sum();
            let all_busy = term(servers) / (1.0 - utilisation);
            let clever = erlang_c(at(servers, utilisation)).expect("steady");
            close(&format!("{servers} at {utilisation}"), clever, all_busy / (below + all_busy), 1e-13);
        }
    }
}

#[test]
fn many_servers_overflow_nothing() {
    for servers in [171, 1000, 100_000] {
        for utilisation in [1e-9, 0.5, 0.999, 1.0 - f64::EPSILON] {
            let queue = mmc(at(servers, utilisation));
            let steady = queue.steady();
            assert!((0.0..=1.0).contains(&steady.waits), "{servers} at {utilisation}: {steady:?}");
            assert!(steady.waiting_s.is_finite() && steady.waiting_s >= 0.0);
            assert!(queue.in_system_percentile_s(0.999).is_finite());
        }
        for utilisation in [1e-9, 0.5, 1.0, 50.0] {
            let steady = m_m_c_k(at(servers, utilisation), servers + 7).expect("room");
            assert!((0.0..=1.0).contains(&steady.lost) && steady.waiting_s.is_finite(), "{steady:?}");
        }
        let flooded = m_m_c_k(at(servers, 1e20), servers + 7).expect("room");
        close("all servers work at 1e20", flooded.busy(), f64::from(servers), 1e-13);
    }
}

/// The states of M/M/c/K over time, by going on and on in small steps.
fn walk(load: Load, room: usize) -> Vec<f64> {
    let up = load.arrivals_per_s();
    let down = |n: usize| n.min(load.servers() as usize) as f64 / load.service_s();
    let step = 1.0 / (up + down(room));
    let mut states = vec![1.0 / (room + 1) as f64; room + 1];
    for _ in 0..100_000 {
        let mut next = states.clone();
        for n in 0..room {
            let flow = step * (states[n] * up - states[n + 1] * down(n + 1));
            next[n] -= flow;
            next[n + 1] += flow;
        }
        states = next;
    }
    states
}

#[test]
fn limited_room_is_the_chain_of_births_and_deaths() {
    for (servers, room) in [(1, 1), (1, 5), (2, 2), (3, 7), (5, 12)] {
        for utilisation in [0.2, 0.8, 1.0, 1.7] {
            let load = load(utilisation * f64::from(servers) / 0.3, 0.3, servers);
            let (steady, states) = (m_m_c_k(load, room).expect("room"), walk(load, room as usize));
            let mean =
                |f: &dyn Fn(usize) -> f64| states.iter().enumerate().map(|(n, p)| p * f(n)).sum::<f64>();
            let c = servers as usize;
            let case = format!("M/M/{servers}/{room} at {utilisation}");
            let lost = states[room as usize];
            let accepted = states[..room as usize].iter().skip(c).sum::<f64>() / (1.0 - lost);
            close(&case, steady.lost, lost, 1e-11);
            close(&case, steady.waits, accepted, 1e-11);
            close(&case, steady.waiting(), mean(&|n| n.saturating_sub(c) as f64), 1e-11);
            close(&case, steady.in_system(), mean(&|n| n as f64), 1e-11);
            close(&case, steady.busy(), mean(&|n| n.min(c) as f64), 1e-11);
        }
    }
}

fn same(what: &str, one: Steady, other: Steady) {
    let parts = |s: Steady| [s.throughput_per_s, s.service_s, s.waiting_s, s.waits, s.lost];
    for (one, other) in parts(one).into_iter().zip(parts(other)) {
        close(what, one, other, 1e-12);
    }
}

#[test]
fn each_formula_becomes_the_simpler_one_at_its_limit() {
    for utilisation in [0.0, 0.3, 0.8, 0.95] {
        let one = at(1, utilisation);
        let mm1 = Steady {
            throughput_per_s: utilisation,
            service_s: 1.0,
            waiting_s: utilisation / (1.0 - utilisation),
            waits: utilisation,
            lost: 0.0,
        };
        same("one server is M/M/1", mmc(one).steady(), mm1);
        same("scv 1 is M/M/1", m_g_1(one, 1.0).expect("steady"), mm1);
        let mut md1 = mm1;
        md1.waiting_s /= 2.0;
        same("scv 0 is M/D/1", m_g_1(one, 0.0).expect("steady"), md1);
        same("M/D/1", m_d_1(one).expect("steady"), md1);
        for servers in [1, 4, 30] {
            let group = at(servers, utilisation);
            let (endless, full) =
                (m_m_c_k(group, 2000).expect("room"), m_m_c_k(group, servers).expect("room"));
            same("room for all is M/M/c", endless, mmc(group).steady());
            close("no room to wait is Erlang B", full.lost, erlang_b(group), 1e-13);
            assert_eq!((full.waits, full.waiting_s), (0.0, 0.0));
        }
    }
}

#[test]
fn the_time_in_system_is_the_waiting_time_and_then_the_service_time() {
    // With 2 servers at 0.5 the two rates are equal; just beside it they nearly are.
    for (servers, utilisation) in [(1, 0.8), (2, 0.5), (2, 0.5 + 1e-9), (2, 0.9), (10, 0.3), (10, 0.8)] {
        let group = at(servers, utilisation);
        let (queue, rate) = (mmc(group), (1.0 - utilisation) * f64::from(servers));
        for t in [0.0, 0.1, 1.0, 5.0, 20.0] {
            let density = |x: f64| queue.steady().waits * rate * exp(-rate * x);
            let at_once = (1.0 - queue.steady().waits) * exp(-t);
            let later = integral(t, |x| density(x) * exp(x - t)) + queue.waits_longer_than(t);
            let case = format!("{servers} at {utilisation}, {t} s");
            close(&case, queue.in_system_longer_than(t), at_once + later, 1e-9);
        }
        let mean = integral(200.0, |t| queue.in_system_longer_than(t));
        close("the mean of the distribution", mean, queue.steady().in_system_s(), 1e-6);
    }
}

#[test]
fn a_single_server_keeps_requests_for_an_exponential_time() {
    // Kleinrock (1975), section 3.2: W is exponential with rate mu - lambda, so p99 is ln 100 / (mu - lambda).
    let queue = mmc(load(8.0, 0.1, 1));
    close("P(W > 1)", queue.in_system_longer_than(1.0), exp(-2.0), 1e-14);
    close("p50", queue.in_system_percentile_s(0.5), LN_2 / 2.0, 1e-14);
    close("p99", queue.in_system_percentile_s(0.99), LN_10, 1e-13);
}

#[test]
fn a_percentile_is_where_the_tail_has_what_is_left() {
    for (servers, utilisation) in [(1, 0.0), (1, 0.8), (2, 0.5), (10, 0.8), (10, 0.99), (1000, 0.95)] {
        let queue = mmc(at(servers, utilisation));
        for fraction in [0.01, 0.5, 0.95, 0.99, 0.999] {
            let case = format!("{servers} at {utilisation}, {fraction}");
            let t = queue.in_system_percentile_s(fraction);
            close(&case, queue.in_system_longer_than(t), 1.0 - fraction, 1e-12);
            let t = queue.waiting_percentile_s(fraction);
            let left = queue.waits_longer_than(t);
            assert!(t == 0.0 || (left - (1.0 - fraction)).abs() < 1e-12, "{case}: {t} {left}");
            assert!(t > 0.0 || left <= 1.0 - fraction, "{case}: {left} wait");
        }
        assert_eq!(queue.in_system_percentile_s(0.0), 0.0);
        assert_eq!(queue.in_system_percentile_s(1.0), f64::INFINITY);
    }
}

#[test]
fn without_a_steady_state_there_is_no_answer() {
    for utilisation in [1.0, 1.0001, 40.0] {
        assert_eq!(erlang_c(at(10, utilisation)), None);
        assert_eq!(MMc::new(at(10, utilisation)), None);
        assert_eq!(m_g_1(at(1, utilisation), 1.0), None);
        assert_eq!(m_d_1(at(1, utilisation)), None);
        assert_eq!(time_in_system(2, utilisation), None);
        assert_eq!(queue_tail(2, utilisation, 3), None);
    }
    assert_eq!(m_g_1(at(2, 0.5), 1.0), None, "two servers are not M/G/1");
    assert_eq!((m_g_1(at(1, 0.5), -0.1), m_g_1(at(1, 0.5), f64::INFINITY)), (None, None));
    assert_eq!(m_m_c_k(at(4, 0.5), 3), None, "less room than servers");
    assert_eq!((time_in_system(0, 0.5), queue_tail(0, 0.5, 1)), (None, None));
    for (arrivals, service, servers) in [
        (-1.0, 1.0, 1),
        (1.0, 0.0, 1),
        (1.0, -1.0, 1),
        (1.0, 1.0, 0),
        (f64::NAN, 1.0, 1),
        (1.0, f64::NAN, 1),
        (f64::INFINITY, 1.0, 1),
        (0.0, f64::INFINITY, 1),
        (1e300, 1e300, 1),
    ] {
        assert_eq!(Load::new(arrivals, service, servers), None, "{arrivals} {service} {servers}");
    }
}

/// The mean wait of 30,000 requests after 5,000 others, by following each server's work.
fn simulate(load: Load, service_s: impl Fn(&mut Random) -> f64, seed: u64) -> f64 {
    let (warm_up, counted) = (5_000, 30_000);
    let (mut arrivals, mut services) = (Seed(seed).stream("arrivals", 0), Seed(seed).stream("service", 0));
    let mut free_at = vec![0.0f64; load.servers() as usize];
    let (mut now, mut waited) = (0.0, 0.0);
    for request in 0..warm_up + counted {
        now += arrivals.exponential(1.0 / load.arrivals_per_s());
        let first = free_at.iter_mut().min_by(|a, b| a.total_cmp(b)).expect("a server");
        let start = first.max(now);
        *first = start + service_s(&mut services);
        waited += if request < warm_up { 0.0 } else { start - now };
    }
    waited / f64::from(counted)
}

#[test]
fn over_30_seeds_simulated_queues_wait_as_long_as_the_formulas_say() {
    let runs = |load: Load, service_s: &dyn Fn(&mut Random) -> f64| {
        let means: Vec<f64> = (0..30).map(|seed| simulate(load, service_s, seed)).collect();
        Runs::of(&means).expect("30 runs")
    };
    let exponential = |random: &mut Random| random.exponential(1.0);
    // Half the requests take 0.4 and half 1.6: the mean is 1 and the variance 0.36.
    let bimodal = |random: &mut Random| if random.chance_ppm(500_000) { 0.4 } else { 1.6 };
    for (case, simulated, formula) in [
        ("M/M/1", runs(at(1, 0.8), &exponential), mmc(at(1, 0.8)).steady()),
        ("M/M/10", runs(at(10, 0.8), &exponential), mmc(at(10, 0.8)).steady()),
        ("M/D/1", runs(at(1, 0.8), &|_| 1.0), m_d_1(at(1, 0.8)).expect("steady")),
        ("M/G/1", runs(at(1, 0.8), &bimodal), m_g_1(at(1, 0.8), 0.36).expect("steady")),
    ] {
        assert!(simulated.contains(formula.waiting_s, 0.999), "{case}: {simulated:?}, {}", formula.waiting_s);
        // The interval is narrow enough to tell a wrong formula from a right one.
        assert!(simulated.half_width(0.999) < 0.1 * formula.waiting_s, "{case}: {simulated:?}");
    }
}

#[test]
fn one_two_and_three_choices_take_the_published_times() {
    // Mitzenmacher (2001).
    for (utilisation, times) in [
        (0.5, ["2.00000", "1.26569", "1.12524"]),
        (0.7, ["3.3333", "1.61445", "1.35684"]),
        (0.8, ["5.00000", "1.94736", "1.58089"]),
        (0.9, ["10.00000", "2.61406", "2.02786"]),
        (0.95, ["20.00000", "3.38305", "2.53513"]),
        (0.99, ["100.00000", "5.43200", "3.85785"]),
    ] {
        for (choices, time) in (1..).zip(times) {
            let case = format!("{choices} choices at {utilisation}");
            published(&case, time_in_system(choices, utilisation).expect("steady"), time);
        }
    }
}

#[test]
fn the_queue_tail_is_the_fixed_point_of_the_differential_equations_and_sums_to_the_mean() {
    for (choices, utilisation) in [(1, 0.7), (2, 0.9), (3, 0.95), (4, 0.5)] {
        // ds_i/dt = rho (s_(i-1)^d - s_i^d) - (s_i - s_(i+1)), Mitzenmacher (2001); from empty queues.
        let mut tail = [0.0; 80];
        tail[0] = 1.0;
        let joins = |s: f64| utilisation * pow(s, f64::from(choices));
        for _ in 0..20_000 {
            let old = tail;
            for i in 1..79 {
                tail[i] += 0.1 * (joins(old[i - 1]) - joins(old[i]) - old[i] + old[i + 1]);
            }
        }
        let s = |length: u32| queue_tail(choices, utilisation, length).expect("steady");
        for (length, settled) in (0..20).zip(tail) {
            close(&format!("{choices} at {utilisation}, {length}"), s(length), settled, 1e-9);
        }
        let little = (1..2000).map(s).sum::<f64>() / utilisation;
        close("Little's law", little, time_in_system(choices, utilisation).expect("steady"), 1e-12);
    }
    assert_eq!(queue_tail(2, 0.999_999, u32::MAX), Some(0.0));
    assert_eq!(
        (time_in_system(2, 0.0), queue_tail(2, 0.0, 0), queue_tail(2, 0.0, 1)),
        (Some(1.0), Some(1.0), Some(0.0))
    );
}

#[test]
fn the_fullest_bin_is_as_likely_as_counting_all_throws_says() {
    for n in 1..=6u32 {
        let throws = n.pow(n);
        let fullest = |throw: u32| {
            let bins = (0..n).map(|ball| throw / n.pow(ball) % n);
            let mut loads = [0; 6];
            bins.for_each(|bin| loads[bin as usize] += 1);
            loads.into_iter().max().unwrap_or(0)
        };
        let maxima: Vec<u32> = (0..throws).map(fullest).collect();
        for most in 0..=n {
            let counted = maxima.iter().filter(|max| **max <= most).count() as f64 / f64::from(throws);
            close(&format!("{n} bins, {most}"), fullest_bin_at_most(n, most), counted, 1e-14);
        }
        let mean = f64::from(maxima.iter().sum::<u32>()) / f64::from(throws);
        close(&format!("{n} bins"), fullest_bin_mean(n), mean, 1e-8);
    }
}

#[test]
fn a_hundred_balls_in_a_hundred_bins_fill_one_with_about_four() {
    published("100", fullest_bin_mean(100), "4.2");
    let exactly = |n, load| fullest_bin_at_most(n, load) - fullest_bin_at_most(n, load - 1);
    // Frequencies of 2000 simulated throws; the standard error of the commonest is 1.1 points, and five are allowed.
    for (load, simulated) in [(4, 0.39), (5, 0.47), (6, 0.11)] {
        assert!((exactly(256, load) - simulated).abs() < 0.055, "{load}: {}", exactly(256, load));
    }
    let mode = (1..20).max_by(|a, b| exactly(4096, *a).total_cmp(&exactly(4096, *b)));
    assert_eq!(mode, Some(6), "the commonest of 4096");
    let between = fullest_bin_at_most(65_536, 9) - fullest_bin_at_most(65_536, 6);
    assert!(between > 0.95, "65,536 balls fill a bin with 7 to 9: {between}");
    assert!((7.0..9.0).contains(&fullest_bin_mean(65_536)));
}

#[test]
fn the_leading_orders_are_those_of_azar_and_others() {
    // ln 65536 = 11.090, ln ln 65536 = 2.406.
    let order = |choices| fullest_bin_order(65_536, choices).expect("many bins");
    published("one choice", order(1), "4.609");
    published("two choices", order(2), "3.471");
    published("four choices", order(4), "1.736");
    assert_eq!((fullest_bin_order(2, 1), fullest_bin_order(9, 0)), (None, None));
    // With two choices each squaring of the number of bins adds the same.
    let gains = [1 << 8, 1 << 16].map(|n: u32| fullest_bin_order(n, 2).expect("many bins"));
    close("squared", gains[1] - gains[0], 1.0, 1e-12);
}
