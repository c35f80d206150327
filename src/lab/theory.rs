//! What theory says of a run: closed forms that its measures are held against.

/// A formula's word on one measure of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Theory {
    /// The key of the measure that it is about.
    pub measure: &'static str,
    /// The formula's name, as in "M/M/c (Erlang C)".
    pub formula: &'static str,
    /// What it says, in the measure's unit (of a running total: its growth a second); or why it does not apply to
    /// this run, in a sentence.
    pub value: Result<f64, String>,
}
