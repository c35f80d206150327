//! Recorded traffic: what a file of each form gives, which lines are reported, and that no bytes break the reader. The files
//! that people have, and how each is read, are in `recorded/files.rs`.

#[path = "recorded/files.rs"]
mod files;

use faultyard::process::{Seed, SimDuration};
use faultyard::traffic::recorded::{Format, Profile, Reader, Recording, sample};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;

const DAY: &str = include_str!("../static/traffic/day.csv");
const LOG: &str = include_str!("../static/traffic/access.log");

/// One small file of each form, with a bad line in each.
const FILES: [&str; 4] = [
    "\u{feff}time_s,rps\r\n0,10\r\n0.1,20\r\n\r\n# a comment\r\n0.2,many\r\n0.3,5.5\r\n0.4,1",
    "2026-11-25T19:15:01.250Z\n2026-11-25 20:15:01+01:00\n1795634102\n1795634103250\nyesterday\n1795634103250001\n",
    "time_ms\n0\n1500\n2500.5\n-3\n2000\n",
    "192.0.2.1 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200 2326\n\
     2001:db8::1 - - [10/Oct/2000:20:55:38 +0000] \"GET /\\\"x\\\" HTTP/1.1\" 304 - \"-\" \"a \\\"b\\\"\"\n\
     192.0.2.1 - - [10/Oct/2000:13:55:3\n",
];

fn read(pieces: &[&[u8]]) -> Result<Recording, String> {
    let mut reader = Reader::new();
    pieces.iter().for_each(|piece| reader.feed(piece));
    reader.finish()
}

/// All that a run and a person get of a file.
fn told(read: Result<Recording, String>) -> Result<(String, Vec<String>), String> {
    let taken = read?.taken(1_024, SimDuration::from_ms(28 * 86_400_000));
    Ok((taken.profile.to_string(), taken.notes))
}

fn good(text: &str) -> Recording {
    read(&[text.as_bytes()]).unwrap()
}

