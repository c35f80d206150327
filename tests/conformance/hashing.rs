//! Hashing against published vectors: ketama, Envoy, Guava, the Maglev paper, bounded loads.

use faultyard::algorithms::hashing::{
    BoundedLoads, BuildError, HashFunction, Node, Placement, PointScheme, Settings, Strategy,
    bounded::{assign, capacity, envoy_slots},
    jump::jump,
    maglev::{LARGE_TABLE_SIZE, Maglev, Permutation},
    ring::{Point, Ring},
};

fn addresses(ports: std::ops::Range<u32>) -> Vec<Node> {
    ports.map(|port| Node::new(port, &format!("127.0.0.1:{port}"))).collect()
}

fn named(names: &[&str]) -> Vec<Node> {
    (0u32..).zip(names).map(|(id, name)| Node::new(id, name)).collect()
}

fn weighted(mut nodes: Vec<Node>, weights: &[u32]) -> Vec<Node> {
    nodes.iter_mut().zip(weights).for_each(|(node, weight)| node.weight = *weight);
    nodes
}

// --- ring: ketama (vectors of spymemcached's KetamaNodeLocatorTest) ---

fn ketama(ports: std::ops::Range<u32>) -> Placement {
    let settings = Settings { points_per_node: 160, scheme: PointScheme::Ketama, ..Settings::default() };
    Placement::build(Strategy::Ring, HashFunction::Md5, &addresses(ports), &settings).expect("valid")
}

fn ketama_owners<const N: usize>(placement: &Placement, keys: [&str; N]) -> [u32; N] {
    keys.map(|key| placement.owner(placement.key_hash(key.as_bytes())).expect("nodes are up"))
}

#[test]
fn ketama_takes_four_little_endian_points_from_each_digest() {
    let one = addresses(10000..10001);
    let ring = Ring::new(PointScheme::Ketama, HashFunction::Xxh3, &one, 4);
    let places: Vec<u64> = ring.points().iter().map(|point| point.position >> 32).collect();
    assert_eq!(places, [272_472_516, 1_420_376_915, 1_540_929_861, 3_481_808_035]);
}

#[test]
fn a_ketama_ring_of_four_has_640_points_and_the_published_owners() {
    let placement = ketama(10000..10004);
    let points = placement.ring().expect("a ring").points();
    assert_eq!((points.len(), points[639].position >> 32), (640, 4_294_887_009));
    assert_eq!(ketama_owners(&placement, ["dustin", "noelani", "some other key"]), [0, 2, 0]);
}

#[test]
fn ketama_keys_past_the_last_point_belong_to_the_first() {
    let placement = ketama(10000..10004);
    assert_eq!(ketama_owners(&placement, ["V5XS8C8N", "8KR2DKR2", "L9KH6X4X"]), [3; 3]);
    let hashes = ["V5XS8C8N", "8KR2DKR2", "L9KH6X4X"].map(|key| placement.key_hash(key.as_bytes()) >> 32);
    assert_eq!(hashes, [4_294_959_953, 4_294_896_037, 4_294_926_724]);
    assert_eq!(placement.ring().expect("a ring").points()[0].position >> 32, 3_957_321);
}

#[test]
fn a_fifth_ketama_node_takes_2096_of_10000_keys_and_moves_no_other() {
    let (four, five) = (ketama(10000..10004), ketama(10000..10005));
    let keys = ["36", "10037", "22051", "49044", "dustin", "noelani", "some other key"];
    assert_eq!(ketama_owners(&five, keys), [2, 3, 1, 4, 0, 2, 4]);
    let owners = |placement: &Placement| -> Vec<u32> {
        (0..10_000).flat_map(|key: u32| ketama_owners(placement, [key.to_string().as_str()])).collect()
    };
    let (before, after) = (owners(&four), owners(&five));
    let moved: Vec<u32> = before.iter().zip(&after).filter(|(b, a)| b != a).map(|(_, a)| *a).collect();
    assert_eq!((moved.len(), moved.iter().all(|node| *node == 4)), (2096, true));
}

// --- ring: Envoy (test/common/upstream/ring_hash_lb_test.cc) ---

fn envoy_ring(nodes: &[Node], points: u32) -> Ring {
    Ring::new(PointScheme::NameAndNumber, HashFunction::Xxh64, nodes, points)
}

