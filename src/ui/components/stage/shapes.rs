//! Still things as SVG.

use faultyard::scene::outline::{along, corners, cross, head, sector};
use faultyard::scene::{Anchor, Item, Role, Shape, Size, glyph};
use yew::prelude::*;

/// Called with the thing that is chosen, or with none.
pub type Choose = Callback<Option<String>>;

/// What [`Thing`] draws.
#[derive(Properties, PartialEq)]
pub struct ThingProps {
    pub item: Item,
    /// Whether it is chosen, and whether Tab stops at it.
    pub state: (bool, bool),
    /// The moment at which the run stands still.
    pub still: Option<u64>,
    pub choose: Choose,
}

/// One item of a scene, a component of its own: of a thousand, only those are drawn anew that have changed.
#[component]
pub fn Thing(props: &ThingProps) -> Html {
    draw(&props.item, props.state, props.still, &props.choose)
}

/// Draws one item, whether it is chosen, and whether Tab stops at it. Moving things are on the canvas; while the run
/// stands `still` at a moment a message is here too, to be chosen.
fn draw(item: &Item, chosen: (bool, bool), still: Option<u64>, choose: &Choose) -> Html {
    let (class, ring) = (glyph::class(item.role), chosen.0 || item.selectable);
    match &item.shape {
        Shape::Node { x, y, r, sub } => {
            frame(item, "node", chosen, choose, node(item, (*x, *y), *r, sub, ring))
        }
        Shape::Link { from, to, width, arrow } => {
            let width = width.to_string();
            let line = |class: &str, width: Option<String>| {
                html! { <line class={class.to_string()} x1={n(from.0)} y1={n(from.1)} x2={n(to.0)} y2={n(to.1)} stroke-width={width} /> }
            };
            let body = html! { <>
                { line(&format!("link {class}"), Some(width)) }
                if *arrow { <path class={classes!("link", class)} d={head(*from, *to)} /> }
                if item.selectable { { line("ring", None) }{ line("hit", None) } }
            </> };
            frame(item, "edge", chosen, choose, body)
        }
        Shape::Message { from, to, sent, arrives, .. } if item.selectable && still.is_some() => {
            let now = still.unwrap_or_default();
            let part = now.saturating_sub(*sent) as f32 / arrives.saturating_sub(*sent).max(1) as f32;
            let (x, y) = along(*from, *to, part.min(1.0));
            let hit = html! { <circle class="ring" cx={n(x)} cy={n(y)} r="13" fill="transparent" style="pointer-events: all" /> };
            frame(item, "flight", chosen, choose, hit)
        }
        Shape::Message { .. } | Shape::Dial { .. } => Html::default(),
        Shape::Arc { x, y, radii, start, sweep } => {
            let path = sector((*x, *y), *radii, *start, *sweep);
            let body = html! { <>
                <path d={path.clone()} />
                if ring { <path class="ring" d={path} /> }
            </> };
            frame(item, "arc", chosen, choose, body)
        }
        Shape::Bar { x, y, w, h, fill, upright } => {
            let fill = fill.clamp(0.0, 1.0);
            let part =
                if *upright { (*x, y + h * (1.0 - fill), *w, h * fill) } else { (*x, *y, w * fill, *h) };
            let body = html! { <>
                { rect("whole", (*x, *y, *w, *h), 2.0) }
                { rect("part", part, 2.0) }
                if ring { { rect("ring", (x - 2.0, y - 2.0, w + 4.0, h + 4.0), 3.0) } }
            </> };
            frame(item, "bar", chosen, choose, body)
        }
        Shape::Cell { x, y, w, h, solid } => {
            let kind = if *solid { "cell solid" } else { "cell" };
            let body = html! { <>
                { rect("", (*x, *y, *w, *h), 3.0) }
                <text x={n(x + w / 2.0)} y={n(y + h / 2.0)}>{ &item.label }</text>
                if ring { { rect("ring", (x - 2.0, y - 2.0, w + 4.0, h + 4.0), 4.0) } }
            </> };
            frame(item, kind, chosen, choose, body)
        }
        Shape::Dot { x, y, r } => {
            let body = html! { <>
                <circle class="dot" cx={n(*x)} cy={n(*y)} r={n(*r)} />
                if ring { <circle class="ring" cx={n(*x)} cy={n(*y)} r={n(r + 4.0)} /> }
            </> };
            frame(item, "spot", chosen, choose, body)
        }
        Shape::Region { pieces, paint } => {
            let path = html! { <path class={glyph::paint(*paint)} d={corners(pieces)} /> };
            frame(item, "region", chosen, choose, path)
        }
        Shape::Text { x, y, size, anchor } => words(item, (*x, *y), *size, *anchor),
    }
}

