//! How much decay a time brings.

use crate::TrustError;
use crate::error::within;

/// The part of positive evidence that a day takes away, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DecayRate {
    a_day: f64,
    steps_a_millisecond: u64,
}

/// The most steps a millisecond, for the rate 1: no other rate comes near it. Nothing is left after
/// nine seconds, and the time line is long enough for 557 years of it.
const FASTEST: f64 = (1u64 << 52) as f64;

const MILLISECONDS: f64 = 86_400_000.0;

impl DecayRate {
    /// The rate that is used where none is given: 1 % a day.
    pub const STANDARD: f64 = 0.01;

    /// Makes a rate.
    ///
    /// # Errors
    /// If it is not a number from 0 to 1.
    ///
    /// ```
    /// use lawful_trust::DecayRate;
    /// assert!(DecayRate::new(0.01).is_ok());
    /// assert!(DecayRate::new(-0.01).is_err());
    /// assert!(DecayRate::new(f64::NAN).is_err());
    /// ```
    pub fn new(a_day: f64) -> Result<DecayRate, TrustError> {
        let a_day = within("decay rate", a_day, (0.0, 1.0), "from 0 to 1")?;
        let halvings_a_day = -(-a_day).ln_1p() / std::f64::consts::LN_2;
        Ok(DecayRate {
            a_day,
            // At the rate 1 this is infinite.
            steps_a_millisecond: (halvings_a_day / MILLISECONDS * (1u64 << 60) as f64)
                .round()
                .min(FASTEST) as u64,
        })
    }

    /// Returns the steps of some days, which are not negative.
    #[inline(always)]
    pub(crate) fn steps_in(self, days: f64) -> u128 {
        steps((days * MILLISECONDS + 0.5) as u64, self)
    }

    /// Returns the part that a day takes away.
    pub fn a_day(self) -> f64 {
        self.a_day
    }
}

/// A time that goes by, at a rate.
///
/// Times are counted in whole milliseconds and the rate in whole steps a millisecond (its precision
/// is 3 in 10^9 at 1 % a day), so that decays add exactly: see [`Decay::and`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decay {
    days: f64,
    rate: DecayRate,
    steps: u128,
}

impl Decay {
    /// Makes a decay of some days at a rate per day.
    ///
    /// # Errors
    /// If the days are negative or not finite, or the rate is not from 0 to 1.
    ///
    /// ```
    /// use lawful_trust::Decay;
    /// assert!(Decay::new(30.0, 0.01).is_ok());
    /// assert!(Decay::new(-1.0, 0.01).is_err());
    /// assert!(Decay::new(1.0, 1.5).is_err());
    /// ```
    #[inline]
    pub fn new(days: f64, rate: f64) -> Result<Decay, TrustError> {
        Decay::days(days, DecayRate::new(rate)?)
    }

    /// Makes a decay of some days.
    ///
    /// # Errors
    /// If the days are negative or not finite.
    #[inline]
    pub fn days(days: f64, rate: DecayRate) -> Result<Decay, TrustError> {
        let days = within("time in days", days, (0.0, f64::MAX), "from 0 upwards")?;
        Ok(Decay {
            days,
            rate,
            steps: rate.steps_in(days),
        })
    }

    /// Makes a decay of some milliseconds.
    pub fn milliseconds(milliseconds: u64, rate: DecayRate) -> Decay {
        Decay {
            days: milliseconds as f64 / MILLISECONDS,
            rate,
            steps: steps(milliseconds, rate),
        }
    }

    /// Makes a decay of some hours.
    ///
    /// # Errors
    /// If the hours are negative or not finite.
    pub fn hours(hours: f64, rate: DecayRate) -> Result<Decay, TrustError> {
        let hours = within("time in hours", hours, (0.0, f64::MAX), "from 0 upwards")?;
        let mut decay = Decay::milliseconds((hours * 3_600_000.0 + 0.5) as u64, rate);
        decay.days = hours / 24.0;
        Ok(decay)
    }

    /// Returns the decay of this time and another one after it.
    #[must_use]
    pub fn and(self, next: Decay) -> Decay {
        Decay {
            days: self.days + next.days,
            rate: next.rate,
            steps: self.steps.saturating_add(next.steps),
        }
    }

    /// Returns the time in days.
    pub fn in_days(self) -> f64 {
        self.days
    }

    /// Returns the rate.
    pub fn rate(self) -> DecayRate {
        self.rate
    }

    /// Returns how many steps a position moves on.
    #[inline(always)]
    pub fn steps(self) -> u128 {
        self.steps
    }
}

#[inline(always)]
fn steps(milliseconds: u64, rate: DecayRate) -> u128 {
    u128::from(milliseconds) * u128::from(rate.steps_a_millisecond)
}