#[test]
fn the_envoy_ring_of_six_hosts_has_the_published_positions() {
    let ring = envoy_ring(&addresses(90..96), 2);
    let points: Vec<(u32, u64)> =
        ring.points().iter().map(|point| (90 + point.node, point.position)).collect();
    let published = [
        (94, 833_437_586_790_550_860),
        (92, 928_266_305_478_181_108),
        (90, 1_033_482_794_131_418_490),
        (95, 3_551_244_743_356_806_947),
        (93, 3_851_675_632_748_031_481),
        (91, 5_583_722_120_771_150_861),
        (91, 6_311_230_543_546_372_928),
        (93, 7_700_377_290_971_790_572),
        (95, 13_144_177_310_400_110_813),
        (92, 13_444_792_449_719_432_967),
        (94, 15_516_499_411_664_133_160),
        (90, 16_117_243_373_044_804_889),
    ];
    assert_eq!(points, published);
}

#[test]
fn an_envoy_lookup_includes_the_equal_point_and_wraps() {
    let ring = envoy_ring(&addresses(90..96), 2);
    let keys =
        [0, u64::MAX, 3_551_244_743_356_806_947, 3_551_244_743_356_806_948, 16_117_243_373_044_804_880];
    assert_eq!(keys.map(|key| ring.owner(key).expect("nodes are up") + 90), [94, 94, 95, 93, 90]);
}

#[test]
fn envoy_weights_are_numbers_of_points() {
    let nodes = weighted(addresses(90..93), &[1, 2, 3]);
    let ring = envoy_ring(&nodes, 1);
    let keys = [928_266_305_478_181_108, 4_443_673_547_860_492_590, 5_583_722_120_771_150_861];
    assert_eq!(keys.map(|key| ring.owner(key)), [Some(2), Some(2), Some(1)]);
    let keys = [6_311_230_543_546_372_928, 13_444_792_449_719_432_967, 16_117_243_373_044_804_889];
    assert_eq!(keys.map(|key| ring.owner(key)), [Some(1), Some(2), Some(0)]);
}

#[test]
fn a_large_weighted_envoy_ring_splits_6000_even_hashes_as_published() {
    let ring = envoy_ring(&weighted(addresses(90..93), &[1, 2, 3]), 1024);
    let mut counts = [0; 3];
    for step in 0..6000 {
        counts[ring.owner(step * (u64::MAX / 6000)).expect("nodes are up") as usize] += 1;
    }
    assert_eq!(counts, [987, 1932, 3081]);
}

/// MurmurHash64A (Appleby, 2008), which Envoy's ring can use instead; its seed there is 0xc70f6907.
fn murmur_64a(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(M);
    for chunk in bytes.chunks(8) {
        let word = chunk.iter().rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
        if chunk.len() == 8 {
            let mixed = word.wrapping_mul(M);
            hash ^= (mixed ^ mixed >> 47).wrapping_mul(M);
        } else {
            hash ^= word;
        }
        hash = hash.wrapping_mul(M);
    }
    hash = (hash ^ hash >> 47).wrapping_mul(M);
    hash ^ hash >> 47
}

#[test]
fn the_envoy_ring_of_murmur_hashes_has_the_published_positions() {
    let hash = |port: u32, i: u32| murmur_64a(format!("127.0.0.1:{port}_{i}").as_bytes(), 0xc70f_6907);
    let of_port = |port: u32| [0, 1].map(|i| Point { position: hash(port, i), node: port });
    let ring = Ring::from_points(&(80..86).flat_map(of_port).collect::<Vec<_>>());
    let ports: Vec<u32> = ring.points().iter().map(|point| point.node).collect();
    assert_eq!(ports, [85, 83, 84, 81, 82, 84, 81, 82, 83, 80, 85, 80]);
    let ends = [ring.points()[0].position, ring.points()[11].position];
    assert_eq!(ends, [1_358_027_074_129_602_068, 17_613_279_263_364_193_813]);
}

// --- jump (Guava's HashingTest, and other implementations' vectors) ---

#[test]
fn jump_puts_the_keys_0_to_19_into_100_buckets_as_guava_does() {
    let buckets: Vec<u32> = (0..20).filter_map(|key| jump(key, 100)).collect();
    let published = [0, 55, 62, 8, 45, 59, 86, 97, 82, 59, 73, 37, 17, 56, 86, 21, 90, 37, 38, 83];
    assert_eq!(buckets, published);
}

