//! The policies by name, with what the literature says of each.

/// A load-balancing policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Each in turn.
    RoundRobin,
    /// nginx's weighted round robin: shares are exact and spread out.
    SmoothWeighted,
    /// LVS's weighted round robin: passes with a falling bar of weight.
    InterleavedWeighted,
    /// Any, all equally likely.
    Random,
    /// Any, in proportion to weight.
    WeightedRandom,
    /// The fewest unfinished requests, found by a scan.
    LeastConnections,
    /// The fewest for its weight, found by a scan.
    WeightedLeastConnections,
    /// The fewest unfinished requests, kept on top of a heap.
    LeastConnectionsHeap,
    /// The shortest estimated time: mean response time by unfinished requests.
    LeastResponseTime,
    /// The least loaded of d drawn at random.
    PowerOfChoices,
    /// The lower cost of two drawn at random: recent peaks of latency by unfinished requests.
    PeakEwma,
    /// The shortest queue of all, as reported.
    JoinShortestQueue,
    /// A server that said that it is idle; any if none did.
    JoinIdleQueue,
    /// By the client's address.
    IpHash,
    /// By the session, on a ring of virtual nodes.
    ConsistentHash,
    /// By the session, in a table of turns.
    Maglev,
}

struct Facts {
    key: &'static str,
    name: &'static str,
    source: &'static str,
    cost: &'static str,
    state: &'static str,
    weights: bool,
    sessions: bool,
    load: bool,
}

impl Kind {
    /// Every policy, for a list to choose from.
    pub const ALL: [Kind; 16] = [
        Kind::RoundRobin,
        Kind::SmoothWeighted,
        Kind::InterleavedWeighted,
        Kind::Random,
        Kind::WeightedRandom,
        Kind::LeastConnections,
        Kind::WeightedLeastConnections,
        Kind::LeastConnectionsHeap,
        Kind::LeastResponseTime,
        Kind::PowerOfChoices,
        Kind::PeakEwma,
        Kind::JoinShortestQueue,
        Kind::JoinIdleQueue,
        Kind::IpHash,
        Kind::ConsistentHash,
        Kind::Maglev,
    ];

    /// Its word in links, which never changes.
    pub const fn key(self) -> &'static str {
        self.facts().key
    }

    /// Its name for people.
    pub const fn name(self) -> &'static str {
        self.facts().name
    }

    /// Where its rule is from.
    pub fn source(self) -> &'static str {
        self.facts().source
    }

    /// What a choice among n servers costs, as the literature says: `O(1)`, `O(log n)` or `O(n)`.
    pub fn stated_cost(self) -> &'static str {
        self.facts().cost
    }

    /// What it remembers.
    pub fn stated_state(self) -> &'static str {
        self.facts().state
    }

    /// True if servers get requests in proportion to their weights.
    pub fn honours_weights(self) -> bool {
        self.facts().weights
    }

    /// False if a server's weight must not be raised step by step after its start (slow start): by hash, each step would
    /// deal nearly all sessions anew. nginx refuses slow start with its hashes and its random draw; Envoy has it for round
    /// robin and least request only. Policies that do not look at weights take it without effect.
    pub fn takes_slow_start(self) -> bool {
        !self.keeps_sessions() && !matches!(self, Kind::Random | Kind::WeightedRandom)
    }

    /// True if a client stays with its server while the servers stay the same.
    pub fn keeps_sessions(self) -> bool {
        self.facts().sessions
    }

    /// True if it looks at load or at latency.
    pub fn uses_load(self) -> bool {
        self.facts().load
    }

    const fn facts(self) -> &'static Facts {
        match self {
            Kind::RoundRobin => &ROUND_ROBIN,
            Kind::SmoothWeighted => &SMOOTH_WEIGHTED,
            Kind::InterleavedWeighted => &INTERLEAVED_WEIGHTED,
            Kind::Random => &RANDOM,
            Kind::WeightedRandom => &WEIGHTED_RANDOM,
            Kind::LeastConnections => &LEAST_CONNECTIONS,
            Kind::WeightedLeastConnections => &WEIGHTED_LEAST_CONNECTIONS,
            Kind::LeastConnectionsHeap => &LEAST_CONNECTIONS_HEAP,
            Kind::LeastResponseTime => &LEAST_RESPONSE_TIME,
            Kind::PowerOfChoices => &POWER_OF_CHOICES,
            Kind::PeakEwma => &PEAK_EWMA,
            Kind::JoinShortestQueue => &JOIN_SHORTEST_QUEUE,
            Kind::JoinIdleQueue => &JOIN_IDLE_QUEUE,
            Kind::IpHash => &IP_HASH,
            Kind::ConsistentHash => &CONSISTENT_HASH,
            Kind::Maglev => &MAGLEV,
        }
    }
}

const ROUND_ROBIN: Facts = Facts {
    key: "round-robin",
    name: "Round robin",
    source: "folklore",
    cost: "O(1)",
    state: "whose turn is next",
    weights: false,
    sessions: false,
    load: false,
};

