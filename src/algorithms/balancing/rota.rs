//! Round robin.

use super::contract::{Algorithm, Choice, Context};
use super::server::{Position, Server};
use super::usable::Usable;
use crate::process::{Random, SimTime};

/// The usable servers in order, and whose turn is next. As a policy it is round robin: each in turn, whatever its
/// weight. A server that goes out is not waited for, and nobody's turn is skipped because of it.
#[derive(Clone, Debug, Hash)]
pub(super) struct Rota {
    usable: Usable,
    /// A place in `usable`.
    next: u32,
}

impl Rota {
    pub(super) fn new(servers: &[Server]) -> Rota {
        Rota { usable: Usable::new(servers), next: 0 }
    }

    pub(super) fn usable(&self) -> &[Position] {
        &self.usable
    }

    /// The places in the list, from the one whose turn it is once around.
    pub(super) fn around(&self) -> impl Iterator<Item = usize> + use<> {
        let (next, count) = (self.next as usize, self.usable.len());
        (next..count).chain(0..next)
    }

    /// The turn goes to the one after `place`.
    pub(super) fn pass_on_from(&mut self, place: usize) {
        let after = place as u32 + 1;
        self.next = if after as usize == self.usable.len() { 0 } else { after };
    }

    /// Takes up who is usable now. Who was next stays next; if it is out, the one after it is.
    pub(super) fn update(&mut self, servers: &[Server]) {
        let due = self.usable.get(self.next as usize).copied().unwrap_or(Position(0));
        self.usable.update(servers);
        let place = self.usable.partition_point(|server| *server < due);
        self.next = if place == self.usable.len() { 0 } else { place as u32 };
    }
}

impl Algorithm for Rota {
    fn choose(&mut self, at: &Context, _random: &mut Random) -> Choice {
        let mut turns = (1..).zip(self.around());
        let Some((compared, place)) = turns.find(|(_, place)| !at.avoids(self.usable[*place])) else {
            return Choice::NONE;
        };
        self.pass_on_from(place);
        Choice::of(self.usable[place], compared)
    }

    fn changed(&mut self, servers: &[Server]) {
        self.update(servers);
    }

    fn scores(&self, servers: &[Server], _now: SimTime) -> (&'static str, Vec<f64>) {
        let mut turns = vec![0.0; servers.len()];
        for (turn, place) in self.around().enumerate() {
            turns[self.usable[place].index()] = (turn + 1) as f64;
        }
        ("choices until its turn", turns)
    }

    fn bytes(&self) -> usize {
        let Self { usable, next: _ } = self;
        usable.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_next_stays_next_when_others_come_and_go() {
        let mut servers = vec![Server::new(1); 4];
        let mut rota = Rota::new(&servers);
        rota.pass_on_from(1);
        let mut next_without = |out: &[usize]| {
            (0..4).for_each(|server| servers[server].usable = !out.contains(&server));
            rota.update(&servers);
            rota.around().next().map(|place| rota.usable[place])
        };
        assert_eq!(next_without(&[0, 1]), Some(Position(2)));
        assert_eq!(next_without(&[]), Some(Position(2)));
        assert_eq!(next_without(&[2]), Some(Position(3)));
        assert_eq!(next_without(&[3]), Some(Position(0)), "past the end it is the first one's turn");
        assert_eq!(next_without(&[0, 1, 2, 3]), None);
    }
}
