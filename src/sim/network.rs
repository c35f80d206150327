//! The network: every link with its delay, its faults and its own chance. All packets meet their fate here.

use super::{Loss, Path};
use crate::process::{NodeId, Random, Seed, SimDuration};
use std::hash::{Hash, Hasher};

/// What every link is like as long as no fault changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// The least and the most time that a message takes.
    pub latency: (SimDuration, SimDuration),
    /// Lost messages in a million.
    pub loss_ppm: u32,
    /// Doubled messages in a million.
    pub duplicate_ppm: u32,
}

/// What faults have set on a link, so that a new baseline leaves it alone.
#[derive(Clone, Copy, Default)]
struct Faulty {
    latency: bool,
    loss: bool,
    duplicate: bool,
}

/// One direction between two nodes.
#[derive(Clone)]
pub struct Link {
    /// Nothing gets through.
    pub cut: bool,
    /// The least and the most time that a message takes, evenly distributed between.
    pub latency: (SimDuration, SimDuration),
    /// Lost messages in a million.
    pub loss_ppm: u32,
    /// Doubled messages in a million.
    pub duplicate_ppm: u32,
    /// Messages in a million that are held back, and by up to how long.
    pub reorder: (u32, SimDuration),
    random: Random,
    faulty: Faulty,
}

impl Hash for Link {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Whether a fault or the baseline made a link what it is shows at the next baseline.
        let Self { cut, latency, loss_ppm, duplicate_ppm, reorder, random, faulty: _ } = self;
        (cut, latency, loss_ppm, duplicate_ppm, reorder, random).hash(state);
    }
}

/// All links between `nodes` nodes, and the groups of a partition.
#[derive(Clone)]
pub struct Network {
    nodes: u16,
    links: Vec<Link>,
    /// Which side of the partition each node is on; empty when the network is whole.
    sides: Vec<u16>,
    baseline: Baseline,
}

impl Hash for Network {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { nodes, links, sides, baseline: _ } = self;
        (nodes, links, sides).hash(state);
    }
}

/// What the network does with one message.
pub(super) struct Route {
    /// How long it takes, or would have taken.
    pub takes: SimDuration,
    /// Why it is lost, and after how long.
    pub lost: Option<(Loss, SimDuration)>,
    /// How long a second copy takes, if there is one.
    pub copy: Option<SimDuration>,
}

impl Network {
    /// A network without faults, with the same latency on every link.
    pub fn new(nodes: usize, seed: Seed, low: SimDuration, high: SimDuration) -> Network {
        let link = |i: usize| Link {
            cut: false,
            latency: (low, high),
            loss_ppm: 0,
            duplicate_ppm: 0,
            reorder: (0, SimDuration::ZERO),
            random: seed.stream("link", i as u64),
            faulty: Faulty::default(),
        };
        let links = (0..nodes * nodes).map(link).collect();
        let baseline = Baseline { latency: (low, high), loss_ppm: 0, duplicate_ppm: 0 };
        Network { nodes: nodes as u16, links, sides: Vec::new(), baseline }
    }

    /// What every link is like as long as no fault changes it.
    pub fn baseline(&self) -> Baseline {
        self.baseline
    }

    /// Sets every link as the baseline says, but for what a fault has set on it and has not ended.
    pub(super) fn set_baseline(&mut self, baseline: Baseline) {
        self.baseline = baseline;
        for link in &mut self.links {
            let Faulty { latency, loss, duplicate } = link.faulty;
            link.latency = if latency { link.latency } else { baseline.latency };
            link.loss_ppm = if loss { link.loss_ppm } else { baseline.loss_ppm };
            link.duplicate_ppm = if duplicate { link.duplicate_ppm } else { baseline.duplicate_ppm };
        }
    }

    /// The link from one node to another.
    pub fn link(&self, from: NodeId, to: NodeId) -> &Link {
        &self.links[self.place(from, to)]
    }

    fn place(&self, from: NodeId, to: NodeId) -> usize {
        from.index() * usize::from(self.nodes) + to.index()
    }

    /// Whether a message from one node would reach the other if it is not lost by chance.
    pub fn reaches(&self, from: NodeId, to: NodeId) -> bool {
        !self.link(from, to).cut && self.same_side(from, to)
    }

    /// Whether anything is cut or divided.
    pub fn is_whole(&self) -> bool {
        self.sides.is_empty() && self.links.iter().all(|link| !link.cut)
    }

    /// Whether this is so of any link.
    pub fn any(&self, is_so: impl Fn(&Link) -> bool) -> bool {
        self.links.iter().any(is_so)
    }

    /// The groups of the partition in force, by node; empty when there is none.
    pub fn sides(&self) -> &[u16] {
        &self.sides
    }

    pub(super) fn bytes(&self) -> usize {
        let Self { nodes: _, links, sides, baseline: _ } = self;
        links.capacity() * size_of::<Link>() + sides.capacity() * size_of::<u16>()
    }

    pub(super) fn set_cut(&mut self, from: NodeId, to: NodeId, cut: bool) {
        let place = self.place(from, to);
        self.links[place].cut = cut;
    }

    /// Ends the partition, and no cut of a single link.
    pub(super) fn reunite(&mut self) {
        self.sides.clear();
    }

    pub(super) fn heal(&mut self) {
        self.reunite();
        self.links.iter_mut().for_each(|link| link.cut = false);
    }

    /// Nodes in no group are each alone.
    pub(super) fn partition(&mut self, groups: &[Vec<NodeId>]) {
        self.sides = (0..self.nodes).map(|node| groups.len() as u16 + node).collect();
        for (side, group) in groups.iter().enumerate() {
            for node in group {
                self.sides[node.index()] = side as u16;
            }
        }
    }

