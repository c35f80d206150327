//! The summary as HTML: plain text that is read and printed without any script.

use super::{Cell, Chapter, Measured, Row, State, Table, measured, rows, slug};
use crate::front::header;

/// The address of the page, from the site's root, and what links to it say.
pub const NAV: (&str, &str) = ("summary/", "Summary");

const TITLE: &str = "The summary, put to the test";

/// The page's body: header, chapters, tables. Its addresses lead from the site's root, as those of all pages.
pub fn html(chapters: &[Chapter]) -> String {
    let measured = measured();
    let (address, _) = NAV;
    let contents = chapters.iter().map(|chapter| {
        format!("<li><a href=\"{address}#{}\">{}</a></li>", slug(&chapter.title), escaped(&chapter.title))
    });
    format!(
        "<a class=\"skip\" href=\"{address}#content\">Skip to the content</a>\
         {}\
         <main class=\"summary\" id=\"content\" tabindex=\"-1\"><h1>{TITLE}</h1>{}\
         <nav class=\"summary-contents\" aria-label=\"Chapters\"><ol>{}</ol></nav>{}</main>",
        header(address),
        opening(chapters, &measured),
        contents.collect::<String>(),
        chapters.iter().map(|chapter| section(chapter, &measured)).collect::<String>(),
    )
}

/// What the page is, and how many claims of what kind it has.
fn opening(chapters: &[Chapter], measured: &[Measured]) -> String {
    let all = rows(chapters).count();
    let shown = rows(chapters).filter(|row| row.is_shown()).count();
    let waiting = rows(chapters).filter(|row| !row.is_shown() && !row.planned().is_empty()).count();
    format!(
        "<p class=\"lead\">Scaling and distribution in short tables, to look things up and to prepare for an interview. \
         Where a simulation can show what a row says, it does.</p>\
         <p>Each number under a row was measured in a run, and a test runs it again. <em>See it</em> opens that run. \
         Where the summary simplifies or is wrong, a correction stands beside it.</p>\
         <p class=\"second\">{} claims are measured, in {shown} of {all} rows. {waiting} more rows wait for a lab that is \
         still to be built. The others are words: definitions and advice.</p>",
        measured.len()
    )
}

fn section(chapter: &Chapter, measured: &[Measured]) -> String {
    let opening = match chapter.opening.as_str() {
        "" => String::new(),
        text => format!("<p>{}</p>", prose(text)),
    };
    format!(
        "<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{}</h2>{opening}{}</section>",
        escaped(&chapter.title),
        chapter.tables.iter().map(|one| table(one, measured)).collect::<String>(),
        id = slug(&chapter.title),
    )
}

fn table(table: &Table, measured: &[Measured]) -> String {
    let heads = table.columns.iter().map(|head| format!("<th scope=\"col\">{}</th>", escaped(head)));
    format!(
        "<h3 id=\"{id}\">{title}</h3><table aria-labelledby=\"{id}\"><thead><tr>{}</tr></thead>{}</table>",
        heads.collect::<String>(),
        table.rows.iter().map(|one| row(one, table, measured)).collect::<String>(),
        id = format_args!("table-{}", slug(&table.title)),
        title = escaped(&table.title),
    )
}

/// A row, and below it what runs show of it and what is put right.
fn row(row: &Row, table: &Table, measured: &[Measured]) -> String {
    let cells = row.cells.iter().zip(&table.columns[1..]).map(|(cell, head)| {
        format!(
            "<td{} data-head=\"{}\">{}</td>",
            if matches!(cell.state, State::Shown(_)) { " class=\"is-shown\"" } else { "" },
            escaped(head),
            words(cell)
        )
    });
    let planned = match row.planned() {
        labs if labs.is_empty() => String::new(),
        labs => format!(
            "<span class=\"summary-planned\">Planned {}: {}</span>",
            if labs.len() == 1 { "lab" } else { "labs" },
            escaped(&labs.join(", "))
        ),
    };
    let quiet = if row.is_shown() || !row.correction.is_empty() { "" } else { " class=\"is-quiet\"" };
    format!(
        "<tbody id=\"{}\"{quiet}><tr><th scope=\"row\">{}{planned}</th>{}</tr>{}</tbody>",
        row.id,
        escaped(&row.name),
        cells.collect::<String>(),
        below(row, table.columns.len(), measured),
    )
}

fn words(cell: &Cell) -> String {
    prose(&cell.text)
}

fn below(row: &Row, columns: usize, measured: &[Measured]) -> String {
    let claims: String = row
        .claims
        .iter()
        .filter_map(|claim| {
            let measured = measured.iter().find(|measured| measured.id == claim.id)?;
            let picture = if claim.picture.is_some() { pictures(&claim.id) } else { String::new() };
            Some(format!(
                "<li id=\"{}\">{picture}<p>{} <a href=\"{}\">See it<span class=\"visually-hidden\">: {}</span></a></p></li>",
                claim.id,
                prose(&measured.says),
                escaped(&measured.opens),
                escaped(&row.name),
            ))
        })
        .collect();
    let claims =
        if claims.is_empty() { claims } else { format!("<ul class=\"summary-claims\">{claims}</ul>") };
    let correction = match row.correction.as_str() {
        "" => String::new(),
        text => format!("<p class=\"summary-correction\"><strong>Correction.</strong> {}</p>", prose(text)),
    };
    match claims + &correction {
        nothing if nothing.is_empty() => nothing,
        below => format!("<tr class=\"summary-below\"><td colspan=\"{columns}\">{below}</td></tr>"),
    }
}

/// A still picture for each theme; the style sheet shows one, and only that one is loaded. The site's builder draws them.
fn pictures(id: &str) -> String {
    let one = |class: &str, ground: &str| {
        format!(
            "<img class=\"{class}\" loading=\"lazy\" alt=\"\" width=\"640\" height=\"330\" src=\"summary/{id}{ground}.svg\">"
        )
    };
    one("if-light", "") + &one("if-dark", "-dark")
}

/// Words as HTML, with what stands between two pairs of stars in bold.
pub fn prose(text: &str) -> String {
    let parts = escaped(text);
    let parts = parts.split("**").enumerate();
    parts
        .map(
            |(place, part)| {
                if place % 2 == 0 { part.to_string() } else { format!("<strong>{part}</strong>") }
            },
        )
        .collect()
}

/// Text as HTML shows it, in an attribute too.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_words_have_of_html_is_only_shown_and_numbers_are_bold() {
        assert_eq!(prose("a < **9** & \"b\""), "a &lt; <strong>9</strong> &amp; &quot;b&quot;");
    }
}
