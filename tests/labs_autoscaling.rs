//! The autoscaling lab: what it costs, what is judged, what is refused, and how it is drawn.

#[path = "labs_autoscaling/recorded.rs"]
mod recorded;
#[path = "labs_autoscaling/rollout.rs"]
mod rollout;
#[path = "labs_autoscaling/settings.rs"]
mod settings;

mod support;

use faultyard::lab::{Run, Script, Session};
use faultyard::labs::autoscaling::Autoscaling;
use faultyard::process::{Seed, SimTime};
use faultyard::scene::{Scene, Shape};
use faultyard::sim::Input;
use std::collections::BTreeSet;
use support::words;

fn play(script: &str) -> Session<Autoscaling> {
    let script = Script::parse(script).expect("the script reads");
    let mut run = Session::<Autoscaling>::new(&script.scenario);
    run.seek(script.until);
    run
}

fn measure(run: &dyn Run, key: &str) -> f64 {
    let series = run.series().into_iter().find(|series| series.key == key).expect("a measure");
    f64::from(series.now)
}

fn broken(run: &dyn Run) -> Vec<String> {
    run.verdicts().into_iter().filter(|verdict| verdict.broken).map(|verdict| verdict.text).collect()
}

const CONTROLLERS: [&str; 7] = ["fixed", "hpa", "steps", "schedule", "scheduled-hpa", "backlog", "vertical"];
const PATTERNS: [&str; 7] = ["steady", "step", "flash", "week", "sawtooth", "ramp", "recorded"];
const SELECTS: [&str; 3] = ["max", "min", "disabled"];
const ORDERS: [&str; 18] = [
    "do spike 4 20m",
    "do attack 2 20m",
    "do dependency 20 20m",
    "do zone b 20m",
    "do boots-fail 80 20m",
    "do boots-slow 8 20m",
    "do metrics-late 3m",
    "do metrics-lost 60",
    "do leak 900",
    "do want 3",
    "do rollout good",
    "do rollout bad",
    "do rollback",
    "set max-unavailable=0",
    "crash n1",
    "set target=35",
    "set min=4",
    "set controller=steps",
];

#[test]
fn the_decisions_of_a_week_are_known_when_the_log_has_forgotten_them() {
    let run = play("autoscaling seed=1\nuntil 168h");
    let (told, decided) = (run.events(0, usize::MAX), run.milestones());
    assert!(decided.len() > 100 && decided[0].at < SimTime(86_400_000_000), "{} decisions", decided.len());
    assert!(told[0].at > SimTime(2 * 86_400_000_000), "the log begins at {}", told[0].at);
    for event in decided.iter() {
        let more = event.text.split(&[' ', ':'][..]).filter_map(|word| word.parse::<u32>().ok());
        let [from, to] = more.take(2).collect::<Vec<_>>()[..] else { panic!("{}", event.text) };
        assert_eq!(event.trend, to.cmp(&from), "{}", event.text);
    }
}

#[test]
fn whatever_is_set_and_done_no_property_breaks_and_nothing_is_negative() {
    let mut random = Seed(5).stream("chance", 0);
    for controller in CONTROLLERS {
        for pattern in PATTERNS {
            let mut script = format!(
                "autoscaling controller={controller} pattern={pattern} rate={} peak={}.5 length=20 boot={} scrape={} \
                 missing={} down-window={} up-window={} tolerance-down={} down-count={} up-select={} down-select={} \
                 period={} down-period={} cpu-init={} readiness-delay={} practice={} workday-max={} night-min={} node-places={} max-nodes={} \
                 max-surge={} min-ready={} seed={}\n",
                random.between(20, 900),
                random.between(1, 5),
                random.between(0, 60) * 5,
                random.between(1, 12) * 5,
                random.below(30),
                random.below(20) * 30,
                random.below(6) * 30,
                random.below(40) as i64 - 1,
                random.below(5),
                SELECTS[random.below(3) as usize],
                SELECTS[random.below(3) as usize],
                random.between(1, 20) * 15,
                random.below(20) * 15,
                random.below(20) * 15,
                random.below(20) * 5,
                ["own", "cpu", "memory", "requests", "latency"][random.below(5) as usize],
                random.below(20),
                random.below(10),
                random.below(2) * random.between(1, 8),
                random.between(1, 12),
                random.below(5) * 25,
                random.below(3) * 30,
                random.below(1_000),
            );
            let mut at = 5;
            for _ in 0..6 {
                at += random.between(1, 15);
                let order = ORDERS[random.below(ORDERS.len() as u64) as usize];
                script.push_str(&format!("at {at}m {order}\n"));
            }
            script.push_str("until 3h");
            let run = play(&script);
            assert_eq!(broken(&run), Vec::<String>::new(), "{script}");
            for series in run.series() {
                let bad = series.values.iter().find(|value| !value.is_finite() || **value < 0.0);
                assert_eq!(bad, None, "{} in {script}", series.key);
            }
        }
    }
}

