//! Whether a value is as a schema says, for the words of JSON Schema that ours use.

use serde_json::Value;

/// Whether a value is as a schema says.
pub fn accepts(schema: &Value, value: &Value) -> bool {
    let is = |kind: &Value| match kind.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        _ => false,
    };
    let kind = match &schema["type"] {
        Value::Null => true,
        Value::Array(kinds) => kinds.iter().any(is),
        kind => is(kind),
    };
    let bound = |name: &str, holds: fn(f64, f64) -> bool, of: Option<f64>| {
        schema[name].as_f64().zip(of).is_none_or(|(bound, of)| holds(of, bound))
    };
    let length = value.as_array().map(|items| items.len() as f64);
    let members = value.as_object().map(|members| members.len() as f64);
    kind && schema.get("const").is_none_or(|only| only == value)
        && schema["enum"].as_array().is_none_or(|words| words.contains(value))
        && bound("minimum", |of, least| of >= least, value.as_f64())
        && bound("maximum", |of, most| of <= most, value.as_f64())
        && bound("minItems", |of, least| of >= least, length)
        && bound("maxItems", |of, most| of <= most, length)
        && bound("maxProperties", |of, most| of <= most, members)
        && parts_are_accepted(schema, value)
}

fn parts_are_accepted(schema: &Value, value: &Value) -> bool {
    let required = schema["required"].as_array().into_iter().flatten();
    let has = |name: &Value| value.get(name.as_str().unwrap()).is_some();
    let has_required = !value.is_object() || required.into_iter().all(has);
    let members = value.as_object().into_iter().flatten();
    let mut members =
        members.map(|(name, value)| match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Value::Null, Value::Bool(allowed)) => *allowed,
            (Value::Null, other) => accepts(other, value),
            (own, _) => accepts(own, value),
        });
    let items = value.as_array().into_iter().flatten().enumerate();
    let mut items = items.map(|(place, item)| match schema["prefixItems"].get(place) {
        Some(own) => accepts(own, item),
        None => schema.get("items").is_none_or(|every| accepts(every, item)),
    });
    has_required && members.all(|ok| ok) && items.all(|ok| ok)
}
