//! What a plot shows, in a sentence computed from its points: only what is seen, no cause that is not known.

use super::bands::Band;
use super::lines::Line;
use crate::ui::components::format::{brief, number, with_unit};
use faultyard::process::SimTime;

/// A change is told with the fault before it if it came at most so many seconds after that began.
const SOON_S: f64 = 3.0;

/// The sentence for a line, up to now.
pub fn caption(line: &Line, bands: &[Band], now: SimTime) -> String {
    let seen = line.between(0.0, now.seconds() + 1e-6);
    let Some(last) = seen.last() else {
        return format!("{}: no samples yet.", line.label);
    };
    let name = line.label;
    let least = seen.iter().map(|point| point.1).fold(f64::INFINITY, f64::min);
    let greatest = seen.iter().map(|point| point.1).fold(f64::NEG_INFINITY, f64::max);
    if number(least) == number(greatest) {
        return format!("{name} stayed at {}.", with_unit(last.1, line.unit));
    }
    if !line.stepped {
        let [value, least, most] = [last.1, least, greatest].map(|value| with_unit(value, line.unit));
        return format!("{name} is {value} at {} (range so far: {least} to {most}).", brief(now));
    }
    let change = seen.windows(2).rev().find(|pair| pair[0].1 != pair[1].1);
    let (from, to) = change.map_or((*last, *last), |pair| (pair[0], pair[1]));
    let verb = if to.1 < from.1 { "fell" } else { "rose" };
    let at = SimTime::from_seconds(to.0);
    let [from, to] = [from.1, to.1].map(|value| with_unit(value, line.unit));
    format!("{name} {verb} from {from} to {to} by {}{}.", brief(at), after(bands, at))
}

/// How long after the latest fault that is, if it is soon after.
fn after(bands: &[Band], at: SimTime) -> String {
    let before = bands.iter().filter(|band| band.from <= at).max_by_key(|band| band.from);
    match before.map(|band| (at.since(band.from), band)) {
        Some((gap, band)) if gap.0 == 0 => format!(", when {}", band.label),
        Some((gap, band)) if gap.seconds() <= SOON_S => {
            format!(", {} after {}", brief(SimTime(gap.0)), band.label)
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::bands::bands;
    use super::super::lines::tests::series;
    use super::*;
    use faultyard::lab::{Plotted, Script};

    fn told(plotted: Plotted, values: impl Fn(usize) -> f32, now_ms: u64) -> String {
        let values: Vec<f32> = (0..120).map(values).collect();
        let line = Line::of(&series(plotted, "", &values), SimTime::from_ms(12_000));
        let line = Line { label: "Term", ..line };
        let inputs = Script::parse("lab\nat 6.2s crash n1").unwrap().scenario.inputs;
        let now = SimTime::from_ms(now_ms);
        caption(&line, &bands(&inputs, now), now)
    }

    #[test]
    fn a_step_is_told_with_its_own_time_and_how_long_after_the_fault_it_came() {
        let step = |place| if place < 65 { 1.0 } else { 2.0 };
        assert_eq!(
            told(Plotted::Steps, step, 12_000),
            "Term rose from 1 to 2 by 6.5 s, 300 ms after n1 crashed."
        );
        assert_eq!(told(Plotted::Steps, step, 5_000), "Term stayed at 1.");
    }

    #[test]
    fn a_change_before_the_fault_or_long_after_it_is_not_told_with_it() {
        let early = |place| if place < 30 { 1.0 } else { 2.0 };
        assert_eq!(told(Plotted::Steps, early, 12_000), "Term rose from 1 to 2 by 3 s.");
        let late = |place| if place < 100 { 2.0 } else { 1.0 };
        assert_eq!(told(Plotted::Steps, late, 11_900), "Term fell from 2 to 1 by 10 s.");
    }

    #[test]
    fn a_line_is_told_by_where_it_is_and_where_it_lay() {
        let sentence = told(Plotted::Line, |place| place as f32, 6_000);
        assert_eq!(sentence, "Term is 60 at 6 s (range so far: 1 to 60).");
    }
}
