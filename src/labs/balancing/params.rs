//! What can be set: the policy, the traffic, the work, the servers, the clients.

use crate::algorithms::balancing::{Kind, Settings as PolicySettings, Signal};
use crate::process::{SimDuration, SimTime};
use crate::traffic::{
    Discipline, Patience, Pattern, ServiceTime, Settings, Source, Spec, Spread, Work, recorded,
};
use std::rc::Rc;

/// How the rate of requests goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Always the same.
    Steady,
    /// A step after a while.
    Step,
    /// A day, from trough to peak and back.
    Day,
    /// A flash crowd.
    Flash,
    /// The day that comes with the project, or a file of yours.
    Recorded,
    /// A fixed number of clients, each of which waits for its answer.
    Closed,
}

/// How requests are spread around the rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spreading {
    /// By chance.
    Poisson,
    /// Evenly.
    Even,
    /// In bursts.
    Bursty,
}

/// The distribution of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distribution {
    /// All alike.
    Constant,
    /// Exponential.
    Exponential,
    /// Log-normal.
    LogNormal,
    /// Capped Pareto.
    Pareto,
    /// Nine short, one long.
    Bimodal,
}

/// How servers differ in speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speeds {
    /// Not at all.
    Equal,
    /// The first is four times slower.
    OneSlow,
    /// Every second one is twice as fast.
    Mixed,
}

/// The weights that balancers are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// All 1.
    Equal,
    /// In proportion to the speed.
    Speed,
    /// The first 5, the others 1.
    OneHeavy,
}

/// What the stage shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Clients, balancers and servers.
    Floor,
    /// How many servers each policy looks at for a choice, by the number of servers.
    Cost,
}

/// Everything that can be set. Times are in the unit of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct BalancingParams {
    /// The policy of the balancers.
    pub policy: Kind,
    /// Choices of the power of d choices.
    pub choices: u32,
    /// Which load a policy looks at.
    pub signal: Signal,
    /// Balancers that share nothing.
    pub balancers: u16,
    /// Time between two reports of load, in ms.
    pub report_ms: u64,
    /// How the rate goes, as long as nobody gives traffic of their own.
    pub shape: Shape,
    /// Somebody's own traffic comes instead: set by the act `traffic`, ended by whatever is set of what comes.
    pub own_traffic: bool,
    /// How requests are spread around it.
    pub spread: Spreading,
    /// Requests a second, in tenths.
    pub rate_tenths: u64,
    /// The peak over the mean, in tenths.
    pub factor_tenths: u64,
    /// Length of a day, of a crowd, or the time of a step, in s.
    pub period_s: u64,
    /// Clients of the closed loop.
    pub loop_clients: u32,
    /// Their mean time to think, in ms.
    pub think_ms: u64,
    /// Mean service time, in tenths of a ms.
    pub service_tenths: u64,
    /// Its distribution.
    pub work: Distribution,
    /// Coefficient of variation of the log-normal, in hundredths.
    pub cv_hundredths: u32,
    /// Shape of the Pareto, in hundredths.
    pub shape_hundredths: u32,
    /// Costly requests, in tenths of a percent.
    pub costly_per_mille: u32,
    /// How many times the work.
    pub costly_factor: u32,
    /// Servers.
    pub servers: u32,
    /// Workers of each.
    pub workers: u32,
    /// How their speeds differ.
    pub speeds: Speeds,
    /// Their weights.
    pub weights: Weights,
    /// Those who may wait at a server; 0 for no limit.
    pub limit: u32,
    /// Last come, first served.
    pub lifo: bool,
    /// Servers drop what nobody waits for.
    pub drops_expired: bool,
    /// How long a start takes, in ms.
    pub start_ms: u64,
    /// How long the warm-up after it takes, in ms.
    pub warm_ms: u64,
    /// How long until balancers hear of it, in ms.
    pub detection_ms: u64,
    /// How long a weight is raised, in ms.
    pub slow_start_ms: u64,
    /// Failures that take a server out; 0 if none do.
    pub max_fails: u32,
    /// For how long, in s.
    pub fail_timeout_s: u64,
    /// Clients with sessions.
    pub sessions: u32,
    /// Zipf's exponent of their popularity, in hundredths.
    pub zipf_hundredths: u32,
    /// A client's patience, in ms; 0 for endless.
    pub timeout_ms: u64,
    /// Tries after the first.
    pub retries: u32,
    /// The first back-off, in ms.
    pub backoff_ms: u64,
    /// It is drawn at random.
    pub jitter: bool,
    /// Retries for each hundred requests; 0 for no limit.
    pub budget: u32,
    /// A second try beside the first after this, in ms; 0 for never.
    pub hedge_ms: u64,
    /// Retries avoid servers that were tried.
    pub avoids_tried: bool,
    /// Each of the four ways, in ms.
    pub hop_ms: u64,
    /// What the stage shows.
    pub shows: Shows,
}

