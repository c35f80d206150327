//! What one metric asks of the HPA, against the rows of Kubernetes' replica_calculator_test.go.
//!
//! Every row is named as its test or table entry there, and each number was computed again by hand. The reference
//! gives each pod two containers with the same request and use, which changes no ratio; rows that differ only in
//! looking at one container are one row here. "Hot" pods have just started and have no full window of CPU yet.

use faultyard::algorithms::autoscaling::hpa::replicas::{
    Aim, Proposal, Readiness, Sample, Standing, Tolerance, Trouble, of_machines, of_share, of_whole, standing,
};
use faultyard::algorithms::autoscaling::{Machine, Signal};
use faultyard::process::{SimDuration, SimTime};
use std::collections::BTreeSet;

const NOW: SimTime = SimTime::from_ms(3_600_000);
/// The times that the reference's tests use.
const READINESS: Readiness = Readiness {
    cpu_initialization: SimDuration::from_ms(120_000),
    initial_delay: SimDuration::from_ms(10_000),
};
const USUAL: Tolerance = Tolerance { up: 0.1, down: 0.1 };
const ONE_PERCENT_UP: Tolerance = Tolerance { up: 0.01, down: 0.1 };

/// A machine of a row with its use, in thousandths of a core or of a request.
#[derive(Clone, Copy, Debug)]
enum Is {
    Ready(i64),
    Unready(i64),
    Hot(i64),
    UnreadyHot(i64),
    /// Without a sample.
    Silent,
    Pending,
    /// Failed, succeeded or being deleted.
    Gone,
}
use Is::{Gone, Hot, Pending, Ready, Silent, Unready, UnreadyHot};

impl Is {
    fn machine(self, signal: Signal) -> Machine {
        let (ready, hot, usage) = match self {
            Ready(usage) => (true, false, Some(usage)),
            Unready(usage) => (false, false, Some(usage)),
            Hot(usage) => (true, true, Some(usage)),
            UnreadyHot(usage) => (false, true, Some(usage)),
            Silent | Pending | Gone => (false, false, None),
        };
        let mut values = [None; 5];
        values[signal as usize] = usage.map(|usage| usage as f64);
        Machine {
            running: !matches!(self, Pending),
            ready,
            failed: matches!(self, Gone),
            started: if hot { NOW } else { SimTime::ZERO },
            ready_changed: SimTime::ZERO,
            values,
            measured: SimTime::ZERO,
            window_seconds: 60.0,
        }
    }

    fn sample(self, signal: Signal, promised: i64) -> Sample {
        let machine = self.machine(signal);
        let usage = machine.value(signal).unwrap_or(0.0) as i64;
        Sample { standing: standing(&machine, signal, NOW, &READINESS), usage, promised }
    }
}

/// A metric of machines: count and usage that the reference expects, or its error.
struct Row {
    says: &'static str,
    current: u32,
    machines: &'static [Is],
    /// One for all, or one for each.
    promised: &'static [i64],
    aim: Aim,
    tolerance: Tolerance,
    desired: Result<(u32, i64), Trouble>,
}

const fn cpu(
    says: &'static str,
    current: u32,
    machines: &'static [Is],
    percent: i64,
    desired: (u32, i64),
) -> Row {
    let (aim, promised): (Aim, &[i64]) = (Aim::Utilisation(percent), &[1_000]);
    Row { says, current, machines, promised, aim, tolerance: USUAL, desired: Ok(desired) }
}

const fn qps(
    says: &'static str,
    current: u32,
    machines: &'static [Is],
    target: i64,
    desired: (u32, i64),
) -> Row {
    Row { aim: Aim::Average(target), ..cpu(says, current, machines, 1, desired) }
}

const MIXED: &[i64] = &[900, 1_000, 1_100];

const fn mixed(
    says: &'static str,
    machines: &'static [Is],
    (down, up): (f64, f64),
    desired: (u32, i64),
) -> Row {
    let tolerance = Tolerance { up, down };
    Row { promised: MIXED, tolerance, ..cpu(says, 3, machines, 100, desired) }
}

const PER_POD: &[i64] = &[400, 200, 310, 290, 302, 298, 301, 299, 300, 300];
const TEN_AT_150: &[Is] = &[Ready(150); 10];

