//! A whole scenario in an address: `#s=1.<base64url(deflate(json))>`. The number is the form's version.

use super::{MOST_BYTES, Saved, quoted};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

/// The version of the form that is written and read.
const VERSION: &str = "1";
/// How hard the packing tries, of 10.
const EFFORT: u8 = 9;
/// A fragment that leaves room for the rest of an address of 2,000 characters.
const LONGEST: usize = 1_900;

/// The fragment, without `#`.
///
/// # Errors
/// A sentence, if the scenario is too large for an address.
pub fn encode(saved: &Saved) -> Result<String, String> {
    let fragment = format!("s={}", pack(saved));
    if fragment.len() > LONGEST {
        return Err("this run is too large for a link; Share can save it as a file".into());
    }
    Ok(fragment)
}

/// What a fragment holds: a state and warnings, `None` if there is no state in it, a sentence if there is one that
/// cannot be read.
pub type Decoded = Result<Option<(Saved, Vec<String>)>, String>;

/// Reads a fragment, with or without `#`.
///
/// # Errors
/// A sentence, if it holds a state that cannot be read.
pub fn decode(fragment: &str) -> Decoded {
    packed(fragment).map(unpack).transpose()
}

/// Whether a fragment holds a state, readable or not.
pub fn holds(fragment: &str) -> bool {
    packed(fragment).is_some()
}

fn packed(fragment: &str) -> Option<&str> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    fragment.split('&').find_map(|part| part.strip_prefix("s="))
}

/// The state as one opaque text, of any length: what `getState` gives.
pub fn pack(saved: &Saved) -> String {
    let packed = miniz_oxide::deflate::compress_to_vec(saved.compact().as_bytes(), EFFORT);
    format!("{VERSION}.{}", BASE64.encode(packed))
}

/// Reads what [`pack`] wrote, and warnings.
///
/// # Errors
/// A sentence that says why it cannot be read.
pub fn unpack(state: &str) -> Result<(Saved, Vec<String>), String> {
    if state.len() > MOST_BYTES {
        return Err(too_large());
    }
    let (version, body) = state.split_once('.').ok_or("this link is cut short or damaged")?;
    if version != VERSION {
        return Err(format!(
            "this link is of version {}; this page reads version {VERSION}",
            quoted(version)
        ));
    }
    let damaged = || "this link is cut short or damaged".to_string();
    let packed = BASE64.decode(body.trim_end_matches('=')).map_err(|_| damaged())?;
    let json = decompress_to_vec_with_limit(&packed, MOST_BYTES).map_err(|why| match why.status {
        TINFLStatus::HasMoreOutput => too_large(),
        _ => damaged(),
    })?;
    Saved::parse(std::str::from_utf8(&json).map_err(|_| damaged())?)
}

