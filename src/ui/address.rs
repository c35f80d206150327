//! The address: which page it asks for, what it says about the run, and keeping it up with what a person does.

use super::doubts;
use super::frame;
use super::packing;
use super::player::{Player, Until};
use super::settings;
use super::use_player::clock;
use faultyard::embed;
use faultyard::lab::{Entry, Scenario};
use faultyard::link::address::Page;
use faultyard::link::{Opening, When, fragment};
use faultyard::process::SimTime;
use gloo::utils::{document, window};
use wasm_bindgen::JsValue;

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
    if !frame::warn(&warnings) && !warnings.is_empty() {
        player.tell(Some(warnings.join("\n")));
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

/// Says, after what is said already, that the address is that of another run.
fn warn(player: &Player, why: &str) {
    let told = player.notice().map_or(String::new(), |told| format!("{told}\n"));
    player.tell(Some(format!("{told}The address does not follow: {why}.")));
}

/// The page's own address, with what its query says for as long as it is open: its locks outlive a changed run.
fn page_and_looks() -> String {
    let path = window().location().pathname().unwrap_or_default();
    match settings::get().lasting().query() {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path,
    }
}

/// Follows what a person does: a changed run is a new entry of the browser's history, so that its back button is
/// undo; a changed moment replaces the entry. Does nothing while the run plays.
#[derive(Default)]
pub struct Follower {
    scenario: Option<Scenario>,
    state: String,
}

impl Follower {
    /// Brings the address up to date. False if there is something to say, and not yet the packing to say it.
    pub fn follow(&mut self, player: &Player) -> bool {
        let scenario = player.run().scenario().clone();
        let changed = self.scenario.as_ref().is_some_and(|known| *known != scenario);
        if (player.is_playing() || player.journey().is_some()) && !changed {
            return true;
        }
        let saved = embed::saved(player);
        let first = self.scenario.is_none();
        // Nothing was said yet, and the plain address says all.
        let plain = !changed && self.state.is_empty() && saved.item.is_none() && saved.speed.is_none();
        let untouched = (first || plain) && player.run().position().now == SimTime::ZERO;
        let packing = match packing::there() {
            Some(packing) => packing,
            None if plain && untouched => {
                self.scenario = Some(scenario);
                return true;
            }
            None => return false,
        };
        self.scenario = Some(scenario);
        match (packing.encode)(&saved) {
            Ok(state) if self.state != state => {
                self.state.clone_from(&state);
                if !untouched && state != hash() {
                    enter(&state, changed);
                }
            }
            Err(why) if changed || first => warn(player, &why),
            _ => {}
        }
        true
    }

    /// Takes the run that is shown for the one that the address says: after the browser's own back and forward.
    pub fn agree(&mut self, player: &Player) {
        self.scenario = Some(player.run().scenario().clone());
        let state = packing::there().and_then(|packing| (packing.encode)(&embed::saved(player)).ok());
        self.state = state.unwrap_or_default();
    }
}

/// Writes a state into the address: as a new entry of the browser's history, or in place of the one that is shown.
fn enter(state: &str, new: bool) {
    let Ok(history) = window().history() else { return };
    let address = format!("{}#{state}", page_and_looks());
    // The history around a frame is its reader's: Back leaves the page that it is in.
    let new = new && !frame::is_framed();
    // Browsers refuse this when it is done too often, and in some frames: the address is then behind, no more.
    let _ = match new {
        true => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
        false => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)),
    };
}
