//! What can be set: the strategy, the keys, the cluster.

use crate::algorithms::hashing::{HashFunction, PointScheme, Settings, Strategy};
use crate::lab::{Alternative, Field, Params, Row};
use crate::{choice, number, switch};

/// How often each key is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skew {
    /// All keys alike.
    Uniform,
    /// The k-th key in proportion to 1 / k^s.
    Zipf,
}

/// The weights that nodes begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// All 1.
    Equal,
    /// The first 2, the others 1.
    OneDouble,
    /// 1 to 4, drawn from the run's seed.
    Random,
}

/// Everything that can be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HashingParams {
    /// Who decides where a key lives.
    pub strategy: Strategy,
    /// What turns names into numbers.
    pub hash: HashFunction,
    /// What the strategies leave open.
    pub settings: Settings,
    /// Copies of each key.
    pub replicas: u32,
    /// Nodes at the start.
    pub nodes: u32,
    /// Racks that they stand in, in turn.
    pub racks: u32,
    /// Their weights.
    pub weights: Weights,
    /// How many keys.
    pub keys: u32,
    /// How often each is asked for.
    pub skew: Skew,
    /// Zipf's s in hundredths.
    pub exponent_hundredths: u32,
    /// Nodes join and leave by themselves.
    pub churn: bool,
}

impl Default for HashingParams {
    fn default() -> Self {
        HashingParams {
            strategy: Strategy::Ring,
            hash: HashFunction::Xxh3,
            settings: Settings { points_per_node: 20, ..Settings::default() },
            replicas: 2,
            nodes: 5,
            racks: 3,
            weights: Weights::Equal,
            keys: 400,
            skew: Skew::Uniform,
            exponent_hundredths: 100,
            churn: true,
        }
    }
}

impl HashingParams {
    /// The settings for so many nodes: a Maglev table that is too small for them gives way to the next larger one.
    pub fn settings_for(&self, nodes: usize) -> Settings {
        let fits = |size: &u32| *size >= self.settings.table_size && *size as usize >= nodes;
        let mut sizes = TABLES.iter().map(|table| table.value);
        let table_size = sizes.find(fits).unwrap_or(self.settings.table_size);
        Settings { table_size, ..self.settings }
    }
}

const STRATEGIES: &[Alternative<Strategy>] = &[
    Alternative::new("modulo", "Modulo", Strategy::Modulo),
    Alternative::new("ring", "Ring", Strategy::Ring),
    Alternative::new("rendezvous", "Rendezvous", Strategy::Rendezvous),
    Alternative::new("jump", "Jump", Strategy::Jump),
    Alternative::new("maglev", "Maglev", Strategy::Maglev),
    Alternative::new("bounded", "Bounded ring", Strategy::Bounded),
];
const HASHES: &[Alternative<HashFunction>] = &[
    Alternative::new("xxh3", "XXH3", HashFunction::Xxh3),
    Alternative::new("xxh64", "XXH64", HashFunction::Xxh64),
    Alternative::new("sip", "SipHash-2-4", HashFunction::SipHash),
    Alternative::new("fnv1a", "FNV-1a", HashFunction::Fnv1a),
    Alternative::new("crc32", "CRC-32", HashFunction::Crc32),
    Alternative::new("md5", "MD5", HashFunction::Md5),
    Alternative::new("poor", "Sum of bytes (poor)", HashFunction::Poor),
];
const SCHEMES: &[Alternative<PointScheme>] = &[
    Alternative::new("name", "Hash of name_number", PointScheme::NameAndNumber),
    Alternative::new("ketama", "Ketama: MD5, 4 to a digest", PointScheme::Ketama),
];
/// Sizes that a Maglev table can have here: primes, among them the paper's small and large table.
const TABLES: &[Alternative<u32>] = &[
    Alternative::new("251", "251 entries", 251),
    Alternative::new("1009", "1,009 entries", 1_009),
    Alternative::new("5003", "5,003 entries", 5_003),
    Alternative::new("65537", "65,537 entries", 65_537),
    Alternative::new("655373", "655,373 entries", 655_373),
];
const SKEWS: &[Alternative<Skew>] = &[
    Alternative::new("uniform", "All equal", Skew::Uniform),
    Alternative::new("zipf", "Zipf: few hot keys", Skew::Zipf),
];
const WEIGHTS: &[Alternative<Weights>] = &[
    Alternative::new("equal", "Equal", Weights::Equal),
    Alternative::new("double", "n1 double", Weights::OneDouble),
    Alternative::new("random", "1 to 4 at random", Weights::Random),
];

