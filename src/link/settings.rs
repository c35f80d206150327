//! The readable settings of an address: the table of docs/embedding.md, one line a name.

use super::shown::{Fit, Lock, Motion, Part, PauseAt, Theme, Ui, View};
use super::when::When;
use super::{MOST_BYTES, MOST_PARAMS, SPEEDS, faults, is_line, is_word, query, quoted, tidy};
use crate::process::decimal;
use crate::sim::TimedInput;

/// What the query of an address says; the default is what an empty one says.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The scenario to begin with: the id of a step of the lesson.
    pub preset: Option<String>,
    /// Parameters, as key and text.
    pub params: Vec<(String, String)>,
    /// The seed.
    pub seed: Option<u64>,
    /// The moment shown at first.
    pub t: Option<When>,
    /// Where playing ends.
    pub end: Option<When>,
    /// Playing starts by itself.
    pub autoplay: bool,
    /// Simulated seconds a second.
    pub speed: Option<f64>,
    /// Playing begins again when it ends.
    pub repeat: bool,
    /// Where playing stops by itself.
    pub pause_at: PauseAt,
    /// What is done to the run.
    pub faults: Vec<TimedInput>,
    /// How much of the page there is.
    pub ui: Ui,
    /// Parts that are shown.
    pub show: Vec<Part>,
    /// Parts that are hidden.
    pub hide: Vec<Part>,
    /// Parameters that cannot be changed.
    pub lock: Lock,
    /// What stands in the middle.
    pub view: View,
    /// Light or dark.
    pub theme: Theme,
    /// Whether things move.
    pub motion: Motion,
    /// The language, as BCP 47 names it.
    pub lang: Option<String>,
    /// For a large screen, far away.
    pub projector: bool,
    /// With what a teacher needs.
    pub teacher: bool,
    /// The question asked at first.
    pub predict: Option<String>,
    /// A still picture until somebody clicks.
    pub ctl: bool,
    /// How the page takes its place in a frame.
    pub fit: Fit,
    /// The host page may command.
    pub api: bool,
    /// The one origin that may command.
    pub origin: Option<String>,
    /// What each message carries back.
    pub id: Option<String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            preset: None,
            params: Vec::new(),
            seed: None,
            t: None,
            end: None,
            autoplay: false,
            speed: None,
            repeat: false,
            pause_at: PauseAt::Nowhere,
            faults: Vec::new(),
            ui: Ui::Full,
            show: Vec::new(),
            hide: Vec::new(),
            lock: Lock::Nothing,
            view: View::Stage,
            theme: Theme::Auto,
            motion: Motion::Auto,
            lang: None,
            projector: false,
            teacher: false,
            predict: None,
            ctl: false,
            fit: Fit::Fill,
            api: true,
            origin: None,
            id: None,
        }
    }
}

impl Settings {
    /// Whether a part of the page is shown: what is hidden by name is not, what is shown by name is, and else it is as
    /// `usual`, if there is that much of the page.
    pub fn shows(&self, part: Part, usual: bool) -> bool {
        let asked = self.show.contains(&part) || part == Part::Story && self.predict.is_some();
        !self.hide.contains(&part) && (asked || usual && self.ui.has(part))
    }

    /// The same without what it says of the run and of how the page begins: what goes on being true of a page whose run
    /// somebody changed.
    pub fn lasting(&self) -> Settings {
        Settings {
            preset: None,
            params: Vec::new(),
            seed: None,
            t: None,
            autoplay: false,
            speed: None,
            faults: Vec::new(),
            predict: None,
            ctl: false,
            ..self.clone()
        }
    }

    /// Reads a query, with or without its `?`, and gives a warning for all that is not as it should be.
    pub fn parse(text: &str) -> (Settings, Vec<String>) {
        let (mut settings, mut warnings) = (Settings::default(), Vec::new());
        if text.len() > MOST_BYTES {
            return (settings, vec![format!("the settings are longer than {MOST_BYTES} bytes and not read")]);
        }
        // Those that were understood: they are few, whatever the text is.
        let mut names = Vec::new();
        for (name, text) in query::pairs(text) {
            let is_again = names.contains(&name);
            if is_again {
                warnings.push(format!("{}: it is said more than once; the last counts", quoted(&name)));
            }
            match settings.take(&name, &text) {
                Ok(found) => {
                    warnings.extend(found);
                    if !is_again {
                        names.push(name);
                    }
                }
                Err(why) => warnings.push(format!("{name}: {why}")),
            }
        }
        (settings, tidy(warnings))
    }

    /// Takes one setting; gives the warnings about it, or why it keeps its default.
    fn take(&mut self, name: &str, text: &str) -> Result<Vec<String>, String> {
        if name == "faults" {
            let (found, warnings) = faults::parse(text);
            self.faults = found;
            return Ok(warnings);
        }
        if !is_line(text) {
            return Err("the text is too long, or not plain".into());
        }
        match name.strip_prefix("p.") {
            Some(key) => self.take_param(key, text)?,
            None if name == "speed" => return self.take_speed(text),
            None if name == "origin" => self.take_origin(text)?,
            None => return self.take_plain(name, text),
        }
        Ok(Vec::new())
    }

