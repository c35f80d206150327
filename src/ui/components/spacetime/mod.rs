//! Lamport's space-time diagram: a lane for each node, time to the right, messages as slanted arrows.

mod bars;
mod diagram;
mod draw;
mod keys;
mod lanes;
mod legend;

use crate::ui::components::plot;
use crate::ui::components::recent::{Recent, use_recent};
use crate::ui::components::trail::Trail;
use crate::ui::player::{Player, Shown, Which};
use bars::Bar;
use diagram::Diagram;
use draw::{Frame, Marks};
use faultyard::lab::Target;
use faultyard::process::{Doing, NodeId, SimTime};
use faultyard::scene::{Item, Scene, Shape};
use faultyard::sim::MessageId;
use std::collections::{BTreeMap, BTreeSet};
use yew::prelude::*;

const NAME: &str = "Space-time diagram: a lane for each node, time to the right. Left and right arrow keys go from \
    event to event, Enter selects one.";
const NOTHING: &str = "No node has done anything yet.";
const CHOSEN: &str = "Thick: what caused the selected event. Long dashes: what it caused.";
/// The height of the line that says what bars and signs stand for.
const SAID: f64 = 22.0;
const CLOSER: &str = "Show a shorter time";
const FURTHER: &str = "Show a longer time";

/// Left of the lanes, for names, and right of them.
const LEFT: f64 = 44.0;
const RIGHT: f64 = 12.0;

/// What [`Spacetime`] shows.
#[derive(Properties, PartialEq, Clone)]
pub struct SpacetimeProps {
    /// The player.
    pub shown: Shown,
    /// How wide it is, in CSS pixels.
    pub width: f64,
    /// How high it may be; lanes come closer to fit.
    #[prop_or(320.0)]
    pub height: f64,
}

/// The space-time diagram around now.
#[component]
pub fn Spacetime(props: &SpacetimeProps) -> Html {
    let recent = use_recent(&props.shown, Which::First);
    let zoom = use_state(|| 0_i32);
    let reached = use_state(|| None::<u64>);
    let player = &props.shown.player;
    // Arrivals and nodes are the same on a stage of any size.
    let scene = player.run().scene(640.0, 400.0);
    let doing = player.run().doing();
    let nodes = nodes(&scene, &recent, &doing);
    if nodes.is_empty() {
        return html! { <p class="spacetime-none">{ NOTHING }</p> };
    }
    let now = player.run().position().now;
    let length = player.length().0;
    let span = scaled(diagram::usual_span(&recent.events, length), *zoom).clamp(100, length.max(1_000));
    let window = diagram::window(now, span);
    let lane = ((props.height - SAID - 48.0) / nodes.len() as f64).clamp(16.0, 56.0);
    let right = (props.width - RIGHT).max(LEFT + 60.0);
    let (bars, rows, crowd) = bars::bars(&recent.events, recent.now, &doing, (window.0, now));
    let frame = Frame { left: LEFT, right, top: 20.0, lane, window, rows };
    let mut diagram =
        diagram::diagram(&recent.events, recent.now, &nodes, window, now, &flying(&scene), &bars);
    diagram.left_out += crowd;
    let trail = Trail::of(&recent.events, player.event());
    let fallback = diagram.drawn.iter().rev().find(|item| item.id < recent.now).map(|item| item.id);
    let in_sight = |id: &u64| diagram.drawn.iter().any(|item| item.id == *id);
    let reached_id = reached.or(player.event()).filter(in_sight).or(fallback);
    let choose = {
        let (player, reached) = (player.clone(), reached.setter());
        Callback::from(move |(id, event)| {
            reached.set(Some(id));
            player.choose_event(id, event);
        })
    };
    let marks = Marks { trail: &trail, now: recent.now, reached: reached_id, choose: choose.clone() };
    let onkeydown = keys::keys(&diagram, reached_id, reached.setter(), choose);
    html! {
        <div class="spacetime">
            <div class="spacetime-above">{ legend::legend(&bars, diagram.left_out) }{ tools(*zoom, zoom.setter()) }</div>
            <svg class="spacetime-picture" role="group" aria-label={NAME} {onkeydown}
                width={plot::px(props.width)} height={plot::px(frame.bottom(nodes.len()) + 28.0)}>
                { picture(&frame, &nodes, player, (&bars, &diagram), &marks) }
            </svg>
            if trail.chosen.is_some() { <p class="spacetime-none">{ CHOSEN }</p> }
        </div>
    }
}

