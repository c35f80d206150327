//! The lesson's steps, beyond what every lab's are held to.

use faultyard::lab::{Lab, Lesson, Run, Scenario, Session, Step};
use faultyard::labs::raft::Raft;
use faultyard::process::SimTime;

fn steps() -> Vec<Step> {
    Lesson::parse(Raft::LESSON).expect("the lesson can be read").steps
}

fn played(step: &Step) -> Session<Raft> {
    let mut run = Session::<Raft>::new(&step.script.scenario);
    run.seek(step.script.until);
    run
}

#[test]
fn every_question_has_exactly_one_right_answer() {
    for step in steps() {
        let predict = step.predict.as_ref().expect("each step asks something");
        let right = predict.answers(&played(&step));
        assert_eq!(right.len(), 1, "{}: {right:?}", step.id);
    }
}

#[test]
fn the_lesson_has_the_steps_that_links_name() {
    let steps = steps();
    let ids: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
    let named = [
        "first-election",
        "split-vote",
        "leader-crash",
        "stale-leader",
        "figure-7",
        "figure-8",
        "commit-by-counting",
        "forgotten-vote",
        "lossy",
    ];
    assert!(named.iter().all(|id| ids.contains(id)), "{ids:?}");
    assert!(steps.iter().all(|step| !step.notice.is_empty() && !step.script.expect.is_empty()));
}

#[test]
fn the_step_about_the_lost_leader_loses_whoever_leads_with_every_seed() {
    let step = steps().into_iter().find(|step| step.id == "leader-crash").expect("the step");
    for seed in 1..=40 {
        let mut run = Session::<Raft>::new(&Scenario { seed, ..step.script.scenario.clone() });
        run.seek(SimTime::from_ms(999));
        let leader = run.resolve("leader").expect("a second is enough for an election");
        run.seek(step.script.until);
        let told: Vec<String> = run.events(0, usize::MAX).into_iter().map(|event| event.text).collect();
        for what in [format!("{leader} (leader) crashes"), format!("{leader} restarts")] {
            assert!(told.contains(&what), "seed {seed}: {what}");
        }
        assert_eq!(run.warnings(), [""; 0], "seed {seed}");
    }
}
