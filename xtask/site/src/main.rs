//! Writes one real HTML file for each address of the site, all from the one that trunk made, and what goes with them:
//! pictures, oEmbed, the JSON Schemas, the element's script without its comments, the service worker.
//!
//! What they say of a lab comes from the library's list. Each page's `<base>` leads back to the site's root, and what a
//! page loads is never an absolute address, so the site works under any path prefix. What other sites read of it is
//! absolute where the variable `FAULTYARD_URL` says where the site will be.

mod address;
mod claims;
mod early;
mod element;
mod guides;
mod index;
mod oembed;
mod page;
mod picture;
mod search;
mod words;
mod worker;

use address::Address;

use faultyard::front;
use faultyard::lab::Entry;
use faultyard::labs::LABS;
use faultyard::link::scenario_schema;
use page::{Page, Parts};
use picture::{CARD, Camera};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let dist = args.next().unwrap_or_else(|| "dist".to_owned());
    if dist == "claims" {
        return claims::claims(args.next().as_deref());
    }
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
    let site = Address::get()?;
    let file = dist.join("index.html");
    let index = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    index::check(&index)?;
    let index = name_scripts(dist, index::without_comments(&index))?;
    let parts = parts(dist);
    let pages = pages()?;
    for page in &pages {
        let html = page.render(&index, &site, &parts);
        save(&dist.join(&page.folder).join("index.html"), html.as_bytes())?;
    }
    for (name, schema) in schemas()? {
        save(&dist.join("schema").join(format!("{name}.json")), format!("{schema:#}\n").as_bytes())?;
    }
    for entry in LABS {
        let told = oembed::of(entry.meta, &site);
        save(&dist.join(oembed::file(entry.meta)), format!("{told:#}\n").as_bytes())?;
    }
    save(&dist.join("sitemap.xml"), sitemap(&pages, &site).as_bytes())?;
    pictures(dist)?;
    element::write(dist)?;
    save(&dist.join(front::INDEX), search::text()?.as_bytes())?;
    // Last: it lists what is there.
    save(
        &dist.join(worker::FILE),
        worker::script(dist, &kept_when_visited(&parts), first().meta.slug)?.as_bytes(),
    )?;
    Ok(pages.len())
}

/// The files of each part of the program, as `xtask` left them; none where the program is whole.
fn parts(dist: &Path) -> Parts {
    let file = dist.join("parts.txt");
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let _ = std::fs::remove_file(&file);
    let words = text.lines().map(|line| line.split(' ').map(str::to_owned));
    words.filter_map(|mut words| Some((words.next()?, words.collect()))).collect()
}

/// What only the visitors of a lab keep: the files of its program, its pages and its sources.
fn kept_when_visited(parts: &Parts) -> BTreeMap<String, Vec<String>> {
    let of = |entry: &Entry| {
        let slug = entry.meta.slug;
        let folders = ["lab", "embed", "source/labs"].map(|folder| format!("{folder}/{slug}/"));
        let program = parts.get(slug).cloned().unwrap_or_default();
        (slug.to_owned(), folders.into_iter().chain(program).collect())
    };
    LABS.iter().map(of).collect()
}

/// Leaves the comments out of each script and gives it a name that has its hash; the index that says so.
fn name_scripts(dist: &Path, mut index: String) -> Result<String, String> {
    for script in index::SCRIPTS {
        let file = dist.join(script);
        let failed = |error: std::io::Error| format!("{}: {error}", file.display());
        let content = element::stripped(script, &std::fs::read_to_string(&file).map_err(failed)?)?;
        let (named, name) = index::with_named(&index, script, content.as_bytes());
        std::fs::remove_file(&file).map_err(failed)?;
        save(&dist.join(name), content.as_bytes())?;
        index = named;
    }
    Ok(index)
}

