//! Fewer points, with every peak and every dip still there.

/// At most `most` points: of each stretch the least and the greatest stay, in their order.
pub fn decimate(points: &[(f64, f64)], most: usize) -> Vec<(f64, f64)> {
    let stretches = (most / 2).max(1);
    if points.len() <= most.max(2) {
        return points.to_vec();
    }
    let mut kept = Vec::with_capacity(2 * stretches);
    for stretch in 0..stretches {
        let from = stretch * points.len() / stretches;
        let to = (stretch + 1) * points.len() / stretches;
        let (mut least, mut greatest) = (from, from);
        for place in from..to {
            if points[place].1 < points[least].1 {
                least = place;
            }
            if points[place].1 > points[greatest].1 {
                greatest = place;
            }
        }
        kept.push(points[least.min(greatest)]);
        if least != greatest {
            kept.push(points[least.max(greatest)]);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_peak_among_many_points_stays() {
        let value = |place: usize| if place == 61_237 { 9.0 } else { (place % 2) as f64 };
        let points: Vec<(f64, f64)> = (0..100_000).map(|place| (place as f64, value(place))).collect();
        let kept = decimate(&points, 2_000);
        assert!(kept.len() <= 2_000 && kept.contains(&(61_237.0, 9.0)));
        assert!(kept.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn few_points_stay_as_they_are() {
        let points = [(0.0, 1.0), (1.0, 2.0)];
        assert_eq!(decimate(&points, 2_000), points);
    }
}
