//! How much load retries make: the numbers of calls that one request turns into.

/// The most calls of the deepest layer for one request of a user, where each layer tries each call so often: the product.
/// 2^64 - 1 stands for what is larger.
pub fn worst_amplification(attempts: &[u32]) -> u64 {
    attempts.iter().fold(1, |calls, attempts| calls.saturating_mul(u64::from(*attempts)))
}

/// The mean number of attempts for one call, if each attempt fails with the chance `failure` (0 to 1) and at most
/// `attempts` are made: 1 + p + p^2 + ...
///
/// Attempts that fail independently are the best case: under overload the chance itself grows with the attempts.
pub fn expected_attempts(failure: f64, attempts: u32) -> f64 {
    let mut chance_of_the_next = 1.0;
    let mut expected = 0.0;
    for _ in 0..attempts {
        expected += chance_of_the_next;
        chance_of_the_next *= failure;
    }
    expected
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Seed;

    #[test]
    fn the_attempts_of_layers_multiply() {
        for (attempts, layers, calls) in [(3, 5, 243), (4, 3, 64), (3, 1, 3), (1, 9, 1)] {
            assert_eq!(worst_amplification(&vec![attempts; layers]), calls, "{attempts} in {layers} layers");
        }
        assert_eq!(worst_amplification(&[3, 1, 2]), 6);
        assert_eq!(worst_amplification(&[]), 1, "a request that goes through no layer is one call");
        assert_eq!(worst_amplification(&[u32::MAX; 3]), u64::MAX);
    }

    #[test]
    fn every_layer_that_fails_to_the_end_makes_the_whole_product_of_calls() {
        fn calls(layers: &[u32]) -> u64 {
            let Some((attempts, deeper)) = layers.split_first() else { return 1 };
            (0..*attempts).map(|_| calls(deeper)).sum()
        }
        for layers in [vec![3; 5], vec![4; 3], vec![2, 5, 3]] {
            assert_eq!(calls(&layers), worst_amplification(&layers));
        }
    }

    #[test]
    fn expected_attempts_are_the_sum_of_the_chances_to_come_so_far() {
        for (failure, attempts, expected) in
            [(0.5, 3, 1.75), (0.9, 4, 3.439), (0.0, 5, 1.0), (1.0, 5, 5.0), (0.5, 1, 1.0), (0.5, 0, 0.0)]
        {
            let computed = expected_attempts(failure, attempts);
            assert!((computed - expected).abs() < 1e-12, "{failure} {attempts}: {computed}");
        }
    }

    #[test]
    fn calls_that_fail_by_chance_are_tried_as_often_as_expected() {
        let mut random = Seed(5).stream("failures", 0);
        let mut attempts = 0;
        for _ in 0..100_000 {
            attempts += (1..=4).find(|last| *last == 4 || !random.chance_ppm(900_000)).unwrap();
        }
        let mean = f64::from(attempts) / 1e5;
        // The standard deviation of one is below 1.1: four standard errors are 0.014.
        assert!((mean - expected_attempts(0.9, 4)).abs() < 0.014, "{mean}");
    }

    #[test]
    fn once_everything_fails_three_attempts_turn_two_fifths_of_the_capacity_into_more_than_all_of_it() {
        let (capacity, offered) = (1_000, 400_u64);
        assert!(offered < capacity);
        assert_eq!(offered * worst_amplification(&[3]), 1_200);
        assert_eq!(offered as f64 * expected_attempts(1.0, 3), 1_200.0);
    }
}
