//! The Raft lab: its lesson comes true, its pictures fit every stage, random faults break nothing, and each rule is
//! needed.

#[path = "labs_raft/faults.rs"]
mod faults;
#[path = "labs_raft/lesson.rs"]
mod lesson;
#[path = "labs_raft/pictures.rs"]
mod pictures;
#[path = "labs_raft/rules.rs"]
mod rules;
#[path = "labs_raft/world.rs"]
mod world;
