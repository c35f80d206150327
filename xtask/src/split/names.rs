//! Short names between the program and its script: wasm-bindgen's have a hash each, and stand in both files.

use crate::failure::{Failure, Result};
use std::collections::BTreeMap;

/// What wasm-bindgen gives the program: the module of its script.
const SCRIPT: &[u8] = b"./faultyard_bg.js";
/// How its names begin that are long.
const LONG: [&str; 3] = ["__wbg_", "__wbindgen_generic_", "wasm_bindgen_"];
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// The program and its script with short names for what one takes from the other.
pub fn shorten(program: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut names = Names::default();
    let program = shortened(program, &mut names)
        .ok_or_else(|| Failure::new("wasm-bindgen's program cannot be read", "Is it another version?"))?;
    Ok((program, names.put_into(script)))
}

/// The program's sections, of which two have names.
fn shortened(program: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let (header, sections) = program.split_at_checked(8)?;
    let (mut reader, mut out) = (Reader(sections), header.to_vec());
    while let Some(kind) = reader.byte() {
        let content = reader.string()?;
        let content = match kind {
            IMPORTS => imports(Reader(content), names)?,
            EXPORTS => exports(Reader(content), names)?,
            _ => content.to_vec(),
        };
        out.push(kind);
        put_string(&mut out, &content);
    }
    Some(out)
}

fn imports(mut reader: Reader, names: &mut Names) -> Option<Vec<u8>> {
    let (count, mut out) = (reader.number()?, Vec::new());
    put_number(&mut out, count);
    for _ in 0..count {
        let (module, name) = (reader.string()?, reader.string()?);
        put_string(&mut out, module);
        put_string(&mut out, if module == SCRIPT { names.short(name)? } else { name.to_vec() }.as_slice());
        // A function, and its type: what else there is in the script has no name of its own.
        let (0, kind) = (reader.byte()?, reader.number()?) else { return None };
        out.push(0);
        put_number(&mut out, kind);
    }
    Some(out)
}

fn exports(mut reader: Reader, names: &mut Names) -> Option<Vec<u8>> {
    let (count, mut out) = (reader.number()?, Vec::new());
    put_number(&mut out, count);
    for _ in 0..count {
        put_string(&mut out, &names.short(reader.string()?)?);
        out.push(reader.byte()?);
        put_number(&mut out, reader.number()?);
    }
    Some(out)
}

/// Long names, and the short one for each.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    /// The short name for a long one; what is short stays.
    fn short(&mut self, name: &[u8]) -> Option<Vec<u8>> {
        let name = std::str::from_utf8(name).ok()?;
        if !LONG.iter().any(|long| name.starts_with(long)) {
            return Some(name.into());
        }
        let next = format!("_{}", self.0.len());
        Some(self.0.entry(name.into()).or_insert(next).clone().into())
    }

    /// A script with the short names for the long ones.
    fn put_into(&self, script: &str) -> String {
        let is_end = |c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '$';
        let words = script.split_inclusive(is_end);
        words
            .map(|word| {
                let name = word.trim_end_matches(is_end);
                match self.0.get(name) {
                    Some(short) => word.replacen(name, short, 1),
                    None => word.to_owned(),
                }
            })
            .collect()
    }
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// A number in LEB128.
    fn number(&mut self) -> Option<usize> {
        let byte = usize::from(self.byte()?);
        Some(if byte < 128 { byte } else { byte - 128 + (self.number()? << 7) })
    }

    /// A length, and so many bytes.
    fn string(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        let (string, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(string)
    }
}

fn put_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 128 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_string(out: &mut Vec<u8>, string: &[u8]) {
    put_number(out, string.len());
    out.extend_from_slice(string);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program that imports `name` from wasm-bindgen's script and exports its first function as `call`, after a
    /// section that is left alone.
    fn program(name: &str, call: &str) -> Vec<u8> {
        let mut program = b"\0asm\x01\0\0\0".to_vec();
        let mut section = |kind: u8, content: &[&[u8]]| {
            program.push(kind);
            put_string(&mut program, &content.concat());
        };
        let string = |text: &[u8]| [&[text.len() as u8], text].concat();
        section(1, &[&[1, 0x60, 0, 0]]);
        section(IMPORTS, &[&[1], &string(SCRIPT), &string(name.as_bytes()), &[0, 0]]);
        section(EXPORTS, &[&[2], &string(b"memory"), &[2, 0], &string(call.as_bytes()), &[0, 0]]);
        program
    }

    #[test]
    fn what_both_files_name_has_one_short_name_in_both() {
        let script =
            "a = { __wbg_now_0f: function () { wasm.wasm_bindgen_call(x); wasm.memory; } }; __wbg_nowhere;";
        let (short, script) = shorten(&program("__wbg_now_0f", "wasm_bindgen_call"), script).unwrap();
        assert_eq!(short, program("_0", "_1"));
        assert_eq!(script, "a = { _0: function () { wasm._1(x); wasm.memory; } }; __wbg_nowhere;");
    }

    #[test]
    fn what_is_no_program_is_refused() {
        assert!(shorten(b"", "").is_err());
        assert!(shorten(&program("__wbg_now", "call")[..20], "").is_err());
    }

    #[test]
    fn a_number_reads_back_as_it_is_written() {
        for number in [0, 127, 128, 300, 70_000] {
            let mut bytes = Vec::new();
            put_number(&mut bytes, number);
            assert_eq!(Reader(&bytes).number(), Some(number));
        }
    }
}
