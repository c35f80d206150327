//! How a link's page looks, made smaller so that it fits.

use crate::ui::use_size::use_size;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct PreviewProps {
    /// The page's address below the base.
    pub address: String,
    /// Its width and height in CSS pixels.
    pub size: (u32, u32),
    /// It is looked at only: too small to be used.
    #[prop_or_default]
    pub still: bool,
}

/// The page itself in a frame, as small as the room asks.
#[component]
pub fn Preview(props: &PreviewProps) -> Html {
    let place = use_node_ref();
    let room = use_size(&place).0;
    let (width, height) = (props.size.0 as f32, props.size.1 as f32);
    let scale = (room / width).min(1.0);
    let style = format!("width: {width}px; height: {height}px; transform: scale({scale})");
    html! {
        <div class="share-preview" ref={place} style={format!("height: {}px", (height * scale).ceil())} inert={props.still}>
            if room > 0.0 {
                // A frame whose address changes would leave an entry in the reader's history.
                <iframe key={props.address.clone()} src={props.address.clone()} title="How it looks" loading="lazy" {style}></iframe>
            }
        </div>
    }
}
