//! A run's measures over time: small plots on the transport's axis, with a sentence, a table and a file.

mod band_rows;
mod bands;
mod caption;
mod chart;
mod decimate;
mod frame;
mod lines;
mod table;
mod theory;
pub mod ticks;
mod values;

pub use bands::{Band, bands};
pub use frame::px;
pub use lines::{Line, lines};

use crate::ui::components::format::brief;
use crate::ui::player::Shown;
use crate::ui::save::save;
use chart::{Chart, charts};
use faultyard::process::SimTime;
use frame::Frame;
use yew::prelude::*;

const NO_MEASURES: &str = "This lab measures nothing over time.";
const SHOW_TABLE: &str = "Show as a table";
const HIDE_TABLE: &str = "Hide the table";
const SAVE: &str = "Save as CSV";
const PICTURE: &str = "Plots over time. ";
const HINT: &str = "Click to go to a time";

/// A plot's least and greatest height, the gap above it for its name, and the axis below all.
const HEIGHT: (f64, f64) = (22.0, 44.0);
const GAP: f64 = 20.0;
const AXIS: f64 = 24.0;
/// As many lines have their values beside a plot of the least height.
const SPARK_LINES: usize = 2;
/// The row above all for the names of faults.
const LABELS: f64 = 14.0;

/// What [`Plots`] shows.
#[derive(Properties, PartialEq)]
pub struct PlotsProps {
    /// The player.
    pub shown: Shown,
    /// How wide the plots are, in CSS pixels.
    pub width: f64,
    /// How high they are together, if their lines can be read then.
    pub height: f64,
    /// How many plots at most.
    #[prop_or(5)]
    pub most: usize,
    /// Only the picture, without axis, words and buttons.
    #[prop_or_default]
    pub spark: bool,
}

/// The measures of a run over time.
#[component]
pub fn Plots(props: &PlotsProps) -> Html {
    let tabled = use_state(|| false);
    let svg = use_node_ref();
    let player = &props.shown.player;
    let (now, seen) = (player.run().position().now, player.run().position().seen);
    let lines = lines(player);
    if lines.is_empty() {
        return html! { <p class="plot-none">{ NO_MEASURES }</p> };
    }
    let bands = bands(&player.run().scenario().inputs, seen);
    let told = bands.iter().filter(|band| band.from <= now).cloned().collect::<Vec<_>>();
    let theories = player.run().theory();
    let mut charts = charts(&lines, &theories, props.most);
    if props.spark {
        charts.iter_mut().for_each(|chart| chart.lines.truncate(SPARK_LINES));
    }
    let own = if player.twin().is_some() { "A: " } else { "" };
    let caption = |chart: &Chart| format!("{own}{}", caption::caption(&chart.lines[0], &told, now));
    let captions: Vec<String> = charts.iter().map(caption).collect();
    let says = theory::words(&theories, &player.run().series(), now);
    let says: Vec<String> = says.iter().map(|sentence| format!("{own}{sentence}")).collect();
    let toggle = tabled.setter();
    let on = *tabled;
    let name = format!("{}-{}.csv", player.run().meta().slug, player.run().scenario().seed);
    let data = lines.clone();
    let save = move |_| save(&name, "text/csv;charset=utf-8", &table::csv(&data, seen));
    let words = html! { <>
            <figcaption class="plot-caption">{ for captions.iter().chain(&says).map(|line| html! { <p>{ line }</p> }) }</figcaption>
            <div class="plot-tools">
                <button type="button" aria-expanded={on.to_string()} onclick={move |_| toggle.set(!on)}>
                    { if on { HIDE_TABLE } else { SHOW_TABLE } }
                </button>
                <button type="button" onclick={save}>{ SAVE }</button>
            </div>
            if on { { table::table(&lines, now) } }
    </> };
    html! {
        <figure class="plot">
            { picture(svg, props, &charts, &bands, now, &captions.join(" ")) }
            if !props.spark { { words } }
        </figure>
    }
}

fn picture(
    svg: NodeRef,
    props: &PlotsProps,
    charts: &[Chart],
    bands: &[Band],
    now: SimTime,
    words: &str,
) -> Html {
    let wide = props.width >= 480.0;
    let left = if wide { 44.0 } else { 8.0 };
    let below = if props.spark { 4.0 } else { AXIS };
    let labelled = !props.spark && !bands.is_empty();
    let above = if labelled { LABELS } else { 0.0 };
    let each = ((props.height - below - above) / charts.len() as f64 - GAP).clamp(HEIGHT.0, HEIGHT.1);
    // A plot is at least as high, with the gap above it, as the values beside it.
    let height = |chart: &Chart| each.max(values::PITCH * chart.lines.len() as f64 - GAP + 4.0);
    let heights: Vec<f64> = charts.iter().map(height).collect();
    let player = props.shown.player.clone();
    let seen = player.run().position().seen;
    let frame = Frame {
        left,
        right: (props.width - values::room(charts)).max(left + 40.0),
        top: 0.0,
        height: above + heights.iter().map(|height| height + GAP).sum::<f64>(),
        length: player.length().seconds(),
    };
    let one = |(place, chart): (usize, &Chart)| {
        let top = above + heights[..place].iter().map(|height| height + GAP).sum::<f64>() + GAP;
        frame::draw(&Frame { top, height: heights[place], ..frame }, place, chart, now)
    };
    let axis = ticks::times(0.0, frame.length, if wide { 8 } else { 4 });
    let tick = |seconds: &f64| {
        let words = brief(SimTime::from_seconds(*seconds));
        html! { <text class="plot-tick" x={px(frame.x(*seconds))} y={px(frame.height + 18.0)}>{ words }</text> }
    };
    let width = props.width;
    let (height, x) = (frame.height + below, px(frame.x(now.seconds())));
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
        <svg ref={svg} class="plot-picture" role="img" aria-label={format!("{PICTURE}{words}")} onclick={seek}
            width={px(props.width)} height={px(height)} viewBox={format!("0 0 {} {}", px(props.width), px(height))}>
            <title>{ HINT }</title>
            <defs>
                <pattern id="plot-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <line class="plot-hatch-line" x1="0" y1="0" x2="0" y2="7" />
                </pattern>
            </defs>
            { band_rows::draw_bands(&frame, bands, (now, seen), labelled) }
            { for charts.iter().enumerate().map(one) }
            if !props.spark { { for axis.iter().map(tick) } }
            <line class="plot-now" x1={x.clone()} x2={x} y1="0" y2={px(frame.height)}>
                <title>{ brief(now) }</title>
            </line>
        </svg>
    }
}
