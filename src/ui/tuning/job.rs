//! What a worker is told and what it answers, as text.

use faultyard::lab::{Outcome, Scenario, Sweep};
use faultyard::labs;
use faultyard::link::Saved;
use faultyard::process::SimTime;
use serde_json::{Value, json};

/// The run with this number of a sweep, for a worker.
pub fn write(sweep: &Sweep, run: usize) -> String {
    let (cell, seed) = sweep.place(run);
    let saved = Saved::new(&sweep.scenario(cell, seed), sweep.until);
    json!([run, saved.value()]).to_string()
}

/// Runs what [`write`] wrote; the answer for [`read`]. `None` if it is something else.
pub async fn work(text: &str) -> Option<String> {
    let job: Value = serde_json::from_str(text).ok()?;
    let (saved, _) = Saved::read(job.get(1)?).ok()?;
    labs::load(&saved.scenario.lab).await?;
    let outcome = outcome(&saved.scenario, saved.t?)?;
    Some(json!([job.get(0)?, outcome.broken, outcome.scores]).to_string())
}

/// What a scenario comes to by a time. `None` if its lab is none of ours.
pub fn outcome(scenario: &Scenario, until: SimTime) -> Option<Outcome> {
    let mut run = (labs::find(&scenario.lab)?.open)(scenario);
    Some(Outcome::of(&mut *run, until))
}

/// The number of the run, and what it came to.
pub fn read(text: &str) -> Option<(usize, Outcome)> {
    let (run, broken, scores): (usize, usize, Vec<f64>) = serde_json::from_str(text).ok()?;
    Some((run, Outcome { scores, broken }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::lab::Axis;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    /// Here every lab is there at once.
    fn worked(text: &str) -> Option<String> {
        match pin!(work(text)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(answer) => answer,
            Poll::Pending => panic!("a lab that is there is waited for"),
        }
    }

    #[test]
    fn a_worker_finds_what_the_page_would_find() {
        let axis = Axis { key: "target".into(), values: vec!["50".into(), "90".into()] };
        let scenario = Scenario::new("autoscaling", 5).with("days", "1");
        let until = SimTime::from_ms(7_200_000);
        let sweep = Sweep { scenario, until, axes: vec![axis], seeds: 2 };
        for run in 0..sweep.runs() {
            let (cell, seed) = sweep.place(run);
            let (number, told) = read(&worked(&write(&sweep, run)).unwrap()).unwrap();
            let own = outcome(&sweep.scenario(cell, seed), until).unwrap();
            assert_eq!((number, told.broken, told.scores.len()), (run, own.broken, own.scores.len()));
            // A number's text may lose its last bit.
            let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-12 * b.abs();
            assert!(told.scores.iter().zip(&own.scores).all(near), "{told:?} is not {own:?}");
        }
        assert_eq!((worked("nonsense"), worked("[1, 2]"), read("ready")), (None, None, None));
    }
}
