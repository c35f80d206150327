//! The table of what can be set: labels, bounds, units, help, and when a change takes effect.

use super::params::{BalancingParams, Distribution, Shape, Shows, Speeds, Spreading, Weights};
use crate::algorithms::balancing::{Kind, Signal};
use crate::lab::{Alternative, Field, Params, Row, place};
use crate::{choice, number, switch};

const SIGNALS: &[Alternative<Signal>] = &[
    Alternative::new("active", "Its own open requests", Signal::Active),
    Alternative::new("reported", "The server's last report", Signal::Reported),
];
const SHAPES: &[Alternative<Shape>] = &[
    Alternative::new("steady", "Steady", Shape::Steady),
    Alternative::new("step", "A step", Shape::Step),
    Alternative::new("day", "A day", Shape::Day),
    Alternative::new("flash", "A flash crowd", Shape::Flash),
    Alternative::new("recorded", "Recorded", Shape::Recorded),
    Alternative::new("closed", "Closed loop", Shape::Closed),
];
const SPREADS: &[Alternative<Spreading>] = &[
    Alternative::new("poisson", "At random (Poisson)", Spreading::Poisson),
    Alternative::new("even", "Evenly", Spreading::Even),
    Alternative::new("bursty", "In bursts", Spreading::Bursty),
];
const WORKS: &[Alternative<Distribution>] = &[
    Alternative::new("constant", "All equal", Distribution::Constant),
    Alternative::new("exponential", "Exponential", Distribution::Exponential),
    Alternative::new("lognormal", "Log-normal", Distribution::LogNormal),
    Alternative::new("pareto", "Pareto, capped", Distribution::Pareto),
    Alternative::new("bimodal", "One in ten is long", Distribution::Bimodal),
];
const SPEEDS: &[Alternative<Speeds>] = &[
    Alternative::new("equal", "All equal", Speeds::Equal),
    Alternative::new("one-slow", "n1 four times slower", Speeds::OneSlow),
    Alternative::new("mixed", "Every second twice as fast", Speeds::Mixed),
];
const WEIGHTS: &[Alternative<Weights>] = &[
    Alternative::new("equal", "All equal", Weights::Equal),
    Alternative::new("speed", "By speed", Weights::Speed),
    Alternative::new("one-heavy", "n1 five times", Weights::OneHeavy),
];

const VIEWS: &[Alternative<Shows>] = &[
    Alternative::new("floor", "The servers", Shows::Floor),
    Alternative::new("cost", "Cost of a decision", Shows::Cost),
];

/// All policies, in the order of [`Kind::ALL`].
const POLICIES: &[Alternative<Kind>] = &{
    let mut list = [Alternative::new("", "", Kind::ALL[0]); Kind::ALL.len()];
    let mut place = 0;
    while place < list.len() {
        let kind = Kind::ALL[place];
        list[place] = Alternative::new(kind.key(), kind.name(), kind);
        place += 1;
    }
    list
};

const fn policy(field: Field) -> Field {
    field.group("Policy").live()
}

const fn traffic(field: Field) -> Field {
    field.group("Traffic").live()
}

const fn work(field: Field) -> Field {
    field.group("Work").live()
}

const fn servers(field: Field) -> Field {
    field.group("Servers")
}

const fn health(field: Field) -> Field {
    field.group("Starts and failures").live()
}

const fn clients(field: Field) -> Field {
    field.group("Clients").live()
}