    /// A fault; the usual latency ends it.
    pub(super) fn set_latency(&mut self, path: Path, low: SimDuration, high: SimDuration) {
        let latency = (low, high);
        let faulty = latency != self.baseline.latency;
        self.change(path, |link| (link.latency, link.faulty.latency) = (latency, faulty));
    }

    /// A fault; a loss of nothing ends it.
    pub(super) fn set_loss(&mut self, path: Path, ppm: u32) {
        self.change(path, |link| (link.loss_ppm, link.faulty.loss) = (ppm, ppm > 0));
    }

    /// A fault; doubling nothing ends it.
    pub(super) fn set_duplicate(&mut self, path: Path, ppm: u32) {
        self.change(path, |link| (link.duplicate_ppm, link.faulty.duplicate) = (ppm, ppm > 0));
    }

    /// A fault; holding nothing back ends it. No setting is about that.
    pub(super) fn set_reorder(&mut self, path: Path, ppm: u32, by: SimDuration) {
        self.change(path, |link| link.reorder = (ppm, by));
    }

    fn change(&mut self, path: Path, change: impl Fn(&mut Link)) {
        match path {
            Path::All => self.links.iter_mut().for_each(change),
            Path::Link(from, to) => {
                let place = self.place(from, to);
                change(&mut self.links[place]);
            }
        }
    }

    /// Decides what happens to a message that is sent now. Draws the same number of times whatever the faults
    /// are, so that a fault changes the fate of the messages it touches and of no others.
    pub(super) fn route(&mut self, from: NodeId, to: NodeId) -> Route {
        let reaches = self.reaches(from, to);
        let place = self.place(from, to);
        let link = &mut self.links[place];
        let mut takes = link.random.duration(link.latency.0, link.latency.1);
        let [reordered, by, lost, doubled] = std::array::from_fn(|_| link.random.below(1_000_000) as u32);
        if reordered < link.reorder.0 {
            let held_us = u128::from(link.reorder.1.0) * u128::from(by) / 1_000_000;
            takes = takes + SimDuration(held_us as u64);
        }
        let halfway = SimDuration(takes.0 / 2);
        let lost = match () {
            () if !reaches => Some((Loss::Cut, halfway)),
            () if lost < link.loss_ppm => Some((Loss::Chance, SimDuration(takes.0 / 10 * 6))),
            () => None,
        };
        let copy = (doubled < link.duplicate_ppm).then(|| takes + SimDuration(takes.0 / 2));
        Route { takes, lost, copy }
    }

    fn same_side(&self, from: NodeId, to: NodeId) -> bool {
        self.sides.is_empty() || self.sides[from.index()] == self.sides[to.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network() -> Network {
        Network::new(4, Seed(1), SimDuration::from_ms(10), SimDuration::from_ms(20))
    }

    #[test]
    fn a_cut_is_one_way_and_a_partition_both_ways() {
        let [a, b, c, d] = [0, 1, 2, 3].map(NodeId);
        let mut network = network();
        network.set_cut(a, b, true);
        assert!(!network.reaches(a, b) && network.reaches(b, a));
        network.heal();
        network.partition(&[vec![a, b], vec![c]]);
        assert!(network.reaches(a, b) && !network.reaches(a, c) && !network.reaches(c, a));
        assert!(!network.reaches(d, c), "a node in no group is alone");
    }

    #[test]
    fn one_message_in_five_is_lost_at_a_loss_of_twenty_percent() {
        let mut network = network();
        network.set_loss(Path::All, 200_000);
        let lost = (0..10_000).filter(|_| network.route(NodeId(0), NodeId(1)).lost.is_some()).count();
        // Binomial with a standard deviation of 40; five of them.
        assert!((1_800..=2_200).contains(&lost), "{lost}");
    }

    #[test]
    fn what_a_fault_sets_on_a_link_outlives_a_new_baseline_even_one_that_passes_through_its_value() {
        let [a, b, c] = [0, 1, 2].map(NodeId);
        let ms = SimDuration::from_ms;
        let mut network = network();
        let usual = network.baseline();
        network.set_latency(Path::Link(a, b), ms(60), ms(60));
        network.set_loss(Path::Link(a, b), 500_000);
        network.set_duplicate(Path::Link(a, b), 100_000);
        let passing = Baseline { latency: (ms(60), ms(60)), loss_ppm: 500_000, duplicate_ppm: 100_000 };
        let low = Baseline { latency: (ms(1), ms(2)), loss_ppm: 1, duplicate_ppm: 2 };
        [passing, low].into_iter().for_each(|baseline| network.set_baseline(baseline));
        let of = |network: &Network, from, to| {
            let link = network.link(from, to);
            Baseline { latency: link.latency, loss_ppm: link.loss_ppm, duplicate_ppm: link.duplicate_ppm }
        };
        assert_eq!([of(&network, a, b), of(&network, a, c)], [passing, low]);
        // A fault that has ended leaves the link to the baseline again.
        network.set_latency(Path::Link(a, b), ms(1), ms(2));
        network.set_loss(Path::Link(a, b), 0);
        network.set_duplicate(Path::Link(a, b), 0);
        network.set_baseline(usual);
        assert_eq!([of(&network, a, b), of(&network, a, c)], [usual; 2]);
    }

    #[test]
    fn losing_some_messages_leaves_the_delay_of_all_others_as_it_was() {
        let takes = |loss_ppm| {
            let mut network = network();
            network.set_loss(Path::All, loss_ppm);
            (0..100).map(|_| network.route(NodeId(0), NodeId(1)).takes).collect::<Vec<_>>()
        };
        assert_eq!(takes(0), takes(500_000));
    }
}
