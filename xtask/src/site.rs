//! The pages of the static site: one real HTML file for each address, all from the one that trunk made.
//!
//! No address in them is absolute, so the site works under any path prefix: each page's `<base>` leads back to the
//! site's root.

use crate::failure::{Failure, Result, on_file};
use crate::workspace::read;
use std::fs;
use std::path::Path;

const DIST: &str = "dist";
const ROOT_BASE: &str = "<base href=\"./\"";

/// A page to write: its folder in dist/ and its title.
#[derive(Debug, PartialEq, Eq)]
struct Page {
    folder: String,
    title: String,
}

/// Writes a page for each lab, each embed and the bench, and tells how many pages the site has now.
pub fn write_pages() -> Result<usize> {
    let index = read(Path::new(DIST).join("index.html"))?;
    check(&index)?;
    let pages = pages(&labs(Path::new("src/labs")));
    for page in &pages {
        let folder = Path::new(DIST).join(&page.folder);
        fs::create_dir_all(&folder).map_err(|error| on_file(&folder, &error))?;
        let file = folder.join("index.html");
        fs::write(&file, render(&index, page)).map_err(|error| on_file(&file, &error))?;
    }
    Ok(pages.len() + 1)
}

/// The labs, slug and title, in order: a lab is a folder in src/labs, its title the heading of its lesson.
fn labs(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().join("mod.rs").is_file());
    let mut labs: Vec<_> = entries
        .map(|entry| {
            let slug = entry.file_name().to_string_lossy().into_owned();
            let lesson = read(entry.path().join("lesson.md")).unwrap_or_default();
            let title = heading(&lesson).unwrap_or_else(|| capitalised(&slug));
            (slug, title)
        })
        .collect();
    labs.sort();
    labs
}

fn heading(markdown: &str) -> Option<String> {
    markdown.lines().find_map(|line| line.strip_prefix("# ")).map(|title| title.trim().to_owned())
}

fn capitalised(slug: &str) -> String {
    let words = slug.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn pages(labs: &[(String, String)]) -> Vec<Page> {
    let of_lab = |(slug, title): &(String, String)| {
        ["lab", "embed"]
            .map(|kind| Page { folder: format!("{kind}/{slug}"), title: format!("{title} - Faultyard") })
    };
    let bench = Page { folder: "bench".to_owned(), title: "Bench - Faultyard".to_owned() };
    labs.iter().flat_map(of_lab).chain([bench]).collect()
}

/// The index page as that page: its `<base>` leads to the root, its title is the page's.
fn render(index: &str, page: &Page) -> String {
    let up = "../".repeat(page.folder.split('/').count());
    let html = index.replacen(ROOT_BASE, &format!("<base href=\"{up}\""), 1);
    match (html.find("<title>"), html.find("</title>")) {
        (Some(start), Some(end)) if start < end => {
            format!("{}<title>{}{}", &html[..start], escaped(&page.title), &html[end..])
        }
        _ => html,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Fails where the index page would not work under a path prefix.
fn check(index: &str) -> Result {
    let remedy = "Keep `<base data-trunk-public-url />` first in index.html's head, and write addresses without a leading slash.";
    let base = index
        .find(ROOT_BASE)
        .ok_or_else(|| Failure::new("dist/index.html has no <base href=\"./\">", remedy))?;
    let first = ["href=", "src=", "import "].iter().filter_map(|word| index.find(word)).min();
    if first.is_some_and(|first| first < base) {
        return Err(Failure::new("dist/index.html uses an address before its <base>", remedy));
    }
    let absolute = ["=\"/", "='/", "from '/", "from \"/", "url(/", ": '/"];
    match absolute.iter().find(|sign| index.contains(**sign)) {
        Some(sign) => {
            Err(Failure::new(format!("dist/index.html has an absolute address, after `{sign}`"), remedy))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<html><head><base href=\"./\"><title>Faultyard</title><script src=\"./a.js\"></script></head></html>";

    #[test]
    fn a_labs_page_leads_back_to_the_root_and_has_its_own_title() {
        let page = Page { folder: "lab/raft".to_owned(), title: "Raft & <votes>".to_owned() };
        let html = render(INDEX, &page);
        assert!(html.contains("<base href=\"../../\">"), "{html}");
        assert!(html.contains("<title>Raft &amp; &lt;votes&gt;</title>"), "{html}");
        assert!(html.ends_with("<script src=\"./a.js\"></script></head></html>"), "{html}");
    }

    #[test]
    fn each_lab_has_a_page_and_an_embed_and_there_is_one_bench() {
        let folders: Vec<_> =
            pages(&[("raft".into(), "Raft".into())]).into_iter().map(|page| page.folder).collect();
        assert_eq!(folders, ["lab/raft", "embed/raft", "bench"]);
    }

    #[test]
    fn an_absolute_address_is_refused() {
        assert!(check(INDEX).is_ok());
        assert!(check(&INDEX.replace("./a.js", "/a.js")).is_err());
        assert!(check(&INDEX.replace("<base href=\"./\">", "")).is_err());
    }

    #[test]
    fn a_title_is_the_lessons_heading_or_the_slug() {
        assert_eq!(heading("\n# Raft: who leads\ntext").as_deref(), Some("Raft: who leads"));
        assert_eq!(capitalised("two-phase"), "Two phase");
    }
}
