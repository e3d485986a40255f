//! The clocks of gates.

use crate::trust::ManualClock;
use lawful_covenant::clock::{Clock, ClockError, Moment, SystemClock, Watch};
use lawful_trust::Clock as _;
use std::sync::Arc;

/// A clock that is set by hand, as a clock of gates.
struct ByHand(Arc<lawful_trust::ManualClock>);

impl Clock for ByHand {
    fn now(&self) -> Result<Moment, ClockError> {
        u64::try_from(self.0.now().as_millisecond())
            .map(Moment::from_millis)
            .map_err(|_| ClockError::Unavailable("it is before 1970".to_owned()))
    }
}

/// Watches the given clock, or that of the machine.
pub fn watched(clock: Option<&ManualClock>) -> Arc<Watch> {
    Arc::new(match clock {
        Some(clock) => Watch::new(ByHand(Arc::clone(&clock.0))),
        None => Watch::new(SystemClock),
    })
}
