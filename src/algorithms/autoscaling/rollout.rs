//! A rolling update, as Kubernetes' Deployment controller makes it: the replicas of a new version come and those of older
//! ones go, never more than the surge at a time beyond what is desired, and never so many that too few are available.
//!
//! Source: Kubernetes, `pkg/controller/deployment` (`rolling.go`, and `scale` of `sync.go`), and "Deployments: rolling
//! update" of its documentation.
//!
//! - Each version has a [`ReplicaSet`]. The new one grows as far as desired + surge allows; then the old ones shrink:
//!   first by replicas that are not available, then by others as long as desired - unavailable stay.
//! - When another number is desired meanwhile (the HPA goes on), all sets grow or shrink in proportion, and what rounding
//!   leaves goes to the largest.
//! - Surge rounds up, unavailable rounds down, and if both come to 0 one replica may be unavailable.
//!
//! Deviations: the controller syncs until nothing is left to do, with the counts of one moment (Kubernetes is called again by
//! each change). A replica that terminates counts for nothing from the start, as in Kubernetes by default. There is no
//! strategy `Recreate`: a surge of 0 with 100 % unavailable takes all old replicas away at once too, but does not wait until
//! they have terminated.

/// A number of replicas, or so many percent of what is desired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // They are what they are called.
pub enum Amount {
    Count(u32),
    Percent(u32),
}

/// `maxSurge` and `maxUnavailable`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strategy {
    /// So many more than desired there may be.
    pub max_surge: Amount,
    /// So many fewer than desired may be available.
    pub max_unavailable: Amount,
}

/// The same in replicas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // See `Strategy`.
pub struct Limits {
    pub surge: u32,
    pub unavailable: u32,
}

impl Strategy {
    /// What the strategy allows where so many replicas are desired.
    pub fn limits(&self, desired: u32) -> Limits {
        let part = |percent: u32| u64::from(desired) * u64::from(percent);
        let surge = match self.max_surge {
            Amount::Count(count) => count,
            Amount::Percent(percent) => part(percent).div_ceil(100) as u32,
        };
        let unavailable = match self.max_unavailable {
            Amount::Count(count) => count,
            Amount::Percent(percent) => (part(percent) / 100) as u32,
        };
        let unavailable = if surge == 0 { unavailable.max(1) } else { unavailable };
        Limits { surge, unavailable: unavailable.min(desired) }
    }
}

/// The replicas of one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReplicaSet {
    /// Versions are numbered in the order in which they were made.
    pub version: u16,
    /// How many there are to be.
    pub replicas: u32,
    /// How many of them were available when last looked at: ready, and that for long enough.
    pub available: u32,
}

/// The sets of a deployment: without a rollout one, and during a rollout the new one and those that are replaced.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rollout {
    /// The new one is last, the others are by version.
    sets: Vec<ReplicaSet>,
    /// What was desired at the latest sync, and the most replicas that were allowed.
    desired: u32,
    most: u32,
}

impl Rollout {
    /// One version, with so many replicas.
    pub fn new(version: u16, desired: u32) -> Rollout {
        Rollout::of(&[(version, desired)], desired, desired)
    }

    /// In the middle of a rollout: versions and their replicas, the new one last, what was desired when these came about,
    /// and how many replicas were allowed.
    pub fn of(sets: &[(u16, u32)], desired: u32, most: u32) -> Rollout {
        let set = |&(version, replicas): &(u16, u32)| ReplicaSet { version, replicas, available: 0 };
        Rollout { sets: sets.iter().map(set).collect(), desired, most }
    }

    /// All sets, the new one last.
    pub fn sets(&self) -> &[ReplicaSet] {
        &self.sets
    }

    /// The set of the version that is to replace all others.
    pub fn newest(&self) -> ReplicaSet {
        self.sets[self.sets.len() - 1]
    }

    /// Whether other versions are still being replaced.
    pub fn is_under_way(&self) -> bool {
        self.sets.len() > 1
    }

    /// From now on this version replaces all others. An older one of which there are replicas keeps them: so one rolls
    /// back.
    pub fn begin(&mut self, version: u16) {
        let known = self.sets.iter().position(|set| set.version == version);
        let set = known.map(|place| self.sets.remove(place));
        self.sets.sort_by_key(|set| set.version);
        self.sets.push(set.unwrap_or(ReplicaSet { version, replicas: 0, available: 0 }));
    }

