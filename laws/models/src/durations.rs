//! Durations, and how they move moments.

use lawful::prelude::*;
use lawful::register;
use proptest::strategy::Strategy;
use std::time::{Duration, SystemTime};

/// Durations of up to three centuries, added; they act on moments of this era.
struct Durations;

fn durations() -> Sort<Duration> {
    let parts = (0u64..10_000_000_000, 0u32..1_000_000_000);
    Sort::strategy(parts.prop_map(|(seconds, nanoseconds)| Duration::new(seconds, nanoseconds)))
        .edges_from([
            Duration::ZERO,
            Duration::from_nanos(1),
            Duration::from_millis(1),
            Duration::from_secs(1),
            Duration::from_nanos(999_999_999),
            Duration::from_secs(86_400),
            Duration::from_secs(9_999_999_999),
        ])
        .weighed(Duration::as_nanos)
        .ordered()
        .stored()
}

impl Carrier for Durations {
    type Elem = Duration;
    fn elem(&self) -> Sort<Duration> {
        durations()
    }
}
impl Semigroup for Durations {
    fn combine(&self, a: &Duration, b: &Duration) -> Duration {
        *a + *b
    }
}
impl Monoid for Durations {
    fn empty(&self) -> Duration {
        Duration::ZERO
    }
}
impl CommutativeSemigroup for Durations {}
impl CommutativeMonoid for Durations {}
impl SemigroupAction for Durations {
    type State = SystemTime;
    fn state(&self) -> Sort<SystemTime> {
        durations().map(|since| SystemTime::UNIX_EPOCH + since)
    }
    fn act(&self, a: &Duration, s: &SystemTime) -> SystemTime {
        *s + *a
    }
}
impl MonoidAction for Durations {}
register! {
    id: "time.durations",
    version: "1",
    about: "durations under addition, moving moments of the system clock",
    model: Durations,
    theories: [CommutativeMonoid, MonoidAction],
}
