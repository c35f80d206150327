//! What the search finds: one file with a line for each lab, step, claim, question, setting and planned lab.

use faultyard::find::{Entry, Index, Kind};
use faultyard::front;
use faultyard::lab::{Entry as Lab, FieldKind, Lesson, Scenario, Step};
use faultyard::labs::{CARDS, LABS, PLANNED};
use faultyard::practice::{self, Ask, Question};
use faultyard::summary::{chapters, measured};

/// The file's content.
///
/// # Errors
/// A sentence that says where a text is not understood.
pub fn text() -> Result<String, String> {
    Ok(Index::text(&entries()?))
}

fn entries() -> Result<Vec<Entry>, String> {
    let mut all = Vec::new();
    for lab in LABS {
        all.push(self::lab(lab));
        all.extend(Lesson::parse(lab.lesson)?.steps.iter().map(|step| self::step(lab, step)));
        all.extend(settings(lab));
    }
    all.extend(claims()?);
    all.extend(practice::questions()?.iter().map(question));
    all.extend(planned());
    Ok(all)
}

fn lab(lab: &Lab) -> Entry {
    let meta = lab.meta;
    let opening = Lesson::parse(lab.lesson).map(|lesson| bold(&lesson.opening)).unwrap_or_default();
    Entry {
        kind: Kind::Lab,
        title: meta.title.into(),
        says: meta.question.into(),
        address: format!("lab/{}/", meta.slug),
        keys: format!("{} {opening}", meta.chapter),
    }
}

/// A step: its title names the set-up only, so it is found by its id and by what its text stresses too.
fn step(lab: &Lab, step: &Step) -> Entry {
    let asks = step.predict.as_ref().map_or(String::new(), |predict| predict.question.clone());
    let aliases = step.aliases.join(" ");
    Entry {
        kind: Kind::Step,
        title: step.title.clone(),
        says: format!("{}. {asks}", lab.meta.title),
        address: format!("lab/{}/?preset={}", lab.meta.slug, step.id),
        keys: [&step.id, &aliases, &bold(&step.story), &bold(&step.notice)]
            .map(String::as_str)
            .join(" ")
            .trim()
            .into(),
    }
}

fn settings(lab: &Lab) -> impl Iterator<Item = Entry> {
    let (title, address) = (lab.meta.title, format!("lab/{}/", lab.meta.slug));
    let fields = (lab.open)(&Scenario::new(lab.meta.slug, 1)).fields();
    fields.into_iter().map(move |field| {
        let names = match field.kind {
            FieldKind::Choice(names) => names.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(" "),
            _ => String::new(),
        };
        let help = field.help.split(". ").next().unwrap_or("").trim_end_matches('.');
        Entry {
            kind: Kind::Setting,
            title: field.label.into(),
            says: format!("{title}. {help}{}", if help.is_empty() { "" } else { "." }).trim().into(),
            address: format!("{address}#set.{}", field.key),
            keys: names,
        }
    })
}

fn claims() -> Result<Vec<Entry>, String> {
    let chapters = chapters()?;
    let table = |row: &str| {
        let mut tables = chapters.iter().flat_map(|chapter| &chapter.tables);
        tables.find(|table| table.rows.iter().any(|known| known.id == row)).map_or("", |table| &table.title)
    };
    let claim = |one: faultyard::summary::Measured| Entry {
        kind: Kind::Claim,
        title: one.name.clone(),
        says: one.says.replace("**", ""),
        address: format!("{}#{}", faultyard::summary::NAV.0, one.id),
        keys: format!("{} {}", table(&one.row), one.id),
    };
    Ok(measured().into_iter().map(claim).collect())
}

fn question(question: &Question) -> Entry {
    let asks = match &question.ask {
        Ask::Number { question, .. } => question,
        Ask::Choice(predict) => &predict.question,
    };
    Entry {
        kind: Kind::Question,
        title: question.title.clone(),
        says: asks.clone(),
        address: front::question(&question.id),
        keys: format!("{} {}", question.id, question.lab()),
    }
}

