//! Every lab in the list keeps what all labs promise. Adding a lab to the list is all that is needed here.

mod support;

use faultyard::lab::Entry;
use faultyard::labs::LABS;
use std::collections::BTreeSet;
use std::panic::catch_unwind;
use support::checks::CHECKS;

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
fn with_extreme_parameters_nothing_always_breaks() {
    hold("with extreme parameters, nothing always breaks");
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
fn each_button_can_be_pressed() {
    hold("each button can be pressed");
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
fn every_claim_has_its_test() {
    let tests = include_str!("labs.rs");
    for (claim, _) in CHECKS {
        assert!(tests.contains(&format!("hold(\"{claim}\")")), "no test holds the labs to: {claim}");
    }
}
#[test]
fn each_claim_sees_the_lab_that_breaks_it() {
    for (claim, check) in CHECKS {
        check(&support::mutant::FLAWLESS);
        let caught = |(flaw, _): &&(&str, Entry)| claim.contains(flaw);
        let (flaw, mutant) =
            support::mutant::MUTANTS.iter().find(caught).unwrap_or_else(|| panic!("no mutant for: {claim}"));
        assert!(
            catch_unwind(|| check(mutant)).is_err(),
            "\"{claim}\" does not see a lab that is wrong in: {flaw}"
        );
    }
}
