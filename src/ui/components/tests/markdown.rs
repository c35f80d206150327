//! The page's own reader of Markdown, beside a whole one.

use super::{has, print};
use crate::ui::components::markdown::{Markdown, MarkdownProps};
use faultyard::lab::Lesson;
use faultyard::labs::LABS;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

fn shown(text: &str) -> String {
    print::<Markdown>(MarkdownProps { text: text.to_owned().into() })
}

/// What a whole reader makes of a text, as the page prints it.
///
/// # Errors
/// The first thing that the page's reader does not know.
fn meant(text: &str) -> Result<String, String> {
    let mut written = String::from("<div class=\"prose\">");
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        written += &match &event {
            Event::Text(text) => escaped(text),
            Event::SoftBreak => " ".into(),
            Event::Code(code) => format!("<code>{}</code>", escaped(code)),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let target = if dest_url.starts_with("http") { " target=\"_blank\"" } else { "" };
                format!("<a href=\"{dest_url}\" rel=\"noopener\"{target}>")
            }
            Event::Start(Tag::List(Some(first))) => format!("<ol start=\"{first}\">"),
            Event::Start(tag) => format!("<{}>", name(tag.to_end()).ok_or_else(|| format!("{event:?}"))?),
            Event::End(end) => format!("</{}>", name(*end).ok_or_else(|| format!("{event:?}"))?),
            _ => return Err(format!("{event:?}")),
        };
    }
    Ok(written + "</div>")
}

fn name(tag: TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Paragraph => "p",
        TagEnd::List(true) => "ol",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Link => "a",
        _ => return None,
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A text that the page shows as it is meant; otherwise, why not.
fn agrees(text: &str) -> Result<(), String> {
    let known = "the page's Markdown (src/ui/components/markdown.rs) knows paragraphs, lists without empty lines \
        in them, *em*, **strong**, `code` and links only";
    let meant = meant(text).map_err(|event| format!("{event} is used, but {known}:\n{text}"))?;
    let shown = shown(text);
    (shown == meant)
        .then_some(())
        .ok_or(format!("{known}, so\n{text}\nmeans\n{meant}\nbut is shown as\n{shown}"))
}

#[test]
fn every_lesson_is_shown_as_it_is_meant() {
    for entry in LABS {
        let lesson = Lesson::parse(entry.lesson).unwrap();
        let steps = lesson.steps.iter().flat_map(|step| {
            let question = step.predict.as_ref().map_or("", |predict| &predict.question);
            [&*step.story, question, &*step.notice].map(|text| (&*step.title, text))
        });
        for (title, text) in steps.chain([("the opening", &*lesson.opening)]) {
            agrees(text).unwrap_or_else(|why| panic!("the lesson of {}, {title}: {why}", entry.meta.slug));
        }
    }
}

#[test]
fn what_lessons_may_use_is_shown_as_it_is_meant() {
    for text in [
        "One line\nand another.\n\n\nA *second* paragraph, **all *of* it**, *and **more** of it*.",
        "2 * 3 * 4, a ** b, `a * b * c`, a lone `tick, [brackets] and (round) ones, max_mean",
        "- one\n- two, which\n  goes on\n- `three`\n\nThen\n\n3. three\n4. four",
        "See [the *paper*](https://a.b/c?d=e#f), [the other lab](lab/raft/) and [its end](#end).",
        "Ünïcode: *é* → **ß**, 5 < 6 & 7 > 6, \"quoted\".",
    ] {
        agrees(text).unwrap_or_else(|why| panic!("{why}"));
    }
}

#[test]
fn a_lesson_that_uses_more_is_told_so() {
    for (text, what) in [
        ("|a|\n|-|\n|b|", "Table"),
        ("### Heading", "Heading"),
        ("> said", "BlockQuote"),
        ("~~not~~", "Strikethrough"),
        ("    indented", "CodeBlock"),
        ("![a picture](a.png)", "Image"),
        ("<b>x</b>", "InlineHtml"),
        ("a  \nb", "HardBreak"),
        ("- one\n\n- two", "is shown as"),
        ("_em_", "is shown as"),
        ("***both***", "is shown as"),
        ("a &amp; b", "is shown as"),
        ("\\*a\\*", "is shown as"),
    ] {
        let why = agrees(text).expect_err(text);
        assert!(why.contains(what) && why.contains("knows paragraphs, lists"), "{why}");
    }
}

#[test]
fn markup_in_prose_is_text_and_only_safe_links_are_links() {
    let text = shown(
        "so <script>x</script> **bold** [a](https://a.b) [c](javascript:alert(1)) [d](data:x)\n\n<b>block</b>\n\n|h|",
    );
    has(
        &text,
        &[
            "so &lt;script&gt;x&lt;/script&gt; <strong>bold</strong>",
            "<a href=\"https://a.b\" rel=\"noopener\" target=\"_blank\">a</a>",
            "<span>c</span>",
            "<span>d</span>",
            "<p>&lt;b&gt;block&lt;/b&gt;</p>",
            "<p>|h|</p>",
        ],
    );
    assert!(!text.contains("javascript") && !text.contains("<script") && !text.contains("data:"), "{text}");
}

proptest! {
    #[test]
    fn any_text_is_shown_as_something(text in "[-*`\\[\\]():<&aé1. \n]{0,60}") {
        let text = shown(&text);
        prop_assert!(text.starts_with("<div class=\"prose\">") && text.ends_with("</div>"));
    }
}
