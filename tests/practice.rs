//! Practice holds what it says: every question has its run, its answer and its sentences, and a right guess is right
//! whatever the seed.

mod support;

use faultyard::lab::{Run, Script};
use faultyard::labs::{self, LABS};
use faultyard::practice::{Answer, Ask, LENGTH, Place, Question, Range, Reply, SEEDS, interview, questions};
use faultyard::process::SimTime;
use faultyard::process::math::ln;
use std::collections::BTreeSet;
use support::golden::{compare, folder};

/// What can be guessed is at least so many times as wide as what is right.
const WIDER: f64 = 4.0;

fn all() -> Vec<Question> {
    questions().expect("the questions are understood")
}

/// A script's run at its end.
fn played(script: &Script, seed: u64) -> Box<dyn Run> {
    let mut scenario = script.scenario.clone();
    scenario.seed = seed;
    let mut run = (labs::find(&scenario.lab).expect("a lab").open)(&scenario);
    run.seek(script.until);
    assert!(run.warnings().is_empty(), "{scenario:?}: {:?}", run.warnings());
    run
}

fn answer(question: &Question, seed: u64) -> Answer {
    let run = played(&question.script, seed);
    let against = question.against.as_ref().map(|changes| played(&changes.of(&question.script), seed));
    question
        .answer(&*run, against.as_deref())
        .unwrap_or_else(|why| panic!("{} with the seed {seed}: {why}", question.id))
}

#[test]
fn there_are_questions_for_every_lab_under_names_of_their_own() {
    let all = all();
    assert!(all.len() >= 16, "{} questions", all.len());
    let ids: BTreeSet<&str> = all.iter().map(|question| question.id.as_str()).collect();
    assert_eq!(ids.len(), all.len());
    for entry in LABS {
        let of = all.iter().filter(|question| question.lab() == entry.meta.slug).count();
        assert!(of >= 4, "{} has {of}", entry.meta.slug);
    }
}

#[test]
fn each_run_answers_its_question_and_holds_what_it_expects() {
    let mut text = String::from("# What the questions' runs say. Written by FAULTYARD_BLESS_PRACTICE=1.\n");
    for question in all() {
        let run = played(&question.script, question.script.scenario.seed);
        for expect in &question.script.expect {
            expect.check(&*run).unwrap_or_else(|why| panic!("{}: {why}", question.id));
        }
        let answer = answer(&question, question.script.scenario.seed);
        assert!(!answer.number.contains('{'), "{}: {}", question.id, answer.number);
        text += &format!("\n{}\n    answer {}\n    number {}\n", question.id, answer.words, answer.number);
    }
    compare("PRACTICE", &folder("practice").join("answers.txt"), &text).unwrap_or_else(|why| panic!("{why}"));
}

/// What runs with the seeds of interviews say.
fn replies(question: &Question) -> Vec<Reply> {
    let reply = |seed| question.reply(&*played(&question.script, seed)).expect("it was measured");
    (1..=SEEDS).map(reply).collect()
}

#[test]
fn one_choice_is_right_and_it_is_the_same_one_with_each_seed() {
    for question in all().iter().filter(|question| matches!(question.ask, Ask::Choice(_))) {
        let first = question.reply(&*played(&question.script, 1)).unwrap();
        assert!(matches!(&first, Reply::Choices(right) if right.len() == 1), "{}: {first:?}", question.id);
        let others: Vec<Reply> = replies(question).into_iter().filter(|reply| *reply != first).collect();
        assert_eq!(others, [], "{}: not {first:?}", question.id);
    }
}

#[test]
fn a_number_that_is_right_with_one_seed_is_right_with_most_and_cannot_be_hit_by_chance() {
    for question in all() {
        let Ask::Number { range: Range { from, to }, within, .. } = question.ask else { continue };
        let values: Vec<f64> = replies(&question)
            .into_iter()
            .map(|reply| if let Reply::Number(value) = reply { value } else { f64::NAN })
            .collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let near = values.iter().filter(|value| (*value - mean).abs() <= within * **value).count();
        let told = format!("{}: {values:.3?}, mean {mean:.3}", question.id);
        assert!(values.iter().all(|value| (from..=to).contains(value)), "{told}");
        assert!(near as u64 >= SEEDS * 9 / 10, "{near} of {SEEDS} are near the mean: {told}");
        // A slider that spans so much goes by the logarithm.
        let (wide, right) = match from > 0.0 && to / from >= 50.0 {
            true => (ln(to / from), ln((1.0 + within) / (1.0 - within))),
            false => (to - from, 2.0 * within * mean),
        };
        assert!(wide >= WIDER * right, "{wide:.2} is less than four times {right:.2}: {told}");
    }
}

#[test]
fn each_further_question_opens_another_run() {
    for question in all() {
        for follow in &question.follow {
            let changed = follow.of(&question.script);
            assert_ne!(changed.scenario, question.script.scenario, "{}: {}", question.id, follow.words);
            assert!(changed.until > SimTime::ZERO);
            let _ = played(&changed, changed.scenario.seed);
        }
        let entry = labs::find(question.lab()).unwrap();
        let fields = (entry.open)(&question.script.scenario).fields();
        for key in &question.vary {
            assert!(fields.iter().any(|field| field.key == key), "{}: there is no \"{key}\"", question.id);
        }
    }
}

#[test]
fn words_are_short_and_no_number_of_the_run_stands_in_the_question() {
    for question in all() {
        let say = &question.say;
        for words in [&question.text, &say.claim, &say.number, &say.cost, &say.fails, &say.leaves] {
            for sentence in words.split(['.', '?', '!', ':']) {
                let count = sentence.split_whitespace().count();
                assert!(count <= 30, "{}: {count} words: {sentence}", question.id);
            }
        }
        let words = answer(&question, question.script.scenario.seed).words;
        if matches!(question.ask, Ask::Number { .. }) {
            assert!(!question.text.contains(&words), "{}: {words} stands in its text", question.id);
        }
    }
}

#[test]
fn a_code_asks_the_same_questions_of_everybody_five_of_all_labs() {
    let all = all();
    let mut asked = BTreeSet::new();
    for code in 0..200 {
        let five = interview(code, &all);
        assert_eq!(five, interview(code, &all));
        assert_eq!(five.iter().map(|one| &one.id).collect::<BTreeSet<_>>().len(), LENGTH, "code {code}");
        assert!(five.iter().all(|one| (1..=SEEDS).contains(&one.seed)));
        let labs: BTreeSet<&str> =
            five.iter().map(|one| all.iter().find(|question| question.id == one.id).unwrap().lab()).collect();
        assert_eq!(labs.len(), LABS.len(), "code {code}");
        asked.extend(five.into_iter().map(|one| one.id));
    }
    assert_eq!(asked.len(), all.len(), "each is asked by some code");
    assert_ne!(interview(1, &all), interview(2, &all));
    assert_eq!(Place::parse("?code=4711&at=3", &all).0, Place::Interview(4711, 2));
}
