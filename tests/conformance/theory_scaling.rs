//! Scaling laws and their fit, Student's interval and Jain's index, against published numbers and dumb computation.

use super::theory::{close, integral, published};
use faultyard::process::{Seed, math::pow};
use faultyard::theory::confidence::{Runs, student_t};
use faultyard::theory::fairness::jain;
use faultyard::theory::scaling::{Usl, amdahl, fit, fit_linearised};
use proptest::prelude::*;

/// Throughput of a Cisco router's benchmark with 1 to 32 clients (Schwartz 2015).
const CISCO: [f64; 32] = [
    955.16, 1878.91, 2688.01, 3548.68, 4315.54, 5130.43, 5931.37, 6531.08, 7219.8, 7867.61, 8278.71, 8646.7,
    9047.84, 9426.55, 9645.37, 9897.24, 10097.6, 10240.5, 10532.39, 10798.52, 11151.43, 11518.63, 11806.0,
    12089.37, 12075.41, 12177.29, 12211.41, 12158.93, 12155.27, 12118.04, 12140.4, 12074.39,
];

/// Users and scripts an hour of a SPARCcenter 2000 in SPEC's SDM91 (Gunther 2007).
const SDM91: [(f64, f64); 7] = [
    (1.0, 64.9),
    (18.0, 995.9),
    (36.0, 1652.4),
    (72.0, 1853.2),
    (108.0, 1828.9),
    (144.0, 1775.0),
    (216.0, 1702.2),
];

/// Processors and intersections a second of BRL-CAD's ray tracer (Gunther 2007).
const RAY_TRACER: [(f64, f64); 11] = [
    (1.0, 20.0),
    (4.0, 78.0),
    (8.0, 130.0),
    (12.0, 170.0),
    (16.0, 190.0),
    (20.0, 200.0),
    (24.0, 210.0),
    (28.0, 230.0),
    (32.0, 260.0),
    (48.0, 280.0),
    (64.0, 310.0),
];

fn cisco() -> Vec<(f64, f64)> {
    (1..).map(f64::from).zip(CISCO).collect()
}

#[test]
fn amdahls_law_has_its_published_values_and_limits() {
    for (parallel, workers, times) in [
        (0.95, 8.0, "5.926"),
        (0.95, 1024.0, "19.64"),
        (0.95, f64::INFINITY, "20.000"),
        (0.5, f64::INFINITY, "2.000"),
        (0.0, 64.0, "1.000"),
        (1.0, 64.0, "64.000"),
    ] {
        published(&format!("{parallel} on {workers}"), amdahl(parallel, workers), times);
    }
}

#[test]
fn without_coherency_the_universal_law_is_amdahls_and_never_falls() {
    let law = Usl { lambda: 1.0, sigma: 0.05, kappa: 0.0 };
    for workers in [1.0, 2.0, 8.0, 1024.0] {
        close("amdahl", law.throughput(workers), amdahl(0.95, workers), 1e-13);
    }
    assert_eq!((law.peak(), law.whole_peak()), (None, None));
    assert_eq!(Usl { sigma: 0.0, ..law }.throughput(7.0), 7.0);
}

#[test]
fn where_one_worker_alone_is_best_the_peak_is_there() {
    for (sigma, kappa) in [(1.0, 0.01), (1.5, 0.01), (1.5, 0.0), (0.0, 2.0)] {
        assert_eq!(Usl { lambda: 9.0, sigma, kappa }.peak(), Some(1.0), "{sigma} {kappa}");
    }
}

/// Holds lambda, sigma and kappa to given ones, each within this part of it.
fn parameters(what: &str, law: Usl, [lambda, sigma, kappa]: [f64; 3], within: f64) {
    close(&format!("{what}: lambda"), law.lambda / lambda, 1.0, within);
    close(&format!("{what}: sigma"), law.sigma / sigma, 1.0, within);
    close(&format!("{what}: kappa"), law.kappa / kappa, 1.0, within);
}

#[test]
fn the_cisco_benchmark_gives_schwartzs_parameters() {
    let law = fit(&cisco()).expect("32 sizes");
    // R's search stops where a step changes little, in the sixth digit; the second row was solved with 40 digits.
    parameters("Schwartz", law, [995.6486, 0.02671591, 7.690945e-4], 2e-6);
    parameters("40 digits", law, [995.648785929, 0.0267159450357, 7.6909392061e-4], 1e-7);
    published("the peak", law.peak().expect("it falls"), "35.57");
    assert_eq!(law.whole_peak(), Some(35.0));
    assert_eq!(law.throughput(35.0).floor(), 12_341.0);
}

