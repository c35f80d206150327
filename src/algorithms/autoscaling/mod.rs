//! How many machines there should be: autoscalers as pure policies, from what is seen to what is desired.
//!
//! | policy | looks at | remembers | source |
//! |---|---|---|---|
//! | [`fixed`] | nothing | nothing | folklore |
//! | [`hpa`] | any signals, by machine or whole | recommendations and changes of late | Kubernetes autoscaling/v2 |
//! | [`steps`] | one number and its thresholds | samples of late, its latest changes | AWS step scaling |
//! | [`schedule`], also as bounds of an HPA | the clock | nothing | KEDA Cron scaler, AWS scheduled scaling |
//! | [`backlog`] | the queue | since when fewer would do | AWS scaling based on SQS |
//! | [`predictive`]: a [`forecast`] as a floor under another | demand of the days before | the forecast's state | Amazon EC2, Hyndman & Athanasopoulos |
//! | [`vertical`] | use of one resource | the size, since when use is high or low | folklore |
//!
//! Two more decide what becomes of the number: [`rollout`] which versions the replicas have while a new one comes, and
//! [`nodes`] where they are placed, and how many nodes there are (Kubernetes Deployment and cluster autoscaler).
//!
//! What all are held against is [`clairvoyant`]: the least that machines can cost when the demand is known beforehand.
//!
//! A controller never acts and never waits: the caller asks it at even times, shows it an [`Observation`], and does
//! what its [`Decision`] says. Each decision explains itself: its [`Working`] is the formula with this moment's numbers.
//! Deviations from the sources are stated in the files where they are.
//!
//! ```
//! use faultyard::algorithms::autoscaling::hpa::{self, Metric, Target};
//! use faultyard::algorithms::autoscaling::{Controller, Kind, Machine, Observation, Settings, Signal};
//! use faultyard::process::SimTime;
//!
//! // Four machines at 90 % of their CPU, which should be at 60 %: six are desired.
//! let busy = Machine {
//!     running: true,
//!     ready: true,
//!     failed: false,
//!     started: SimTime::ZERO,
//!     ready_changed: SimTime::ZERO,
//!     values: [Some(900.0), None, None, None, None],
//!     measured: SimTime::from_ms(600_000),
//!     window_seconds: 60.0,
//! };
//! let seen = Observation {
//!     now: SimTime::from_ms(600_000),
//!     desired: 4,
//!     machines: &[busy; 4],
//!     promised: [1_000.0, 0.0, 0.0, 0.0, 0.0],
//!     whole: [None; 5],
//! };
//! let metrics = vec![Metric { signal: Signal::Cpu, target: Target::Utilisation(60) }];
//! let settings = Settings { hpa: hpa::Settings { metrics, ..Default::default() }, ..Default::default() };
//! let decision = Controller::new(Kind::Hpa, &settings).decide(&seen);
//! assert_eq!(decision.desired, 6);
//! assert_eq!(decision.working[0].shown, "CPU 3,600 m of 4,000 m promised: 90 %; 90 / 60 = 1.50");
//! ```

pub mod backlog;
mod bounds;
pub mod clairvoyant;
mod controller;
pub mod fixed;
pub mod forecast;
mod gauge;
pub mod hpa;
mod kind;
pub mod nodes;
mod observation;
pub mod predictive;
pub mod rollout;
pub mod schedule;
pub mod steps;
pub mod vertical;
mod words;

pub use bounds::Bounds;
pub use controller::{Controller, Settings};
pub use gauge::Gauge;
pub use kind::Kind;
pub use observation::{Decision, Machine, Observation, Signal, Working};
