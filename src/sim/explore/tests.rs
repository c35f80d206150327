//! The model checker, checked: against numbers of states known by hand, and against trying every way to the end.

use super::*;
use crate::process::Seed;
use crate::sim::tiny::{Boots, Orders, Tiny};

/// Machines that count so far, of which the first says these numbers to the second.
fn start(ticks: [u8; 2], numbers: &[u8]) -> Hand<Tiny> {
    let says: Vec<(NodeId, u8)> = numbers.iter().map(|number| (NodeId(1), *number)).collect();
    let first = Orders { ticks: ticks[0], says };
    let second = Orders { ticks: ticks[1], says: Vec::new() };
    Hand::new([(first, Boots(0)), (second, Boots(0))], Seed(1), ())
}

fn states(start: &Hand<Tiny>, bounds: Bounds) -> usize {
    let explored = explore(start, bounds, |_| None);
    assert!(explored.complete && explored.flaw.is_none());
    explored.states
}

#[test]
fn two_counters_to_three_have_sixteen_states_six_steps_deep() {
    let explored = explore(&start([3, 3], &[]), Bounds::default(), |_| None);
    // The last level finds that there is nothing more.
    assert_eq!(explored, Explored { states: 16, depth: 7, complete: true, flaw: None });
    let near = explore(&start([3, 3], &[]), Bounds { depth: 2, ..Bounds::default() }, |_| None);
    assert_eq!((near.states, near.depth), (1 + 2 + 3, 2));
    let few = explore(&start([3, 3], &[]), Bounds { fires: 2, ..Bounds::default() }, |_| None);
    assert_eq!(few.states, 1 + 2 + 3);
}

#[test]
fn one_crash_of_two_counters_gives_four_states_with_each_down_and_sixteen_after_it() {
    // A crash leaves its mark on the disk, in the number of boots: each machine has its own sixteen.
    let bounds = Bounds { crashes: 1, ..Bounds::default() };
    assert_eq!(states(&start([3, 3], &[]), bounds), 16 + 2 * 4 + 2 * 16);
}

#[test]
fn of_three_messages_each_has_arrived_or_not_and_at_most_one_is_lost() {
    assert_eq!(states(&start([0, 0], &[1, 2, 3]), Bounds::default()), 8);
    assert_eq!(states(&start([0, 0], &[1, 2, 3]), Bounds { losses: 1, ..Bounds::default() }), 8 + 3 * 4);
}

#[test]
fn one_copy_of_two_messages_gives_eleven_states_more() {
    // The copied one is on its way twice, arrived once or twice: three states beside two of the other. That both have
    // arrived is one state, whichever was copied.
    let bounds = Bounds { copies: 1, ..Bounds::default() };
    assert_eq!(states(&start([0, 0], &[1, 2]), bounds), 4 + 3 * 2 + 3 * 2 - 1);
}

#[test]
fn a_search_ends_with_so_many_states_and_says_that_it_is_not_complete() {
    let explored = explore(&start([3, 3], &[]), Bounds { states: 9, ..Bounds::default() }, |_| None);
    assert_eq!((explored.states, explored.complete), (9, false));
}

#[test]
fn the_first_flaw_has_a_shortest_script_that_leads_to_it_again() {
    let start = start([3, 3], &[7]);
    let flaw = |hand: &Hand<Tiny>| {
        let [one, two] = [0, 1].map(|node| hand.process(NodeId(node)));
        let wrong = one.count == 1 && two.heard.contains(&7) && hand.disk(NodeId(1)).0 == 2;
        wrong.then(|| format!("{} and {}", one.count, two.count))
    };
    let found = explore(&start, Bounds { crashes: 1, ..Bounds::default() }, flaw).flaw.expect("a flaw");
    let lines = ["crash n2", "fire n1 tick", "give m1  # number 7 from n1 to n2", "restart n2"];
    let mut script: Vec<&str> = found.script.lines().collect();
    let mut again = start.clone();
    again.play(&found.script).expect("it can be done");
    assert_eq!(flaw(&again), Some(found.text));
    assert!(flaw(&start).is_none() && again.letters.is_empty());
    script.sort_unstable();
    assert_eq!(script, lines, "four steps, in one order or another");
    assert_eq!(again.play("\ngive m1"), Err("line 2: m1 is not on its way".into()));
    assert_eq!(again.play("restart n1"), Err("line 1: n1 is up".into()));
    assert_eq!(again.play("fire n1 tock"), Err("line 1: n1's tock is not set".into()));
}

/// Everything that makes a state, written out.
fn written(hand: &Hand<Tiny>, left: [u32; 4]) -> String {
    let machine = |node| {
        let timers: Vec<()> = hand.timers(node).iter().map(|(timer, _)| *timer).collect();
        format!("{:?} {:?} {} {timers:?}", hand.process(node), hand.disk(node), hand.is_up(node))
    };
    let mut letters: Vec<String> = hand
        .letters
        .iter()
        .map(|letter| format!("{} {} {}", letter.from, letter.to, letter.message))
        .collect();
    letters.sort_unstable();
    format!("{:?} {letters:?} {left:?}", hand.nodes().map(machine).collect::<Vec<_>>())
}

/// Goes every way to its end, one after the other, and writes down each state that it meets.
fn walk(hand: &Hand<Tiny>, left: [u32; 4], depth: u32, seen: &mut BTreeSet<String>) {
    seen.insert(written(hand, left));
    if depth == 0 {
        return;
    }
    let ids = || hand.letters.iter().map(|letter| letter.id);
    let mut lines: Vec<(usize, String)> = Vec::new();
    lines.extend(hand.nodes().map(|node| (0, format!("fire {node} tick"))));
    lines.extend(hand.nodes().map(|node| (1, format!("crash {node}"))));
    lines.extend(ids().map(|id| (2, format!("drop {id}"))));
    lines.extend(ids().map(|id| (3, format!("copy {id}"))));
    lines.extend(hand.nodes().map(|node| (4, format!("restart {node}"))));
    let to_up = hand.letters.iter().filter(|letter| hand.is_up(letter.to));
    lines.extend(to_up.map(|letter| (4, format!("give {}", letter.id))));
    for (bound, line) in lines {
        let (mut next, mut left) = (hand.clone(), left);
        if bound < 4 && left[bound] == 0 || next.play(&line).is_err() {
            continue;
        }
        left.iter_mut().skip(bound).take(1).for_each(|left| *left -= 1);
        walk(&next, left, depth - 1, seen);
    }
}

#[test]
fn it_meets_the_states_that_are_met_by_going_every_way_to_its_end() {
    for depth in 0..=5 {
        let start = start([2, 1], &[1, 2]);
        let bounds = Bounds { depth, fires: 2, crashes: 1, losses: 1, copies: 1, states: usize::MAX };
        let mut seen = BTreeSet::new();
        walk(&start, bounds.of_state(), depth, &mut seen);
        assert_eq!(states(&start, bounds), seen.len(), "{depth} steps");
    }
}
