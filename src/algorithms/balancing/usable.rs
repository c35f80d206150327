//! The list of servers that may be chosen: kept, so that no choice has to look for them.

use super::server::{Position, Server};
use crate::process::Random;
use std::ops::Deref;

/// The positions of the usable servers, ascending.
#[derive(Clone, Debug, Hash)]
pub(super) struct Usable(Vec<Position>);

impl Usable {
    pub(super) fn new(servers: &[Server]) -> Usable {
        let mut usable = Usable(Vec::with_capacity(servers.len()));
        usable.update(servers);
        usable
    }

    pub(super) fn update(&mut self, servers: &[Server]) {
        self.0.clear();
        let usable = Position::each(servers).filter(|(_, server)| server.usable);
        self.0.extend(usable.map(|(position, _)| position));
    }

    /// Any of them, all equally likely.
    pub(super) fn pick(&self, random: &mut Random) -> Option<Position> {
        let count = self.0.len() as u64;
        (count > 0).then(|| self.0[random.below(count) as usize])
    }

    pub(super) fn bytes(&self) -> usize {
        let Self(usable) = self;
        usable.len() * size_of::<Position>()
    }
}

impl Deref for Usable {
    type Target = [Position];
    fn deref(&self) -> &[Position] {
        &self.0
    }
}
