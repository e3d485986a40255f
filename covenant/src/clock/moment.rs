//! Points in time.

use std::fmt;

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(u64);

impl Moment {
    /// Makes a moment of milliseconds since 1970.
    pub const fn from_millis(millis: u64) -> Moment {
        Moment(millis)
    }

    /// Returns the milliseconds since 1970.
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// Returns the moment so many milliseconds later; the last one there is if it is beyond that.
    #[must_use]
    pub const fn plus_millis(self, millis: u64) -> Moment {
        Moment(self.0.saturating_add(millis))
    }
}

/// Prints RFC 3339, or the milliseconds for moments after the year 9999.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = i64::try_from(self.0)
            .ok()
            .and_then(|millis| jiff::Timestamp::from_millisecond(millis).ok());
        match time {
            Some(time) => write!(f, "{time}"),
            None => write!(f, "{} ms", self.0),
        }
    }
}
