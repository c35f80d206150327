//! Which group of servers a request goes to, and who decides: DNS, the connection, or the request.
//!
//! | part | decides | for how long | looks at | source |
//! |---|---|---|---|---|
//! | [`Records`], [`ResolverCache`] | DNS: an address | a TTL | weights, never load | RFC 1035, 2308 |
//! | [`Flow`] | layer 4: a server | a connection | its five addresses and ports | |
//! | [`Level`], [`Loads`] | layer 7: a priority level | a request | who is healthy | Envoy |
//!
//! Within a level, one of [`super::balancing`]'s policies chooses.
//!
//! ```
//! use faultyard::algorithms::priority::{Level, Loads, Settings};
//!
//! let levels = [Level { healthy: 50, servers: 100 }, Level { healthy: 100, servers: 100 }];
//! let loads = Loads::of(&levels, &Settings::default());
//! assert_eq!(loads.percent(), [70, 30]);
//! assert_eq!([0, 69, 70, 99].map(|number| loads.choose(number)), [0, 0, 1, 1]);
//! ```

mod dns;
mod flow;
mod levels;

pub use dns::{Record, Records, ResolverCache, worst_failover};
pub use flow::Flow;
pub use levels::{Level, Loads, MAX_LEVELS, Settings, spread};
