//! Rolling updates and nodes, against the rows of Kubernetes' tests and documentation, and against what they promise
//! whatever becomes ready when.

use faultyard::algorithms::autoscaling::nodes::{self, Node};
use faultyard::algorithms::autoscaling::rollout::{Amount, Limits, Rollout, Strategy};
use faultyard::process::{Random, Seed, SimTime};
use std::collections::BTreeMap;

fn counts(surge: u32, unavailable: u32) -> Strategy {
    Strategy { max_surge: Amount::Count(surge), max_unavailable: Amount::Count(unavailable) }
}

fn percents(surge: u32, unavailable: u32) -> Strategy {
    Strategy { max_surge: Amount::Percent(surge), max_unavailable: Amount::Percent(unavailable) }
}

/// Sizes of the sets, the new one last.
fn sizes(rollout: &Rollout) -> Vec<u32> {
    rollout.sets().iter().map(|set| set.replicas).collect()
}

/// A deployment that becomes ready as it is told.
struct Deployment {
    rollout: Rollout,
    strategy: Strategy,
    desired: u32,
    ready: BTreeMap<u16, u32>,
}

impl Deployment {
    /// Version 1 with so many replicas, all available, and version 2 that is to replace it.
    fn rolling(desired: u32, strategy: Strategy) -> Deployment {
        let mut rollout = Rollout::new(1, desired);
        rollout.begin(2);
        Deployment { rollout, strategy, desired, ready: BTreeMap::from([(1, desired)]) }
    }

    /// So many of a version are available now; what the sizes are after that.
    fn ready(&mut self, version: u16, available: u32) -> Vec<u32> {
        self.ready.insert(version, available);
        self.sync()
    }

    fn sync(&mut self) -> Vec<u32> {
        let Deployment { rollout, strategy, desired, ready } = self;
        rollout.sync(*desired, strategy, |version| ready.get(&version).copied().unwrap_or(0));
        sizes(rollout)
    }
}

#[test]
fn surge_rounds_up_unavailable_rounds_down_and_both_zero_is_one_unavailable() {
    let rows = [
        // Kubernetes' documentation: of 4 between 3 and 5, of 10 at most 13 and at least 8, of 3 at most 4 and at least 3.
        (4, percents(25, 25), (1, 1)),
        (10, percents(25, 25), (3, 2)),
        (3, percents(25, 25), (1, 0)),
        (10, percents(30, 30), (3, 3)),
        (10, percents(100, 100), (10, 10)),
        (10, percents(0, 100), (0, 10)),
        (3, percents(0, 25), (0, 1)),
        (10, percents(0, 0), (0, 1)),
        (10, counts(0, 1), (0, 1)),
        (10, counts(3, 2), (3, 2)),
        (1, percents(25, 25), (1, 0)),
        (5, counts(2, 9), (2, 5)),
    ];
    for (desired, strategy, (surge, unavailable)) in rows {
        assert_eq!(strategy.limits(desired), Limits { surge, unavailable }, "{desired} by {strategy:?}");
    }
}

#[test]
fn the_new_set_grows_and_the_old_one_shrinks_by_the_rows_of_the_controllers_tests() {
    // `rolling_test.go`: desired, surge, unavailable, old replicas and those available, new ones and those available; and
    // what the old and the new set are when nothing more can be done.
    let rows = [
        (10, (0, 1), (10, 10), (0, 0), [9, 1]),
        (10, (0, 2), (10, 10), (0, 0), [8, 2]),
        (10, (0, 2), (10, 8), (0, 0), [8, 2]),
        (10, (0, 2), (10, 9), (0, 0), [8, 2]),
        (10, (0, 2), (8, 8), (2, 0), [8, 2]),
        (10, (2, 0), (10, 10), (0, 0), [10, 2]),
        (10, (2, 0), (5, 5), (0, 0), [5, 7]),
        (10, (2, 0), (10, 10), (2, 0), [10, 2]),
        // The comment in `rolling.go`: 10 by a surge of 3 with 2 unavailable.
        (10, (3, 2), (10, 10), (0, 0), [8, 5]),
        (10, (3, 2), (8, 7), (5, 0), [8, 5]),
        (10, (3, 2), (8, 8), (5, 1), [7, 6]),
    ];
    for (desired, (surge, unavailable), (old, old_available), (new, new_available), expected) in rows {
        let mut one = Deployment::rolling(desired, counts(surge, unavailable));
        one.rollout = Rollout::of(&[(1, old), (2, new)], desired, desired + surge);
        one.ready = BTreeMap::from([(1, old_available), (2, new_available)]);
        assert_eq!(
            one.sync(),
            expected,
            "{desired} by {surge}/{unavailable}: {old_available} of {old}, {new_available} of {new}"
        );
    }
}

