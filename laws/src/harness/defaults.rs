//! What a test target sets by itself.

use crate::check::{Budget, Config};
use std::time::Duration;

/// What a test target sets for its laws, where the environment says nothing. Submitted by
/// [`harness_defaults!`](crate::harness_defaults!), never by hand.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Defaults {
    pub cases: u64,
    pub deadline: Duration,
}

inventory::collect!(Defaults);

/// Sets how much is tried for each law in this program, where the environment says nothing: for test
/// targets whose models are slow, since they talk to a server for instance.
///
/// `cases` is the number of random cases, `deadline` a number of seconds. Set more than once, the
/// fewest cases and the longest time count.
///
/// ```
/// lawful::harness_defaults! { cases: 1_000, deadline: 60 }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! harness_defaults {
    (cases: $cases:expr, deadline: $deadline:expr $(,)?) => {
        $crate::inventory::submit! {
            $crate::harness::Defaults {
                cases: $cases,
                deadline: ::std::time::Duration::from_secs($deadline),
            }
        }
    };
}

/// Returns the settings of a run in this program.
pub(super) fn config() -> Config {
    with(inventory::iter::<Defaults>())
}

fn with<'a>(all: impl IntoIterator<Item = &'a Defaults>) -> Config {
    let set = all.into_iter().copied().reduce(|a, b| Defaults {
        cases: a.cases.min(b.cases),
        deadline: a.deadline.max(b.deadline),
    });
    let config = Config::default();
    match set {
        None => config,
        Some(Defaults { cases, deadline }) => Config {
            budget: Budget::Cases(cases),
            deadline,
            ..config
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sets_stays() {
        assert_eq!(with([]), Config::default());
    }

    #[test]
    fn the_fewest_cases_and_the_longest_time_count() {
        let set = |cases, seconds| Defaults {
            cases,
            deadline: Duration::from_secs(seconds),
        };
        let config = with(&[set(7, 30), set(9, 60)]);
        assert_eq!(config.budget, Budget::Cases(7));
        assert_eq!(config.deadline, Duration::from_secs(60));
    }
}
