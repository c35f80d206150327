//! The text that puts a run into somebody's page, in the form that their tool takes.

use super::words::words;
use super::{Short, query};

words! {
    /// What the page is written with.
    #[derive(Default)]
    Tool {
        /// Any page: a plain frame.
        #[default]
        Frame = "frame",
        /// Any page: the element that `embed.js` defines.
        Element = "element",
        /// mdBook: Markdown with HTML in it.
        MdBook = "mdbook",
        /// Docusaurus: MDX, whose tags are JSX.
        Docusaurus = "docusaurus",
        /// Hugo: a shortcode with its content.
        Hugo = "hugo",
        /// MkDocs: Markdown with HTML in it.
        MkDocs = "mkdocs",
        /// Sphinx with MyST.
        Sphinx = "sphinx",
        /// reveal.js: a slide.
        Reveal = "reveal",
    }
}

impl Tool {
    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Tool::Frame => "Any page: a frame",
            Tool::Element => "Any page: the element",
            Tool::MdBook => "mdBook",
            Tool::Docusaurus => "Docusaurus (MDX)",
            Tool::Hugo => "Hugo",
            Tool::MkDocs => "MkDocs",
            Tool::Sphinx => "Sphinx (MyST)",
            Tool::Reveal => "reveal.js",
        }
    }

    /// Where the text goes, in a sentence.
    pub fn place(self) -> &'static str {
        match self {
            Tool::Frame => "Goes anywhere in a page; needs no script.",
            Tool::Element => "Starts when it is near the view, and follows the page's theme.",
            Tool::MdBook | Tool::MkDocs => "Goes into the Markdown, with an empty line before and after.",
            Tool::Docusaurus => "Goes into an .mdx file.",
            Tool::Hugo => {
                "Save the first line as layouts/shortcodes/rawhtml.html; the rest goes into the content."
            }
            Tool::Sphinx => "Goes into the Markdown that MyST reads.",
            Tool::Reveal => "A slide: reveal.js loads it when its turn is near.",
        }
    }
}

/// A run in a page, as an author asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet<'a> {
    /// Where Faultyard is, with `/` at its end.
    pub base: &'a str,
    /// The lab's name in addresses.
    pub slug: &'a str,
    /// The lab's name for people.
    pub title: &'a str,
    /// What the address says.
    pub what: &'a Short,
    /// Width and height in CSS pixels.
    pub size: (u32, u32),
}

const LOADING: &str = "loading=\"lazy\" allow=\"fullscreen; clipboard-write\"";
const STYLE: &str = "max-width: 100%; border: 0";

impl Snippet<'_> {
    /// The frame's address.
    pub fn address(&self) -> String {
        self.address_of("embed")
    }

    /// The address of the lab's full page or of its frame.
    fn address_of(&self, page: &str) -> String {
        let Short { query, fragment } = self.what;
        let part =
            |sign: &str, text: &str| if text.is_empty() { String::new() } else { format!("{sign}{text}") };
        format!("{}{page}/{}/{}{}", self.base, self.slug, part("?", query), part("#", fragment))
    }

    /// The text for a tool.
    pub fn text(&self, tool: Tool) -> String {
        match tool {
            Tool::Frame | Tool::MdBook | Tool::MkDocs => self.frame(),
            Tool::Element => self.element(),
            Tool::Docusaurus => self.jsx(),
            Tool::Hugo => {
                format!(
                    "{{{{ .Inner | safeHTML }}}}\n\n{{{{< rawhtml >}}}}\n{}\n{{{{< /rawhtml >}}}}",
                    no_shortcode(&self.frame())
                )
            }
            Tool::Sphinx => format!("```{{raw}} html\n{}\n```", self.frame()),
            Tool::Reveal => {
                let frame = self.frame().replace("<iframe src=", "<iframe data-src=");
                format!(
                    "<section>\n  {}\n</section>",
                    frame.replace("loading=\"lazy\" ", "").replace('\n', "\n  ")
                )
            }
        }
    }

    fn name(&self) -> String {
        format!("Interactive demo: {}", self.title)
    }

    fn frame(&self) -> String {
        let (width, height) = self.size;
        format!(
            "<iframe src=\"{}\" title=\"{}\"\n  width=\"{width}\" height=\"{height}\" {LOADING}\n  style=\"{STYLE}\"></iframe>",
            escaped(&self.address()),
            escaped(&self.name())
        )
    }

    /// Each setting as an attribute of its own: `p.n` is `p-n` there.
    fn element(&self) -> String {
        let (width, height) = self.size;
        let attribute = |(name, text): (String, String)| {
            let name = name.strip_prefix("p.").map_or(name.clone(), |key| format!("p-{key}"));
            format!(" {name}=\"{}\"", escaped(&text))
        };
        let mut attributes: String = query::pairs(&self.what.query).map(attribute).collect();
        if let Some(state) = self.what.fragment.strip_prefix("s=") {
            attributes = format!("{attributes} state=\"{}\"", escaped(state));
        }
        format!(
            "<script src=\"{base}embed.js\" defer></script>\n<faultyard-demo lab=\"{slug}\"{attributes}\n  \
             width=\"{width}\" height=\"{height}\" title=\"{name}\">\n  <a href=\"{address}\"><img src=\"{base}poster/{slug}.svg\" alt=\"\" width=\"640\" height=\"330\" loading=\"lazy\">{name}</a>\n\
             </faultyard-demo>",
            slug = escaped(self.slug),
            base = escaped(self.base),
            address = escaped(&self.address_of("lab")),
            name = escaped(&self.name()),
        )
    }

    /// JSX: texts as JavaScript's, so that nothing in them is markup or an expression.
    fn jsx(&self) -> String {
        let (width, height) = self.size;
        format!(
            "<iframe\n  src={{{}}}\n  title={{{}}}\n  width=\"{width}\" height=\"{height}\" {LOADING}\n  \
             style={{{{maxWidth: '100%', border: 0}}}}\n/>",
            script_text(&self.address()),
            script_text(&self.name())
        )
    }
}

