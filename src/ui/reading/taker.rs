//! Which of a lab's commands takes a file.

use faultyard::lab::{Asks, CommandSpec};

/// The command that takes a dropped file: the first that names its kind, or else the first that takes any.
pub fn taker<'a>(commands: &'a [CommandSpec], file: &str) -> Option<&'a CommandSpec> {
    let kind =
        file.rsplit_once('.').map_or(String::new(), |(_, kind)| format!(".{}", kind.to_ascii_lowercase()));
    let takes = |command: &&CommandSpec| matches!(command.asks, Asks::File { .. });
    let fits = |command: &&CommandSpec| match command.asks {
        Asks::File { accept, .. } => accept.split(',').any(|known| known.trim() == kind),
        _ => false,
    };
    commands.iter().find(fits).or_else(|| commands.iter().find(takes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::lab::{Imported, Importer};

    struct Nothing;

    impl Importer for Nothing {
        fn feed(&mut self, _: &[u8]) {}
        fn finish(self: Box<Self>) -> Result<Imported, String> {
            Err("nothing".into())
        }
    }

    fn command(name: &'static str, asks: Asks) -> CommandSpec {
        CommandSpec { name, label: "", asks, help: "" }
    }

    #[test]
    fn a_dropped_file_goes_to_the_command_that_names_its_kind() {
        let file = |accept| Asks::File {
            accept,
            importer: || Box::pin(async { Ok(Box::new(Nothing) as Box<dyn Importer>) }),
        };
        let commands = [
            command("go", Asks::Nothing),
            command("log", file(".log")),
            command("table", file(".csv, .tsv")),
        ];
        let takes = |name| taker(&commands, name).map(|command| command.name);
        assert_eq!(["a.LOG", "b.tsv", "c"].map(takes), [Some("log"), Some("table"), Some("log")]);
        assert!(taker(&commands[..1], "a.log").is_none());
    }
}
