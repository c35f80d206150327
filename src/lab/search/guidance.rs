//! What a lab knows that helps a search: when two states are the same for it, and how trouble begins.

use super::FaultKind;
use crate::process::{NodeId, Random, SimDuration};
use crate::sim::Input;

/// What a lab of world `W` knows that helps a search.
pub struct Guidance<W: 'static> {
    /// Writes a word for each machine, n1 first: what matters of its state, without what only counts on (a term as it
    /// stands to the latest one, a log as it stands to the best). A run that reaches states that no run before it
    /// reached is worth another try with small changes. Called after every event, so it must be quick.
    pub outline: fn(&W, &mut Vec<u64>),
    /// How trouble begins in the literature.
    pub families: &'static [Family],
    /// The lab's own acts that are bad luck, as after `do`, with `$a` for a machine: `timeout $a`.
    pub acts: &'static [&'static str],
}

impl<W> Guidance<W> {
    /// Nothing.
    pub const NONE: Guidance<W> = Guidance { outline: |_, _| {}, families: &[], acts: &[] };
}

/// Scripts that are alike: the same inputs, at other times and on other machines each time.
#[derive(Debug)]
pub struct Family {
    /// What happens in them, for people: "a voter restarts between two candidates".
    pub name: &'static str,
    /// How long after the one before each input comes, at least and at most in milliseconds, and the input; the first,
    /// after the start. `$a` to `$e` are different machines, `$x` and `$y` different others, such as clients, drawn anew for
    /// each script; a line about more of them than there are is left out. `$rest` is everybody else on that line.
    pub lines: &'static [(u64, u64, &'static str)],
}

/// The letters that stand for machines.
const LETTERS: [&str; 5] = ["$a", "$b", "$c", "$d", "$e"];
/// And for others.
const OTHERS: [&str; 2] = ["$x", "$y"];

impl Family {
    /// Whether it can do with these kinds of faults.
    pub(super) fn uses(&self, kinds: &[FaultKind]) -> bool {
        // Which machines they are is no matter for the kind.
        let drawn: Vec<(&str, NodeId)> = LETTERS.into_iter().chain(OTHERS).zip((0..).map(NodeId)).collect();
        let kind = |text: &str| filled(text, &drawn, &[]).as_ref().and_then(FaultKind::of);
        self.lines.iter().all(|(_, _, text)| kind(text).is_some_and(|kind| kinds.contains(&kind)))
    }

    /// One of its scripts, each input with its time.
    pub(super) fn draw(
        &self,
        machines: &[NodeId],
        everybody: &[NodeId],
        random: &mut Random,
    ) -> Vec<(SimDuration, Input)> {
        let others = everybody.iter().copied().filter(|node| !machines.contains(node));
        let mut drawn = Vec::new();
        for (letters, mut left) in [(&LETTERS[..], machines.to_vec()), (&OTHERS[..], others.collect())] {
            for letter in letters.iter().take(left.len()) {
                drawn.push((*letter, left.remove(random.below(left.len() as u64) as usize)));
            }
        }
        let mut at = SimDuration::ZERO;
        let lines = self.lines.iter().filter_map(|(least, most, line)| {
            at = at + random.duration(SimDuration::from_ms(*least), SimDuration::from_ms(*most));
            Some((at, filled(line, &drawn, everybody)?))
        });
        lines.collect()
    }
}

/// The line with names in the place of letters; none if a letter is left.
fn filled(line: &str, drawn: &[(&str, NodeId)], everybody: &[NodeId]) -> Option<Input> {
    let named = |node: &&NodeId| drawn.iter().any(|(letter, it)| it == *node && line.contains(letter));
    let rest: String = everybody.iter().filter(|node| !named(node)).map(|node| format!(",{node}")).collect();
    let line = drawn
        .iter()
        .fold(line.replace(",$rest", &rest), |line, (letter, node)| line.replace(letter, &node.to_string()));
    Input::parse(&line).ok().filter(|_| !line.contains('$'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Seed;

    #[test]
    fn a_script_of_a_family_has_its_inputs_in_order_on_different_machines() {
        let family = Family {
            name: "two are apart",
            lines: &[(5, 9, "partition $a,$rest|$b"), (1, 1, "crash $b"), (0, 0, "do timeout $a")],
        };
        let nodes: Vec<NodeId> = (0..4).map(NodeId).collect();
        for number in 0..20 {
            let script = family.draw(&nodes[..2], &nodes, &mut Seed(number).stream("test", 0));
            let texts: Vec<String> = script.iter().map(|(_, input)| input.to_string()).collect();
            let one = ["partition n1,n3,n4|n2", "crash n2", "do timeout n1"];
            let other = ["partition n2,n3,n4|n1", "crash n1", "do timeout n2"];
            assert!(texts == one || texts == other, "{texts:?}");
            let ms: Vec<u64> = script.iter().map(|(at, _)| at.0 / 1_000).collect();
            assert!((5..=9).contains(&ms[0]) && ms[1] == ms[0] + 1 && ms[2] == ms[1], "{ms:?}");
        }
        let alone = family.draw(&nodes[..1], &nodes, &mut Seed(1).stream("test", 0));
        assert_eq!(alone.len(), 1, "only the line about one machine: {alone:?}");
    }

    #[test]
    fn a_line_about_a_client_names_one_that_is_no_machine() {
        let family =
            Family { name: "a client asks", lines: &[(0, 0, "do read $x 3"), (0, 0, "do read $y 3")] };
        let nodes: Vec<NodeId> = (0..4).map(NodeId).collect();
        let script = family.draw(&nodes[..3], &nodes, &mut Seed(1).stream("test", 0));
        let texts: Vec<String> = script.iter().map(|(_, input)| input.to_string()).collect();
        assert_eq!(texts, ["do read n4 3"], "there is only one");
    }
}
