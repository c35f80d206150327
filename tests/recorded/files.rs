//! Files as people have them, each with the rates that it means and what is said of its reading.

use super::{Reader, good, read, told};
use faultyard::process::{Seed, SimDuration};
use faultyard::traffic::recorded::{Choice, Recording, Taken};
use proptest::prelude::*;
use std::fmt::Write;

const WEEKS: SimDuration = SimDuration::from_ms(28 * 86_400_000);

/// What a run and a person get of it.
fn taken(read: &Recording) -> Taken {
    read.taken(1_024, WEEKS)
}

fn with(text: &str, chosen: &[(&str, &str)]) -> Result<Taken, String> {
    let mut reader = Reader::new();
    chosen.iter().for_each(|(key, value)| reader.choose(key, value));
    reader.feed(text.as_bytes());
    reader.finish().map(|read| taken(&read))
}

/// A text, the rates that it means, and what is said of it.
#[track_caller]
fn means(text: &str, rates: &str, said: &[&str]) {
    let taken = with(text, &[]).unwrap_or_else(|why| panic!("{why}\n{text}"));
    assert_eq!(taken.profile.to_string(), rates, "{}\n{text}", taken.notes[0]);
    for words in said {
        assert!(taken.notes[0].contains(words), "\"{words}\" is not in: {}\n{text}", taken.notes[0]);
    }
    let one = taken.notes[0].trim_end_matches('.');
    assert!(
        !one.contains(". ") && taken.notes[0].ends_with('.'),
        "more than one sentence: {}",
        taken.notes[0]
    );
}

/// Five lines a second apart, with the date where the pattern has one.
fn five(line: &str, date: fn(u32) -> String) -> String {
    (0..5).fold(String::new(), |mut text, second| {
        let _ = writeln!(text, "{}", line.replace("DATE", &date(second)));
        text
    })
}

macro_rules! case {
    ($name:literal, $rates:literal, $($said:literal),*) => {
        means(include_str!($name), $rates, &[$($said),*])
    };
}

#[test]
fn the_files_of_others_reports_mean_what_a_person_reads_in_them() {
    case!(
        "log-field-after-date.log",
        "1s 1,1,1,1,1",
        "an access log: 5 requests from 2024-03-12 08:00:00 UTC"
    );
    case!("log-line-in-quotes.log", "1s 1,1,1,1,1", "5 requests");
    case!("log-caddy.jsonl", "1s 1,1,1,1,1", "JSON lines: 5 requests", "times from \"ts\"");
    case!("log-haproxy.log", "1s 1,1,1,1,1", "an access log: 5 requests", "without zones, as universal time");
    case!("log-cr-only.log", "1s 1,1,1,1,1,1,1,1,1,1", "10 requests");
    case!(
        "log-clock-1970-first.log",
        "1s 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
        "20 requests from 2024-03-12 08:00:00 UTC to 2024-03-12 08:00:20 UTC (20 s)",
        "1 line (line 1, 1970-01-01 00:00:14 UTC) is left out, as its date is far from all others"
    );
    case!(
        "csv-value-label-notes.csv",
        "300s 0.313,0.187,0.623,0.317,0.17,0.033,0.313,0.187,0.623,0.317,0.17,0.033",
        "12 rows",
        "\"value\" (column 2) as requests of each row, 5 min long, which the file does not say",
        "scale it up"
    );
    case!(
        "csv-series-time-value.csv",
        "60s 100,101,102,103,104,105,106,107,108,109",
        "10 rows",
        "times from \"Time\" (column 2)",
        "\"Value\" (column 3) as requests per second"
    );
    case!(
        "csv-time-two-series.csv",
        "60s 1,1.1,1.2,1.3,1.4,1.5,1.6,1.7,1.8,1.9",
        "10 rows",
        "\"valA\" (column 2) as requests per second, which the file does not say"
    );
    let thousands = "60s 1200,1201,1202,1203,1204,1205,1206,1207,1208,1209";
    for text in [include_str!("csv-semicolon-thousands.csv"), include_str!("csv-quoted-thousands.csv")] {
        means(
            text,
            thousands,
            &["commas taken to stand between thousands", "as requests per second, which the file"],
        );
    }
    case!("csv-per-minute.csv", "60s 10,11,12,13,14,15,16,17,18,19", "as requests per minute");
    case!(
        "csv-unsorted.csv",
        "300s 0.38,0.397,0.413,0.43,0.447,0.463,0.48,0.497,0.513,0.53",
        "10 rows",
        "not in the order of time, which was sorted",
        "requests of each row, 5 min long"
    );
    case!("csv-thirteen-hours.csv", "1h 5,6,7,8,9,10,11,12,13,14,15,16,17", "(13 h)");
    let thirteen = good(include_str!("csv-thirteen-hours.csv")).taken(288, SimDuration::from_ms(600_000));
    assert!(
        thirteen.notes[0].contains("its 13 h are played in 10 min, at its own rates"),
        "{:?}",
        thirteen.notes
    );
}

