//! Where things go.

use std::f64::consts::TAU;

/// The place on a circle at `turns` from the top, clockwise.
pub fn turn((x, y): (f32, f32), r: f32, turns: f64) -> (f32, f32) {
    let angle = turns * TAU;
    (x + (libm::sin(angle) * f64::from(r)) as f32, y - (libm::cos(angle) * f64::from(r)) as f32)
}

/// `n` places evenly on a circle, the first at the top, clockwise.
pub fn ring(centre: (f32, f32), r: f32, n: usize) -> Vec<(f32, f32)> {
    (0..n).map(|i| turn(centre, r, i as f64 / n.max(1) as f64)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_begins_at_the_top_and_goes_clockwise() {
        let places = ring((100.0, 100.0), 50.0, 4);
        let expected = [(100.0, 50.0), (150.0, 100.0), (100.0, 150.0), (50.0, 100.0)];
        for (place, expected) in places.iter().zip(expected) {
            assert!((place.0 - expected.0).abs() < 1e-3 && (place.1 - expected.1).abs() < 1e-3, "{places:?}");
        }
    }
}
