//! One line of an access log in Common or Combined Log Format (Apache HTTP Server, `mod_log_config`):
//!
//! ```text
//! 127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 2326 "http://example.org/" "agent"
//! ```

use super::calendar::log_date;
use super::format::quoted;

/// When the request of a line came, in microseconds since 1970. What stands before the date is free (a client, or a
/// server's name and a client); so is what stands after the size, as long as its quotes end.
///
/// # Errors
/// A sentence that says which part is missing or wrong.
pub fn request_us(line: &[u8]) -> Result<i64, String> {
    let open = line.windows(2).position(|pair| pair == b" [").ok_or("there is no [date] after the client")?;
    let (date, rest) = until(&line[open + 2..], b']').ok_or("the date's bracket does not close")?;
    let at_us = log_date(date)
        .ok_or_else(|| format!("{} is no date as in 10/Oct/2000:13:55:36 -0700", quoted(date)))?;
    let rest = rest.strip_prefix(b" \"").ok_or("there is no \"request\" after the date")?;
    let rest = after_quotes(rest).ok_or("the request's quotes do not end")?;
    let rest = after_status_and_size(rest).ok_or("there is no status and size after the request")?;
    ends(rest).then_some(at_us).ok_or_else(|| "the quotes after the size do not end".into())
}

/// What stands before the first `end`, and what after it.
fn until(text: &[u8], end: u8) -> Option<(&[u8], &[u8])> {
    let place = text.iter().position(|byte| *byte == end)?;
    Some((&text[..place], &text[place + 1..]))
}

/// What follows the closing quote. A backslash takes the next byte's meaning away.
fn after_quotes(text: &[u8]) -> Option<&[u8]> {
    let mut escaped = false;
    let end = text.iter().position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    })?;
    Some(&text[end + 1..])
}

/// What follows ` 200 2326` or ` 304 -`.
fn after_status_and_size(text: &[u8]) -> Option<&[u8]> {
    let (status, rest) = text.strip_prefix(b" ")?.split_at_checked(3)?;
    let rest = rest.strip_prefix(b" ")?;
    let (size, rest) = rest.split_at(rest.iter().position(|byte| *byte == b' ').unwrap_or(rest.len()));
    let number = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    (number(status) && (number(size) || size == b"-")).then_some(rest)
}

/// Whether all quotes end: a line that was cut off has one that does not.
fn ends(mut text: &[u8]) -> bool {
    while let Some((_, quoted)) = until(text, b'"') {
        match after_quotes(quoted) {
            Some(rest) => text = rest,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = "127.0.0.1 - - [10/Oct/2000:13:55:36 -0700]";

    fn read(line: &str) -> Result<i64, String> {
        request_us(line.as_bytes())
    }

    #[test]
    fn lines_of_both_formats_and_of_common_extensions_give_the_requests_moment() {
        for line in [
            "127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200 2326",
            "127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 304 -",
            "2001:db8::7 - - [10/Oct/2000:20:55:36 +0000] \"GET / HTTP/2.0\" 200 0 \"-\" \"agent/1 [en] (x)\"",
            "192.0.2.1 - - [10/Oct/2000:13:55:36 -0700] \"GET /?q=\\\"a\\\" HTTP/1.1\" 200 5 \"-\" \"a \\\\\"",
            "example.org:443 192.0.2.1 - two words [10/Oct/2000:13:55:36 -0700] \"-\" 408 0 \"-\" \"-\" 0.005",
            "192.0.2.1 - - [10/Oct/2000:13:55:36 -0700] \"\" 400 0",
        ] {
            assert_eq!(read(line), Ok(971_211_336_000_000), "{line}");
        }
    }

    #[test]
    fn a_line_that_is_cut_off_or_garbled_says_which_part_is_wrong() {
        for (rest, why) in [
            ("", "no \"request\""),
            (" GET / 200 5", "no \"request\""),
            (" \"GET / HTT", "request's quotes do not end"),
            (" \"GET / HTTP/1.1\\\" 200 5", "request's quotes do not end"),
            (" \"GET / HTTP/1.1\"", "no status and size"),
            (" \"GET / HTTP/1.1\" 200", "no status and size"),
            (" \"GET / HTTP/1.1\" 2OO 5", "no status and size"),
            (" \"GET / HTTP/1.1\" 200 many", "no status and size"),
            (" \"GET / HTTP/1.1\" 200 5 \"-\" \"Mozilla/5.0 (X11", "after the size do not end"),
        ] {
            assert!(read(&format!("{START}{rest}")).unwrap_err().contains(why), "{rest}");
        }
        for (line, why) in [
            ("127.0.0.1 - - 10/Oct/2000", "no [date]"),
            ("127.0.0.1 - - [10/Oct/2000:13:55:36", "bracket does not close"),
            (
                "127.0.0.1 - - [32/Oct/2000:13:55:36 -0700] \"-\" 200 1",
                "\"32/Oct/2000:13:55:36 -0700\" is no date",
            ),
        ] {
            assert!(read(line).unwrap_err().contains(why), "{line}");
        }
    }
}