fn problems(text: &str) -> Vec<String> {
    good(text).problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_table_gives_the_mean_rate_of_each_bin() {
    let table = good("time_s,rps\n0,12\n60,15.5\n120,9\n");
    assert_eq!((table.format, table.lines, table.bad_lines), (Format::Table, 4, 0));
    assert_eq!((table.from.to_string(), table.to.to_string()), ("0 s".into(), "3 min".into()));
    assert!((table.requests - 60.0 * 36.5).abs() < 1e-6, "{}", table.requests);
    assert_eq!(table.profile(1_024).to_string(), "60s 12,15.5,9");
    assert_eq!(table.profile(2).to_string(), "120s 13.75,9", "the second bin is half covered");
    assert_eq!(table.profile(1).to_string(), "300s 12.167", "the whole lasts 180 seconds of it");
}

#[test]
fn a_table_may_begin_at_any_time_in_any_of_its_forms_with_or_without_a_header() {
    for text in [
        "1795634100,1\n1795634160,2.5",
        "Time (s);Requests per second\n1795634100;1\n1795634160;2,5\n",
        "\"2026-11-25T19:15:00Z\"\t1\r\n\"2026-11-25T19:16:00Z\"\t2.5\r\n",
        "time_ms,rps\n1795634100000,1\n1795634160000,2.5",
        "# made by hand\n\ntime,rps\n1795634100,1\n# half way\n1795634160,2.5\n\n",
    ] {
        let table = good(text);
        assert_eq!((table.format, table.bad_lines), (Format::Table, 0), "{text}");
        assert_eq!(table.from.to_string(), "2026-11-25 19:15:00 UTC");
        assert_eq!(table.profile(1_024).to_string(), "60s 1,2.5", "{text}");
    }
}

#[test]
fn timestamps_are_counted_in_bins_as_fine_as_their_clock() {
    let whole_seconds = good("1795634101\n1795634101\n1795634103\n");
    assert_eq!((whole_seconds.format, whole_seconds.requests), (Format::Timestamps, 3.0));
    assert_eq!(whole_seconds.profile(1_024).to_string(), "1s 2,0,1");
    for text in [
        "2026-11-25T19:15:01.250Z\n2026-11-25T19:15:02.500Z\n2026-11-25T19:15:01.250Z",
        "1795634101250\n1795634102500\n1795634101250\n",
        "1795634101250000\n1795634102500000\n1795634101250000\n",
        "when\n1795634101.25\n1795634102.5\n1795634101.25\n",
    ] {
        let fine = good(text);
        assert_eq!((fine.requests, fine.bin, fine.bad_lines), (3.0, SimDuration(1_000), 0), "{text}");
        assert_eq!((fine.counts[0], fine.counts[1_250]), (2.0, 1.0));
        // From 1.25 s up to the mean time between two after 2.5 s.
        assert_eq!(fine.profile(4).to_string(), "500ms 4,0,2,0", "{text}");
    }
}

#[test]
fn a_recording_lasts_at_least_a_second_and_the_time_without_requests_counts() {
    assert_eq!(good("1795634101.001").profile(4).to_string(), "500ms 2,0");
    assert_eq!(good("12.5,7\n").profile(1_024).to_string(), "1s 7");
}

#[test]
fn an_access_log_counts_by_the_second_in_universal_time() {
    let log = good(FILES[3]);
    assert_eq!((log.format, log.requests), (Format::AccessLog, 2.0));
    assert_eq!(log.from.to_string(), "2000-10-10 20:55:36 UTC");
    assert_eq!(log.profile(1_024).to_string(), "1s 1,0,1");
}

#[test]
fn each_bad_line_is_reported_with_its_number_and_its_reason() {
    assert_eq!(problems(FILES[0]), ["line 6: \"many\" is not a rate"]);
    assert_eq!(problems(FILES[1]), ["line 5: \"yesterday\" is not a time"]);
    assert_eq!(problems(FILES[2]), ["line 5: \"-3\" is not a time from 0 to the year 2286"]);
    assert_eq!(problems(FILES[3]), ["line 3: there is no date as in 10/Oct/2000:13:55:36 -0700"]);
    let table =
        "time_s,rps\n0,1\n60,-1\n60,NaN\n60,inf\n60,2e99\n-60,1\n1e99,1\n60\n60,1,1\n60,1\n30,1\n\"6\n";
    assert_eq!(
        problems(table),
        [
            "line 3: \"-1\" is not a rate from 0 on",
            "line 4: \"NaN\" is not a rate from 0 on",
            "line 5: \"inf\" is not a rate from 0 on",
            "line 6: \"2e99\" is not a rate from 0 on",
            "line 7: \"-60\" is not a time from 0 to the year 2286",
            "line 8: \"1e99\" is not a time from 0 to the year 2286",
            "line 9: there is no rate in it",
            "line 10: it has 3 columns, not 2",
            "line 13: its quotes do not end",
        ]
    );
    let text = format!("5\n{}\n\0\n\u{1F600}\n", "6".repeat(65_537));
    let whys = ["line 2: it is longer than 64 KiB", "line 3: it has bytes that are not text"];
    assert_eq!(problems(&text)[..2], whys, "{:?}", problems(&text));
}

#[test]
fn the_first_twenty_problems_are_told_and_all_are_counted() {
    let bad = good(&format!("1,1\n{}", "x,1\n2,1\n".repeat(1_000)));
    assert_eq!((bad.problems.len(), bad.bad_lines, bad.lines), (20, 1_000, 2_001));
    assert_eq!(bad.problems[19].line, 40);
}

#[test]
fn the_format_is_what_most_of_the_first_lines_have() {
    let after_noise = format!("starting up\n17\n5,5\n{}", FILES[3]);
    assert_eq!(good(&after_noise).format, Format::AccessLog);
    assert_eq!(problems(&after_noise)[0], "line 1: there is no date as in 10/Oct/2000:13:55:36 -0700");
    let late = format!("{}1,5\n2,6\n", "a preamble\n".repeat(40));
    assert_eq!((good(&late).format, good(&late).bad_lines), (Format::Table, 40));
}

#[test]
fn a_file_without_traffic_is_refused_with_a_sentence() {
    let mut packed = vec![0x1f, 0x8b, 8, 0];
    packed.extend((0..200_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8));
    let latin: Vec<u8> = [b"caf\xe9 ".as_slice(); 40].concat();
    for (bytes, why) in [
        (b"".as_slice(), "the file is empty"),
        (b"\n\r\n \n# nothing\n", "only empty lines and comments"),
        (
            b"time_s,rps\n",
            "no line of the file is traffic; line 1: of the 2 columns (time_s, rps) none is a time",
        ),
        (b"\xef\xbb\xbf", "the file is empty"),
        (
            b"Dear all,\nplease find attached\n",
            "no line of the file is traffic; line 1: there is no date in it",
        ),
        (b"time_s,rps\n1,-5\n", "no line of the file is traffic; line 2: \"-5\" is not a rate from 0 on"),
        (&packed, "not plain text"),
        (b"PK\x03\x04\x14\x00\xff\xfe", "a spreadsheet"),
        (&latin, "not plain text"),
        (&vec![b'1'; 10_000_000], "no line of the file is traffic; line 1: it is longer than 64 KiB"),
    ] {
        assert!(read(&[bytes]).unwrap_err().contains(why), "{:?}", read(&[bytes]));
    }
}

#[test]
fn a_file_gives_the_same_wherever_it_is_cut_in_two() {
    for text in FILES {
        let (bytes, whole) = (text.as_bytes(), read(&[text.as_bytes()]));
        assert!(whole.is_ok(), "{whole:?}");
        for place in 0..=bytes.len() {
            assert_eq!(
                told(read(&[&bytes[..place], &bytes[place..]])),
                told(whole.clone()),
                "{text} cut at {place}"
            );
        }
    }
    // Lines that are just short enough and just too long, the first with a byte-order mark.
    for length in 65_530..65_545 {
        let text = format!("\u{feff}{}\n{}\r\n7", " ".repeat(length), "0".repeat(length));
        let whole = read(&[text.as_bytes()]);
        for place in [2, length, length + 3, length + 5, 2 * length + 4] {
            let again = read(&[&text.as_bytes()[..place], &text.as_bytes()[place..]]);
            assert_eq!(told(again), told(whole.clone()), "{length} {place}");
        }
    }
}

fn line() -> impl Strategy<Value = String> {
    let number = || "[0-9]{1,5}(\\.[0-9]{1,3})?";
    prop_oneof![
        number(),
        (number(), number()).prop_map(|(time, rate)| format!("{time},{rate}")),
        (number(), number()).prop_map(|(time, rate)| format!("{time};{rate}\r")),
        (0u32..24, 0u32..60, "[ -~]{0,20}").prop_map(|(hour, second, path)| format!(
            "192.0.2.1 - - [10/Oct/2026:{hour:02}:00:{second:02} +0200] \"GET /{path}\" 200 5"
        )),
        "#?[ -~]{0,30}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_file_gives_the_same_in_any_pieces(
        lines in proptest::collection::vec(line(), 0..40),
        length in 1usize..200,
    ) {
        let text = lines.join("\n");
        let pieces: Vec<&[u8]> = text.as_bytes().chunks(length).collect();
        prop_assert_eq!(told(read(&pieces)), told(read(&[text.as_bytes()])));
    }

    #[test]
    fn no_bytes_panic(pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..200), 0..5)) {
        let pieces: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
        if let Ok(recording) = read(&pieces) {
            hold(&recording);
        }
    }

    #[test]
    fn a_profile_of_requests_agrees_with_a_count_by_the_second(
        start in 100_000_000u64..4_000_000_000,
        span in proptest::sample::select(vec![100u64, 5_000, 200_000]),
        parts in proptest::collection::vec(0u64..1_000_000, 1..200),
        most in 1usize..1_500,
    ) {
        // One that is off the round ten seconds tells that the file's clock has seconds.
        let odd = start / 10 * 10 + 11;
        let (mut by_second, mut text) = (BTreeMap::new(), String::new());
        for second in parts.iter().map(|part| start + span * part / 1_000_000).chain([odd]) {
            *by_second.entry(second).or_insert(0.0) += 1.0;
            writeln!(text, "{second}").unwrap();
        }
        agree(&good(&text), most, &by_second);
    }

    #[test]
    fn a_profile_of_a_table_agrees_with_a_sum_by_the_second(
        start in 0u64..4_000_000_000,
        rows in proptest::collection::vec((1u64..900, 0u32..100_000), 2..200),
        most in 1usize..1_500,
    ) {
        let (mut by_second, mut text, mut at) = (BTreeMap::new(), String::new(), start);
        for (place, (seconds, rate)) in rows.iter().enumerate() {
            writeln!(text, "{at},{}", f64::from(*rate) / 1e3).unwrap();
            let held = if place + 1 == rows.len() { rows[place - 1].0 } else { *seconds };
            by_second.extend((at..at + held).map(|second| (second, f64::from(*rate) / 1e3)));
            at += held;
        }
        agree(&good(&text), most, &by_second);
    }
}

