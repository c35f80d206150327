//! The row of marks above the plots: what was decided or reached, and when. A mark shows its sentences while it is
//! pointed at or has the focus, and goes to its moment.

use super::frame::{Frame, px};
use super::keep_focus;
use super::marks::{Mark, ROOM, Sign, marks};
use crate::ui::components::walk::walk;
use crate::ui::player::{Player, Shown, Which};
use faultyard::lab::Event;
use faultyard::sim::RecordId;
use wasm_bindgen::JsCast;
use yew::prelude::*;

const NAME: &str = "Milestones: left and right arrow keys go from mark to mark, Enter goes to its moment";

/// The height of a run's row.
pub const ROW: f64 = 24.0;

/// A mark's name on the page.
type Name = (Which, RecordId);

#[derive(Properties, PartialEq)]
pub struct StripProps {
    pub shown: Shown,
    /// The plots' place below.
    pub frame: Frame,
    pub width: f64,
}

/// A row of marks for each run.
#[component]
pub fn Strip(props: &StripProps) -> Html {
    let pointed = use_state(|| None::<Name>);
    let (player, frame) = (&props.shown.player, &props.frame);
    let runs: Vec<_> = player.runs().iter().map(|which| (*which, player.of(*which))).collect();
    let milestones: Vec<_> = runs.iter().map(|(_, run)| run.milestones()).collect();
    let rows = runs.iter().zip(&milestones);
    let rows: Vec<_> =
        rows.map(|((which, run), seen)| (*which, run.position().record, marks(frame, seen))).collect();
    let all =
        || rows.iter().flat_map(|(which, now, marks)| marks.iter().map(move |mark| (*which, *now, mark)));
    let at = all().find(|(which, _, mark)| *pointed == Some((*which, mark.id())));
    let latest = all().rfind(|(which, now, mark)| *which == Which::First && mark.id() < *now);
    let stop = at.as_ref().or(latest.as_ref()).map(|(which, _, mark)| (*which, mark.id()));
    let stop = stop.or(all().next().map(|(which, _, mark)| (which, mark.id())));
    let draw = |(which, now, mark): (Which, RecordId, &Mark)| {
        let states = State { later: mark.id() >= now, stop: stop == Some((which, mark.id())) };
        one(player, (which, mark), &states, &pointed)
    };
    let height = ROW * rows.len() as f64;
    let guide = at.as_ref().map(|(_, _, mark)| {
        let x = px(mark.span.0);
        html! { <line class="plot-guide" x1={x.clone()} x2={x} y1={px(height)} y2={px(height + frame.height)} /> }
    });
    let (leave, close) = (pointed.setter(), pointed.setter());
    html! {
        <div class="plot-strip" onmousedown={keep_focus} onmouseout={move |event: MouseEvent| if is_over(&event) { leave.set(None) }}>
            <svg role="group" aria-label={NAME} width={px(props.width)} height={px(height)} onkeydown={move |event: KeyboardEvent| {
                walk(&event, "ArrowLeft", "ArrowRight");
                if event.key() == "Escape" {
                    close.set(None);
                }
            }}>
                if player.is_comparing() { { for player.runs().iter().map(|which| name(frame, *which)) } }
                { for all().map(draw) }
                { guide }
            </svg>
            { at.map(|(which, _, mark)| told(props, which, mark)) }
        </div>
    }
}

/// How a mark is shown now.
struct State {
    /// It is later than now.
    later: bool,
    /// Tab stops at it.
    stop: bool,
}

/// The middle of a run's row.
fn middle(which: Which) -> f64 {
    ROW * (which as usize as f64 + 0.5)
}

/// A run's name at its row, where there is room beside the marks.
fn name(frame: &Frame, which: Which) -> Html {
    let x = if frame.left > 20.0 { frame.left - 26.0 } else { frame.right + 26.0 };
    html! { <text key={which.name()} class="plot-of" x={px(x)} y={px(middle(which) + 4.0)}>{ which.name() }</text> }
}

