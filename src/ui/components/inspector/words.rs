//! What `inspect` answers, in words: a key's last word is its unit.

use serde_json::Value;

/// So many values of a list are shown.
pub const MOST: usize = 60;

/// The last words of keys that are units: the sign after the number, and what the number is times.
const UNITS: [(&str, &str, f64); 7] = [
    ("Fraction", "%", 100.0),
    ("PerSecond", "\u{a0}/s", 1.0),
    ("Seconds", "\u{a0}s", 1.0),
    ("Ms", "\u{a0}ms", 1.0),
    ("Bytes", "\u{a0}B", 1.0),
    ("Mib", "\u{a0}MiB", 1.0),
    ("Millicores", "\u{a0}m", 1.0),
];

/// What says best what a thing is and how it is, in this order; all else comes after it.
const FIRST: [&str; 18] = [
    "id",
    "name",
    "key",
    "role",
    "state",
    "up",
    "inRotation",
    "policy",
    "controller",
    "strategy",
    "leader",
    "currentTerm",
    "term",
    "owner",
    "desired",
    "ready",
    "inService",
    "waiting",
];

/// The place of a key among the others.
pub fn rank(key: &str) -> usize {
    FIRST.iter().position(|first| *first == key).unwrap_or(FIRST.len())
}

/// A key of the answer in words, without its unit; the unit, and what the number is times.
pub fn label(key: &str) -> (String, (&'static str, f64)) {
    let unit = UNITS.iter().find_map(|(end, sign, times)| Some((key.strip_suffix(end)?, (*sign, *times))));
    let (name, unit) = unit.unwrap_or((key, ("", 1.0)));
    let mut words = String::new();
    for sign in name.chars() {
        if sign.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(sign.to_ascii_lowercase());
    }
    (words, unit)
}

/// A value in words, on one line.
pub fn words(key: &str, value: &Value) -> String {
    match value {
        Value::Null => "none".into(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.into(),
        Value::Number(number) => {
            let (sign, times) = label(key).1;
            let shown = number.as_f64().unwrap_or_default() * times;
            format!("{}{sign}", (shown * 1e3).round() / 1e3)
        }
        Value::String(text) => text.clone(),
        Value::Array(values) if values.is_empty() => "none".into(),
        Value::Array(values) => {
            let mut told: Vec<String> = values.iter().take(MOST).map(|value| words(key, value)).collect();
            if values.len() > MOST {
                told.push(format!("and {} more", values.len() - MOST));
            }
            told.join(", ")
        }
        Value::Object(fields) if fields.is_empty() => "none".into(),
        Value::Object(fields) => {
            let told = fields.iter().map(|(name, value)| format!("{} {}", label(name).0, words(name, value)));
            told.collect::<Vec<_>>().join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_thing_is_comes_before_what_it_has() {
        let mut keys = ["commitIndex", "currentTerm", "role", "id"];
        keys.sort_by_key(|key| rank(key));
        assert_eq!(keys, ["id", "role", "currentTerm", "commitIndex"]);
    }

    #[test]
    fn a_value_is_told_in_words() {
        let told =
            [json!(null), json!(true), json!([]), json!([1, 2]), json!({"logIndex": 3, "dueInMs": 2.5})];
        let expected = ["none", "yes", "none", "1, 2", "due in 2.5\u{a0}ms, log index 3"];
        assert_eq!(told.each_ref().map(|value| words("", value)), expected);
    }

    #[test]
    fn a_key_is_told_in_words_and_its_number_with_its_unit() {
        for (key, value, name, shown) in [
            ("currentTerm", json!(3), "current term", "3"),
            ("p99Ms", json!(12.34), "p99", "12.34\u{a0}ms"),
            ("movedFraction", json!(0.163), "moved", "16.3%"),
            ("capacityPerSecond", json!(40.0), "capacity", "40\u{a0}/s"),
            ("n1", json!(7), "n1", "7"),
        ] {
            assert_eq!((label(key).0.as_str(), words(key, &value).as_str()), (name, shown));
        }
    }
}
