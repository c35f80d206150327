//! The picture: everything is on the stage, words lie over nothing, and it shows what is so.

use super::play;
use super::support::words::{self, Area, apart, width};
use faultyard::lab::{Run, Session};
use faultyard::labs::balancing::Balancing;
use faultyard::process::SimTime;
use faultyard::scene::{Item, Role, Scene, Shape};
use faultyard::sim::Input;
use std::collections::BTreeSet;

/// What is left for the stage of a wide page, of a phone and of frames in somebody's page.
const STAGES: [(f32, f32); 8] = [
    (1_280.0, 600.0),
    (700.0, 430.0),
    (640.0, 260.0),
    (480.0, 150.0),
    (360.0, 330.0),
    (360.0, 300.0),
    (360.0, 180.0),
    (360.0, 100.0),
];

/// Servers; from 24 on they are a skyline, and beyond 128 one outline with tiles.
const SERVERS: [u64; 8] = [1, 2, 5, 9, 23, 24, 200, 1_000];

/// What is done when: the start, at work, a crash that nobody knows of yet, and that they know of, one that drains,
/// a crowd, and a server that starts.
const ACTS: [(u64, &str); 9] = [
    (0, ""),
    (2_000, ""),
    (2_100, "crash n1"),
    (3_500, "do drain n2"),
    (4_000, "do speed n3 25"),
    (4_500, "do fail n4 50"),
    (5_000, "do spike 6 4s"),
    (8_000, "restart n1"),
    (11_500, "do add 7"),
];

/// What is wrong with a picture, a sentence each.
type Look = fn(&Session<Balancing>, &Scene, (f32, f32)) -> Vec<String>;

