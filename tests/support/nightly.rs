//! How much is tried: what finds mistakes on most days, or all of it.

/// The variable that asks for all: `FAULTYARD_NIGHTLY=1`.
const NIGHTLY: &str = "FAULTYARD_NIGHTLY";

/// What is to be tried: `some` of it every day, `all` in the nightly mode. A claim about numbers (a mean over seeds, an
/// interval) is no matter of this: it always has all that it needs.
pub fn share<T>(some: T, all: T) -> T {
    if std::env::var_os(NIGHTLY).is_some_and(|value| value == "1") { all } else { some }
}