/// Posters, the cards of links, and the icons.
fn pictures(dist: &Path) -> Result<(), String> {
    let camera = Camera::new();
    let card = |slug: &str, document: &str| {
        save(&dist.join("og").join(format!("{slug}.png")), &camera.png(document, CARD)?)
    };
    for entry in LABS {
        let slug = entry.meta.slug;
        for (ground, dark) in [("", false), ("-dark", true)] {
            let poster = |name: &str| dist.join("poster").join(format!("{slug}{name}{ground}.svg"));
            save(&poster(""), picture::poster(entry, dark).as_bytes())?;
            save(&poster("-cover"), picture::cover(entry, dark)?.as_bytes())?;
        }
        card(slug, &picture::card(entry))?;
    }
    card("faultyard", &picture::site_card(first()))?;
    for (name, picture) in claims::pictures()? {
        save(&dist.join("summary").join(name), picture.as_bytes())?;
    }
    let icon = dist.join("static/icon.svg");
    let icon = std::fs::read_to_string(&icon).map_err(|error| format!("{}: {error}", icon.display()))?;
    for side in [192, 512] {
        let file = dist.join(format!("static/icon-{side}.png"));
        save(&file, &camera.png(&icon, (side, side))?)?;
    }
    Ok(())
}

/// The addresses that search engines should know, each once.
fn sitemap(pages: &[Page], site: &Address) -> String {
    let mut known: Vec<String> = pages.iter().map(Page::canonical).collect();
    known.sort();
    known.dedup();
    let known =
        known.iter().map(|page| format!("<url><loc>{}</loc></url>\n", words::escaped(&site.of(page))));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</urlset>\n",
        known.collect::<String>()
    )
}

/// The lab of the first page.
fn first() -> &'static Entry {
    faultyard::labs::find("raft").unwrap_or(&LABS[0])
}

fn pages() -> Result<Vec<Page>, String> {
    let labs = LABS.iter().flat_map(|entry| [Page::lab(entry), Page::lesson(entry), Page::embed(entry)]);
    let own = [
        Page::gallery(LABS, first().meta),
        Page::bench(),
        Page::summary()?,
        Page::practice()?,
        Page::teachers()?,
        Page::about()?,
    ];
    Ok(own.into_iter().chain(labs).collect())
}

/// The name of each schema file, and what is in it.
fn schemas() -> Result<Vec<(&'static str, Value)>, String> {
    let labs = LABS.iter().map(|entry| Ok((entry.meta.slug, lab_schema(entry)?)));
    labs.chain([Ok(("scenario", scenario_schema()))]).collect()
}

/// The schema of a lab's parameters, and in its `$defs` what `inspect` answers: of the whole, of a node, ...
fn lab_schema(entry: &Entry) -> Result<Value, String> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let file = root.join("src/labs").join(entry.meta.slug).join("inspect.json");
    let failed = |error: String| format!("{}: {error}", file.display());
    let text = std::fs::read_to_string(&file).map_err(|error| failed(error.to_string()))?;
    let mut schema = (entry.schema)();
    schema["$defs"] = serde_json::from_str(&text).map_err(|error| failed(error.to_string()))?;
    Ok(schema)
}

fn save(file: &Path, content: &[u8]) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", file.display());
    file.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(failed)?;
    std::fs::write(file, content).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lab_has_a_page_a_lesson_and_an_embed_and_the_site_has_six_of_its_own() {
        let folders: Vec<_> = pages().unwrap().into_iter().map(|page| page.folder).collect();
        assert_eq!(folders.len(), 6 + 3 * LABS.len());
        for folder in [
            "",
            "bench",
            "summary",
            "practice",
            "teachers",
            "about",
            "lab/raft",
            "lab/raft/lesson",
            "embed/raft",
            "lab/hashing",
            "embed/hashing",
        ] {
            assert!(folders.iter().any(|known| known == folder), "no {folder} in {folders:?}");
        }
    }

    #[test]
    fn each_lab_has_a_schema_of_its_parameters_and_of_its_state_and_the_scenario_has_one() {
        for (name, schema) in schemas().unwrap() {
            let parts = schema["properties"].as_object().unwrap();
            assert!(!parts.is_empty() && schema["type"] == "object", "{name}: {schema}");
            let state = &schema["$defs"]["inspect"]["properties"];
            assert_eq!(state.is_object(), name != "scenario", "{name}");
        }
        assert_eq!(schemas().unwrap().len(), LABS.len() + 1);
    }

    #[test]
    fn the_sitemap_names_each_page_once_and_no_embed() {
        let map = sitemap(&pages().unwrap(), &Address::parse("https://x.org").unwrap());
        assert_eq!(map.matches("<loc>https://x.org/lab/raft/</loc>").count(), 1);
        assert_eq!(map.matches("<loc>").count(), 6 + 2 * LABS.len());
        assert!(!map.contains("embed"), "{map}");
    }
}
