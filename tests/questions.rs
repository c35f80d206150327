//! Questions of the lessons, as the page asks them: nothing gives the answer away before there is one.

use faultyard::lab::{Lesson, Predict, Run, Step};
use faultyard::labs::LABS;
use faultyard::process::SimTime;

/// Each step that asks something, with its question and its run at the start and at its end.
fn asked(mut look: impl FnMut(&Step, &Predict, &dyn Run, &dyn Run)) {
    for entry in LABS {
        for step in &Lesson::parse(entry.lesson).unwrap().steps {
            let Some(predict) = &step.predict else { continue };
            let [start, mut end] = [(); 2].map(|()| (entry.open)(&step.script.scenario));
            end.advance(step.script.until, u64::MAX);
            look(step, predict, &*start, &*end);
        }
    }
}

/// Whether a text has a number with its unit, with at most three digits of it: short enough to be found in other words,
/// long enough to tell.
fn tells(text: &str, value: f64, unit: &str) -> bool {
    let forms = [0, 1, 2].map(|digits| format!("{value:.digits$}")).into_iter().filter(|form| form.len() > 2);
    forms.into_iter().any(|form| match unit {
        "" => text.split_whitespace().any(|word| word == form),
        unit => ["", " ", "\u{a0}"].iter().any(|gap| text.contains(&format!("{form}{gap}{unit}"))),
    })
}

#[test]
fn while_a_question_is_open_no_words_on_the_stage_have_the_measured_value() {
    let mut measured = 0;
    asked(|step, predict, start, end| {
        // Nothing at all is written in many places.
        let Some(found) = predict.measured(end).filter(|found| found.value != 0.0) else { return };
        measured += 1;
        for (width, height) in [(700.0, 420.0), (360.0, 380.0)] {
            let scene = start.scene(width, height).covered();
            for item in &scene.items {
                assert!(
                    !tells(&item.label, found.value, found.unit),
                    "{}: \"{}\" at the start is the answer",
                    step.id,
                    item.label
                );
            }
        }
    });
    assert!(measured > 15, "{measured} questions are about one measure");
}

#[test]
fn a_number_is_found_with_its_unit() {
    assert!(tells("modulo moves 90.7% of the keys", 90.7, "%") && tells("p95 627\u{a0}ms", 627.2, "ms"));
    assert!(!tells("10.1 steps", 10.1, "%") && !tells("12 waiting", 12.0, "ms"));
}

#[test]
fn the_run_stops_at_the_moment_that_is_asked_about_and_not_after_the_step() {
    let mut within = 0;
    asked(|step, predict, _, _| {
        if let Some(moment) = predict.moment() {
            within += 1;
            assert!(moment > SimTime::ZERO && moment <= step.script.until, "{}: {moment}", step.id);
        }
    });
    assert!(within > 3, "{within} questions name a moment");
}

#[test]
fn each_step_shows_measures_and_settings_that_its_lab_has() {
    asked(|step, _, start, _| {
        let series = start.series();
        for key in step.measures() {
            assert!(series.iter().any(|series| series.key == key), "{}: {key}", step.id);
        }
        for key in step.controls() {
            assert!(start.fields().iter().any(|field| field.key == key), "{}: {key}", step.id);
        }
        assert!(step.controls().len() <= 3, "{}", step.id);
    });
}
