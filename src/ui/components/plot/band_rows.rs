//! Bands of faults as SVG, their labels in rows.

use super::bands::Band;
use super::frame::{Frame, px};
use faultyard::process::SimTime;
use yew::prelude::*;

/// Draws the bands over the whole height, those that go on up to what was `seen`; each with its label in a row of its own if it would meet another.
pub fn draw_bands(frame: &Frame, bands: &[Band], now: SimTime, seen: SimTime) -> Html {
    let mut rows = [f64::NEG_INFINITY; 1];
    let band = |(place, band): (usize, &Band)| {
        let from = frame.x(band.from.seconds());
        let to = frame.x(band.to.unwrap_or(seen).seconds());
        let room = band.label.len() as f64 * 6.5 + 8.0;
        let start = from.min(frame.right - room).max(frame.left);
        let row = rows.iter().position(|end| *end <= start);
        if let Some(row) = row {
            rows[row] = start + room;
        }
        let class = if band.from > now { "plot-band plot-later" } else { "plot-band" };
        html! {
            <g key={place} {class}>
                <title>{ &band.label }</title>
                if band.is_mark() {
                    <line class="plot-mark" x1={px(from)} x2={px(from)} y1={px(frame.top)} y2={px(frame.top + frame.height)} />
                } else {
                    <rect x={px(from)} y={px(frame.top)} width={px((to - from).max(2.0))} height={px(frame.height)} />
                    <rect class="plot-hatch" x={px(from)} y={px(frame.top)} width={px((to - from).max(2.0))}
                        height={px(frame.height)} fill="url(#plot-hatch)" />
                }
                if let Some(row) = row {
                    <text x={px(start + 4.0)} y={px(frame.top + 12.0 + 14.0 * row as f64)}>{ &band.label }</text>
                }
            </g>
        }
    };
    bands.iter().enumerate().map(band).collect()
}
