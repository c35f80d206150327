//! The picture: everything is on the stage, nothing lies over anything, and it shows what is so.

use super::play;
use super::support::words::{self, Area, apart, width};
use faultyard::lab::{Lab, Lesson, Run, Session};
use faultyard::labs::raft::Raft;
use faultyard::process::SimTime;
use faultyard::scene::{Item, Role, Scene, Shape};
use faultyard::sim::Input;
use std::collections::BTreeSet;

const STAGES: [(f32, f32); 3] = [(1280.0, 600.0), (640.0, 400.0), (360.0, 300.0)];
/// A leader's second ring is so far outside.
const RING: f32 = 5.0;

/// What is done when; `leader` and `follower` stand for who is that then.
const ACTS: [(u64, &str); 12] = [
    (0, ""),
    (15, ""),
    (170, "do timeout follower"),
    (195, ""),
    (700, ""),
    (900, "crash leader"),
    (1_300, "pause follower 2s"),
    (1_400, "slow leader 5ms"),
    (1_900, "partition n1,n2|n3"),
    (2_500, "set dup=100"),
    (2_900, "heal"),
    (4_500, ""),
];

/// Looks at the pictures of a run with many faults.
fn each_picture(look: impl Fn(&Session<Raft>, &Scene, (f32, f32), &str)) {
    for n in [3, 5, 7, 9] {
        for clients in [0, 2, 4] {
            let title = format!("raft n={n} clients={clients} think=20 seed=3");
            let mut run = play(&format!("{title}\nuntil 1us"));
            for (at, act) in ACTS {
                run.seek(SimTime::from_ms(at));
                if let Some(input) = input(&run, act) {
                    run.act(input).unwrap_or_else(|why| panic!("{title}, {at} ms, {act}: {why}"));
                }
                for (w, h) in STAGES {
                    look(&run, &run.scene(w, h), (w, h), &format!("{title}, {at} ms {act}, {w} x {h}"));
                }
            }
        }
    }
}

fn input(run: &Session<Raft>, act: &str) -> Option<Input> {
    let word = act.split(' ').find(|word| ["leader", "follower"].contains(word));
    let act = match word {
        Some(word) => act.replace(word, &run.resolve(word)?),
        None => act.to_string(),
    };
    (!act.is_empty()).then(|| Input::parse(&act).expect("it reads"))
}

/// The rectangle that an item covers.
fn area(item: &Item) -> Area {
    match item.shape {
        Shape::Node { x, y, r, .. } => {
            let r = if item.role == Role::Leader { r + RING } else { r };
            [x - r, y - r, x + r, y + r]
        }
        Shape::Dial { x, y, r, .. } | Shape::Dot { x, y, r } => [x - r, y - r, x + r, y + r],
        Shape::Text { .. } => words::area(item).expect("they are words"),
        _ => item.shape.points().into_iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |a, (x, y)| {
            [a[0].min(x), a[1].min(y), a[2].max(x), a[3].max(y)]
        }),
    }
}

fn nodes(scene: &Scene) -> Vec<(&Item, (f32, f32), f32)> {
    let node = |item| match item {
        item @ &Item { shape: Shape::Node { x, y, r, .. }, .. } => Some((item, (x, y), r)),
        _ => None,
    };
    scene.items.iter().filter_map(node).collect()
}

fn distance(a: (f32, f32), b: (f32, f32)) -> f32 {
    ((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)).sqrt()
}

#[test]
fn everything_is_on_the_stage_under_a_name_of_its_own() {
    each_picture(|_, scene, (w, h), what| {
        let ids: BTreeSet<&str> = scene.items.iter().map(|item| item.id.as_str()).collect();
        assert_eq!(ids.len(), scene.items.len(), "{what}: two things have one name");
        for item in &scene.items {
            let [left, top, right, bottom] = area(item);
            let on = left >= -0.5 && top >= -0.5 && right <= w + 0.5 && bottom <= h + 0.5;
            assert!(on, "{what}: {item} covers {left}, {top} to {right}, {bottom}");
        }
    });
}

#[test]
fn no_two_machines_overlap_and_their_names_fit_into_them() {
    each_picture(|_, scene, _, what| {
        let nodes = nodes(scene);
        for (number, (item, at, r)) in nodes.iter().enumerate() {
            for (other, to, s) in &nodes[number + 1..] {
                assert!(distance(*at, *to) >= r + s + RING, "{what}: {item} and {other}");
            }
            let Shape::Node { sub, .. } = &item.shape else { unreachable!("only nodes are here") };
            // The name is bold and 10 px high: in the middle, or, with a second line, 11 px above it at most. The
            // second line's letters end 14 px below the middle.
            let reach: f32 = if sub.is_empty() { 5.0 } else { 11.0 };
            let chord = 2.0 * (r * r - reach * reach).max(0.0).sqrt();
            assert!(width(&item.label, 14.0) <= chord + 1.0, "{what}: {item}");
            let chord = 2.0 * (r * r - 14.0 * 14.0).max(0.0).sqrt();
            assert!(sub.is_empty() || width(sub, 12.0) <= chord, "{what}: \"{sub}\" in {item} of radius {r}");
        }
    });
}