#[test]
fn any_log_with_a_date_a_line_is_read() {
    for (line, date) in [
        (
            "192.0.2.1 - - [DATE] \"GET / HTTP/1.1\" 200 5",
            (|s| format!("12/Mar/2024:09:00:{s:02} +0000")) as fn(u32) -> String,
        ),
        ("192.0.2.1\t-\t-\t[DATE]\t\"GET / HTTP/1.1\"\t200\t5", |s| {
            format!("12/mar/2024:09:00:{s:02}.125 +0100")
        }),
        ("[DATE] \"\" 400", |s| format!("2024-03-12T09:00:{s:02}+01:00")),
        (
            "http DATE app/lb 192.0.2.1:2817 10.0.0.1:80 0.0 0.1 0.0 200 200 34 366 \"GET http://x/ HTTP/1.1\"",
            |s| format!("2024-03-12T09:00:{s:02}.186641Z"),
        ),
        ("Mar 12 08:00:00 host app: DATE done", |s| format!("2024-03-12T09:00:{s:02}Z")),
        ("<13>1 DATE host app 12 - - GET /", |s| format!("2024-03-12T09:00:{s:02}.5-05:00")),
        ("<34>DATE host app[12]: GET /", |s| format!("Mar 12 09:00:{s:02}")),
        ("DATE host sshd[1]: hello", |s| format!("Mar  2 09:00:{s:02}")),
        ("[DATE] [core:error] [pid 12] AH1: x", |s| format!("Tue Mar 12 09:00:{s:02}.123456 2024")),
        ("DATE: hello", |s| format!("Tue Mar 12 09:00:{s:02} CET 2024")),
        ("DATE,123 INFO served in 5 ms", |s| format!("2024-03-12 09:00:{s:02}")),
        ("DATE [error] 12#0: *1 x", |s| format!("2024/03/12 09:00:{s:02}")),
        ("DATE   5 192.0.2.1 TCP_MISS/200 1710230400 GET http://x/", |s| format!("17102304{s:02}.123")),
        ("level=info ts=DATE msg=x", |s| format!("17102304{s:02}.5")),
        ("level=info time=\"DATE\" msg=x", |s| format!("2024-03-12T09:00:{s:02}Z")),
        ("4321:M DATE * ready", |s| format!("12 Mar 2024 09:00:{s:02}.123")),
        ("DATE queries: info: x", |s| format!("12-Mar-2024 09:00:{s:02}.123")),
        ("DATE GET /a,b,c;d|e", |s| format!("20240312T0900{s:02}Z")),
        ("DATE, served, \"a\"", |s| format!("3/12/2024, 9:00:{s:02} PM")),
        ("x DATE y", |s| format!("Tue, 12 Mar 2024 09:00:{s:02} GMT")),
        ("DATE", |s| format!("Tue Mar 12 2024 09:00:{s:02} GMT+0100 (Central European Standard Time)")),
    ] {
        means(&five(line, date), "1s 1,1,1,1,1", &["5 requests from ", "(5 s)"]);
    }
}

#[test]
fn zones_are_kept_apart_and_a_change_of_clocks_is_no_gap_where_they_are_told() {
    means(
        "[12/Mar/2024:09:00:00 +0100] a\n[12/Mar/2024:08:00:01 +0000] a\n[12/Mar/2024:13:30:02 +0530] a\n",
        "1s 1,1,1",
        &["2024-03-12 08:00:00 UTC"],
    );
    means(
        "2024-03-31T01:59:59+01:00 a\n2024-03-31T03:00:00+02:00 a\n",
        "1s 1,1",
        &["from 2024-03-31 00:59:59 UTC to 2024-03-31 01:00:01 UTC"],
    );
    means(
        "2024-03-12T09:00:00Z a\n2024-03-12T09:00:01 a\n",
        "1s 1,1",
        &["1 date without a zone as universal time"],
    );
    means(
        "Oct 27 02:59:59 h a\nOct 27 03:00:00 h a\n",
        "1s 1,1",
        &["from Oct 27 02:59:59", "without a year"],
    );
    means(
        "Dec 31 23:59:59 h a\nJan  1 00:00:00 h a\n",
        "1s 1,1",
        &["from Dec 31 23:59:59 to Jan 1 00:00:01"],
    );
}

