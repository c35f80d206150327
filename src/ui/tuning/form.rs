//! What is to be swept: one parameter or two, their values, how many seeds.

use super::Tuning;
use crate::ui::player::{Player, Shown};
use faultyard::lab::{Axis, Field, MOST_SEEDS, Sweep, Takes};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct FormProps {
    pub shown: Shown,
    pub tuning: Tuning,
    pub busy: bool,
}

/// An axis as it is being written: the parameter's key, empty for none, and its values.
#[derive(Clone, Default, PartialEq)]
struct Draft {
    key: String,
    values: String,
}

/// The form. What was swept last, or the lab's own first parameters, stand in it at first.
#[component]
pub fn Form(props: &FormProps) -> Html {
    let player = &props.shown.player;
    let drafts = use_state(|| first(player, &props.tuning));
    let seeds = use_state(|| props.tuning.found().map_or(3, |found| found.sweep.seeds));
    let sweep = sweep(player, &drafts, *seeds);
    let plan = match &sweep {
        Ok(sweep) => format!(
            "{} settings, {} runs, each to {}",
            sweep.cells(),
            sweep.runs(),
            crate::ui::components::format::brief(sweep.until)
        ),
        Err(why) => why.clone(),
    };
    let on_seeds = {
        let seeds = seeds.setter();
        move |event: Event| {
            let asked = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
            seeds.set((asked as u32).clamp(1, MOST_SEEDS));
        }
    };
    let start = {
        let (tuning, sweep) = (props.tuning.clone(), sweep.clone());
        move |_: MouseEvent| tuning.start(sweep.clone())
    };
    let tuning = props.tuning.clone();
    html! {
        <div class="tuner-form">
            { axis(player, &drafts, 0) }
            { axis(player, &drafts, 1) }
            <label>{ "Seeds " }<input type="number" class="tuner-seeds" min="1" max={MOST_SEEDS.to_string()} value={seeds.to_string()} onchange={on_seeds} /></label>
            if props.busy {
                <button onclick={move |_: MouseEvent| tuning.stop()}>{ "Cancel" }</button>
            } else {
                <button class="main" disabled={sweep.is_err()} onclick={start}>{ "Run" }</button>
            }
            <span class="small second">{ plan }</span>
        </div>
    }
}

/// The fields that make a difference to a run.
fn fields(player: &Player) -> Vec<(&'static Field, i64)> {
    let run = player.run();
    let pairs = run.fields().into_iter().zip(run.values());
    pairs.filter(|(field, _)| field.takes != Takes::View).collect()
}

fn first(player: &Player, tuning: &Tuning) -> Vec<Draft> {
    let known = tuning.found().map(|found| found.sweep.axes.clone());
    let numbers =
        |&(field, _): &(&Field, i64)| matches!(field.kind, faultyard::lab::FieldKind::Number { .. });
    let own = || {
        let fields = fields(player);
        fields.into_iter().filter(numbers).take(1).map(|(field, value)| Axis::around(field, value)).collect()
    };
    let mut drafts: Vec<Draft> = known
        .unwrap_or_else(own)
        .into_iter()
        .map(|axis| Draft { key: axis.key, values: axis.values.join(", ") })
        .collect();
    drafts.resize(2, Draft::default());
    drafts
}

fn sweep(player: &Player, drafts: &[Draft], seeds: u32) -> Result<Sweep, String> {
    let fields = fields(player);
    let mut axes = Vec::new();
    for draft in drafts {
        if let Some((field, _)) = fields.iter().find(|(field, _)| field.key == draft.key) {
            axes.push(Axis::parse(field, &draft.values)?);
        }
    }
    let sweep = Sweep { scenario: player.run().scenario().clone(), until: player.length(), axes, seeds };
    sweep.check().map(|()| sweep)
}

/// One axis: which parameter, and its values.
fn axis(player: &Player, drafts: &UseStateHandle<Vec<Draft>>, place: usize) -> Html {
    let fields = fields(player);
    let set = {
        let drafts = drafts.clone();
        move |draft: Draft| {
            let mut all = (*drafts).clone();
            all[place] = draft;
            drafts.set(all);
        }
    };
    let draft = drafts[place].clone();
    let choose = {
        let (set, fields) = (set.clone(), fields.clone());
        move |event: Event| {
            let key = event.target_unchecked_into::<HtmlSelectElement>().value();
            let chosen = fields.iter().find(|(field, _)| field.key == key);
            let values = chosen
                .map_or_else(String::new, |(field, value)| Axis::around(field, *value).values.join(", "));
            set(Draft { key, values });
        }
    };
    let write = {
        let key = draft.key.clone();
        move |event: Event| {
            let values = event.target_unchecked_into::<HtmlInputElement>().value();
            set(Draft { key: key.clone(), values });
        }
    };
    let label = ["Vary", "and"][place];
    let option = |(field, _): &(&'static Field, i64)| {
        html! { <option value={field.key} selected={field.key == draft.key}>{ format!("{}: {}", field.group, field.label.to_ascii_lowercase()) }</option> }
    };
    html! {
        <span class="tuner-axis">
            <label>{ label }{ " " }<select onchange={choose}>
                if place > 0 { <option value="" selected={draft.key.is_empty()}>{ "nothing else" }</option> }
                { for fields.iter().map(option) }
            </select></label>
            if !draft.key.is_empty() {
                <input type="text" aria-label={format!("Values, {label}")} value={draft.values.clone()} onchange={write} />
            }
        </span>
    }
}