fn words(item: &Item, (x, y): (f32, f32), size: Size, anchor: Anchor) -> Html {
    let size = match size {
        Size::Small => "size-small",
        Size::Normal => "size-normal",
        Size::Large => "size-large",
    };
    let anchor = match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    html! { <text key={item.id.clone()} class={classes!(size, glyph::class(item.role))} x={n(x)} y={n(y)} text-anchor={anchor}>{ &item.label }</text> }
}

/// A group around an item; one that can be chosen is a button with a name.
fn frame(item: &Item, kind: &'static str, state: (bool, bool), choose: &Choose, body: Html) -> Html {
    let (chosen, stops) = state;
    let class = classes!(
        kind,
        glyph::class(item.role),
        item.selectable.then_some("choosable"),
        chosen.then_some("chosen")
    );
    let label = (!item.description.is_empty()).then(|| spoken(item));
    if !item.selectable {
        let role = label.is_some().then_some("img");
        return html! { <g key={item.id.clone()} {class} {role} aria-label={label}>{ body }</g> };
    }
    let id = item.id.clone();
    let press = choose.reform(move |()| (!chosen).then(|| id.clone()));
    let onclick = {
        let press = press.clone();
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            press.emit(());
        })
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" || event.key() == " " {
            event.prevent_default();
            event.stop_propagation();
            press.emit(());
        }
    });
    html! {
        <g key={item.id.clone()} {class} role="button" tabindex={if stops { "0" } else { "-1" }} data-id={item.id.clone()} aria-label={label}
            aria-pressed={chosen.to_string()} {onclick} {onkeydown}>{ body }</g>
    }
}

/// What a thing is called aloud: its description, after whatever is written on it in short.
fn spoken(item: &Item) -> String {
    match &item.shape {
        Shape::Node { sub, .. } if !item.description.contains(sub.as_str()) => {
            format!("{} {sub}: {}", item.label, item.description)
        }
        _ => item.description.clone(),
    }
}

fn node(item: &Item, (x, y): (f32, f32), r: f32, sub: &str, ring: bool) -> Html {
    let (cx, cy) = (n(x), n(y));
    let name = if glyph::is_tight(&item.label, r) { "name tight" } else { "name" };
    html! { <>
        <circle class="body" cx={cx.clone()} cy={cy.clone()} r={n(r)} />
        if item.role == Role::Leader { <circle class="outer" cx={cx.clone()} cy={cy.clone()} r={n(r + 5.0)} /> }
        if item.role == Role::Failed { <path class="cross" d={cross((x, y), r * 0.62)} /> }
        if item.role == Role::Degraded { <text class="warn" x={n(x + (r + 9.0) * 0.71)} y={n(y - (r + 2.0) * 0.71)}>{ "!" }</text> }
        <text class={name} x={cx.clone()} y={n(if sub.is_empty() { y + 5.0 } else { y - 1.0 })}>{ &item.label }</text>
        { " " }
        <text class="sub" x={cx.clone()} y={n(y + 14.0)}>{ sub }</text>
        if ring { <circle class="ring" cx={cx} cy={cy} r={n(r + 10.0)} /> }
    </> }
}

fn rect(class: &'static str, (x, y, w, h): (f32, f32, f32, f32), round: f32) -> Html {
    html! { <rect {class} x={n(x)} y={n(y)} width={n(w.max(0.0))} height={n(h.max(0.0))} rx={n(round)} /> }
}

/// A coordinate, to a tenth of a pixel.
fn n(value: f32) -> String {
    format!("{:.1}", value)
}