/// A profile holds, to the thousandth, what the dumb way gives: the requests of each of its bins' seconds, by the
/// seconds of it that were recorded.
fn agree(recording: &Recording, most: usize, by_second: &BTreeMap<u64, f64>) {
    let (from, last) = (*by_second.keys().next().unwrap(), *by_second.keys().last().unwrap());
    let profile = recording.profile(most);
    let (bin, fine) = (profile.bin().0 / 1_000_000, (recording.bin.0 / 1_000_000).max(1));
    // Bins begin where the recording's do, up to ten seconds before the first request.
    let begins = from / fine * fine;
    for (place, rate) in (0..).zip(profile.rates_milli()) {
        let (low, high) = (begins + place * bin, begins + (place + 1) * bin);
        let requests: f64 = by_second.range(low..high).map(|(_, requests)| requests).sum();
        let expected = requests * 1e3 / (high.min(last + 1) - low.max(from)) as f64;
        assert!((*rate as f64 - expected).abs() < 0.51, "{low} to {high}: {rate}, not {expected}");
    }
    let many = profile.rates_milli().len();
    let left_out = (begins + many as u64 * bin).abs_diff(last + 1);
    assert!(many <= most && (many == 1 || left_out * 2 <= bin), "{many} bins of {bin} s, {left_out} s off");
}

