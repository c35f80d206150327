//! Commands whose answers take a while: a search, a run at a time so that the page stays alive, and a picture.

use super::player::Player;
use super::share::picture;
use faultyard::embed::{Error, SearchData};
use gloo::timers::future::TimeoutFuture;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;

/// Looks for a run that breaks a promise.
pub async fn search(player: &Player, data: &SearchData) -> Result<Value, Error> {
    let mut search = data.begin(player)?;
    let mut found = None;
    while found.is_none() && search.tried() < data.budget {
        found = search.attempt();
        TimeoutFuture::new(0).await;
    }
    Ok(data.answer(&search, found))
}

/// The stage as it is shown: the text of an SVG document, or the address of a PNG's data.
pub async fn snapshot(player: &Player, png: bool, scale: f64) -> Result<Value, Error> {
    let picture = picture::of_stage(player);
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
