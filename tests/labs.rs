//! Every lab in the list keeps what all labs promise. Adding a lab to the list is all that is needed here.

mod support;

use faultyard::lab::{Entry, Lesson};
use faultyard::labs::LABS;
use std::collections::BTreeSet;
use std::panic::catch_unwind;
use std::ptr::fn_addr_eq;
use support::checks::{CHECKS, Check, play, pressed, tests_of};
use support::mutant::MUTANTS;

/// Holds every lab in the list to one claim, and the toys as well, so that a short list does not pass in silence.
fn hold(claim: &str) {
    let (_, check) =
        CHECKS.iter().find(|(known, _)| *known == claim).unwrap_or_else(|| panic!("no claim {claim}"));
    let toys = [support::ring::ENTRY, support::shelf::ENTRY];
    let broken: Vec<&str> = toys
        .iter()
        .chain(LABS)
        .filter(|entry| catch_unwind(|| check(entry)).is_err())
        .map(|entry| entry.meta.slug)
        .collect();
    assert!(broken.is_empty(), "\"{claim}\" is not so in {broken:?}; the reasons are above");
}

#[test]
fn the_list_of_labs_is_not_empty_and_each_has_a_name_of_its_own() {
    let slugs: BTreeSet<&str> = LABS.iter().map(|entry| entry.meta.slug).collect();
    assert_eq!(slugs.len(), LABS.len(), "two labs share a slug");
    assert!(!LABS.is_empty(), "src/labs/mod.rs: LABS is empty, so no lab is tested");
}

#[test]
fn it_says_what_it_is_where_that_comes_from_and_what_it_leaves_out() {
    hold("it says what it is, where that comes from and what it leaves out");
}

#[test]
fn each_parameter_has_its_row_a_key_words_bounds_and_a_default_within_them() {
    hold("each parameter has its row: a key, words, bounds and a default within them");
}

#[test]
fn the_text_of_a_parameter_reads_back_as_it_is_written_alone_and_in_a_script() {
    hold("a parameter's text reads back as it is written, alone and in a script");
}

#[test]
fn the_schema_names_each_parameter_with_its_bounds_and_its_default() {
    hold("the schema names each parameter with its bounds and its default");
}

#[test]
fn its_properties_are_named_sourced_and_no_safety_stands_alone() {
    hold("its properties are named, sourced, and no safety stands alone");
}

#[test]
fn with_its_defaults_and_many_seeds_nothing_always_breaks_and_each_sometimes_happens() {
    hold("with its defaults and many seeds, nothing always breaks and each sometimes happens");
}

#[test]
fn nothing_that_should_happen_is_so_from_the_start() {
    hold("nothing that should happen is so from the start");
}

#[test]
fn in_some_seed_or_step_each_promise_is_put_to_the_test() {
    for entry in LABS {
        for (name, count) in tests_of(entry) {
            println!("{:<12} {name:<42} {count:>9}", entry.meta.slug);
        }
    }
    hold("in some seed or step each promise is put to the test");
}

#[test]
fn with_extreme_parameters_nothing_always_breaks() {
    hold("with extreme parameters, nothing always breaks");
}

#[test]
fn a_setting_made_while_the_run_goes_on_is_in_force_from_then_on() {
    hold("a setting made while the run goes on is in force from then on");
}

#[test]
fn a_setting_that_is_said_to_have_no_effect_has_none() {
    hold("a setting that is said to have no effect has none");
}

#[test]
fn each_parameter_changes_something_that_is_seen_or_there_is_a_reason_why_not() {
    hold("each parameter changes something that is seen, or there is a reason why not");
}

#[test]
fn its_picture_is_on_every_stage_with_ids_and_words() {
    hold("its picture is on every stage, with ids and words");
}

#[test]
fn the_same_scenario_gives_the_same_run_in_steps_of_any_size() {
    hold("the same scenario gives the same run, in steps of any size");
}

#[test]
fn a_formula_is_about_one_of_its_measures_and_has_a_number_or_says_why_not() {
    hold("a formula is about one of its measures, and has a number or says why not");
}

#[test]
fn it_does_not_matter_in_which_order_one_goes_through_it() {
    hold("it does not matter in which order one goes through it");
}