#[test]
fn w3c_logs_are_read_by_their_fields() {
    let iis = "#Software: x\r\n#Fields: date time cs-method cs-uri-stem sc-status time-taken\r\n\
        2024-03-12 09:00:00 GET / 200 31\r\n2024-03-12 09:00:02 GET /a 404 5\r\n";
    means(
        iis,
        "1s 1,0,1",
        &["a W3C extended log: 2 requests", "\"date\" (column 1) and \"time\" (column 2)"],
    );
    let cloud = "#Version: 1.0\n#Fields: date\ttime\tx-edge\tsc-bytes\n2024-03-12\t09:00:00\tFRA\t5\n2024-03-12\t09:00:01\tFRA\t5\n";
    means(cloud, "1s 1,1", &["a W3C extended log: 2 requests"]);
    let by_day = "#Version: 1.0\n#Date: 12-Mar-2024 00:00:00\n#Fields: time cs-method cs-uri\n23:59:59 GET /\n00:00:00 GET /\n";
    means(by_day, "1s 1,1", &["from 2024-03-12 23:59:59 UTC to 2024-03-13 00:00:01 UTC"]);
}

#[test]
fn json_lines_are_read_by_their_date() {
    for (line, date) in [
        (
            "{\"log\":\"192.0.2.1 - - [12/Mar/2024:10:00:00 +0000] x\\n\",\"stream\":\"stdout\",\"time\":\"DATE\"}",
            (|s| format!("2024-03-12T09:00:{s:02}.123456789Z")) as fn(u32) -> String,
        ),
        (
            "{\"status\":200,\"bytes\":512,\"msec\":\"DATE\",\"connection_requests\":7,\"uri\":\"/\",\"port\":80}",
            |s| format!("17102304{s:02}.123"),
        ),
        ("{\"@timestamp\":DATE,\"n\":{\"a\":1}},", |s| format!("17102304{s:02}123")),
        ("{\"message\":\"x\",\"timestamp\":{\"sec\":1},\"receive\":\"DATE\"}", |s| {
            format!("12/Mar/2024:09:00:{s:02} +0000")
        }),
    ] {
        means(&five(line, date), "1s 1,1,1,1,1", &["JSON lines: 5 requests"]);
    }
    let metrics = five("{\"time\":\"DATE\",\"requests\":12}", |s| format!("2024-03-12T09:0{s}:00Z"));
    means(&metrics, "60s 12,12,12,12,12", &["JSON lines: 5 rows", "\"requests\" as requests per second"]);
}

#[test]
fn a_table_of_any_columns_is_read_by_its_names_and_by_what_it_holds() {
    let rows = "60s 1,2,3";
    for text in [
        "time,rps\n0,1\n60,2\n120,3",
        "rps,time_s\n1,0\n2,60\n3,120",
        "# made by hand\n#time,rps\n0,1\n60,2\n120,3",
        "minute|requests per second\n0|1\n1|2\n2|3",
        "Report of the shop\n\nDate\tTime\tReq/s\n2024-03-12\t09:00\t1\n2024-03-12\t09:01\t2\n2024-03-12\t09:02\t3",
        "host,_time,requests_per_minute,cpu\na,12/Mar/2024 09:00:00,60,1\na,12/Mar/2024 09:01:00,120,1\na,12/Mar/2024 09:02:00,180,2",
        "Timestamp,Sum,Unit\n2024-03-12T09:02:00Z,180,Count\n2024-03-12T09:01:00Z,120,Count\n2024-03-12T09:00:00Z,60,Count",
        "Time;Hits per minute\n12.03.2024 09:00;60\n12.03.2024 09:01;120\n12.03.2024 09:02;180",
        "time,requests (5 min)\n2024-03-12 09:00,300\n2024-03-12 09:01,600\n2024-03-12 09:02,900",
        "epoch_ms,requests/hour\n1710230400000,3600\n1710230460000,7200\n1710230520000,10800",
        "time,count,notes\n09:00,60,\"two\nlines, and \"\"quotes\"\"\"\n09:01,120,\n09:02,180,",
        "time,krps\n0,0.001\n60,0.002\n120,0.003",
        "time,rps\n0,1 req/s\n60,2 req/s\n120,3 req/s",
        "0;1\n60;2\n120;3",
        "1710230400\t1\n1710230460\t2\n1710230520\t3",
    ] {
        means(text, rows, &["3 rows"]);
    }
    means("hour,requests\n0,1\n1,2\n2,3", "1h 1,2,3", &["in units of 1 h"]);
    means("day,requests per day\n20240312,86400\n20240313,172800", "24h 1,2", &["2024-03-12"]);
    means(
        "date;Anzahl requests/s\n2024-03-12 09:00;1.234,5\n2024-03-12 09:01;12,5",
        "60s 1234.5,12.5",
        &["commas before decimals"],
    );
    means("time,total requests\n0,100\n60,160\n120,100", "60s 1.667,2.667,1.667", &["requests of each row"]);
    means("time,cumulative_requests\n0,100\n60,160\n120,280\n180,60", "60s 1,2,1", &["a running total"]);
    let list = "time,client,path,status,bytes\n2024-03-12 09:00:00,a,/1,200,5\n2024-03-12 09:00:01,b,/2,200,50\n2024-03-12 09:00:01,a,/3,404,9\n";
    means(list, "1s 1,2", &["a table with a request a row: 3 requests", "each row is a request"]);
}

