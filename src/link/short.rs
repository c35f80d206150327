//! The shortest address that opens a run: readable settings if they say all of it, else the state in a fragment.

use super::address::{Page, Place};
use super::{Opening, Saved, Settings, When, fragment, same_run};
use crate::lab::{Entry, Lesson, Scenario};
use crate::sim::TimedInput;

/// An address with settings only has at most so many characters.
pub const LONGEST_SETTINGS: usize = 200;
/// An address has at most so many characters.
pub const LONGEST_LINK: usize = 2_000;

/// What an address says after its page: a query and a fragment, without `?` and `#`. Either may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Short {
    /// The readable settings.
    pub query: String,
    /// The state, if the settings do not say it.
    pub fragment: String,
}

impl Short {
    /// The whole address of a page below the place's base.
    pub fn address(&self, place: &Place, page: &Page) -> String {
        place.address(page, &self.query, &self.fragment)
    }
}

/// What opens this run, shown as `look` says; the run's part of `look` is not read. `before` is how many characters
/// stand before it in the address. The thing that is chosen on the stage is in a fragment only.
///
/// # Errors
/// A sentence that offers a file, if the run is too large for an address.
pub fn short(lab: &Entry, saved: &Saved, look: &Settings, before: usize) -> Result<Short, String> {
    if let Some(query) = readable(lab, saved, look)
        && before + 1 + query.len() <= LONGEST_SETTINGS
    {
        return Ok(Short { query, fragment: String::new() });
    }
    let fragment = fragment::encode(&Saved { view: None, ..saved.clone() })?;
    let look = Settings { autoplay: look.autoplay, ctl: look.ctl, ..look.lasting() };
    let query = look.query()?;
    let length = before + 1 + query.len() + 1 + fragment.len();
    if length > LONGEST_LINK {
        return Err(format!(
            "this run makes a link of {length} characters, more than {LONGEST_LINK}; File can save it as a file"
        ));
    }
    Ok(Short { query, fragment })
}

/// The shortest query that opens exactly this run, if there is one; the name of a step whose run this is comes first.
fn readable(lab: &Entry, saved: &Saved, look: &Settings) -> Option<String> {
    let lesson = Lesson::parse(lab.lesson).unwrap_or_default();
    // Without a preset a question brings its own run.
    let plain = match look.predict.as_deref().and_then(|id| lesson.step(id)) {
        Some(step) => (lab.normal)(&step.script.scenario),
        None => Scenario::new(lab.meta.slug, !saved.scenario.seed),
    };
    let steps = lesson.steps.iter().map(|step| (Some(step.id.clone()), (lab.normal)(&step.script.scenario)));
    let candidates = std::iter::once((None, plain)).chain(steps);
    let queries = candidates.filter_map(|(preset, from)| {
        let settings = differing(&from, saved, Settings { preset, ..look.clone() })?;
        let changed = settings.seed.is_some() || !settings.params.is_empty() || !settings.faults.is_empty();
        let query = settings.query().ok().filter(|query| opens(lab, query, saved))?;
        Some((changed, query.len(), query))
    });
    queries.min().map(|(.., query)| query)
}

/// The settings that make one run of another; none if the other has inputs that this one has not.
fn differing(from: &Scenario, saved: &Saved, look: Settings) -> Option<Settings> {
    let Saved { scenario, speed, .. } = saved;
    let mut faults: Vec<TimedInput> = scenario.inputs.clone();
    for input in &from.inputs {
        let place = faults.iter().position(|known| known == input)?;
        faults.remove(place);
    }
    let changed = |(key, text): &&(String, String)| from.param(key) != Some(text);
    Some(Settings {
        params: scenario.params.iter().filter(changed).cloned().collect(),
        seed: (scenario.seed != from.seed).then_some(scenario.seed),
        t: moment(saved),
        speed: *speed,
        faults,
        ..look
    })
}

/// The moment shown: an event, where more happens at the same time.
fn moment(saved: &Saved) -> Option<When> {
    saved.event.map(When::Event).or(saved.t.map(When::Time))
}

