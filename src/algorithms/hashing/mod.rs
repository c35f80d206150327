//! Which node holds a key: six answers of the literature behind one face, [`Placement`].
//!
//! | strategy | a lookup | memory | adding a node moves | source |
//! |---|---|---|---|---|
//! | [`modulo`] | a division | nodes | n / (n + 1) of the keys | - |
//! | [`ring`] | a search among points | points | 1 / (n + 1), to the new node only | Karger et al. 1997 |
//! | [`rendezvous`] | n hashes | nodes | 1 / (n + 1), to the new node only | Thaler & Ravishankar 1998 |
//! | [`jump`] | ln n steps | none | 1 / (n + 1), at the end only | Lamping & Veach 2014 |
//! | [`maglev`] | an array access | table | a little over 1 / (n + 1) | Eisenbud et al. 2016 |
//! | [`bounded`] | a walk from a ring's point | points and balls | more, for a bound on the load | Mirrokni et al. 2016 |
//!
//! Nodes are named outwards by their position in the list given; inside, ties and orders go by id or name, so the
//! order of the list never matters. A key comes as its 64-bit hash. Keys and points need not use the same hash
//! function, but in one [`Placement`] they do: [`Placement::key_hash`].

pub mod balance;
pub mod bounded;
pub mod hash_function;
pub mod jump;
pub mod maglev;
pub mod modulo;
mod node;
mod placement;
pub mod points;
pub mod rendezvous;
pub mod ring;
mod search;
pub mod workload;

pub use balance::{Balance, Movement};
pub use bounded::BoundedLoads;
pub use hash_function::HashFunction;
pub use node::{MAX_WEIGHT, Node};
pub use placement::{BuildError, Placement, Settings, Strategy};
pub use points::PointScheme;
pub use search::{Search, Step};
