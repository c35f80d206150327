//! The numbers beside a plot, and the lines across it that they stand at.

use super::frame::{Frame, px};
use crate::ui::components::format::short;
use yew::prelude::*;

/// From this height on, in pixels, a plot has room for two numbers beside it.
const GRID_FROM: f64 = 40.0;

/// Lines across at round values, each with its number beside it; below the least height only the greatest.
pub fn lines(frame: &Frame, (low, high): (f64, f64), unit: &str, wide: bool) -> Vec<Html> {
    let values = if frame.height < GRID_FROM { vec![high] } else { vec![low + (high - low) / 2.0, high] };
    let line = |value: f64| {
        let y = frame.y(value, low, high);
        html! {
            <g key={value.to_string()}>
                <line class="plot-grid" x1={px(frame.left)} x2={px(frame.right)} y1={px(y)} y2={px(y)} />
                <text class="plot-high" x={px(frame.left - 4.0)} y={px(y + 4.0)}>{ wide.then(|| short(value, unit)) }</text>
            </g>
        }
    };
    values.into_iter().map(line).collect()
}
