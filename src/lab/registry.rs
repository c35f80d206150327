//! What the list of labs holds of each.

use super::search::Family;
use super::{Benchmark, Field, Lab, Meta, Params, Run, Scenario, Session};
use crate::process::SimTime;
use serde_json::{Map, Value, json};

/// What the list tells of a lab before its program is there.
#[derive(Clone, Copy, Debug)]
pub struct Card {
    /// Its name in addresses and its folder's name.
    pub slug: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The question that it answers.
    pub question: &'static str,
    /// The chapter of the curriculum.
    pub chapter: &'static str,
}

impl Card {
    /// The card of a lab.
    pub const fn of<L: Lab>() -> Card {
        Card {
            slug: L::META.slug,
            title: L::META.title,
            question: L::META.question,
            chapter: L::META.chapter,
        }
    }
}

/// A lab in the list.
#[derive(Clone, Copy)]
pub struct Entry {
    /// What it is.
    pub meta: &'static Meta,
    /// What it teaches, in Markdown.
    pub lesson: &'static str,
    /// The step and the moment that stand for it in the list of labs.
    pub cover: Option<(&'static str, SimTime)>,
    /// What of it is timed.
    pub benchmarks: &'static [Benchmark],
    /// How trouble begins in it, for a search.
    pub families: &'static [Family],
    /// Its own acts that are bad luck, for a search.
    pub acts: &'static [&'static str],
    /// Opens a run; what is not understood in the scenario becomes a warning.
    pub open: fn(&Scenario) -> Box<dyn Run>,
    /// A scenario as its runs say it: only the parameters that differ from the defaults, inputs in the order of time.
    pub normal: fn(&Scenario) -> Scenario,
    /// The JSON Schema of its parameters.
    pub schema: fn() -> Value,
}

impl Entry {
    /// The entry of a lab.
    pub const fn of<L: Lab>() -> Entry {
        Entry {
            meta: &L::META,
            lesson: L::LESSON,
            cover: L::COVER,
            benchmarks: L::BENCHMARKS,
            families: L::GUIDANCE.families,
            acts: L::GUIDANCE.acts,
            open: |scenario| Box::new(Session::<L>::new(scenario)),
            normal: |scenario| normal::<L>(scenario).0,
            schema: || schema(&L::META, defaults::<L::Params>()),
        }
    }
}

/// A scenario as runs of the lab say it, its parameters, and what was not understood.
pub(super) fn normal<L: Lab>(scenario: &Scenario) -> (Scenario, L::Params, Vec<String>) {
    let mut warnings = Vec::new();
    let mut params = L::Params::default();
    for (key, text) in &scenario.params {
        match params.set(key, text) {
            Ok(warning) => warnings.extend(warning),
            Err(why) => warnings.push(why),
        }
    }
    let mut scenario = Scenario { lab: L::META.slug.into(), params: params.changes(), ..scenario.clone() };
    scenario.inputs.sort_by_key(|input| input.at);
    (scenario, params, warnings)
}

/// The fields of a table, each with its default.
fn defaults<P: Params>() -> Vec<(&'static Field, i64)> {
    let default = P::default();
    P::TABLE.iter().map(|row| (&row.field, (row.get)(&default))).collect()
}

/// The schema of a lab's parameters, made from its table.
fn schema(meta: &Meta, fields: Vec<(&Field, i64)>) -> Value {
    let properties: Map<String, Value> =
        fields.into_iter().map(|(field, default)| (field.key.to_string(), field.schema(default))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": meta.title,
        "description": meta.question,
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}
