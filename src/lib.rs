//! Faultyard: the real algorithms of distributed systems in a deterministic simulation, to look at and to break.
//!
//! ```text
//! process     what an algorithm may know: node, time, chance, outbox
//! algorithms  the algorithms, pure, each after its paper           -> process
//! sim         the kernel: queue, network, nodes, faults, trace     -> process
//! traffic     requests, balancers, servers: what labs share        -> algorithms, sim, process
//! theory      closed forms that runs are held against              -> nothing
//! scene       what to draw, as plain values                        -> nothing
//! lab         the contract: parameters, properties, session        -> sim, scene
//! kit         what several labs are made of                        -> lab, traffic
//! labs        the registry, and a folder a lab                     -> kit, lab, algorithms, traffic, theory, sim, scene
//! link        a scenario as address and as text                    -> lab
//! front       the first page's words, and the way between pages     -> labs, lab, link, scene
//! summary     what a summary claims, and the runs that show it      -> labs, lab, link
//! practice    questions, and what runs say to them               -> summary, lab
//! embed       what a host page may ask, without a browser          -> link, lab
//! find        the search over all that the site has              -> nothing
//! bench       the loops of all labs that are timed, or counted     -> labs, lab, algorithms, traffic
//! ui          the page (in the binary)                             -> everything
//! ```

pub mod algorithms;
// Names every lab, as no page may.
#[cfg(not(feature = "split"))]
pub mod bench;
pub mod embed;
pub mod find;
pub mod front;
pub mod kit;
pub mod lab;
pub mod labs;
pub mod link;
pub mod practice;
pub mod process;
pub mod scene;
pub mod sim;
pub mod summary;
pub mod theory;
pub mod traffic;