#[test]
fn jump_agrees_with_every_published_pair() {
    let rows = [
        (10_863_919_174_838_991, 11, 6),
        (2_016_238_256_797_177_309, 11, 3),
        (1_673_758_223_894_951_030, 11, 5),
        (2, 100_001, 80_343),
        (2_201, 100_001, 22_152),
        (2_202, 100_001, 15_018),
        (42, 57, 43),
        (0xdead_10cc, 666, 361),
        (256, 1_024, 520),
        (1, 10, 6),
        (0xdead_beef, 1_000, 285),
        (1, 60, 55),
        (2, 60, 46),
        (u64::MAX, 1, 0),
    ];
    for (key, buckets, bucket) in rows {
        assert_eq!(jump(key, buckets), Some(bucket), "key {key}, {buckets} buckets");
    }
}

// --- Maglev (the paper's table 1; Envoy's maglev_lb_test.cc) ---

fn envoy_maglev(nodes: &[Node], size: u32) -> Vec<u32> {
    Maglev::new(HashFunction::Xxh64, nodes, size).entries().to_vec()
}

#[test]
fn the_table_of_the_maglev_paper_is_reproduced_before_and_after_losing_b1() {
    let backend = |node: u32, offset: u32, skip: u32| Permutation { offset, skip, weight: 1, node };
    let (b0, b1, b2) = (backend(0, 3, 4), backend(1, 0, 2), backend(2, 3, 1));
    assert_eq!(Maglev::populate(&[b0, b1, b2], 7).entries(), [1, 0, 1, 0, 2, 2, 0]);
    assert_eq!(Maglev::populate(&[b0, b2], 7).entries(), [0, 0, 0, 0, 2, 2, 2]);
}

#[test]
fn maglev_tables_of_seven_entries_are_envoys() {
    assert_eq!(envoy_maglev(&addresses(90..96), 7), [2, 4, 0, 1, 5, 0, 3]);
    assert_eq!(envoy_maglev(&named(&["90", "91", "92", "93", "94", "95"]), 7), [2, 5, 0, 3, 4, 1, 0]);
}

#[test]
fn weighted_maglev_tables_are_envoys() {
    let table = |weights: &[u32]| envoy_maglev(&weighted(addresses(90..92), weights), 17);
    assert_eq!(table(&[1, 2]), [1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 1]);
    assert_eq!(table(&[1, 1]), [1, 0, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1]);
    assert_eq!(table(&[8, 2]), [1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]);
    // The two names in the other order in the list: the same table, by position.
    let mut turned = weighted(addresses(90..92), &[8, 2]);
    turned.reverse();
    assert_eq!(envoy_maglev(&turned, 17), [0, 1, 1, 1, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1]);
}

#[test]
fn a_maglev_table_must_be_prime_and_hold_all_nodes() {
    let build = |nodes: u32, table_size: u32| {
        let settings = Settings { table_size, ..Settings::default() };
        Placement::build(Strategy::Maglev, HashFunction::Xxh64, &addresses(90..90 + nodes), &settings).err()
    };
    assert_eq!(build(3, 8), Some(BuildError::TableNotPrime(8)));
    assert_eq!(build(8, 7), Some(BuildError::TableTooSmall { table_size: 7, nodes: 8 }));
    assert_eq!(build(3, LARGE_TABLE_SIZE), None);
}

#[test]
fn maglev_shares_of_65537_entries_differ_by_one_at_most_and_removal_disturbs_few_others() {
    // Nodes, least and greatest load, and the disturbance of CONFORMANCE section 4 in hundredths of a percent.
    for (count, least, most, disturbed) in [(10, 6553, 6554, 22), (100, 655, 656, 56), (1000, 65, 66, 51)] {
        let backends: Vec<Node> = (0..count).map(|id| Node::new(id, &format!("backend-{id}"))).collect();
        let before = envoy_maglev(&backends, 65_537);
        let load = |node: u32| before.iter().filter(|entry| **entry == node).count();
        assert!((0..count).map(load).all(|load| load == least || load == most));
        let after = envoy_maglev(&backends[..count as usize - 1], 65_537);
        let kept = before.iter().zip(&after).filter(|(node, _)| **node != count - 1);
        let changed = kept.clone().filter(|(b, a)| b != a).count() as f64 / kept.count() as f64;
        // The row does not say which backend goes. For the one that goes here, the last, it is 0.22, 0.59 and
        // 0.62 %; over others we saw 0.21-0.30, 0.57-0.64 and 0.51-0.62 %. So: the row to within a half of it.
        let expected = f64::from(disturbed) / 10_000.0;
        assert!((changed - expected).abs() < expected / 2.0, "{count} backends: {changed}");
    }
}

// --- bounded loads (arXiv:1608.01350; rows of CONFORMANCE section 5) ---

