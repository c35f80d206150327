//! How many messages a second a saturated cluster of five exchanges: alone, with history, with properties.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use faultyard::labs::raft::workload::{Work, run};
use std::hint::black_box;

/// Enough for some thousand commits and a hundred checkpoints.
const MESSAGES: u64 = 200_000;

fn messages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("raft/messages");
    group.throughput(Throughput::Elements(MESSAGES)).sample_size(10);
    for work in [Work::Raw, Work::History, Work::Properties] {
        let name = BenchmarkId::from_parameter(format!("{work:?}").to_lowercase());
        group.bench_function(name, |bencher| bencher.iter(|| run(work, black_box(MESSAGES))));
    }
    group.finish();
}

criterion_group!(benches, messages);
criterion_main!(benches);
