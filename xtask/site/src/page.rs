//! One page: where it is, what search engines and people without JavaScript read.

use crate::address::Address;
use crate::index::BASE;
use crate::picture::CARD;
use crate::words::{self, escaped};
use crate::{early, guides, oembed, worker};
use faultyard::front::{self, ABOUT, TEACHERS};
use faultyard::lab::{Entry, Meta};
use faultyard::labs::PLANNED;
use faultyard::{practice, summary};

/// The files that each part of the program is in.
pub type Parts = std::collections::BTreeMap<String, Vec<String>>;

/// What a page is, beside its words.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// One of the site's own: the gallery, the bench.
    Own,
    /// A lab's page.
    Lab(&'static Meta),
    /// A lab's lesson to read, without the program.
    Lesson(&'static Meta),
    /// Words without the program: the summary, the guides.
    Read,
    /// A lab in a frame.
    Embed(&'static Meta),
}

/// A page to write.
#[derive(Debug)]
pub struct Page {
    /// Its folder below the site's root, without a slash at the end; empty for the root.
    pub folder: String,
    kind: Kind,
    title: String,
    /// Empty where the site's own serves.
    description: String,
    /// What is shown before the program, as HTML.
    early: String,
    /// What is read without JavaScript, as HTML.
    words: String,
}

impl Page {
    /// A lab's page.
    pub fn lab(entry: &Entry) -> Page {
        Page::of("lab", Kind::Lab(entry.meta), entry.meta, [early::lab(entry), words::lab(entry)])
    }

    /// A lab's lesson, to read.
    pub fn lesson(entry: &Entry) -> Page {
        let (kind, words) = (Kind::Lesson(entry.meta), words::lesson(entry));
        let page = Page::of("lab", kind, entry.meta, [String::new(), words]);
        let title = format!("{}, the lesson - Faultyard", entry.meta.title);
        Page { folder: format!("{}/lesson", page.folder), title, ..page }
    }

    /// A lab's embed.
    pub fn embed(entry: &Entry) -> Page {
        Page::of("embed", Kind::Embed(entry.meta), entry.meta, [early::embed(entry), words::embed(entry)])
    }

    fn of(folder: &str, kind: Kind, meta: &Meta, [early, words]: [String; 2]) -> Page {
        Page {
            folder: format!("{folder}/{}", meta.slug),
            kind,
            title: format!("{} - Faultyard", meta.title),
            description: meta.question.to_owned(),
            early,
            words,
        }
    }

    /// The first page, on which one lab is live.
    pub fn gallery(labs: &[Entry], live: &Meta) -> Page {
        Page {
            folder: String::new(),
            kind: Kind::Own,
            title: "Faultyard".to_owned(),
            description: String::new(),
            early: early::gallery(live),
            words: words::gallery(labs, PLANNED),
        }
    }

    /// The page that measures itself.
    pub fn bench() -> Page {
        Page {
            folder: "bench".to_owned(),
            kind: Kind::Own,
            title: "Bench - Faultyard".to_owned(),
            description: "How fast the simulation runs in this browser.".to_owned(),
            early: early::bench(),
            words: "<h1>Bench</h1>".to_owned(),
        }
    }

    /// The questions to practise with.
    ///
    /// # Errors
    /// A sentence that says which is not understood.
    pub fn practice() -> Result<Page, String> {
        let questions = practice::questions()?;
        Ok(Page {
            folder: front::PRACTICE.trim_end_matches('/').to_owned(),
            kind: Kind::Own,
            title: "Practise for an interview - Faultyard".to_owned(),
            description: format!(
                "{} system-design questions. Guess the number, then a simulation measures it, and you learn to say the \
                 answer: claim, number, trade-off, failure mode.",
                questions.len()
            ),
            early: early::practice(&questions),
            words: words::practice(&questions),
        })
    }

    /// The summary, to read and to print.
    ///
    /// # Errors
    /// A sentence that says where its text is not understood.
    pub fn summary() -> Result<Page, String> {
        Ok(Page::read(
            summary::NAV.0,
            "Summary - Faultyard",
            "Scaling and distribution in short tables. Each claim that a simulation can show was run, and has its measured \
             number and a link to the run.",
            summary::html(&summary::chapters()?),
        ))
    }

    /// The page for teachers.
    ///
    /// # Errors
    /// A sentence that says where its text is not understood.
    pub fn teachers() -> Result<Page, String> {
        Ok(Page::read(
            TEACHERS,
            "Teaching with Faultyard",
            "Four lessons of 45 minutes about load balancing, Raft, autoscaling and consistent hashing, with predictions, \
             worksheets and links that open each run.",
            guides::teachers()?,
        ))
    }

    /// The page about all this.
    ///
    /// # Errors
    /// A sentence that says where its text is not understood.
    pub fn about() -> Result<Page, String> {
        Ok(Page::read(
            ABOUT,
            "About Faultyard",
            "What is simulated and what is left out, how it is tested, and how to put a lab into your own page.",
            guides::about()?,
        ))
    }

    /// A page that is only read.
    fn read(address: &str, title: &str, description: &str, words: String) -> Page {
        Page {
            folder: address.trim_end_matches('/').to_owned(),
            kind: Kind::Read,
            title: title.to_owned(),
            description: description.to_owned(),
            early: String::new(),
            words,
        }
    }

    /// The index page as this page. Its addresses lead from the site's root, unless the site's own is known.
    ///
    /// `parts` are the files that a part of the program is in, by its name.
    pub fn render(&self, index: &str, site: &Address, parts: &Parts) -> String {
        let depth = self.folder.split('/').filter(|part| !part.is_empty()).count();
        let up = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
        let html = index.replacen(BASE, &format!("<base href=\"{up}\""), 1);
        let html = self
            .unused_sheets()
            .iter()
            .fold(html, |html, sheet| without(&html, &format!("<link rel=\"stylesheet\" href=\"./{sheet}-")));
        let html = between(&html, "<title>", "</title>", |_| escaped(&self.title));
        let html = match &*self.description {
            "" => html,
            text => between(&html, "name=\"description\" content=\"", "\"", |_| escaped(text)),
        };
        let ahead = self.ahead(parts);
        let html = html.replacen("</head>", &format!("{ahead}{}</head>", self.head(site, &html)), 1);
        let light = || without(&without(&html, "<link rel=\"modulepreload\""), "<link rel=\"preload\"");
        let html = match self.kind {
            Kind::Lesson(_) | Kind::Read => {
                let body = match self.kind {
                    Kind::Read => self.words.clone(),
                    _ => format!("<main class=\"prose reading\">{}</main>", self.words),
                };
                let still = between(&light(), "<body>", "</body>", |_| body.clone());
                let program =
                    still.split_once("<script defer").map(|(_, rest)| rest.split("</script>").next());
                let program = format!("<script defer{}</script>", program.flatten().unwrap_or_default());
                return still.replacen(&program, "", 1);
            }
            Kind::Embed(_) => {
                let light = light();
                let files: Vec<&str> = self.first(parts).into_iter().map(String::as_str).collect();
                light.replacen(" data-js=", &format!(" data-parts=\"{}\" data-js=", files.join(" ")), 1)
            }
            Kind::Own | Kind::Lab(_) => {
                html.replacen(" data-js=", &format!(" data-worker=\"{}\" data-js=", worker::FILE), 1)
            }
        };
        let html =
            html.replacen("<noscript>", &format!("<div id=\"early\">{}</div><noscript>", self.early), 1);
        between(&html, "<noscript>", "</noscript>", |needs| format!("{}<p>{needs}</p>", self.words))
    }

    /// Style sheets that say nothing of this page.
    fn unused_sheets(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Read => &["instruments", "practice"],
            Kind::Own if self.folder.is_empty() => &["instruments", "reading", "practice"],
            Kind::Own if front::PRACTICE.starts_with(&self.folder) => &["reading"],
            _ => &["reading", "practice"],
        }
    }

    /// The files that the program asks for at first: those of the kind of page, and of its lab.
    fn first<'a>(&self, parts: &'a Parts) -> Vec<&'a String> {
        let of = match self.kind {
            Kind::Own if self.folder.is_empty() => ["home", "raft"],
            Kind::Own if front::PRACTICE.starts_with(&self.folder) => ["practice", "practice"],
            Kind::Own | Kind::Lesson(_) | Kind::Read => return Vec::new(),
            Kind::Lab(meta) => ["lab", meta.slug],
            Kind::Embed(meta) => ["embed", meta.slug],
        };
        let mut files: Vec<&String> = of.iter().filter_map(|part| parts.get(*part)).flatten().collect();
        files.sort();
        files.dedup();
        files
    }

    /// What is fetched ahead beside the program itself.
    fn ahead(&self, parts: &Parts) -> String {
        let link = |file: &String| {
            format!(
                "<link rel=\"preload\" href=\"{file}\" crossorigin=\"anonymous\" as=\"fetch\" type=\"application/wasm\">\n"
            )
        };
        self.first(parts).into_iter().map(link).collect()
    }

    /// The folder of the page that this one is a form of, from the site's root: an embed is a form of its lab.
    pub fn canonical(&self) -> String {
        match self.kind {
            Kind::Own if self.folder.is_empty() => String::new(),
            Kind::Own | Kind::Read => format!("{}/", self.folder),
            Kind::Lab(meta) | Kind::Embed(meta) => format!("lab/{}/", meta.slug),
            Kind::Lesson(meta) => format!("lab/{}/lesson/", meta.slug),
        }
    }

    /// What other sites and search engines read of it; `html` has its title and description already.
    fn head(&self, site: &Address, html: &str) -> String {
        let address = site.of(&self.canonical());
        let slug = match self.kind {
            Kind::Own | Kind::Read => "faultyard",
            Kind::Lab(meta) | Kind::Embed(meta) | Kind::Lesson(meta) => meta.slug,
        };
        let description =
            html.split("name=\"description\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
        let (title, description) = (escaped(&self.title), description.unwrap_or_default());
        let (width, height, picture) = (CARD.0, CARD.1, site.of(&format!("og/{slug}.png")));
        let mut head = format!(
            "<link rel=\"canonical\" href=\"{address}\">\n\
             <meta property=\"og:type\" content=\"website\"><meta property=\"og:site_name\" content=\"Faultyard\">\n\
             <meta property=\"og:title\" content=\"{title}\"><meta property=\"og:description\" content=\"{description}\">\n\
             <meta property=\"og:image\" content=\"{picture}\"><meta property=\"og:image:type\" content=\"image/png\">\n\
             <meta property=\"og:image:width\" content=\"{width}\"><meta property=\"og:image:height\" content=\"{height}\">\n\
             <meta name=\"twitter:card\" content=\"summary_large_image\"><meta name=\"twitter:title\" content=\"{title}\">\n\
             <meta name=\"twitter:description\" content=\"{description}\"><meta name=\"twitter:image\" content=\"{picture}\">\n"
        );
        if site.is_known() {
            head += &format!("<meta property=\"og:url\" content=\"{address}\">\n");
        }
        if let Kind::Lab(meta) = self.kind {
            head += &format!(
                "<link rel=\"alternate\" type=\"application/json+oembed\" href=\"{}\" title=\"{title}\">\n",
                site.of(&oembed::file(meta))
            );
        }
        head
    }
}