#[test]
fn three_replicas_are_replaced_one_by_one_as_the_documentation_lists_it() {
    // "Scaled up nginx-deployment-1564180365 to 1; Scaled down nginx-deployment-2035384211 to 2; ... to 0".
    let mut one = Deployment::rolling(3, percents(25, 25));
    assert_eq!(one.sync(), [3, 1]);
    assert_eq!(one.ready(2, 1), [2, 2]);
    assert_eq!(one.ready(2, 2), [1, 3]);
    assert_eq!(one.ready(2, 3), [0, 3]);
    assert_eq!(one.sync(), [3]);
}

#[test]
fn all_go_at_once_where_all_may_be_unavailable_and_all_come_at_once_where_as_many_may_be_added() {
    assert_eq!(Deployment::rolling(10, percents(0, 100)).sync(), [0, 10]);
    assert_eq!(Deployment::rolling(10, percents(100, 100)).sync(), [0, 10]);
    let mut blue_green = Deployment::rolling(10, percents(100, 0));
    assert_eq!(blue_green.sync(), [10, 10]);
    assert_eq!(blue_green.ready(2, 10), [0, 10]);
}

#[test]
fn a_version_that_never_becomes_ready_leaves_what_may_not_be_unavailable_and_one_rolls_back_from_it() {
    let mut one = Deployment::rolling(10, counts(3, 2));
    assert_eq!(one.sync(), [8, 5]);
    one.ready.insert(1, 8);
    for _ in 0..10 {
        assert_eq!(one.sync(), [8, 5]);
    }
    // One of the old ones fails: still nothing more is taken away.
    assert_eq!(one.ready(1, 7), [8, 5]);
    // Rolled back, the comment in `rolling.go` says, 4 of those that crash go, and the good set can grow to 10.
    one.rollout.begin(1);
    let rolled_back = one.sync();
    assert_eq!(rolled_back, [1, 10]);
    one.ready.insert(1, 10);
    assert_eq!(one.sync(), [0, 10]);
}

#[test]
fn a_third_version_takes_the_place_of_a_second_that_never_came() {
    // "Rollover": 5 of the second go at once, and 5 of the third come.
    let mut one = Deployment::rolling(10, counts(3, 2));
    assert_eq!(one.sync(), [8, 5]);
    one.ready.insert(1, 8);
    one.rollout.begin(3);
    assert_eq!(one.sync(), [8, 0, 5]);
}

#[test]
fn another_number_is_shared_in_proportion_and_the_rest_goes_to_the_largest() {
    // The documentation: 10 with a surge of 3 and 2 unavailable, stalled at 8 and 5; scaled to 15, 3 and 2 are added.
    let mut one = Deployment::rolling(10, counts(3, 2));
    one.sync();
    (one.desired, one.ready) = (15, BTreeMap::from([(1, 8)]));
    assert_eq!(one.sync(), [11, 7]);
    // `TestScale` of `sync_test.go`: desired and surge before and after, sets before and after, the new one last.
    let rows: [(_, _, &[u32], &[u32]); 14] = [
        ((10, 0), (12, 0), &[10], &[12]),
        ((10, 0), (5, 0), &[10], &[5]),
        ((5, 0), (10, 0), &[3, 2], &[6, 4]),
        ((5, 0), (3, 0), &[3, 2], &[2, 1]),
        ((9, 0), (4, 0), &[1, 8], &[0, 4]),
        ((7, 0), (10, 0), &[2, 3, 2], &[3, 4, 3]),
        ((13, 0), (8, 0), &[3, 8, 2], &[2, 5, 1]),
        ((3, 0), (4, 0), &[1, 1, 1], &[1, 1, 2]),
        ((3, 0), (2, 0), &[1, 1, 1], &[0, 1, 1]),
        ((4, 0), (5, 0), &[2, 2], &[2, 3]),
        ((6, 0), (0, 0), &[1, 2, 3], &[0, 0, 0]),
        ((6, 0), (6, 0), &[0, 0, 0], &[0, 0, 6]),
        ((10, 2), (20, 2), &[6, 6], &[11, 11]),
        ((10, 3), (50, 6), &[8, 5], &[34, 22]),
    ];
    for ((before, surge), (desired, surge_now), sets, expected) in rows {
        let sets: Vec<(u16, u32)> = (1..).zip(sets.iter().copied()).collect();
        let mut rollout = Rollout::of(&sets, before, before + surge);
        rollout.scale(desired, &counts(surge_now, 1));
        assert_eq!(sizes(&rollout), expected, "{sets:?} of {before} to {desired}");
    }
}

/// One replica of a deployment that chance plays with.
#[derive(Clone, Copy, PartialEq)]
struct Replica {
    version: u16,
    ready: bool,
}

