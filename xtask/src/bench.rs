//! `cargo xtask bench`: the benchmarks, of the library alone.

use crate::command::{command, run};
use crate::failure::Result;

/// Runs criterion; the arguments go to it.
pub fn bench(args: &[String]) -> Result {
    let mut bench = command("cargo", &["bench", "--no-default-features", "--benches"]);
    if !args.is_empty() {
        bench.arg("--").args(args);
    }
    run(&mut bench, "The benchmark's own message stands above.")
}