fn one(
    player: &Player,
    (which, mark): (Which, &Mark),
    state: &State,
    pointed: &UseStateHandle<Option<Name>>,
) -> Html {
    let (y, (from, to)) = (middle(which), mark.span);
    let chosen = player.event().filter(|_| which == Which::First);
    let is_chosen = mark.events.iter().any(|event| Some(event.id) == chosen);
    let class = classes!("plot-event", state.later.then_some("plot-later"), is_chosen.then_some("is-chosen"));
    let id = (which, mark.id());
    let set = |to: Option<Name>| {
        let pointed = pointed.setter();
        move || pointed.set(to)
    };
    let (over, focus, blur) = (set(Some(id)), set(Some(id)), set(None));
    let press = go(player, which, mark.next(chosen));
    let onkeydown = {
        let press = press.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Enter" || event.key() == " " {
                event.prevent_default();
                press.emit(());
            }
        }
    };
    let label = mark.name();
    let label = if player.is_comparing() { format!("{}: {label}", which.name()) } else { label };
    html! {
        <g key={format!("{}-{}", which.name(), id.1)} {class} data-id={id.1.to_string()} role="button"
            tabindex={if state.stop { "0" } else { "-1" }} aria-label={label} aria-pressed={is_chosen.to_string()}
            onmouseover={move |_| over()} onfocusin={move |_| focus()} onfocusout={move |_| blur()}
            onclick={move |_| press.emit(())} {onkeydown}>
            <rect x={px(from - ROOM / 2.0)} y={px(y - ROW / 2.0)} width={px(ROOM)} height={px(ROW)} />
            if to - from > 1.0 && mark.sign != Sign::Frequent {
                <line x1={px(from)} x2={px(to)} y1={px(y + 9.5)} y2={px(y + 9.5)} />
            }
            <path d={shape(mark.sign)} transform={format!("translate({from:.1} {y:.1})")} />
            if mark.events.len() > 1 {
                <text x={px(from + 7.5)} y={px(y + 4.0)}>{ mark.events.len() }</text>
            }
        </g>
    }
}

/// More points up, less down; what is neither is the log's sign of a milestone.
fn shape(sign: Sign) -> &'static str {
    match sign {
        Sign::Up => "M0 -6L6 5H-6Z",
        Sign::Down => "M0 6L6 -5H-6Z",
        Sign::Other => "M0 -6L6 0L0 6L-6 0Z",
        Sign::Frequent => "M-2 -2H2V2H-2Z",
    }
}

/// Goes to the moment just after an event.
fn go(player: &Player, which: Which, event: &Event) -> Callback<()> {
    let (player, id, at_event, at) = (player.clone(), event.id, event.event, event.at);
    Callback::from(move |()| match which {
        Which::First => player.choose_event(id, at_event),
        _ => {
            player.play(false);
            player.seek(at);
        }
    })
}

/// What a mark says; a reader hears it as the mark's name.
fn told(props: &StripProps, which: Which, mark: &Mark) -> Html {
    let (x, wide) = (mark.span.0, props.width >= 480.0);
    let side = match x * 2.0 > props.width {
        _ if !wide => "left: 0; right: 0".to_string(),
        true => format!("right: {}px; max-width: {}px", px(props.width - x - ROOM / 2.0), px(x)),
        false => format!("left: {}px; max-width: {}px", px(x - ROOM / 2.0), px(props.width - x)),
    };
    let top = ROW * (which as usize as f64 + 1.0);
    html! {
        <div class="plot-told" aria-hidden="true" style={format!("top: {}px; {side}", px(top))}>
            { for mark.sentences().into_iter().map(|sentence| html! { <p>{ sentence }</p> }) }
        </div>
    }
}

/// Whether the pointer leaves the strip and what it says, not only one part of it for another.
fn is_over(event: &MouseEvent) -> bool {
    let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Element>().ok());
    to.is_none_or(|to| to.closest(".plot-strip").ok().flatten().is_none())
}
