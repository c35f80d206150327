//! Runs side by side in numbers: each measure of each run now, and how much more than A the others have.

use crate::ui::components::format::{brief, number};
use crate::ui::components::plot::{Line, lines};
use crate::ui::player::{Player, Shown, Which};
use faultyard::labs;
use faultyard::process::SimTime;
use faultyard::sim::Input;
use yew::prelude::*;

const NAME: &str = "The runs in numbers";
const NO_MEASURES: &str = "This lab has no metrics to compare.";
const FROM_START: &str = "Compare from the start";
const SINCE: &str = " They differ only from the change on; before it they are one run.";
const UNKNOWN: &str = "\u{2013}";

#[derive(Properties, PartialEq, Clone)]
pub struct DifferenceProps {
    /// The player, with runs beside its own.
    pub shown: Shown,
}

/// A row for each measure. Which of them is better is not said: that depends on what one wants.
#[component]
pub fn Difference(props: &DifferenceProps) -> Html {
    let player = &props.shown.player;
    let (now, lines) = (player.run().position().now, lines(player));
    let (runs, others) = (player.runs(), player.others());
    let anew = {
        let player = player.clone();
        move |_: MouseEvent| from_start(&player)
    };
    html! {
        <div class="difference">
            { for others.iter().map(|which| html! { <p class="small second">{ format!("{}.", setting(player, *which)) }</p> }) }
            if others.iter().any(|which| was_changed(player, *which)) {
                <p><button type="button" class="small" onclick={anew}>{ FROM_START }</button><span class="small second">{ SINCE }</span></p>
            }
            if lines.is_empty() { <p class="small second">{ NO_MEASURES }</p> } else {
                <table class={(others.len() > 1).then_some("many")}>
                    <caption class="visually-hidden">{ NAME }</caption>
                    <thead><tr>
                        <th scope="col">{ format!("At {}", brief(now)) }</th>
                        { for heads(runs).into_iter().map(|head| html! { <th scope="col">{ head }</th> }) }
                    </tr></thead>
                    <tbody>{ for lines.chunks(runs.len()).map(|lines| row(lines, now)) }</tbody>
                </table>
            }
        </div>
    }
}

/// What stands over the columns: the runs, and how much more than A each other one has; of two runs also in percent.
fn heads(runs: &[Which]) -> Vec<String> {
    let names = runs.iter().map(|which| which.name().to_string());
    let more = runs.iter().skip(1).map(|which| format!("{} \u{2212} A", which.name()));
    names.chain(more).chain((runs.len() == 2).then(|| "in %".into())).collect()
}

/// One measure's row: a line for each run.
fn row(lines: &[Line], now: SimTime) -> Html {
    let values: Vec<Option<f64>> = lines.iter().map(|line| line.value(now)).collect();
    let pairs: Vec<Option<(f64, f64)>> = values.iter().skip(1).map(|value| values[0].zip(*value)).collect();
    let own = values.iter().map(|value| value.map(number));
    let more = pairs.iter().map(|pair| pair.map(|(a, b)| signed(b - a)));
    let percent = (pairs.len() == 1).then(|| pairs[0].and_then(percent));
    let cell = |(place, text): (usize, Option<String>)| {
        let class = (values.len()..values.len() + pairs.len()).contains(&place).then_some("more");
        html! { <td {class}>{ text.unwrap_or_else(|| UNKNOWN.into()) }</td> }
    };
    let (label, unit) = (lines[0].label, lines[0].unit);
    html! {
        <tr key={lines[0].key}>
            <th scope="row">{ label }if !unit.is_empty() { <span class="second">{ format!(" ({unit})") }</span> }</th>
            { for own.chain(more).chain(percent).enumerate().map(cell) }
        </tr>
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
    (a != 0.0).then(|| format!("{}%", signed(100.0 * (b - a) / a.abs())))
}

/// Whether a run was set otherwise while it went on.
fn was_changed(player: &Player, which: Which) -> bool {
    player.of(which).scenario().inputs.iter().any(|timed| matches!(timed.input, Input::Set { .. }))
}

/// Sets the runs from their start as they are set now, and goes there.
fn from_start(player: &Player) {
    for which in player.others() {
        let mut scenario = player.of(*which).scenario().clone();
        for timed in std::mem::take(&mut scenario.inputs) {
            match timed.input {
                Input::Set { key, value } => scenario = scenario.with(&key, &value),
                _ => scenario.inputs.push(timed),
            }
        }
        if let Some(entry) = labs::find(&scenario.lab) {
            player.replace(*which, (entry.open)(&scenario));
        }
    }
    player.seek(SimTime::ZERO);
}

/// In what a run is set otherwise than the first, in words.
pub fn setting(player: &Player, which: Which) -> String {
    let (name, other, run) = (which.name(), player.of(which), player.run());
    let mut differences: Vec<String> = Vec::new();
    if other.scenario().seed != run.scenario().seed {
        differences.push(format!("seed {}", other.scenario().seed));
    }
    let values = other.values().into_iter().zip(run.values());
    for (field, (theirs, ours)) in other.fields().iter().zip(values) {
        if theirs != ours {
            differences.push(format!("{} {}", field.label.to_ascii_lowercase(), field.shown(theirs)));
        }
    }
    match differences.is_empty() {
        true => format!("{name}: like A so far; change a setting"),
        false => format!("{name}: {}", differences.join(", ")),
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
        assert_eq!(told, ["+25%", "\u{2212}50%", ""]);
    }
}
