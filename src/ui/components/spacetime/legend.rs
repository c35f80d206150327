//! What the diagram's bars and signs stand for.

use super::bars::{Bar, phases};
use super::draw::phase_class;
use faultyard::process::Phase;
use yew::prelude::*;

/// What the signs stand for, where messages are drawn.
const MESSAGES: &str = "\u{2198} message";
const SIGNS: &str = "\u{2715} lost or fault \u{b7} \u{25c6} milestone \u{b7} \u{25cf} event";

/// What bars and signs stand for, and how much there was no room for.
pub fn legend(bars: &[Bar], left_out: usize) -> Html {
    let phase = |phase: &Phase| {
        let class = phase_class(phase.kind);
        html! { <span class="spacetime-sign"><svg width="16" height="10"><rect {class} x="1" y="1" width="14" height="8" /></svg>{ phase.name }</span> }
    };
    html! {
        <p class="spacetime-legend">
            { for phases(bars).iter().map(phase) }
            <span class="spacetime-sign">{ if bars.is_empty() { format!("{MESSAGES} \u{b7} {SIGNS}") } else { SIGNS.into() } }</span>
            if left_out > 0 {
                <span class="spacetime-left-out">{ format!("{left_out} more: zoom in to see them") }</span>
            }
        </p>
    }
}
