//! JSON objects in little code.

use serde_json::{Map, Value};

/// `json!({ "key": value, ... })`: an object, as serde_json's `json!` makes it, of values that [`Value`] can be made from.
/// That one puts the making of each member into its place, which is more than half of what an inspection weighs.
#[macro_export]
macro_rules! json {
    ({ $($key:literal: $value:expr),* $(,)? }) => {
        $crate::lab::object(&mut [$(($key, serde_json::Value::from($value))),*])
    };
}

/// The object of these members, which it takes.
pub fn object(members: &mut [(&str, Value)]) -> Value {
    let mut map = Map::new();
    for (key, value) in members {
        map.insert((*key).to_owned(), value.take());
    }
    Value::Object(map)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    #[test]
    fn an_object_is_the_one_that_serde_makes() {
        let ours = json!({ "a": 1_u32, "b": Some("x"), "c": None::<f64>, "d": vec![0.5], "e": json!({ "f": true }) });
        let same = serde_json::json!({ "a": 1, "b": "x", "c": null, "d": [0.5], "e": { "f": true } });
        assert_eq!(ours, same);
        assert_eq!(json!({ "nan": f64::NAN })["nan"], Value::Null);
    }
}
