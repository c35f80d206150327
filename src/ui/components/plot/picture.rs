//! All plots of a run in one picture, on one axis of time.

use super::PlotsProps;
use super::bands::Band;
use super::chart::Chart;
use super::frame::{self, Frame, px};
use super::strip::ROW;
use super::{band_rows, keep_focus, ticks, values};
use crate::ui::components::format::brief;
use faultyard::process::SimTime;
use yew::prelude::*;

const PICTURE: &str = "Plots over time. ";
const HINT: &str = "Click to go to a time";

/// A plot's least and greatest height, the gap above it for its name, and the axis below all.
const HEIGHT: (f64, f64) = (48.0, 110.0);
const GAP: f64 = 20.0;
const AXIS: f64 = 24.0;
/// The row above all for the names of faults.
const LABELS: f64 = 14.0;

/// Where the plots are.
pub struct Layout {
    /// All of them.
    pub frame: Frame,
    /// The room above the first, for the names of faults.
    above: f64,
    /// The room below the last, for the axis.
    below: f64,
    /// Each one's height.
    heights: Vec<f64>,
}

impl Layout {
    /// The layout of charts; with a row for the names of faults if there are any.
    pub fn of(props: &PlotsProps, charts: &[Chart], faults: bool) -> Layout {
        let player = &props.shown.player;
        let left = if is_wide(props) { 44.0 } else { 8.0 };
        let (strip, below) = if props.spark { (0.0, 4.0) } else { (ROW * player.runs().len() as f64, AXIS) };
        let above = if !props.spark && faults { LABELS } else { 0.0 };
        let each =
            ((props.height - strip - below - above) / charts.len() as f64 - GAP).clamp(HEIGHT.0, HEIGHT.1);
        // A plot is at least as high, with the gap above it, as the values beside it.
        let height = |chart: &Chart| each.max(values::PITCH * chart.lines.len() as f64 - GAP + 4.0);
        let heights: Vec<f64> = charts.iter().map(height).collect();
        let frame = Frame {
            left,
            right: (props.width - values::room(charts)).max(left + 40.0),
            top: 0.0,
            height: above + heights.iter().map(|height| height + GAP).sum::<f64>(),
            length: player.length().seconds(),
        };
        Layout { frame, above, below, heights }
    }

    /// The place of one plot.
    fn one(&self, place: usize) -> Frame {
        let top = self.above + self.heights[..place].iter().map(|height| height + GAP).sum::<f64>() + GAP;
        Frame { top, height: self.heights[place], ..self.frame }
    }
}

/// Whether there is room for numbers beside the axes.
fn is_wide(props: &PlotsProps) -> bool {
    props.width >= 480.0
}

/// Draws the plots with the bands of faults; `words` say aloud what they show.
pub fn picture(
    svg: NodeRef,
    props: &PlotsProps,
    layout: &Layout,
    (charts, bands): (&[Chart], &[Band]),
    words: &str,
) -> Html {
    let (player, frame, width) = (props.shown.player.clone(), layout.frame, props.width);
    let position = player.run().position();
    let now = position.now;
    let one = |(place, chart): (usize, &Chart)| frame::draw(&layout.one(place), place, chart, now);
    let axis = ticks::times(0.0, frame.length, if is_wide(props) { 8 } else { 4 });
    let tick = |seconds: &f64| {
        let words = brief(SimTime::from_seconds(*seconds));
        html! { <text class="plot-tick" x={px(frame.x(*seconds))} y={px(frame.height + 18.0)}>{ words }</text> }
    };
    let (height, x) = (frame.height + layout.below, px(frame.x(now.seconds())));
    let shape = svg.clone();
    let seek = move |event: MouseEvent| {
        // Not the event's current target: Yew hears all events at the root of the page.
        if let Some(svg) = shape.cast::<web_sys::Element>() {
            let place = svg.get_bounding_client_rect();
            let share = (f64::from(event.client_x()) - place.left()) / place.width().max(1.0);
            player.seek(frame.time(share * width));
        }
    };
    html! {
        <svg ref={svg} class="plot-picture" role="img" aria-label={format!("{PICTURE}{words}")} onclick={seek} onmousedown={keep_focus}
            width={px(width)} height={px(height)} viewBox={format!("0 0 {} {}", px(width), px(height))}>
            <title>{ HINT }</title>
            <defs>
                <pattern id="plot-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <line class="plot-hatch-line" x1="0" y1="0" x2="0" y2="7" />
                </pattern>
            </defs>
            { band_rows::draw_bands(&frame, bands, (now, position.seen), layout.above > 0.0) }
            // Under the plots, whose names are read over it.
            <line class="plot-now" x1={x.clone()} x2={x} y1="0" y2={px(frame.height)}>
                <title>{ brief(now) }</title>
            </line>
            { for charts.iter().enumerate().map(one) }
            if !props.spark { { for axis.iter().map(tick) } }
        </svg>
    }
}
