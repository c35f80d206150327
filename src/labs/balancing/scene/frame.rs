//! Where everything goes on a stage of a given size.

use super::ROWS;
use crate::labs::balancing::world::BalancingWorld;
use crate::scene::{Area, Place, View, towards};
use crate::traffic::{BalancerId, ServerId};

/// The row of one server, from left to right: the door, the queue, the workers, the server, words.
pub struct Row {
    pub server: ServerId,
    /// The middle of its height.
    pub y: f32,
    /// Where requests come in: the end of the queue as it is.
    pub door: Place,
    /// Where the queue ends at the left, and begins at the workers.
    pub queue: (f32, f32),
    /// Where the workers begin and end.
    pub workers: (f32, f32),
    /// The server's middle.
    pub node: Place,
}

/// The places.
pub struct Frame {
    /// There is room for more words.
    pub wide: bool,
    /// The baseline of the headline, if there is room for one.
    pub headline: Option<f32>,
    /// The baseline of the legend, if there is room for one.
    pub legend: Option<f32>,
    /// The clients' middle.
    pub clients: Place,
    /// Their radius.
    pub front_r: f32,
    /// The balancers' middles.
    pub balancers: Vec<Place>,
    /// Their radius.
    pub balancer_r: f32,
    /// The rows of the servers that exist, if there are few enough.
    pub rows: Vec<Row>,
    /// The height of a row.
    pub pitch: f32,
    /// A server's radius.
    pub r: f32,
    /// Servers and balancers have their names in them.
    pub named: (bool, bool),
    /// Where words about a server begin.
    pub words: f32,
    /// The tiles of many servers.
    pub strip: Option<Area>,
}

/// The height of a row, at most; and at least, so that its words lie over no other's.
const PITCH: f32 = 64.0;
const LEAST_PITCH: f32 = 13.0;
/// The distance of two who wait.
pub const STEP: f32 = 9.0;
/// The most balancers that have a name each.
const NAMED: usize = 6;
/// Half the width of the name that many balancers share.
const SHARED: f32 = 40.0;
/// The room for a queue, at least: for the number of those who wait.
const QUEUE: f32 = 48.0;
/// The space between a circle and the way to it.
const GAP: f32 = 4.0;

impl Frame {
    /// The places for this world.
    pub fn new(world: &BalancingWorld, view: View) -> Frame {
        let (w, h) = (view.width, view.height);
        let wide = w >= 520.0;
        let headline = (h >= 150.0).then_some(18.0);
        let legend = (h >= 230.0 && w >= 420.0).then_some(h - 8.0);
        let top = if headline.is_some() { 28.0 } else { 6.0 };
        let bottom = if legend.is_some() { h - 26.0 } else { h - 6.0 };
        let servers: Vec<ServerId> = world.traffic.service().there().map(|(id, _)| id).collect();
        let middle = (top + bottom) / 2.0;
        let front_r = if wide { 16.0 } else { 11.0 };
        let balancer_x = if wide { w * 0.19 } else { w * 0.24 };
        let count = world.traffic.service().balancers().len();
        let between = |below: f32| ((bottom - top - below) / count as f32).min(48.0);
        let most_r = if wide { 18.0 } else { 12.0 };
        let radius = |between: f32| (between / 2.0 - 1.5).max((between / 2.0 - 0.3).min(2.5)).min(most_r);
        // Many stand so close that they share one name below.
        let named = count <= NAMED && radius(between(0.0)) >= least_r(count);
        let below = if named { 0.0 } else { 16.0 };
        let (between, balancer_r) = (between(below), radius(between(below)));
        let first = middle - (between * (count as f32 - 1.0) + below) / 2.0;
        let balancers = (0..count).map(|b| (balancer_x, first + between * b as f32)).collect();
        let left = balancer_x + (balancer_r + w * 0.09).max(if named { 0.0 } else { SHARED });
        let mut frame = Frame {
            wide,
            headline,
            legend,
            clients: (front_r + if wide { 22.0 } else { 14.0 }, middle),
            front_r,
            balancers,
            balancer_r,
            rows: Vec::new(),
            pitch: 0.0,
            r: 0.0,
            named: (false, named),
            words: 0.0,
            strip: None,
        };
        let area = Area::new(left, top, w - left - 8.0, bottom - top);
        match servers.len() > ROWS || area.h < LEAST_PITCH * servers.len() as f32 {
            true => frame.strip = Some(area),
            false => frame.place_rows(area, &servers, world),
        }
        frame
    }

    fn place_rows(
        &mut self,
        Area { x: left, y: top, w, h }: Area,
        servers: &[ServerId],
        world: &BalancingWorld,
    ) {
        let workers = world.params.workers;
        self.pitch = (h / servers.len().max(1) as f32).min(PITCH);
        self.r = (self.pitch * 0.4).clamp(5.0, 20.0);
        self.named.0 = self.r >= least_r(world.traffic.service().servers().len());
        let words = match (self.wide, self.named.0) {
            (true, _) => 108.0,
            (false, true) => 50.0,
            (false, false) => 84.0,
        };
        self.words = left + w - words;
        let node_x = left + w - words - self.r - 10.0;
        let each = if self.wide { 30.0 } else { 22.0 };
        let most = node_x - self.r - 12.0 - left - QUEUE;
        let slots = (workers.min(8) as f32 * each).min(w * 0.34).min(most);
        let workers = (node_x - self.r - 6.0 - slots, node_x - self.r - 6.0);
        let first = top + (h - self.pitch * servers.len() as f32) / 2.0 + self.pitch / 2.0;
        let row = |(place, server): (usize, &ServerId)| {
            let y = first + self.pitch * place as f32;
            let waiting = world.traffic.service().server(*server).queue.len() as f32;
            let queue = (left + 4.0, workers.0 - 6.0);
            let door = ((queue.1 - STEP * waiting - 4.0).max(left), y);
            Row { server: *server, y, door, queue, workers, node: (node_x, y) }
        };
        self.rows = servers.iter().enumerate().map(row).collect();
    }

    /// The row of a server.
    pub fn row(&self, server: ServerId) -> Option<&Row> {
        self.rows.iter().find(|row| row.server == server)
    }

    /// Where a request enters a server: its door, or the edge of the strip.
    pub fn door(&self, server: ServerId) -> Option<Place> {
        match self.strip {
            Some(Area { x, y, h, .. }) => Some((x - 6.0, y + h / 2.0)),
            None => self.row(server).map(|row| row.door),
        }
    }

    /// The way from the clients to a balancer, from edge to edge.
    pub fn front_way(&self, balancer: BalancerId) -> (Place, Place) {
        let (from, to) = (self.clients, self.balancer(balancer));
        (towards(from, to, self.front_r + GAP), towards(to, from, self.balancer_r + 2.0 * GAP))
    }

    /// The way from a balancer to a server's door.
    pub fn back_way(&self, balancer: BalancerId, server: ServerId) -> Option<(Place, Place)> {
        let (from, to) = (self.balancer(balancer), self.door(server)?);
        Some((towards(from, to, self.balancer_r + 2.0 * GAP), to))
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
