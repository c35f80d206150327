//! Golden files: what a run told once is what it must tell for ever. Each suite has a variable that writes its own anew,
//! `FAULTYARD_BLESS_GOLDEN=1` and so on, so that nobody blesses what was not read.

use std::path::{Path, PathBuf};

pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// Compares with a golden file of a suite, or writes it when that suite is to be blessed.
pub fn compare(suite: &str, path: &Path, now: &str) -> Result<(), String> {
    let bless = format!("FAULTYARD_BLESS_{suite}");
    if std::env::var_os(&bless).is_some() {
        std::fs::write(path, now).expect("the golden file can be written");
        return Ok(());
    }
    let golden = std::fs::read_to_string(path).unwrap_or_default();
    match difference(&golden, now) {
        None => Ok(()),
        Some(lines) => Err(format!(
            "{} is not what it was:\n{lines}\nIf it should be: {bless}=1 cargo test",
            path.display()
        )),
    }
}

/// The first lines that differ, with the lines before them; `None` if nothing does.
pub fn difference(golden: &str, now: &str) -> Option<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (golden.lines().collect(), now.lines().collect());
    let first = (0..old.len().max(new.len())).find(|i| old.get(*i) != new.get(*i))?;
    let before = (first.saturating_sub(3)..first).map(|i| format!("{:5}   {}\n", i + 1, old[i]));
    let show = |sign: &'static str, lines: &[&str]| {
        let some = lines.iter().enumerate().skip(first).take(4);
        some.map(|(i, line)| format!("{:5} {sign} {line}\n", i + 1)).collect::<String>()
    };
    Some(before.collect::<String>() + &show("-", &old) + &show("+", &new))
}
