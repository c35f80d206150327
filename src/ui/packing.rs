//! A run in an address, packed and unpacked: in a file of its own, since a visit to a plain address needs neither.

use super::lazy::{Missing, apart, once};
use faultyard::link::{Decoded, Saved, fragment};
use std::cell::Cell;

/// The two ways.
#[derive(Clone, Copy)]
pub struct Packing {
    /// [`fragment::encode`].
    pub encode: fn(&Saved) -> Result<String, String>,
    /// [`fragment::decode`].
    pub decode: fn(&str) -> Decoded,
}

thread_local! {
    static PACKING: Cell<Option<Packing>> = const { Cell::new(None) };
}

apart! {
    in packing: async fn ways() -> Packing {
        Packing { encode: fragment::encode, decode: fragment::decode }
    }
}

/// The two ways, if their file is there.
pub fn there() -> Option<Packing> {
    PACKING.get()
}

/// The two ways, once their file is there.
pub async fn load() -> Result<Packing, Missing> {
    once(&PACKING, ways()).await
}