const MACHINE_ROWS: &[Row] = &[
    cpu("ScaleUp", 3, &[Ready(300), Ready(500), Ready(700)], 30, (5, 50)),
    cpu("ScaleUpUnreadyLessScale", 3, &[Unready(300), Ready(500), Ready(700)], 30, (4, 60)),
    cpu("ScaleUpHotCpuLessScale", 3, &[Hot(300), Ready(500), Ready(700)], 30, (4, 60)),
    cpu("ScaleUpUnreadyNoScale", 3, &[Ready(400), Unready(500), Unready(700)], 30, (3, 40)),
    cpu("ScaleHotCpuNoScale", 3, &[Ready(400), UnreadyHot(500), UnreadyHot(700)], 30, (3, 40)),
    cpu("ScaleUpIgnoresFailedPods", 2, &[Ready(500), Ready(700), Gone, Gone], 30, (4, 60)),
    cpu("ScaleUpIgnoresDeletionPods", 2, &[Ready(500), Ready(700), Gone, Gone], 30, (4, 60)),
    cpu("scale up: succeeded pods ignored", 2, &[Ready(500), Ready(700), Gone, Gone], 30, (4, 60)),
    cpu("ScaleDown", 5, &[Ready(100), Ready(300), Ready(500), Ready(250), Ready(250)], 50, (3, 28)),
    cpu(
        "ScaleDownIncludeUnreadyPods",
        5,
        &[Ready(100), Ready(300), Ready(500), Unready(250), Unready(250)],
        50,
        (2, 30),
    ),
    cpu("ScaleDownExcludeUnscheduledPods", 5, &[Ready(100), Pending, Pending, Pending, Pending], 50, (1, 10)),
    cpu(
        "ScaleDownIgnoreHotCpuPods",
        5,
        &[Ready(100), Ready(300), Ready(500), Hot(250), Hot(250)],
        50,
        (2, 30),
    ),
    cpu(
        "ScaleDownIgnoresFailedPods",
        5,
        &[Ready(100), Ready(300), Ready(500), Ready(250), Ready(250), Gone, Gone],
        50,
        (3, 28),
    ),
    cpu(
        "ScaleDownIgnoresDeletionPods",
        5,
        &[Ready(100), Ready(300), Ready(500), Ready(250), Ready(250), Gone, Gone],
        50,
        (3, 28),
    ),
    cpu(
        "scale down: succeeded pods ignored",
        5,
        &[Ready(100), Ready(300), Ready(500), Ready(250), Ready(250), Gone, Gone],
        50,
        (3, 28),
    ),
    mixed("Tolerance", &[Ready(1_010), Ready(1_030), Ready(1_020)], (0.1, 0.1), (3, 102)),
    mixed("outside 0% tolerance", &[Ready(909), Ready(1_010), Ready(1_111)], (0.0, 0.0), (4, 101)),
    mixed(
        "within 200% scale-up tolerance",
        &[Ready(1_890), Ready(1_910), Ready(1_900)],
        (0.1, 2.0),
        (3, 190),
    ),
    mixed(
        "outside 8% scale-up tolerance (superfluous scale-down tolerance)",
        &[Ready(1_100), Ready(1_080), Ready(1_090)],
        (2.0, 0.08),
        (4, 109),
    ),
    mixed("within 36% scale-down tolerance", &[Ready(660), Ready(640), Ready(650)], (0.36, 0.1), (3, 65)),
    mixed("outside 34% scale-down tolerance", &[Ready(660), Ready(640), Ready(650)], (0.34, 0.1), (2, 65)),
    // The reference has samples of two pods that are gone, 3,200 and 2,000, and leaves them out of both sums.
    cpu("SuperfluousMetrics", 4, &[Ready(4_000), Ready(9_500), Ready(3_000), Ready(7_000)], 100, (24, 587)),
    cpu("MissingMetrics", 4, &[Ready(400), Ready(95), Silent, Silent], 100, (3, 24)),
    cpu("MissingMetricsNoChangeEq", 2, &[Ready(1_000), Silent], 100, (2, 100)),
    cpu("MissingMetricsNoChangeGt", 2, &[Ready(1_900), Silent], 100, (2, 190)),
    cpu("MissingMetricsNoChangeLt", 2, &[Ready(600), Silent], 100, (2, 60)),
    cpu("MissingMetricsUnreadyChange", 3, &[Unready(100), Ready(450), Silent], 50, (3, 45)),
    cpu("MissingMetricsHotCpuNoChange", 3, &[Hot(100), Ready(450), Silent], 50, (3, 45)),
    cpu("MissingMetricsUnreadyScaleUp", 3, &[Unready(100), Ready(2_000), Silent], 50, (4, 200)),
    cpu("MissingMetricsHotCpuScaleUp", 3, &[UnreadyHot(100), Ready(2_000), Silent], 50, (4, 200)),
    cpu("MissingMetricsUnreadyScaleDown", 4, &[Unready(100), Ready(100), Ready(100), Silent], 50, (3, 10)),
    Row {
        promised: &[1_000, 1_000, 2_000, 2_000],
        ..cpu("scale down: target over 100", 4, &[Unready(200), Ready(100), Ready(100), Silent], 300, (2, 6))
    },
    cpu("DuringRollingUpdateWithMaxSurge", 2, &[Ready(100), Ready(100), Silent], 50, (2, 10)),
    Row {
        promised: PER_POD,
        ..cpu("ComputedToleranceAlgImplementation, scaling", 10, TEN_AT_150, 56, (9, 50))
    },
    Row { promised: PER_POD, ..cpu("ComputedToleranceAlgImplementation, not", 10, TEN_AT_150, 55, (10, 50)) },
    Row {
        desired: Err(Trouble::NoSamples),
        ..cpu("DisjointResourcesMetrics: a sample of another pod", 1, &[Silent], 100, (0, 0))
    },
    Row { desired: Err(Trouble::NoSamples), ..cpu("EmptyMetrics", 4, &[Silent; 4], 100, (0, 0)) },
    Row {
        promised: &[0],
        desired: Err(Trouble::NoPromise),
        ..cpu("EmptyCPURequest", 1, &[Ready(200)], 100, (0, 0))
    },
    qps("ScaleUpCM", 3, &[Ready(20_000), Ready(10_000), Ready(30_000)], 15_000, (4, 20_000)),
    qps(
        "ScaleUpCMUnreadyHotCpuNoLessScale",
        3,
        &[Ready(50_000), Ready(10_000), UnreadyHot(30_000)],
        15_000,
        (6, 30_000),
    ),
    qps(
        "ScaleUpCMUnreadyHotCpuScaleWouldScaleDown",
        3,
        &[UnreadyHot(50_000), Ready(15_000), UnreadyHot(30_000)],
        15_000,
        (7, 31_666),
    ),
    qps("ScaleUpCMExternal", 1, &[Ready(8_600)], 4_400, (2, 8_600)),
    qps("ScaleDownCM", 5, &[Ready(12_000); 5], 20_000, (3, 12_000)),
    qps("ToleranceCM", 3, &[Ready(20_000), Ready(21_000), Ready(21_000)], 20_000, (3, 20_666)),
    Row {
        tolerance: ONE_PERCENT_UP,
        ..qps(
            "pod metric: outside configurable 1% tolerance",
            3,
            &[Ready(20_000), Ready(21_000), Ready(21_000)],
            20_000,
            (4, 20_666),
        )
    },
    qps(
        "pod metric: no change: missing metrics",
        5,
        &[Ready(20_000), Ready(19_000), Ready(21_000), Silent, Silent],
        20_000,
        (5, 20_000),
    ),
    qps(
        "pod metric: rolling update with maxSurge",
        2,
        &[Ready(10_000), Ready(10_000), Silent],
        17_000,
        (2, 10_000),
    ),
];