/// What holds for every recording, and that a profile of any size can be made of it, written and read back.
fn hold(recording: &Recording) {
    let length = recording.to.0 - recording.from.0;
    assert!((1_000_000..=28 * 86_400_000_000).contains(&length), "{length}");
    let bin = recording.bin.0 as i64;
    let bins = (recording.to.0 + bin - 1) / bin - recording.from.0 / bin;
    assert_eq!((recording.counts.len() as i64, bins <= 65_536), (bins, true));
    assert!(recording.requests.is_finite() && recording.requests >= 0.0);
    assert!(recording.problems.len() <= 20 && recording.bad_lines <= recording.lines);
    for most in [1, 7, 1_024, usize::MAX] {
        let profile = recording.profile(most);
        assert!(profile.rates_milli().len() <= most.min(1_024));
        assert_eq!(profile.to_string().parse::<Profile>(), Ok(profile));
    }
}

/// The same file with a few bytes changed, left out, said twice or put in.
fn mutate(bytes: &[u8], random: &mut faultyard::process::Random) -> Vec<u8> {
    const LIKELY: &[u8] = b"0123456789-+.,;:eE[]\"\\ \t\r\n#/\0\xff";
    let mut bytes = bytes.to_vec();
    for _ in 0..random.between(1, 4) {
        let place = random.below(bytes.len() as u64 + 1) as usize;
        let byte = LIKELY[random.below(LIKELY.len() as u64) as usize];
        let end = bytes.len().min(place + random.below(12) as usize);
        match random.below(4) {
            0 if place < bytes.len() => bytes[place] = byte,
            1 => drop(bytes.drain(place..end)),
            2 => bytes.extend_from_within(place..end),
            _ => bytes.insert(place, byte),
        }
    }
    bytes
}

