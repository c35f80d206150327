//! `cargo xtask serve`: the page while somebody works on it.

use crate::build::{Mode, Pipeline};
use crate::command::run;
use crate::failure::Result;
use crate::say;
use crate::workspace::{self, read};

/// Runs `trunk serve` with the given options of trunk's.
pub fn serve(args: &[String]) -> Result {
    let release = args.iter().any(|arg| arg == "--release");
    let pipeline = Pipeline::ready(if release { Mode::Release } else { Mode::Development })?;
    let port = port(args, &read("Trunk.toml")?);
    say::heading(&format!("http://127.0.0.1:{port}/ will have the page when it is built; Ctrl-C ends"));
    let mut trunk = pipeline.trunk(&["serve", "--skip-version-check"])?;
    // Not in dist/: the site that was built stays there, and can be tested while this runs.
    trunk.arg("--dist").arg(workspace::wasm_target().join("served")).args(args);
    run(&mut trunk, "trunk's own message stands above. If the port is taken: cargo xtask serve --port 8081")
}

/// The port that trunk will take: the option's, else Trunk.toml's.
fn port(args: &[String], trunk_toml: &str) -> String {
    let joined = args.iter().find_map(|arg| arg.strip_prefix("--port="));
    let apart = || args.iter().skip_while(|arg| *arg != "--port" && *arg != "-p").nth(1).map(String::as_str);
    let configured = || trunk_toml.lines().find_map(|line| line.strip_prefix("port = "));
    joined.or_else(apart).or_else(configured).unwrap_or("8080").to_owned()
}

#[cfg(test)]
mod tests {
    use super::port;

    #[test]
    fn the_port_is_the_options_or_the_configured_one() {
        let port =
            |args: &[&str], file| port(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>(), file);
        assert_eq!(port(&[], "[serve]\nport = 8000\n"), "8000");
        assert_eq!(port(&["--port", "9000"], "port = 8000"), "9000");
        assert_eq!(port(&["--release", "--port=9001"], ""), "9001");
    }
}
