//! The loops of `faultyard::bench` for `cargo xtask`: one of them so many times, for valgrind to count; and README's
//! table of rates.
//!
//! ```text
//! speed rows                                    the rows that are counted: key, and what of
//! speed count KEY TIMES                         runs one, and prints how much it did
//! speed table NATIVE.json BROWSER.json WORDS    writes README's table; a file that is not there leaves its column
//! ```

mod table;

use faultyard::bench::COUNTED;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["rows"] => {
            COUNTED.iter().for_each(|row| println!("{} {}", row.key, row.per));
            Ok(())
        }
        ["count", key, times] => count(key, times),
        ["table", native, browser, of] => table::write(native, browser, of),
        _ => Err("speed rows | count KEY TIMES | table NATIVE.json BROWSER.json WORDS".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// Prepares a loop, runs it so many times and prints what it did together: messages, requests, calls.
fn count(key: &str, times: &str) -> Result<(), String> {
    let row = COUNTED.iter().find(|row| row.key == key).ok_or_else(|| format!("no row is called {key}"))?;
    let times: u64 = times.parse().map_err(|_| format!("\"{times}\" is not a number"))?;
    let mut work = (row.prepare)();
    let done: u64 = (0..times).map(|_| work()).sum();
    println!("{done}");
    Ok(())
}
