//! What a link can say about how a run is shown, as closed lists of words.

use super::words::words;

words! {
    /// How much of the page there is around the stage.
    #[derive(Default)]
    Ui {
        /// All of it.
        #[default]
        Full = "full",
        /// In as little room as it can.
        Compact = "compact",
        /// The transport only.
        Min = "min",
        /// Only the stage.
        None = "none",
    }

    /// What stands in the middle.
    #[derive(Default)]
    View {
        /// The picture of the moment.
        #[default]
        Stage = "stage",
        /// The diagram of nodes over time.
        Spacetime = "spacetime",
        /// Both.
        Split = "split",
    }

    /// Light or dark.
    #[derive(Default)]
    Theme {
        /// As the system is set.
        #[default]
        Auto = "auto",
        /// Light.
        Light = "light",
        /// Dark.
        Dark = "dark",
    }

    /// Whether things move.
    #[derive(Default)]
    Motion {
        /// As the system is set.
        #[default]
        Auto = "auto",
        /// They do.
        Full = "full",
        /// Only where it is needed.
        Reduced = "reduced",
    }

    /// How the page takes its place in a frame.
    #[derive(Default)]
    Fit {
        /// It fills the box that it is given.
        #[default]
        Fill = "fill",
        /// Its height follows from its content.
        Content = "content",
    }

    /// A part of the page that can be shown or hidden.
    Part {
        /// The lab's name.
        Title = "title",
        /// What the signs mean.
        Legend = "legend",
        /// The parameters.
        Params = "params",
        /// Measures over time.
        Plots = "plots",
        /// What happened, in words.
        Log = "log",
        /// The diagram of nodes over time.
        Spacetime = "spacetime",
        /// What can be done to the run.
        Faults = "faults",
        /// The simulated time.
        Clock = "clock",
        /// The seed.
        Seed = "seed",
        /// Where this comes from.
        Brand = "brand",
        /// The lesson.
        Story = "story",
    }
}

/// What a reader of an embed cannot change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Lock {
    /// Nothing is locked.
    #[default]
    Nothing,
    /// No parameter can be changed.
    All,
    /// The parameters with these keys cannot be changed.
    Keys(Vec<String>),
}

/// Where playing stops by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PauseAt {
    /// Nowhere.
    #[default]
    Nowhere,
    /// At every mark.
    Marks,
    /// At every fault.
    Faults,
    /// At the marks with these ids.
    Listed(Vec<String>),
}

impl Ui {
    /// Whether this much of the page has a part, if the page has it at all.
    pub fn has(self, part: Part) -> bool {
        match self {
            Ui::Full => true,
            Ui::Compact => {
                matches!(part, Part::Title | Part::Clock | Part::Brand | Part::Params | Part::Faults)
            }
            Ui::Min => part == Part::Clock,
            Ui::None => false,
        }
    }
}

impl Lock {
    /// Whether the parameter with this key is locked.
    pub fn holds(&self, key: &str) -> bool {
        match self {
            Lock::Nothing => false,
            Lock::All => true,
            Lock::Keys(keys) => keys.iter().any(|locked| locked == key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Settings;

    #[test]
    fn a_part_is_shown_or_hidden_by_name_before_all_else() {
        let shows = |query: &str, part, usual| Settings::parse(query).0.shows(part, usual);
        assert!(shows("", Part::Title, true) && !shows("", Part::Log, false));
        assert!(shows("show=log", Part::Log, false) && shows("ui=none&show=log", Part::Log, false));
        assert!(!shows("hide=title", Part::Title, true) && !shows("show=log&hide=log", Part::Log, false));
        assert!(shows("ui=min", Part::Clock, true) && !shows("ui=min", Part::Title, true));
        assert!(shows("ui=compact", Part::Title, true) && !shows("ui=compact", Part::Plots, true));
    }
}
