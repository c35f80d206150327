//! Bytes in any pieces become lines of text: of UTF-8 or UTF-16, ended by LF, CR LF or CR.

/// A longer line is no line of traffic.
pub const LONGEST_LINE: usize = 64 * 1024;
/// So many bytes tell how the text is written.
const START: usize = 64;

/// Cuts bytes into lines.
#[derive(Clone, Debug, Default)]
pub struct Text {
    start: Vec<u8>,
    /// Decided by the first bytes.
    code: Option<Code>,
    /// The half of a character of 16 bits, and the first of two that belong together.
    half: Option<u8>,
    high: Option<u16>,
    /// The line whose end has not come yet, or as much of it as shows that it is too long.
    pub unfinished: Vec<u8>,
    /// The last line ended in CR: an LF that follows belongs to it.
    after_cr: bool,
    begun: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    Bytes,
    /// UTF-16, with the larger half of a number first or not.
    Wide(bool),
}

impl Text {
    /// Takes the next bytes, and gives each line that ends in them.
    pub fn feed(&mut self, bytes: &[u8], mut line: impl FnMut(&[u8])) {
        if self.code.is_some() {
            return self.take(bytes, &mut line);
        }
        self.start.extend_from_slice(bytes);
        if self.start.len() >= START {
            self.begin(&mut line);
        }
    }

    /// The end of the file: the last line, if it has no end.
    pub fn finish(&mut self, mut line: impl FnMut(&[u8])) {
        if self.code.is_none() {
            self.begin(&mut line);
        }
        if self.half.is_some() || self.high.is_some() {
            self.push("\u{fffd}".as_bytes());
        }
        if self.begun {
            let last = std::mem::take(&mut self.unfinished);
            line(&last);
        }
    }

    fn begin(&mut self, line: &mut impl FnMut(&[u8])) {
        let start = std::mem::take(&mut self.start);
        let (code, mark) = code(&start);
        self.code = Some(code);
        self.take(&start[mark..], line);
    }

    fn take(&mut self, bytes: &[u8], line: &mut impl FnMut(&[u8])) {
        match self.code {
            Some(Code::Wide(large_first)) => {
                let text = self.narrow(bytes, large_first);
                self.cut(text.as_bytes(), line);
            }
            _ => self.cut(bytes, line),
        }
    }

    fn narrow(&mut self, bytes: &[u8], large_first: bool) -> String {
        let mut text = String::new();
        for byte in bytes {
            let Some(first) = self.half.take() else {
                self.half = Some(*byte);
                continue;
            };
            let pair = [first, *byte];
            let unit = if large_first { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) };
            let units = self.high.take().into_iter().chain([unit]);
            if (0xd800..0xdc00).contains(&unit) && units.clone().count() == 1 {
                self.high = Some(unit);
                continue;
            }
            text.extend(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')));
        }
        text
    }

    fn cut(&mut self, bytes: &[u8], line: &mut impl FnMut(&[u8])) {
        let bytes = match bytes.split_first() {
            Some((b'\n', rest)) if self.after_cr => rest,
            _ => bytes,
        };
        self.after_cr &= bytes.is_empty();
        let mut from = 0;
        while let Some(end) = bytes[from..].iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            let end = from + end;
            if self.unfinished.is_empty() {
                line(&bytes[from..end]);
            } else {
                self.push(&bytes[from..end]);
                let mut whole = std::mem::take(&mut self.unfinished);
                line(&whole);
                whole.clear();
                self.unfinished = whole;
            }
            self.begun = false;
            from = end + 1;
            if bytes[end] == b'\r' {
                self.after_cr = from == bytes.len();
                from += usize::from(bytes.get(from) == Some(&b'\n'));
            }
        }
        self.push(&bytes[from..]);
    }

    /// Keeps a part of a line, up to one byte more than a line may have.
    fn push(&mut self, part: &[u8]) {
        self.begun |= !part.is_empty();
        let room = LONGEST_LINE + 1 - self.unfinished.len();
        self.unfinished.extend_from_slice(&part[..part.len().min(room)]);
    }
}

/// How a text is written, and how long its mark is.
fn code(start: &[u8]) -> (Code, usize) {
    match start {
        [0xef, 0xbb, 0xbf, ..] => (Code::Bytes, 3),
        [0xff, 0xfe, ..] => (Code::Wide(false), 2),
        [0xfe, 0xff, ..] => (Code::Wide(true), 2),
        _ => {
            // Without a mark, each second byte of an English text is 0.
            let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
            let pairs = start.len() / 2;
            let wide = |own: usize, other: usize| pairs >= 4 && own * 10 >= pairs * 9 && other == 0;
            match (zeros(0), zeros(1)) {
                (even, odd) if wide(odd, even) => (Code::Wide(false), 0),
                (even, odd) if wide(even, odd) => (Code::Wide(true), 0),
                _ => (Code::Bytes, 0),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pieces: &[&[u8]]) -> Vec<String> {
        let (mut text, mut found) = (Text::default(), Vec::new());
        let mut keep = |line: &[u8]| found.push(String::from_utf8_lossy(line).into_owned());
        pieces.iter().for_each(|piece| text.feed(piece, &mut keep));
        text.finish(&mut keep);
        found
    }

    #[test]
    fn any_end_of_a_line_in_any_code_and_any_pieces_gives_the_same_lines() {
        let text = "one\u{1F600}\r\ntwo\rthree\n\nfive";
        let expected = ["one\u{1F600}", "two", "three", "", "five"];
        let wide = |large_first: bool| -> Vec<u8> {
            let unit = |unit: u16| if large_first { unit.to_be_bytes() } else { unit.to_le_bytes() };
            format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect()
        };
        for bytes in [text.into(), format!("\u{feff}{text}").into_bytes(), wide(true), wide(false)] {
            for place in 0..bytes.len() {
                assert_eq!(lines(&[&bytes[..place], &bytes[place..]]), expected, "cut at {place}");
            }
            let one_by_one: Vec<&[u8]> = bytes.chunks(1).collect();
            assert_eq!(lines(&one_by_one), expected);
        }
        let unmarked: Vec<u8> = "time,rps\n1,2".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(lines(&[&unmarked]), ["time,rps", "1,2"]);
        assert_eq!(lines(&[b""]), [] as [&str; 0]);
    }

    #[test]
    fn a_line_without_an_end_takes_no_more_memory_than_the_longest_line() {
        let (mut text, mut most) = (Text::default(), 0);
        for _ in 0..1_000 {
            text.feed(&[b'x'; 10_000], |_| {});
            most = most.max(text.unfinished.len());
        }
        assert_eq!(most, LONGEST_LINE + 1);
    }
}
