//! Somebody's own traffic: it becomes the run's demand from a moment on, and the past stays what it was.

use super::{measure, play};
use crate::support::checks::at_once;
use faultyard::lab::{Asks, Imported, Importer, Lab, Params, Run, Session, order};
use faultyard::labs::autoscaling::{Autoscaling, AutoscalingParams};
use faultyard::link::{Saved, file};
use faultyard::process::{Seed, SimTime};
use faultyard::sim::{Command, Input, Trace, World};
use faultyard::traffic::recorded::Profile;
use std::fmt::Write;

const DAY_S: u64 = 86_400;

fn reader() -> Box<dyn Importer> {
    let spec = Autoscaling::COMMANDS.iter().find(|row| row.spec.name == "traffic").expect("a command").spec;
    let Asks::File { importer, .. } = spec.asks else { panic!("it asks for a file") };
    at_once(importer())
}

fn take(text: &[u8]) -> Result<Imported, String> {
    let mut reader = reader();
    text.chunks(1_000).for_each(|piece| reader.feed(piece));
    reader.finish()
}

/// Requests a second at a time of a log: low at night, high at day, and every day a little more.
fn requests(second: u64) -> u64 {
    let hour = second % DAY_S / 3_600;
    1 + second / DAY_S + if (8..20).contains(&hour) { 6 } else { 0 }
}

/// A log with these requests, for so many seconds from a Monday's midnight; one line in `thin` stands for so many.
fn log(seconds: u64, thin: u64) -> String {
    let mut log = String::new();
    for second in (0..seconds).step_by(thin as usize) {
        let (day, hour) = (second / DAY_S + 1, second % DAY_S / 3_600);
        let date = format!("{day:02}/Jun/2026:{hour:02}:{:02}:{:02}", second / 60 % 60, second % 60);
        for _ in 0..requests(second) {
            writeln!(log, "192.0.2.1 - - [{date} +0000] \"GET / HTTP/1.1\" 200 5").expect("room");
        }
    }
    log
}

/// The demand at the end of each of the run's hours so far, in requests a second.
fn hours(run: &dyn Run) -> Vec<f32> {
    let series = run.series().into_iter().find(|series| series.key == "demand").expect("a measure");
    series.values.iter().skip(59).step_by(60).copied().collect()
}

/// All that came in so many seconds of a run of nothing but a recording.
fn came(recording: &str, noise: &str, seconds: u64) -> f64 {
    let mut params = AutoscalingParams::default();
    params.set("noise", noise).expect("a parameter");
    let (mut world, mut trace) = (Autoscaling::build(&params, Seed(1)), Trace::new(10));
    let play = Command { name: "traffic".into(), argument: recording.into() };
    order::<Autoscaling>(&mut world, SimTime::ZERO, &play, &mut trace).expect("a recording");
    let demand = Autoscaling::MEASURES.iter().find(|measure| measure.key == "demand").expect("a measure");
    let mut step = || {
        world.step(&mut trace);
        (demand.sample)(&world, SimTime::ZERO) * 5.0
    };
    (0..seconds / 5).map(|_| step()).sum()
}

fn seek(run: &mut Session<Autoscaling>, hour: u64) {
    run.seek(SimTime(hour * 3_600_000_000));
}

#[test]
fn a_log_of_a_day_gives_the_same_demand_as_its_rates() {
    let taken = take(log(DAY_S, 10).as_bytes()).expect("it reads");
    assert!(taken.notes[0].contains("an access log"), "{:?}", taken.notes);
    assert_eq!(taken.notes.len(), 1, "{:?}", taken.notes);
    let profile: Profile = taken.argument.parse().expect("a profile");
    assert_eq!((profile.bin().seconds(), profile.rates_milli().len()), (300.0, 288));
    let run = play(&format!("autoscaling noise=off seed=1\nat 0s do traffic {}\nuntil 49h", taken.argument));
    let expected = |hour: u64| requests((hour % 24) * 3_600) as f32 / 10.0;
    let shown = hours(&run);
    assert_eq!(shown.len(), 49);
    for (hour, rate) in (0..).zip(&shown) {
        // Whole requests come in a step of five seconds.
        assert!((rate - expected(hour)).abs() <= 0.21, "hour {hour}: {rate}, not {}", expected(hour));
    }
    assert_eq!(shown[..24], shown[24..48], "the day begins again");
    let meant = profile.mean() * DAY_S as f64;
    assert!((came(&taken.argument, "off", DAY_S) - meant).abs() < 1.0, "{meant} are meant");
    let day = came(&taken.argument, "on", DAY_S);
    assert!((day - meant).abs() < 4.0 * meant.sqrt(), "{day} came by chance, {meant} are meant");
}

