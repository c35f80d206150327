//! A claim that is put to the test again and again: how often it was, and how it first failed.

use std::hash::{Hash, Hasher};

/// What someone who looks on from outside has found of one claim. As long as it was never put to the test, nothing is
/// known of it: it neither holds nor fails.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Check {
    /// How often the claim was put to the test.
    pub tested: u64,
    /// How it failed the first time, if it did.
    pub flaw: Option<String>,
}

/// How often it was tested is no part of a state: two ways to one state are one for a search.
impl Hash for Check {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { tested: _, flaw } = self;
        flaw.hash(state);
    }
}

impl Check {
    /// Puts the claim to the test; `say` tells who is at fault, for the first failure only.
    #[inline]
    pub fn test(&mut self, holds: bool, say: impl FnOnce() -> String) {
        self.tested += 1;
        if !holds && self.flaw.is_none() {
            self.flaw = Some(say());
        }
    }

    /// What is known of the claim.
    #[inline]
    pub fn finding(&self) -> Finding<'_> {
        Finding { tested: self.tested, flaw: self.flaw.as_deref() }
    }

    /// Bytes that it holds on the heap.
    pub fn bytes(&self) -> usize {
        let Self { tested: _, flaw } = self;
        flaw.as_ref().map_or(0, String::capacity)
    }
}

/// What is known of a claim, wherever it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding<'a> {
    /// How often the claim was put to the test.
    pub tested: u64,
    /// How it failed the first time, if it did.
    pub flaw: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_failure_is_kept_and_each_test_is_counted() {
        let mut check = Check::default();
        assert_eq!(check.finding(), Finding { tested: 0, flaw: None });
        check.test(true, || unreachable!("it holds"));
        check.test(false, || "first".into());
        check.test(false, || "second".into());
        check.test(true, || unreachable!("it holds"));
        assert_eq!(check.finding(), Finding { tested: 4, flaw: Some("first") });
    }
}
