//! Prose in Markdown as elements. Markup in it that is not Markdown is shown as the text that it is, never run.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};
use yew::prelude::*;
use yew::virtual_dom::{VNode, VTag, VText};

/// What [`Markdown`] shows.
#[derive(Properties, PartialEq)]
pub struct MarkdownProps {
    /// The prose.
    pub text: AttrValue,
}

/// Prose, anew only when it changes.
#[component]
pub fn Markdown(props: &MarkdownProps) -> Html {
    html! { <div class="prose">{ for nodes(&props.text) }</div> }
}

/// The elements of a text.
fn nodes(text: &str) -> Vec<VNode> {
    // The element that is open at each depth; the lowest holds the whole.
    let mut open = vec![VTag::new("div")];
    let mut in_head = false;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(tag) => {
                in_head = matches!(tag, Tag::TableHead) || in_head && !matches!(tag, Tag::TableRow);
                open.push(element(&tag, in_head));
            }
            Event::End(_) => {
                let done = open.pop().expect("each end has its start");
                put(&mut open, done.into());
            }
            Event::Code(code) => {
                let mut tag = VTag::new("code");
                tag.add_child(words(&code));
                put(&mut open, tag.into());
            }
            Event::SoftBreak => put(&mut open, words(" ")),
            Event::HardBreak => put(&mut open, VTag::new("br").into()),
            Event::Rule => put(&mut open, VTag::new("hr").into()),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => put(&mut open, words(&text)),
            _ => {}
        }
    }
    let whole = open.swap_remove(0);
    whole.children().map_or(Vec::new(), |children| match children {
        VNode::VList(list) => list.iter().cloned().collect(),
        other => vec![other.clone()],
    })
}

fn words(text: &str) -> VNode {
    VText::new(text.to_string()).into()
}

fn put(open: &mut [VTag], node: VNode) {
    if let Some(tag) = open.last_mut() {
        tag.add_child(node);
    }
}

fn element(tag: &Tag, in_head: bool) -> VTag {
    match tag {
        Tag::Paragraph | Tag::HtmlBlock => VTag::new("p"),
        // A page has its own h1, and a step its h2.
        Tag::Heading { level: HeadingLevel::H1 | HeadingLevel::H2 | HeadingLevel::H3, .. } => VTag::new("h3"),
        Tag::Heading { .. } => VTag::new("h4"),
        Tag::BlockQuote(_) => VTag::new("blockquote"),
        Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
            let mut tag = VTag::new("pre");
            tag.add_attribute("tabindex", "0");
            tag
        }
        Tag::List(None) => VTag::new("ul"),
        Tag::List(Some(first)) => {
            let mut tag = VTag::new("ol");
            tag.add_attribute("start", first.to_string());
            tag
        }
        Tag::Item => VTag::new("li"),
        Tag::Table(_) => VTag::new("table"),
        Tag::TableHead => VTag::new("tr"),
        Tag::TableRow => VTag::new("tr"),
        Tag::TableCell if in_head => VTag::new("th"),
        Tag::TableCell => VTag::new("td"),
        Tag::Emphasis => VTag::new("em"),
        Tag::Strong => VTag::new("strong"),
        Tag::Strikethrough => VTag::new("s"),
        Tag::Link { dest_url, .. } => link(dest_url),
        _ => VTag::new("span"),
    }
}

/// A link to another place on the web or on this site; any other scheme is only text.
fn link(address: &str) -> VTag {
    let scheme = address.split(['/', '?', '#']).next().unwrap_or("").contains(':');
    let outside = address.starts_with("https://") || address.starts_with("http://");
    if scheme && !outside {
        return VTag::new("span");
    }
    let mut tag = VTag::new("a");
    tag.add_attribute("href", address.to_string());
    tag.add_attribute("rel", "noopener");
    if outside {
        tag.add_attribute("target", "_blank");
    }
    tag
}
