//! The summary holds what it says: every claim is run, every number is the run's, every row of the source is there.

mod support;

use faultyard::front::{FIND, PRACTICE, TEACHERS};
use faultyard::labs::{self, PLANNED};
use faultyard::link::{Link, Opening, same_run};
use faultyard::summary::{
    Chapter, Claim, MEASURED, Played, Row, Source, State, What, chapters, html, measured, play, rows, text,
};
use std::collections::BTreeSet;
use std::sync::OnceLock;
use support::golden::difference;
use support::nightly::share;

/// The rows of the source, in its order, under what its headings meant before they were damaged.
const SOURCE: &[(&str, &[&str])] = &[
    (
        "Horizontal and vertical scaling",
        &["Approach", "Complexity", "Cost", "Fault tolerance", "Performance"],
    ),
    ("Principles", &["Horizontal scaling", "Vertical scaling", "Load distribution", "Fault tolerance"]),
    (
        "Ways to scale out",
        &["Stateless scaling", "Data partitioning", "Service decomposition", "Load distribution"],
    ),
    ("Partitioning methods", &["Hash-based", "Range-based", "Directory-based", "Composite"]),
    (
        "Benefits of stateless services",
        &["Linear scaling", "Fault tolerance", "Easy deployment", "Load distribution"],
    ),
    ("Making one machine faster", &["CPU", "Memory", "Storage", "Network"]),
    ("Making the software faster", &["Code", "Database", "Caching", "I/O"]),
    (
        "Limits of vertical scaling",
        &["Hardware limits", "Cost efficiency", "Single point of failure", "Maintenance"],
    ),
    ("Load-balancing algorithms", &["Round robin", "Least connections", "Weighted round robin", "IP hash"]),
    ("Types of load balancer", &["Application (ALB)", "Network (NLB)", "Global (GLB)"]),
    ("Health checks", &["Liveness", "Readiness", "Startup"]),
    ("Auto-scaling strategies", &["Reactive", "Predictive", "Scheduled"]),
    ("Scaling metrics", &["CPU usage", "Memory usage", "Request rate", "Response time"]),
    (
        "Benefits of auto-scaling",
        &["Cost optimization", "Performance", "Availability", "Operational efficiency"],
    ),
    ("Decomposition", &["Domain-driven", "Bounded context", "API gateway"]),
    ("Communication", &["Synchronous", "High performance", "Flexible", "Asynchronous"]),
    ("Service discovery", &["Client-side", "Server-side", "Service registry"]),
    ("Consensus algorithms", &["Paxos", "Raft", "Byzantine"]),
    ("Properties of consensus", &["Safety", "Liveness", "Fault tolerance"]),
    (
        "Applications of consensus",
        &["Distributed databases", "Service coordination", "Configuration management"],
    ),
    ("Ways to keep state", &["Shared state", "Partitioned state", "Replicated state"]),
    ("Consistency models", &["Strong consistency", "Eventual consistency", "Causal consistency"]),
    ("Ways to distribute state", &["Hash partitioning", "Range partitioning", "Replication"]),
    (
        "Pitfalls of scaling",
        &["Premature optimization", "Over-engineering", "Single point of failure", "Poor load distribution"],
    ),
    (
        "Pitfalls of distribution",
        &["Network partitions", "Consensus failures", "State inconsistency", "Service dependencies"],
    ),
    ("Integration", &["Data storage", "Networking", "Caching", "Monitoring"]),
    ("Challenges", &["Network latency", "Data consistency", "Load distribution", "Fault tolerance"]),
    ("Scaling compared", &["Horizontal", "Vertical", "Auto-scaling", "Load balancing"]),
    (
        "Costs of distribution",
        &["Network communication", "Consensus algorithms", "State management", "Service discovery"],
    ),
    ("Scaling fundamentals", &["Horizontal scaling", "Vertical scaling", "Load balancing", "Auto-scaling"]),
    (
        "Distribution",
        &["Service decomposition", "Distributed consensus", "State management", "Fault tolerance"],
    ),
    (
        "Guidelines",
        &[
            "Start simple",
            "Monitor performance",
            "Optimize incrementally",
            "Test thoroughly",
            "Plan for growth",
        ],
    ),
    (
        "Common patterns",
        &["Load balancing", "Auto-scaling", "Microservices", "Consensus", "State management"],
    ),
];