#[test]
fn rows_in_any_order_twice_or_with_one_wrong_date_are_read_and_said() {
    let series = "time,host,rps\n0,a,1\n0,b,2\n60,a,3\n60,b,4\n";
    means(series, "60s 3,7", &["its 2 series added up"]);
    let total = "time,series,rps\n0,total,3\n0,a,1\n0,b,2\n60,total,7\n60,a,3\n60,b,4\n";
    means(total, "60s 3,7", &["only the series \"total\""]);
    means("time,rps\n0,1\n60,2\n60,2\n120,3\n", "60s 1,2,3", &["1 row counted once"]);
    means(
        "time,rps\n0,1\n60,2\n60,4\n120,3\n",
        "60s 1,3,3",
        &["1 row at the same time as another, of which their mean"],
    );
    means("time,count\n0,60\n60,60\n60,60.5\n120,60\n", "60s 1,2.008,1", &["of which their sum is taken"]);
    let future = (0..12).fold(String::from("time,rps\n2031-01-01T00:00:00Z,5\n"), |mut text, minute| {
        let _ = writeln!(text, "2024-03-12T09:{minute:02}:00Z,7");
        text
    });
    means(&future, "60s 7,7,7,7,7,7,7,7,7,7,7,7", &["1 line (line 2, 2031-01-01 00:00:00 UTC) is left out"]);
}

#[test]
fn of_a_longer_file_the_busiest_four_weeks_are_taken_and_it_is_said_once() {
    let month = (0..31 * 24).fold(String::from("time,rps\n"), |mut text, hour| {
        let _ = writeln!(text, "{},{}", hour * 3_600, if hour < 72 { 1 } else { 2 });
        text
    });
    let taken = with(&month, &[]).unwrap();
    assert_eq!((taken.profile.length(), taken.profile.mean(), taken.notes.len()), (WEEKS, 2.0, 1));
    assert!(
        taken.notes[0].contains("more than four weeks: these are the busiest four weeks of it"),
        "{:?}",
        taken.notes
    );
    let log = (1..=31).fold(String::new(), |mut text, day| {
        let _ = writeln!(text, "192.0.2.1 - - [{day:02}/Mar/2024:09:00:00 +0000] \"GET /\" 200 5");
        text
    });
    let taken = with(&log, &[]).unwrap();
    assert!(taken.notes.len() == 1 && taken.notes[0].contains("the busiest four weeks"), "{:?}", taken.notes);
}

fn choice<'a>(taken: &'a Taken, key: &str) -> &'a Choice {
    taken
        .choices
        .iter()
        .find(|choice| choice.key == key)
        .unwrap_or_else(|| panic!("no {key}: {:?}", taken.choices))
}

