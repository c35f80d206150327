//! What can be made wrong on a floor, so that tests see who notices.

use super::floor::Floor;
use crate::algorithms::balancing::Kind;

impl Floor {
    /// A request that is open is forgotten; false if there is none.
    pub(crate) fn forget_a_request(&mut self) -> bool {
        let first = self.requests.keys().next();
        first.is_some_and(|key| self.requests.remove(key).is_some())
    }

    /// A server is told out, and no balancer hears of it.
    pub(crate) fn tell_nobody_that_it_is_out(&mut self, server: u16) {
        self.servers[usize::from(server)].told_in = false;
    }

    /// The balancers go on with another policy than the one that is set.
    pub(crate) fn choose_otherwise(&mut self, kind: Kind) {
        let settings = self.settings.clone();
        self.balancers.iter_mut().for_each(|balancer| balancer.switch(kind, &settings.policies));
    }
}
