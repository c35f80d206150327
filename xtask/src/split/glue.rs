//! wasm-bindgen's script with the splitter's loader in it: one file less to wait for, and no two files that name each
//! other, which could have no names by their content.

use super::LOADER;
use crate::failure::{Failure, Result};
use std::collections::BTreeMap;

/// What the loader's script begins each part with.
const PART: &str = "export const __wasm_split_load_";

/// The loader's script, and which files each part is in.
pub struct Loader {
    script: String,
    needs: Vec<(String, Vec<String>)>,
}

impl Loader {
    /// Reads the splitter's script. `names` has the files' names in the site by those that the splitter gave them.
    pub fn read(script: &str, names: &BTreeMap<String, String>) -> Result<Loader> {
        let mut script: String = script
            .lines()
            .filter(|line| !line.starts_with("import "))
            .map(|line| format!("{line}\n"))
            .collect();
        // Each part's text reaches to the next one's, and ends with the shared files that it waits for.
        let needs: Vec<_> = script.split(PART).skip(1).map(|text| needs(text, names)).collect();
        if needs.is_empty() {
            return Err(Failure::new("the splitter found no part", "Is the feature `split` on?"));
        }
        for (stem, name) in names {
            script = script.replace(&format!("\"./{stem}.wasm\""), &format!("\"./{name}\""));
        }
        Ok(Loader { script, needs })
    }

    /// A line for each part: its name and its files.
    pub fn parts(&self) -> String {
        self.needs.iter().map(|(part, files)| format!("{part} {}\n", files.join(" "))).collect()
    }

    /// wasm-bindgen's script with this one in it. It imports the loader once for each part, and gives the program as
    /// many equal keys, of which JavaScript takes the last.
    pub fn joined(&self, bound: &str) -> Result<String> {
        let is_import = |line: &str| line.starts_with("import ") && line.contains(LOADER);
        let is_given = |line: &str| line.trim_start().starts_with(&format!("\"./{LOADER}\": import"));
        if !bound.lines().any(is_import) || !bound.lines().any(is_given) {
            return Err(Failure::new(
                "wasm-bindgen's script does not import the loader",
                "Is the feature `split` on?",
            ));
        }
        let loads: Vec<String> =
            self.needs.iter().map(|(part, _)| format!("__wasm_split_load_{part}")).collect();
        // The page says itself what it misses; and who leaves while a part is on its way makes no error.
        let mut all =
            self.script.replace("export const ", "const ").replace("console.error(e)", "console.warn(e)");
        let mut given = false;
        for line in bound.lines().filter(|line| !is_import(line)) {
            if !is_given(line) {
                all += line;
            } else if !std::mem::replace(&mut given, true) {
                all += &format!("        \"./{LOADER}\": {{ {} }},", loads.join(", "));
            } else {
                continue;
            }
            all.push('\n');
        }
        Ok(all)
    }
}

/// A part's name and its files, of its text in the loader's script.
fn needs(text: &str, names: &BTreeMap<String, String>) -> (String, Vec<String>) {
    let part = text.split(' ').next().unwrap_or_default().to_owned();
    let shared = text.rsplit_once("}\n, [").map_or("", |(_, rest)| rest.split(']').next().unwrap_or(""));
    let own = format!("split_{part}");
    let stems = shared.split(", ").map(|chunk| chunk.trim_start_matches("__")).chain([own.as_str()]);
    let files = stems.filter_map(|stem| names.get(stem).cloned()).collect();
    (part, files)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "import { initSync } from \"./faultyard.js\";\n\
        const __chunk_3 = makeLoad(() => {\n    const src = fetch(new URL(\"./chunk_3.wasm\", import.meta.url));\n}\n, []);\n\
        export const __wasm_split_load_raft = wrapAsyncCb(makeLoad(() => {\n    const src = fetch(new URL(\"./split_raft.wasm\", import.meta.url));\n}\n, [__chunk_3]));\n\
        export const __wasm_split_load_log = wrapAsyncCb(makeLoad(() => {\n    const src = fetch(new URL(\"./split_log.wasm\", import.meta.url));\n}\n, []));\n";
    const BOUND: &str = "import * as import1 from \"./__wasm_split.js\"\nimport * as import2 from \"./__wasm_split.js\"\n\
        function imports() {\n    return {\n        \"./__wasm_split.js\": import1,\n        \"./__wasm_split.js\": import2,\n    };\n}\n";

    fn loader() -> Loader {
        let names =
            [("chunk_3", "chunk_3-c.wasm"), ("split_raft", "raft-a.wasm"), ("split_log", "log-b.wasm")];
        Loader::read(SCRIPT, &names.map(|(stem, name)| (stem.to_owned(), name.to_owned())).into()).unwrap()
    }

    #[test]
    fn a_part_is_in_its_own_file_and_in_those_that_it_shares() {
        assert_eq!(loader().parts(), "raft chunk_3-c.wasm raft-a.wasm\nlog log-b.wasm\n");
    }

    #[test]
    fn the_joined_script_imports_nothing_and_gives_every_loader_once() {
        let all = loader().joined(BOUND).unwrap();
        assert!(!all.contains("import ") && !all.contains("export "), "{all}");
        for name in ["\"./raft-a.wasm\"", "\"./log-b.wasm\"", "\"./chunk_3-c.wasm\""] {
            assert!(all.contains(name), "{name} in {all}");
        }
        let given = "\"./__wasm_split.js\": { __wasm_split_load_raft, __wasm_split_load_log },";
        assert_eq!(all.matches(given).count(), 1, "{all}");
    }

    #[test]
    fn a_program_that_is_not_split_is_told_from_one_that_is() {
        assert!(loader().joined("function imports() {}\n").is_err());
        assert!(Loader::read("function makeLoad() {}\n", &BTreeMap::new()).is_err());
    }
}
