//! What is told of a file that was read.

/// So many notes are shown.
const NOTES: usize = 8;

/// The notes, a line each, and how many more there are.
pub fn notice(notes: &[String]) -> Option<String> {
    let mut lines: Vec<String> = notes.iter().take(NOTES).cloned().collect();
    if notes.len() > NOTES {
        lines.push(format!("And {} more like these.", notes.len() - NOTES));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_notes_are_told_and_the_rest_is_counted() {
        let notes = |count: usize| (0..count).map(|line| format!("Line {line}.")).collect::<Vec<_>>();
        assert_eq!(notice(&notes(0)), None);
        assert_eq!(notice(&notes(2)).as_deref(), Some("Line 0.\nLine 1."));
        assert!(notice(&notes(20)).is_some_and(|told| told.ends_with("And 12 more like these.")));
    }
}
