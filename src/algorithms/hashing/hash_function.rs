//! The hash functions that a placement can use: good ones, old ones, and one that is deliberately poor.

use crc::{CRC_32_ISO_HDLC, Crc};
use md5::{Digest, Md5};
use siphasher::sip::SipHasher24;
use std::hash::Hasher;
use xxhash_rust::{xxh3, xxh64};

/// The key of the SipHash reference vectors: bytes 0 to 15. A server facing the world would keep its own secret.
const SIP_KEY: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
/// FNV-1a's 64-bit offset basis and prime (draft-eastlake-fnv, section 5).
const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;
/// What CRC-32 is continued over to fill the lower 32 of our 64 bits; any fixed bytes would do.
const CRC_TAIL: [u8; 4] = [0xa5; 4];
/// One table of 1 kB: the fastest CRCs have sixteen, which a page would load and no compressor makes smaller.
static CRC_32: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// A function from bytes to 64 bits; the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HashFunction {
    /// XXH3, 64 bits (Collet, 2019): the default.
    Xxh3,
    /// XXH64 (Collet, 2014): what Envoy's ring and Maglev table use.
    Xxh64,
    /// SipHash-2-4 (Aumasson & Bernstein, 2012): resists chosen keys as long as its key is secret.
    SipHash,
    /// FNV-1a, 64 bits (Fowler, Noll, Vo): simple; its high bits are weak on short keys.
    Fnv1a,
    /// CRC-32 (ISO-HDLC): made to find transmission errors. Linear, so similar names make similar hashes.
    Crc32,
    /// MD5 (RFC 1321), its first 8 bytes as two little-endian words, the first one on top: what ketama uses.
    Md5,
    /// The sum of the bytes: deliberately poor. All anagrams collide and all hashes are small numbers.
    Poor,
}

impl HashFunction {
    /// Every function, for a list to choose from.
    pub const ALL: [HashFunction; 7] = [
        HashFunction::Xxh3,
        HashFunction::Xxh64,
        HashFunction::SipHash,
        HashFunction::Fnv1a,
        HashFunction::Crc32,
        HashFunction::Md5,
        HashFunction::Poor,
    ];

    /// The hash of `bytes`, all 64 bits in use except by [`HashFunction::Poor`].
    pub fn bytes(self, bytes: &[u8]) -> u64 {
        match self {
            HashFunction::Xxh3 => xxh3::xxh3_64(bytes),
            HashFunction::Xxh64 => xxh64::xxh64(bytes, 0),
            HashFunction::SipHash => sip(bytes),
            HashFunction::Fnv1a => fnv1a(bytes),
            HashFunction::Crc32 => crc32_twice(bytes),
            HashFunction::Md5 => {
                let words = md5_words(bytes);
                u64::from(words[0]) << 32 | u64::from(words[1])
            }
            HashFunction::Poor => bytes.iter().map(|byte| u64::from(*byte)).sum(),
        }
    }

    /// The hash of a number: of its eight little-endian bytes.
    pub fn number(self, key: u64) -> u64 {
        self.bytes(&key.to_le_bytes())
    }

    /// A second, independent hash of `bytes` for each `seed`; seed 0 is [`HashFunction::bytes`]. The two XXH have
    /// seeds of their own; for the others the seed's bytes are appended, which for CRC-32 and the sum is as weak
    /// as they are.
    pub fn seeded(self, bytes: &[u8], seed: u64) -> u64 {
        match self {
            _ if seed == 0 => self.bytes(bytes),
            HashFunction::Xxh3 => xxh3::xxh3_64_with_seed(bytes, seed),
            HashFunction::Xxh64 => xxh64::xxh64(bytes, seed),
            _ => self.bytes(&[bytes, &seed.to_le_bytes()].concat()),
        }
    }

    /// The hash of two hashes: of the sixteen little-endian bytes. Rendezvous hashing scores with it.
    pub fn pair(self, first: u64, second: u64) -> u64 {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&first.to_le_bytes());
        bytes[8..].copy_from_slice(&second.to_le_bytes());
        self.bytes(&bytes)
    }
}

fn sip(bytes: &[u8]) -> u64 {
    let mut hasher = SipHasher24::new_with_key(&SIP_KEY);
    hasher.write(bytes);
    hasher.finish()
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(FNV_BASIS, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(FNV_PRIME))
}

/// CRC-32 on top and the same CRC continued below it: still only 2^32 different values.
fn crc32_twice(bytes: &[u8]) -> u64 {
    let mut digest = CRC_32.digest();
    digest.update(bytes);
    let top = digest.clone().finalize();
    digest.update(&CRC_TAIL);
    u64::from(top) << 32 | u64::from(digest.finalize())
}

/// The MD5 digest as four little-endian words: a ketama digest makes a point of each.
pub fn md5_words(bytes: &[u8]) -> [u32; 4] {
    let digest: [u8; 16] = Md5::digest(bytes).into();
    let word = |at: usize| u32::from_le_bytes([digest[at], digest[at + 1], digest[at + 2], digest[at + 3]]);
    [word(0), word(4), word(8), word(12)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_vectors_hold() {
        assert_eq!(HashFunction::Xxh64.bytes(b""), 0xef46_db37_51d8_e999);
        assert_eq!(HashFunction::Xxh3.bytes(b""), 0x2d06_8005_38d3_94c2);
        assert_eq!(HashFunction::SipHash.bytes(b""), 0x726f_db47_dd0e_0e31);
        assert_eq!(HashFunction::Fnv1a.bytes(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(HashFunction::Crc32.bytes(b"123456789") >> 32, 0xcbf4_3926);
        assert_eq!(HashFunction::Md5.bytes(b""), 0xd98c_1dd4_04b2_008f);
    }

    #[test]
    fn the_poor_function_cannot_tell_anagrams_apart() {
        assert_eq!(HashFunction::Poor.bytes(b"listen"), HashFunction::Poor.bytes(b"silent"));
    }

    #[test]
    fn each_seed_is_another_function_for_all_but_the_poor_one() {
        for function in HashFunction::ALL {
            let differs = function.seeded(b"node", 1) != function.seeded(b"node", 0);
            assert!(differs, "{function:?}");
            assert_eq!(function.seeded(b"node", 0), function.bytes(b"node"));
        }
    }
}