    fn take_plain(&mut self, name: &str, text: &str) -> Result<Vec<String>, String> {
        match name {
            "preset" => self.preset = Some(word(text)?),
            "seed" => return self.take_seed(text),
            "t" => self.t = Some(When::parse(text)?),
            "end" => self.end = Some(When::parse(text)?),
            "autoplay" => self.autoplay = switch(text)?,
            "loop" => self.repeat = switch(text)?,
            "pauseat" => self.pause_at = pause_at(text)?,
            "ui" => self.ui = Ui::parse(text)?,
            "show" => return Ok(parts(text, &mut self.show)),
            "hide" => return Ok(parts(text, &mut self.hide)),
            "lock" => self.lock = lock(text)?,
            "view" => self.view = View::parse(text)?,
            "theme" => self.theme = Theme::parse(text)?,
            "motion" => self.motion = Motion::parse(text)?,
            "lang" => self.lang = Some(word(text)?),
            "projector" => self.projector = switch(text)?,
            "teacher" => self.teacher = switch(text)?,
            "predict" => self.predict = Some(word(text)?),
            "ctl" => self.ctl = switch(text)?,
            "fit" => self.fit = Fit::parse(text)?,
            "api" => self.api = switch(text)?,
            "id" => self.id = Some(text.into()),
            "v" if text == "1" => {}
            "v" => return Err(format!("this page speaks version 1, not {}", quoted(text))),
            _ => return Err("there is no such setting".into()),
        }
        Ok(Vec::new())
    }

    fn take_param(&mut self, key: &str, text: &str) -> Result<(), String> {
        if !is_word(key) {
            return Err(format!("{} is not a parameter's key", quoted(key)));
        }
        let known = self.params.iter().position(|(known, _)| known == key);
        match known {
            Some(place) => self.params[place].1 = text.into(),
            None if self.params.len() >= MOST_PARAMS => return Err("there are too many parameters".into()),
            None => self.params.push((key.into(), text.into())),
        }
        Ok(())
    }

    fn take_seed(&mut self, text: &str) -> Result<Vec<String>, String> {
        let digits = !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
        self.seed = Some(match text.parse() {
            Ok(seed) => seed,
            Err(_) if digits => u64::MAX,
            Err(_) => return Err(format!("{} is not a seed", quoted(text))),
        });
        let outside = digits && text.parse::<u64>().is_err();
        Ok(outside
            .then(|| format!("seed: {} is outside 0 to {}", quoted(text), u64::MAX))
            .into_iter()
            .collect())
    }

    fn take_speed(&mut self, text: &str) -> Result<Vec<String>, String> {
        let speed = decimal(text).filter(|speed| speed.is_finite());
        let speed = speed.ok_or_else(|| format!("{} is not a speed", quoted(text)))?;
        // How fast is too fast, its lab knows.
        self.speed = Some(speed.max(SPEEDS.0));
        let why = || format!("speed: {text} is less than {}", SPEEDS.0);
        Ok((speed < SPEEDS.0).then(why).into_iter().collect())
    }

    /// An origin that is not understood must not mean that everybody may command: nobody may.
    fn take_origin(&mut self, text: &str) -> Result<(), String> {
        let lower = text.to_ascii_lowercase();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        // As browsers write it: no slash at the end, and no port that its scheme has anyway.
        for (scheme, port) in [("https://", ":443"), ("http://", ":80")] {
            let Some(host) = lower.strip_prefix(scheme) else { continue };
            let host = host.strip_suffix('/').unwrap_or(host);
            let host = host.strip_suffix(port).unwrap_or(host);
            if !host.is_empty() && host.chars().all(plain) {
                self.origin = Some(format!("{scheme}{host}"));
                return Ok(());
            }
        }
        self.api = false;
        Err(format!("{} is not an origin such as https://example.org, so nobody may command", quoted(text)))
    }
}

fn word(text: &str) -> Result<String, String> {
    if is_word(text) { Ok(text.into()) } else { Err(format!("{} is not a name", quoted(text))) }
}

fn words(text: &str) -> Result<Vec<String>, String> {
    text.split(',').map(str::trim).map(word).collect()
}

fn switch(text: &str) -> Result<bool, String> {
    match text {
        "1" | "true" | "" => Ok(true),
        "0" | "false" => Ok(false),
        _ => Err(format!("{} is not 0 or 1", quoted(text))),
    }
}

fn pause_at(text: &str) -> Result<PauseAt, String> {
    match text {
        "marks" => Ok(PauseAt::Marks),
        "faults" => Ok(PauseAt::Faults),
        list => words(list).map(PauseAt::Listed),
    }
}

fn lock(text: &str) -> Result<Lock, String> {
    if text == "all" { Ok(Lock::All) } else { words(text).map(Lock::Keys) }
}

fn parts(text: &str, into: &mut Vec<Part>) -> Vec<String> {
    let mut warnings = Vec::new();
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        match Part::parse(word) {
            Ok(part) if !into.contains(&part) => into.push(part),
            Ok(_) => {}
            Err(why) => warnings.push(why),
        }
    }
    warnings
}