fn too_large() -> String {
    format!("this link holds more than {} KiB", MOST_BYTES / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::{Scenario, Script};
    use crate::link::View;
    use crate::process::SimTime;
    use proptest::prelude::*;

    fn saved(text: &str) -> Saved {
        let scenario: Scenario = Script::parse(text).unwrap().scenario;
        Saved::new(&scenario, SimTime::from_ms(12_500))
    }

    #[test]
    fn a_state_reads_back_as_it_is_written() {
        let plain =
            saved("raft n=5 loss=10 seed=42\nat 400ms crash n1\nat 2s set loss=10\nat 3s do lookup a b\n");
        let looked =
            Saved { speed: Some(0.25), item: Some("n1>n2".into()), view: Some(View::Split), ..plain };
        let fragment = format!("#{}", encode(&looked).unwrap());
        assert_eq!(decode(&fragment), Ok(Some((looked, Vec::new()))));
    }

    #[test]
    fn the_same_state_is_the_same_bytes_in_every_release() {
        let fragment = encode(&saved("raft seed=42\nat 400ms crash n1\n")).unwrap();
        assert_eq!(
            fragment,
            "s=1.AUMAvP97ImxhYiI6InJhZnQiLCJzZWVkIjo0MiwiaW5wdXRzIjpbWyIwLjRzIiwiY3Jhc2ggbjEiXV0sInQiOiIxMi41cyJ9"
        );
    }

    #[test]
    fn a_seed_beyond_what_other_languages_count_is_carried_exactly() {
        for seed in [0, 1 << 53, u64::MAX] {
            let saved = Saved { scenario: Scenario::new("raft", seed), ..Saved::default() };
            assert_eq!(unpack(&pack(&saved)).unwrap().0, saved);
        }
    }

    #[test]
    fn a_scenario_of_a_hundred_faults_fits_into_a_link_and_one_of_thousands_asks_for_a_file() {
        let faults =
            |most: u32| (0..most).map(|n| format!("at {}ms crash n{}\n", n * 137 + n * n % 97, n % 5 + 1));
        let script = |most: u32| format!("raft seed=42\n{}", faults(most).collect::<String>());
        assert!(encode(&saved(&script(100))).is_ok());
        assert!(encode(&saved(&script(3_000))).unwrap_err().contains("file"));
    }

    #[test]
    fn what_cannot_be_read_is_answered_with_a_sentence() {
        let good = encode(&saved("raft seed=42\nat 400ms crash n1\n")).unwrap();
        for (fragment, why) in [
            ("s=2.abc".to_string(), "version"),
            ("s=".into(), "damaged"),
            ("s=1.!!".into(), "damaged"),
            (good[..good.len() - 9].to_string(), "damaged"),
            (format!("s=1.{}", "A".repeat(MOST_BYTES)), "KiB"),
            (packed("[1"), "JSON"),
            (packed("[1]"), "lab"),
            (packed("{\"lab\":\"raft\",\"faultyard\":9}"), "version"),
        ] {
            let answer = decode(&fragment).unwrap_err();
            assert!(answer.contains(why), "{fragment:.40}: {answer}");
        }
        assert_eq!(decode("#chapter-2"), Ok(None));
    }

    fn packed(json: &str) -> String {
        let packed = miniz_oxide::deflate::compress_to_vec(json.as_bytes(), 9);
        format!("s=1.{}", BASE64.encode(packed))
    }

    #[test]
    fn a_bomb_is_refused_before_it_goes_off() {
        let bomb = packed(&" ".repeat(40_000_000));
        assert!(bomb.len() < MOST_BYTES, "{}", bomb.len());
        assert!(decode(&bomb).unwrap_err().contains("64 KiB"));
    }

    #[test]
    fn a_part_that_is_not_understood_is_left_out_with_a_warning() {
        let json = r#"{"lab":"raft","seed":"x","inputs":[["1s","explode n1"],["2s","heal"],7],"speed":1e9,
            "params":{"n":5,"<b>":"1","deep":[]},"view":"up","what":1}"#;
        let (saved, warnings) = decode(&packed(json)).unwrap().unwrap();
        assert_eq!(saved.scenario.to_string(), "raft n=5 seed=0\nat 2s heal\n");
        assert_eq!((saved.speed, warnings.len()), (Some(crate::link::SPEEDS.1), 7), "{warnings:?}");
    }

    /// What is read can be written and read again; what is not is answered with a sentence.
    fn read_or_answered(found: Result<Option<(Saved, Vec<String>)>, String>) {
        match found {
            Ok(Some((saved, _))) => assert_eq!(unpack(&pack(&saved)).map(|(again, _)| again), Ok(saved)),
            Ok(None) => {}
            Err(why) => assert!(why.len() > 5 && why.len() < 1_000 && !why.contains('\n'), "{why}"),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn no_fragment_is_too_odd_to_be_read(text in "\\PC{0,100}") {
            read_or_answered(decode(&text));
            read_or_answered(decode(&format!("s=1.{text}")));
            read_or_answered(decode(&packed(&text)));
        }

        #[test]
        fn a_damaged_link_is_read_or_answered(place in 4usize..80, byte in "[A-Za-z0-9_-]") {
            let mut good = encode(&saved("raft n=5 seed=42\nat 400ms crash n1\nat 2s loss * 10%\n")).unwrap();
            let place = place.min(good.len() - 1);
            good.replace_range(place..=place, &byte);
            read_or_answered(decode(&good));
        }

        #[test]
        fn any_json_is_read_or_answered(
            name in "lab|params|seed|inputs|t|speed|item|view",
            json in "[0-9]{1,30}|\"[ -~&&[^\"\\\\]]{0,20}\"|\\[\\[\"1s\",\"[a-z* 0-9%>n|,.]{0,20}\"\\]\\]|\\{\"a\":[0-9]\\}|null|\\[\\]|-?1e[0-9]{1,3}",
        ) {
            read_or_answered(decode(&packed(&format!("{{\"lab\":\"raft\",\"{name}\":{json}}}"))));
        }
    }
}
