//! Rate limits.

use super::{BudgetError, Resource};
use crate::clock::Moment;

/// At most so much of a resource in any window of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RateLimit {
    resource: Resource,
    most: u64,
    window_millis: u64,
}

impl RateLimit {
    /// Limits a resource to `most` units in any `window_millis` milliseconds.
    ///
    /// # Errors
    /// If either number is 0.
    pub fn new(
        resource: Resource,
        most: u64,
        window_millis: u64,
    ) -> Result<RateLimit, BudgetError> {
        if most == 0 || window_millis == 0 {
            return Err(BudgetError::BadRate(most, window_millis));
        }
        Ok(RateLimit {
            resource,
            most,
            window_millis,
        })
    }

    /// Returns what is limited.
    pub fn resource(&self) -> Resource {
        self.resource
    }

    /// Returns how much is allowed in a window.
    pub fn most(&self) -> u64 {
        self.most
    }

    /// Returns the length of the window.
    pub fn window_millis(&self) -> u64 {
        self.window_millis
    }
}

/// Into how many parts a window is cut.
const PARTS: usize = 16;

/// What was taken lately, in parts of a window. All parts that a window may touch count whole: so no
/// window ever holds more than the limit, and after a burst a call may wait a sixteenth too long.
#[derive(Debug, Clone)]
pub(super) struct Window {
    limit: RateLimit,
    parts: [u64; PARTS + 1],
    /// The number of the part that time is in.
    latest: u64,
    sum: u64,
}

impl Window {
    pub fn new(limit: RateLimit) -> Window {
        Window {
            limit,
            parts: [0; PARTS + 1],
            latest: 0,
            sum: 0,
        }
    }

    /// Forgets what is older than a window. Time that goes back changes nothing.
    fn advance(&mut self, now: Moment) {
        let part = now.as_millis() / self.limit.window_millis.div_ceil(PARTS as u64);
        let steps = part
            .saturating_sub(self.latest)
            .min(self.parts.len() as u64);
        for step in 1..=steps {
            let place = self.latest.saturating_add(step) % self.parts.len() as u64;
            if let Some(old) = self.parts.get_mut(place as usize) {
                self.sum -= *old;
                *old = 0;
            }
        }
        if steps == self.parts.len() as u64 {
            // Everything was forgotten: where the new parts begin does not matter.
            self.parts = [0; PARTS + 1];
            self.sum = 0;
        }
        self.latest = self.latest.max(part);
    }

    /// Checks that an amount may be taken now.
    pub fn check(&mut self, asked: u64, now: Moment) -> Result<(), BudgetError> {
        self.advance(now);
        if self.sum.saturating_add(asked) > self.limit.most {
            return Err(BudgetError::TooFast {
                resource: self.limit.resource,
                asked,
                most: self.limit.most,
                window_millis: self.limit.window_millis,
            });
        }
        Ok(())
    }

    /// Counts an amount that was checked.
    pub fn take(&mut self, amount: u64) {
        let place = self.latest % self.parts.len() as u64;
        if let Some(part) = self.parts.get_mut(place as usize) {
            *part += amount;
            self.sum += amount;
        }
    }

    pub fn resource(&self) -> Resource {
        self.limit.resource
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_window_ever_holds_more_than_the_limit() {
        let limit = RateLimit::new(Resource::Calls, 5, 100).unwrap();
        let mut window = Window::new(limit);
        let mut taken: Vec<u64> = Vec::new();
        let mut random = lawful::rng::Rng::new(7);
        let mut now = 0;
        for _ in 0..20_000 {
            now += random.below(40) as u64;
            let moment = Moment::from_millis(now);
            if window.check(1, moment).is_ok() {
                window.take(1);
                taken.push(now);
            }
            let recent = taken.iter().rev().take_while(|t| **t + 100 > now).count();
            assert!(recent <= 5, "{recent} in the window that ends at {now}");
        }
        assert!(
            taken.len() > 5_000,
            "the limit does not starve: {}",
            taken.len()
        );
    }
}
