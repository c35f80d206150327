//! Building placements and looking keys up: the loops of `hashing::workload`.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use faultyard::algorithms::hashing::{HashFunction, Placement, Settings, Strategy, bounded, workload};
use std::hint::black_box;

/// Nodes in every bench.
const NODES: u32 = 1_000;
/// Keys looked up in one iteration.
const LOOKUPS: u32 = 1_000_000;

fn build(c: &mut Criterion) {
    let mut group = c.benchmark_group("build-1000-nodes");
    let nodes = workload::nodes(NODES);
    let settings = Settings::default();
    for strategy in Strategy::ALL {
        group.bench_function(format!("{strategy:?}"), |b| {
            b.iter(|| Placement::build(strategy, HashFunction::Xxh3, black_box(&nodes), &settings));
        });
    }
    group.finish();
}

fn look_up(c: &mut Criterion) {
    let mut group = c.benchmark_group("look-up");
    for strategy in Strategy::ALL {
        let placement =
            workload::build(strategy, NODES, &Settings::default()).expect("the defaults are valid");
        // Rendezvous asks every node, and bounded loads add up a thousand weights.
        let costly = matches!(strategy, Strategy::Rendezvous | Strategy::Bounded);
        let lookups = if costly { LOOKUPS / 1_000 } else { LOOKUPS };
        group.throughput(Throughput::Elements(u64::from(lookups)));
        group.bench_with_input(
            BenchmarkId::from_parameter(format!("{strategy:?}")),
            &placement,
            |b, placement| {
                b.iter(|| workload::look_up(black_box(placement), lookups));
            },
        );
    }
    group.finish();
}

fn assign(c: &mut Criterion) {
    let mut group = c.benchmark_group("bounded");
    let placement =
        workload::build(Strategy::Bounded, NODES, &Settings::default()).expect("the defaults are valid");
    let keys = workload::key_hashes(HashFunction::Xxh3, 100_000);
    let ring = placement.ring().expect("a bounded placement has a ring");
    group.throughput(Throughput::Elements(keys.len() as u64));
    group.bench_function("assign-100000-keys", |b| {
        b.iter(|| bounded::assign(ring, placement.nodes(), 125, black_box(&keys)));
    });
    group.finish();
}

criterion_group!(benches, build, look_up, assign);
criterion_main!(benches);
