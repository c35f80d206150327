//! Hostile messages.

use super::*;
use proptest::prelude::*;

/// A step or a jump of a million events is right, but slow to try thousands of times.
fn quick() -> Vec<&'static str> {
    METHODS.iter().copied().filter(|name| !matches!(*name, "step" | "seek")).collect()
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        "n[0-9]{1,6}(>n[0-9])?|leader|params|crash|loss|pause|skew|latency|event|full".prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| proptest::collection::vec(inner, 0..3).prop_map(Value::from))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn any_data_is_carried_out_or_answered_with_a_sentence(
        name in proptest::sample::select(quick()),
        members in proptest::collection::btree_map(
            "t|n|unit|speed|keep|seed|key|value|fault|target|for|by|share|ppm|low|high|groups|command|argument\
            |from|to|kinds|limit|series|points|level|mark|state|scenario|params|preset|faults",
            any_json(),
            0..6,
        ),
    ) {
        let host = bare();
        let message = json!({"ctx": "faultyard", "v": 1, "kind": "cmd", "name": name, "data": members});
        let answer = answer(&host, &message).unwrap();
        let error = &answer["data"]["error"]["message"];
        prop_assert!(answer["data"]["ok"] == true || error.as_str().is_some_and(|why| why.len() > 5), "{}", answer);
    }

    #[test]
    fn no_message_is_too_odd_to_be_read(value in any_json(), text in "\\PC{0,80}") {
        let host = bare();
        let _ = answer(&host, &value);
        let _ = answer(&host, &json!(text));
        let _ = answer(&host, &json!({"ctx": "faultyard", "v": value, "kind": "cmd", "name": text, "rid": text}));
    }
}