/// Whether a query opens this very run at this moment, without a warning.
fn opens(lab: &Entry, query: &str, saved: &Saved) -> bool {
    let opening = Opening::of(lab, query, "", !saved.scenario.seed);
    same_run(lab, &opening.scenario, &saved.scenario)
        && opening.t == moment(saved)
        && opening.speed == saved.speed
        && opening.warnings.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Script;
    use crate::lab::trial::TRIAL;
    use crate::link::{Theme, View};
    use crate::process::SimTime;
    use crate::sim::Input;
    use proptest::prelude::*;

    fn saved(text: &str, ms: u64) -> Saved {
        Saved::new(&Script::parse(text).unwrap().scenario, SimTime::from_ms(ms))
    }

    fn query(saved: &Saved) -> String {
        short(&TRIAL, saved, &Settings::default(), 40).unwrap().query
    }

    #[test]
    fn a_plain_run_is_its_seed_and_its_moment() {
        assert_eq!(query(&saved("trial seed=7", 1_500)), "seed=7&t=1.5s");
        assert_eq!(query(&saved("trial n=4 seed=0", 0)), "p.n=4&seed=0");
    }

    #[test]
    fn a_run_of_a_step_is_named_by_the_step_and_what_was_done_since() {
        let step = Lesson::parse(TRIAL.lesson).unwrap().step("loss").unwrap().script.scenario.clone();
        assert_eq!(query(&Saved::new(&step, SimTime::ZERO)), "preset=loss");
        let mut more = step.with("n", "4");
        more.inputs
            .push(TimedInput { at: SimTime::from_ms(3_000), input: Input::parse("crash n2").unwrap() });
        assert_eq!(query(&Saved::new(&more, SimTime::ZERO)), "preset=loss&p.n=4&faults=crash:n2@3s");
    }

    #[test]
    fn a_moment_at_which_more_happens_is_named_by_its_event() {
        let saved = Saved { event: Some(12), ..saved("trial seed=7", 1_500) };
        assert_eq!(query(&saved), "seed=7&t=ev:12");
    }

    #[test]
    fn how_it_is_shown_is_said_beside_it_in_both_forms() {
        let look = Settings { theme: Theme::Dark, view: View::Split, seed: Some(1), ..Settings::default() };
        let plain = short(&TRIAL, &saved("trial seed=7", 0), &look, 40).unwrap();
        assert_eq!((plain.query.as_str(), plain.fragment.as_str()), ("seed=7&view=split&theme=dark", ""));
        let crowded = short(&TRIAL, &saved("trial seed=7", 0), &look, 190).unwrap();
        assert_eq!(crowded.query, "view=split&theme=dark");
        let opening = Opening::of(&TRIAL, &crowded.query, &crowded.fragment, 99);
        assert_eq!((opening.scenario.seed, opening.view), (7, View::Split));
    }

    #[test]
    fn a_run_too_large_for_an_address_is_offered_as_a_file() {
        let lines: Vec<String> = (0_u64..900)
            .map(|n| format!("at {}us crash n{}", n * n * 7_919 % 99_991, n * n % 83 + 1))
            .collect();
        let text = format!("trial seed=7\n{}", lines.join("\n"));
        let why = short(&TRIAL, &saved(&text, 0), &Settings::default(), 40).unwrap_err();
        assert!(why.contains("file"), "{why}");
        let why = short(&TRIAL, &saved("trial seed=7", 0), &Settings::default(), 2_000).unwrap_err();
        assert!(why.contains("characters") && why.contains("file"), "{why}");
    }

    fn input() -> impl Strategy<Value = TimedInput> {
        let what = prop_oneof![
            (0..9_u8).prop_map(|n| format!("crash n{n}")),
            (0..9_u8, 0..9_u8).prop_map(|(a, b)| format!("cut n{a}>n{b}")),
            (0..=100_u8).prop_map(|n| format!("set every={n}")),
            "[a-z;@:]{1,6}".prop_map(|word| format!("do say {word}")),
            Just("heal".to_string()),
        ];
        (0_u64..9_000_000, what)
            .prop_filter_map("no input", |(at, text)| Some((SimTime(at), Input::parse(&text).ok()?)))
            .prop_map(|(at, input)| TimedInput { at, input })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn the_short_address_opens_exactly_the_run_that_it_was_made_of(
            seed in prop_oneof![Just(7_u64), any::<u64>()],
            params in proptest::collection::btree_map("n|every|quiet|other", "[ -~]{0,9}", 0..4),
            inputs in proptest::collection::vec(input(), 0..9),
            us in 0_u64..99_000_000,
            speed in proptest::option::of((1_u32..28_800).prop_map(|eighths| f64::from(eighths) / 8.0)),
            step in any::<bool>(),
            before in 20_usize..120,
        ) {
            let plain = Scenario { seed, ..Scenario::new("trial", 0) };
            let of_step = || Lesson::parse(TRIAL.lesson).unwrap().step("loss").unwrap().script.scenario.clone();
            let from = if step { of_step() } else { plain };
            let mut scenario = params.iter().fold(from, |from, (key, text)| from.with(key, text));
            scenario.inputs.extend(inputs);
            scenario.inputs.sort_by_key(|input| input.at);
            let saved = Saved { speed, ..Saved::new(&scenario, SimTime(us)) };
            let Short { query, fragment } = short(&TRIAL, &saved, &Settings::default(), before).unwrap();
            prop_assert!(fragment.is_empty() || query.is_empty());
            prop_assert!(before + query.len() < LONGEST_SETTINGS);
            let opening = Opening::of(&TRIAL, &query, &fragment, !seed);
            prop_assert_eq!(Saved::new(&opening.scenario, SimTime(us)).scenario, saved.scenario, "{} {}", query, fragment);
            prop_assert_eq!(opening.t, saved.t.map(When::Time));
            prop_assert_eq!(opening.speed, speed);
            prop_assert_eq!(opening.warnings, Vec::<String>::new());
        }
    }
}