#[test]
fn who_serves_all_and_never_lets_wait_pays_at_least_the_bound() {
    // Only runs in which nothing was lost and the fluid's queue never grew: others play another game.
    let mut served = 0;
    for controller in CONTROLLERS {
        for seed in 0..6 {
            let run = play(&format!(
                "autoscaling controller={controller} pattern=week start=20 target=50 noise=off seed={seed}\nuntil 20h"
            ));
            if measure(&run, "lost") > 0.0 || measure(&run, "missed") > 0.0 {
                continue;
            }
            served += 1;
            let (cost, least) = (measure(&run, "cost"), measure(&run, "least_cost"));
            // Samples are of 24 bits.
            assert!(cost >= least * (1.0 - 1e-6), "{controller}: {cost} of {least}");
        }
    }
    assert!(served >= 12, "only {served} runs served all");
}

#[test]
fn the_bill_of_a_fixed_fleet_is_its_machines_by_the_hour() {
    let run =
        play("autoscaling controller=fixed start=7 pattern=steady rate=100 price=0.25 seed=1\nuntil 8h");
    assert!((measure(&run, "cost") - 7.0 * 8.0 * 0.25).abs() < 1e-4, "{}", measure(&run, "cost"));
    assert_eq!(measure(&run, "scalings"), 0.0);
}

#[test]
fn the_controller_does_not_change_what_comes() {
    let demand = |controller: &str| -> Vec<f32> {
        let run = play(&format!("autoscaling controller={controller} seed=9\nuntil 6h"));
        run.series().into_iter().find(|series| series.key == "demand").expect("demand").values
    };
    let first = demand("fixed");
    assert!(CONTROLLERS.iter().all(|controller| demand(controller) == first));
}

#[test]
fn a_machine_crashed_is_replaced_and_paid_for_its_minimum() {
    let mut run =
        play("autoscaling controller=fixed start=3 pattern=steady rate=50 minimum=3600 seed=1\nuntil 10m");
    run.act(Input::parse("crash n2").expect("it reads")).expect("it can be done");
    run.seek(SimTime::from_ms(1_200_000));
    assert_eq!(measure(&run, "ready"), 3.0);
    // Three for twenty minutes, and what was left of the hour of the one that crashed after ten.
    let hours = 3.0 / 3.0 + 50.0 / 60.0;
    assert!((measure(&run, "cost") - hours * 0.1).abs() < 2e-3, "{}", measure(&run, "cost"));
}

#[test]
fn nonsense_is_refused_with_a_sentence_and_changes_nothing() {
    let mut run = play("autoscaling seed=1\nuntil 1h");
    let before = run.digest();
    for bad in [
        "do spike",
        "do spike much 10m",
        "do spike 3 soon",
        "do zone d 10m",
        "do zone",
        "do boots-fail 120 10m",
        "do metrics-late never",
        "do leak -5",
        "do want 0",
        "do nothing",
        "crash n900",
        "pause n1 2s",
    ] {
        let why = run.act(Input::parse(bad).expect("it reads")).expect_err(bad);
        assert!(why.len() > 10, "{bad}: {why}");
    }
    assert_eq!(run.digest(), before);
}

#[test]
fn a_forecast_is_drawn_as_an_interval_that_holds_what_comes_most_of_the_time() {
    let mut run = play("autoscaling forecast=holt-winters pattern=week seed=4\nuntil 1h");
    let (mut inside, mut all) = (0, 0);
    for hour in 1..24 {
        run.seek(SimTime::from_ms(hour * 3_600_000));
        let scene = run.scene(700.0, 360.0);
        let forecast = scene.items.iter().find(|item| item.id == "forecast").expect("it is drawn");
        let words: Vec<&str> = forecast.description.split(' ').collect();
        let (minutes, bounds) = (words[3], [words.len() - 3, words.len() - 1].map(|place| words[place]));
        let [minutes, low, high] = [minutes, bounds[0], bounds[1]].map(|word| word.parse::<f64>().unwrap());
        run.seek(SimTime::from_ms(hour * 3_600_000 + minutes as u64 * 60_000));
        let came = measure(&run, "demand");
        // The demand of five seconds varies more than the mean of five minutes that is forecast.
        let noise = 2.0 * (came / 5.0).sqrt();
        inside += i32::from(came >= low - noise && came <= high + noise);
        all += 1;
    }
    assert!(all == 23 && inside >= 18, "{inside} of {all}");
    assert!(
        !play("autoscaling seed=4\nuntil 1h")
            .scene(700.0, 360.0)
            .items
            .iter()
            .any(|item| item.id == "forecast")
    );
}