#[test]
fn no_words_lie_over_other_words_or_over_a_machine() {
    each_picture(|_, scene, _, what| {
        let words = |item: &&Item| matches!(item.shape, Shape::Text { .. });
        let texts: Vec<&Item> = scene.items.iter().filter(words).collect();
        for (number, text) in texts.iter().enumerate() {
            for other in &texts[number + 1..] {
                assert!(apart(area(text), area(other)), "{what}: {text} and {other}");
            }
            for (node, (x, y), r) in nodes(scene) {
                // The square in the circle: a corner of a text may be where the circle is not.
                let r = r * 0.8;
                assert!(apart(area(text), [x - r, y - r, x + r, y + r]), "{what}: {text} and {node}");
            }
        }
    });
}

#[test]
fn each_server_has_its_row_of_the_log_and_an_entrys_term_fits_its_box() {
    each_picture(|run, scene, _, what| {
        let servers = run.inspect("")["servers"].as_u64().expect("a number");
        let cells: Vec<&Item> =
            scene.items.iter().filter(|item| matches!(item.shape, Shape::Cell { .. })).collect();
        for id in (1..=servers).map(|number| format!("n{number}")) {
            assert!(scene.find(&format!("lane/{id}")).is_some(), "{what}: {id} has no row");
            let row = cells.iter().filter(|cell| cell.id.starts_with(&format!("log/{id}/"))).count();
            assert!(row >= 3, "{what}: the row of {id} shows {row} entries");
        }
        for (number, cell) in cells.iter().enumerate() {
            let [left, _, right, _] = area(cell);
            assert!(width(&cell.label, 12.0) <= right - left, "{what}: {cell}");
            for other in &cells[number + 1..] {
                assert!(apart(area(cell), area(other)), "{what}: {cell} and {other}");
            }
            for (node, ..) in nodes(scene) {
                assert!(apart(area(cell), area(node)), "{what}: {cell} and {node}");
            }
        }
    });
}

#[test]
fn a_crashed_server_looks_failed_and_the_leader_like_one() {
    let mut seen = (0, 0);
    let shows = |run: &Session<Raft>, scene: &Scene, what: &str| {
        let (mut failed, mut leads) = (0, 0);
        for (item, ..) in nodes(scene) {
            let about = run.inspect(&item.id);
            let health = about["machine"]["health"].as_str().unwrap_or_default();
            assert_eq!(item.role == Role::Failed, health == "down", "{what}: {item} is {health}");
            failed += u32::from(item.role == Role::Failed);
            if item.role == Role::Leader {
                assert_eq!(about["role"], "leader", "{what}: {item}");
                leads += 1;
            }
        }
        (failed, leads)
    };
    let mut run = play("raft seed=42\nat 1s crash n3\nuntil 1us");
    for at in [900, 1_010, 1_100, 2_000] {
        run.seek(SimTime::from_ms(at));
        let (failed, leads) = shows(&run, &run.scene(640.0, 400.0), &at.to_string());
        seen = (seen.0 + failed, seen.1 + leads);
    }
    assert_eq!(seen, (3, 2), "n3 is down in three pictures, somebody leads in the first and the last");
    each_picture(|run, scene, _, what| {
        shows(run, scene, what);
    });
}

#[test]
fn a_message_is_drawn_between_its_two_machines_in_its_direction() {
    let seen = std::cell::Cell::new(0);
    each_picture(|run, scene, _, what| {
        for item in &scene.items {
            let Shape::Message { from, to, sent, arrives, .. } = item.shape else { continue };
            let about = run.inspect(&item.id);
            let node = |end: &str| {
                let Some(Shape::Node { x, y, r, .. }) =
                    about[end].as_str().and_then(|id| scene.find(id)).map(|item| &item.shape)
                else {
                    panic!("{what}: {item} is between no machines: {about}");
                };
                ((*x, *y), *r)
            };
            let ((a, ra), (b, rb)) = (node("from"), node("to"));
            assert!(distance(from, a) <= ra + 12.0 && distance(to, b) <= rb + 12.0, "{what}: {item}");
            assert!(
                distance(from, a) < distance(to, a) && distance(to, b) < distance(from, b),
                "{what}: {item}"
            );
            let now = run.position().now.0;
            assert!(sent <= now && now <= arrives, "{what}: {item} at {now}");
            seen.set(seen.get() + 1);
        }
    });
    assert!(seen.get() > 1_000, "{} messages", seen.get());
}

