//! Keeping the address up with what a person does.

use super::hash;
use crate::ui::player::Player;
use crate::ui::{frame, packing, settings};
use faultyard::embed;
use faultyard::lab::Scenario;
use faultyard::process::SimTime;
use gloo::utils::window;
use wasm_bindgen::JsValue;

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