/// Text as HTML shows it, in an attribute too. Braces and backticks are left out of the way of templates and Markdown.
pub fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '`' => out.push_str("&#96;"),
            '{' => out.push_str("&#123;"),
            '}' => out.push_str("&#125;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Text as a literal of JavaScript.
fn script_text(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// Hugo looks for shortcodes in the text between two: none can be there once braces are escaped.
fn no_shortcode(html: &str) -> String {
    html.replace("{{", "&#123;&#123;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(query: &str, fragment: &str) -> Short {
        Short { query: query.into(), fragment: fragment.into() }
    }

    fn text(tool: Tool, title: &str, what: &Short) -> String {
        Snippet { base: "https://x.example/f/", slug: "raft", title, what, size: (640, 400) }.text(tool)
    }

    const FRAME: &str = "<iframe src=\"https://x.example/f/embed/raft/?preset=loss&amp;p.n=5\" \
        title=\"Interactive demo: Raft\"\n  width=\"640\" height=\"400\" loading=\"lazy\" \
        allow=\"fullscreen; clipboard-write\"\n  style=\"max-width: 100%; border: 0\"></iframe>";

    #[test]
    fn each_tool_gets_its_own_text() {
        let what = what("preset=loss&p.n=5", "");
        let golden = |tool| text(tool, "Raft", &what);
        for tool in [Tool::Frame, Tool::MdBook, Tool::MkDocs] {
            assert_eq!(golden(tool), FRAME);
        }
        assert_eq!(
            golden(Tool::Element),
            "<script src=\"https://x.example/f/embed.js\" defer></script>\n\
             <faultyard-demo lab=\"raft\" preset=\"loss\" p-n=\"5\"\n  width=\"640\" height=\"400\" \
             title=\"Interactive demo: Raft\">\n  \
             <a href=\"https://x.example/f/lab/raft/?preset=loss&amp;p.n=5\">\
             <img src=\"https://x.example/f/poster/raft.svg\" alt=\"\" width=\"640\" height=\"330\" loading=\"lazy\">\
             Interactive demo: Raft</a>\n</faultyard-demo>"
        );
        assert_eq!(
            golden(Tool::Docusaurus),
            "<iframe\n  src={\"https://x.example/f/embed/raft/?preset=loss&p.n=5\"}\n  \
             title={\"Interactive demo: Raft\"}\n  width=\"640\" height=\"400\" loading=\"lazy\" \
             allow=\"fullscreen; clipboard-write\"\n  style={{maxWidth: '100%', border: 0}}\n/>"
        );
        assert_eq!(
            golden(Tool::Hugo),
            format!("{{{{ .Inner | safeHTML }}}}\n\n{{{{< rawhtml >}}}}\n{FRAME}\n{{{{< /rawhtml >}}}}")
        );
        assert_eq!(golden(Tool::Sphinx), format!("```{{raw}} html\n{FRAME}\n```"));
        assert_eq!(
            golden(Tool::Reveal),
            "<section>\n  <iframe data-src=\"https://x.example/f/embed/raft/?preset=loss&amp;p.n=5\" \
             title=\"Interactive demo: Raft\"\n    width=\"640\" height=\"400\" \
             allow=\"fullscreen; clipboard-write\"\n    style=\"max-width: 100%; border: 0\"></iframe>\n</section>"
        );
    }

    #[test]
    fn a_state_goes_into_the_address_and_into_an_attribute_of_the_element() {
        let what = what("theme=dark", "s=1.AbC");
        assert!(text(Tool::Frame, "Raft", &what).contains("/raft/?theme=dark#s=1.AbC\""));
        assert!(text(Tool::Element, "Raft", &what).contains(" theme=\"dark\" state=\"1.AbC\""));
    }

    #[test]
    fn a_hostile_title_or_setting_stays_text_in_every_tool() {
        let title = "\"><script>alert(1)</script>{{< x >}}```\n{evil}' onload='x";
        let what = what("preset=%22%3E%3Cimg%3E&p.x=%7B%7B%3C+y+%3E%7D%7D", "");
        for tool in Tool::ALL {
            let text = text(*tool, title, &what);
            assert!(!text.contains("<script>alert"), "{tool:?}: {text}");
            assert_eq!(text.matches("<img").count(), usize::from(*tool == Tool::Element), "{tool:?}: {text}");
            assert_eq!(
                text.matches("```").count(),
                if *tool == Tool::Sphinx { 2 } else { usize::from(*tool == Tool::Docusaurus) },
                "{text}"
            );
            if *tool != Tool::Docusaurus {
                assert!(
                    !text.contains("{evil}") && !text.contains("{{< x") && !text.contains("' onload"),
                    "{tool:?}: {text}"
                );
            }
        }
        let jsx = text(Tool::Docusaurus, title, &what);
        assert!(jsx.contains("title={\"Interactive demo: \\\">\\u003cscript>"), "{jsx}");
    }

    #[test]
    fn every_tool_is_read_by_its_word_and_has_a_name() {
        for tool in Tool::ALL {
            assert_eq!(Tool::parse(tool.word()), Ok(*tool));
            assert!(!tool.name().is_empty() && tool.place().ends_with('.'));
        }
    }
}