#[test]
fn what_was_guessed_can_be_read_otherwise() {
    let two = include_str!("csv-time-two-series.csv");
    let first = with(two, &[]).unwrap();
    assert_eq!((choice(&first, "rate").chosen.as_str(), choice(&first, "unit").chosen.as_str()), ("1", "s"));
    let other = with(two, &[("rate", "2"), ("unit", "min"), ("scale", "100")]).unwrap();
    assert_eq!(other.profile.rates_milli()[0], 3_333, "two a minute, a hundred times");
    assert!(other.notes[0].contains("\"valB\" (column 3) as requests per minute"), "{:?}", other.notes);
    assert!(other.notes[0].contains("with 100 times its requests"), "{:?}", other.notes);
    let none = with(two, &[("rate", "none")]).unwrap();
    assert!(none.notes[0].contains("10 requests"), "{:?}", none.notes);
    let thousands = include_str!("csv-quoted-thousands.csv");
    assert_eq!(with(thousands, &[("numbers", "comma")]).unwrap().profile.rates_milli()[0], 1_200);
    let dates = "time,rps\n01/02/2024 09:00,1\n01/02/2024 09:01,2\n";
    assert_eq!(choice(&with(dates, &[]).unwrap(), "dates").chosen, "month");
    assert!(with(dates, &[("dates", "day")]).unwrap().notes[0].contains("2024-02-01"));
    let series = "time,host,rps\n0,a,1\n0,b,2\n60,a,3\n60,b,4\n";
    assert_eq!(with(series, &[("series", "b")]).unwrap().profile.to_string(), "60s 2,4");
    // Every value that is offered can be read, and is then the one that was taken.
    for text in
        [two, thousands, dates, series, include_str!("log-haproxy.log"), include_str!("log-caddy.jsonl")]
    {
        for offered in &with(text, &[]).unwrap().choices {
            for (value, _) in &offered.options {
                match with(text, &[(offered.key, value)]) {
                    Ok(taken) => {
                        assert_eq!(&choice(&taken, offered.key).chosen, value, "{} in {text}", offered.key);
                    }
                    Err(why) => assert!(why.contains("line"), "{why}"),
                }
            }
        }
    }
    // What nobody offered changes nothing.
    for odd in
        [("rate", "99"), ("time", "-1"), ("unit", "fortnight"), ("scale", "NaN"), ("x", "y"), ("numbers", "")]
    {
        assert_eq!(with(two, &[odd]).unwrap().profile, first.profile, "{odd:?}");
    }
}

#[test]
fn dates_of_two_numbers_are_read_by_those_that_can_only_be_days() {
    means("d,rps\n12/03/2024 09:00,1\n13/03/2024 09:00,2\n", "24h 1,2", &["2024-03-12"]);
    means("d,rps\n03/12/24 9:00 AM,1\n03/13/24 9:00 AM,2\n", "24h 1,2", &["2024-03-12"]);
    means("d,rps\n01.02.2024,1\n02.02.2024,2\n03.02.2024,4\n", "24h 1,2,4", &["2024-02-01"]);
    means(
        "d,rps\n01/02/2024,1\n02/02/2024,2\n03/02/2024,4\n",
        "24h 1,2,4",
        &["the day first in its dates, which is a guess"],
    );
}

#[test]
fn a_refusal_tells_the_nearest_formats_reason_with_a_line() {
    for (text, why) in [
        (
            "{\"level\":\"info\",\"msg\":\"x\"}\n",
            "line 1: it is JSON, and none of its fields (\"level\", \"msg\") is a date",
        ),
        ("{\"msg\":\"x\",\n", "line 1: it is not a JSON object: it is cut off"),
        (
            "a [32/Mar/2024:09:00:00 +0000] \"GET /\" 200 5\n",
            "line 1: \"32/Mar/2024:09:00:00 +0000\" is not a date as in",
        ),
        ("name,requests\nshop,12\nblog,7\n", "line 1: of the 2 columns (name, requests) none is a time"),
        ("rps\n12\n9\n14\n", "line 1: the only column (rps) is not a time"),
        (
            "94\n56\n187\n95\n51\n",
            "line 1: the only column is not a time: neither dates nor numbers that grow",
        ),
        (
            "#Fields: cs-method cs-uri\nGET /\nGET /a\n",
            "line 2: none of the fields (cs-method cs-uri) is a time",
        ),
        ("time,rps\n2024-03-12 09:00,many\n2024-03-12 09:01,few\n", "line 1: "),
        ("Dear all,\nplease find attached.\n", "line 1: there is no date in it, as in "),
    ] {
        match with(text, &[]) {
            Err(told) => assert!(told.contains(why), "{told}\n{text}"),
            // A table with words beside its times is a list of requests, and says so.
            Ok(taken) => {
                assert!(taken.notes[0].contains("each row is a request"), "{:?}\n{text}", taken.notes)
            }
        }
    }
}

