//! Two runs side by side in numbers: each measure of A and of B now, and how much more B has.

use crate::ui::components::format::{brief, number};
use crate::ui::components::plot::{Line, lines};
use crate::ui::player::{Player, Shown};
use yew::prelude::*;

const NAME: &str = "A and B in numbers";
const NO_MEASURES: &str = "This lab measures nothing to compare.";
const UNKNOWN: &str = "\u{2013}";

#[derive(Properties, PartialEq)]
pub struct DifferenceProps {
    /// The player, with a run beside its own.
    pub shown: Shown,
}

/// A row for each measure. Which of the two is better is not said: that depends on what one wants.
#[component]
pub fn Difference(props: &DifferenceProps) -> Html {
    let player = &props.shown.player;
    let now = player.run().position().now;
    let lines = lines(player);
    let row = |pair: &[Line]| {
        let (a, b) = (pair[0].value(now), pair.get(1).and_then(|line| line.value(now)));
        let (label, unit) = (pair[0].label, pair[0].unit);
        let cell = |value: Option<String>| html! { <td>{ value.unwrap_or_else(|| UNKNOWN.into()) }</td> };
        html! {
            <tr key={pair[0].key}>
                <th scope="row">{ label }if !unit.is_empty() { <span class="second">{ format!(" ({unit})") }</span> }</th>
                { cell(a.map(number)) }{ cell(b.map(number)) }
                { cell(a.zip(b).map(|(a, b)| signed(b - a))) }{ cell(a.zip(b).and_then(percent)) }
            </tr>
        }
    };
    html! {
        <div class="difference">
            <p class="small second">{ format!("{}.", setting(player)) }</p>
            if lines.is_empty() { <p class="small second">{ NO_MEASURES }</p> } else {
                <table>
                    <caption class="sr-only">{ NAME }</caption>
                    <thead><tr>
                        <th scope="col">{ format!("At {}", brief(now)) }</th>
                        { for ["A", "B", "B \u{2212} A", "in %"].map(|head| html! { <th scope="col">{ head }</th> }) }
                    </tr></thead>
                    <tbody>{ for lines.chunks(2).map(row) }</tbody>
                </table>
            }
        </div>
    }
}

/// A difference with its sign.
fn signed(value: f64) -> String {
    match number(value.abs()) {
        zero if zero == "0" => zero,
        size if value < 0.0 => format!("\u{2212}{size}"),
        size => format!("+{size}"),
    }
}

/// How much more B has than A, in percent of A; of nothing there is no percent.
fn percent((a, b): (f64, f64)) -> Option<String> {
    (a != 0.0).then(|| format!("{}\u{a0}%", signed(100.0 * (b - a) / a.abs())))
}

/// In what the second run is set otherwise than the first, in words.
pub fn setting(player: &Player) -> String {
    let Some(twin) = player.twin() else { return String::new() };
    let run = player.run();
    let mut differences: Vec<String> = Vec::new();
    if twin.scenario().seed != run.scenario().seed {
        differences.push(format!("seed {}", twin.scenario().seed));
    }
    let values = twin.values().into_iter().zip(run.values());
    for (field, (theirs, ours)) in twin.fields().iter().zip(values) {
        if theirs != ours {
            differences.push(format!("{} {}", field.label.to_lowercase(), field.shown(theirs)));
        }
    }
    match differences.is_empty() {
        true => "B: the same so far; change a control at the right".into(),
        false => format!("B: {}", differences.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_has_its_sign_and_none_has_none() {
        assert_eq!([7.0, -7.25, 0.0, -0.0001].map(signed), ["+7", "\u{2212}7.25", "0", "0"]);
    }

    #[test]
    fn percent_are_of_a_and_of_nothing_there_are_none() {
        let told = [(200.0, 250.0), (-4.0, -6.0), (0.0, 3.0)].map(|pair| percent(pair).unwrap_or_default());
        assert_eq!(told, ["+25\u{a0}%", "\u{2212}50\u{a0}%", ""]);
    }
}
