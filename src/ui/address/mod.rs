//! The address: which page it asks for, what it says about the run, and keeping it up with what a person does.

mod follower;

pub use follower::Follower;

use super::doubts;
use super::frame;
use super::packing;
use super::player::{Player, Until};
use super::use_player::clock;
use faultyard::embed;
use faultyard::lab::Entry;
use faultyard::link::address::Page;
use faultyard::link::{Opening, When, fragment};
use faultyard::process::SimTime;
use gloo::utils::{document, window};

/// The seed of a run that nobody chose one for.
pub const SEED: u64 = 42;

/// The page that the address asks for.
pub fn page() -> Page {
    let path = window().location().pathname().unwrap_or_default();
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    let base = web_sys::Url::new(&base).map(|url| url.pathname()).unwrap_or_else(|_| "/".into());
    Page::below(path.strip_prefix(&base).unwrap_or(&path))
}

/// The address's query, without its question mark.
pub fn query() -> String {
    let query = window().location().search().unwrap_or_default();
    query.trim_start_matches('?').to_string()
}

/// What follows the address's `#`.
pub fn hash() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_string()
}

/// The key of the setting that the address names, as `#set.el`: where the search leads to.
pub fn setting() -> Option<String> {
    hash().strip_prefix("set.").map(str::to_owned)
}

/// Fetches what [`opening`] needs to read the address. False if it cannot be had.
pub async fn ready() -> bool {
    !fragment::holds(&hash()) || packing::load().await.is_ok()
}

/// What the address says about a lab's run; [`ready`] comes before.
pub fn opening(lab: &Entry) -> Opening {
    let state = packing::there().map_or(Ok(None), |packing| (packing.decode)(&hash()));
    Opening::decoded(lab, &query(), state, SEED)
}

/// Shows the run and the moment that the address asks for; what was not understood becomes the notice.
pub fn show(lab: &'static Entry, player: &Player, opening: &Opening) {
    let run = (lab.open)(&opening.scenario);
    let mut warnings = opening.warnings.clone();
    warnings.extend(doubts::without_effect(&opening.settings));
    warnings.extend(embed::doubts(lab, opening));
    player.load(run, SimTime::ZERO);
    if let Some(speed) = opening.speed {
        player.set_speed(speed);
    }
    match opening.end.as_ref().map(|end| embed::time_of(lab, &opening.scenario, end)) {
        Some(Ok(end)) => player.set_length(end),
        Some(Err(error)) => warnings.push(format!("end: {}", error.message)),
        None => {}
    }
    let settings = &opening.settings;
    player.set_until(Until {
        end: settings.end.as_ref().map(|_| player.length()),
        repeat: settings.repeat,
        pause_at: settings.pause_at.clone(),
    });
    match &opening.t {
        Some(When::Time(at)) => {
            let latest = embed::latest(&*player.run());
            player.travel(latest.min(*at), opening.event, clock);
        }
        Some(at) => {
            if let Err(error) = embed::go(player, at) {
                warnings.push(format!("t: {}", error.message));
            }
        }
        None => embed::go_back_to(player, opening.event),
    }
    player.choose(opening.item.clone());
    for warning in player.run().warnings() {
        let warning = doubts::as_addressed(warning, settings);
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
    player.unsaid(&warnings);
    if !frame::warn(&warnings, false) && !warnings.is_empty() {
        player.tell(Some(warnings.join("\n")));
    }
}

/// Tells what the run was refused later, on its way to a moment or while it played, as what was refused at first.
pub fn tell_late(player: &Player) {
    let late = player.unsaid(&[]);
    if !late.is_empty() && !frame::warn(&late, true) {
        let lines: Vec<String> = player.notice().into_iter().chain(late).collect();
        player.tell(Some(lines.join("\n")));
    }
}

/// Where all pages are, with `/` at its end: origin and path.
pub fn base() -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    base.split(['?', '#']).next().unwrap_or("").to_string()
}

/// The address of the lab's own page at `path`, with the run as it is shown now if it fits into a link, and once the
/// packing is there.
pub fn whole(player: &Player, path: &str) -> String {
    match packing::there().map(|packing| (packing.encode)(&embed::saved(player))) {
        Some(Ok(state)) => format!("{path}#{state}"),
        _ => path.into(),
    }
}
