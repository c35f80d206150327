//! The list of servers that may be chosen: kept, so that no choice has to look for them.

use super::contract::Context;
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

    /// Any of them that may be chosen, all equally likely.
    pub(super) fn pick(&self, at: &Context, random: &mut Random) -> Option<Position> {
        let count = self.count_untried(at);
        (count > 0).then(|| self.untried(random.below(count.into()) as u32, at))
    }

    /// How many of them may be chosen.
    pub(super) fn count_untried(&self, at: &Context) -> u32 {
        self.0.len() as u32 - self.tried(at).count() as u32
    }

    /// The one with this number, from 0, of those that may be chosen: it counts up past those that were tried.
    pub(super) fn untried(&self, number: u32, at: &Context) -> Position {
        let passed = |number: u32, tried: usize| number + u32::from(number as usize >= tried);
        self.0[self.tried(at).fold(number, passed) as usize]
    }

    /// The places in the list of those that were tried, ascending.
    pub(super) fn tried(&self, at: &Context) -> impl Iterator<Item = usize> {
        at.tried.iter().filter_map(|server| self.0.binary_search(server).ok())
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
