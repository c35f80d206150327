//! A run as a file: saved by the browser, and opened again.

use super::address;
use super::lazy::apart;
use super::packing;
use super::player::Player;
use super::save::save;
use faultyard::embed::{self, Host};
use faultyard::labs;
use faultyard::link::address::Page;
use faultyard::link::{Saved, file};
use gloo::utils::window;
use std::pin::Pin;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;

const GONE: &str = "a part of the program did not load; try again";
const UNREADABLE: &str = "the file could not be read";

/// Hands the run at this moment to the browser as a file to keep, and tells its name.
pub fn keep(player: &Player) -> String {
    let saved = embed::saved(player);
    let name = file::name(&saved);
    save(&name, "application/json", &file::write(&saved));
    name
}

/// Whether a file is a run that was saved.
pub fn is_run(file: &File) -> bool {
    file.name().ends_with(file::ENDING)
}

/// Shows the run that a file holds; what was not understood becomes the notice.
pub fn open(player: &Player, file: File) {
    let player = player.clone();
    spawn_local(async move {
        let told = match opened(player.clone(), file).await {
            Ok(told) => told.await.unwrap_or_else(|why| vec![why]),
            Err(_) => vec![GONE.into()],
        };
        player.tell((!told.is_empty()).then(|| told.join("\n")));
    });
}

/// What came of reading a file.
type Told = Pin<Box<dyn Future<Output = Result<Vec<String>, String>>>>;

apart! {
    in packing: async fn opened(player: Player, file: File) -> Told {
        Box::pin(async move { read(&player, &file).await })
    }
}

/// Where a run of another lab is opened: the address of that lab's page, if this is a lab's page.
async fn elsewhere(player: &Player, saved: &Saved) -> Result<Option<String>, String> {
    let lab = saved.scenario.lab.as_str();
    let is_other = lab != player.lab().meta.slug && labs::card(lab).is_some();
    if !is_other || !matches!(address::page(), Page::Lab(_)) {
        return Ok(None);
    }
    let packing = packing::load().await.map_err(|_| GONE)?;
    let state = (packing.encode)(saved);
    let state =
        state.map_err(|_| format!("this is a run of {lab}: open that lab first, and the file there"))?;
    Ok(Some(format!("{}lab/{lab}/#{state}", address::base())))
}

async fn read(player: &Player, file: &File) -> Result<Vec<String>, String> {
    if file.size() > file::LONGEST as f64 {
        return Err(format!("{} is too large for a run", file.name()));
    }
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
    let (saved, warnings) = file::read(&text.ok_or(UNREADABLE)?)?;
    if let Some(address) = elsewhere(player, &saved).await? {
        let _ = window().location().set_href(&address);
        return Ok(vec![format!("Opens the run in its own lab: {}.", saved.scenario.lab)]);
    }
    embed::show(player, &saved, warnings).map_err(|error| error.message)
}
