//! Numbers as people write them.

use super::math;

/// The number that `12`, `-0.25` or `1.5e3` stands for. It is exact for up to fifteen digits, which is what fields and
/// links write; beyond, its last bit may be off. Rust's own reader never is, for tables that every visit would load.
pub fn decimal(text: &str) -> Option<f64> {
    let (digits, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let number = (whole.to_owned() + part).parse::<i128>().ok()? as f64;
    let power = f64::from(power.parse::<i16>().ok()?) - part.len() as f64;
    let scale = math::pow(10.0, power.abs());
    Some(if power < 0.0 { number / scale } else { number * scale })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", ".", "-", "e3", "1e", "1.5.2", "1.-5", "one", "1 2", "0x10", "inf", "NaN"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn a_sign_a_bare_point_and_zeros_in_front_are_read() {
        for (text, number) in
            [("+5", 5.0), ("-.5", -0.5), ("5.", 5.0), ("007", 7.0), ("1.5E+3", 1_500.0), ("2e-3", 0.002)]
        {
            assert_eq!(decimal(text), Some(number), "{text}");
        }
    }

    proptest! {
        #[test]
        fn up_to_fifteen_digits_it_reads_what_rust_reads(digits in -999_999_999_999_999_i64..=999_999_999_999_999, places in 0_u32..=22) {
            let text = format!("{digits}e-{places}");
            prop_assert_eq!(decimal(&text), text.parse().ok());
        }

        #[test]
        fn any_number_is_read_to_a_few_parts_in_ten_to_the_fifteenth(number in 1e-200..1e200_f64) {
            let read = decimal(&number.to_string()).or_else(|| decimal(&format!("{number:e}"))).unwrap();
            prop_assert!((read / number - 1.0).abs() < 4e-15, "{number} {read}");
        }
    }
}
