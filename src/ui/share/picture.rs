//! Pictures that leave the page: SVG as text, and PNG drawn from it.

use super::inlined::of_dom;
use crate::ui::components::spacetime::{Spacetime, SpacetimeProps};
use crate::ui::components::trail;
use crate::ui::look;
use crate::ui::player::Player;
use crate::ui::save::{save, save_blob, saved};
use crate::ui::words;
use faultyard::process::words::grouped;
use faultyard::scene::svg;
use gloo::timers::future::TimeoutFuture;
use gloo::utils::document;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};
use yew::Callback;

/// The stage's size as a picture, in CSS pixels.
pub const STAGE: (f32, f32) = (960.0, 600.0);
/// The space-time diagram's.
const DIAGRAM: (f64, f64) = (960.0, 420.0);
/// Why there is no picture of it.
pub const NOTHING: &str = "There is nothing to draw yet: no node has done anything.";
/// A PNG has so many pixels for each.
const SHARP: f64 = 2.0;
/// An SVG document and its size in CSS pixels.
pub struct Picture {
    pub svg: String,
    pub size: (f64, f64),
}

impl Picture {
    /// Hands it to the browser as a file to keep; says so if it cannot be drawn.
    pub fn keep(self, name: &str, png: bool, tell: &Callback<String>) {
        if !png {
            let name = format!("{name}.svg");
            save(&name, "image/svg+xml", &self.svg);
            return tell.emit(saved(&name));
        }
        let (name, tell) = (format!("{name}.png"), tell.clone());
        spawn_local(async move {
            match self.png().await {
                Ok(blob) => {
                    save_blob(&name, &blob);
                    tell.emit(saved(&name));
                }
                Err(_) => tell.emit("This browser could not draw the picture.".into()),
            }
        });
    }

    /// The same with words that say what it is of: the lab, the run, the moment, and what happens there.
    pub fn captioned(self, player: &Player) -> Picture {
        let run = player.run();
        let position = run.position();
        let (seed, now) = (run.scenario().seed, words::time(position.now));
        let told = trail::told(&*run, player.event()).map(|event| event.text).unwrap_or_default();
        let moment = format!("Seed {seed}, {now}, event {}", grouped(position.event));
        let caption = svg::Caption { title: run.meta().title.into(), moment, told };
        let size = (self.size.0 as f32, self.size.1 as f32);
        let (svg, size) = svg::captioned(&self.svg, size, &caption, look::is_dark());
        Picture { svg, size: (f64::from(size.0), f64::from(size.1)) }
    }

    async fn png(&self) -> Result<Blob, JsValue> {
        let (width, height) = ((self.size.0 * SHARP) as u32, (self.size.1 * SHARP) as u32);
        let canvas = canvas(width, height)?;
        let image = image(&self.svg).await?;
        draw(&canvas, &image)?;
        let blob = js_sys::Promise::new(&mut |resolve, reject| {
            let done =
                Closure::once_into_js(move |blob: JsValue| resolve.call1(&JsValue::NULL, &blob).map(|_| ()));
            if let Err(why) = canvas.to_blob(done.unchecked_ref()) {
                let _ = reject.call1(&JsValue::NULL, &why);
            }
        });
        JsFuture::from(blob).await?.dyn_into()
    }
}

/// A canvas that is in no page.
pub fn canvas(width: u32, height: u32) -> Result<HtmlCanvasElement, JsValue> {
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    Ok(canvas)
}

/// An SVG document as an image, ready to draw.
pub async fn image(svg: &str) -> Result<HtmlImageElement, JsValue> {
    let image = HtmlImageElement::new()?;
    // An address of data, not of a blob: a frame without an origin may draw it.
    image.set_src(&data_address(svg));
    JsFuture::from(image.decode()).await?;
    Ok(image)
}

/// An SVG document as the address of an image.
pub fn data_address(svg: &str) -> String {
    format!("data:image/svg+xml;charset=utf-8,{}", String::from(js_sys::encode_uri_component(svg)))
}

/// Fills a canvas with an image.
pub fn draw(canvas: &HtmlCanvasElement, image: &HtmlImageElement) -> Result<(), JsValue> {
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into::<CanvasRenderingContext2d>()?;
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)
}

/// The stage at the moment shown.
pub fn of_stage(player: &Player) -> Picture {
    let run = player.run();
    let scene = run.scene(STAGE.0, STAGE.1);
    let svg = svg::svg(&scene, STAGE, run.position().now.0, look::is_dark());
    Picture { svg, size: (f64::from(STAGE.0), f64::from(STAGE.1)) }
}

/// The space-time diagram at the moment shown; none if there is nothing in it. It is drawn in the page where nobody
/// sees it, since the style sheet has its looks.
pub async fn of_spacetime(player: &Player) -> Option<Picture> {
    let host = document().create_element("div").ok()?;
    host.set_class_name("visually-hidden");
    let _ = host.set_attribute("aria-hidden", "true");
    let _ = host.set_attribute("inert", "");
    document().body()?.append_child(&host).ok()?;
    let props = SpacetimeProps { shown: player.shown(), width: DIAGRAM.0, height: DIAGRAM.1 };
    let drawn = yew::Renderer::<Spacetime>::with_root_and_props(host.clone(), props).render();
    TimeoutFuture::new(0).await;
    let picture = of_dom(&host);
    drawn.destroy();
    host.remove();
    picture
}
