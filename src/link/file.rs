//! The file `*.faultyard.json`: the fragment's JSON for people to read, of any length up to the limits.

use super::{MOST_BYTES, Saved};

/// What the names of these files end in.
pub const ENDING: &str = ".faultyard.json";

/// A file of more bytes is not read. The most inputs there may be have room in it, each with its own indentation.
pub const LONGEST: usize = 16 * MOST_BYTES;

/// A name for the file of a state.
pub fn name(saved: &Saved) -> String {
    format!("{}-{}{ENDING}", saved.scenario.lab, saved.scenario.seed)
}

/// The file's text.
pub fn write(saved: &Saved) -> String {
    saved.pretty()
}

/// Reads the file's text: the state, and warnings.
///
/// # Errors
/// A sentence that says why it cannot be read.
pub fn read(text: &str) -> Result<(Saved, Vec<String>), String> {
    if text.len() > LONGEST {
        return Err("this file is too large for a scenario".into());
    }
    Saved::parse(text.trim_start_matches('\u{feff}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Script;
    use crate::process::SimTime;
    use proptest::prelude::*;

    const SCRIPT: &str = "raft loss=10 n=5 seed=42\nat 400ms crash n1\nat 2s heal\n";
    const FILE: &str = r#"{
  "faultyard": 1,
  "lab": "raft",
  "params": {"loss":"10","n":"5"},
  "seed": 42,
  "inputs": [
    ["0.4s","crash n1"],
    ["2s","heal"]
  ],
  "t": "3s"
}
"#;

    #[test]
    fn a_file_is_written_for_people_and_reads_back() {
        let scenario = Script::parse(SCRIPT).unwrap().scenario;
        let saved = Saved::new(&scenario, SimTime::from_ms(3_000));
        assert_eq!(write(&saved), FILE);
        assert_eq!(read(FILE), Ok((saved, Vec::new())));
    }

    #[test]
    fn a_file_written_by_hand_may_have_numbers_for_texts() {
        let text =
            r#"{"lab": "raft", "params": {"n": 5, "sticky": true}, "t": 3, "inputs": [[0.4, "crash n1"]]}"#;
        let (saved, warnings) = read(text).unwrap();
        assert_eq!(saved.scenario.to_string(), "raft n=5 sticky=true seed=0\nat 400ms crash n1\n");
        assert_eq!((saved.t, warnings), (Some(SimTime::from_ms(3_000)), Vec::new()));
    }

    proptest! {
        #[test]
        fn no_file_is_too_odd_to_be_read(text in "\\PC{0,200}") {
            let _ = read(&text);
        }

        #[test]
        fn every_scenario_reads_back(
            seed in any::<u64>(),
            params in proptest::collection::btree_map("[a-z]{1,8}", "[ -~]{0,20}", 0..6),
            crashes in proptest::collection::vec((0u64..1_000_000_000_000, 1u16..10), 0..50),
        ) {
            let mut scenario = crate::lab::Scenario::new("raft", seed);
            scenario.params = params.into_iter().collect();
            scenario.inputs = crashes.into_iter().map(|(us, n)| crate::sim::TimedInput {
                at: SimTime(us),
                input: crate::sim::Input::parse(&format!("crash n{n}")).unwrap(),
            }).collect();
            scenario.inputs.sort_by_key(|input| input.at);
            let saved = Saved::new(&scenario, SimTime(seed % 1_000_000));
            prop_assert_eq!(read(&write(&saved)), Ok((saved.clone(), Vec::new())));
            prop_assert_eq!(super::super::fragment::unpack(&super::super::fragment::pack(&saved)), Ok((saved, Vec::new())));
        }
    }
}
