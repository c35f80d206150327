//! Who is who in traffic: a number for each server, balancer, client and request, with the name that people see.

use crate::algorithms::balancing::Position;
use crate::process::NodeId;
use std::fmt;

/// A server's number, from 0: `n1`, `n2` ...
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServerId(pub u16);

/// A balancer's number, from 0: `b1`, `b2` ...
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BalancerId(pub u16);

/// A client's number, from 0: `client 1`, `client 2` ...
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(pub u32);

/// A request's number in the run, from 1: `m1`, `m2` ...
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

impl ServerId {
    /// Where it is in the list of all servers, and in each balancer's.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The numbers of the first so many servers.
    pub fn first(count: usize) -> impl Iterator<Item = ServerId> {
        (0..count as u16).map(ServerId)
    }
}

impl BalancerId {
    /// Where it is in the list of all balancers.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The numbers of the first so many balancers.
    pub fn first(count: usize) -> impl Iterator<Item = BalancerId> {
        (0..count as u16).map(BalancerId)
    }
}

impl ClientId {
    /// Where it is in the list of all clients.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for ServerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&NodeId::from(*self), f)
    }
}

impl fmt::Display for BalancerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b{}", u32::from(self.0) + 1)
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "client {}", self.0 + 1)
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m{}", self.0)
    }
}

/// A server is a node of the kernel: faults and records name it so.
impl From<ServerId> for NodeId {
    fn from(server: ServerId) -> NodeId {
        NodeId(server.0)
    }
}

impl From<NodeId> for ServerId {
    fn from(node: NodeId) -> ServerId {
        ServerId(node.0)
    }
}

/// Balancers list the servers in the order of their numbers.
impl From<ServerId> for Position {
    fn from(server: ServerId) -> Position {
        Position(server.0.into())
    }
}

impl From<Position> for ServerId {
    fn from(position: Position) -> ServerId {
        ServerId(position.0 as u16)
    }
}
