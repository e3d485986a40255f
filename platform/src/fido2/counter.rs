//! Signature counters must go up.

use super::Fido2Error;

/// The last signature counter of one credential.
///
/// An authenticator without a counter always says 0; that is allowed as long as it never said
/// anything else.
///
/// ```
/// use lawful_platform::fido2::CounterGuard;
/// let mut guard = CounterGuard::new(4);
/// assert!(guard.advance(5).is_ok());
/// assert!(guard.advance(5).is_err(), "the same again: a clone signed");
/// assert_eq!(guard.last(), 5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CounterGuard {
    last: u32,
}

impl CounterGuard {
    /// Begins with the counter of the registration.
    pub fn new(last: u32) -> CounterGuard {
        CounterGuard { last }
    }

    /// Returns the last counter, to be stored.
    pub fn last(self) -> u32 {
        self.last
    }

    /// Takes the counter of a new, verified signature.
    ///
    /// # Errors
    /// [`Fido2Error::CounterWentBack`] if it is not above the last one; nothing changes then.
    pub fn advance(&mut self, found: u32) -> Result<(), Fido2Error> {
        if (self.last, found) != (0, 0) && found <= self.last {
            return Err(Fido2Error::CounterWentBack {
                last: self.last,
                found,
            });
        }
        self.last = found;
        Ok(())
    }
}
