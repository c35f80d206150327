//! The labs: a folder and a line each. Being in the list is what gets a lab its page, its links and its tests.

pub mod autoscaling;
pub mod balancing;
pub mod hashing;
pub mod raft;

mod registry;

use crate::lab::{Card, Entry};

registry::labs! {
    balancing::Balancing,
    autoscaling::Autoscaling,
    raft::Raft,
    hashing::Hashing,
}

/// What is told of the lab with this slug, whether or not its program is there.
pub fn card(slug: &str) -> Option<&'static Card> {
    CARDS.iter().find(|card| card.slug == slug)
}

/// The lab with this slug, if its program is there.
#[cfg(not(feature = "split"))]
pub fn find(slug: &str) -> Option<&'static Entry> {
    LABS.iter().find(|entry| entry.meta.slug == slug)
}

/// The lab with this slug, once its program is there; `None` if there is no such lab, or if its file cannot be had.
#[cfg(not(feature = "split"))]
pub async fn load(slug: &str) -> Option<&'static Entry> {
    find(slug)
}

#[cfg(feature = "split")]
thread_local! {
    static LOADED: std::cell::RefCell<Vec<&'static Entry>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// The lab with this slug, if its program is there.
#[cfg(feature = "split")]
pub fn find(slug: &str) -> Option<&'static Entry> {
    LOADED.with_borrow(|loaded| loaded.iter().copied().find(|entry| entry.meta.slug == slug))
}

/// The lab with this slug, once its program is there; `None` if there is no such lab, or if its file cannot be had.
#[cfg(feature = "split")]
pub async fn load(slug: &str) -> Option<&'static Entry> {
    if let Some(entry) = find(slug) {
        return Some(entry);
    }
    let place = CARDS.iter().position(|card| card.slug == slug)?;
    let entry = files::fetch(place).await?;
    LOADED.with_borrow_mut(|loaded| loaded.push(entry));
    Some(entry)
}

/// The chapters of the curriculum, in its order.
pub const CHAPTERS: &[&str] =
    &["Scaling", "Traffic", "Autoscaling", "Services", "Consensus", "State", "Pitfalls"];

/// A lab that is still to be built.
#[derive(Debug)]
pub struct Planned {
    /// Its name for people.
    pub title: &'static str,
    /// The question that it will answer.
    pub question: &'static str,
    /// The chapter of the curriculum.
    pub chapter: &'static str,
}

const fn planned(chapter: &'static str, title: &'static str, question: &'static str) -> Planned {
    Planned { title, question, chapter }
}

/// What is still to be built.
pub static PLANNED: &[Planned] = &[
    planned("Scaling", "Scale out", "One big machine or many small ones?"),
    planned("Scaling", "Bottleneck", "You fix one bottleneck. Where is the next?"),
    planned("Scaling", "Stateless", "Where does the session live when any server may answer?"),
    planned("Scaling", "Decompose", "What does a boundary between services cost?"),
    planned("Scaling", "Caching", "A hot key expires. How many requests hit the database at once?"),
    planned("Traffic", "Layers", "Is a server picked per DNS lookup, per connection or per request?"),
    planned("Traffic", "Health", "How long does a dead server keep getting requests?"),
    planned("Services", "Communication", "Call and wait, or leave a message?"),
    planned("Services", "Discovery", "How does a client find a service that moved a second ago?"),
    planned("Services", "Cascades", "How does one slow service take down all others?"),
    planned("Consensus", "Paxos", "Why do two proposers never finish?"),
    planned("Consensus", "Byzantine agreement", "What if one of the servers lies?"),
    planned("Consensus", "Coordination", "Who holds the lock after a long pause?"),
    planned("State", "State", "Share it, split it, or copy it?"),
    planned("State", "Consistency", "What may a reader see, and when?"),
    planned("State", "Partitioning", "Hash or range partitions, and what about one hot key?"),
    planned("Pitfalls", "Review", "Does your architecture survive the faults we inject?"),
];
