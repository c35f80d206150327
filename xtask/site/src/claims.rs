//! `cargo xtask claims`: the summary as a table of what is shown, planned and words, with the numbers of the runs; and
//! the still pictures that stand beside claims.

use crate::picture;
use faultyard::labs;
use faultyard::link::preset;
use faultyard::summary::{Played, Source, State, chapters, play, rows, text};
use std::process::ExitCode;

/// Where the numbers are kept, which the page reads.
const MEASURED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../src/summary/measured.txt");

/// Runs all claims and prints the table; with `--write` the numbers are kept too.
pub fn claims(asked: Option<&str>) -> ExitCode {
    let told = chapters().and_then(|chapters| {
        let played = play(&chapters);
        println!("{}", table(&chapters, &played));
        if !played.failed.is_empty() {
            return Err(played.failed.join("\n"));
        }
        match asked {
            Some("--write") => std::fs::write(MEASURED, text(&played.measured, played.effort))
                .map_err(|why| format!("{MEASURED}: {why}")),
            Some(other) => Err(format!("claims takes --write, not {other}")),
            None => Ok(()),
        }
    });
    told.map_or_else(
        |why| {
            eprintln!("{why}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}

/// A line for each cell, under its row, and what was measured; at the end how many there are of each kind.
fn table(chapters: &[faultyard::summary::Chapter], played: &Played) -> String {
    let (mut lines, mut counts) = (Vec::new(), [0; 3]);
    for row in rows(chapters) {
        lines.push(format!("\n{} ({})", row.name, row.id));
        for cell in &row.cells {
            let (kind, more) = match &cell.state {
                State::Shown(_) => (0, String::new()),
                State::Planned(lab) => (1, format!(" ({lab})")),
                State::Words(why) => (2, format!(" ({why})")),
            };
            counts[kind] += 1;
            lines.push(format!("  {:<8} {}{more}", ["shown", "planned", "words"][kind], cell.text));
        }
        for one in played.measured.iter().filter(|one| one.row == row.id) {
            lines.push(format!("           {}: {}", one.id, one.says.replace("**", "")));
        }
    }
    let [shown, planned, words] = counts;
    let measured = played.measured.len();
    lines.push(format!("\n{shown} cells shown by {measured} claims, {planned} planned, {words} words"));
    lines.join("\n")
}

/// The pictures of claims, on both grounds, by the names of their files.
pub fn pictures() -> Result<Vec<(String, String)>, String> {
    let mut all = Vec::new();
    for claim in rows(&chapters()?).flat_map(|row| &row.claims) {
        let (Some(at), Some(entry)) = (claim.picture, labs::find(claim.lab())) else { continue };
        let scenario = match &claim.source {
            Source::Own(script) => Some(script.scenario.clone()),
            Source::Step(_, step) => preset(entry, step).map(|script| script.scenario),
        };
        let scenario = scenario.ok_or_else(|| format!("{}: there is no such step", claim.id))?;
        for (ground, dark) in [("", false), ("-dark", true)] {
            all.push((format!("{}{ground}.svg", claim.id), picture::still(entry, &scenario, at, dark)));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_picture_that_the_page_shows_is_drawn() {
        let page = faultyard::summary::html(&chapters().unwrap());
        let pictures = pictures().unwrap();
        assert!(!pictures.is_empty());
        for (name, svg) in &pictures {
            assert!(page.contains(&format!("src=\"summary/{name}\"")), "{name}");
            assert!(svg.starts_with("<svg") && svg.len() > 1_000, "{name}: {svg}");
        }
        assert_eq!(page.matches("src=\"summary/").count(), pictures.len());
    }
}
