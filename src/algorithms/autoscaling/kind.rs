//! The autoscalers by name, with where their rules are from.

/// An autoscaler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// As many as someone wrote down.
    Fixed,
    /// The Kubernetes HPA: use by target.
    Hpa,
    /// Thresholds and steps.
    Steps,
    /// By the clock.
    Schedule,
    /// The HPA between bounds that follow the clock.
    ScheduledHpa,
    /// By the queue.
    Backlog,
    /// Larger machines instead of more.
    Vertical,
}

impl Kind {
    /// Every autoscaler, for a list to choose from.
    pub const ALL: [Kind; 7] = [
        Kind::Fixed,
        Kind::Hpa,
        Kind::Steps,
        Kind::Schedule,
        Kind::ScheduledHpa,
        Kind::Backlog,
        Kind::Vertical,
    ];

    /// Its word in links, which never changes.
    pub const fn key(self) -> &'static str {
        self.facts().0
    }

    /// Its name for people.
    pub const fn name(self) -> &'static str {
        self.facts().1
    }

    /// Where its rule is from.
    pub const fn source(self) -> &'static str {
        self.facts().2
    }

    const fn facts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Kind::Fixed => ("fixed", "Fixed count", "folklore"),
            Kind::Hpa => {
                ("hpa", "Kubernetes HPA", "Kubernetes autoscaling/v2, replica_calculator.go, horizontal.go")
            }
            Kind::Steps => ("steps", "Step scaling", "AWS EC2 Auto Scaling, step scaling policies"),
            Kind::Schedule => ("schedule", "Schedule", "KEDA, Cron scaler; AWS, scheduled scaling"),
            Kind::ScheduledHpa => {
                ("scheduled-hpa", "Schedule and HPA", "AWS, scheduled scaling beside dynamic scaling")
            }
            Kind::Backlog => ("backlog", "Queue length", "AWS EC2 Auto Scaling, scaling based on Amazon SQS"),
            Kind::Vertical => ("vertical", "Vertical", "folklore: thresholds and a hold time"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_autoscaler_is_listed_once_under_a_key_and_a_name_of_its_own() {
        let distinct =
            |text: fn(Kind) -> &'static str| Kind::ALL.map(text).into_iter().collect::<BTreeSet<_>>().len();
        assert_eq!((distinct(Kind::key), distinct(Kind::name)), (Kind::ALL.len(), Kind::ALL.len()));
        assert!(Kind::ALL.is_sorted());
        let plain = |key: &str| key.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(Kind::ALL.iter().all(|kind| plain(kind.key()) && !kind.source().is_empty()));
    }
}
