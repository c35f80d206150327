//! `window.faultyard.call(name, data)`: the commands of an embed, for a person at the console.

use super::answer::missing;
use super::frame;
use super::player::{Player, Which};
use faultyard::embed::{self, Host};
use faultyard::lab::{Entry, Run};
use faultyard::labs;
use faultyard::process::SimTime;
use faultyard::sim::Input;
use serde_json::Value;
use std::cell::Ref;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// Puts `faultyard` on the window, with its one function; it is there as long as the page.
pub fn offer(player: Player) {
    let call = Closure::<dyn FnMut(JsValue, JsValue) -> js_sys::Promise>::new(
        move |name: JsValue, data: JsValue| {
            let (player, name) = (player.clone(), name.as_string().unwrap_or_default());
            future_to_promise(async move {
                let host = frame::load().await.map_err(|_| thrown(&missing()))?;
                (host.call)(player, name, data).await
            })
        },
    );
    let faultyard = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&faultyard, &"call".into(), &call.into_js_value());
    let _ = js_sys::Reflect::set(&gloo::utils::window(), &"faultyard".into(), &faultyard);
}

/// An error as JavaScript throws it, with its code.
pub fn thrown(error: &embed::Error) -> JsValue {
    let thrown = js_sys::Error::new(&error.message);
    let _ = js_sys::Reflect::set(&thrown, &"code".into(), &error.code.into());
    thrown.into()
}

/// What JavaScript says, as JSON; null for what has no such form.
pub fn read(data: &JsValue) -> Value {
    let text = js_sys::JSON::stringify(data).ok().and_then(|text| text.as_string());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// JSON as JavaScript's own.
pub fn write(value: &Value) -> JsValue {
    js_sys::JSON::parse(&value.to_string()).unwrap_or(JsValue::NULL)
}

impl Host for Player {
    fn lab(&self) -> &'static Entry {
        labs::find(Player::run(self).meta().slug).expect("only labs of the list are opened")
    }

    fn run(&self) -> Ref<'_, dyn Run> {
        Player::run(self)
    }

    fn is_playing(&self) -> bool {
        Player::is_playing(self)
    }

    fn is_over(&self) -> bool {
        Player::is_over(self)
    }

    fn play(&self, playing: bool) {
        Player::play(self, playing);
    }

    fn speed(&self) -> f64 {
        Player::speed(self)
    }

    fn set_speed(&self, speed: f64) {
        Player::set_speed(self, speed);
    }

    fn item(&self) -> Option<String> {
        Player::item(self)
    }

    fn choose(&self, item: Option<String>) {
        Player::choose(self, item);
    }

    fn seek(&self, to: SimTime) {
        Player::seek(self, to);
    }

    fn seek_event(&self, event: u64) {
        Player::seek_event(self, event);
    }

    fn act(&self, input: Input) -> Result<(), String> {
        Player::act(self, input)
    }

    fn plan(&self, at: SimTime, input: Input) -> Result<(), String> {
        Player::plan(self, at, input)
    }

    fn set(&self, key: &str, text: &str) -> Result<(), String> {
        Player::set(self, Which::First, key, text)
    }

    fn load(&self, run: Box<dyn Run>, at: SimTime) {
        Player::load(self, run, at);
    }
}
