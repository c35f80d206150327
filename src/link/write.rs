//! Settings, back to the shortest readable query.

use super::query;
use super::shown::{Lock, PauseAt};
use super::{Settings, faults};

impl Settings {
    /// The query, without `?`: what differs from the defaults, in the order of the documentation.
    ///
    /// # Errors
    /// A sentence, if what is done to the run has no form here: the fragment carries it.
    pub fn query(&self) -> Result<String, String> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        self.run_pairs(&mut pairs)?;
        self.look_pairs(&mut pairs);
        self.host_pairs(&mut pairs);
        Ok(query::write(&pairs))
    }

    fn run_pairs(&self, pairs: &mut Vec<(String, String)>) -> Result<(), String> {
        let mut add =
            |name: &str, text: Option<String>| pairs.extend(text.map(|text| (name.to_string(), text)));
        add("preset", self.preset.clone());
        self.params.iter().for_each(|(key, text)| add(&format!("p.{key}"), Some(text.clone())));
        add("seed", self.seed.map(|seed| seed.to_string()));
        add("t", self.t.as_ref().map(ToString::to_string));
        add("end", self.end.as_ref().map(ToString::to_string));
        add("autoplay", on(self.autoplay));
        add("speed", self.speed.map(|speed| speed.to_string()));
        add("loop", on(self.repeat));
        add(
            "pauseat",
            match &self.pause_at {
                PauseAt::Nowhere => None,
                PauseAt::Marks => Some("marks".into()),
                PauseAt::Faults => Some("faults".into()),
                PauseAt::Listed(ids) => Some(ids.join(",")),
            },
        );
        if !self.faults.is_empty() {
            let text = faults::write(&self.faults);
            add("faults", Some(text.ok_or("what is done to the run does not fit into the settings")?));
        }
        Ok(())
    }

    fn look_pairs(&self, pairs: &mut Vec<(String, String)>) {
        let plain = Settings::default();
        let parts = |list: &[super::Part]| {
            let words: Vec<&str> = list.iter().map(|part| part.word()).collect();
            (!words.is_empty()).then(|| words.join(","))
        };
        let mut add =
            |name: &str, text: Option<String>| pairs.extend(text.map(|text| (name.to_string(), text)));
        let other = |differs: bool, word: &str| differs.then(|| word.to_string());
        add("ui", other(self.ui != plain.ui, self.ui.word()));
        add("show", parts(&self.show));
        add("hide", parts(&self.hide));
        add(
            "lock",
            match &self.lock {
                Lock::Nothing => None,
                Lock::All => Some("all".into()),
                Lock::Keys(keys) => Some(keys.join(",")),
            },
        );
        add("view", other(self.view != plain.view, self.view.word()));
        add("theme", other(self.theme != plain.theme, self.theme.word()));
        add("motion", other(self.motion != plain.motion, self.motion.word()));
        add("lang", self.lang.clone());
        add("projector", on(self.projector));
        add("teacher", on(self.teacher));
        add("predict", self.predict.clone());
    }

    fn host_pairs(&self, pairs: &mut Vec<(String, String)>) {
        let mut add =
            |name: &str, text: Option<String>| pairs.extend(text.map(|text| (name.to_string(), text)));
        add("ctl", on(self.ctl));
        add("fit", (self.fit != super::Fit::Fill).then(|| self.fit.word().to_string()));
        add("api", (!self.api).then(|| "0".to_string()));
        add("origin", self.origin.clone());
        add("id", self.id.clone());
    }
}

