//! Where a node's points stand on the ring: Envoy's scheme with any hash function, and ketama's.

use super::hash_function::{HashFunction, md5_words};
use super::node::Node;
use super::ring::Point;

/// Points in one ketama digest.
pub const POINTS_PER_DIGEST: u32 = 4;

/// How a node's name becomes points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointScheme {
    /// Point i is the hash of `name_i` (Envoy's ring_hash, there with XXH64 and seed 0).
    NameAndNumber,
    /// MD5 of `name-i`, four little-endian 32-bit points of each digest, forty digests a node (Last.fm's libketama
    /// and spymemcached). The ring then has 2^32 places; they are the upper half of our 64 bits. Keys are hashed
    /// with MD5 too, whatever hash function the placement has.
    Ketama,
}

/// Appends the points of `node` (its position is `index`): `per_node` for each unit of weight; ketama rounds down
/// to whole digests, but never to none. Deviation: libketama scales a node's digests by its share of the total
/// weight, so that a change of one weight moves points of all nodes; here it moves its own only.
pub fn push_points(
    points: &mut Vec<Point>,
    scheme: PointScheme,
    hash: HashFunction,
    node: &Node,
    index: u32,
    per_node: u32,
) {
    let count = per_node.saturating_mul(node.share());
    let mut text = node.name.as_bytes().to_vec();
    match scheme {
        PointScheme::NameAndNumber => {
            text.push(b'_');
            each_numbered(&mut text, count, |bytes| {
                points.push(Point { position: hash.bytes(bytes), node: index })
            });
        }
        PointScheme::Ketama => {
            text.push(b'-');
            let digests = if count == 0 { 0 } else { (count / POINTS_PER_DIGEST).max(1) };
            each_numbered(&mut text, digests, |bytes| {
                let spread = |word: u32| Point { position: u64::from(word) << 32, node: index };
                points.extend(md5_words(bytes).map(spread));
            });
        }
    }
}

/// Calls `each` with `text` followed by 0, 1, 2 ... in decimal, in one buffer.
fn each_numbered(text: &mut Vec<u8>, count: u32, mut each: impl FnMut(&[u8])) {
    let stem = text.len();
    for number in 0..count {
        text.truncate(stem);
        push_decimal(text, number);
        each(text);
    }
}

fn push_decimal(text: &mut Vec<u8>, number: u32) {
    let first = text.len();
    let mut rest = number;
    loop {
        text.push(b'0' + (rest % 10) as u8);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    text[first..].reverse();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_decimal() {
        for number in [0, 7, 10, 99, 100, 4_294_967_295] {
            let mut text = b"n_".to_vec();
            push_decimal(&mut text, number);
            assert_eq!(text, format!("n_{number}").as_bytes());
        }
    }
}