#[test]
fn no_words_lie_over_others_and_all_is_on_the_stage() {
    let stages = [
        (1280.0, 600.0),
        (700.0, 360.0),
        (640.0, 240.0),
        (480.0, 150.0),
        (360.0, 330.0),
        (360.0, 160.0),
        (230.0, 330.0),
    ];
    for start in [1, 5, 24, 60, 400] {
        for order in ["", "do zone a 20m", "do spike 5 20m", "do want 30"] {
            let mut run = play(&format!("autoscaling start={start} max=1000 rate=300 seed=2\nuntil 6m"));
            if let Ok(input) = Input::parse(order) {
                run.act(input).expect("it can be done");
            }
            run.seek(SimTime::from_ms(420_000));
            for (w, h) in stages {
                let scene = run.scene(w, h);
                let what = format!("{start} machines, {order:?}, {w} x {h}");
                let ids: BTreeSet<&str> = scene.items.iter().map(|item| item.id.as_str()).collect();
                assert_eq!(ids.len(), scene.items.len(), "{what}: an id twice");
                let texts = scene.items.iter().filter_map(|item| Some((&item.label, words::area(item)?)));
                let texts: Vec<_> = texts.collect();
                for (place, (text, a)) in texts.iter().enumerate() {
                    let inside = a[0] >= -1.0 && a[2] <= w + 1.0 && a[1] >= -1.0 && a[3] <= h + 1.0;
                    assert!(inside, "{what}: {text:?} at {a:?} is cut off");
                    for (other, b) in &texts[..place] {
                        assert!(words::apart(*a, *b), "{what}: {text:?} over {other:?}");
                    }
                }
            }
        }
    }
}

/// The pieces of a region: left, top and right of each.
fn pieces(scene: &Scene, id: &str) -> Vec<[f32; 3]> {
    let item = scene.find(id).unwrap_or_else(|| panic!("no {id}"));
    let Shape::Region { pieces, .. } = &item.shape else { panic!("{item} is no region") };
    let of = |piece: &Vec<(f32, f32)>, least: bool, x: bool| {
        let values = piece.iter().map(|(left, top)| if x { *left } else { *top });
        if least { values.fold(f32::MAX, f32::min) } else { values.fold(f32::MIN, f32::max) }
    };
    pieces
        .iter()
        .map(|piece| [of(piece, true, true), of(piece, true, false), of(piece, false, true)])
        .collect()
}

#[test]
fn steady_demand_is_level_from_the_start_and_a_bricks_hatch_is_as_long_as_the_boot() {
    let run = play("autoscaling pattern=steady rate=180 noise=off start=4 seed=1\nuntil 8m");
    let scene = run.scene(700.0, 420.0);
    let river = pieces(&scene, "demand");
    assert!(river.len() > 50 && river.iter().all(|[_, top, _]| (top - river[0][1]).abs() < 0.1), "{river:?}");
    let minute = (river[river.len() - 1][2] - river[0][0]) / 8.0;
    let boots = pieces(&scene, "wall/boots/edge");
    assert_eq!(boots.len(), 2, "two machines were ordered");
    for [left, _, right] in boots {
        let seconds = (right - left) / minute * 60.0;
        assert!((80.0..=105.0).contains(&seconds), "a boot of 90 s is drawn as {seconds:.0} s");
    }
    assert_eq!(
        scene.find("working").expect("it is drawn").label.rsplit(": ").next(),
        Some("4 \u{d7} 90 / 60 = 6")
    );
    assert!(scene.find("felt").is_none(), "there was always enough");
}

#[test]
fn the_picture_goes_on_after_more_than_it_can_hold() {
    let run = play("autoscaling pattern=steady rate=180 noise=off start=6 seed=1\nuntil 5h");
    let river = pieces(&run.scene(700.0, 420.0), "demand");
    let [left, _, _] = river[0];
    assert!(left < 60.0 && river.windows(2).all(|pair| (pair[1][0] - pair[0][2]).abs() < 0.2), "{river:?}");
}