impl Params for BalancingParams {
    const TABLE: &'static [Row<Self>] = &[
        choice!(
            policy(Field::choice("policy", "Policy")).help(
                "The rule by which a balancer picks a server for a request.",
                "nginx; LVS; Azar et al. 1994; Mitzenmacher 2001; Finagle; Lu et al. 2011; Karger et al. 1997; \
                 Eisenbud et al. 2016.",
            ),
            POLICIES, |p| p.policy
        ),
        number!(
            policy(Field::number("d", "Choices d", 1, 4)).help(
                "How many random servers the policy compares. 1 is plain random.",
                "Mitzenmacher 2001, The power of two choices in randomized load balancing.",
            ),
            |p| p.choices
        ),
        choice!(
            policy(Field::choice("signal", "Load signal")).help(
                "How a balancer measures a server's load: by its own open requests to that server, or by the server's \
                 last report. Join the shortest queue always uses the reports.",
                "",
            ),
            SIGNALS, |p| p.signal
        ),
        number!(
            policy(Field::number("balancers", "Balancers", 1, 16)).help(
                "How many balancers share the traffic. They share no state: each knows only the requests it sent itself.",
                "",
            ),
            |p| p.balancers
        ),
        number!(
            policy(Field::number("stale", "Report interval", 0, 5_000).step(100).unit("ms")).help(
                "The time between two reports of a server's load; 0 reports every change immediately. The older the \
                 reports, the more requests go to the same server.",
                "Mitzenmacher 2000, How useful is old information?",
            ),
            |p| p.report_ms
        ),
        choice!(
            policy(Field::choice("view", "Stage")).view().help(
                "The servers at work, or how many servers each policy compares per decision, by cluster size.",
                "",
            ),
            VIEWS, |p| p.shows
        ),
        number!(
            traffic(Field::decimal("rate", "Requests", 1, 200_000, 1).log().unit("per second"))
                .help("How many requests arrive on average.", ""),
            |p| p.rate_tenths
        ),
        Row { get: |p| place(SHAPES, &p.pattern()),
            set: |p, place| (p.shape, p.own_traffic) = (SHAPES[place as usize].value, false), ..choice!(
            traffic(Field::choice("pattern", "Pattern")).help(
                "How the request rate changes over time. In a closed loop each client waits for its answer before it \
                 sends again, so slow servers get fewer requests: most load tests do this, most users do not.",
                "Schroeder, Wierman & Harchol-Balter 2006, Open versus closed: a cautionary tale.",
            ),
            SHAPES, |p| p.shape
        ) },
        choice!(
            traffic(Field::choice("spread", "Spread")).help(
                "How arrivals vary around the rate. Bursts last two seconds at three times the mean rate, a fifth of \
                 the time.",
                "Fischer & Meier-Hellstern 1993, The Markov-modulated Poisson process cookbook.",
            ),
            SPREADS, |p| p.spread
        ),
        number!(
            traffic(Field::decimal("factor", "Peak", 10, 200, 1).step(1).unit("\u{d7}"))
                .help("The peak of a step, a day (at most 2) or a flash crowd, as a multiple of the rate.", ""),
            |p| p.factor_tenths
        ),
        number!(
            traffic(Field::number("period", "Length of the pattern", 1, 86_400).log().unit("s")).help(
                "The length of a day or of a recording; the time of a step or a flash crowd, and the length of the crowd.",
                "",
            ),
            |p| p.period_s
        ),
        number!(
            traffic(Field::number("loop", "Clients in the loop", 1, 10_000).log())
                .help("How many clients a closed loop has.", ""),
            |p| p.loop_clients
        ),
        number!(
            traffic(Field::number("think", "Think time", 0, 60_000).step(100).unit("ms"))
                .help(
                    "The mean time between an answer and the client's next request in a closed loop; at least one \
                     millisecond.",
                    "",
                ),
            |p| p.think_ms
        ),
        number!(
            work(Field::decimal("service", "Service time", 1, 100_000, 1).log().unit("ms"))
                .help("How long a worker of a normal server takes for a normal request, on average.", ""),
            |p| p.service_tenths
        ),
        choice!(
            work(Field::choice("work", "Work")).help(
                "How service times are distributed. They are drawn when a request arrives, so every policy gets the \
                 same work.",
                "Harchol-Balter 2013, Performance modeling and design of computer systems, chapter 20.",
            ),
            WORKS, |p| p.work
        ),
        number!(
            work(Field::decimal("cv", "Variation (log-normal)", 10, 500, 2).step(10))
                .help("Standard deviation over mean of the log-normal distribution.", ""),
            |p| p.cv_hundredths
        ),
        number!(
            work(Field::decimal("alpha", "Shape (Pareto)", 110, 300, 2).step(10)).help(
                "The exponent of the Pareto distribution's tail; the lower, the heavier. The longest time is 1,000 \
                 times the shortest.",
                "",
            ),
            |p| p.shape_hundredths
        ),
        number!(
            work(Field::decimal("costly", "Costly requests", 0, 500, 1).step(10).unit("%"))
                .help("The share of requests that are costly.", ""),
            |p| p.costly_per_mille
        ),
        number!(
            work(Field::number("costs", "Cost of a costly request", 2, 100).unit("\u{d7}"))
                .help("The work of a costly request, as a multiple of a normal one.", ""),
            |p| p.costly_factor
        ),
        number!(
            servers(Field::number("n", "Servers", 1, 1_000).log())
                .help("How many servers there are at the start. Beyond 24 they are drawn as a strip.", ""),
            |p| p.servers
        ),
        number!(
            servers(Field::number("workers", "Workers each", 1, 64))
                .help("How many requests a server handles at the same time.", ""),
            |p| p.workers
        ),
        choice!(
            servers(Field::choice("speeds", "Speeds")).help("How servers differ in speed.", ""),
            SPEEDS, |p| p.speeds
        ),
        choice!(
            servers(Field::choice("weights", "Weights"))
                .help("The weights that the balancers are configured with. Some policies ignore them.", ""),
            WEIGHTS, |p| p.weights
        ),
        number!(
            servers(Field::number("limit", "Queue limit", 0, 10_000).log()).live().help(
                "How many requests may wait at a server; more are rejected. 0 for no limit.",
                "",
            ),
            |p| p.limit
        ),
        switch!(
            servers(Field::switch("lifo", "Last in, first out")).live().help(
                "A server starts the newest request first. Under overload, some requests are served quickly and the others never.",
                "",
            ),
            |p| p.lifo
        ),
        switch!(
            servers(Field::switch("expired", "Drop abandoned requests")).live().help(
                "A server drops a waiting request whose client has given up, instead of wasting work on it.",
                "",
            ),
            |p| p.drops_expired
        ),
        number!(
            health(Field::number("detect", "Detection", 0, 60_000).step(100).unit("ms"))
                .help("How long the balancers take to notice that a server is up or down.", ""),
            |p| p.detection_ms
        ),
        number!(
            health(Field::number("boot", "Boot time", 0, 60_000).step(100).unit("ms"))
                .help("How long a server takes to start.", ""),
            |p| p.start_ms
        ),
        number!(
            health(Field::number("warm", "Warm-up", 0, 60_000).step(100).unit("ms")).help(
                "How long a fresh server takes to go from a quarter of its speed to full speed: cold caches, code not \
                 yet compiled.",
                "",
            ),
            |p| p.warm_ms
        ),
        number!(
            health(Field::number("max_fails", "Failures before ejection", 0, 100)).least_is("never").help(
                "After this many failures in a row of its own requests, a balancer takes a server out for a while, then \
                 tries it with one request. If all servers are out, requests are rejected.",
                "nginx, ngx_http_upstream_module: max_fails.",
            ),
            |p| p.max_fails
        ),
        number!(
            health(Field::number("fail_timeout", "Ejection time", 1, 600).log().unit("s")).help(
                "How long a server stays out after its failures, in whole seconds. Least response time also halves an \
                 average after this time without a request.",
                "nginx, ngx_http_upstream_module: fail_timeout.",
            ),
            |p| p.fail_timeout_s
        ),
        number!(
            health(Field::number("ramp", "Slow start", 0, 60_000).step(100).unit("ms")).help(
                "How long balancers take to raise a fresh server's weight to its full value, for policies that use \
                 weights and neither hash nor draw by them.",
                "nginx, ngx_http_upstream_module: slow_start.",
            ),
            |p| p.slow_start_ms
        ),
        number!(
            Field::number("sessions", "Clients", 1, 10_000)
                .log()
                .group("Clients")
                .help("How many clients there are, each with a session.", ""),
            |p| p.sessions
        ),
        number!(
            Field::decimal("zipf", "Popularity", 0, 200, 2)
                .step(10)
                .group("Clients")
                .help("Zipf's exponent: the higher, the more of the requests come from a few clients. 0 for all equal, 1 as on the web.", "Zipf 1949."),
            |p| p.zipf_hundredths
        ),
        number!(
            clients(Field::number("timeout", "Timeout", 0, 60_000).step(100).unit("ms"))
                .help("A client gives up on an attempt after this time; the server does not notice. 0 for never.", ""),
            |p| p.timeout_ms
        ),
        number!(
            clients(Field::number("retries", "Retries", 0, 10))
                .help("How many times a client retries at most.", ""),
            |p| p.retries
        ),
        number!(
            clients(Field::number("backoff", "Backoff", 0, 10_000).step(10).unit("ms"))
                .help("The wait before the first retry; it doubles with each.", ""),
            |p| p.backoff_ms
        ),
        switch!(
            clients(Field::switch("jitter", "Jitter")).help(
                "The wait is drawn uniformly between 0 and its full length, so clients do not retry at the same moment.",
                "Brooker 2015, Exponential backoff and jitter.",
            ),
            |p| p.jitter
        ),
        number!(
            clients(Field::number("budget", "Retry budget", 0, 100).unit("%")).help(
                "How many retries are allowed per hundred requests of the last ten seconds; 0 for no limit.",
                "Finagle, RetryBudget; Google, Site reliability engineering, chapter 21.",
            ),
            |p| p.budget
        ),
        number!(
            clients(Field::number("hedge", "Hedge after", 0, 10_000).step(10).unit("ms")).help(
                "A client without an answer after this time sends a second attempt and keeps the first open. 0 for never.",
                "Dean & Barroso 2013, The tail at scale.",
            ),
            |p| p.hedge_ms
        ),
        switch!(
            clients(Field::switch("avoid", "Retry on another server")).help(
                "A retry avoids servers that its request has been sent to, while another is in rotation. A hedge always does.",
                "nginx, proxy_next_upstream; Envoy, previous_hosts.",
            ),
            |p| p.avoids_tried
        ),
        number!(
            clients(Field::number("hop", "Time per hop", 0, 1_000).unit("ms"))
                .help("How long each of the four hops takes: client to balancer to server, and back.", ""),
            |p| p.hop_ms
        ),
    ];
}
