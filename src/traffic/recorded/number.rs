//! Numbers as tables write them: with points or commas before decimals and between thousands.

use crate::process::decimal;

/// The mark before the decimals. The other one, a space or an apostrophe can stand between thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mark {
    /// 1,200.5
    #[default]
    Point,
    /// 1.200,5
    Comma,
}

/// What may stand behind a number that counts requests.
const UNITS: [&str; 10] =
    ["req/s", "reqps", "reqs/s", "requests/s", "requests", "rps", "qps", "r/s", "/s", "ops/s"];

impl Mark {
    fn parts(self) -> (char, char) {
        match self {
            Mark::Point => ('.', ','),
            Mark::Comma => (',', '.'),
        }
    }
}

/// The number that a cell stands for; `None` if it is none, or its thousands are not three digits each.
pub fn number(cell: &str, mark: Mark) -> Option<f64> {
    let cell = cell.trim();
    let cell = UNITS.iter().find_map(|unit| cell.strip_suffix(unit)).unwrap_or(cell).trim_end();
    let (cell, scale) = match cell.strip_suffix(['k', 'K']) {
        Some(thousands) => (thousands.trim_end(), 1e3),
        None => cell.strip_suffix('M').map_or((cell, 1.0), |millions| (millions.trim_end(), 1e6)),
    };
    let (point, group) = mark.parts();
    let (whole, rest) = match cell.split_once(point) {
        Some((whole, rest)) => (whole, Some(rest)),
        None => (cell, None),
    };
    let whole = together(whole, group)?;
    let text = match rest {
        Some("") | None => whole,
        Some(rest) => format!("{whole}.{rest}"),
    };
    decimal(&text).map(|number| number * scale)
}

/// Digits without what stands between thousands.
fn together(whole: &str, group: char) -> Option<String> {
    let apart = |c: char| c == group || matches!(c, ' ' | '\'' | '\u{2019}' | '\u{a0}' | '\u{202f}' | '_');
    let mut parts = whole.split(apart);
    let first = parts.next()?;
    let rest: Vec<&str> = parts.collect();
    if rest.is_empty() {
        return Some(first.into());
    }
    let digits = |part: &&str| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let begins = (1..=3).contains(&first.trim_start_matches(['-', '+']).len());
    (begins && rest.iter().all(digits)).then(|| first.to_owned() + &rest.concat())
}

/// What the cells of a column show of its marks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks {
    /// Cells that can only have a point before decimals, or a comma.
    sure: [usize; 2],
    /// Cells whose only point is followed by three digits, or whose only comma is.
    either: [usize; 2],
    /// Numbers of four digits and more without any mark.
    bare_thousands: usize,
    bare: usize,
}

impl Marks {
    /// Looks at a cell.
    pub fn see(&mut self, cell: &str) {
        let cell = cell.trim();
        if !cell.bytes().any(|byte| byte.is_ascii_digit()) {
            return;
        }
        let many = ['.', ','].map(|mark| cell.matches(mark).count());
        match many {
            // Nothing at all is written so everywhere.
            [0, 0] if cell == "0" => {}
            [0, 0] => {
                let digits = cell.bytes().filter(u8::is_ascii_digit).count();
                self.bare += 1;
                self.bare_thousands += usize::from(digits > 3);
            }
            [0, 1] => self.one(1, cell, ','),
            [1, 0] => self.one(0, cell, '.'),
            // Several of one kind stand between thousands.
            [0, _] => self.sure[0] += 1,
            [_, 0] => self.sure[1] += 1,
            _ => self.sure[usize::from(cell.rfind(',') > cell.rfind('.'))] += 1,
        }
    }

    fn one(&mut self, mark: usize, cell: &str, sign: char) {
        let Some((whole, rest)) = cell.split_once(sign) else { return };
        let whole = whole.trim_start_matches(['-', '+']);
        let grouped = rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
        if grouped && (1..=3).contains(&whole.len()) && !whole.starts_with('0') {
            self.either[mark] += 1;
        } else {
            self.sure[mark] += 1;
        }
    }

    /// The mark before decimals, and whether that is a guess. A comma `between` the cells of a line leaves the point to
    /// decimals: who writes points between thousands parts cells by something else.
    pub fn decide(self, between: bool) -> (Mark, bool) {
        let [point, comma] = self.sure;
        if point + comma > 0 {
            return (if comma > point { Mark::Comma } else { Mark::Point }, false);
        }
        match self.either {
            [0, 0] => (Mark::Point, false),
            // Decimals would have three digits everywhere: where small numbers have none, points are thousands.
            [_, 0] if !between && self.bare > 0 && self.bare_thousands == 0 => (Mark::Comma, true),
            _ => (Mark::Point, true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(cells: &[&str]) -> (Mark, bool, Vec<Option<f64>>) {
        let mut marks = Marks::default();
        cells.iter().for_each(|cell| marks.see(cell));
        let (mark, guessed) = marks.decide(false);
        (mark, guessed, cells.iter().map(|cell| number(cell, mark)).collect())
    }

    #[test]
    fn a_columns_numbers_tell_which_mark_stands_before_decimals() {
        use Mark::{Comma, Point};
        for (cells, mark, guessed, numbers) in [
            (vec!["1", "2.5"], Point, false, vec![1.0, 2.5]),
            (vec!["1,200", "1,201"], Point, true, vec![1_200.0, 1_201.0]),
            (vec!["1,200", "12,5"], Comma, false, vec![1.2, 12.5]),
            (vec!["0,125"], Comma, false, vec![0.125]),
            (vec!["1.200,5", "3"], Comma, false, vec![1_200.5, 3.0]),
            (vec!["1,200.5"], Point, false, vec![1_200.5]),
            (vec!["950", "1.200"], Comma, true, vec![950.0, 1_200.0]),
            (vec!["1.200", "1.201"], Point, true, vec![1.2, 1.201]),
            (vec!["0", "14.452"], Point, true, vec![0.0, 14.452]),
            (vec!["1.234.567"], Comma, false, vec![1_234_567.0]),
            (vec!["1 200", "1\u{202f}234,5", "1'200"], Comma, false, vec![1_200.0, 1_234.5, 1_200.0]),
            (vec!["1.5e3", "1.2k", "3 req/s", "2 M"], Point, false, vec![1_500.0, 1_200.0, 3.0, 2e6]),
        ] {
            let numbers: Vec<Option<f64>> = numbers.into_iter().map(Some).collect();
            assert_eq!(decided(&cells), (mark, guessed, numbers), "{cells:?}");
        }
    }

    #[test]
    fn between_commas_a_point_stands_before_decimals() {
        let mut marks = Marks::default();
        ["950", "1.200"].iter().for_each(|cell| marks.see(cell));
        assert_eq!((marks.decide(true), marks.decide(false)), ((Mark::Point, true), (Mark::Comma, true)));
    }

    #[test]
    fn thousands_of_other_than_three_digits_are_no_number() {
        for cell in ["12,5", "1,2000", "1,,200", ",200", "1234,567", "1,20a", "", "-", "k"] {
            assert_eq!(number(cell, Mark::Point), None, "{cell}");
        }
    }
}