#[test]
fn the_summary_names_the_leader_its_term_and_who_is_up() {
    each_picture(|run, scene, _, what| {
        let about = run.inspect("");
        let leads = match about["leader"].as_str() {
            Some(leader) => format!("{leader} leads term {};", run.inspect(leader)["currentTerm"]),
            None => "nobody leads;".to_string(),
        };
        assert!(scene.summary.starts_with(&leads), "{what}: {}", scene.summary);
        let up = format!("{} of {} servers are up", about["serversUp"], about["servers"]);
        assert!(scene.summary.contains(&up), "{what}: {}", scene.summary);
    });
}

/// The run of this step of the lesson, at a time.
fn lesson(step: &str, ms: u64) -> Session<Raft> {
    let lesson = Lesson::parse(Raft::LESSON).expect("the lesson can be read");
    let step = lesson.steps.into_iter().find(|each| each.id == step).expect("a step of that name");
    let mut run = Session::<Raft>::new(&step.script.scenario);
    run.seek(SimTime::from_ms(ms));
    run
}

/// How an entry is drawn: its role, whether it is filled, and what is said of it.
fn entry(run: &Session<Raft>, id: &str) -> (Role, bool, String) {
    let scene = run.scene(1280.0, 600.0);
    let item = scene.find(&format!("log/{id}")).expect("it is drawn");
    let Shape::Cell { solid, .. } = item.shape else { panic!("{item} is not a box") };
    (item.role, solid, item.description.clone())
}

#[test]
fn what_was_committed_is_drawn_so_on_every_disk_that_has_it_and_what_took_its_place_is_struck_out() {
    let run = lesson("commit-by-counting", 155);
    for server in ["n1", "n3"] {
        let (role, solid, says) = entry(&run, &format!("{server}/2"));
        assert_eq!((role, solid), (Role::Healthy, true), "{says}");
    }
    assert!(entry(&run, "n1/2").2.ends_with("committed, on its disk"), "n1 is down");
    let run = lesson("commit-by-counting", 420);
    assert_eq!(entry(&run, "n1/2").0, Role::Healthy, "n1 is down and has what was committed");
    for (server, says) in [
        ("n2", "in the place of an entry that was committed in term 4"),
        ("n3", "in the place of an entry that was committed in term 4"),
        ("n4", "taken for committed, but another entry was committed here in term 4"),
        ("n5", "taken for committed, but another entry was committed here in term 4"),
    ] {
        let (role, _, said) = entry(&run, &format!("{server}/2"));
        assert!(role == Role::Failed && said.ends_with(says), "{server}: {role:?}, {said}");
        let scene = run.scene(1280.0, 600.0);
        assert!(scene.find(&format!("strike/{server}/2")).is_some(), "{server}");
    }
}

#[test]
fn an_entry_on_a_majority_that_nobody_committed_is_not_drawn_as_committed() {
    let run = lesson("figure-8", 155);
    let roles = ["n1/2", "n2/2", "n3/2"].map(|id| entry(&run, id).0);
    assert!(!roles.contains(&Role::Healthy), "{roles:?}");
}

#[test]
fn a_follower_that_has_not_heard_of_it_shows_a_committed_entry_without_the_line_of_what_it_executed() {
    let mut run = play("raft seed=42 clients=0\nuntil 1us");
    let commit = |run: &Session<Raft>, id| run.inspect(id)["commitIndex"].as_u64();
    while commit(&run, "n3") != Some(1) {
        run.seek_event(run.position().event + 1);
    }
    let line = |run: &Session<Raft>| run.scene(1280.0, 600.0).find("applied/n1").is_some();
    let (role, solid, says) = entry(&run, "n1/1");
    assert_eq!((role, solid, commit(&run, "n1")), (Role::Healthy, true, Some(0)), "{says}");
    assert!(says.ends_with("committed, which it does not know yet") && !line(&run), "{says}");
    run.seek(SimTime::from_ms(600));
    assert!(entry(&run, "n1/1").2.ends_with(", committed") && line(&run));
}

#[test]
fn while_every_promise_is_kept_no_entry_is_struck_out() {
    each_picture(|_, scene, _, what| {
        let failed = scene.items.iter().find(|item| item.id.starts_with("strike/"));
        assert!(failed.is_none(), "{what}: {failed:?}");
    });
}
