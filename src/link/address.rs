//! Which page a path asks for, and the way from one page to another, all below one base.
//!
//! ```text
//! <base>/              gallery          <base>/lab/<slug>/      a lab's page
//! <base>/bench/        measurements     <base>/embed/<slug>/    the same lab for a frame
//! <base>/summary/      what is claimed, and the runs that show it
//! <base>/practice/     questions, and the runs that answer them
//! ```

use super::is_word;

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The list of labs.
    Gallery,
    /// A lab's full page, by its slug.
    Lab(String),
    /// A lab in a frame, by its slug.
    Embed(String),
    /// How fast this machine simulates.
    Bench,
    /// The summary, whose claims are run.
    Summary,
    /// Questions to practise with.
    Practice,
    /// No page has this path.
    Unknown(String),
}

/// A path, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where all pages are, with `/` at its end; empty for a relative address of the gallery itself.
    pub base: String,
    /// The page.
    pub page: Page,
}

impl Page {
    /// The lab's slug, of a lab's page or embed.
    pub fn lab(&self) -> Option<&str> {
        match self {
            Page::Lab(slug) | Page::Embed(slug) => Some(slug),
            Page::Gallery | Page::Bench | Page::Summary | Page::Practice | Page::Unknown(_) => None,
        }
    }

    /// The page with this path below the base, for a page that knows its base.
    pub fn below(path: &str) -> Page {
        let parts: Vec<&str> =
            path.split('/').filter(|part| !part.is_empty() && *part != "index.html").collect();
        match parts[..] {
            [] => Page::Gallery,
            ["bench"] => Page::Bench,
            ["summary"] => Page::Summary,
            ["practice"] => Page::Practice,
            ["lab", slug] if is_word(slug) => Page::Lab(slug.into()),
            ["embed", slug] if is_word(slug) => Page::Embed(slug.into()),
            _ => Page::Unknown(path.into()),
        }
    }

    /// The page's path below the base.
    pub fn path(&self) -> String {
        match self {
            Page::Gallery => String::new(),
            Page::Lab(slug) => format!("lab/{slug}/"),
            Page::Embed(slug) => format!("embed/{slug}/"),
            Page::Bench => "bench/".into(),
            Page::Summary => "summary/".into(),
            Page::Practice => "practice/".into(),
            Page::Unknown(path) => path.clone(),
        }
    }

    /// The relative address of this page from another, as in `../../embed/raft/`.
    pub fn seen_from(&self, other: &Page) -> String {
        let up = "../".repeat(other.path().matches('/').count());
        match format!("{up}{}", self.path()) {
            empty if empty.is_empty() => "./".into(),
            address => address,
        }
    }
}

impl Place {
    /// Takes a path apart without knowing the base: what is no lab, embed, bench, summary or practice is the gallery.
    pub fn parse(path: &str) -> Place {
        let path = path.split(['?', '#']).next().unwrap_or("");
        let path = path.strip_suffix("index.html").unwrap_or(path);
        let path = path.strip_suffix('/').unwrap_or(path);
        let (above, last) = split(path);
        let own = match last {
            "bench" => Some(Page::Bench),
            "summary" => Some(Page::Summary),
            "practice" => Some(Page::Practice),
            _ => None,
        };
        if let Some(page) = own {
            return Place { base: above.into(), page };
        }
        let (base, kind) = split(above.strip_suffix('/').unwrap_or(""));
        let slug = last.to_string();
        match kind {
            "lab" if is_word(last) => Place { base: base.into(), page: Page::Lab(slug) },
            "embed" if is_word(last) => Place { base: base.into(), page: Page::Embed(slug) },
            _ if path.is_empty() => Place { base: "/".into(), page: Page::Gallery },
            _ => Place { base: format!("{path}/"), page: Page::Gallery },
        }
    }

    /// The address of another page below the same base, with a query and a fragment that may be empty.
    pub fn address(&self, page: &Page, query: &str, fragment: &str) -> String {
        let mark =
            |sign: &str, text: &str| if text.is_empty() { String::new() } else { format!("{sign}{text}") };
        format!("{}{}{}{}", self.base, page.path(), mark("?", query), mark("#", fragment))
    }
}

/// All up to and with the last `/`, and the rest.
fn split(path: &str) -> (&str, &str) {
    path.split_at(path.rfind('/').map_or(0, |slash| slash + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pages_are_found_under_any_base() {
        for base in ["/", "/faultyard/", "/~me/lab/x/", "https://example.org/a/"] {
            for (path, page) in [
                ("", Page::Gallery),
                ("lab/raft/", Page::Lab("raft".into())),
                ("lab/raft", Page::Lab("raft".into())),
                ("embed/raft/index.html", Page::Embed("raft".into())),
                ("bench/?x=1", Page::Bench),
                ("summary/#chapter", Page::Summary),
            ] {
                let unclear = path.is_empty() && base.contains("/lab/");
                let expected = Place { base: base.into(), page };
                assert!(unclear || Place::parse(&format!("{base}{path}")) == expected, "{base}{path}");
            }
        }
    }

    #[test]
    fn a_page_that_knows_its_base_finds_each_page_below_it() {
        for page in
            [Page::Gallery, Page::Bench, Page::Summary, Page::Lab("raft".into()), Page::Embed("raft".into())]
        {
            assert_eq!(Page::below(&page.path()), page);
        }
        assert_eq!(Page::below("x/y"), Page::Unknown("x/y".into()));
    }

    #[test]
    fn one_page_is_reached_from_another_without_knowing_the_base() {
        let (lab, embed) = (Page::Lab("raft".into()), Page::Embed("raft".into()));
        assert_eq!(embed.seen_from(&lab), "../../embed/raft/");
        assert_eq!(lab.seen_from(&Page::Gallery), "lab/raft/");
        assert_eq!(Page::Gallery.seen_from(&Page::Bench), "../");
        assert_eq!(Page::Gallery.seen_from(&Page::Gallery), "./");
    }

    #[test]
    fn an_address_has_a_query_and_a_fragment_only_if_they_say_something() {
        let place = Place::parse("/base/lab/raft/");
        let embed = Page::Embed("raft".into());
        assert_eq!(place.address(&embed, "", ""), "/base/embed/raft/");
        assert_eq!(place.address(&embed, "t=2", "s=1.x"), "/base/embed/raft/?t=2#s=1.x");
    }

    proptest! {
        #[test]
        fn every_text_is_some_page(path in ".{0,60}") {
            let place = Place::parse(&path);
            prop_assert!(place.page.lab().is_none_or(is_word));
        }
    }
}
