//! Raft against the paper's figures and rules, by hand-made schedules and by random ones.

#[path = "raft/dumb_judge.rs"]
mod dumb_judge;
#[path = "raft/explored.rs"]
mod explored;
#[path = "raft/figures.rs"]
mod figures;
#[path = "raft/net.rs"]
mod net;
#[path = "raft/random_runs.rs"]
mod random_runs;
#[path = "raft/rows.rs"]
mod rows;
#[path = "raft/rules_off.rs"]
mod rules_off;
#[path = "raft/scenarios.rs"]
mod scenarios;
