//! What can be set: the strategy, the keys, the cluster.

use crate::algorithms::hashing::{HashFunction, PointScheme, Settings, Strategy};
use crate::lab::{Field, Params, Row, place};

/// Sizes that a Maglev table can have here: primes, among them the paper's small and large table.
pub const TABLE_SIZES: [u32; 5] = [251, 1_009, 5_003, 65_537, 655_373];

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
        let fits = |size: &&u32| **size >= self.settings.table_size && **size as usize >= nodes;
        let table_size = TABLE_SIZES.iter().find(fits).copied().unwrap_or(self.settings.table_size);
        Settings { table_size, ..self.settings }
    }
}

const STRATEGIES: &[(&str, &str)] = &[
    ("modulo", "Modulo"),
    ("ring", "Ring"),
    ("rendezvous", "Rendezvous"),
    ("jump", "Jump"),
    ("maglev", "Maglev"),
    ("bounded", "Bounded ring"),
];
const HASHES: &[(&str, &str)] = &[
    ("xxh3", "XXH3"),
    ("xxh64", "XXH64"),
    ("sip", "SipHash-2-4"),
    ("fnv1a", "FNV-1a"),
    ("crc32", "CRC-32"),
    ("md5", "MD5"),
    ("poor", "Sum of bytes (poor)"),
];
const SCHEMES: &[(&str, &str)] = &[("name", "Hash of name_number"), ("ketama", "Ketama: MD5, 4 to a digest")];
const TABLES: &[(&str, &str)] = &[
    ("251", "251 entries"),
    ("1009", "1,009 entries"),
    ("5003", "5,003 entries"),
    ("65537", "65,537 entries"),
    ("655373", "655,373 entries"),
];
const SKEWS: &[(&str, &str)] = &[("uniform", "All alike"), ("zipf", "Zipf: few hot keys")];
const WEIGHTS: &[(&str, &str)] =
    &[("equal", "Equal"), ("double", "n1 double"), ("random", "1 to 4 at random")];

const SCHEME_LIST: [PointScheme; 2] = [PointScheme::NameAndNumber, PointScheme::Ketama];
const SKEW_LIST: [Skew; 2] = [Skew::Uniform, Skew::Zipf];
const WEIGHT_LIST: [Weights; 3] = [Weights::Equal, Weights::OneDouble, Weights::Random];