/// Looks at the pictures of a run at each of these moments; gives what is wrong with them.
fn each_picture(settings: &str, look: Look) {
    let mut wrong = Vec::new();
    for n in SERVERS {
        for balancers in [1, 5, 16] {
            let title =
                format!("balancing n={n} balancers={balancers} rate={} seed=3 {settings}", (n * 8).min(400));
            let mut run = play(&format!("{title}\nuntil 1us"));
            for (at, act) in ACTS {
                run.seek(SimTime::from_ms(at));
                if !act.is_empty() {
                    // Where there are few servers, some are not there.
                    let _ = run.act(Input::parse(act).expect("it reads"));
                    run.seek(SimTime::from_ms(at + 30));
                }
                for (w, h) in STAGES {
                    let flaws = look(&run, &run.scene(w, h), (w, h));
                    wrong.extend(
                        flaws.into_iter().map(|flaw| format!("{title}, {at} ms {act}, {w} x {h}: {flaw}")),
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} flaws:\n{}", wrong.len(), wrong.join("\n"));
}

/// The settings whose pictures differ: few workers and many, requests on their way by the hundred, old reports, and
/// requests that nobody waits for.
const SETTINGS: [&str; 4] = [
    "",
    "workers=3 hop=400",
    "workers=9 service=500 timeout=300 retries=2",
    "pattern=closed policy=weighted-least-connections",
];

/// The rectangle of what is drawn and stays where it is, words apart.
fn mark(item: &Item) -> Option<Area> {
    match item.shape {
        // A region is under its words, as a curve is.
        Shape::Text { .. } | Shape::Message { .. } | Shape::Link { .. } | Shape::Region { .. } => None,
        // The square in the circle: a corner of a text may be where the circle is not.
        Shape::Node { x, y, r, .. } => Some([x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8]),
        Shape::Dot { x, y, r } => Some([x - r, y - r, x + r, y + r]),
        _ => {
            let points = item.shape.points();
            Some([points[0].0, points[0].1, points[1].0, points[1].1])
        }
    }
}

/// What lies outside the stage, has another's id, or lies under words.
fn is_whole(_: &Session<Balancing>, scene: &Scene, (w, h): (f32, f32)) -> Vec<String> {
    let mut flaws = Vec::new();
    let ids: BTreeSet<&str> = scene.items.iter().map(|item| item.id.as_str()).collect();
    if ids.len() != scene.items.len() {
        flaws.push("two things have one id".into());
    }
    let texts: Vec<(&Item, Area)> =
        scene.items.iter().filter_map(|item| Some((item, words::area(item)?))).collect();
    let marks: Vec<(&Item, Area)> = scene.items.iter().filter_map(|item| Some((item, mark(item)?))).collect();
    for (item, [left, top, right, bottom]) in texts.iter().chain(&marks) {
        if *left < -0.5 || *top < -0.5 || *right > w + 0.5 || *bottom > h + 0.5 {
            flaws.push(format!("{item} covers {left:.0}, {top:.0} to {right:.0}, {bottom:.0}"));
        }
    }
    for (number, (text, area)) in texts.iter().enumerate() {
        let over = texts[number + 1..].iter().chain(&marks).filter(|(_, other)| !apart(*area, *other));
        flaws.extend(over.map(|(other, _)| format!("{text} lies over {other}")));
    }
    flaws
}

#[test]
fn everything_is_on_the_stage_with_an_id_of_its_own_and_words_lie_over_nothing() {
    SETTINGS.into_iter().for_each(|settings| each_picture(settings, is_whole));
}

#[test]
fn the_picture_of_costs_is_whole_too() {
    for n in SERVERS {
        for policy in ["round-robin", "least-connections-heap", "maglev"] {
            let run = play(&format!("balancing view=cost policy={policy} n={n} rate=100 seed=1\nuntil 1s"));
            for (w, h) in STAGES {
                let flaws = is_whole(&run, &run.scene(w, h), (w, h));
                assert!(flaws.is_empty(), "{policy} n={n} {w} x {h}: {flaws:#?}");
            }
        }
    }
}

/// Machines that lie over each other, and names that do not fit into what they are written on.
fn fits(_: &Session<Balancing>, scene: &Scene, _: (f32, f32)) -> Vec<String> {
    let mut flaws = Vec::new();
    let node = |item| match item {
        item @ &Item { shape: Shape::Node { x, y, r, .. }, .. } => Some((item, x, y, r)),
        _ => None,
    };
    let nodes: Vec<_> = scene.items.iter().filter_map(node).collect();
    for (number, (item, x, y, r)) in nodes.iter().enumerate() {
        for (other, a, b, s) in &nodes[number + 1..] {
            if (x - a) * (x - a) + (y - b) * (y - b) < (r + s) * (r + s) {
                flaws.push(format!("{item} lies over {other}"));
            }
        }
        // The name is bold, and 10 px high around the middle.
        let chord = 2.0 * (r * r - 25.0).max(0.0).sqrt();
        if !item.label.is_empty() && width(&item.label, 14.0) > chord + 1.0 {
            flaws.push(format!("\"{}\" in a circle of radius {r}", item.label));
        }
    }
    for item in &scene.items {
        if let Shape::Cell { w, .. } = item.shape
            && width(&item.label, 12.0) > w
        {
            flaws.push(format!("\"{}\" in a box {w} wide", item.label));
        }
    }
    flaws
}

#[test]
fn no_two_machines_overlap_and_their_names_fit_into_them() {
    SETTINGS.into_iter().for_each(|settings| each_picture(settings, fits));
}

#[test]
fn what_a_colour_says_is_said_in_words_too() {
    let settings = "timeout=300 retries=1 detect=1000 boot=2000";
    let mut run = play(&format!("balancing n=6 rate=50 {settings} seed=2\nuntil 1s"));
    let mut seen = BTreeSet::new();
    for (at, act) in
        [(1_000, "crash n1"), (1_000, "do drain n2"), (3_000, "restart n1"), (5_200, "pause n3 1s")]
    {
        run.seek(SimTime::from_ms(at));
        run.act(Input::parse(act).expect("it reads")).expect("it can be done");
        run.seek(SimTime::from_ms(at + 50));
        for item in run.scene(1_280.0, 600.0).items.iter().filter(|item| item.selectable) {
            let told = &item.description;
            let expected = match (&item.shape, item.role) {
                (Shape::Node { .. }, Role::Failed) => told.contains(", down, "),
                (Shape::Node { .. }, Role::Candidate) => told.contains(", starting, "),
                (Shape::Node { .. }, Role::Unreachable) => told.contains(", up, told out"),
                (Shape::Node { .. }, Role::Healthy) => told.contains(", up, told in"),
                (Shape::Bar { .. }, Role::Unreachable) => told.ends_with("nobody waits for it"),
                (Shape::Bar { .. }, _) => !told.contains("nobody"),
                _ => continue,
            };
            assert!(expected, "{item}");
            seen.insert((item.shape.word(), format!("{:?}", item.role)));
        }
    }
    let kinds = [("node", "Failed"), ("node", "Candidate"), ("node", "Unreachable"), ("node", "Healthy")];
    let requests = [("bar", "Unreachable"), ("bar", "Leader"), ("bar", "Load(0)")];
    for (shape, role) in kinds.into_iter().chain(requests) {
        assert!(seen.contains(&(shape, role.to_string())), "no {shape} was {role}: {seen:?}");
    }
}

#[test]
fn a_queue_is_as_long_as_its_work_takes() {
    let run = play("balancing policy=round-robin speeds=one-slow hop=0 seed=3\nuntil 40s");
    let scene = run.scene(700.0, 420.0);
    let across = |id: &str| match scene.find(id).expect("a line of the ruler").shape {
        Shape::Link { from, .. } => from.0,
        _ => panic!("{id} is no line"),
    };
    let (next, half) = (across("ruler/now"), across("ruler/half"));
    let word = &scene.find("ruler/half/word").expect("a word").label;
    let seconds: f32 = word.trim_end_matches("\u{a0}s").parse().expect("seconds");
    let waiting = scene.items.iter().filter(|item| item.description.contains(" waits at n1"));
    let ends = waiting.filter_map(|item| match item.shape {
        Shape::Bar { x, .. } => Some(x),
        _ => None,
    });
    let drawn = (next - ends.fold(next, f32::min)) / (next - half) * seconds;
    let told = run.inspect("n1")["queueLength"].as_f64().expect("a number") as f32 * 0.4;
    assert!(
        told > 40.0 && (drawn / told - 1.0).abs() < 0.3,
        "{drawn:.0} s are drawn, about {told:.0} s wait"
    );
    let words = &scene.find("n1/words0").expect("words").label;
    let last: f32 = words.rsplit(' ').next().unwrap().trim_end_matches("\u{a0}s").parse().expect("seconds");
    assert!((drawn - last).abs() < 2.0, "{drawn:.1} s are drawn, {words}");
}

#[test]
fn a_skyline_goes_down_from_left_to_right_and_each_bar_is_a_server() {
    let run = play("balancing policy=random n=100 rate=900 seed=5\nuntil 10s");
    let scene = run.scene(700.0, 420.0);
    let mut bars: Vec<(f32, f32)> = Vec::new();
    for item in &scene.items {
        if let Shape::Bar { x, h, .. } = item.shape {
            assert!(item.selectable && item.id.starts_with('n'), "{item}");
            bars.push((x, h));
        }
    }
    bars.sort_by(|one, other| one.0.total_cmp(&other.0));
    assert!(bars.len() == 100 && bars.windows(2).all(|pair| pair[0].1 >= pair[1].1), "{bars:?}");
    assert!(bars[0].1 > 5.0 * bars[50].1, "chance makes a slope, not a table");
}

#[test]
fn two_choices_are_two_lines_and_a_tick_at_the_shorter_queue() {
    let run = play("balancing policy=power-of-choices n=9 rate=80 hop=0 seed=2\nuntil 8s");
    let scene = run.scene(700.0, 420.0);
    let probes: Vec<&Item> = scene.items.iter().filter(|item| item.id.starts_with("probe/")).collect();
    let chosen = probes.iter().filter(|item| item.role == Role::Leader).count();
    assert!(probes.len() == 2 && chosen == 1, "{probes:?}");
    assert!(scene.find("chosen").is_some());
}
