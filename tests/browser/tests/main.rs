//! The claims about the built site, a file for each subject. Each file has its line here, but `weight.rs`, which comes
//! with the build.

mod accessibility;
mod acts;
mod autoscaling;
mod balancing;
mod commands;
mod compare;
mod contract;
mod crash;
mod determinism;
mod early;
mod element;
mod embedding;
mod finding;
mod firefox;
mod gallery;
mod imports;
mod keyboard;
mod labs;
mod links;
mod manners;
#[path = "../../support/nightly.rs"]
mod nightly;
mod offline;
mod parts;
mod practice;
mod prose;
mod reach;
mod samples;
mod screenshots;
mod search;
mod share;
mod site;
mod small;
mod walk;

#[test]
fn every_file_with_claims_is_run() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let files = std::fs::read_dir(folder).expect("the tests' folder").flatten();
    let names = files.filter_map(|file| Some(file.file_name().to_str()?.strip_suffix(".rs")?.to_owned()));
    let listed = |name: &String| include_str!("main.rs").lines().any(|line| line == format!("mod {name};"));
    let left_out: Vec<String> =
        names.filter(|name| !["main", "weight"].contains(&name.as_str()) && !listed(name)).collect();
    assert_eq!(left_out, [""; 0], "files without a line in tests/browser/tests/main.rs");
}
