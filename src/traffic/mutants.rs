//! What can be made wrong with traffic, so that tests see who notices.

use super::event_loop::Traffic;
use super::ids::ServerId;
use crate::algorithms::balancing::Kind;

impl Traffic {
    /// A request that is open is forgotten; false if there is none.
    pub(crate) fn forget_a_request(&mut self) -> bool {
        let first = self.flow.requests.keys().next();
        first.is_some_and(|key| self.flow.requests.remove(key).is_some())
    }

    /// A server goes out of rotation, and no balancer hears of it.
    pub(crate) fn tell_nobody_that_it_is_out(&mut self, server: ServerId) {
        self.service.tell_nobody_that_it_is_out(server);
    }

    /// The balancers go on with another policy than the one that is set.
    pub(crate) fn choose_otherwise(&mut self, kind: Kind) {
        self.service.choose_otherwise(kind, &self.flow);
    }
}
