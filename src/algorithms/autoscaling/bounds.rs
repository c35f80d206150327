//! The fewest and the most machines that there may be.

/// The fewest and the most machines, `min` at most `max`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// The fewest.
    pub min: u32,
    /// The most.
    pub max: u32,
}

impl Bounds {
    /// These bounds.
    ///
    /// # Panics
    /// If `min` is more than `max`.
    pub fn new(min: u32, max: u32) -> Bounds {
        assert!(min <= max, "at least {min} and at most {max} machines cannot both be");
        Bounds { min, max }
    }

    /// The nearest number inside.
    pub fn clamp(self, count: u32) -> u32 {
        count.clamp(self.min, self.max)
    }

    /// What holds `asked` back, for a reason: `, capped by maximum 40`; nothing if it is inside.
    pub(super) fn held(self, asked: u32) -> String {
        if asked > self.max {
            format!(", capped by maximum {}", self.max)
        } else if asked < self.min {
            format!(", held at minimum {}", self.min)
        } else {
            String::new()
        }
    }

    /// That the present count is outside: `4 below minimum 6`.
    pub(super) fn outside(self, current: u32) -> String {
        if current > self.max {
            format!("{current} over maximum {}", self.max)
        } else {
            format!("{current} below minimum {}", self.min)
        }
    }
}

impl Default for Bounds {
    /// One to ten, as `kubectl autoscale` examples have it.
    fn default() -> Bounds {
        Bounds { min: 1, max: 10 }
    }
}
