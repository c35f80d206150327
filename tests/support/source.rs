//! The source as the architecture tests read it: without comments and the insides of strings, line by line.

use std::path::Path;

/// A file of the project: its path from the root, its text, and its code with all else blanked out.
pub struct File {
    pub path: String,
    pub text: String,
    pub code: String,
}

impl File {
    pub fn new(path: &str, text: &str) -> File {
        File { path: path.into(), text: text.into(), code: blank(text) }
    }

    /// The code's lines with their numbers from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().map(|(i, line)| (i + 1, line))
    }

    /// The module that the file is, as its path from the crate's root: `["sim", "cluster"]`.
    pub fn module(&self) -> Vec<&str> {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let mut parts: Vec<&str> = inside.trim_end_matches(".rs").split('/').collect();
        if matches!(parts.last(), Some(&"mod" | &"lib" | &"main")) {
            parts.pop();
        }
        parts
    }

    /// The number of the line that holds the byte at `place`.
    pub fn line_at(&self, place: usize) -> usize {
        self.code[..place].matches('\n').count() + 1
    }
}

/// Every Rust file under a folder of the project, in the order of their names.
pub fn files(folder: &str) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    visit(&root.join(folder), &mut |path| {
        let text = std::fs::read_to_string(path).expect("source is text");
        let path = path.strip_prefix(root).expect("inside the project").to_string_lossy().replace('\\', "/");
        found.push(File::new(&path, &text));
    });
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn visit(folder: &Path, found: &mut dyn FnMut(&Path)) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => visit(&path, found),
            false if path.extension().is_some_and(|extension| extension == "rs") => found(&path),
            false => {}
        }
    }
}

/// The same text with comments, the insides of strings and characters replaced by spaces; lines stay.
pub fn blank(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = end_of_dead(&chars, at);
        for c in &chars[at..end.max(at + 1)] {
            let dead = end > at && *c != '\n';
            code.push(if dead || !c.is_ascii() { ' ' } else { *c });
        }
        at = end.max(at + 1);
    }
    code
}

/// Where the comment, string or character that begins at `at` ends; `at` itself if none does.
fn end_of_dead(chars: &[char], at: usize) -> usize {
    let is = |i: usize, c: char| chars.get(i) == Some(&c);
    let find = |from: usize, end: &str| {
        let end: Vec<char> = end.chars().collect();
        let place = (from..chars.len()).find(|i| chars[*i..].starts_with(&end));
        place.map_or(chars.len(), |place| place + end.len())
    };
    let word_before = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match chars[at] {
        '/' if is(at + 1, '/') => find(at, "\n") - 1,
        '/' if is(at + 1, '*') => find(at + 2, "*/"),
        'r' if !word_before && (is(at + 1, '"') || (is(at + 1, '#') && is(at + 2, '"'))) => {
            if is(at + 1, '#') { find(at + 3, "\"#") } else { find(at + 2, "\"") }
        }
        '"' => {
            let mut i = at + 1;
            while i < chars.len() && chars[i] != '"' {
                i += if chars[i] == '\\' { 2 } else { 1 };
            }
            i + 1
        }
        '\'' if is(at + 1, '\\') => find(at + 3, "'"),
        '\'' if is(at + 2, '\'') => at + 3,
        _ => at,
    }
}

/// The functions of a file: the line where each begins, its name, and how many lines it takes.
pub fn functions(file: &File) -> Vec<(usize, String, usize)> {
    let code = file.code.as_bytes();
    let mut found = Vec::new();
    for (place, _) in file.code.match_indices("fn ") {
        let inside_word = place > 0 && (code[place - 1].is_ascii_alphanumeric() || code[place - 1] == b'_');
        let name: String =
            file.code[place + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if inside_word || name.is_empty() {
            continue;
        }
        let mut depth = 0;
        for (offset, c) in file.code[place..].char_indices() {
            match c {
                ';' if depth == 0 => break,
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => continue,
            }
            if c == '}' && depth == 0 {
                let lines = file.code[place..place + offset].matches('\n').count() + 1;
                found.push((file.line_at(place), name, lines));
                break;
            }
        }
    }
    found
}

/// Every path into the crate that a file names, with its line: `crate::…`, `super::…` and `faultyard::…`, alone
/// or in a group of a `use`.
pub fn paths(file: &File) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    for root in ["crate::", "super::", "faultyard::"] {
        for (place, _) in file.code.match_indices(root) {
            let before = file.code[..place].chars().next_back().unwrap_or(' ');
            if before.is_alphanumeric() || before == '_' || before == ':' {
                continue;
            }
            let mut base: Vec<String> = Vec::new();
            let mut rest = &file.code[place..];
            if root == "super::" {
                base = file.module().iter().map(ToString::to_string).collect();
                while let Some(further) = rest.strip_prefix("super::") {
                    base.pop();
                    rest = further;
                }
            } else {
                rest = &rest[root.len()..];
            }
            let line = file.line_at(place);
            names(rest).into_iter().for_each(|tail| found.push((line, [base.clone(), tail].concat())));
        }
    }
    found
}

/// The first two names of what follows a root: of each member, if it is a group.
fn names(rest: &str) -> Vec<Vec<String>> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    if let Some(group) = rest.strip_prefix('{') {
        return members(group).into_iter().flat_map(|member| names(member.trim())).collect();
    }
    let first = word(rest);
    match rest[first.len()..].strip_prefix("::") {
        Some(more) if more.starts_with('{') => {
            names(more).into_iter().map(|tail| [vec![first.clone()], tail].concat()).collect()
        }
        Some(more) => vec![vec![first, word(more)]],
        None => vec![vec![first]],
    }
}

/// The members of a group whose opening brace is gone, up to its closing one.
fn members(group: &str) -> Vec<&str> {
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    for (place, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(&group[from..place]);
                return found;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&group[from..place]);
                from = place + 1;
            }
            _ => {}
        }
    }
    found
}