impl Params for HashingParams {
    const TABLE: &'static [Row<Self>] = &[
        Row {
            field: Field::choice("strategy", "Strategy", STRATEGIES).group("Placement").live().help(
                "The rule that says which node a key lives on. Changing it moves keys, as a migration would.",
                "Karger et al. 1997; Thaler & Ravishankar 1998; Lamping & Veach 2014; Eisenbud et al. 2016; \
                 Mirrokni et al. 2016.",
            ),
            get: |p| place(&Strategy::ALL, &p.strategy),
            set: |p, v| p.strategy = Strategy::ALL[v as usize],
        },
        Row {
            field: Field::choice("hash", "Hash function", HASHES).group("Placement").live().help(
                "Turns the names of keys and nodes into 64-bit numbers. The sum of bytes is there to see what a \
                 bad one does; the weakness of FNV-1a's upper bits shows on short names.",
                "xxHash; Aumasson & Bernstein 2012; draft-eastlake-fnv; ISO-HDLC; RFC 1321.",
            ),
            get: |p| place(&HashFunction::ALL, &p.hash),
            set: |p, v| p.hash = HashFunction::ALL[v as usize],
        },
        Row {
            field: Field::number("vn", "Virtual nodes", 1, 1_000).log().group("Placement").live().help(
                "Points on the ring for each node and unit of weight. More even out the load, as 1 / sqrt(v), and \
                 cost memory. Ring and bounded ring.",
                "DeCandia et al., Dynamo, SOSP 2007, section 4.2.",
            ),
            get: |p| p.settings.points_per_node.into(),
            set: |p, v| p.settings.points_per_node = v as u32,
        },
        Row {
            field: Field::choice("points", "Points from", SCHEMES).group("Placement").live().help(
                "How a node's name becomes points. Ketama takes four points of each MD5 digest, and hashes keys \
                 with MD5 too. Ring and bounded ring.",
                "libketama (Last.fm, 2007); Envoy ring_hash.",
            ),
            get: |p| place(&SCHEME_LIST, &p.settings.scheme),
            set: |p, v| p.settings.scheme = SCHEME_LIST[v as usize],
        },
        Row {
            field: Field::choice("table", "Maglev table", TABLES).group("Placement").live().help(
                "Entries of the lookup table, a prime. Should be well over a hundred times the nodes; one too \
                 small for the nodes gives way to the next size.",
                "Eisenbud et al., Maglev, NSDI 2016, sections 3.4 and 5.3.",
            ),
            get: |p| place(&TABLE_SIZES, &p.settings.table_size),
            set: |p, v| p.settings.table_size = TABLE_SIZES[v as usize],
        },
        Row {
            field: Field::number("c", "Bound on load", 100, 500).unit("%").step(5).group("Placement").live().help(
                "A node takes at most this much of the mean load, rounded up; what is over walks on. Bounded ring.",
                "Mirrokni, Thorup & Zadimoghaddam, arXiv:1608.01350, section 1.",
            ),
            get: |p| p.settings.factor_percent.into(),
            set: |p, v| p.settings.factor_percent = v as u32,
        },
        Row {
            field: Field::number("keys", "Keys", 10, 1_000_000).log().group("Keys").help(
                "How many keys are placed: key-1, key-2 and so on. At most 300 are drawn; all are counted.",
                "",
            ),
            get: |p| p.keys.into(),
            set: |p, v| p.keys = v as u32,
        },
        Row {
            field: Field::choice("skew", "Popularity", SKEWS).group("Keys").help(
                "How often each key is asked for. Load counts requests, so one hot key weighs as many cold ones; \
                 no placement of whole keys can split it.",
                "Breslau et al., Web caching and Zipf-like distributions, INFOCOM 1999.",
            ),
            get: |p| place(&SKEW_LIST, &p.skew),
            set: |p, v| p.skew = SKEW_LIST[v as usize],
        },
        Row {
            field: Field::decimal("s", "Zipf exponent", 10, 200, 2).step(5).group("Keys").help(
                "The k-th key gets requests in proportion to 1 / k^s.",
                "Breslau et al. 1999: 0.64 to 0.83 for web pages.",
            ),
            get: |p| p.exponent_hundredths.into(),
            set: |p, v| p.exponent_hundredths = v as u32,
        },
        Row {
            field: Field::number("n", "Nodes", 1, 1_000).log().group("Cluster").help(
                "Nodes at the start. Past 24 they are drawn together; all are counted.",
                "",
            ),
            get: |p| p.nodes.into(),
            set: |p, v| p.nodes = v as u32,
        },
        Row {
            field: Field::choice("weights", "Weights", WEIGHTS).group("Cluster").help(
                "The share that each node should have. Modulo and jump know no weights.",
                "Schindelhauer & Schomaker 2005 for rendezvous; Envoy for Maglev.",
            ),
            get: |p| place(&WEIGHT_LIST, &p.weights),
            set: |p, v| p.weights = WEIGHT_LIST[v as usize],
        },
        Row {
            field: Field::number("r", "Copies of each key", 1, 5).group("Cluster").live().help(
                "The owner and the next nodes in the strategy's order, on different nodes and, as far as there \
                 are enough, in different racks.",
                "Dynamo, section 4.3.",
            ),
            get: |p| p.replicas.into(),
            set: |p, v| p.replicas = v as u32,
        },
        Row {
            field: Field::number("racks", "Racks", 1, 10).group("Cluster").help(
                "Nodes stand in these racks in turn: n1 in the first, n2 in the second.",
                "",
            ),
            get: |p| p.racks.into(),
            set: |p, v| p.racks = v as u32,
        },
        Row {
            field: Field::switch("churn", "Changes by themselves").group("Cluster").help(
                "A node joins, a key is looked up, the node leaves again, every few seconds.",
                "",
            ),
            get: |p| p.churn.into(),
            set: |p, v| p.churn = v != 0,
        },
    ];
}
