//! The service worker: which files a visitor keeps, and of which version.

use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use xxhash_rust::xxh3::Xxh3;

/// Its file, from the site's root: a worker sees what is below its own place only.
pub const FILE: &str = "sw.js";

/// What only other sites and search engines ask for.
const FOR_OTHERS: [&str; 4] = ["og/", "oembed/", "sitemap.xml", FILE];

/// The worker for the files that are in a folder now. `labs` are the files that only a lab's own visitors keep, by its
/// slug: files of its program, and what is in its folders. `live` is the lab of the first page, whose visitors keep it.
pub fn script(dist: &Path, labs: &BTreeMap<String, Vec<String>>, live: &str) -> Result<String, String> {
    let mut files = Vec::new();
    find(dist, "", &mut files)?;
    files.retain(|name| !FOR_OTHERS.iter().any(|other| name.starts_with(other)));
    files.sort();
    let template = include_str!("worker.js");
    let mut hash = Xxh3::new();
    hash.update(template.as_bytes());
    for name in &files {
        let content = std::fs::read(dist.join(name)).map_err(|error| format!("{name}: {error}"))?;
        hash.update(name.as_bytes());
        hash.update(&content.len().to_le_bytes());
        hash.update(&content);
    }
    let is_of = |name: &str, of: &[String]| {
        of.iter().any(|of| name == of || of.ends_with('/') && name.starts_with(of))
    };
    let kept: BTreeMap<&str, Vec<String>> = labs
        .iter()
        .map(|(slug, of)| {
            (slug.as_str(), files.iter().filter(|name| is_of(name, of)).map(|name| address(name)).collect())
        })
        .collect();
    let every: Vec<String> = files
        .iter()
        .filter(|name| !labs.values().any(|of| is_of(name, of)))
        .map(|name| address(name))
        .collect();
    Ok(template
        .replacen("{version}", &format!("{:032x}", hash.digest128()), 1)
        .replacen("{files}", &json!(every).to_string(), 1)
        .replacen("{live}", live, 1)
        .replacen("{labs}", &json!(kept).to_string(), 1))
}

/// A file as it is asked for: a page by its folder.
fn address(name: &str) -> String {
    match name.strip_suffix("index.html") {
        Some("") => "./".to_owned(),
        Some(folder) if folder.ends_with('/') => folder.to_owned(),
        _ => name.to_owned(),
    }
}

fn find(folder: &Path, name: &str, files: &mut Vec<String>) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let file = format!("{name}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            find(&entry.path(), &format!("{file}/"), files)?;
        } else {
            files.push(file);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worker of a site with these files.
    fn worker(name: &str, files: &[(&str, &str)]) -> String {
        let dist = std::env::temp_dir().join(format!("faultyard-worker-{name}-{}", std::process::id()));
        for (file, text) in files {
            crate::save(&dist.join(file), text.as_bytes()).unwrap();
        }
        let of_raft = ["raft-0.wasm", "lab/raft/"].map(str::to_owned).into();
        let script = script(&dist, &[("raft".to_owned(), of_raft)].into(), "raft").unwrap();
        std::fs::remove_dir_all(&dist).unwrap();
        script
    }

    fn list(script: &str, name: &str) -> serde_json::Value {
        let list = script.split(&format!("const {name} = ")).nth(1).unwrap().split(';').next().unwrap();
        serde_json::from_str(list).unwrap()
    }

    #[test]
    fn the_worker_keeps_what_every_page_needs_a_lab_for_its_visitors_and_nothing_of_other_sites() {
        let files = ["index.html", "lab/raft/index.html", "a.wasm", "raft-0.wasm", "og/raft.png", "sw.js"];
        let script = worker("files", &files.map(|file| (file, "")));
        assert_eq!(list(&script, "FILES"), json!(["a.wasm", "./"]));
        assert_eq!(list(&script, "LABS"), json!({"raft": ["lab/raft/", "raft-0.wasm"]}));
        assert_eq!(list(&script, "LIVE"), "raft");
    }

    #[test]
    fn one_changed_byte_or_one_moved_file_is_another_version() {
        let version = |script: &str| script.split('"').nth(1).unwrap().to_owned();
        let one = version(&worker("one", &[("a", "x"), ("b", "y")]));
        assert_eq!(one, version(&worker("again", &[("b", "y"), ("a", "x")])));
        for (name, files) in [("byte", [("a", "x"), ("b", "z")]), ("moved", [("a", "x"), ("c", "y")])] {
            assert_ne!(one, version(&worker(name, &files)), "{name}");
        }
        assert_eq!(one.len(), 32);
    }
}
