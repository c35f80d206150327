//! A fault aimed at a role: `crash leader` hits whoever leads when it comes.

use super::{Fault, Input};
use crate::process::NodeId;
use std::fmt;

/// A word longer than this is no role.
const LONGEST: usize = 24;

/// A fault with a role in the place of one node or more. The run finds out who has the role when the fault comes,
/// so that one script fits every seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aimed {
    /// The fault, with a stand-in for each role.
    fault: Fault,
    /// Each stand-in, as it is written, and its role.
    roles: Vec<(String, String)>,
}

impl Aimed {
    /// Reads a fault's text form with roles in it; `None` if no place of a node has a role.
    ///
    /// # Errors
    /// A sentence that says which word was not understood.
    pub fn parse(text: &str) -> Option<Result<Aimed, String>> {
        let (word, rest) = text.trim().split_once(' ')?;
        let (target, amounts) = rest.trim().split_once(' ').unwrap_or((rest, ""));
        let places = target.split(['>', ',', '|']);
        let unused =
            (1..=u16::MAX).rev().map(|number| format!("n{number}")).filter(|id| !target.contains(id));
        let named = places.filter(|name| is_role(name)).map(str::to_string);
        let roles: Vec<(String, String)> = unused.zip(named).collect();
        let mut left = roles.iter();
        let part = |part: &str| {
            let name = part.trim_end_matches(['>', ',', '|']);
            let id = if is_role(name) { left.next().map_or(name, |(id, _)| id.as_str()) } else { name };
            format!("{id}{}", &part[name.len()..])
        };
        let target: String = target.split_inclusive(['>', ',', '|']).map(part).collect();
        let fault = Fault::parse(&format!("{word} {target} {amounts}"));
        (!roles.is_empty()).then(|| Ok(Aimed { fault: fault?, roles }))
    }

    /// The fault that it is now; `id_of` knows which node has a role.
    ///
    /// # Errors
    /// The role that nobody has.
    pub fn at(&self, id_of: &dyn Fn(&str) -> Option<String>) -> Result<Fault, &str> {
        let id = |role: &str| id_of(role).filter(|id| NodeId::parse(id).is_some());
        let ids = self.roles.iter().map(|(_, role)| id(role).ok_or(role.as_str()));
        let ids: Vec<String> = ids.collect::<Result<_, _>>()?;
        let text = self.written(self.fault.to_string(), ids.into_iter());
        Ok(Fault::parse(&text).expect("a node in the place of another node"))
    }

    /// What ends it, if something does: for whom it hit, whatever their role is by then.
    pub(super) fn ending(&self) -> Option<Input> {
        let fault = self.fault.ending()?;
        let aimed = !fault.nodes().is_empty();
        Some(if aimed {
            Input::Aimed(Aimed { fault, roles: self.roles.clone() })
        } else {
            Input::Fault(fault)
        })
    }

    /// What is to happen, as a sentence without its full stop: `leader crashes`.
    pub fn sentence(&self) -> String {
        self.written(self.fault.sentence(), self.roles.iter().map(|(_, role)| role.clone()))
    }

    /// What happened, when it was this fault: `n3 (leader) crashes`.
    pub fn sentence_of(&self, fault: &Fault) -> String {
        let nodes = self.fault.nodes().into_iter().zip(fault.nodes());
        let shown = |(id, role): &(String, String)| {
            let hit = nodes.clone().find(|(stand_in, _)| stand_in.to_string() == *id);
            hit.map_or_else(|| role.clone(), |(_, node)| format!("{node} ({role})"))
        };
        self.written(self.fault.sentence(), self.roles.iter().map(shown))
    }

    /// The text with `names` for the stand-ins.
    fn written(&self, text: String, names: impl Iterator<Item = String>) -> String {
        self.roles.iter().zip(names).fold(text, |text, ((id, _), name)| text.replace(id, &name))
    }
}

/// A word such as `leader`.
fn is_role(name: &str) -> bool {
    let letters = |name: &str| name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
    (2..=LONGEST).contains(&name.len()) && letters(name)
}

impl fmt::Display for Aimed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let roles = self.roles.iter().map(|(_, role)| role.clone());
        f.write_str(&self.written(self.fault.to_string(), roles))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aimed(text: &str) -> Aimed {
        Aimed::parse(text).expect(text).expect(text)
    }

    fn leads(role: &str) -> Option<String> {
        (role == "leader").then(|| "n3".into())
    }

    #[test]
    fn a_role_stands_where_a_node_does_and_is_written_back() {
        for (text, hit) in [
            ("crash leader", "crash n3"),
            ("cut leader>n65535", "cut n3>n65535"),
            ("partition leader,n2|n1", "partition n3,n2|n1"),
            ("pause leader 400ms", "pause n3 400ms"),
            ("loss n1>leader 10%", "loss n1>n3 10%"),
        ] {
            assert_eq!(aimed(text).to_string(), text);
            assert_eq!(aimed(text).at(&leads).unwrap().to_string(), hit);
        }
    }

    #[test]
    fn nodes_messages_and_the_whole_network_are_no_roles() {
        for text in ["crash n1", "drop m7", "loss * 10%", "heal", "crash n0", "crash Leader", "crash "] {
            assert!(Aimed::parse(text).is_none(), "{text}");
        }
        assert!(Aimed::parse("explode leader").unwrap().unwrap_err().contains("explode"));
        assert!(Aimed::parse("crash leader soon").unwrap().unwrap_err().contains("soon"));
    }

    #[test]
    fn a_role_that_nobody_has_is_named() {
        assert_eq!(aimed("cut leader>follower").at(&leads), Err("follower"));
        assert_eq!(
            aimed("crash leader").at(&|_| Some("m3".into())),
            Err("leader"),
            "a message is not a node"
        );
    }

    #[test]
    fn it_ends_for_the_same_role_and_tells_who_was_hit() {
        let crash = aimed("crash leader");
        assert_eq!(crash.ending().unwrap().to_string(), "restart leader");
        assert_eq!(aimed("partition leader|n1").ending(), Some(Input::Fault(Fault::Reunite)));
        assert_eq!(crash.sentence(), "leader crashes");
        assert_eq!(crash.sentence_of(&crash.at(&leads).unwrap()), "n3 (leader) crashes");
    }
}
