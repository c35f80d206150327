//! Lines cut into cells: by RFC 4180 with any delimiter, or as a JSON object with a cell for each of its fields.

use csv_core::{ReadRecordResult, ReaderBuilder};
use serde_json::Value;
use std::collections::BTreeMap;

/// How deep objects within objects are looked at.
const DEEPEST: usize = 6;
/// So many lines at most are one record, because a cell in quotes has ends of lines.
const MOST_JOINED: usize = 32;

/// How a line is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// By this character.
    At(u8),
    /// It is one cell.
    Whole,
    /// It is a JSON object.
    Json,
}

/// Cuts lines into cells.
#[derive(Debug)]
pub struct Cutter {
    split: Split,
    reader: csv_core::Reader,
    /// Lines of a record whose quotes do not end yet.
    held: Vec<(u64, Vec<u8>)>,
}

impl Clone for Cutter {
    /// A `csv_core::Reader` that was cloned gives empty cells (0.1.13), so this one is made anew.
    fn clone(&self) -> Cutter {
        Cutter { held: self.held.clone(), ..Cutter::new(self.split) }
    }
}

impl Cutter {
    /// One for such lines.
    pub fn new(split: Split) -> Cutter {
        let delimiter = if let Split::At(delimiter) = split { delimiter } else { 0 };
        Cutter { split, reader: ReaderBuilder::new().delimiter(delimiter).build(), held: Vec::new() }
    }

    /// How lines are cut.
    pub fn split(&self) -> Split {
        self.split
    }

    /// The cells of a record.
    ///
    /// # Errors
    /// A sentence that says why it is none.
    pub fn cells(&mut self, record: &[u8]) -> Result<Vec<String>, String> {
        match self.split {
            Split::Whole => Ok(vec![bare(&String::from_utf8_lossy(record)).to_owned()]),
            Split::At(_) => self.cut(record).ok_or_else(|| "its quotes do not end".into()),
            Split::Json => Err("it is not a row of a table".into()),
        }
    }

    /// Takes the next line, and gives the records that are whole by it, each with its first line's number.
    pub fn record(&mut self, number: u64, line: &[u8]) -> Vec<(u64, Vec<u8>)> {
        if !matches!(self.split, Split::At(_)) || (self.held.is_empty() && self.cut(line).is_some()) {
            return vec![(number, line.to_vec())];
        }
        self.held.push((number, line.to_vec()));
        let first = self.held[0].0;
        let joined = self.held.iter().map(|(_, line)| line.as_slice()).collect::<Vec<_>>().join(&b'\n');
        if self.cut(&joined).is_some() {
            self.held.clear();
            return vec![(first, joined)];
        }
        if self.held.len() < MOST_JOINED { Vec::new() } else { self.rest() }
    }

    /// What is still held when nothing more comes: lines of their own.
    pub fn rest(&mut self) -> Vec<(u64, Vec<u8>)> {
        std::mem::take(&mut self.held)
    }

    /// `None` if a quote does not end.
    fn cut(&mut self, record: &[u8]) -> Option<Vec<String>> {
        self.reader.reset();
        let mut text = vec![0; record.len() + 1];
        let mut ends = vec![0; record.len() + 2];
        let ended = [record, b"\n"].concat();
        let (result, _, _, cells) = self.reader.read_record(&ended, &mut text, &mut ends);
        if !matches!(result, ReadRecordResult::Record) {
            return None;
        }
        let mut from = 0;
        let cell = |end: &usize| {
            let cell = String::from_utf8_lossy(&text[from..*end]).trim().to_owned();
            from = *end;
            cell
        };
        Some(ends[..cells].iter().map(cell).collect())
    }
}

/// Without spaces and quotes around it.
fn bare(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')).unwrap_or(cell)
}

/// The fields of a JSON object by their paths, `request.host`; those within lists are left out.
///
/// # Errors
/// A sentence that says why it is no object.
pub fn fields(line: &[u8]) -> Result<BTreeMap<String, String>, String> {
    // A list with an object a line has commas between them.
    let line = line.trim_ascii();
    let line = line.strip_suffix(b",").unwrap_or(line);
    if !line.starts_with(b"{") {
        return Err("it is not a JSON object".into());
    }
    let value = serde_json::from_slice(line).map_err(|error| {
        format!("it is not a JSON object: {} in column {}", reason(&error), error.column())
    })?;
    let mut found = BTreeMap::new();
    flatten(String::new(), value, DEEPEST, &mut found);
    Ok(found)
}

fn reason(error: &serde_json::Error) -> &'static str {
    if error.is_eof() { "it is cut off" } else { "there is a mark that does not belong" }
}

fn flatten(path: String, value: Value, deep: usize, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) if deep > 0 => {
            for (name, value) in fields {
                let path = if path.is_empty() { name } else { format!("{path}.{name}") };
                flatten(path, value, deep - 1, found);
            }
        }
        Value::String(text) => drop(found.insert(path, text)),
        Value::Number(number) => drop(found.insert(path, number.to_string())),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_cut_as_rfc_4180_says() {
        let cells = |line: &str, delimiter| Cutter::new(Split::At(delimiter)).cells(line.as_bytes());
        let three = |a: &str, b: &str, c: &str| Ok([a, b, c].map(String::from).to_vec());
        assert_eq!(cells("\"a,\"\"b\"\"\",1, c ", b','), three("a,\"b\"", "1", "c"));
        assert_eq!(cells("a\t\t5\" disk", b'\t'), three("a", "", "5\" disk"));
        assert!(cells("\"a,b", b',').unwrap_err().contains("quotes"));
    }

    #[test]
    fn a_cell_in_quotes_may_have_ends_of_lines_and_a_stray_quote_loses_nothing() {
        let mut cutter = Cutter::new(Split::At(b','));
        assert_eq!(cutter.record(1, b"1,\"two"), []);
        assert_eq!(cutter.record(2, b"lines\""), [(1, b"1,\"two\nlines\"".to_vec())]);
        let mut seen = Vec::new();
        for number in 3..50 {
            seen.extend(cutter.record(number, if number == 3 { b"1,\"two" } else { b"1,2" }));
        }
        seen.extend(cutter.rest());
        assert_eq!(seen.len(), 47);
    }

    #[test]
    fn the_fields_of_an_object_have_paths() {
        let found = fields(b"{\"ts\":1710230400.123456,\"a\":{\"b\":\"c\"},\"d\":[1],\"e\":null},").unwrap();
        let told: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(told, [("a.b", "c"), ("ts", "1710230400.123456")]);
        assert!(fields(b"{\"a\":").unwrap_err().contains("cut off"));
        assert!(fields(b"[1]").unwrap_err().contains("not a JSON object"));
    }
}