impl Params for HashingParams {
    const TABLE: &'static [Row<Self>] = &[
        choice!(
            Field::choice("strategy", "Strategy").group("Placement").live().help(
                "The rule that decides which node owns a key. Changing it moves keys, as a migration would.",
                "Karger et al. 1997; Thaler & Ravishankar 1998; Lamping & Veach 2014; Eisenbud et al. 2016; \
                 Mirrokni et al. 2016.",
            ),
            STRATEGIES, |p| p.strategy
        ),
        choice!(
            Field::choice("hash", "Hash function").group("Placement").live().help(
                "Turns the names of keys and nodes into 64-bit numbers. The sum of bytes is there to show what a bad \
                 one does; FNV-1a's weak upper bits show on short names.",
                "xxHash; Aumasson & Bernstein 2012; draft-eastlake-fnv; ISO-HDLC; RFC 1321.",
            ),
            HASHES, |p| p.hash
        ),
        number!(
            Field::number("vn", "Virtual nodes", 1, 1_000).log().group("Placement").live().help(
                "Points on the ring per node and unit of weight. More points make the load more even, as 1 / sqrt(v), \
                 and cost memory. Ring and bounded ring.",
                "DeCandia et al., Dynamo, SOSP 2007, section 4.2.",
            ),
            |p| p.settings.points_per_node
        ),
        choice!(
            Field::choice("points", "Points from").group("Placement").live().help(
                "How a node's name becomes points. Ketama takes four points of each MD5 digest, and hashes keys \
                 with MD5 too. Ring and bounded ring.",
                "libketama (Last.fm, 2007); Envoy ring_hash.",
            ),
            SCHEMES, |p| p.settings.scheme
        ),
        choice!(
            Field::choice("table", "Maglev table").group("Placement").live().help(
                "Entries of the lookup table, a prime. It should be well over a hundred times the number of nodes; a \
                 table too small for the nodes is replaced by the next size.",
                "Eisenbud et al., Maglev, NSDI 2016, sections 3.4 and 5.3.",
            ),
            TABLES, |p| p.settings.table_size
        ),
        number!(
            Field::number("c", "Bound on load", 100, 500).unit("%").step(5).group("Placement").live().help(
                "A node holds at most this share of the mean load, rounded up; further keys go to the next node. Bounded ring.",
                "Mirrokni, Thorup & Zadimoghaddam, arXiv:1608.01350, section 1.",
            ),
            |p| p.settings.factor_percent
        ),
        number!(
            Field::number("keys", "Keys", 10, 1_000_000).log().group("Keys").help(
                "How many keys are placed: key-1, key-2 and so on. At most 300 are drawn; all are counted.",
                "",
            ),
            |p| p.keys
        ),
        choice!(
            Field::choice("skew", "Popularity").group("Keys").help(
                "How often each key is requested. Load counts requests, so one hot key weighs as much as many cold ones; \
                 no placement of whole keys can split it.",
                "Breslau et al., Web caching and Zipf-like distributions, INFOCOM 1999.",
            ),
            SKEWS, |p| p.skew
        ),
        number!(
            Field::decimal("s", "Zipf exponent", 10, 200, 2).step(5).group("Keys").help(
                "The k-th key gets requests in proportion to 1 / k^s.",
                "Breslau et al. 1999: 0.64 to 0.83 for web pages.",
            ),
            |p| p.exponent_hundredths
        ),
        number!(
            Field::number("n", "Nodes", 1, 1_000).log().group("Cluster").help(
                "How many nodes there are at the start. Beyond 24 they are drawn together; all are counted.",
                "",
            ),
            |p| p.nodes
        ),
        choice!(
            Field::choice("weights", "Weights").group("Cluster").help(
                "The share that each node should have. Modulo and jump ignore weights.",
                "Schindelhauer & Schomaker 2005 for rendezvous; Envoy for Maglev.",
            ),
            WEIGHTS, |p| p.weights
        ),
        number!(
            Field::number("r", "Copies of each key", 1, 5).group("Cluster").live().help(
                "A key is on its owner and on the next nodes in the strategy's order: different nodes and, if there \
                 are enough, different racks.",
                "Dynamo, section 4.3.",
            ),
            |p| p.replicas
        ),
        number!(
            Field::number("racks", "Racks", 1, 10).group("Cluster").help(
                "Nodes are assigned to racks in turn: n1 to the first, n2 to the second.",
                "",
            ),
            |p| p.racks
        ),
        switch!(
            Field::switch("churn", "Automatic changes").group("Cluster").help(
                "Every few seconds a node joins, a key is looked up, and the node leaves again.",
                "",
            ),
            |p| p.churn
        ),
    ];
}