impl Default for BalancingParams {
    fn default() -> Self {
        BalancingParams {
            policy: Kind::RoundRobin,
            choices: 2,
            signal: Signal::Active,
            balancers: 1,
            report_ms: 0,
            shape: Shape::Steady,
            own_traffic: false,
            spread: Spreading::Poisson,
            rate_tenths: 300,
            factor_tenths: 30,
            period_s: 60,
            loop_clients: 20,
            think_ms: 500,
            service_tenths: 1_000,
            work: Distribution::Exponential,
            cv_hundredths: 150,
            shape_hundredths: 150,
            costly_per_mille: 0,
            costly_factor: 10,
            servers: 5,
            workers: 1,
            speeds: Speeds::Equal,
            weights: Weights::Equal,
            limit: 0,
            lifo: false,
            drops_expired: false,
            start_ms: 2_000,
            warm_ms: 0,
            detection_ms: 1_000,
            slow_start_ms: 0,
            max_fails: 0,
            fail_timeout_s: 10,
            sessions: 40,
            zipf_hundredths: 0,
            timeout_ms: 0,
            retries: 0,
            backoff_ms: 100,
            jitter: true,
            budget: 0,
            hedge_ms: 0,
            avoids_tried: false,
            hop_ms: 25,
            shows: Shows::Floor,
        }
    }
}

impl BalancingParams {
    /// The traffic's settings.
    pub fn settings(&self) -> Settings {
        let ms = SimDuration::from_ms;
        Settings {
            source: self.source(),
            service: self.service(),
            sessions: (self.sessions, f64::from(self.zipf_hundredths) / 1e2),
            patience: Patience {
                timeout: ms(self.timeout_ms),
                retries: self.retries,
                backoff: ms(self.backoff_ms),
                jitter: self.jitter,
                budget_percent: (self.budget > 0).then_some(self.budget),
                hedge: ms(self.hedge_ms),
                avoids_tried: self.avoids_tried,
            },
            servers: (0..self.servers).map(|n| self.spec(n)).collect(),
            queue_limit: (self.limit > 0).then_some(self.limit),
            discipline: if self.lifo { Discipline::Lifo } else { Discipline::Fifo },
            drops_expired: self.drops_expired,
            start_up: ms(self.start_ms),
            warm_up: ms(self.warm_ms),
            balancers: self.balancers,
            policy: self.policy,
            policies: self.policies(),
            detection: ms(self.detection_ms),
            report_every: ms(self.report_ms),
            slow_start: ms(self.slow_start_ms),
            hop: ms(self.hop_ms),
        }
    }

    /// What the policies leave open.
    pub fn policies(&self) -> PolicySettings {
        let usual = PolicySettings::default();
        PolicySettings {
            choices: self.choices,
            signal: self.signal,
            takes_out: self.max_fails > 0,
            // Without a limit a failure still costs a server weight, as nginx has it by default.
            max_fails: if self.max_fails > 0 { self.max_fails } else { usual.max_fails },
            fail_timeout: SimDuration::from_ms(self.fail_timeout_s * 1_000),
            ..usual
        }
    }

    /// What a request's work is drawn from.
    pub fn service(&self) -> ServiceTime {
        let work = match self.work {
            Distribution::Constant => Work::Constant,
            Distribution::Exponential => Work::Exponential,
            Distribution::LogNormal => Work::LogNormal(f64::from(self.cv_hundredths) / 1e2),
            Distribution::Pareto => Work::Pareto(f64::from(self.shape_hundredths) / 1e2),
            Distribution::Bimodal => Work::Bimodal,
        };
        ServiceTime {
            work,
            mean: SimDuration(self.service_tenths * 100),
            costly_per_mille: self.costly_per_mille,
            costly_factor: self.costly_factor,
        }
    }

    /// Requests a second at the mean.
    pub fn rate(&self) -> f64 {
        self.rate_tenths as f64 / 10.0
    }

    /// How the rate goes now.
    pub fn pattern(&self) -> Shape {
        if self.own_traffic { Shape::Recorded } else { self.shape }
    }

    fn source(&self) -> Source {
        let (rate, factor) = (self.rate(), self.factor_tenths as f64 / 10.0);
        let period = SimDuration::from_ms(self.period_s * 1_000);
        let at = SimTime(period.0);
        let pattern = match self.shape {
            Shape::Closed => {
                return Source::Closed {
                    clients: self.loop_clients,
                    think: SimDuration::from_ms(self.think_ms),
                };
            }
            Shape::Steady => Pattern::Steady { rate },
            Shape::Step => Pattern::Step { rate, factor, at },
            Shape::Day => Pattern::Diurnal { rate, factor: factor.min(2.0), period },
            Shape::Flash => Pattern::Flash { rate, factor, at, plateau: period },
            Shape::Recorded => Pattern::Recorded(Rc::new(self.recording())),
        };
        Source::Open(pattern, self.spreading())
    }

    /// The recorded day that comes with the project, played in the pattern's length at the mean rate that is set.
    fn recording(&self) -> recorded::Profile {
        let day = recorded::sample();
        day.stretched_to(SimDuration::from_ms(self.period_s * 1_000)).scaled_to_mean(self.rate())
    }

    fn spreading(&self) -> Spread {
        match self.spread {
            Spreading::Poisson => Spread::Poisson,
            Spreading::Even => Spread::Even,
            // A fifth of the time at three times the mean, two seconds at a time.
            Spreading::Bursty => {
                Spread::Bursty { factor: 3.0, part: 0.2, burst: SimDuration::from_ms(2_000) }
            }
        }
    }

    fn spec(&self, n: u32) -> Spec {
        let speed_per_mille = match self.speeds {
            Speeds::Equal => 1_000,
            Speeds::OneSlow => [1_000, 250][usize::from(n == 0)],
            Speeds::Mixed => [1_000, 2_000][(n % 2) as usize],
        };
        let weight = match self.weights {
            Weights::Equal => 1,
            Weights::Speed => speed_per_mille / 250,
            Weights::OneHeavy => [1, 5][usize::from(n == 0)],
        };
        Spec { workers: self.workers, weight, speed_per_mille }
    }
}
