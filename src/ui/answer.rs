//! The answer to a command, whoever gives it: a host around the page, or a person at the console.

use super::lazy::{Missing, apart, once};
use super::look;
use super::player::Player;
use super::share::picture::{self, Picture};
use faultyard::embed::{self, Error, PageCommand, SearchData};
use faultyard::process::SimDuration;
use gloo::timers::future::TimeoutFuture;
use gloo::utils::window;
use serde_json::{Value, json};
use std::cell::Cell;
use std::pin::Pin;
use wasm_bindgen::JsValue;

/// The language that the page speaks, whichever is asked for.
pub const LANGUAGE: &str = "en";

/// What comes after a while.
pub type Coming = Pin<Box<dyn Future<Output = Result<Value, Error>>>>;

/// What a command comes to: most at once, some after a while.
pub enum Answer {
    Now(Value),
    Later(Coming),
}

impl Answer {
    /// Its value, once it is there.
    pub async fn value(self) -> Result<Value, Error> {
        match self {
            Answer::Now(value) => Ok(value),
            Answer::Later(value) => value.await,
        }
    }
}

/// Carries out a command of the run or of the page; those about a host's line are only for [`super::frame`].
pub type To = fn(&Player, &str, &Value) -> Result<Answer, Error>;

thread_local! {
    static TO: Cell<Option<To>> = const { Cell::new(None) };
}

apart! {
    in commands: async fn commands() -> To {
        to
    }
}

/// Commands, if their file is there.
pub fn there() -> Option<To> {
    TO.get()
}

/// Commands, once their file is there.
pub async fn load() -> Result<To, Missing> {
    once(&TO, commands()).await
}

fn to(player: &Player, name: &str, data: &Value) -> Result<Answer, Error> {
    let owned = player.clone();
    Ok(match embed::parse_page(name, data)? {
        Some(PageCommand::SetTheme(theme)) => Answer::Now(look::set_theme(theme)),
        Some(PageCommand::SetMotion(motion)) => Answer::Now(look::set_motion(motion)),
        Some(PageCommand::SetLang(_)) => Answer::Now(json!(LANGUAGE)),
        Some(PageCommand::Search(data)) => {
            Answer::Later(Box::pin(async move { search(owned, data).await.map_err(|_| missing())?.await }))
        }
        Some(PageCommand::Snapshot { spacetime, png, scale }) => {
            let picture =
                async move { snapshot(owned, spacetime, png, scale).await.map_err(|_| missing())?.await };
            Answer::Later(Box::pin(picture))
        }
        _ => {
            let (command, notice) = (embed::parse(name, data)?, player.notice());
            let done = embed::execute(player, command);
            // Whoever asked is told why it cannot be done: the reader did not ask.
            if done.is_err() {
                player.tell(notice);
            }
            Answer::Now(done?)
        }
    })
}

/// A command whose file cannot be had.
pub fn missing() -> Error {
    Error::new("unsupported", "a part of the program did not load; try again")
}

/// Milliseconds since the page began.
fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

apart! {
    /// Looks for a run that breaks a promise, a run at a time so that the page stays alive.
    in search: async fn search(player: Player, data: SearchData) -> Coming {
        Box::pin(async move {
            let mut search = data.begin(&player)?;
            let (began, mut found) = (now(), None);
            while found.is_none() && search.tried() < data.budget {
                found = search.attempt();
                TimeoutFuture::new(0).await;
            }
            Ok(data.answer(&search, found, SimDuration::from_ms((now() - began) as u64)))
        })
    }
}

apart! {
    /// A picture of the run: in the same file as the dialog that shares it.
    in share: async fn snapshot(player: Player, spacetime: bool, png: bool, scale: f64) -> Coming {
        Box::pin(async move {
            let picture =
                if spacetime { picture::of_spacetime(&player).await } else { Some(picture::of_stage(&player)) };
            written(picture.ok_or_else(|| Error::new("unsupported", picture::NOTHING))?, png, scale).await
        })
    }
}

/// A picture as the text of an SVG document, or as the address of a PNG's data.
async fn written(picture: Picture, png: bool, scale: f64) -> Result<Value, Error> {
    if !png {
        return Ok(json!(picture.svg));
    }
    let drawn = async || -> Result<String, JsValue> {
        let canvas = picture::canvas((picture.size.0 * scale) as u32, (picture.size.1 * scale) as u32)?;
        picture::draw(&canvas, &picture::image(&picture.svg).await?)?;
        canvas.to_data_url()
    };
    let address = drawn().await;
    address.map(Value::from).map_err(|_| Error::new("unsupported", "this browser cannot draw the picture"))
}
