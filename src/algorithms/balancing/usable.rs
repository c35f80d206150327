//! The list of servers that may be chosen: kept, so that no choice has to look for them.

use super::server::Server;
use crate::process::Random;
use std::ops::Deref;

/// The positions of the usable servers, ascending.
#[derive(Clone, Debug, Hash)]
pub(super) struct Usable(Vec<u32>);

impl Usable {
    pub(super) fn new(servers: &[Server]) -> Usable {
        let mut usable = Usable(Vec::with_capacity(servers.len()));
        usable.update(servers);
        usable
    }

    pub(super) fn update(&mut self, servers: &[Server]) {
        self.0.clear();
        self.0
            .extend((0u32..).zip(servers).filter(|(_, server)| server.usable).map(|(position, _)| position));
    }

    /// Any of them, all equally likely.
    pub(super) fn pick(&self, random: &mut Random) -> Option<u32> {
        let count = self.0.len() as u64;
        (count > 0).then(|| self.0[random.below(count) as usize])
    }

    pub(super) fn bytes(&self) -> usize {
        let Self(usable) = self;
        usable.len() * size_of::<u32>()
    }
}

impl Deref for Usable {
    type Target = [u32];
    fn deref(&self) -> &[u32] {
        &self.0
    }
}