fn four_bins() -> (Vec<Node>, Ring) {
    let points = [10, 30, 60, 90].into_iter().zip(0..).map(|(position, node)| Point { position, node });
    (named(&["b10", "b30", "b60", "b90"]), Ring::from_points(&points.collect::<Vec<_>>()))
}

const BALLS: [u64; 12] = [1, 2, 3, 5, 8, 11, 35, 61, 95, 99, 4, 7];

#[test]
fn bounded_loads_of_twelve_balls_are_those_of_the_table() {
    let rows = [
        (100, [3, 3, 3, 3]),
        (125, [4, 4, 3, 1]),
        (150, [5, 5, 1, 1]),
        (200, [6, 4, 1, 1]),
        (1_000_000, [9, 1, 1, 1]),
    ];
    let (nodes, ring) = four_bins();
    for (factor, loads) in rows {
        let mut bounded = BoundedLoads::new(ring.clone(), &nodes, factor);
        BALLS.iter().for_each(|ball| assert!(bounded.insert(*ball, *ball).is_some()));
        assert_eq!((bounded.loads(), bounded.violation()), (&loads[..], None), "factor {factor}%");
        let owners = assign(&ring, &nodes, factor, &BALLS);
        let batch =
            [0, 1, 2, 3].map(|node| owners.iter().filter(|owner| **owner == Some(node)).count() as u64);
        assert_eq!(batch, loads, "in one batch, factor {factor}%");
    }
}

#[test]
fn capacities_round_up_and_count_the_ball_being_placed() {
    assert_eq!([100, 125, 150, 200].map(|factor| capacity(factor, 12, 1, 4)), [3, 4, 5, 6]);
    assert_eq!(capacity(100, 1, 1, 1000), 1);
}

#[test]
fn envoys_slots_are_rounded_twice() {
    assert_eq!((envoy_slots(150, 7, 1, 4), envoy_slots(200, 0, 1, 6)), (3, 1));
}

// --- rendezvous (vectors of the clandestined library: MurmurHash3 of "node-key") ---

fn murmur3_32(bytes: &[u8], seed: u32) -> u32 {
    let mix = |word: u32| word.wrapping_mul(0xcc9e_2d51).rotate_left(15).wrapping_mul(0x1b87_3593);
    let mut hash = seed;
    for chunk in bytes.chunks(4) {
        hash ^= mix(chunk.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte)));
        if chunk.len() == 4 {
            hash = hash.rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64);
        }
    }
    hash ^= bytes.len() as u32;
    hash = (hash ^ hash >> 16).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
    hash ^ hash >> 16
}

/// The winner among bids made with the library's hash, compared as our bids are.
fn murmur_winner(nodes: &[u32], key: &str) -> u32 {
    use faultyard::algorithms::hashing::rendezvous::{Bid, score};
    let bid = |node: &u32| {
        let hash = u64::from(murmur3_32(format!("{node}-{key}").as_bytes(), 0)) << 32;
        Bid { score: score(hash, 1), hash, id: *node, node: *node }
    };
    let best = nodes.iter().map(bid).reduce(|best, next| if next.beats(&best) { next } else { best });
    best.expect("there are nodes").node
}

#[test]
fn murmur3_has_its_published_values() {
    assert_eq!((murmur3_32(b"6666", 0), murmur3_32(b"6666", 10)), (1_361_238_019, 2_981_722_772));
}

#[test]
fn rendezvous_owners_are_the_published_ones_before_and_after_a_change() {
    let owners = |nodes: &[u32]| ["ok", "mykey", "wat", "lol"].map(|key| murmur_winner(nodes, key));
    assert_eq!(owners(&[0, 1, 2]), [0, 1, 2, 2]);
    assert_eq!(owners(&[0, 2]), [0, 0, 2, 2]);
    assert_eq!(owners(&[0, 1, 2, 3]), [0, 1, 2, 3]);
}

#[test]
fn growing_and_shrinking_rendezvous_moves_the_published_numbers_of_keys() {
    let owners = |count: u32| -> Vec<u32> {
        let nodes: Vec<u32> = (0..count).collect();
        (0..1000).map(|key: u32| murmur_winner(&nodes, &key.to_string())).collect()
    };
    let moved = |from: u32, to: u32| owners(from).iter().zip(&owners(to)).filter(|(b, a)| b != a).count();
    // Each move is counted as one key removed and one added.
    assert_eq!((2 * moved(10, 20), 2 * moved(10, 9)), (1062, 202));
}