/// Replicas are made and removed until the sizes are right, those first that are not ready.
fn follow(rollout: &Rollout, replicas: &mut Vec<Replica>) {
    for set in rollout.sets() {
        let count =
            |replicas: &Vec<Replica>| replicas.iter().filter(|one| one.version == set.version).count() as u32;
        while count(replicas) < set.replicas {
            replicas.push(Replica { version: set.version, ready: false });
        }
        while count(replicas) > set.replicas {
            let of_set = |one: &Replica| one.version == set.version;
            let unready = replicas.iter().position(|one| of_set(one) && !one.ready);
            let gone = unready.or_else(|| replicas.iter().position(of_set)).expect("there is one");
            replicas.remove(gone);
        }
    }
}

/// One of so many changes that chance makes to a deployment.
fn disturb(random: &mut Random, replicas: &mut [Replica], rollout: &mut Rollout, version: &mut u16) {
    let mut any = || random.below(replicas.len().max(1) as u64) as usize;
    let (some, other) = (any(), any());
    match random.below(12) {
        0 => {
            *version += 1;
            rollout.begin(*version);
        }
        1 => rollout.begin(rollout.sets()[0].version),
        2 => replicas.iter_mut().skip(some).take(1).for_each(|one| one.ready = false),
        _ => replicas.iter_mut().skip(other).take(3).for_each(|one| one.ready = true),
    }
}

#[test]
fn whatever_becomes_ready_or_fails_a_rollout_keeps_its_limits_and_comes_to_an_end() {
    for seed in 0..400 {
        let mut random = Seed(seed).stream("rollout", 0);
        let mut percent = || random.below(5) as u32 * 25;
        let strategy = percents(percent(), percent());
        let mut desired = random.between(1, 30) as u32;
        let (mut rollout, mut version) = (Rollout::new(1, desired), 1);
        let mut replicas = vec![Replica { version: 1, ready: true }; desired as usize];
        for step in 0..200 {
            disturb(&mut random, &mut replicas, &mut rollout, &mut version);
            let before = desired;
            if random.below(15) == 0 {
                desired = random.between(1, 30) as u32;
            }
            let ready = |replicas: &[Replica]| replicas.iter().filter(|one| one.ready).count() as u32;
            let (had, now) = (ready(&replicas), replicas.clone());
            let of = |version| now.iter().filter(|one| one.ready && one.version == version).count() as u32;
            rollout.sync(desired, &strategy, of);
            follow(&rollout, &mut replicas);
            let Limits { surge, unavailable } = strategy.limits(desired);
            let (there, left) = (replicas.len() as u32, ready(&replicas));
            let what = format!("seed {seed}, step {step}: {desired} by {strategy:?}, {:?}", rollout.sets());
            assert!(there <= desired + surge, "{what}: {there} are there");
            // Fewer than that are left only if fewer were there, or fewer are desired.
            let least = desired - unavailable;
            assert!(left >= least.min(had) || desired < before, "{what}: {left} of {had} are left");
        }
        // From now on all become ready.
        for _ in 0..60 {
            replicas.iter_mut().for_each(|one| one.ready = true);
            let now = replicas.clone();
            rollout.sync(desired, &strategy, |version| {
                now.iter().filter(|one| one.ready && one.version == version).count() as u32
            });
            follow(&rollout, &mut replicas);
        }
        assert_eq!(sizes(&rollout), [desired], "seed {seed} by {strategy:?}");
    }
}

const fn node(is_ready: bool, taken: u32) -> Node {
    Node { is_ready, taken, empty_since: None }
}

#[test]
fn nodes_are_added_for_what_waits_less_what_comes_and_no_more_than_there_may_be() {
    let (full, boots) = (node(true, 4), node(false, 0));
    let rows: [(&[Node], u32, u32, u32); 7] = [
        (&[full], 0, 10, 0),
        (&[full], 1, 10, 1),
        (&[full], 4, 10, 1),
        (&[full], 5, 10, 2),
        (&[full, boots], 4, 10, 0),
        (&[full, boots], 9, 10, 2),
        (&[full, boots], 30, 3, 1),
    ];
    for (nodes, pending, most, added) in rows {
        assert_eq!(nodes::to_add(nodes, pending, 4, most), added, "{pending} wait, at most {most}");
    }
}

#[test]
fn a_replica_goes_to_the_fullest_node_with_room_and_an_empty_node_goes_after_ten_minutes() {
    let nodes = [node(true, 1), node(true, 3), node(true, 4), node(false, 0), node(true, 3)];
    assert_eq!(nodes::place(&nodes, 4), Some(1));
    assert_eq!(nodes::place(&nodes, 5), Some(2));
    assert_eq!(nodes::place(&nodes[2..4], 4), None);
    let empty = Node { empty_since: Some(SimTime::from_ms(60_000)), ..node(true, 0) };
    assert!(!nodes::is_unneeded(&empty, SimTime::from_ms(659_999)));
    assert!(nodes::is_unneeded(&empty, SimTime::from_ms(660_000)));
    assert!(!nodes::is_unneeded(&node(true, 0), SimTime::from_ms(660_000)));
}
