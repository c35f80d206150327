//! Where everything goes on a stage of a given size.

use super::ROWS;
use super::lanes::{Scale, Slots};
use crate::labs::balancing::world::BalancingWorld;
use crate::scene::{Area, Place, View, towards};
use crate::traffic::{BalancerId, ServerId};

/// The lane of one server, from left to right: the door, the work that waits, the workers, the server, words.
pub struct Lane {
    pub server: ServerId,
    /// The middle of its height.
    pub y: f32,
    /// Where requests come in: the end of the queue as it is.
    pub door: Place,
    /// Where the lane begins, and where the queue ends before the workers.
    pub queue: (f32, f32),
    pub slots: Slots,
    /// The server's middle.
    pub node: Place,
    /// The right end of the words over or under the queue, where there is room for them.
    pub words: Option<Place>,
}

/// The places.
pub struct Frame {
    /// There is room for more words.
    pub wide: bool,
    /// The baseline of the headline, if there is room for one.
    pub headline: Option<f32>,
    /// The baseline of the legend, if there is room for one.
    pub legend: Option<f32>,
    /// The clients' middle, and their radius.
    pub clients: Place,
    pub front_r: f32,
    /// The balancers' middles, and their radius.
    pub balancers: Vec<Place>,
    pub balancer_r: f32,
    /// The lanes of the servers that exist, if they are few enough.
    pub lanes: Vec<Lane>,
    /// Seconds of work on the lanes.
    pub scale: Scale,
    /// The baseline of the ruler's words, if there is room for them.
    pub ruler: Option<f32>,
    /// The height of a lane.
    pub pitch: f32,
    /// A server's radius.
    pub r: f32,
    /// Servers and balancers have their names in them.
    pub named: (bool, bool),
    /// Where words about a server begin.
    pub words: f32,
    /// Where many servers stand as bars.
    pub sky: Option<Area>,
    /// Where the times of the answers are counted, if there is room.
    pub answers: Option<Area>,
}

/// The height of a lane, at most, and of one of few; and at least, so that its words lie over no other's.
const PITCH: f32 = 64.0;
const TALL: f32 = 120.0;
const LEAST_PITCH: f32 = 13.0;
/// From this height on, words are in the lane.
const WITHIN: f32 = 50.0;
/// The most balancers that have a name each.
const NAMED: usize = 6;
/// Half the width of the name that many balancers share.
const SHARED: f32 = 40.0;
/// The room for a queue, at least.
const QUEUE: f32 = 48.0;
/// The space between a circle and the way to it, and before a queue at its longest.
const GAP: f32 = 4.0;
const BEFORE: f32 = 18.0;

impl Frame {
    /// The places for this world.
    pub fn new(world: &BalancingWorld, view: View) -> Frame {
        let (w, h) = (view.width, view.height);
        let wide = w >= 520.0;
        let headline = (h >= 150.0).then_some(18.0);
        let legend = (h >= 230.0 && w >= 420.0).then_some(h - 8.0);
        let top = if headline.is_some() { 28.0 } else { 6.0 };
        let bottom = if legend.is_some() { h - 26.0 } else { h - 6.0 };
        let side = (w * 0.18).clamp(114.0, 200.0);
        let answers = (w >= 560.0 && bottom - top >= 120.0)
            .then(|| Area::new(w - side - 8.0, top + 4.0, side, bottom - top - 8.0));
        let servers: Vec<ServerId> = world.traffic.service().there().map(|(id, _)| id).collect();
        let mut frame = Frame { wide, headline, legend, answers, ..Frame::front(world, w, (top, bottom)) };
        let right = answers.map_or(w - 8.0, |answers| answers.x - 10.0);
        let x = frame.balancers[0].0;
        let left = x + (frame.balancer_r + w * 0.04).max(if frame.named.1 { 0.0 } else { SHARED });
        let area = Area::new(left, top, right - left, bottom - top);
        let ruler = if h >= 150.0 { 18.0 } else { 0.0 };
        match servers.len() > ROWS || area.h - ruler < LEAST_PITCH * servers.len() as f32 {
            true => frame.sky = Some(area),
            false => {
                frame.ruler = (ruler > 0.0).then_some(bottom - 4.0);
                frame.place_lanes(area.above(ruler), &servers, world);
            }
        }
        frame
    }

