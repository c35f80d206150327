//! The first page's words and every page's way to the others, as HTML. The site's builder writes them into its files, and
//! the program puts the same ones in their place, so that nothing moves when it comes.

mod labs;

use crate::link::address::Page;
use crate::scene::svg::escaped;

pub use labs::{LATER, labs, place};

/// The page of questions, from the site's root.
pub const PRACTICE: &str = "practice/";
/// The page for teachers.
pub const TEACHERS: &str = "teachers/";
/// The page that says what all this is.
pub const ABOUT: &str = "about/";
/// The file that is searched.
pub const INDEX: &str = "search.json";
/// Where the search is opened on a page without the program.
pub const FIND: &str = "./?find=";

/// What the page says first.
pub const TITLE: &str = "Distributed systems, broken on purpose.";
/// What it is.
pub const LEAD: &str = "Real algorithms, running in your browser. Crash a server, watch what happens, rewind, and share the run as a link.";
/// For whom.
pub const WHOM: &str = "For engineers, for classes, and for the week before an interview.";
/// Under the buttons of the live cluster.
pub const NOTE: &str =
    "Nothing here is recorded: each run is computed from a seed, so a link replays it exactly.";

/// The sign of the search.
pub const LENS: &str = "<svg class=\"corners\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><circle cx=\"6.5\" cy=\"6.5\" r=\"5\"/><path d=\"M10.5 10.5L15 15\"/></svg>";

/// The large ways into the site: title, what is behind it, address.
const DOORS: [(&str, &str, &str); 3] = [
    (
        "Explore the labs",
        "Change one setting, and watch a queue grow, an election split or a cache lose its keys.",
        ".#labs",
    ),
    (
        "Read the summary",
        "Scaling and distribution in short tables, with the number that a run measured beside each claim.",
        "summary/",
    ),
    (
        "Practise for an interview",
        "A question, your guess, the run that answers it, and what to say in four sentences.",
        PRACTICE,
    ),
];

/// The quiet ones below the labs.
const ASIDE: [(&str, &str, &str); 3] = [
    ("Teaching", "Lesson plans of 45 minutes, class links and worksheets.", TEACHERS),
    ("Writing", "Put a live lab into your own page, in three lines.", "about/#embed"),
    ("About", "What is simulated, what is left out, and how it is tested.", ABOUT),
];

/// Links to the site's other pages; the one that is shown, by its address, says so.
pub fn links(here: &str) -> String {
    let summary = Page::Summary.path();
    let pages = [(".#labs", "Labs"), (&*summary, "Summary"), (PRACTICE, "Practice"), (TEACHERS, "Teaching")];
    let link = |(address, name): (&str, &str)| {
        let current = if address == here { " aria-current=\"page\"" } else { "" };
        format!("<a href=\"{address}\"{current}>{name}</a>")
    };
    pages.map(link).concat()
}

/// The line at the top of a page that is only read.
pub fn header(here: &str) -> String {
    format!(
        "<header class=\"top site-top\"><a class=\"brand\" href=\".\">Faultyard</a><span class=\"spring\"></span>\
         <nav aria-label=\"Site\">{}<a href=\"{FIND}\">Search</a></nav></header>",
        links(here)
    )
}

/// The first page below its live cluster: doors, labs by chapter, and what else there is.
pub fn words() -> String {
    let door = |(title, what, address): (&str, &str, &str)| {
        format!(
            "<li><a class=\"door\" href=\"{address}\"><strong>{title}</strong><span>{what}</span></a></li>"
        )
    };
    let aside = |(title, what, address): (&str, &str, &str)| {
        format!("<li><a href=\"{address}\">{title}</a><span class=\"second\">{what}</span></li>")
    };
    format!(
        "<nav aria-label=\"Where to begin\"><ul class=\"doors\">{}</ul></nav>\
         <section id=\"labs\" tabindex=\"-1\" aria-label=\"Labs\">{}</section>\
         <footer class=\"foot small\"><ul class=\"asides\">{}</ul>\
         <p class=\"second\">Everything runs in your browser, from a seed. No account, no server, no tracking.</p></footer>",
        DOORS.map(door).concat(),
        labs(),
        ASIDE.map(aside).concat(),
    )
}

/// Where a question to practise is.
pub fn question(id: &str) -> String {
    format!("{PRACTICE}?q={id}")
}

/// Text as HTML shows it, in an attribute too.
fn shown(text: &str) -> String {
    escaped(text).into_owned()
}
