//! Prose in the part of Markdown that lessons use, as elements: paragraphs, lists, `*em*`, `**strong**`, code in
//! backticks, links. All else is shown as the text that it is, never run.

use yew::prelude::*;

/// What [`Markdown`] shows.
#[derive(Properties, PartialEq)]
pub struct MarkdownProps {
    /// The prose.
    pub text: AttrValue,
}

/// Prose, anew only when it changes.
#[component]
pub fn Markdown(props: &MarkdownProps) -> Html {
    html! { <div class="prose">{ blocks(&props.text) }</div> }
}

/// The paragraphs and lists of a text, with an empty line after each.
fn blocks(text: &str) -> Html {
    text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()).map(block).collect()
}

fn block(text: &str) -> Html {
    let Some((first, _)) = item(text) else { return html! { <p>{ spans(&joined(text)) }</p> } };
    // A line with a mark opens an item, and a line without one goes on with it.
    let mut items: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim) {
        match (item(line), items.last_mut()) {
            (None, Some(last)) => *last = format!("{last} {line}"),
            (item, _) => items.push(item.map_or(line, |(_, words)| words).into()),
        }
    }
    let items: Html = items.iter().map(|words| html! { <li>{ spans(words) }</li> }).collect();
    if first == "-" {
        html! { <ul>{ items }</ul> }
    } else {
        html! { <ol start={first.to_owned()}>{ items }</ol> }
    }
}

/// Its lines as one.
fn joined(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// A list item's mark (`-`, or its number without the full stop) and its words.
fn item(line: &str) -> Option<(&str, &str)> {
    let (mark, words) = line.split_once(' ')?;
    let number = mark.strip_suffix('.').filter(|digits| digits.parse::<u32>().is_ok());
    number.or((mark == "-").then_some(mark)).map(|mark| (mark, words))
}

/// Text with its marks made elements. A mark without its other end is text.
fn spans(text: &str) -> Html {
    let mut nodes = Vec::new();
    let (mut rest, mut from) = (text, 0);
    while let Some(place) = rest[from..].find(['*', '`', '[']).map(|place| from + place) {
        let (before, at) = rest.split_at(place);
        if let Some((node, after)) = link(at).or_else(|| marked(at)) {
            nodes.extend([before.to_owned().into(), node]);
            (rest, from) = (after, 0);
        } else {
            from = place + run(at);
        }
    }
    nodes.push(rest.to_owned().into());
    nodes.into_iter().collect()
}

/// How often a text repeats its first character, an ASCII one.
fn run(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == text.as_bytes()[0]).count()
}

/// The emphasis or code that a text begins with, and what follows it.
fn marked(text: &str) -> Option<(Html, &str)> {
    let (mark, inside) = text.split_at(run(text));
    // The other end is a run of the same length; stars stand close to the words that they are about.
    let stars = mark.starts_with('*');
    let mut from = 0;
    while let Some(place) = inside[from..].find(&mark[..1]).map(|place| from + place) {
        let (words, end) = inside.split_at(place);
        from = place + run(end);
        if run(end) == mark.len() && !(stars && (words.starts_with(' ') || words.ends_with(' '))) {
            let node = match mark {
                "*" => html! { <em>{ spans(words) }</em> },
                "**" => html! { <strong>{ spans(words) }</strong> },
                "`" => html! { <code>{ words.to_owned() }</code> },
                _ => return None,
            };
            return Some((node, &inside[from..]));
        }
    }
    None
}

/// The link that a text begins with, and what follows it. It leads to another place on the web or on this site; with
/// any other scheme, only its words are shown.
fn link(text: &str) -> Option<(Html, &str)> {
    let (words, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (address, after) = rest.split_once(')')?;
    let scheme = address.split(['/', '?', '#']).next().unwrap_or("").contains(':');
    let outside = address.starts_with("https://") || address.starts_with("http://");
    let target = outside.then_some("_blank");
    let node = if scheme && !outside {
        html! { <span>{ spans(words) }</span> }
    } else {
        html! { <a href={address.to_owned()} rel="noopener" {target}>{ spans(words) }</a> }
    };
    Some((node, after))
}
