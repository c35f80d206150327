//! A fingerprint of state that is the same on every target.

use std::hash::Hasher;
use xxhash_rust::xxh64::Xxh64;

/// A [`Hasher`] (XXH64, seed 0) that writes every number in little-endian and every `usize` and enum tag as 64
/// bits, so that a 32-bit WebAssembly build and a 64-bit native one agree.
#[derive(Clone, Default)]
pub struct Digest(Xxh64);

impl Digest {
    /// The fingerprint of one value.
    pub fn of(value: &impl std::hash::Hash) -> u64 {
        let mut digest = Digest::default();
        value.hash(&mut digest);
        digest.finish()
    }
}

impl Hasher for Digest {
    fn finish(&self) -> u64 {
        self.0.digest()
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn write_u16(&mut self, n: u16) {
        self.write(&n.to_le_bytes());
    }

    fn write_u32(&mut self, n: u32) {
        self.write(&n.to_le_bytes());
    }

    fn write_u64(&mut self, n: u64) {
        self.write(&n.to_le_bytes());
    }

    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }

    fn write_isize(&mut self, n: isize) {
        self.write_u64(n as i64 as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_enum_tags_count_as_64_bits_on_every_target() {
        // A slice hashes its length as usize, an option its tag as isize; both are spelt out here as 64 bits.
        let spelt = Digest::of(&(3u64, 1u8, 2u8, 3u8));
        assert_eq!(Digest::of(&[1u8, 2, 3].as_slice()), {
            let mut digest = Digest::default();
            digest.write(&3u64.to_le_bytes());
            digest.write(&[1, 2, 3]);
            digest.finish()
        });
        assert_eq!(spelt, Digest::of(&[1u8, 2, 3].as_slice()));
        assert_eq!(Digest::of(&Some(7u32)), Digest::of(&(1u64, 7u32)));
    }
}
