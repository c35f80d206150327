//! Writes one real HTML file for each address of the site, all from the one that trunk made, and the JSON Schemas.
//!
//! What they say of a lab comes from the library's list. No address in them is absolute, so the site works under any
//! path prefix: each page's `<base>` leads back to the site's root.

mod index;
mod page;
mod words;

use faultyard::labs::LABS;
use faultyard::link::scenario_schema;
use page::Page;
use serde_json::Value;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let dist = std::env::args().nth(1).unwrap_or_else(|| "dist".to_owned());
    match write(Path::new(&dist)) {
        Ok(pages) => {
            println!("   {dist}/ has {pages} pages; any static file server can serve it, under any path");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// Writes all files, and tells how many pages the site has now.
fn write(dist: &Path) -> Result<usize, String> {
    let file = dist.join("index.html");
    let index = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    index::check(&index)?;
    let pages = pages();
    for page in &pages {
        save(&dist.join(&page.folder).join("index.html"), &page.render(&index))?;
    }
    for (name, schema) in schemas() {
        save(&dist.join("schema").join(format!("{name}.json")), &format!("{schema:#}\n"))?;
    }
    Ok(pages.len())
}

fn pages() -> Vec<Page> {
    let labs = LABS.iter().flat_map(|entry| [Page::lab(entry), Page::embed(entry)]);
    [Page::gallery(LABS), Page::bench()].into_iter().chain(labs).collect()
}

/// The name of each schema file, and what is in it.
fn schemas() -> Vec<(&'static str, Value)> {
    let labs = LABS.iter().map(|entry| (entry.meta.slug, (entry.schema)()));
    labs.chain([("scenario", scenario_schema())]).collect()
}

fn save(file: &Path, text: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", file.display());
    file.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(failed)?;
    std::fs::write(file, text).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lab_has_a_page_and_an_embed_and_there_are_one_gallery_and_one_bench() {
        let folders: Vec<_> = pages().into_iter().map(|page| page.folder).collect();
        assert_eq!(folders.len(), 2 + 2 * LABS.len());
        for folder in ["", "bench", "lab/raft", "embed/raft", "lab/hashing", "embed/hashing"] {
            assert!(folders.iter().any(|known| known == folder), "no {folder} in {folders:?}");
        }
    }

    #[test]
    fn each_lab_has_a_schema_of_its_parameters_and_the_scenario_has_one() {
        for (name, schema) in schemas() {
            let parts = schema["properties"].as_object().unwrap();
            assert!(!parts.is_empty() && schema["type"] == "object", "{name}: {schema}");
        }
        assert_eq!(schemas().len(), LABS.len() + 1);
    }
}
