//! The query of an address: pairs of name and text, percent-encoded.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What a text in a query cannot carry, and what programs that find links in prose stumble over.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The pairs of a query, decoded; a leading `?` is skipped. A name without `=` has the text `1`: a switch.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, text) = pair.split_once('=').unwrap_or((pair, "1"));
        (decode(name), decode(text))
    })
}

/// What a query says under a name, if it says it: the last time, as everywhere.
pub fn said(query: &str, name: &str) -> Option<String> {
    pairs(query).filter(|(said, _)| said == name).map(|(_, text)| text).last()
}

fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// The shortest readable query of these pairs, without `?`.
pub(super) fn write(pairs: &[(String, String)]) -> String {
    let encode = |text: &str| utf8_percent_encode(text, ENCODED).to_string().replace(' ', "+");
    let pairs: Vec<String> =
        pairs.iter().map(|(name, text)| format!("{}={}", encode(name), encode(text))).collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_needs_no_code_stays_readable() {
        let pairs = [("t", "1:02"), ("faults", "crash:n2@5s..9s;cut:n1>n3")];
        let pairs = pairs.map(|(name, text)| (name.to_string(), text.to_string()));
        assert_eq!(write(&pairs), "t=1:02&faults=crash:n2@5s..9s;cut:n1%3En3");
    }

    #[test]
    fn a_name_alone_is_a_switch_that_is_on() {
        assert_eq!(pairs("?projector").collect::<Vec<_>>(), [("projector".into(), "1".into())]);
    }

    proptest! {
        #[test]
        fn every_text_reads_back(name in "[a-z.]{1,20}", text in ".{0,50}") {
            let written = [(name, text)];
            prop_assert_eq!(pairs(&write(&written)).collect::<Vec<_>>(), written.to_vec());
        }
    }
}
