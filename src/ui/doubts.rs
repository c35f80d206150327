//! What an address says that this page cannot do, in its own words.

use super::address;
use faultyard::link::address::Page;
use faultyard::link::{Fit, Part, Settings, Ui, fragment};

/// What an address asks for that this page has not, a sentence each.
pub fn without_effect(settings: &Settings) -> Vec<String> {
    let hash = address::hash();
    let is_embed = matches!(address::page(), Page::Embed(_));
    let clock = settings.ui == Ui::None && settings.show.contains(&Part::Clock);
    let cases = [
        (settings.ctl && !is_embed, "ctl: only an embed waits for a click".to_string()),
        (
            settings.fit == Fit::Content && !is_embed,
            "fit: only an embed can be as high as its content".into(),
        ),
        (clock, "show: the clock is part of the playback controls, which ui=none hides".into()),
        (
            !hash.is_empty() && !fragment::holds(&hash) && address::setting().is_none(),
            "the part after the # is not a run that can be read".into(),
        ),
    ];
    cases.into_iter().filter(|(applies, _)| *applies).map(|(_, why)| why).collect()
}

/// A run's warning with its parameter named as the address names it.
pub fn as_addressed(warning: &str, settings: &Settings) -> String {
    let key = warning.split(':').next().unwrap_or_default();
    let is_set = settings.params.iter().any(|(known, _)| known == key);
    if is_set { format!("p.{warning}") } else { warning.into() }
}
