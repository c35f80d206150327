//! What happens to the keys and their nodes, in words.

use crate::process::{NodeId, Note, Salience};
use std::convert::Infallible;

/// Something that happened to the keys or their nodes.
#[derive(Clone, Debug)]
pub struct PlacementEvent {
    /// A stable word for this kind of event.
    pub kind: &'static str,
    /// One sentence.
    pub text: String,
    /// How much it matters.
    pub salience: Salience,
}

impl Note for PlacementEvent {
    type Summary = Infallible;

    fn kind(&self) -> &'static str {
        self.kind
    }

    fn text(&self, _: NodeId) -> String {
        self.text.clone()
    }

    fn salience(&self) -> Salience {
        self.salience
    }
}
