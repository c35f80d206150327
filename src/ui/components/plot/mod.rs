//! A run's measures over time: small plots on the transport's axis, with a sentence, a table and a file.

mod band_rows;
mod bands;
mod caption;
mod chart;
mod decimate;
mod frame;
mod grid;
mod lines;
mod marks;
mod picture;
mod strip;
mod table;
mod theory;
pub mod ticks;
mod values;

pub use bands::{Band, bands};
pub use frame::px;
pub use lines::{Line, lines};

use crate::ui::player::Shown;
use crate::ui::save::save;
use chart::{Chart, charts};
use picture::{Layout, picture};
use strip::Strip;
use yew::prelude::*;

const NO_MEASURES: &str = "This lab has no metrics over time.";
const SHOW_TABLE: &str = "Show as a table";
const HIDE_TABLE: &str = "Hide the table";
const SAVE: &str = "Save as CSV";
const FEWER: &str = "Fewer plots";
const AFTER_ANSWER: &str = "The plot is shown after your answer.";
/// As many lines have their values beside a plot of the least height.
const SPARK_LINES: usize = 2;
/// What [`Plots`] shows.
#[derive(Properties, PartialEq, Clone)]
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
    /// The keys of the measures that matter here: their plots, and the others a click away. None for the first ones.
    #[prop_or_default]
    pub about: Vec<String>,
    /// Only the picture, without axis, words and buttons.
    #[prop_or_default]
    pub spark: bool,
}

/// The measures of a run over time.
#[component]
pub fn Plots(props: &PlotsProps) -> Html {
    let tabled = use_state(|| false);
    let every = use_state(|| false);
    let svg = use_node_ref();
    let player = &props.shown.player;
    let (now, seen) = (player.run().position().now, player.run().position().seen);
    let lines = lines(player);
    if lines.is_empty() {
        return html! { <p class="plot-none">{ NO_MEASURES }</p> };
    }
    let bands = bands(&player.run().done(), seen);
    let told = bands.iter().filter(|band| band.from <= now).cloned().collect::<Vec<_>>();
    let theories = player.run().theory();
    let (charts, many) = select(props, charts(&lines, &theories, usize::MAX), *every);
    let asked = player.question().is_some_and(|question| !question.about.is_empty());
    if charts.is_empty() {
        return html! { <p class="plot-none">{ if asked { AFTER_ANSWER } else { NO_MEASURES } }</p> };
    }
    let own = if player.is_comparing() { "A: " } else { "" };
    let caption = |chart: &Chart| format!("{own}{}", caption::caption(&chart.lines[0], &told, now));
    let captions: Vec<String> = charts.iter().map(caption).collect();
    let says = if asked { Vec::new() } else { theory::words(&theories, &player.run().series(), now) };
    let says: Vec<String> = says.iter().map(|sentence| format!("{own}{sentence}")).collect();
    let toggle = tabled.setter();
    let on = *tabled;
    let name = format!("{}-{}.csv", player.run().meta().slug, player.run().scenario().seed);
    let more = {
        let (setter, on) = (every.setter(), *every);
        move |_| setter.set(!on)
    };
    let data = lines.clone();
    let save = move |_| save(&name, "text/csv;charset=utf-8", &table::csv(&data, seen));
    let layout = Layout::of(props, &charts, !bands.is_empty());
    let words = html! { <>
            <figcaption class="plot-caption">{ for captions.iter().chain(&says).map(|line| html! { <p>{ line }</p> }) }</figcaption>
            <div class="plot-tools">
                <button type="button" aria-expanded={on.to_string()} onclick={move |_| toggle.set(!on)}>
                    { if on { HIDE_TABLE } else { SHOW_TABLE } }
                </button>
                <button type="button" onclick={save}>{ SAVE }</button>
                if *every || charts.len() < many {
                    <button type="button" aria-expanded={every.to_string()} onclick={more}>
                        { if *every { FEWER.into() } else { format!("All {many} plots") } }
                    </button>
                }
            </div>
            if on { { table::table(&lines, now) } }
    </> };
    html! {
        <figure class="plot">
            if !props.spark { <Strip shown={props.shown.clone()} frame={layout.frame} width={props.width} /> }
            { picture(svg, props, &layout, (&charts, &bands), &captions.join(" ")) }
            if !props.spark { { words } }
        </figure>
    }
}

/// A click goes to a moment; the keys stay where they were.
fn keep_focus(event: MouseEvent) {
    event.prevent_default();
}

/// The plots to show of all that there are, and how many there are. What a question asks is not shown before it is answered.
fn select(props: &PlotsProps, all: Vec<Chart>, every: bool) -> (Vec<Chart>, usize) {
    let many = all.len();
    let (keys, most) = if every { (&[][..], many) } else { (&props.about[..], props.most) };
    let mut charts = chart::chosen(all, keys, most);
    let asked = props.shown.player.question().unwrap_or_default().about;
    charts.retain(|chart| !chart.lines.iter().any(|line| asked.iter().any(|key| key == line.key)));
    if props.spark {
        charts.iter_mut().for_each(|chart| chart.lines.truncate(SPARK_LINES));
    }
    (charts, many)
}
