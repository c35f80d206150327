//! Where each service of a graph stands: in layers by the longest way from outside, in each layer near who calls it.

use crate::scene::Area;
use crate::traffic::graph::Graph;

/// The largest and the least box, and the room between layers and between boxes.
const MOST: (f32, f32) = (150.0, 96.0);
const LEAST: (f32, f32) = (54.0, 30.0);
const BETWEEN: (f32, f32) = (0.45, 14.0);
/// Who asks has so much of the width of a layer.
const SOURCE: f32 = 0.6;
/// So often each layer is ordered anew by where its callers are (Sugiyama, Tagawa & Toda 1981).
const PASSES: usize = 4;

/// Where everything is.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The box of each service.
    pub services: Vec<Area>,
    /// The middle of each source.
    pub sources: Vec<(f32, f32)>,
}

impl Layout {
    /// The places within an area; on an upright stage layers go downwards.
    pub fn new(graph: &Graph, area: Area, upright: bool) -> Layout {
        // An upright stage is laid out lying down, and turned.
        let lying = if upright { Area::new(area.y, area.x, area.h, area.w) } else { area };
        let most = if upright { (MOST.1, MOST.0) } else { MOST };
        let layers = ordered(graph);
        let depth = lying.w / (layers.len() as f32 + SOURCE);
        let (mut services, mut rows) = (vec![area; graph.services.len()], vec![0.5; graph.services.len()]);
        for (number, layer) in layers.iter().enumerate() {
            let pitch = lying.h / layer.len().max(1) as f32;
            let w = (depth * (1.0 - BETWEEN.0)).clamp(LEAST.0.min(depth), most.0);
            let h = (pitch - BETWEEN.1).clamp(LEAST.1.min(pitch), most.1);
            let x = lying.x + depth * (SOURCE + number as f32 + 0.5) - w / 2.0;
            for (place, service) in layer.iter().enumerate() {
                let y = lying.y + pitch * (place as f32 + 0.5) - h / 2.0;
                rows[usize::from(*service)] = y + h / 2.0;
                services[usize::from(*service)] =
                    if upright { Area::new(y, x, h, w) } else { Area::new(x, y, w, h) };
            }
        }
        let source = |call: u16| {
            let y = rows[usize::from(graph.calls[usize::from(call)].to)];
            let x = lying.x + depth * SOURCE / 2.0;
            if upright { (y, x) } else { (x, y) }
        };
        Layout { sources: graph.sources.iter().map(|source_of| source(source_of.call)).collect(), services }
    }
}

/// The layers from the left, each from the top. A service stands behind all that call it.
fn ordered(graph: &Graph) -> Vec<Vec<u16>> {
    let count = graph.services.len();
    let mut depth = vec![0_usize; count];
    // A way is never longer than there are services.
    for _ in 0..count {
        for (from, service) in graph.services.iter().enumerate() {
            for call in service.calls() {
                let to = usize::from(graph.calls[usize::from(call)].to);
                depth[to] = depth[to].max((depth[from] + 1).min(count - 1));
            }
        }
    }
    let layers = depth.iter().max().map_or(0, |most| most + 1);
    let mut layers: Vec<Vec<u16>> =
        (0..layers).map(|at| (0..count as u16).filter(|n| depth[usize::from(*n)] == at).collect()).collect();
    let callers = callers(graph);
    for _ in 0..PASSES {
        for at in 1..layers.len() {
            let place = |service: u16| {
                let of = layers[depth[usize::from(service)]].iter().position(|other| *other == service);
                of.unwrap_or_default() as f32 / layers[depth[usize::from(service)]].len() as f32
            };
            let middle = |service: u16| {
                let from = &callers[usize::from(service)];
                from.iter().map(|caller| place(*caller)).sum::<f32>() / from.len().max(1) as f32
            };
            let mut sorted: Vec<(f32, u16)> = layers[at].iter().map(|n| (middle(*n), *n)).collect();
            sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
            layers[at] = sorted.into_iter().map(|(_, service)| service).collect();
        }
    }
    layers
}

/// Of each service, who calls it.
fn callers(graph: &Graph) -> Vec<Vec<u16>> {
    let mut callers = vec![Vec::new(); graph.services.len()];
    for (from, service) in (0..).zip(&graph.services) {
        for call in service.calls() {
            callers[usize::from(graph.calls[usize::from(call)].to)].push(from);
        }
    }
    callers
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOP: &str = "source users rate=1 to=front\nservice store\nservice auth\n  call store\nservice cart\n  \
        call auth\n  call store\nservice front\n  call cart & auth\nservice idle";

    fn layout(upright: bool) -> (Graph, Layout) {
        let graph = Graph::parse(SHOP).unwrap();
        let area =
            if upright { Area::new(0.0, 0.0, 360.0, 500.0) } else { Area::new(0.0, 0.0, 900.0, 400.0) };
        let layout = Layout::new(&graph, area, upright);
        (graph, layout)
    }

    #[test]
    fn each_call_goes_on_and_no_two_boxes_meet() {
        for upright in [false, true] {
            let (graph, layout) = layout(upright);
            for (from, service) in graph.services.iter().enumerate() {
                for call in service.calls() {
                    let (from, to) = (
                        layout.services[from],
                        layout.services[usize::from(graph.calls[usize::from(call)].to)],
                    );
                    let goes_on = if upright { from.y + from.h < to.y } else { from.x + from.w < to.x };
                    assert!(goes_on, "{from:?} {to:?}");
                }
            }
            for (number, one) in layout.services.iter().enumerate() {
                assert!(layout.services[number + 1..].iter().all(|other| !one.meets(*other)), "{layout:?}");
            }
        }
    }

    #[test]
    fn who_asks_stands_beside_whom_it_asks() {
        let (graph, layout) = layout(false);
        let front = layout.services[usize::from(graph.find("front").unwrap())];
        assert!(layout.sources[0].0 < front.x && (layout.sources[0].1 - front.centre().1).abs() < 1.0);
    }
}
