//! The samples for documentation tools, built by the tools themselves around the site in `dist/`.

use crate::apt;
use crate::command::{command, on_path, output, run_patiently};
use crate::failure::Result;
use std::path::Path;

/// Where the samples go, each in a folder of its tool's name, beside the site in `faultyard/`.
const OUT: &str = "target/examples";

/// Builds the samples into `target/examples`.
pub fn build() -> Result {
    if output(&mut command("python3", &["-c", "import venv, ensurepip"])).is_none() {
        apt::install(&["python3", "python3-venv"], "Python's environments, for MkDocs and Sphinx")?;
    }
    for (program, why) in [("npm", "npm, for reveal.js and Docusaurus"), ("hugo", "Hugo, for its sample")] {
        if on_path(program).is_none() {
            apt::install(&[program], why)?;
        }
    }
    let script = Path::new("examples").join("embedding").join("build.sh");
    let mut build = command("bash", &[]);
    build.arg(script).args(["dist", OUT]);
    run_patiently(
        &mut build,
        "The tool named last above says why; crates.io, PyPI and npm must be reached the first time.",
    )
}
