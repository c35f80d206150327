//! What an address asks for: the scenario to run, the moment to show, how to show it.

use super::address::Place;
use super::{Decoded, Saved, Settings, View, When, fragment, quoted};
use crate::lab::{Entry, Lesson, Scenario, Script};
use crate::process::SimTime;

/// An address, read without knowing any lab.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Base and page.
    pub place: Place,
    /// What the query says.
    pub settings: Settings,
    /// The state that the fragment holds.
    pub saved: Option<Saved>,
    /// What was not understood, a sentence each.
    pub warnings: Vec<String>,
}

/// What a page of a lab begins with.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// The run.
    pub scenario: Scenario,
    /// How to show it.
    pub settings: Settings,
    /// The moment shown at first.
    pub t: Option<When>,
    /// Just after this event, where more happens at that moment.
    pub event: Option<u64>,
    /// How far it is to be played, if somebody said so.
    pub end: Option<When>,
    /// Simulated seconds a second; none for the lab's own.
    pub speed: Option<f64>,
    /// The thing on the stage that is chosen.
    pub item: Option<String>,
    /// What stands in the middle.
    pub view: View,
    /// What was not understood, a sentence each.
    pub warnings: Vec<String>,
}

impl Link {
    /// Reads an address, with or without its origin.
    pub fn parse(address: &str) -> Link {
        let (rest, state) = address.split_once('#').unwrap_or((address, ""));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (settings, mut warnings) = Settings::parse(query);
        let saved = saved(fragment::decode(state), &mut warnings);
        Link { place: Place::parse(path), settings, saved, warnings }
    }

    /// The scenario as far as the address alone says it: what a preset means, only its lab knows.
    pub fn scenario(&self) -> Scenario {
        match &self.saved {
            Some(saved) => saved.scenario.clone(),
            None => self.settings.change(Scenario::new(self.place.page.lab().unwrap_or(""), 0)),
        }
    }
}

fn saved(decoded: Decoded, warnings: &mut Vec<String>) -> Option<Saved> {
    match decoded {
        Ok(Some((saved, found))) => {
            warnings.extend(found);
            Some(saved)
        }
        Ok(None) => None,
        Err(why) => {
            warnings.push(why);
            None
        }
    }
}

impl Settings {
    /// The scenario with these parameters, this seed and these faults on top.
    pub fn change(&self, scenario: Scenario) -> Scenario {
        let mut scenario =
            self.params.iter().fold(scenario, |scenario, (key, text)| scenario.with(key, text));
        scenario.seed = self.seed.unwrap_or(scenario.seed);
        scenario.inputs.extend(self.faults.iter().cloned());
        scenario.inputs.sort_by_key(|input| input.at);
        scenario
    }

    /// The lab's scenario that these settings ask for, and how far to play it. `fresh` is the seed if nobody names
    /// one.
    pub fn script(&self, lab: &Entry, fresh: u64, warnings: &mut Vec<String>) -> Script {
        let mut find = |name: &str, id: &Option<String>| {
            let id = id.as_deref()?;
            let found = preset(lab, id);
            if found.is_none() {
                warnings.push(format!("{name}: {} has no scenario {}", lab.meta.title, quoted(id)));
            }
            found
        };
        let (asked, preset) = (find("predict", &self.predict), find("preset", &self.preset));
        let plain = || Script { scenario: Scenario::new(lab.meta.slug, fresh), ..Script::default() };
        let script = preset.or_else(|| asked.clone()).unwrap_or_else(plain);
        let script = Script { scenario: self.change(script.scenario), ..script };
        if let (Some(asked), Some(id)) = (asked, &self.predict)
            && !same_run(lab, &asked.scenario, &script.scenario)
        {
            let id = quoted(id);
            warnings.push(format!("predict: {id} asks about its own run, and the address makes it another"));
        }
        script
    }
}

/// A warning about a language that the page does not speak.
fn not_spoken(lang: &str) -> Option<String> {
    let first = lang.split(['-', '_']).next().unwrap_or(lang);
    (!first.eq_ignore_ascii_case("en"))
        .then(|| format!("lang: this page speaks English; there is no {}", quoted(lang)))
}

/// Whether two scenarios are the same run of a lab, however they are written.
pub fn same_run(lab: &Entry, one: &Scenario, other: &Scenario) -> bool {
    (lab.normal)(one) == (lab.normal)(other)
}

/// The scenario of the lesson's step with this id.
pub fn preset(lab: &Entry, id: &str) -> Option<Script> {
    Lesson::parse(lab.lesson).ok()?.step(id).map(|step| step.script.clone())
}

