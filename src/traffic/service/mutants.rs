//! What can be made wrong with a service.

use super::Service;
use crate::algorithms::balancing::Kind;
use crate::traffic::flow::Flow;
use crate::traffic::ids::ServerId;

impl Service {
    pub(in crate::traffic) fn tell_nobody_that_it_is_out(&mut self, server: ServerId) {
        self.servers[server.index()].in_rotation = false;
    }

    pub(in crate::traffic) fn choose_otherwise(&mut self, kind: Kind, flow: &Flow) {
        let settings = &flow.settings.policies;
        self.balancers.iter_mut().for_each(|balancer| balancer.switch(kind, settings));
    }
}
