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

/// A number as texts show it, with at most three digits: short enough to be found in other words, long enough to tell.
fn shown(value: f64) -> Vec<String> {
    [0, 1, 2].map(|digits| format!("{value:.digits$}")).into_iter().filter(|text| text.len() > 2).collect()
}

#[test]
fn while_a_question_is_open_no_words_on_the_stage_have_the_measured_value() {
    let mut measured = 0;
    asked(|step, predict, start, end| {
        let Some(found) = predict.measured(end) else { return };
        measured += 1;
        for (width, height) in [(700.0, 420.0), (360.0, 380.0)] {
            let scene = start.scene(width, height).covered();
            for item in &scene.items {
                let told = |text: &str| {
                    shown(found.value).iter().any(|value| text.split_whitespace().any(|word| word == value))
                };
                assert!(!told(&item.label), "{}: \"{}\" at the start is the answer", step.id, item.label);
            }
        }
    });
    assert!(measured > 15, "{measured} questions are about one measure");
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