#[test]
fn utf_16_and_any_end_of_a_line_make_no_difference() {
    let table = "time,rps\n0,1\n60,2\n";
    let plain = told(read(&[table.as_bytes()]));
    let wide = |text: &str, large_first: bool| -> Vec<u8> {
        let unit = |unit: u16| if large_first { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(unit).collect()
    };
    let marked = format!("\u{feff}{table}");
    for bytes in [
        wide(&marked, true),
        wide(&marked, false),
        wide(table, false),
        marked.clone().into_bytes(),
        table.replace('\n', "\r").into_bytes(),
        table.replace('\n', "\r\n").into_bytes(),
    ] {
        assert_eq!(told(read(&[&bytes])), plain);
    }
}

#[test]
fn a_small_site_can_be_scaled_up_without_losing_what_is_rare() {
    let day = (0..24).fold(String::from("time,requests per hour\n"), |mut text, hour| {
        let _ = writeln!(text, "2024-03-12T{hour:02}:00Z,{}", 1 + hour % 3);
        text
    });
    let small = with(&day, &[]).unwrap();
    assert!(
        small.notes[0].contains("scale it up to see more") && small.notes[0].contains("count as none"),
        "{:?}",
        small.notes
    );
    let scaled = with(&day, &[("scale", "10000")]).unwrap();
    assert!(scaled.profile.rates_milli()[..3] == [2_778, 5_556, 8_333], "{}", scaled.profile);
    assert!(!scaled.notes[0].contains("count as none"), "{:?}", scaled.notes);
}

/// Rows of several kinds, a header first where they have one.
fn shuffled(kind: usize, rows: &[(u32, u32)], seed: u64) -> (String, String) {
    let (header, row): (&str, fn(u32, u32) -> String) = match kind {
        0 => ("time,rps\n", |at, value| format!("{},{value}", 1_710_000_000 + at)),
        1 => ("Series;Time;Count\n", |at, value| format!("s{};{};{value}", value % 3, at * 60)),
        2 => ("", |at, value| {
            format!(
                "192.0.2.{} - - [12/Mar/2024:{:02}:{:02}:{:02} +0000] x",
                value % 250,
                at / 3_600 % 24,
                at / 60 % 60,
                at % 60
            )
        }),
        3 => ("", |at, _| format!("{{\"ts\":{}.5}}", 1_710_000_000 + at)),
        4 => ("", |at, _| format!("Dec {:2} {:02}:{:02}:00 h x", 1 + at / 1_440 % 28, at / 60 % 24, at % 60)),
        _ => ("when,value\n", |at, value| {
            format!(
                "2024-03-{:02} {:02}:00,\"{},{:03}\"",
                1 + at / 24 % 28,
                at % 24,
                value % 90,
                value % 1_000
            )
        }),
    };
    let lines: Vec<String> = rows.iter().map(|(at, value)| row(*at, *value)).collect();
    let mut other = lines.clone();
    let mut random = Seed(seed).stream("order", 0);
    for place in (1..other.len()).rev() {
        other.swap(place, random.below(place as u64 + 1) as usize);
    }
    (header.to_owned() + &lines.join("\n"), header.to_owned() + &other.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_order_of_rows_makes_no_difference(
        kind in 0usize..6,
        rows in proptest::collection::vec((0u32..80_000, 0u32..100_000), 1..60),
        seed in any::<u64>(),
    ) {
        let (one, other) = shuffled(kind, &rows, seed);
        prop_assert_eq!(with(&one, &[]).unwrap().profile, with(&other, &[]).unwrap().profile);
    }

    #[test]
    fn no_cells_panic_whatever_is_chosen(
        cells in proptest::collection::vec(proptest::collection::vec("[0-9]{0,20}|[ -~]{0,12}|-?[0-9.,]{1,24}e?[0-9]{0,3}|NaN|inf|[0-3][0-9]/[0-9]{2}/[0-9]{4}", 1..5), 1..12),
        mark in proptest::sample::select(vec![",", ";", "\t", "|", " "]),
        chosen in proptest::collection::vec(
            proptest::sample::select(vec![("rate", "0"), ("rate", "1"), ("rate", "none"), ("time", "1"), ("time", "2"), ("unit", "row"), ("unit", "total"), ("unit", "d"), ("numbers", "comma"), ("scale", "10000"), ("dates", "month"), ("series", "x")]),
            0..4,
        ),
    ) {
        let text = cells.iter().map(|row| row.join(mark)).collect::<Vec<_>>().join("\n");
        if let Ok(taken) = with(&text, &chosen) {
            let written = taken.profile.to_string();
            prop_assert_eq!(written.parse(), Ok(taken.profile));
        }
    }
}
