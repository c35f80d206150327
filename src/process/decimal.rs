//! Numbers as people write them.

use super::math;

/// A fraction of integers below this is rounded once: 10^20 leaves more than 53 bits of a quotient of 128.
const EXACT: u32 = 20;

/// The number that `12`, `-0.25` or `1.5e3` stands for; `NaN`, `inf` and `-inf` as programs write them. It is the nearest
/// double for up to nineteen digits and twenty places, which is what fields and links write; beyond, its last bits may be
/// off. Rust's own reader never is, for tables that every visit would load.
pub fn decimal(text: &str) -> Option<f64> {
    match text {
        "NaN" => return Some(f64::NAN),
        "inf" => return Some(f64::INFINITY),
        "-inf" => return Some(f64::NEG_INFINITY),
        _ => {}
    }
    let (digits, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let number = (whole.to_owned() + part).parse::<i128>().ok()?;
    let power = i32::from(power.parse::<i16>().ok()?) - part.len() as i32;
    let number = number.unsigned_abs();
    let exact = (power.unsigned_abs() <= EXACT).then(|| 10_u128.pow(power.unsigned_abs()));
    let exact = exact.and_then(|scale| match power {
        ..0 => Some(quotient(number, scale)),
        0.. => number.checked_mul(scale).map(|product| product as f64),
    });
    let size = exact.unwrap_or_else(|| number as f64 * math::pow(10.0, f64::from(power)));
    // Of nothing, the sign counts too.
    Some(if text.starts_with('-') { -size } else { size })
}

/// A fraction as the nearest double: with as many bits as there are, and what is left over as the last of them.
fn quotient(number: u128, divisor: u128) -> f64 {
    let shift = number.leading_zeros().min(127);
    let shifted = number << shift;
    let bits = (shifted / divisor) | u128::from(!shifted.is_multiple_of(divisor));
    bits as f64 * math::pow(2.0, -f64::from(shift))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", ".", "-", "e3", "1e", "1.5.2", "1.-5", "one", "1 2", "0x10", "infinity"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn a_sign_a_bare_point_and_zeros_in_front_are_read() {
        for (text, number) in [
            ("+5", 5.0),
            ("-.5", -0.5),
            ("5.", 5.0),
            ("007", 7.0),
            ("1.5E+3", 1_500.0),
            ("2e-3", 0.002),
            ("-0.0", -0.0),
            ("-inf", f64::NEG_INFINITY),
        ] {
            assert_eq!(decimal(text), Some(number), "{text}");
        }
        assert!(decimal("NaN").is_some_and(f64::is_nan));
    }

    proptest! {
        #[test]
        fn up_to_nineteen_digits_and_twenty_places_it_reads_what_rust_reads(digits in any::<i64>(), power in -20_i16..=18) {
            let text = format!("{digits}e{power}");
            prop_assert_eq!(decimal(&text).map(f64::to_bits), text.parse().ok().map(f64::to_bits), "{}", text);
        }

        #[test]
        fn any_double_of_a_link_is_read_back_as_it_is_written(number in 0.001..1e15_f64) {
            prop_assert_eq!(decimal(&number.to_string()), Some(number));
        }

        #[test]
        fn any_number_is_read_to_a_few_parts_in_ten_to_the_fifteenth(number in 1e-200..1e200_f64) {
            let read = decimal(&number.to_string()).or_else(|| decimal(&format!("{number:e}"))).unwrap();
            prop_assert!((read / number - 1.0).abs() < 4e-15, "{number} {read}");
        }
    }
}