/// Rows in which the source simplifies or errs, by table and row.
const PUT_RIGHT: &[(&str, &str)] = &[
    ("Horizontal and vertical scaling", "Cost"),
    ("Partitioning methods", "Hash-based"),
    ("Load-balancing algorithms", "Round robin"),
    ("Load-balancing algorithms", "Least connections"),
    ("Load-balancing algorithms", "Weighted round robin"),
    ("Load-balancing algorithms", "IP hash"),
    ("Health checks", "Readiness"),
    ("Auto-scaling strategies", "Reactive"),
    ("Auto-scaling strategies", "Scheduled"),
    ("Scaling metrics", "CPU usage"),
    ("Benefits of auto-scaling", "Availability"),
    ("Properties of consensus", "Liveness"),
    ("Properties of consensus", "Fault tolerance"),
    ("Pitfalls of distribution", "Network partitions"),
    ("Scaling compared", "Horizontal"),
    ("Scaling compared", "Vertical"),
];

/// So many claims are shown at least.
const FEWEST_SHOWN: usize = 25;
/// A threshold is held over so many seeds at least.
const SEEDS: u64 = 20;

fn all() -> Vec<Chapter> {
    chapters().unwrap_or_else(|why| panic!("src/summary/chapters: {why}"))
}

fn claims(chapters: &[Chapter]) -> Vec<&Claim> {
    rows(chapters).flat_map(|row| &row.claims).collect()
}

/// The claims' runs, played once for all tests.
fn played() -> &'static Played {
    static PLAYED: OnceLock<Played> = OnceLock::new();
    PLAYED.get_or_init(|| play(&all()))
}

#[test]
fn every_claim_holds_in_its_run() {
    assert!(played().failed.is_empty(), "\n{}", played().failed.join("\n"));
}

#[test]
fn the_numbers_on_the_page_are_those_of_the_runs() {
    if let Some(lines) = difference(MEASURED, &text(&played().measured, played().effort)) {
        panic!("src/summary/measured.txt:\n{lines}\nIf it should be so: cargo xtask claims --write");
    }
    assert_eq!(measured(), played().measured, "the page reads what was written");
}

#[test]
fn every_row_of_the_source_is_there_in_its_table() {
    let chapters = all();
    let tables: Vec<_> = chapters.iter().flat_map(|chapter| &chapter.tables).collect();
    let found: Vec<(&str, Vec<&str>)> = tables
        .iter()
        .map(|table| (&*table.title, table.rows.iter().map(|row| &*row.name).collect()))
        .collect();
    let known: Vec<(&str, Vec<&str>)> = SOURCE.iter().map(|(table, rows)| (*table, rows.to_vec())).collect();
    assert_eq!(found, known);
}

#[test]
fn each_cell_says_what_holds_it_and_what_is_said_to_be_shown_is() {
    for row in rows(&all()) {
        let ids: BTreeSet<&str> = row.claims.iter().map(|claim| &*claim.id).collect();
        let mut named = BTreeSet::new();
        for cell in &row.cells {
            assert!(!cell.text.is_empty(), "{}: an empty cell", row.name);
            match &cell.state {
                State::Shown(shown) => named.extend(shown.iter().map(String::as_str)),
                State::Planned(lab) => {
                    assert!(
                        PLANNED.iter().any(|planned| planned.title == lab),
                        "{}: no lab {lab} is planned",
                        row.name
                    );
                }
                State::Words(why) => assert!(!why.is_empty(), "{}: words without a reason", row.name),
            }
        }
        assert!(named.is_subset(&ids), "{}: shown by {named:?}, and there are {ids:?}", row.name);
        assert_eq!(named.is_empty(), ids.is_empty(), "{}: claims that no cell names", row.name);
    }
}

#[test]
fn all_that_four_labs_can_show_is_shown_and_each_of_them_shows_some() {
    let chapters = all();
    let claims = claims(&chapters);
    let ids: BTreeSet<&str> = claims.iter().map(|claim| &*claim.id).collect();
    assert_eq!(ids.len(), claims.len(), "two claims share an id");
    let shown = rows(&chapters).filter(|row| row.is_shown()).count();
    assert!(shown >= FEWEST_SHOWN, "{shown} rows are shown");
    for card in labs::CARDS {
        let of = claims.iter().filter(|claim| claim.lab() == card.slug).count();
        assert!(of >= 4, "{} shows {of}", card.slug);
    }
}

#[test]
fn what_simplifies_is_put_right_beside_it() {
    let chapters = all();
    let tables = || chapters.iter().flat_map(|chapter| &chapter.tables);
    for (table, name) in PUT_RIGHT {
        let table =
            tables().find(|known| known.title == *table).unwrap_or_else(|| panic!("no table {table}"));
        let row = table.rows.iter().find(|row| row.name == *name);
        assert!(!row.unwrap_or_else(|| panic!("no row {name}")).correction.is_empty(), "{name}");
    }
}

