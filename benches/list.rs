//! The list of the page `/bench/`, natively: the same loops, the same table. Criterion's benches tell more of one loop;
//! this one gives the numbers that a browser's are held against.

use faultyard::bench::benchmarks;
use faultyard::lab::Benchmark;
use serde_json::{Value, json};

fn main() {
    // Cargo passes options of its own; a word without a dash chooses rows.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let chosen = |row: &&Benchmark| words.is_empty() || words.iter().any(|word| row.key.contains(&**word));
    let chosen = benchmarks().filter(chosen);
    if std::env::args().any(|word| word == "--json") {
        // As the page writes it: the number that counts of each row, by its key.
        let rows: Value = chosen.map(|row| (row.key.to_owned(), json!(row.summary(&results(row))))).collect();
        return println!("{rows}");
    }
    println!("{:<52}{:>14}{:>14}  unit", "what", "target", "measured");
    for row in chosen {
        let result = row.summary(&results(row)).expect("each row has a run");
        println!("{:<52}{:>14}{result:>14.2}  {}", row.what, row.target, row.unit.word());
    }
}

fn results(row: &Benchmark) -> Vec<f64> {
    let mut work = (row.prepare)();
    let timed = |_| {
        #[expect(clippy::disallowed_types, reason = "this is the clock")]
        let started = std::time::Instant::now();
        let amount = work();
        row.unit.result(amount, started.elapsed().as_secs_f64())
    };
    (0..row.runs).map(timed).collect()
}
