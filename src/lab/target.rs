//! What an id names: a thing on the stage, in a link, in an answer of `inspect`, in a command.

use crate::process::NodeId;
use crate::scene::SIGN;
use crate::sim::MessageId;

/// What an id names. Whether there is such a thing, the lab knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// The whole: there is no id.
    Whole,
    /// A machine: `n1`.
    Node(NodeId),
    /// The way from one machine to another: `n1>n2`.
    Link(NodeId, NodeId),
    /// A message, or on the traffic floor a request: `m118`. `m118/2` is its second copy on the stage.
    Message(MessageId),
    /// A balancer, from 0: `b1`.
    Balancer(usize),
    /// A sign of the legend, or the word for it.
    Legend(&'a str),
    /// Something that only the lab knows.
    Part(&'a str),
}

impl Target<'_> {
    /// Reads an id.
    pub fn parse(id: &str) -> Target<'_> {
        let link = || {
            let (from, to) = id.split_once('>')?;
            Some(Target::Link(NodeId::parse(from)?, NodeId::parse(to)?))
        };
        let message = || MessageId::parse(id.split('/').next()?).map(Target::Message);
        let balancer = || {
            let number: usize = id.strip_prefix('b')?.parse().ok()?;
            number.checked_sub(1).map(Target::Balancer)
        };
        let sign = || id.strip_prefix(SIGN).map(Target::Legend);
        match (id, NodeId::parse(id)) {
            ("", _) => Target::Whole,
            (_, Some(node)) => Target::Node(node),
            _ => link().or_else(message).or_else(balancer).or_else(sign).unwrap_or(Target::Part(id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_id_names_one_kind_of_thing() {
        let (first, second) = (NodeId(0), NodeId(1));
        for (id, target) in [
            ("", Target::Whole),
            ("n2", Target::Node(second)),
            ("n1>n2", Target::Link(first, second)),
            ("m118", Target::Message(MessageId(118))),
            ("m118/2", Target::Message(MessageId(118))),
            ("b1", Target::Balancer(0)),
            ("sign/vote/word", Target::Legend("vote/word")),
            ("n0", Target::Part("n0")),
            ("b0", Target::Part("b0")),
            ("n1>b2", Target::Part("n1>b2")),
            ("mode", Target::Part("mode")),
            ("load/3", Target::Part("load/3")),
        ] {
            assert_eq!(Target::parse(id), target, "{id}");
        }
    }
}
