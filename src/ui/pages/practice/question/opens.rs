//! The addresses that open a question's run, or a changed one, in its lab.

use faultyard::labs;
use faultyard::link::{Settings, When};
use faultyard::practice::{Follow, Question};

/// In the lab it is over in about so many seconds.
const WATCHED_S: f64 = 20.0;

/// The address of a run from the site's root: the question's own with a seed, or a changed one.
pub fn opens(question: &Question, follow: Option<&Follow>, seed: u64) -> String {
    let script = follow.map_or_else(|| question.script.clone(), |follow| follow.of(&question.script));
    let fastest = labs::find(question.lab()).map_or(f64::INFINITY, |lab| lab.meta.fastest());
    let speed = ((script.until.seconds() / WATCHED_S * 1e3).ceil() / 1e3).min(fastest);
    let settings = Settings {
        seed: Some(seed),
        params: script.scenario.params,
        faults: script.scenario.inputs,
        end: Some(When::Time(script.until)),
        speed: Some(speed),
        ..Settings::default()
    };
    let page = format!("lab/{}/", question.lab());
    settings.query().map_or_else(|_| page.clone(), |query| format!("{page}?{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::link::{Opening, same_run};
    use faultyard::practice::questions;

    #[test]
    fn each_address_opens_the_very_run_up_to_its_end() {
        for question in questions().unwrap() {
            let entry = labs::find(question.lab()).unwrap();
            for follow in std::iter::once(None).chain(question.follow.iter().map(Some)) {
                let address = opens(&question, follow, 7);
                let script = follow.map_or(question.script.clone(), |follow| follow.of(&question.script));
                let opening = Opening::of(entry, address.split_once('?').unwrap().1, "", 42);
                let wanted = faultyard::lab::Scenario { seed: 7, ..script.scenario };
                assert!(same_run(entry, &opening.scenario, &wanted), "{address}");
                assert_eq!(opening.end, Some(When::Time(script.until)), "{address}");
                assert!(opening.warnings.is_empty(), "{address}: {:?}", opening.warnings);
                assert!(address.len() < 2_000, "{address}");
            }
        }
    }
}