#[test]
fn a_table_finer_than_a_step_gives_each_step_all_its_requests() {
    // Six seconds again and again, in steps of five.
    let recording = "1s 10,20,30,40,100,0";
    let until = [5, 10, 15, 30].map(|seconds| came(recording, "off", seconds));
    assert_eq!(until, [200.0, 300.0, 460.0, 1_000.0]);
}

#[test]
fn a_log_of_four_weeks_is_played_whole_and_its_link_or_file_needs_no_log() {
    let weeks = 28;
    let table = (0..weeks * 24 * 12).fold(String::from("time_s,rps\n"), |mut table, place| {
        writeln!(table, "{},{}", place * 300, requests(place * 300) * 10).expect("room");
        table
    });
    let taken = take(table.as_bytes()).expect("it reads");
    let profile: Profile = taken.argument.parse().expect("a profile");
    assert_eq!((profile.bin().seconds(), profile.rates_milli().len()), (7_200.0, 336));
    let mut run =
        play(&format!("autoscaling days=1 noise=off seed=1\nat 0s do traffic {}\nuntil 1h", taken.argument));
    for day in [0, 6, 13, 27, 28] {
        seek(&mut run, day * 24 + 1);
        assert_eq!(measure(&run, "demand"), requests(day % 28 * DAY_S) as f64 * 10.0, "at night, day {day}");
        seek(&mut run, day * 24 + 13);
        assert_eq!(
            measure(&run, "demand"),
            requests(day % 28 * DAY_S + 12 * 3_600) as f64 * 10.0,
            "day {day}"
        );
    }
    assert!(measure(&run, "least_cost") > 0.0 && measure(&run, "least") > 0.0);
    let saved = file::write(&Saved::new(run.scenario(), run.position().now));
    let read = file::read(&saved).expect("a file").0;
    let mut again = Session::<Autoscaling>::new(&read.scenario);
    again.seek(run.position().now);
    assert_eq!(again.digest(), run.digest());
}

#[test]
fn who_imports_at_a_time_keeps_the_past() {
    let taken = take(log(2 * DAY_S, 10).as_bytes()).expect("it reads");
    let told = |run: &Session<Autoscaling>, until: SimTime| -> Vec<String> {
        let all = run.events(0, usize::MAX).into_iter();
        all.filter(|event| event.at <= until).map(|event| event.text).collect()
    };
    let before = play("autoscaling noise=off forecast=naive seed=4\nuntil 30h");
    let mut run = play("autoscaling noise=off forecast=naive seed=4\nuntil 20h");
    let digest = run.digest();
    run.act(Input::command("traffic", &taken.argument)).expect("it can be done");
    assert_ne!(run.digest(), digest, "what will come is a part of the state");
    let pattern = |run: &Session<Autoscaling>| {
        let place = run.fields().iter().position(|field| field.key == "pattern").expect("a parameter");
        run.fields()[place].text(run.values()[place])
    };
    assert_eq!([pattern(&before), pattern(&run)], ["week", "recorded"]);
    seek(&mut run, 30);
    let (kept, other) = (hours(&before), hours(&run));
    assert_eq!(kept[..20], other[..20]);
    assert!(kept[20..].iter().zip(&other[20..]).all(|(kept, other)| kept != other), "{kept:?} {other:?}");
    let last = SimTime(20 * 3_600_000_000 - 1);
    assert_eq!(told(&before, last), told(&run, last));
    // What stands in the log for this time of the run comes: the second day's six in the morning.
    assert!((other[29] - requests(29 * 3_600) as f32 / 10.0).abs() <= 0.21, "{}", other[29]);
}

#[test]
fn seeking_back_over_an_import_gives_the_same_digests() {
    let script = "autoscaling forecast=holt-winters rate=200 seed=6\nat 3h do spike 2 2h\n\
        at 4h do traffic 600s 50,700,20,300\nat 9h do traffic 3600s 100,200\nuntil 14h";
    let mut run = play(script);
    let places = [0, 2, 3, 4, 5, 8, 9, 10, 14];
    let once = places.map(|hour| {
        seek(&mut run, hour);
        run.digest()
    });
    for place in [8, 3, 5, 4, 6, 1, 7, 0, 2] {
        seek(&mut run, places[place]);
        assert_eq!(run.digest(), once[place], "at {} h", places[place]);
    }
    for (place, hour) in places.iter().enumerate() {
        let mut fresh = play(&script.replace("until 14h", "until 1s"));
        seek(&mut fresh, *hour);
        assert_eq!(fresh.digest(), once[place], "at {hour} h at once");
    }
}