fn on(switch: bool) -> Option<String> {
    switch.then(|| "1".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::{Part, View, When};
    use crate::process::SimTime;
    use proptest::prelude::*;

    const EVERY: &str = "preset=leader-loss&p.n=5&p.loss=12.5&seed=18446744073709551615&t=12.5s&end=mark:a&autoplay=1\
        &speed=0.25&loop=1&pauseat=faults&faults=crash:n2@5s..9s&ui=compact&show=log,plots&hide=seed&lock=n,loss\
        &view=split&theme=dark&motion=reduced&lang=pt-BR&projector=1&teacher=1&predict=q1&ctl=1&fit=content&api=0\
        &origin=https://example.org:8080&id=demo 1";

    #[test]
    fn every_name_of_the_table_is_read_and_written_back() {
        let (settings, warnings) = Settings::parse(&EVERY.replace(' ', "+"));
        assert_eq!(warnings, Vec::<String>::new());
        assert_eq!(settings.query().unwrap(), EVERY.replace(' ', "+"));
    }

    #[test]
    fn an_empty_query_says_nothing_and_is_said_by_nothing() {
        assert_eq!(Settings::parse("?"), (Settings::default(), Vec::new()));
        assert_eq!(Settings::default().query().unwrap(), "");
    }

    #[test]
    fn what_is_wrong_keeps_its_default_and_warns_by_name() {
        for query in
            ["seed=-1", "t=soon", "ui=big", "p.=1", "autoplay=maybe", "speed=NaN", "foo=1", "v=2", "lang=<b>"]
        {
            let (settings, warnings) = Settings::parse(query);
            assert_eq!(settings, Settings::default(), "{query}");
            assert!(warnings[0].starts_with(query.split('=').next().unwrap()), "{warnings:?}");
        }
    }

    #[test]
    fn a_speed_that_is_too_slow_becomes_the_slowest_with_a_warning() {
        let (settings, warnings) = Settings::parse("speed=-10");
        assert_eq!((settings.speed, warnings.len()), (Some(0.001), 1));
    }

    #[test]
    fn an_origin_that_makes_no_sense_locks_everybody_out() {
        for origin in ["*", "null", "https://", "javascript:x", "https://a/b"] {
            let (settings, warnings) = Settings::parse(&format!("origin={origin}"));
            assert!(!settings.api && warnings.len() == 1, "{origin}");
        }
    }

    #[test]
    fn an_origin_is_taken_as_browsers_write_it() {
        for (written, origin) in [
            ("https://example.org/", "https://example.org"),
            ("HTTPS://Example.org:443", "https://example.org"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://a.b:80/", "http://a.b"),
        ] {
            let (settings, warnings) = Settings::parse(&format!("origin={written}"));
            assert_eq!((settings.origin.as_deref(), warnings.len()), (Some(origin), 0), "{written}");
        }
    }

    #[test]
    fn the_good_parts_of_a_list_are_kept() {
        let (settings, warnings) = Settings::parse("show=log,nonsense,plots");
        assert_eq!(settings.show, [Part::Log, Part::Plots]);
        assert!(warnings[0].contains("nonsense"));
    }

    #[test]
    fn a_link_with_parameters_only_is_at_most_200_characters() {
        let params = (0..10).map(|n| (format!("key{n}"), "12.5".to_string())).collect();
        let settings = Settings { params, seed: Some(u64::MAX), ..Settings::default() };
        let link = format!("https://faultyard.example/lab/autoscaling/?{}", settings.query().unwrap());
        assert!(link.len() <= 200, "{}: {link}", link.len());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn no_query_is_too_odd_to_be_read(query in "\\PC{0,200}") {
            Settings::parse(&query);
        }

        #[test]
        fn a_known_name_with_any_text_is_taken_or_warned_about(
            name in "preset|p\\.n|seed|t|end|autoplay|speed|loop|pauseat|faults|ui|show|lock|view|lang|origin|v",
            text in "[ -~]{1,40}",
        ) {
            let text = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC);
            let (settings, warnings) = Settings::parse(&format!("{name}={text}"));
            let query = settings.query().unwrap_or_default();
            let (again, none) = Settings::parse(&query);
            prop_assert_eq!(&again, &settings, "{}", query);
            prop_assert!(none.is_empty(), "{:?}", none);
            let _ = warnings;
        }

        #[test]
        fn settings_read_back_as_they_are_written(
            seed in proptest::option::of(any::<u64>()),
            us in proptest::option::of(0u64..31_000_000_000_000),
            values in proptest::collection::btree_map("[a-z]{1,8}", "[ -~]{0,20}", 0..6),
            speed in proptest::option::of(0.001f64..100.0),
        ) {
            let params = values.into_iter().collect();
            let t = us.map(|us| When::Time(SimTime(us)));
            let settings = Settings { seed, t, params, speed, view: View::Split, ..Settings::default() };
            prop_assert_eq!(Settings::parse(&settings.query().unwrap()), (settings, Vec::new()));
        }
    }
}
