//! Bands of faults as SVG, their labels in rows.

use super::bands::Band;
use super::frame::{Frame, px};
use faultyard::process::SimTime;
use yew::prelude::*;

/// Draws the bands over the whole height, those that go on up to what was `seen`; where there is a row for them, each with
/// its label unless that would meet another.
pub fn draw_bands(frame: &Frame, bands: &[Band], (now, seen): (SimTime, SimTime), labelled: bool) -> Html {
    let mut free = f64::NEG_INFINITY;
    let band = |(place, band): (usize, &Band)| {
        let from = frame.x(band.from.seconds());
        let to = frame.x(band.to.unwrap_or(seen).seconds());
        let room = band.label.len() as f64 * 6.5 + 8.0;
        let start = from.min(frame.right - room).max(frame.left);
        let told = labelled && free <= start;
        if told {
            free = start + room;
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
                if told {
                    <text x={px(start + 4.0)} y={px(frame.top + 12.0)}>{ &band.label }</text>
                }
            </g>
        }
    };
    bands.iter().enumerate().map(band).collect()
}
