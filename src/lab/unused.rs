//! Settings that have no effect beside others, and how they say so.

use super::Params;

/// Parameters that do nothing while something is so.
pub struct Unused<P: 'static> {
    /// Their keys.
    pub keys: &'static [&'static str],
    /// Whether it is so.
    pub while_so: fn(&P) -> bool,
    /// Why they do nothing then: the end of a sentence.
    pub why: &'static str,
}

impl<P> Unused<P> {
    /// A row of a lab's list.
    pub const fn new(
        keys: &'static [&'static str],
        while_so: fn(&P) -> bool,
        why: &'static str,
    ) -> Unused<P> {
        Unused { keys, while_so, why }
    }
}

/// A sentence for each parameter that is not at its default and has no effect.
pub fn unused<P: Params>(params: &P, list: &[Unused<P>]) -> Vec<String> {
    let usual = P::default();
    let set = P::TABLE.iter().filter(|row| (row.get)(params) != (row.get)(&usual));
    let sentence = |row: &super::Row<P>| {
        let reason = list.iter().find(|one| one.keys.contains(&row.field.key) && (one.while_so)(params))?;
        Some(format!("\u{201c}{}\u{201d} has no effect: {}.", row.field.label, reason.why))
    };
    set.filter_map(sentence).collect()
}
