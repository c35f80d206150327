//! Every setting as a point of two goals, with the Pareto front drawn.

use super::Found;
use super::heat::said;
use crate::ui::components::format::{number, with_unit};
use faultyard::lab::{Field, Score};
use yew::prelude::*;

/// The picture, and the place of its axes in it.
const SIZE: (f64, f64) = (340.0, 230.0);
const LEFT: f64 = 14.0;
const TOP: f64 = 24.0;
const RIGHT: f64 = 16.0;
const BOTTOM: f64 = 40.0;

/// The picture.
pub fn front(
    found: &Found,
    fields: &[&'static Field],
    goals: [(usize, Score); 2],
    open: &Callback<usize>,
) -> Html {
    let points = found.points(goals[0].0, goals[1].0);
    let best = found.front(goals[0].0, goals[1].0);
    let range = |of: fn(&(f64, f64)) -> f64| {
        let least = points.iter().map(|point| of(&point.1)).fold(f64::INFINITY, f64::min);
        let most = points.iter().map(|point| of(&point.1)).fold(f64::NEG_INFINITY, f64::max);
        (least, if most > least { most } else { least + 1.0 })
    };
    let ((x0, x1), (y0, y1)) = (range(|point| point.0), range(|point| point.1));
    let at = |(x, y): (f64, f64)| {
        let across = (x - x0) / (x1 - x0) * (SIZE.0 - LEFT - RIGHT - 12.0);
        let up = (y - y0) / (y1 - y0) * (SIZE.1 - TOP - BOTTOM - 12.0);
        (LEFT + 6.0 + across, SIZE.1 - BOTTOM - 6.0 - up)
    };
    let (bottom, right) = (SIZE.1 - BOTTOM, SIZE.0 - RIGHT);
    let point = |&(cell, means): &(usize, (f64, f64))| {
        let ((x, y), is_best) = (at(means), best.contains(&cell));
        let onclick = open.reform(move |_: MouseEvent| cell);
        html! {
            <g key={cell} class={classes!("tuner-point", is_best.then_some("is-best"))} {onclick}>
                <circle class="tuner-target" cx={px(x)} cy={px(y)} r="10" />
                <circle cx={px(x)} cy={px(y)} r={if is_best { "5" } else { "4" }} />
                <title>{ said(found, fields, &goals, cell, is_best) }</title>
            </g>
        }
    };
    let [(_, across), (_, up)] = goals;
    let name = format!(
        "{} against {}: {} settings, {} of them on the Pareto front. The table has each.",
        up.label,
        across.label,
        points.len(),
        best.len()
    );
    html! {
        <svg class="tuner-front" role="img" aria-label={name} viewBox={format!("0 0 {} {}", SIZE.0, SIZE.1)}>
            <path class="tuner-axes" d={format!("M{LEFT} {TOP}V{bottom}H{right}")} />
            <polyline class="tuner-line" points={line(&best, found, goals, at)} />
            // Those on the front lie over the others.
            { for points.iter().filter(|point| !best.contains(&point.0)).map(point) }
            { for points.iter().filter(|point| best.contains(&point.0)).map(point) }
            <text x={px(LEFT)} y="14">{ format!("{} {}", up.label, with_unit(y1, up.unit)) }</text>
            <text x={px(LEFT)} y={px(bottom + 16.0)}>{ number(x0) }</text>
            <text x={px(right)} y={px(bottom + 16.0)} text-anchor="end">{ with_unit(x1, across.unit) }</text>
            <text x={px((LEFT + right) / 2.0)} y={px(bottom + 32.0)} text-anchor="middle">{ across.label }</text>
            <text x={px(right)} y={px(bottom - 6.0)} text-anchor="end">{ number(y0) }</text>
        </svg>
    }
}

/// The front as steps: along it no goal can have less without the other having more.
fn line(
    best: &[usize],
    found: &Found,
    goals: [(usize, Score); 2],
    at: impl Fn((f64, f64)) -> (f64, f64),
) -> String {
    let mut steps = String::new();
    let mut before: Option<f64> = None;
    let means = best
        .iter()
        .filter_map(|cell| Some((found.mean(*cell, goals[0].0)?.0, found.mean(*cell, goals[1].0)?.0)));
    for (x, y) in means.map(at) {
        if let Some(height) = before {
            steps.push_str(&format!("{},{} ", px(x), px(height)));
        }
        steps.push_str(&format!("{},{} ", px(x), px(y)));
        before = Some(y);
    }
    steps
}

fn px(value: f64) -> String {
    format!("{value:.1}")
}
