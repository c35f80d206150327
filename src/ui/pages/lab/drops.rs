//! A file that is dropped anywhere on a lab's page: a run that was saved is opened, any other goes to the lab's command
//! that takes files.

use crate::ui::player::Player;
use crate::ui::{keep, reading};
use web_sys::DataTransfer;
use yew::prelude::*;

const NONE: &str = "This lab reads no files.";

/// What is dragged, if it is a file: text that is dragged into a field is none of ours.
fn files(event: &DragEvent) -> Option<DataTransfer> {
    event.data_transfer().filter(|data| data.types().includes(&"Files".into(), 0))
}

/// Without this a drop would not come, and the browser would leave the page for the file.
pub fn over() -> Callback<DragEvent> {
    Callback::from(|event: DragEvent| {
        if files(&event).is_some() {
            event.prevent_default();
        }
    })
}

/// Reads a dropped file.
pub fn drop(player: &Player) -> Callback<DragEvent> {
    let player = player.clone();
    Callback::from(move |event: DragEvent| {
        let Some(data) = files(&event) else { return };
        event.prevent_default();
        let Some(file) = data.files().and_then(|files| files.get(0)) else { return };
        if keep::is_run(&file) {
            return keep::open(&player, file);
        }
        let commands = player.run().commands();
        match reading::taker(&commands, &file.name()) {
            Some(command) => reading::start(&player, command, file),
            None => player.tell(Some(NONE.into())),
        }
    })
}
