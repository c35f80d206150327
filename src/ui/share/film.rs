//! The stage as a film, where the browser can record a canvas.

use super::picture::{self, STAGE};
use crate::ui::look;
use crate::ui::player::Player;
use crate::ui::save::{save_blob, saved};
use faultyard::embed::Host;
use faultyard::process::SimTime;
use faultyard::scene::svg;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobEvent, HtmlCanvasElement, MediaRecorder, MediaRecorderOptions};
use yew::Callback;

const KIND: &str = "video/webm";
/// How long a film is, in seconds, and its pictures a second.
const LENGTH: u32 = 10;
const RATE: u32 = 20;

thread_local! {
    /// One film at a time.
    static BUSY: Rc<Cell<bool>> = Rc::default();
}

/// Whether this browser can.
pub fn is_possible() -> bool {
    let has = |host: &JsValue, name: &str| js_sys::Reflect::has(host, &name.into()).unwrap_or(false);
    let canvas = picture::canvas(1, 1).map(JsValue::from).unwrap_or(JsValue::NULL);
    has(&gloo::utils::window(), "MediaRecorder")
        && canvas.is_object()
        && has(&canvas, "captureStream")
        && MediaRecorder::is_type_supported(KIND)
}

/// Records the run from the moment shown on, at the speed it has, on a copy of it; then hands it over.
pub fn record(player: &Player, name: &str, tell: &Callback<String>) {
    let busy = BUSY.with(Rc::clone);
    if busy.replace(true) {
        return;
    }
    let (player, name, tell) = (player.clone(), format!("{name}.webm"), tell.clone());
    spawn_local(async move {
        let made = film(&player, &name, &tell).await;
        busy.set(false);
        tell.emit(match made {
            Ok(()) => saved(&name),
            Err(_) => "This browser could not record the video.".into(),
        });
    });
}

async fn film(player: &Player, name: &str, tell: &Callback<String>) -> Result<(), JsValue> {
    let canvas = picture::canvas(STAGE.0 as u32, STAGE.1 as u32)?;
    let (lab, speed) = (player.lab(), player.speed());
    let (mut run, begin) = {
        let run = player.run();
        ((lab.open)(run.scenario()), run.position().now)
    };
    let parts = js_sys::Array::new();
    let recorder = recorder(&canvas, &parts)?;
    for frame in 0..=LENGTH * RATE {
        let at = SimTime::from_seconds(begin.seconds() + f64::from(frame) / f64::from(RATE) * speed);
        run.seek(at);
        let text = svg::svg(&run.scene(STAGE.0, STAGE.1), STAGE, at.0, look::is_dark());
        picture::draw(&canvas, &picture::image(&text).await?)?;
        if frame == 0 {
            recorder.start()?;
        }
        if frame % RATE == 0 {
            tell.emit(format!("Recording: {} of {LENGTH} seconds.", frame / RATE));
        }
        sleep(1_000 / RATE).await;
    }
    recorder.stop()?;
    // The last part comes after a turn of the browser's.
    for _ in 0..100 {
        if parts.length() > 0 {
            break;
        }
        sleep(20).await;
    }
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(KIND);
    save_blob(name, &Blob::new_with_blob_sequence_and_options(&parts, &options)?);
    Ok(())
}

/// A recorder of the canvas that puts what it has into a list.
fn recorder(canvas: &HtmlCanvasElement, parts: &js_sys::Array) -> Result<MediaRecorder, JsValue> {
    let stream = canvas.capture_stream()?;
    let options = MediaRecorderOptions::new();
    options.set_mime_type(KIND);
    let recorder = MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &options)?;
    let parts = parts.clone();
    let take = Closure::<dyn FnMut(BlobEvent)>::new(move |event: BlobEvent| {
        if let Some(part) = event.data().filter(|part| part.size() > 0.0) {
            parts.push(&part);
        }
    });
    recorder.set_ondataavailable(Some(take.into_js_value().unchecked_ref()));
    Ok(recorder)
}

/// Waits so many milliseconds.
async fn sleep(ms: u32) {
    let timer = js_sys::Promise::new(&mut |resolve, _| {
        let _ =
            gloo::utils::window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms as i32);
    });
    let _ = JsFuture::from(timer).await;
}