const SMOOTH_WEIGHTED: Facts = Facts {
    key: "smooth-weighted",
    name: "Smooth weighted round robin",
    source: "nginx, ngx_http_upstream_round_robin.c",
    cost: "O(n)",
    state: "each server's current weight, and what failures took from its weight",
    weights: true,
    ..ROUND_ROBIN
};

const INTERLEAVED_WEIGHTED: Facts = Facts {
    key: "interleaved-weighted",
    name: "Interleaved weighted round robin",
    source: "Linux Virtual Server, ip_vs_wrr.c",
    cost: "O(n)",
    state: "a place in the list, and the weight that counts in this pass",
    weights: true,
    ..ROUND_ROBIN
};

const RANDOM: Facts = Facts { key: "random", name: "Random", state: "nothing", ..ROUND_ROBIN };

const WEIGHTED_RANDOM: Facts = Facts {
    key: "weighted-random",
    name: "Weighted random",
    source: "nginx, ngx_http_upstream_random_module.c",
    cost: "O(log n)",
    state: "the running sum of weights",
    weights: true,
    ..ROUND_ROBIN
};

const LEAST_CONNECTIONS: Facts = Facts {
    key: "least-connections",
    name: "Least connections",
    source: "HAProxy, balance leastconn, with equal weights",
    cost: "O(n)",
    state: "whose turn is next among equals",
    load: true,
    ..ROUND_ROBIN
};

const WEIGHTED_LEAST_CONNECTIONS: Facts = Facts {
    key: "weighted-least-connections",
    name: "Weighted least connections",
    source: "nginx, ngx_http_upstream_least_conn_module.c",
    cost: "O(n)",
    state: "the weights of smooth round robin, for ties",
    weights: true,
    load: true,
    ..ROUND_ROBIN
};

const LEAST_CONNECTIONS_HEAP: Facts = Facts {
    key: "least-connections-heap",
    name: "Least connections, in a heap",
    source: "Williams 1964, Heapsort; HAProxy, lb_fwlc.c, has a tree",
    cost: "O(log n)",
    state: "the servers in a heap by load",
    load: true,
    ..ROUND_ROBIN
};

const LEAST_RESPONSE_TIME: Facts = Facts {
    key: "least-response-time",
    name: "Least response time",
    source: "nginx, ngx_http_upstream_least_time_module.c",
    cost: "O(n)",
    state: "each server's moving mean of response times, and when it was last checked",
    weights: true,
    load: true,
    ..ROUND_ROBIN
};

const POWER_OF_CHOICES: Facts = Facts {
    key: "power-of-choices",
    name: "Power of d choices",
    source: "Azar, Broder, Karlin & Upfal 1994; Mitzenmacher 2001",
    state: "nothing",
    weights: true,
    load: true,
    ..ROUND_ROBIN
};

const PEAK_EWMA: Facts = Facts {
    key: "peak-ewma",
    name: "Peak EWMA",
    source: "Finagle, PeakEwma.scala",
    state: "each server's cost, and when it was last looked at",
    load: true,
    ..ROUND_ROBIN
};

const JOIN_SHORTEST_QUEUE: Facts = Facts {
    key: "join-shortest-queue",
    name: "Join the shortest queue",
    source: "Winston 1977; Gupta, Harchol-Balter, Sigman & Whitt 2007",
    cost: "O(n)",
    state: "nothing",
    load: true,
    ..ROUND_ROBIN
};

const JOIN_IDLE_QUEUE: Facts = Facts {
    key: "join-idle-queue",
    name: "Join idle queue",
    source: "Lu, Xie, Kliot, Geller, Larus & Greenberg 2011",
    state: "a queue of servers that said that they are idle",
    load: true,
    ..ROUND_ROBIN
};

const IP_HASH: Facts = Facts {
    key: "ip-hash",
    name: "IP hash",
    source: "nginx, ngx_http_upstream_ip_hash_module.c",
    state: "the server of each remainder",
    weights: true,
    sessions: true,
    ..ROUND_ROBIN
};

const CONSISTENT_HASH: Facts = Facts {
    key: "consistent-hash",
    name: "Consistent hash",
    source: "Karger et al. 1997",
    cost: "O(log n)",
    state: "the ring's points",
    weights: true,
    sessions: true,
    ..ROUND_ROBIN
};

const MAGLEV: Facts = Facts {
    key: "maglev",
    name: "Maglev",
    source: "Eisenbud et al. 2016, section 3.4",
    state: "the table of turns",
    weights: true,
    sessions: true,
    ..ROUND_ROBIN
};

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_policy_is_listed_once_under_a_key_and_a_name_of_its_own() {
        let distinct =
            |text: fn(Kind) -> &'static str| Kind::ALL.map(text).into_iter().collect::<BTreeSet<_>>().len();
        assert_eq!((distinct(Kind::key), distinct(Kind::name)), (16, 16));
        assert!(Kind::ALL.is_sorted());
        let plain = |key: &str| key.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(Kind::ALL.iter().all(|kind| plain(kind.key())));
        assert!(Kind::ALL.iter().all(|kind| ["O(1)", "O(log n)", "O(n)"].contains(&kind.stated_cost())));
    }
}
