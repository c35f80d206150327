//! Where a falling function crosses a line, by halving: for distributions whose inverse has no closed form.

/// The greatest `x` from 0 for which `above` holds, if it holds up to some `x` and never after; 0 if it never does.
/// `start` is a positive guess of its size.
pub(super) fn last(start: f64, above: impl Fn(f64) -> bool) -> f64 {
    if !above(0.0) {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, start);
    while above(high) {
        (low, high) = (high, 2.0 * high);
    }
    // A double has 53 bits; the others are for a guess that is far too great.
    for _ in 0..100 {
        let middle = low + (high - low) / 2.0;
        *(if above(middle) { &mut low } else { &mut high }) = middle;
    }
    low
}