#[test]
fn a_spike_goes_on_through_an_import() {
    let run = |spike: &str| {
        let script = format!("autoscaling noise=off seed=1\n{spike}at 10m do traffic 60s 100\n");
        [15, 25].map(|minute| measure(&play(&format!("{script}until {minute}m")), "demand"))
    };
    assert_eq!(run(""), [100.0, 100.0]);
    assert_eq!(run("at 5m do spike 3 15m\n"), [300.0, 100.0]);
}

#[test]
fn a_forecast_has_seen_the_days_before_a_run_that_begins_with_a_recording() {
    let taken = take(log(DAY_S, 10).as_bytes()).expect("it reads");
    let error = |start: &str, end: &str| {
        let script =
            format!("autoscaling noise=off {start} seed=2\nat 0s do traffic {}\n{end}\n", taken.argument);
        measure(&play(&format!("{script}until 12h")), "error")
    };
    // As yesterday is exact, but for whole requests in a step.
    assert!(error("forecast=naive", "") < 5.0, "{}", error("forecast=naive", ""));
    // One that is set later knows what came in the run, too: its day is as long as the others.
    let late = error("", "at 7h set forecast=naive");
    assert!(late < 5.0, "{late}");
}

#[test]
fn the_clairvoyant_schedule_knows_what_will_be_imported_traffic() {
    let run = play("autoscaling noise=off start=4 seed=1\nat 0s do traffic 3600s 100,900,100\nuntil 90m");
    // Fifty requests a second for each machine.
    assert_eq!(measure(&run, "least"), 18.0);
    let until = |hours: f64| hours.min(1.0) * 2.0 + (hours - 1.0).clamp(0.0, 1.0) * 18.0;
    let (least, exact) = (measure(&run, "least_cost"), until(1.5) * 0.1);
    // Machines boot before they serve, and are paid for it.
    assert!(least >= exact && least < exact + 0.1, "{least}, and {exact} without any boot");
}

#[test]
fn a_file_without_traffic_is_refused_and_bad_lines_are_told_by_number() {
    for (bytes, why) in [
        (&b""[..], "the file is empty"),
        (b"\n# nothing\n", "only empty lines and comments"),
        (b"Dear reader,\nthis is a letter.\n", "line 1"),
        (&[0x1f, 0x8b, 8, 0, 0xff, 0xfe, 0, 1, 2, 3], "not plain text"),
    ] {
        let told = take(bytes).expect_err("no traffic");
        assert!(told.contains(why), "{told}");
    }
    let mut text = log(600, 10);
    text.insert_str(0, "what is this\n");
    text.push_str(&"and this\n".repeat(30));
    let notes = take(text.as_bytes()).expect("it reads").notes;
    assert!(notes[1].starts_with("Skipped line 1: "), "{notes:?}");
    assert_eq!(notes.last().expect("notes"), "And 11 more lines were skipped.");
}

#[test]
fn an_order_that_is_no_recording_is_refused_and_changes_nothing() {
    let mut run = play("autoscaling seed=1\nuntil 1h");
    let before = run.digest();
    for (argument, why) in [
        ("", "reads like this"),
        ("60s", "reads like this"),
        ("soon 1,2", "not the length"),
        ("60s 1,x", "not a rate"),
        ("60s -1", "not a rate"),
        ("0s 1", "not 0"),
        ("1209601s 1,2", "four weeks"),
        ("60s 100000001", "too high"),
    ] {
        let told = run.act(Input::command("traffic", argument)).expect_err(argument);
        assert!(told.contains(why), "{argument}: {told}");
    }
    assert_eq!(run.digest(), before);
    run.act(Input::command("traffic", "60s 0")).expect("nobody comes");
    seek(&mut run, 2);
    assert_eq!(measure(&run, "demand"), 0.0);
    run.act(Input::command("traffic", "60s 100000000")).expect("too many come");
    seek(&mut run, 3);
    assert!(run.series().iter().all(|series| series.now.is_finite()));
}
