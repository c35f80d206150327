//! The stage: still things as SVG, keyed, focusable and named; moving things on a canvas over it.

mod flights;
mod shapes;
mod stops;
mod strokes;

use super::walk::walk;
use crate::ui::frames::Frames;
use crate::ui::look;
use crate::ui::player::{Shown, Which};
use crate::ui::settings;
use crate::ui::use_size::use_size;
use faultyard::link::Part;
use faultyard::scene::{Item, Scene, Shape};
use gloo::events::EventListener;
use shapes::Thing;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

/// Until somebody has done it once.
const HINT: &str = "Click anything here to break it";
/// Said of the stage to people who listen.
const WALK: &str = "Up and down arrow keys go from item to item.";

#[derive(Properties, PartialEq)]
pub struct StageProps {
    pub shown: Shown,
    /// Which of the runs side by side.
    #[prop_or_default]
    pub which: Which,
    /// Words above it; empty for none.
    #[prop_or_default]
    pub caption: AttrValue,
    /// What stands beside the words: what can be done with this run.
    #[prop_or_default]
    pub children: Html,
}

/// One run's picture; fills its box.
#[component]
pub fn Stage(props: &StageProps) -> Html {
    let (host, canvas) = (use_node_ref(), use_node_ref());
    let size = use_size(&host);
    use_flights(&canvas, props, size);
    let (width, height) = (size.0 / look::scale(), size.1 / look::scale());
    let player = &props.shown.player;
    let latest = use_mut_ref(Html::default);
    if player.journey().is_some() && *latest.borrow() != Html::default() {
        return latest.borrow().clone();
    }
    let scene = match player.of(props.which) {
        _ if width <= 0.0 => Default::default(),
        run if settings::get().hide.contains(&Part::Legend) => run.scene(width, height).without_legend(),
        run => run.scene(width, height),
    };
    let scene = if player.question().is_some() { scene.covered() } else { scene };
    let chosen = player.item();
    let still = (!player.is_playing()).then(|| player.of(props.which).position().now.0);
    let choose = use_memo((), |()| {
        let player = player.clone();
        Callback::from(move |id: Option<String>| player.choose(id))
    });
    let nowhere = choose.reform(|_: MouseEvent| None);
    let stops: Vec<String> =
        stops::stops(&scene, chosen.as_deref()).into_iter().map(str::to_string).collect();
    let hints = !player.is_known() && props.which == Which::First && items_can_be_chosen(&scene);
    let Scene { items, summary, .. } = scene;
    let drawn = |item: Item| {
        let state = (chosen.as_deref() == Some(&*item.id), stops.contains(&item.id));
        let still = still.filter(|_| matches!(item.shape, Shape::Message { .. }));
        let key = item.id.clone();
        html! { <Thing {key} {item} {state} {still} choose={(*choose).clone()} /> }
    };
    let picture = html! {
        <div class="stage-box">
            if !props.caption.is_empty() {
                <div class="stage-head">
                    <p class="caption small second" title={props.caption.clone()}>{ &props.caption }</p>
                    { props.children.clone() }
                </div>
            }
            <div class="stage" ref={host}>
            <svg role="group" aria-label={format!("Stage: {} {WALK}", summary)} onclick={nowhere} onkeydown={|event: KeyboardEvent| walk(&event, "ArrowUp", "ArrowDown")}
                viewBox={format!("0 0 {} {}", width.max(1.0), height.max(1.0))}>
                { for items.into_iter().map(drawn) }
            </svg>
            <canvas ref={canvas} aria-hidden="true" />
            if hints { <p class="stage-hint" aria-hidden="true">{ HINT }</p> }
            </div>
        </div>
    };
    *latest.borrow_mut() = picture.clone();
    picture
}

fn items_can_be_chosen(scene: &Scene) -> bool {
    scene.items.iter().any(|item| item.selectable)
}

/// Draws what moves, before each frame in which something of it has changed.
#[hook]
fn use_flights(canvas: &NodeRef, props: &StageProps, size: (f32, f32)) {
    let (canvas, player, which) = (canvas.clone(), props.shown.player.clone(), props.which);
    use_effect_with(size, move |&(width, height)| {
        let painter = RefCell::new(flights::Painter::default());
        let drawn = Rc::new(Cell::new(None));
        // A canvas that the browser took away comes back empty.
        let restored = canvas.cast::<HtmlCanvasElement>().map(|canvas| {
            let drawn = drawn.clone();
            EventListener::new(&canvas, "contextrestored", move |_| drawn.set(None))
        });
        let frames = Frames::start(move |_| {
            let state = (player.shown().version, flights::theme());
            // What is passed on the way to a far moment is not looked at: all the time is for getting there.
            if player.journey().is_some() {
                return;
            }
            if drawn.replace(Some(state.clone())).as_ref() == Some(&state) {
                return;
            }
            if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                let scale = look::scale();
                let scene = player.of(which).scene(width / scale, height / scale);
                let now = player.of(which).position().now.0;
                painter.borrow_mut().draw(&canvas, &scene, (width, height), scale, now, player.is_playing());
            }
        });
        move || drop((frames, restored))
    });
}