#[test]
fn a_share_a_range_or_a_mean_is_of_twenty_seeds_or_more() {
    for claim in claims(&all()) {
        for value in &claim.values {
            if let What::Mean(seeds, _) | What::Range(seeds, _) | What::Share(seeds, _) = &value.what {
                assert!(*seeds >= SEEDS, "{}: {seeds} seeds", claim.id);
            }
        }
    }
}

#[test]
fn every_link_opens_the_run_that_was_measured() {
    let chapters = all();
    for claim in claims(&chapters) {
        let found = played().measured.iter().find(|measured| measured.id == claim.id).unwrap();
        let link = Link::parse(&format!("/{}", found.opens));
        let entry = labs::find(link.place.page.lab().unwrap()).unwrap();
        let (query, fragment) = found.opens.split_once('#').unwrap_or((&found.opens, ""));
        let query = query.split_once('?').map_or("", |(_, query)| query);
        let opening = Opening::of(entry, query, fragment, 7);
        assert!(
            link.warnings.is_empty() && opening.warnings.is_empty(),
            "{}: {:?}",
            claim.id,
            opening.warnings
        );
        let scenario = match &claim.source {
            Source::Step(_, step) => faultyard::link::preset(entry, step).unwrap().scenario,
            Source::Own(script) => script.scenario.clone(),
        };
        assert!(same_run(entry, &opening.scenario, &scenario), "{}: {}", claim.id, found.opens);
        assert!(opening.end.is_some(), "{}: it plays on for ever", claim.id);
    }
}

#[test]
fn the_page_has_every_row_under_an_anchor_of_its_own_and_leads_to_no_other_place_than_is_there() {
    let (chapters, measured) = (all(), measured());
    let html = html(&chapters);
    let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id is there twice");
    for row in rows(&chapters) {
        assert!(ids.contains(&&*row.id), "no row {}", row.id);
    }
    for one in &measured {
        assert!(html.contains(&one.opens.replace('&', "&amp;")), "{}: no link", one.id);
        assert!(ids.contains(&&*one.row) && ids.contains(&&*one.id), "{}", one.id);
    }
    for link in html.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let place = link.strip_prefix("summary/#").map(|id| ids.contains(&id));
        let own = [".", ".#labs", "summary/", PRACTICE, TEACHERS, FIND];
        let known = own.contains(&link) || link.starts_with("lab/");
        assert!(place.unwrap_or(known), "{link} leads nowhere");
    }
    assert!(!html.contains("<script") && !html.contains("{"), "a place in a sentence is empty");
}

#[test]
fn words_are_put_in_short_sentences() {
    let longest = |row: &Row| {
        let says = row.claims.iter().map(|claim| &claim.says);
        let sentences = says.chain([&row.correction]).flat_map(|text| text.split(". "));
        sentences.map(|sentence| sentence.split_whitespace().count()).max().unwrap_or(0)
    };
    for row in rows(&all()) {
        assert!(longest(row) <= 32, "{}: a sentence of {} words", row.name, longest(row));
    }
}

/// More seeds, where there is time: what is said of twenty is so of a hundred, give or take.
#[test]
fn a_share_of_twenty_seeds_is_about_that_of_more() {
    let mut chapters = all();
    let keep = share(1, usize::MAX);
    let mut shares = 0;
    for claim in chapters.iter_mut().flat_map(|chapter| &mut chapter.tables).flat_map(|table| &mut table.rows)
    {
        claim.claims.retain(|claim| {
            let many = claim.values.iter().any(|value| matches!(value.what, What::Share(..)));
            shares += usize::from(many);
            many && shares <= keep
        });
    }
    let few = play(&chapters);
    for value in chapters
        .iter_mut()
        .flat_map(|chapter| &mut chapter.tables)
        .flat_map(|table| &mut table.rows)
        .flat_map(|row| &mut row.claims)
        .flat_map(|claim| &mut claim.values)
    {
        match &mut value.what {
            What::Mean(seeds, _) | What::Range(seeds, _) | What::Share(seeds, _) => *seeds *= 5,
            _ => {}
        }
    }
    let many = play(&chapters);
    assert!(many.failed.is_empty(), "{:?}", many.failed);
    let shares = |played: &Played| -> Vec<f64> {
        let says = played.measured.iter().flat_map(|one| one.says.split("**"));
        says.filter_map(|part| part.strip_suffix('%')?.parse().ok()).collect()
    };
    for (few, many) in shares(&few).into_iter().zip(shares(&many)) {
        assert!((few - many).abs() <= 20.0, "{few}% of 20 seeds, and {many}% of 100");
    }
}