fn propose(row: &Row) -> Result<Proposal, Trouble> {
    // Requests a second are a signal whose readiness is not looked at, as of any metric but CPU.
    let signal = if matches!(row.aim, Aim::Average(_)) { Signal::Requests } else { Signal::Cpu };
    let promised = row.promised.iter().copied().cycle();
    let samples: Vec<Sample> =
        row.machines.iter().zip(promised).map(|(is, promised)| is.sample(signal, promised)).collect();
    of_machines(row.current, &samples, row.aim, row.tolerance)
}

#[test]
fn a_metric_of_machines_asks_for_what_the_published_rows_say() {
    for row in MACHINE_ROWS {
        let found = propose(row).map(|proposal| (proposal.desired, proposal.first.usage));
        assert_eq!(found, row.desired, "{}", row.says);
    }
}

/// A metric of the whole service: the current count, how many are ready, value and target, tolerance, expected count.
type WholeRow = (&'static str, u32, u32, i64, i64, Tolerance, u32);

const ENDLESS: u32 = i32::MAX as u32;

const WHOLE_ROWS: &[WholeRow] = &[
    ("ScaleUpCMObject", 3, 3, 20_000, 15_000, USUAL, 4),
    ("very large metric saturates replicas to MaxInt32", 3, 3, i64::MAX, 1, USUAL, ENDLESS),
    ("ScaleUpCMObjectIgnoresUnreadyPods", 3, 1, 50_000, 10_000, USUAL, 5),
    ("ScaleDownCMObject", 5, 5, 12_000, 20_000, USUAL, 3),
    ("ToleranceCMObject", 3, 3, 20_666, 20_000, USUAL, 3),
    ("object: outside configurable 1% tolerance", 3, 3, 20_666, 20_000, ONE_PERCENT_UP, 4),
    ("ScaleUpCMExternalIgnoresUnreadyPods", 3, 1, 8_600, 4_400, USUAL, 2),
    ("ScaleDownCMExternal", 5, 5, 8_600, 14_334, USUAL, 3),
    ("ToleranceCMExternal", 3, 3, 8_600, 8_888, USUAL, 3),
    ("external: outside configurable 1% tolerance", 3, 3, 8_900, 8_800, ONE_PERCENT_UP, 4),
    ("external: usage overflow caps at MaxInt64", 3, 3, i64::MAX, i64::MAX, USUAL, 3),
];

#[test]
fn a_metric_of_the_whole_service_asks_for_what_the_published_rows_say() {
    for (says, current, serving, usage, target, tolerance, desired) in WHOLE_ROWS {
        let proposal = of_whole(*current, *serving, *usage, *target, *tolerance);
        assert_eq!(proposal.desired, *desired, "{says}");
    }
}

/// A metric that machines share: how many there are, value and target, tolerance, expected count and share.
type ShareRow = (&'static str, u32, i64, i64, Tolerance, u32, i64);

const SHARE_ROWS: &[ShareRow] = &[
    ("ScaleUpCMPerPodObject", 3, 20_000, 5_000, USUAL, 4, 6_667),
    ("ScaleDownPerPodCMObject", 5, 6_000, 2_000, USUAL, 3, 1_200),
    ("TolerancePerPodCMObject", 4, 20_166, 5_000, USUAL, 4, 5_042),
    ("object per pod: outside configurable 1% tolerance", 4, 20_208, 5_000, ONE_PERCENT_UP, 5, 5_052),
    ("object per pod: overflow leaves replicas unchanged", 1, i64::MAX, i64::MAX, USUAL, 1, i64::MAX),
    ("object per pod: statusReplicas zero", 0, 20_000, 5_000, USUAL, 4, 0),
    ("object per pod: statusReplicas zero and metric zero", 0, 0, 5_000, USUAL, 0, 0),
    ("ScaleUpPerPodCMExternal", 3, 8_600, 2_150, USUAL, 4, 2_867),
    ("ScaleDownPerPodCMExternal", 5, 8_600, 2_867, USUAL, 3, 1_720),
    ("TolerancePerPodCMExternal", 3, 8_600, 2_900, USUAL, 3, 2_867),
    ("external per pod: outside configurable 1% tolerance", 3, 8_600, 2_800, ONE_PERCENT_UP, 4, 2_867),
    ("external per pod: overflow saturates to MaxInt32", 1, i64::MAX, 1, USUAL, ENDLESS, i64::MAX),
];

#[test]
fn a_metric_that_machines_share_asks_for_what_the_published_rows_say() {
    for (says, there, usage, target, tolerance, desired, share) in SHARE_ROWS {
        let proposal = of_share(*there, *usage, *target, *tolerance);
        assert_eq!((proposal.desired, proposal.first.usage), (*desired, *share), "{says}");
    }
}

#[test]
fn no_published_row_of_the_replica_calculator_is_here_twice() {
    let machines = MACHINE_ROWS.iter().map(|row| row.says);
    let says = machines.chain(WHOLE_ROWS.iter().map(|row| row.0)).chain(SHARE_ROWS.iter().map(|row| row.0));
    let all: Vec<&str> = says.collect();
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (70, 70));
}

/// A count at a use in percent with a target in percent, and the count that follows.
const RATIOS: &[(&str, u32, i64, i64, u32)] = &[
    ("4 replicas at 90 % with target 60 %", 4, 90, 60, 6),
    ("blog: 50 pods, 90 against 75", 50, 90, 75, 60),
    ("docs: 200m of a desired 100m double", 3, 200, 100, 6),
    ("docs: 50m of a desired 100m halve", 6, 50, 100, 3),
    ("walkthrough: 305 % of 50 %", 1, 305, 50, 7),
    ("derived: 250 % of 50 %", 1, 250, 50, 5),
    ("derived: 11 % above, outside", 10, 111, 100, 12),
    ("derived: 10 % above, inside to the end", 10, 110, 100, 10),
    ("derived: 10 % below, inside to the end", 10, 90, 100, 10),
    ("derived: 11 % below, outside", 10, 89, 100, 9),
    ("derived: idle", 7, 0, 80, 0),
    ("derived: 2.2 x 25 is 55.00000000000001 in binary", 25, 121, 55, 56),
];

#[test]
fn documented_ratios_give_documented_counts() {
    for (says, count, usage, target, desired) in RATIOS {
        let samples = vec![Ready(10 * usage).sample(Signal::Cpu, 1_000); *count as usize];
        let proposal = of_machines(*count, &samples, Aim::Utilisation(*target), USUAL).unwrap();
        assert_eq!(proposal.desired, *desired, "{says}");
    }
}

/// Running and ready, seconds since the start and since readiness changed, age of the sample and its window if there is
/// one, signal: what the machine is. Rows of TestGroupPods; "never ready" is named so there though 10 s pass.
type StandingRow = (&'static str, bool, bool, u64, u64, Option<(u64, u64)>, Signal, Standing);

const STANDINGS: &[StandingRow] = &[
    ("count in a ready pod - memory", true, false, 0, 0, Some((0, 60)), Signal::Memory, Standing::Ready),
    ("without ready condition - CPU", true, false, 0, 0, Some((0, 0)), Signal::Cpu, Standing::Unready),
    ("ready, fresh, initializing", true, true, 60, 30, Some((0, 30)), Signal::Cpu, Standing::Ready),
    ("ready, not fresh, initializing", true, true, 60, 30, Some((0, 60)), Signal::Cpu, Standing::Unready),
    ("unready since the start", true, false, 600, 594, Some((600, 0)), Signal::Cpu, Standing::Unready),
    ("ready, not fresh, later", true, true, 180, 180, Some((120, 60)), Signal::Cpu, Standing::Ready),
    ("unready that was ready, later", true, false, 600, 540, Some((600, 0)), Signal::Cpu, Standing::Ready),
    ("never been ready, later", true, false, 600, 590, Some((600, 0)), Signal::Cpu, Standing::Ready),
    ("a missing pod", true, false, 180, 180, None, Signal::Cpu, Standing::Missing),
    ("pending pods are unreadied", false, false, 0, 0, None, Signal::Cpu, Standing::Unready),
];

#[test]
fn a_machine_is_what_the_published_rows_say() {
    for (says, running, ready, started, changed, sample, signal, expected) in STANDINGS {
        let ago = |seconds: u64| SimTime(NOW.0 - 1_000_000 * seconds);
        let (age, window) = sample.unwrap_or((0, 0));
        let mut machine = Machine {
            running: *running,
            ready: *ready,
            failed: false,
            started: ago(*started),
            ready_changed: ago(*changed),
            values: [None; 5],
            measured: ago(age),
            window_seconds: window as f64,
        };
        machine.values[*signal as usize] = sample.map(|_| 1.0);
        assert_eq!(standing(&machine, *signal, NOW, &READINESS), *expected, "{says}");
        machine.failed = true;
        assert_eq!(standing(&machine, *signal, NOW, &READINESS), Standing::Ignored, "{says}, but failed");
    }
}

fn ready(usage: i64, promised: i64) -> Sample {
    Ready(usage).sample(Signal::Cpu, promised)
}

#[test]
fn use_is_a_ratio_of_sums_in_whole_percent_and_not_a_mean_of_ratios_or_a_fraction() {
    let uneven = [ready(100, 100), ready(100, 900)];
    let proposal = of_machines(2, &uneven, Aim::Utilisation(50), USUAL).unwrap();
    assert_eq!((proposal.first.usage, proposal.desired), (20, 1), "the mean of 100 % and 11 % would be 55 %");
    let third = of_machines(1, &[ready(100, 300)], Aim::Utilisation(50), USUAL).unwrap();
    assert_eq!((third.first.usage, third.first.ratio), (33, 0.66), "not 33.3");
}

#[test]
fn counts_are_rounded_up_and_the_tolerance_is_of_the_ratio_and_not_of_the_count() {
    let at = |count: usize, usage: i64| {
        of_machines(count as u32, &vec![ready(usage, 1_000); count], Aim::Utilisation(100), USUAL)
            .unwrap()
            .desired
    };
    assert_eq!(at(3, 1_110), 4, "3.33 rounds to 3 and down to 3");
    assert_eq!(at(100, 1_090), 100, "nine machines more are 9 %");
    assert_eq!(at(1, 1_200), 2, "one machine more is 20 %");
}

#[test]
fn a_ratio_of_exactly_one_and_a_tenth_is_inside_as_since_1_33() {
    assert!(USUAL.holds(1.1) && USUAL.holds(0.9));
    assert!((1.0f64 - 1.1).abs() > 0.1, "the rule before would have scaled");
    assert!(!USUAL.holds(1.1 + f64::EPSILON) && !USUAL.holds(0.9 - f64::EPSILON));
}
