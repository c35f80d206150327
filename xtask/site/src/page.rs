//! One page: where it is, what search engines and people without JavaScript read.

use crate::index::BASE;
use crate::words::{self, escaped};
use faultyard::lab::Entry;
use faultyard::labs::PLANNED;

/// A page to write.
#[derive(Debug)]
pub struct Page {
    /// Its folder below the site's root, without a slash at the end; empty for the root.
    pub folder: String,
    title: String,
    /// Empty where the site's own serves.
    description: String,
    /// What is read without JavaScript, as HTML.
    words: String,
}

impl Page {
    /// A lab's page.
    pub fn lab(entry: &Entry) -> Page {
        Page::of("lab", entry, words::lab(entry))
    }

    /// A lab's embed.
    pub fn embed(entry: &Entry) -> Page {
        Page::of("embed", entry, words::embed(entry))
    }

    fn of(kind: &str, entry: &Entry, words: String) -> Page {
        Page {
            folder: format!("{kind}/{}", entry.meta.slug),
            title: format!("{} - Faultyard", entry.meta.title),
            description: entry.meta.question.to_owned(),
            words,
        }
    }

    /// The first page.
    pub fn gallery(labs: &[Entry]) -> Page {
        let words = words::gallery(labs, PLANNED);
        Page { folder: String::new(), title: "Faultyard".to_owned(), description: String::new(), words }
    }

    /// The page that measures itself.
    pub fn bench() -> Page {
        Page {
            folder: "bench".to_owned(),
            title: "Bench - Faultyard".to_owned(),
            description: "How fast the simulation runs in this browser.".to_owned(),
            words: "<h1>Bench</h1>".to_owned(),
        }
    }

    /// The index page as this page.
    pub fn render(&self, index: &str) -> String {
        let depth = self.folder.split('/').filter(|part| !part.is_empty()).count();
        let up = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
        let html = index.replacen(BASE, &format!("<base href=\"{up}\""), 1);
        let html = between(&html, "<title>", "</title>", |_| escaped(&self.title));
        let html = match &*self.description {
            "" => html,
            text => between(&html, "name=\"description\" content=\"", "\"", |_| escaped(text)),
        };
        between(&html, "<noscript>", "</noscript>", |needs| format!("{}<p>{needs}</p>", self.words))
    }
}

/// The text with the part between two marks replaced; as it is, if a mark is missing.
fn between(text: &str, start: &str, end: &str, new: impl Fn(&str) -> String) -> String {
    let Some((before, rest)) = text.split_once(start) else { return text.to_owned() };
    let Some((old, after)) = rest.split_once(end) else { return text.to_owned() };
    format!("{before}{start}{}{end}{after}", new(old))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::tests::INDEX;
    use faultyard::labs::{LABS, find};

    #[test]
    fn a_labs_page_leads_back_to_the_root_and_has_its_own_title_description_and_words() {
        let html = Page::lab(find("raft").unwrap()).render(INDEX);
        for part in [
            "<base href=\"../../\">",
            "<title>Raft - Faultyard</title>",
            "content=\"Can five machines agree while you pull their plugs?\"",
            "<noscript><h1>Raft</h1>",
            "<p>It needs JavaScript.</p></noscript></body></html>",
        ] {
            assert!(html.contains(part), "no {part} in {html}");
        }
    }

    #[test]
    fn the_gallery_keeps_the_sites_description_and_names_every_lab() {
        let html = Page::gallery(LABS).render(INDEX);
        assert!(html.contains("<base href=\"./\">") && html.contains("content=\"All.\""), "{html}");
        for entry in LABS {
            assert!(html.contains(&format!("<a href=\"lab/{}/\">", entry.meta.slug)), "{html}");
        }
    }

    #[test]
    fn what_a_title_has_of_html_is_only_shown() {
        let page = Page { title: "<votes> & \"more\"".to_owned(), ..Page::bench() };
        assert!(page.render(INDEX).contains("<title>&lt;votes&gt; &amp; &quot;more&quot;</title>"));
    }
}
