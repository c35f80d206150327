//! axe-core, which looks for barriers in a page.

use crate::Browser;
use serde_json::{Value, json};

/// The conformance levels that are checked: WCAG 2.2 AA, and what axe knows to be good practice.
const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// Runs axe-core in the page: each finding as `rule: selectors (what to do)`.
const RUN: &str = "
    const options = {
        runOnly: arguments[0],
        rules: { 'target-size': { enabled: true } },
        resultTypes: ['violations'],
    };
    return axe.run(document, options).then(({ violations }) => violations.map(({ id, nodes }) =>
        id + ': ' + nodes.map(node => node.target.join(' ') + ' (' + node.failureSummary + ')').join('; ')))";

/// The text of axe-core.
pub struct Axe(String);

impl Axe {
    /// Reads the file that AXE names.
    pub fn load() -> Self {
        let path = std::env::var_os("AXE")
            .expect("AXE does not name axe-core's file: run `cargo xtask test browser`, which installs it");
        let text = std::fs::read_to_string(&path);
        Self(text.unwrap_or_else(|error| panic!("axe-core, {}: {error}", path.display())))
    }

    /// What is wrong with the page as it stands.
    #[track_caller]
    pub fn findings(&self, page: &Browser) -> Vec<String> {
        if !page.holds("window.axe") {
            page.run_with("(0, eval)(arguments[0])", vec![json!(self.0)]);
        }
        let found = page.run_with(RUN, vec![json!(TAGS)]);
        let found = found.as_array().unwrap_or_else(|| panic!("axe-core gave no list: {found}")).iter();
        found
            .map(|finding| finding.as_str().map_or_else(|| Value::to_string(finding), str::to_owned))
            .collect()
    }
}