#[test]
fn two_hundred_thousand_damaged_files_give_a_recording_or_a_sentence() {
    let mut random = Seed(11).stream("damage", 0);
    let (mut whole, mut refused) = (0, 0);
    for round in 0..200_000 {
        let bytes = mutate(FILES[round % FILES.len()].as_bytes(), &mut random);
        let place = random.below(bytes.len() as u64 + 1) as usize;
        match read(&[&bytes[..place], &bytes[place..]]) {
            Ok(recording) => {
                whole += 1;
                if round % 100 == 0 {
                    hold(&recording);
                }
            }
            Err(why) => {
                refused += 1;
                assert!(why.contains("file"), "{why}");
            }
        }
    }
    assert!(whole > 100_000 && refused > 0, "{whole} read, {refused} refused");
}

#[test]
fn a_hundred_megabytes_are_counted_to_the_last_request_in_a_bounded_number_of_bins() {
    const LINES: u64 = 10_000;
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";
    let mut reader = Reader::new();
    let (mut bytes, mut requests) = (0, 0);
    for hour in 0..60 {
        let mut piece = String::new();
        for line in 0..LINES {
            let (day, second) = (1 + hour / 24, line * 3_600 / LINES);
            let date =
                format!("{day:02}/Nov/2026:{:02}:{:02}:{:02} +0000", hour % 24, second / 60, second % 60);
            let request = "GET /products/17?from=search HTTP/1.1";
            writeln!(piece, "192.0.2.7 - - [{date}] \"{request}\" 200 28292 \"-\" \"{agent}\"").unwrap();
        }
        // A piece ends in the middle of a line, as a file's pieces do.
        piece.push_str("192.0.2.7 - - [");
        bytes += piece.len();
        reader.feed(piece.as_bytes());
        reader.feed(b"cut off\n");
        requests += LINES;
    }
    let recording = reader.finish().unwrap();
    assert!(bytes > 100_000_000, "{bytes}");
    assert_eq!((recording.requests, recording.bad_lines), (requests as f64, 60));
    assert_eq!((recording.bin, recording.counts.len()), (SimDuration(10_000_000), 60 * 360));
    let profile = recording.profile(1_024);
    assert_eq!((profile.bin(), profile.rates_milli().len()), (SimDuration(300_000_000), 720));
    assert!((profile.mean() - LINES as f64 / 3_600.0).abs() < 1e-3, "{}", profile.mean());
}

#[test]
fn the_sample_day_has_a_night_two_humps_a_spike_and_its_peak_in_the_evening() {
    assert_eq!((good(DAY).bad_lines, good(DAY).to.to_string()), (0, "1 d".into()));
    let day = sample();
    assert_eq!(day, good(DAY).profile(144), "the table and the line in the program are one day");
    assert_eq!((day.length(), day.bin()), (SimDuration(86_400_000_000), SimDuration(600_000_000)));
    let mean = |from: usize, to: usize| {
        day.rates_milli()[from * 6..to * 6].iter().sum::<u64>() as f64 / (to - from) as f64 / 6e3
    };
    let (night, noon, dip, evening) = (mean(2, 5), mean(9, 12), mean(16, 18), mean(19, 21));
    assert!(night * 3.0 < dip && dip < noon && noon < evening, "{night} {noon} {dip} {evening}");
    let at_the_peak = day.rates_milli().iter().position(|rate| *rate as f64 == day.peak() * 1e3).unwrap();
    assert!((19 * 6..21 * 6).contains(&at_the_peak), "{at_the_peak}");
    let spike = day.rates_milli()[93] as f64 / 1e3;
    assert!(spike > 1.5 * mean(14, 15) && spike < evening, "half past three: {spike}");
}

#[test]
fn the_sample_log_has_a_line_that_could_not_be_read_and_one_that_is_cut_off_behind_its_date() {
    let log = good(LOG);
    assert_eq!((log.format, log.lines, log.requests), (Format::AccessLog, 299, 298.0));
    assert_eq!(problems(LOG), ["line 209: there is no date as in 10/Oct/2000:13:55:36 -0700"]);
    let backwards = |pair: &[&str]| pair[0].split('[').nth(1) > pair[1].split('[').nth(1);
    assert!(LOG.lines().collect::<Vec<_>>().windows(2).any(backwards), "requests are logged at their end");
}