#[test]
fn each_button_can_be_pressed_also_one_that_is_there_after_another() {
    hold("each button can be pressed, also one that is there after another");
}

#[test]
fn what_mends_a_fault_is_pressed_where_there_is_the_fault() {
    for (slug, mends) in [
        ("raft", &["Restart", "Heal", "Join", "Lose no"][..]),
        ("balancing", &["Restart", "Full speed"]),
        ("hashing", &["Restart"]),
        ("autoscaling", &["Restart"]),
    ] {
        let pressed = pressed(&support::find(slug).expect("a lab"));
        for label in mends {
            assert!(pressed.keys().any(|known| known.starts_with(label)), "{slug}: {label} of {pressed:?}");
        }
    }
}

#[test]
fn each_command_is_offered_with_words_and_can_be_done() {
    hold("each command is offered with words and can be done");
}

#[test]
fn each_step_of_its_lesson_is_true_and_each_question_has_an_answer() {
    hold("each step of its lesson is true, and each question has an answer");
}

#[test]
fn a_claim_with_a_threshold_holds_over_twenty_seeds_or_says_in_how_many() {
    hold("a claim with a threshold holds over twenty seeds, or says in how many");
}

#[test]
fn what_has_nothing_to_do_with_a_run_changes_nothing_of_it() {
    hold("what has nothing to do with a run changes nothing of it");
}

#[test]
fn the_place_and_the_length_of_an_answer_do_not_tell_whether_it_is_right() {
    let (mut first, mut last, mut longest, mut chance, mut asked) = (0, 0, 0, 0.0, 0);
    for entry in LABS {
        for step in Lesson::parse(entry.lesson).expect("a lesson").steps {
            let Some(predict) = &step.predict else { continue };
            let run = play(entry, &step.script.scenario, step.script.until);
            let [right] = predict.answers(&*run)[..] else { panic!("{}: one answer is right", step.id) };
            assert!(predict.choices.len() > 2, "{}: a coin would do", step.id);
            let lengths: Vec<usize> =
                predict.choices.iter().map(|choice| choice.text.chars().count()).collect();
            let others = || lengths.iter().enumerate().filter(|(place, _)| *place != right);
            for choice in &predict.choices {
                assert!(
                    !choice.text.contains([':', ';']),
                    "{}: no reason in an answer: {}",
                    step.id,
                    choice.text
                );
            }
            first += u32::from(right == 0);
            last += u32::from(right + 1 == lengths.len());
            longest += u32::from(others().all(|(_, length)| *length < lengths[right]));
            (chance, asked) = (chance + 1.0 / lengths.len() as f64, asked + 1);
        }
    }
    println!("of {asked}: first {first}, last {last}, the only longest {longest}, by chance {chance:.1}");
    for (what, count) in [("first", first), ("last", last), ("in the middle", asked - first - last)] {
        assert!(2 * count <= asked, "{count} of {asked} right answers are {what}");
    }
    assert!(f64::from(longest) <= chance, "{longest} of {asked} right answers are the only longest one");
}

#[test]
fn every_claim_has_its_test() {
    let tests = include_str!("labs.rs");
    for (claim, _) in CHECKS {
        assert!(tests.contains(&format!("hold(\"{claim}\")")), "no test holds the labs to: {claim}");
    }
}

/// Why a check panics, if it does.
fn reason(check: Check, entry: &Entry) -> Option<String> {
    let why = catch_unwind(|| check(entry)).err()?;
    let text = why.downcast_ref::<String>().cloned();
    text.or_else(|| why.downcast_ref::<&str>().map(|text| text.to_string()))
}

#[test]
fn each_claim_sees_the_lab_that_breaks_it_and_says_why() {
    for (claim, check) in CHECKS {
        check(&support::mutant::FLAWLESS);
        let is_tried = MUTANTS.iter().any(|(tried, ..)| fn_addr_eq(*tried, *check));
        assert!(is_tried, "no mutant for: {claim}");
    }
    for (check, says, mutant) in MUTANTS {
        let why = reason(*check, mutant).unwrap_or_default();
        let start: String = why.chars().take(400).collect();
        assert!(why.contains(says), "the mutant that is to be caught by \"{says}\" gave: {start}");
    }
}