    /// The clients and the balancers between a top and a bottom; nothing else yet.
    fn front(world: &BalancingWorld, w: f32, (top, bottom): (f32, f32)) -> Frame {
        let wide = w >= 520.0;
        let middle = (top + bottom) / 2.0;
        let front_r = if wide { 16.0 } else { 11.0 };
        let balancer_x = if wide { (w * 0.15).max(104.0) } else { w * 0.24 };
        let count = world.traffic.service().balancers().len();
        let between = |below: f32| ((bottom - top - below) / count as f32).min(48.0);
        let most_r = if wide { 18.0 } else { 12.0 };
        let radius = |between: f32| (between / 2.0 - 1.5).max((between / 2.0 - 0.3).min(2.5)).min(most_r);
        // Many stand so close that they share one name below.
        let named = count <= NAMED && radius(between(0.0)) >= least_r(count);
        let below = if named { 0.0 } else { 16.0 };
        let (between, balancer_r) = (between(below), radius(between(below)));
        let first = middle - (between * (count as f32 - 1.0) + below) / 2.0;
        Frame {
            wide,
            headline: None,
            legend: None,
            clients: (front_r + if wide { 18.0 } else { 14.0 }, middle),
            front_r,
            balancers: (0..count).map(|b| (balancer_x, first + between * b as f32)).collect(),
            balancer_r,
            lanes: Vec::new(),
            scale: Scale::default(),
            ruler: None,
            pitch: 0.0,
            r: 0.0,
            named: (false, named),
            words: 0.0,
            sky: None,
            answers: None,
        }
    }

    fn place_lanes(
        &mut self,
        Area { x: left, y: top, w, h }: Area,
        servers: &[ServerId],
        world: &BalancingWorld,
    ) {
        let most = if servers.len() <= 2 { TALL } else { PITCH };
        self.pitch = (h / servers.len().max(1) as f32).min(most);
        self.r = (self.pitch * 0.4).clamp(5.0, 20.0);
        self.named.0 = self.r >= least_r(world.traffic.service().servers().len());
        let within = self.wide && self.pitch >= WITHIN;
        let words = match (self.wide, self.named.0) {
            (true, _) if within => 0.0,
            (true, _) => 104.0,
            (false, true) => 58.0,
            (false, false) => 84.0,
        };
        self.words = left + w - words;
        let node_x = left + w - words - self.r - if within { 16.0 } else { 8.0 };
        let end = node_x - self.r - 6.0;
        let room = ((end - left - QUEUE) * 0.6).max(6.0);
        let slots = |workers| Slots::new(workers, room, self.pitch * 0.76);
        let service = world.traffic.service();
        let widest =
            servers.iter().map(|n| slots(service.server(*n).spec.workers).width()).fold(0.0, f32::max);
        let queue = (left + 4.0, end - widest - 6.0);
        self.scale = Scale::of(world, servers, queue.1 - queue.0 - BEFORE);
        let half = super::lanes::height(self.pitch) / 2.0;
        let first = top + (h - self.pitch * servers.len() as f32) / 2.0 + self.pitch / 2.0;
        let lane = |(place, n): (usize, &ServerId)| {
            let y = first + self.pitch * place as f32;
            let far = self.scale.px(super::lanes::work_s(world, *n));
            let slots = slots(service.server(*n).spec.workers).at(end - widest, y);
            let door = ((queue.1 - far - GAP).max(queue.0), y);
            // On the side from which no request comes.
            let beside = if y <= self.clients.1 + 1.0 { -half - 6.0 } else { half + 14.0 };
            let words = within.then_some((queue.1, y + beside));
            Lane { server: *n, y, door, queue, slots, node: (node_x, y), words }
        };
        self.lanes = servers.iter().enumerate().map(lane).collect();
    }

    /// The lane of a server.
    pub fn lane(&self, server: ServerId) -> Option<&Lane> {
        self.lanes.iter().find(|lane| lane.server == server)
    }

    /// Where a request enters a server: its door, or the edge of where many stand.
    pub fn door(&self, server: ServerId) -> Option<Place> {
        match self.sky {
            Some(Area { x, y, h, .. }) => Some((x - 6.0, y + h / 2.0)),
            None => self.lane(server).map(|lane| lane.door),
        }
    }

    /// Where an answer leaves a server.
    pub fn leaving(&self, server: ServerId) -> Option<Place> {
        match self.sky {
            Some(Area { x, y, w, h }) => Some((x + w, y + h / 2.0)),
            None => self.lane(server).map(|lane| match (lane.words, self.answers) {
                (None, Some(answers)) => (answers.x - GAP, lane.y),
                _ => (lane.node.0 + self.r + GAP, lane.y),
            }),
        }
    }

    /// The way from the clients to a balancer, from edge to edge.
    pub fn front_way(&self, balancer: BalancerId) -> (Place, Place) {
        let (from, to) = (self.clients, self.balancer(balancer));
        (towards(from, to, self.front_r + GAP), towards(to, from, self.balancer_r + 2.0 * GAP))
    }

    /// The way from a balancer to a place.
    pub fn way_to(&self, balancer: BalancerId, to: Place) -> (Place, Place) {
        (towards(self.balancer(balancer), to, self.balancer_r + 2.0 * GAP), to)
    }

    /// The middle of a balancer.
    pub fn balancer(&self, id: BalancerId) -> Place {
        self.balancers[id.index().min(self.balancers.len() - 1)]
    }
}

/// The least radius of a circle that a sign and a number up to this one fit into.
fn least_r(number: usize) -> f32 {
    let digits = number.max(1).ilog10() as f32 + 1.0;
    5.3 + 3.9 * digits
}