    /// Sets how many replicas each set is to have, now that so many are desired in all and so many of each version are
    /// available. Whether a rollout is complete by this.
    pub fn sync(&mut self, desired: u32, strategy: &Strategy, available: impl Fn(u16) -> u32) -> bool {
        // Sets that are empty now were so at the latest sync: their replicas are gone.
        let only_new = self.total() == self.newest().replicas;
        if desired != self.desired {
            self.scale(desired, strategy);
        }
        if !self.is_under_way() {
            return false;
        }
        for set in &mut self.sets {
            set.available = available(set.version).min(set.replicas);
        }
        let limits = strategy.limits(desired);
        self.most = desired + limits.surge;
        let newest = self.newest();
        if only_new && newest.replicas == desired && newest.available == desired {
            self.sets = vec![newest];
            return true;
        }
        while self.grow() || self.shrink(desired - limits.unavailable) {}
        false
    }

    fn total(&self) -> u32 {
        self.sets.iter().map(|set| set.replicas).sum()
    }

    fn olds(&mut self) -> &mut [ReplicaSet] {
        let last = self.sets.len() - 1;
        &mut self.sets[..last]
    }

    /// The new set gets as many replicas as there may be. Whether that is another number.
    fn grow(&mut self) -> bool {
        let (room, newest) = (self.most.saturating_sub(self.total()), self.newest());
        let replicas = self.desired.min(newest.replicas + room);
        let last = self.sets.len() - 1;
        let available = newest.available.min(replicas);
        self.sets[last] = ReplicaSet { replicas, available, ..newest };
        replicas != newest.replicas
    }

    /// The old sets lose what can be spared: `least` stay available. Whether anything was.
    fn shrink(&mut self, least: u32) -> bool {
        let newest = self.newest();
        // Those of the new set that are not available yet are no reason to take more away.
        let spare =
            i64::from(self.total()) - i64::from(least) - i64::from(newest.replicas - newest.available);
        let mut left = spare.max(0) as u32;
        let before = self.total();
        for set in self.olds() {
            let unhealthy = left.min(set.replicas - set.available);
            set.replicas -= unhealthy;
            left -= unhealthy;
        }
        let available = self.sets.iter().map(|set| set.available).sum::<u32>();
        let mut left = if spare > 0 { available.saturating_sub(least) } else { 0 };
        for set in self.olds() {
            let gone = left.min(set.replicas);
            set.replicas -= gone;
            set.available = set.available.min(set.replicas);
            left -= gone;
        }
        self.total() < before
    }

    /// Another number is desired: each set gets its part of the most that are allowed now.
    pub fn scale(&mut self, desired: u32, strategy: &Strategy) {
        let before = i64::from(std::mem::replace(&mut self.most, desired + strategy.limits(desired).surge));
        (self.desired, self.most) = (desired, if desired == 0 { 0 } else { self.most });
        let last = self.sets.len() - 1;
        let mut active = self.sets.iter().enumerate().filter(|(_, set)| set.replicas > 0);
        match (active.next(), active.next()) {
            (None, _) => self.sets[last].replicas = desired,
            (Some((only, _)), None) => self.sets[only].replicas = desired,
            _ => self.share(before),
        }
    }

    /// All sets that have replicas get their parts, where so many were allowed `before`.
    fn share(&mut self, before: i64) {
        let (most, before) = (i64::from(self.most), before.max(1));
        let mut active: Vec<&mut ReplicaSet> = self.sets.iter_mut().filter(|set| set.replicas > 0).collect();
        let total: u32 = active.iter().map(|set| set.replicas).sum();
        let add = most - i64::from(total);
        if add == 0 {
            return;
        }
        // The largest first; of equals the newer one grows and the older one shrinks.
        active.sort_by_key(|set| {
            let version = i64::from(set.version);
            (std::cmp::Reverse(set.replicas), if add > 0 { -version } else { version })
        });
        let mut left = add;
        for set in &mut active {
            let now = i64::from(set.replicas);
            let rounded = (2 * now * most + before) / (2 * before);
            let part = if add > 0 { (rounded - now).min(left) } else { (rounded - now).max(left) };
            set.replicas = (now + part).max(0) as u32;
            left -= part;
        }
        if let Some(largest) = active.first_mut() {
            largest.replicas = (i64::from(largest.replicas) + left).max(0) as u32;
        }
    }

    /// Bytes that it holds on the heap.
    pub fn bytes(&self) -> usize {
        let Self { sets, desired: _, most: _ } = self;
        sets.capacity() * size_of::<ReplicaSet>()
    }
}
