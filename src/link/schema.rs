//! The JSON Schema of the scenario file.

use super::{MOST_INPUTS, MOST_PARAMS, SPEEDS, View};
use serde_json::{Value, json};

/// The schema (draft 2020-12) of what [`super::Saved`] writes and reads.
pub fn scenario_schema() -> Value {
    let words: Vec<&str> = View::ALL.iter().map(|view| view.word()).collect();
    let text = |about: &str| json!({"type": "string", "description": about});
    let time = json!({
        "description": "A simulated time: 250us, 400ms, 12.5s, 1:02; a number is seconds.",
        "type": ["string", "number"],
    });
    let input = json!({
        "description": "When, and what happens then: crash n1, crash leader, set loss=10, do lookup apple.",
        "type": "array",
        "prefixItems": [time, {"type": "string"}],
        "minItems": 2,
        "maxItems": 2,
    });
    let params = json!({
        "description": "Parameters that differ from the lab's defaults, by key; see schema/<lab>.json.",
        "type": "object",
        "additionalProperties": {"type": ["string", "number", "boolean"]},
        "maxProperties": MOST_PARAMS,
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Faultyard scenario",
        "description": "A run: everything else follows from it.",
        "type": "object",
        "required": ["lab"],
        "additionalProperties": false,
        "properties": {
            "faultyard": {"const": 1, "description": "The version of this form."},
            "lab": text("The lab's slug."),
            "params": params,
            "seed": {
                "description": "What the run's chance grows from: 64 bits, as text above 2^53.",
                "type": ["integer", "string"],
                "minimum": 0,
            },
            "inputs": {"type": "array", "items": input, "maxItems": MOST_INPUTS},
            "t": time,
            "event": {
                "type": "integer",
                "minimum": 0,
                "description": "Shown is the state just after this event, where more happens at the same moment.",
            },
            "speed": {"type": "number", "minimum": SPEEDS.0, "maximum": SPEEDS.1, "description": "Simulated seconds a second."},
            "item": text("The thing on the stage that is chosen."),
            "view": {"type": "string", "enum": words, "description": "What stands in the middle."},
        },
    })
}