/// The text without the elements that begin so.
fn without(html: &str, start: &str) -> String {
    let mut rest = html.to_owned();
    while let Some((before, element)) = rest.split_once(start) {
        let after = element.split_once('>').map_or("", |(_, after)| after);
        rest = format!("{before}{after}");
    }
    rest
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
        let html = Page::lab(find("raft").unwrap()).render(INDEX, &Address::default(), &Parts::new());
        for part in [
            "<base href=\"../../\">",
            "<title>Raft - Faultyard</title>",
            "content=\"Can five servers agree while you keep crashing them?\"",
            "<noscript><h1>Raft</h1>",
            "<p>It needs JavaScript.</p></noscript></body></html>",
        ] {
            assert!(html.contains(part), "no {part} in {html}");
        }
    }

    #[test]
    fn the_gallery_keeps_the_sites_description_and_names_every_lab() {
        let html = Page::gallery(LABS, LABS[0].meta).render(INDEX, &Address::default(), &Parts::new());
        assert!(html.contains("<base href=\"./\">") && html.contains("content=\"All.\""), "{html}");
        for entry in LABS {
            assert!(html.contains(&format!("<a href=\"lab/{}/\">", entry.meta.slug)), "{html}");
        }
    }

    #[test]
    fn what_a_title_has_of_html_is_only_shown() {
        let page = Page { title: "<votes> & \"more\"".to_owned(), ..Page::bench() };
        assert!(
            page.render(INDEX, &Address::default(), &Parts::new())
                .contains("<title>&lt;votes&gt; &amp; &quot;more&quot;</title>")
        );
    }

    #[test]
    fn a_labs_page_shows_its_picture_and_its_oembed_and_its_embed_leads_to_it() {
        let entry = find("raft").unwrap();
        let (lab, embed) = (Page::lab(entry), Page::embed(entry));
        let oembed = "type=\"application/json+oembed\" href=\"oembed/raft.json\"";
        let pages = [&lab, &embed].map(|page| page.render(INDEX, &Address::default(), &Parts::new()));
        for html in &pages {
            for part in [
                "<link rel=\"canonical\" href=\"lab/raft/\">",
                "<meta property=\"og:title\" content=\"Raft - Faultyard\">",
                "<meta property=\"og:image\" content=\"og/raft.png\">",
                "<meta name=\"twitter:card\" content=\"summary_large_image\">",
            ] {
                assert!(html.contains(part), "no {part} in {html}");
            }
            assert!(!html.contains("og:url"), "an address that is not known: {html}");
        }
        assert!(pages[0].contains(oembed) && !pages[1].contains(oembed), "{pages:?}");
    }

    #[test]
    fn where_the_sites_address_is_known_what_others_read_is_absolute_and_what_the_page_loads_is_not() {
        let site = Address::parse("https://x.org/yard/").unwrap();
        let html = Page::embed(find("raft").unwrap()).render(INDEX, &site, &Parts::new());
        for part in [
            "rel=\"canonical\" href=\"https://x.org/yard/lab/raft/\"",
            "content=\"https://x.org/yard/og/raft.png\"",
            "og:url\" content=\"https://x.org/yard/lab/raft/\"",
            "<base href=\"../../\">",
            "src=\"./static/start.js\"",
        ] {
            assert!(html.contains(part), "no {part} in {html}");
        }
    }

    #[test]
    fn a_lesson_to_read_has_all_words_and_no_program() {
        let html = Page::lesson(find("raft").unwrap()).render(INDEX, &Address::default(), &Parts::new());
        for part in [
            "<base href=\"../../../\">",
            "<title>Raft, the lesson - Faultyard</title>",
            "<link rel=\"canonical\" href=\"lab/raft/lesson/\">",
            "<main class=\"prose reading\"><p class=\"small\">",
            "<h2>What this leaves out</h2>",
            "<script src=\"static/early.js\"></script>",
        ] {
            assert!(html.contains(part), "no {part} in {html}");
        }
        assert!(
            !html.contains("start.js") && !html.contains("preload") && !html.contains("<noscript>"),
            "{html}"
        );
        assert_eq!(html.matches("<script").count(), html.matches("</script>").count());
    }

    #[test]
    fn the_summary_has_its_tables_and_no_program() {
        let html = Page::summary().unwrap().render(INDEX, &Address::default(), &Parts::new());
        for part in [
            "<base href=\"../\">",
            "<title>Summary - Faultyard</title>",
            "<link rel=\"canonical\" href=\"summary/\">",
            "<meta property=\"og:image\" content=\"og/faultyard.png\">",
            "<th scope=\"row\">Round robin",
            "<script src=\"static/early.js\"></script>",
        ] {
            assert!(html.contains(part), "no {part} in {html}");
        }
        assert!(
            !html.contains("start.js") && !html.contains("preload") && !html.contains("<noscript>"),
            "{html}"
        );
    }

    #[test]
    fn a_guide_has_its_title_its_description_its_picture_and_no_program() {
        for page in [Page::teachers(), Page::about()] {
            let page = page.unwrap();
            let html = page.render(INDEX, &Address::default(), &Parts::new());
            for part in [
                "<base href=\"../\">",
                &format!("<title>{}</title>", page.title),
                &format!("<link rel=\"canonical\" href=\"{}/\">", page.folder),
                &format!("content=\"{}\"", escaped(&page.description)),
                "<meta property=\"og:image\" content=\"og/faultyard.png\">",
                "<main class=\"guide\"",
            ] {
                assert!(html.contains(part), "no {part} in {html}");
            }
            assert!(!html.contains("start.js") && !html.contains("preload"), "{html}");
        }
    }

    #[test]
    fn a_page_has_the_style_sheets_that_say_something_of_it() {
        let raft = find("raft").unwrap();
        for (page, has, has_not) in [
            (Page::gallery(LABS, raft.meta), &["style"][..], &["instruments", "reading", "practice"][..]),
            (Page::lab(raft), &["style", "instruments"], &["reading", "practice"]),
            (Page::practice().unwrap(), &["style", "instruments", "practice"], &["reading"]),
            (Page::lesson(raft), &["style", "instruments"], &["reading"]),
            (Page::summary().unwrap(), &["style", "reading"], &["instruments"]),
        ] {
            let html = page.render(INDEX, &Address::default(), &Parts::new());
            let is_there = |sheet: &&str| html.contains(&format!("href=\"./{sheet}-1.css\""));
            assert!(has.iter().all(is_there) && !has_not.iter().any(is_there), "{html}");
        }
    }

    #[test]
    fn an_embed_loads_nothing_ahead_and_keeps_nothing() {
        let entry = find("raft").unwrap();
        let [lab, embed] = [Page::lab(entry), Page::embed(entry)]
            .map(|page| page.render(INDEX, &Address::default(), &Parts::new()));
        for part in ["rel=\"modulepreload\"", "rel=\"preload\"", "data-worker=\"sw.js\""] {
            assert!(lab.contains(part) && !embed.contains(part), "{part}: {lab} {embed}");
        }
        assert!(embed.contains("href=\"lab/raft/\" target=\"_blank\""), "{embed}");
    }
}