fn picture(
    frame: &Frame,
    nodes: &[NodeId],
    player: &Player,
    (bars, diagram): (&[Bar], &Diagram),
    marks: &Marks,
) -> Html {
    let run = player.run();
    let now = run.position().now;
    let bands = plot::bands(&run.done(), now);
    let lane = |(place, node): (usize, &NodeId)| {
        lanes::lane(frame, place, &node.to_string(), &diagram::down(&bands, *node, frame.window, now))
    };
    let bottom = frame.bottom(nodes.len());
    // A bar whose event is out of sight: nothing to choose.
    let chosen: BTreeSet<u64> =
        diagram.drawn.iter().filter(|item| item.bar.is_some()).map(|item| item.id).collect();
    let plain = bars.iter().filter(|bar| bar.id.is_none_or(|id| !chosen.contains(&id)));
    let plain = plain.filter_map(|bar| Some(draw::bar(frame, nodes.binary_search(&bar.node).ok()?, bar)));
    // Arrows that began before the window are cut off where it begins.
    let (x, width) = (frame.left - 8.0, frame.right - frame.left + 16.0);
    let seen = format!("{x:.1} 0 {width:.1} {bottom:.1}");
    html! {
        <>
            { for nodes.iter().enumerate().map(lane) }
            { lanes::axis(frame, bottom, now) }
            <svg x={plot::px(x)} width={plot::px(width)} height={plot::px(bottom)} viewBox={seen}>
                { for plain }
                { for diagram.drawn.iter().map(|item| draw::draw(frame, item, marks)) }
            </svg>
        </>
    }
}

fn tools(zoom: i32, set: UseStateSetter<i32>) -> Html {
    let by = |by: i32| {
        let set = set.clone();
        move |_| set.set((zoom + by).clamp(-6, 6))
    };
    html! {
        <div class="spacetime-tools">
            <button type="button" aria-label={FURTHER} title={FURTHER} onclick={by(1)}>{ "−" }</button>
            <button type="button" aria-label={CLOSER} title={CLOSER} onclick={by(-1)}>{ "+" }</button>
        </div>
    }
}

/// A span, doubled or halved `zoom` times.
fn scaled(span: u64, zoom: i32) -> u64 {
    if zoom < 0 { span >> zoom.unsigned_abs() } else { span << zoom }
}

/// Every node on the stage, in an event or at work.
fn nodes(scene: &Scene, recent: &Recent, doing: &[Doing]) -> Vec<NodeId> {
    let on_stage = scene.items.iter().filter(|item| matches!(item.shape, Shape::Node { .. }));
    let in_events = recent.events.iter().flat_map(|event| [event.node, event.peer]).flatten();
    let all: BTreeSet<NodeId> = on_stage
        .filter_map(|item| NodeId::parse(&item.id))
        .chain(in_events)
        .chain(doing.iter().map(|one| one.node))
        .collect();
    all.into_iter().collect()
}

/// When each message on the stage arrives.
fn flying(scene: &Scene) -> BTreeMap<MessageId, SimTime> {
    let arrival = |item: &Item| match item.shape {
        Shape::Message { arrives, .. } => {
            let Target::Message(id) = Target::parse(&item.id) else { return None };
            Some((id, SimTime(arrives)))
        }
        _ => None,
    };
    scene.items.iter().filter_map(arrival).collect()
}
