//! A run as a file: saved by the browser, and opened again.

use super::player::Player;
use super::save::save;
use faultyard::embed;
use faultyard::link::file;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;

const UNREADABLE: &str = "the file could not be read";

/// Hands the run at this moment to the browser as a file to keep.
pub fn keep(player: &Player) {
    let saved = embed::saved(player);
    save(&file::name(&saved), "application/json", &file::write(&saved));
}

/// Whether a file is a run that was saved.
pub fn is_run(file: &File) -> bool {
    file.name().ends_with(file::ENDING)
}

/// Shows the run that a file holds; what was not understood becomes the notice.
pub fn open(player: &Player, file: File) {
    let player = player.clone();
    spawn_local(async move {
        let told = read(&player, &file).await.unwrap_or_else(|why| vec![why]);
        player.tell((!told.is_empty()).then(|| told.join("\n")));
    });
}

async fn read(player: &Player, file: &File) -> Result<Vec<String>, String> {
    if file.size() > file::LONGEST as f64 {
        return Err(format!("{} is too large for a run", file.name()));
    }
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
    let (saved, warnings) = file::read(&text.ok_or(UNREADABLE)?)?;
    embed::show(player, &saved, warnings).map_err(|error| error.message)
}