#[test]
fn sdm91_gives_the_parameters_of_the_r_package_by_both_ways() {
    let law = fit(&SDM91).expect("7 sizes");
    published("gamma", law.lambda, "89.995");
    published("alpha", law.sigma, "0.0277285");
    published("beta", law.kappa, "0.0001044");
    parameters("40 digits", law, [89.9952331043, 0.0277284756186, 1.04365483844e-4], 1e-7);
    published("the peak", law.peak().expect("it falls"), "96.52");
    published("throughput there", law.throughput(96.52), "1884");
    published("its limit without kappa", law.lambda / law.sigma, "3246");
    // The package's first release fitted the parabola.
    let first = fit_linearised(&SDM91).expect("one user was measured");
    published("sigma", first.sigma, "0.01704689");
    published("kappa", first.kappa * 1e5, "7.892498");
    assert_eq!(first.lambda, 64.9);
}

#[test]
fn the_ray_tracer_gives_the_published_parameters_and_no_negative_coherency() {
    let law = fit(&RAY_TRACER).expect("11 sizes");
    published("gamma", law.lambda, "21.848843");
    published("alpha", law.sigma, "0.057771");
    assert_eq!(law.kappa, 0.0);
}

#[test]
fn no_point_of_a_grid_fits_better() {
    let squares = |measured: &[(f64, f64)], law: Usl| {
        measured.iter().map(|(n, x)| (law.throughput(*n) - x) * (law.throughput(*n) - x)).sum::<f64>()
    };
    for measured in [cisco(), SDM91.to_vec(), RAY_TRACER.to_vec()] {
        let least = squares(&measured, fit(&measured).expect("enough sizes"));
        for (sigma, kappa) in (0..100).flat_map(|s| (0..100).map(move |k| (s, k))) {
            let shape = Usl { lambda: 1.0, sigma: f64::from(sigma) * 1e-3, kappa: f64::from(kappa) * 2e-5 };
            // For a given shape the best lambda is a quotient of sums.
            let of =
                |(n, x): &(f64, f64)| (shape.throughput(*n) * x, shape.throughput(*n) * shape.throughput(*n));
            let (up, down) = measured.iter().map(of).fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
            let law = Usl { lambda: up / down, ..shape };
            assert!(squares(&measured, law) >= least * (1.0 - 1e-12), "{law:?}");
        }
    }
}

#[test]
fn measurements_that_say_nothing_are_fitted_by_nothing() {
    let bad: [&[(f64, f64)]; 6] = [
        &[],
        &[(1.0, 5.0), (2.0, 9.0)],
        &[(1.0, 5.0), (2.0, 9.0), (2.0, 9.1)],
        &[(1.0, 5.0), (2.0, 9.0), (3.0, 0.0)],
        &[(1.0, 5.0), (0.0, 9.0), (3.0, 12.0)],
        &[(1.0, 5.0), (2.0, f64::NAN), (3.0, 12.0)],
    ];
    for measured in bad {
        assert_eq!((fit(measured), fit_linearised(measured)), (None, None), "{measured:?}");
    }
    assert_eq!(fit_linearised(&cisco()[1..]), None, "no measurement of one client");
}

proptest! {
    #[test]
    fn a_law_is_found_again_in_its_own_numbers(
        lambda in 0.01f64..1e6, sigma in 0.0f64..0.9, kappa in 0.0f64..0.1, sizes in 3u32..40,
    ) {
        let law = Usl { lambda, sigma, kappa };
        let measured: Vec<(f64, f64)> =
            (1..=sizes).map(f64::from).map(|n| (n, law.throughput(n))).collect();
        for found in [fit(&measured), fit_linearised(&measured)] {
            let found = found.expect("three sizes");
            prop_assert!((found.lambda / lambda - 1.0).abs() < 1e-7, "{:?} for {:?}", found, law);
            prop_assert!((found.sigma - sigma).abs() < 1e-7, "{:?} for {:?}", found, law);
            prop_assert!((found.kappa - kappa).abs() < 1e-7, "{:?} for {:?}", found, law);
        }
    }

    #[test]
    fn a_fit_to_anything_is_sound(xs in prop::collection::vec(0.001f64..1e4, 3..20)) {
        let measured: Vec<(f64, f64)> = (1..).map(f64::from).zip(xs).collect();
        for law in [fit(&measured), fit_linearised(&measured)] {
            let law = law.expect("three sizes");
            prop_assert!(law.lambda > 0.0 && law.sigma >= 0.0 && law.kappa >= 0.0, "{:?}", law);
            prop_assert!(law.throughput(50.0).is_finite());
        }
    }

    #[test]
    fn jains_index_lies_between_one_share_and_all_and_does_not_know_the_unit(
        shares in prop::collection::vec(0.0f64..100.0, 1..30), unit in 0.001f64..1000.0,
    ) {
        let index = jain(&shares);
        prop_assert!(index <= 1.0 + 1e-12 && index >= 1.0 / shares.len() as f64 - 1e-12);
        let scaled: Vec<f64> = shares.iter().map(|share| share * unit).collect();
        prop_assert!((jain(&scaled) - index).abs() < 1e-9);
    }
}