/// Where the first page names it: in its chapter, or with those that have no lab yet.
fn planned() -> impl Iterator<Item = Entry> {
    PLANNED.iter().map(|planned| {
        let place = match CARDS.iter().any(|card| card.chapter == planned.chapter) {
            true => front::place(planned.chapter),
            false => front::LATER.into(),
        };
        Entry {
            kind: Kind::Planned,
            title: planned.title.into(),
            says: planned.question.into(),
            address: format!("./#{place}"),
            keys: planned.chapter.into(),
        }
    })
}

/// What a text stresses: the words between two pairs of stars.
fn bold(text: &str) -> String {
    text.split("**").skip(1).step_by(2).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::link::address::Page;
    use faultyard::link::{Link, Opening};
    use faultyard::practice::{Place, questions};

    fn found(typed: &str) -> Vec<(Kind, String)> {
        let index = Index::parse(&text().unwrap());
        let found = index.find(typed);
        found
            .into_iter()
            .flat_map(|(kind, of)| of.into_iter().map(move |one| (kind, one.address.clone())))
            .collect()
    }

    #[test]
    fn what_somebody_meant_comes_first_though_it_is_misspelled() {
        for (typed, address) in [
            ("consitent hashing", "lab/hashing/"),
            ("raft leder", "lab/raft/?preset=leader-crash"),
            ("split vote", "lab/raft/?preset=split-vote"),
            ("load balancing", "lab/balancing/"),
            ("retry strom", "lab/balancing/?preset=retry-storm"),
            ("autoscal", "lab/autoscaling/"),
            ("paxos", "./#consensus"),
            ("cascades", "./#later"),
            ("virtual nodes", "lab/hashing/?preset=virtual-nodes"),
            ("grey failure", "lab/balancing/?preset=grey-failure"),
        ] {
            let found = found(typed);
            let few: Vec<&str> = found.iter().map(|(_, address)| &**address).take(4).collect();
            assert!(few.contains(&address), "{typed}: {found:?}");
        }
        let hot = found("hot kye");
        assert!(
            hot.iter().any(|(_, address)| address.contains("hashing") || address == "./#state"),
            "{hot:?}"
        );
    }

    #[test]
    fn each_thing_has_a_name_and_leads_to_a_place_that_is_there() {
        let page = faultyard::summary::html(&chapters().unwrap()) + &front::words();
        for Entry { title, address, .. } in entries().unwrap() {
            assert!(!title.is_empty(), "{address}");
            let link = Link::parse(&format!("/{address}"));
            match (link.place.page.lab(), address.split_once('#')) {
                (Some(slug), _) => {
                    let lab = faultyard::labs::find(slug).unwrap_or_else(|| panic!("{address}"));
                    let query = address.split_once('?').map_or("", |(_, query)| query);
                    let opening = Opening::of(lab, query, "", 7);
                    assert!(link.warnings.is_empty() && opening.warnings.is_empty(), "{address}");
                }
                _ if link.place.page == Page::Practice => {
                    let query = address.split_once('?').map_or("", |(_, query)| query);
                    let (place, why) = Place::parse(query, &questions().unwrap());
                    assert!(matches!(place, Place::Question(..)) && why.is_none(), "{address}");
                }
                (None, Some((_, id))) => assert!(page.contains(&format!(" id=\"{id}\"")), "{address}"),
                (None, None) => panic!("{address} leads nowhere"),
            }
        }
    }

    #[test]
    fn the_file_has_something_of_each_kind_and_is_small() {
        let entries = entries().unwrap();
        for kind in Kind::ALL {
            assert!(entries.iter().filter(|entry| entry.kind == kind).count() > 3, "{kind:?}");
        }
        let bytes = text().unwrap().len();
        assert!(bytes < 100_000, "{bytes} bytes");
    }
}
