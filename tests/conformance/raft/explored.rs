//! Every schedule of three servers up to a bound: with all rules on nothing breaks, with one of them off it does.

use super::net::machines;
use faultyard::algorithms::raft::*;
use faultyard::process::{NodeId, Seed};
use faultyard::sim::{Bounds, Explored, Flaw, Hand, Witness, explore};

/// Figure 3's observer.
#[derive(Clone, Default, Hash)]
struct Watch(Observer);

impl Witness<Member> for Watch {
    fn saw(&mut self, node: NodeId, member: &Member) {
        if let Some(server) = member.server() {
            self.0.observe(node, server);
        }
    }
}

fn three(rules: Rules) -> Hand<Member, Watch> {
    let settings = Settings { servers: 3, clients: 0, rules, ..Settings::default() };
    Hand::new(machines(settings, Initial::Empty), Seed(1), Watch::default())
}

fn broken(hand: &Hand<Member, Watch>) -> Option<String> {
    hand.witness.0.violations().first().map(|violation| violation.text.clone())
}

/// Two timers and a crash, nine steps: far enough for each rule below to be missed.
const BOUNDS: Bounds = Bounds { depth: 9, fires: 2, crashes: 1, losses: 0, copies: 0, states: 200_000 };

#[test]
fn with_every_rule_on_no_schedule_of_two_timers_and_a_crash_breaks_anything_in_nine_steps() {
    let explored = explore(&three(Rules::ALL_ON), BOUNDS, broken);
    assert_eq!(explored, Explored { states: 58_652, depth: 9, complete: true, flaw: None });
}

#[test]
fn with_every_rule_on_one_timer_and_a_crash_break_nothing_to_the_very_end() {
    let bounds = Bounds { depth: Bounds::NONE, fires: 1, ..BOUNDS };
    let explored = explore(&three(Rules::ALL_ON), bounds, broken);
    assert_eq!(explored, Explored { states: 3_521, depth: 12, complete: true, flaw: None });
}

#[test]
fn without_a_rule_the_shortest_schedule_that_breaks_what_it_protects_is_found_and_breaks_it_again() {
    for (rule, steps) in [
        (Rule::OneVoteATerm, 6),
        (Rule::PersistVote, 8),
        (Rule::CompareLogs, 8),
        (Rule::TruncateOnlyAtConflict, 8),
    ] {
        let rules = Rules::ALL_ON.without(rule);
        let flaw = explore(&three(rules), BOUNDS, broken).flaw;
        let Flaw { text, script } = flaw.unwrap_or_else(|| panic!("{rule:?} off, and nothing broke"));
        assert_eq!(script.lines().count(), steps, "{rule:?}\n{script}");
        let mut again = three(rules);
        again.play(&script).unwrap_or_else(|why| panic!("{rule:?}: {why}\n{script}"));
        assert_eq!(again.witness.0.violations().first().map(|first| first.property), rule.protects());
        assert_eq!(broken(&again), Some(text));
        // With the rule on, a step may not be possible any more; up to there nothing is broken.
        let mut with_rule = three(Rules::ALL_ON);
        let _ = with_rule.play(&script);
        assert_eq!(broken(&with_rule), None, "{rule:?} on\n{script}");
    }
}

#[test]
fn a_script_that_was_found_reads_like_a_story() {
    let found =
        explore(&three(Rules::ALL_ON.without(Rule::OneVoteATerm)), BOUNDS, broken).flaw.expect("a flaw");
    assert_eq!(found.text, "n1 and n3 both lead term 1");
    assert_eq!(
        found.script,
        "fire n1 election timer\n\
         give m1  # vote request for term 1 (log ends with entry 0 of term 0) from n1 to n2\n\
         give m3  # vote for term 1 from n2 to n1\n\
         fire n3 election timer\n\
         give m7  # vote request for term 1 (log ends with entry 0 of term 0) from n3 to n2\n\
         give m8  # vote for term 1 from n2 to n3\n"
    );
}