#[test]
fn if_k_of_n_have_equal_shares_jains_index_is_k_over_n() {
    // Jain, Chiu & Hawe (1984).
    for (k, n) in [(1, 1), (1, 4), (20, 100), (7, 9), (5, 5)] {
        let shares: Vec<f64> = (0..n).map(|i| if i < k { 0.3 } else { 0.0 }).collect();
        close(&format!("{k} of {n}"), jain(&shares), f64::from(k) / f64::from(n), 1e-14);
    }
    assert_eq!((jain(&[]), jain(&[0.0, 0.0])), (1.0, 1.0));
}

#[test]
fn students_quantiles_are_those_of_the_tables() {
    for (degrees, at_95, at_99_9) in [
        (1, "12.7062", "636.6192"),
        (2, "4.302653", "31.599055"),
        (3, "3.182446", "12.923979"),
        (4, "2.776445", "8.610302"),
        (9, "2.262157", "4.780913"),
        (10, "2.228139", "4.586894"),
        (29, "2.045230", "3.659405"),
        (30, "2.042272", "3.645959"),
        (100, "1.983972", "3.390491"),
        (999, "1.962341", "3.300292"),
    ] {
        published(&format!("{degrees}, 95%"), student_t(degrees, 0.95), at_95);
        published(&format!("{degrees}, 99.9%"), student_t(degrees, 0.999), at_99_9);
    }
    assert_eq!((student_t(0, 0.95), student_t(5, 1.0)), (f64::INFINITY, f64::INFINITY));
    assert_eq!(student_t(5, 0.0), 0.0);
}

#[test]
fn students_interval_holds_the_area_that_it_names() {
    // The density is as (1 + x^2 / n)^(-(n + 1) / 2); with x = sqrt(n) u / (1 - u) all of it lies between 0 and 1.
    for degrees in 1..40 {
        for confidence in [0.5, 0.95, 0.999] {
            let n = f64::from(degrees);
            let density = |u: f64| {
                let square = (1.0 - u) * (1.0 - u);
                // (1 + x^2 / n)^(-(n + 1) / 2) dx, with the powers of 1 - u put together.
                pow(square + u * u, -(n + 1.0) / 2.0) * pow(square, (n - 1.0) / 2.0)
            };
            let x = student_t(degrees, confidence) / n.sqrt();
            let held = integral(x / (1.0 + x), density) / integral(1.0, density);
            close(&format!("{degrees} at {confidence}"), held, confidence, 1e-9);
        }
    }
}

#[test]
fn a_mean_comes_with_its_sample_deviation_and_students_half_width() {
    let runs = Runs::of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]).expect("8 runs");
    assert_eq!((runs.runs, runs.mean), (8, 5.0));
    published("deviation", runs.deviation, "2.13809");
    // t with 7 degrees is 2.364624: 2.364624 x 2.13809 / sqrt(8).
    published("half width", runs.half_width(0.95), "1.78749");
    assert!(runs.contains(6.78, 0.95) && !runs.contains(6.79, 0.95) && runs.contains(6.79, 0.999));
    assert_eq!((Runs::of(&[]), Runs::of(&[1.0])), (None, None));
}

#[test]
fn of_many_intervals_as_many_hold_the_truth_as_they_claim() {
    let mut random = Seed(11).stream("runs", 0);
    let rounds = 4_000;
    // Sums of twelve uniform numbers are nearly normal, with mean 6.
    let mut draw = || (0..12).map(|_| random.unit()).sum::<f64>();
    let samples: Vec<Runs> = (0..rounds)
        .map(|_| Runs::of(&(0..10).map(|_| draw()).collect::<Vec<f64>>()).expect("10 runs"))
        .collect();
    for confidence in [0.5, 0.95, 0.999] {
        let held = samples.iter().filter(|runs| runs.contains(6.0, confidence)).count() as f64;
        let rounds = f64::from(rounds);
        let error = (rounds * confidence * (1.0 - confidence)).sqrt();
        // Five standard errors.
        assert!((held - rounds * confidence).abs() < 5.0 * error, "{confidence}: {held} of {rounds}");
    }
}