impl Opening {
    /// What a query and a fragment ask of a lab. A state in the fragment says what runs; the query then says only
    /// how it is shown. `fresh` is the seed if nobody names one.
    pub fn of(lab: &Entry, query: &str, state: &str, fresh: u64) -> Opening {
        Opening::decoded(lab, query, fragment::decode(state), fresh)
    }

    /// The same, where the fragment has been read.
    pub fn decoded(lab: &Entry, query: &str, state: Decoded, fresh: u64) -> Opening {
        let (settings, mut warnings) = Settings::parse(query);
        let saved = saved(state, &mut warnings).filter(|saved| {
            let ours = saved.scenario.lab == lab.meta.slug;
            if !ours {
                warnings.push(format!("this link's state is of another lab: {}", saved.scenario.lab));
            }
            ours
        });
        warnings.extend(settings.lang.as_deref().and_then(not_spoken));
        let Settings { t, end, mut speed, view, .. } = settings.clone();
        let fastest = lab.meta.fastest();
        if let Some(fast) = speed.as_mut().filter(|speed| **speed > fastest) {
            warnings.push(format!("speed: {fast} is outside 0.001 to {fastest}"));
            *fast = fastest;
        }
        match saved {
            Some(Saved { scenario, t: at, event, speed: fast, item, view: seen }) => Opening {
                scenario,
                t: at.map(When::Time).or(t),
                event,
                end,
                speed: fast.or(speed),
                item,
                view: seen.unwrap_or(view),
                settings,
                warnings,
            },
            None => {
                let Script { scenario, until, .. } = settings.script(lab, fresh, &mut warnings);
                let end = end.or((until > SimTime::ZERO).then_some(When::Time(until)));
                Opening { scenario, t, event: None, end, speed, item: None, view, settings, warnings }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::trial::TRIAL;

    #[test]
    fn settings_go_on_top_of_a_preset() {
        let opening = Opening::of(&TRIAL, "preset=loss&p.n=4&seed=7&faults=crash:n2@1s", "", 99);
        assert_eq!(opening.scenario.to_string(), "trial n=4 seed=7\nat 1s crash n2\nat 2s crash n1\n");
        assert_eq!((opening.end, opening.warnings), (Some(When::Time(SimTime::from_ms(5_000))), Vec::new()));
    }

    #[test]
    fn a_speed_at_which_the_lab_is_not_played_becomes_its_fastest_with_a_warning() {
        let opening = Opening::of(&TRIAL, "speed=1000", "", 99);
        assert_eq!(opening.speed, Some(TRIAL.meta.fastest()));
        assert_eq!(opening.warnings, ["speed: 1000 is outside 0.001 to 100"]);
    }

    #[test]
    fn a_preset_that_is_unknown_opens_the_plain_run_with_a_warning() {
        let opening = Opening::of(&TRIAL, "preset=none", "", 99);
        assert_eq!(opening.scenario, Scenario::new("trial", 99));
        assert!(opening.warnings[0].contains("none"));
    }

    #[test]
    fn a_state_says_what_runs_and_the_query_how_it_is_shown() {
        let saved = Saved::new(&Scenario::new("trial", 5), SimTime::from_ms(1_000));
        let opening = Opening::of(&TRIAL, "seed=7&view=split", &fragment::encode(&saved).unwrap(), 99);
        assert_eq!((opening.scenario.seed, opening.view), (5, View::Split));
        assert_eq!(opening.t, Some(When::Time(SimTime::from_ms(1_000))));
    }

    #[test]
    fn a_language_that_the_page_does_not_speak_gives_one_warning_and_english_none() {
        let warnings = |query: &str| Opening::of(&TRIAL, query, "", 99).warnings;
        assert_eq!(warnings("lang=pt-BR"), ["lang: this page speaks English; there is no \"pt-BR\""]);
        assert_eq!(warnings("lang=<img src=x>"), ["lang: \"<img src=x>\" is not a name"]);
        for english in ["", "lang=en", "lang=EN", "lang=en-GB"] {
            assert_eq!(warnings(english), Vec::<String>::new(), "{english}");
        }
    }

    #[test]
    fn the_state_of_another_lab_is_refused_with_a_warning() {
        let saved = Saved::new(&Scenario::new("raft", 5), SimTime::ZERO);
        let opening = Opening::of(&TRIAL, "", &fragment::encode(&saved).unwrap(), 99);
        assert_eq!(opening.scenario, Scenario::new("trial", 99));
        assert!(opening.warnings[0].contains("raft"));
    }
}
