//! A lab as oEmbed tells it: <https://oembed.com>, version 1.0, a rich piece.

use crate::address::Address;
use crate::picture::CARD;
use crate::words::escaped;
use faultyard::lab::Meta;
use serde_json::{Value, json};

/// The size of an embed in pixels.
const SIZE: (u32, u32) = (640, 400);

/// The file of a lab, from the site's root.
pub fn file(meta: &Meta) -> String {
    format!("oembed/{}.json", meta.slug)
}

/// What is in it. Where the site's address is not known, its addresses are relative to the file itself.
pub fn of(meta: &Meta, site: &Address) -> Value {
    let at = |path: String| if site.is_known() { site.of(&path) } else { format!("../{path}") };
    let (width, height) = SIZE;
    json!({
        "version": "1.0",
        "type": "rich",
        "title": meta.title,
        "provider_name": "Faultyard",
        "provider_url": at(String::new()),
        "width": width,
        "height": height,
        "html": format!(
            "<iframe src=\"{}\" title=\"Interactive demo: {}\" width=\"{width}\" height=\"{height}\" \
             loading=\"lazy\" allow=\"fullscreen; clipboard-write\"></iframe>",
            at(format!("embed/{}/", meta.slug)),
            escaped(meta.title)
        ),
        "thumbnail_url": at(format!("og/{}.png", meta.slug)),
        "thumbnail_width": CARD.0,
        "thumbnail_height": CARD.1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::labs::find;

    #[test]
    fn the_frame_leads_to_the_embed_from_the_file_or_from_anywhere_where_the_site_is_known() {
        let meta = find("raft").unwrap().meta;
        let nowhere = of(meta, &Address::default());
        assert!(nowhere["html"].as_str().unwrap().starts_with("<iframe src=\"../embed/raft/\" title="));
        let here = of(meta, &Address::parse("https://x.org").unwrap());
        assert!(here["html"].as_str().unwrap().contains("src=\"https://x.org/embed/raft/\""));
        assert_eq!(here["thumbnail_url"], "https://x.org/og/raft.png");
        assert_eq!((&here["version"], &here["type"]), (&json!("1.0"), &json!("rich")));
    }
}
