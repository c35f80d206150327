//! How a chapter is written: Markdown, in which each `##` section is a table and each `###` section in it a row.
//!
//! ````text
//! # Load balancing
//! What the chapter is about.
//! ## Algorithms
//! | Algorithm | Use case :: words advice | Cost of a decision | Fairness |
//! ### Round robin
//! - Simple distribution
//! - O(1) :: planned Balancing
//! - Equal :: shown round-robin-queue
//! > Equal in requests, not in load.
//! ```claim round-robin-queue
//! step balancing/one-slow-round-robin
//! queue requests = longest at 60s
//! says The slow server gets a fifth of them, and {queue} wait.
//! ```
//! ````
//!
//! A cell without a state has that of its column. Lines that begin with `>` put the row right.

use super::{Cell, Chapter, Claim, Row, State, Table};

impl Chapter {
    /// Reads a chapter.
    ///
    /// # Errors
    /// A sentence that names the table, the row and what was not understood.
    pub fn parse(text: &str) -> Result<Chapter, String> {
        let mut sections = text.split("\n## ");
        let head = sections.next().unwrap_or("");
        let (title, opening) = head.split_once('\n').unwrap_or((head, ""));
        let title = title.strip_prefix("# ").ok_or_else(|| format!("\"{title}\" is no chapter's title"))?;
        let tables: Result<Vec<Table>, String> = sections.map(Table::parse).collect();
        Ok(Chapter { title: title.trim().into(), opening: joined(opening), tables: tables? })
    }
}

impl Table {
    fn parse(section: &str) -> Result<Table, String> {
        let mut parts = section.split("\n### ");
        let head = parts.next().unwrap_or("");
        let title = head.lines().next().unwrap_or("").trim().to_string();
        let failed = |why: String| format!("table \"{title}\": {why}");
        let columns = head.lines().find(|line| line.starts_with('|')).ok_or("no line of columns");
        let columns = columns.map_err(|why| failed(why.into()))?.trim().trim_matches('|').split('|');
        let columns: Result<Vec<_>, String> = columns.map(|column| stated(column.trim())).collect();
        let columns = columns.map_err(failed)?;
        let rows: Result<Vec<Row>, String> = parts.map(|part| Row::parse(&title, &columns, part)).collect();
        let rows = rows.map_err(failed)?;
        Ok(Table { title: title.clone(), columns: columns.into_iter().map(|(head, _)| head).collect(), rows })
    }
}

impl Row {
    fn parse(table: &str, columns: &[(String, Option<State>)], part: &str) -> Result<Row, String> {
        let (name, body) = part.split_once('\n').unwrap_or((part, ""));
        let name = name.trim();
        let failed = |why: String| format!("row \"{name}\": {why}");
        let mut blocks = body.split("```");
        let words = blocks.next().unwrap_or("");
        let usual = columns.iter().skip(1).map(|(_, state)| state);
        let items = words.lines().filter_map(|line| line.strip_prefix("- "));
        let cells: Result<Vec<Cell>, String> =
            items.zip(usual).map(|(item, usual)| Cell::parse(item, usual.as_ref())).collect();
        let cells = cells.map_err(failed)?;
        let written = words.lines().filter(|line| line.starts_with("- ")).count();
        if written + 1 != columns.len() {
            return Err(failed(format!("{written} cells for {} columns", columns.len())));
        }
        let correction = words.lines().filter_map(|line| line.strip_prefix('>'));
        let correction = joined(&correction.collect::<Vec<_>>().join("\n"));
        let mut claims = Vec::new();
        while let (Some(block), Some(_)) = (blocks.next(), blocks.next()) {
            claims.push(Claim::parse(block).map_err(failed)?);
        }
        let id = format!("{}-{}", slug(table), slug(name));
        Ok(Row { name: name.into(), id, cells, correction, claims })
    }
}

impl Cell {
    fn parse(item: &str, usual: Option<&State>) -> Result<Cell, String> {
        let (text, state) = stated(item)?;
        let state = state.or_else(|| usual.cloned());
        let state = state.ok_or_else(|| format!("nothing says what holds \"{text}\""))?;
        Ok(Cell { text, state })
    }
}

/// Words and, after `::`, their state.
fn stated(text: &str) -> Result<(String, Option<State>), String> {
    let Some((words, state)) = text.split_once(" :: ") else { return Ok((text.trim().into(), None)) };
    let (kind, rest) = state.trim().split_once(' ').ok_or_else(|| format!("\"{state}\" is no state"))?;
    let state = match kind {
        "shown" => State::Shown(rest.split(',').map(|id| id.trim().to_string()).collect()),
        "planned" => State::Planned(rest.trim().into()),
        "words" => State::Words(rest.trim().into()),
        _ => return Err(format!("\"{state}\" is not one of shown, planned, words")),
    };
    Ok((words.trim().into(), Some(state)))
}

/// Its lines as one.
fn joined(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A heading as a part of an address: `Round robin` is `round-robin`.
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Load balancing\n\nWho gets\nwhat.\n\n## Algorithms\n\n\
        | Algorithm | Use case :: words advice | Fairness |\n\n### Round robin\n- Simple\n- Equal :: shown queue\n\n\
        > In requests,\n> not in load.\n\n```claim queue\nstep balancing/a\nq = longest at 60s\nsays {q} wait.\n```\n\n\
        ### IP hash\n- Sticky sessions\n- By client :: planned Layers\n";

    #[test]
    fn a_chapter_is_read_table_by_table_and_row_by_row() {
        let chapter = Chapter::parse(TEXT).unwrap();
        assert_eq!((chapter.title.as_str(), chapter.opening.as_str()), ("Load balancing", "Who gets what."));
        let table = &chapter.tables[0];
        assert_eq!(table.columns, ["Algorithm", "Use case", "Fairness"]);
        let [round_robin, ip_hash] = &table.rows[..] else { panic!("{table:?}") };
        assert_eq!((round_robin.id.as_str(), round_robin.claims.len()), ("algorithms-round-robin", 1));
        assert_eq!(round_robin.correction, "In requests, not in load.");
        assert_eq!(round_robin.cells[0].state, State::Words("advice".into()), "its column's");
        assert_eq!(round_robin.cells[1].state, State::Shown(vec!["queue".into()]));
        assert_eq!((ip_hash.is_shown(), ip_hash.planned()), (false, vec!["Layers"]));
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_table_and_its_row() {
        for (text, with, says) in [
            ("- Simple\n", "", "1 cells for 3 columns"),
            (":: planned", ":: perhaps", "not one of shown, planned, words"),
            ("- By client :: planned Layers", "- By client", "nothing says what holds"),
            ("says", "tells", "row \"Round robin\""),
            ("| Algorithm | Use case :: words advice | Fairness |", "", "no line of columns"),
        ] {
            let why = Chapter::parse(&TEXT.replacen(text, with, 1)).unwrap_err();
            assert!(why.contains(says) && why.contains("table \"Algorithms\""), "{why}");
        }
    }

    #[test]
    fn a_heading_becomes_a_part_of_an_address() {
        assert_eq!(
            ["Network (NLB)", "I/O", " Auto-scaling "].map(slug),
            ["network-nlb", "i-o", "auto-scaling"]
        );
    }
}
