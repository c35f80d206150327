//! The service worker: which files a visitor keeps, and of which version.

use std::path::Path;
use xxhash_rust::xxh3::Xxh3;

/// Its file, from the site's root: a worker sees what is below its own place only.
pub const FILE: &str = "sw.js";

/// What only other sites and search engines ask for.
const FOR_OTHERS: [&str; 4] = ["og/", "oembed/", "sitemap.xml", FILE];

/// The worker for the files that are in a folder now.
pub fn script(dist: &Path) -> Result<String, String> {
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
    Ok(written(template, &files, &format!("{:032x}", hash.digest128())))
}

fn written(template: &str, files: &[String], version: &str) -> String {
    let address = |name: &String| match name.strip_suffix("index.html") {
        Some("") => "./".to_owned(),
        Some(folder) if folder.ends_with('/') => folder.to_owned(),
        _ => name.clone(),
    };
    let list: Vec<String> = files.iter().map(address).collect();
    template.replacen("{version}", version, 1).replacen("{files}", &format!("{list:#?}"), 1)
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
        let script = script(&dist).unwrap();
        std::fs::remove_dir_all(&dist).unwrap();
        script
    }

    #[test]
    fn the_worker_keeps_every_file_that_a_visitor_needs_and_a_page_by_its_folder() {
        let files = [
            ("index.html", ""),
            ("lab/raft/index.html", ""),
            ("a.wasm", ""),
            ("og/raft.png", ""),
            ("sw.js", ""),
        ];
        let script = worker("files", &files);
        let list = script.split("FILES = ").nth(1).unwrap().split(';').next().unwrap();
        let kept: Vec<String> = serde_json::from_str(&list.replace(",\n]", "\n]")).unwrap();
        assert_eq!(kept, ["a.wasm", "./", "lab/raft/"]);
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
