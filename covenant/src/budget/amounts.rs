//! Amounts: whole, positive, bounded.

use super::{BudgetError, Resource};
use std::fmt;

/// An amount of a resource: a whole number from 1 to 2^63 - 1.
///
/// ```
/// use lawful_covenant::budget::Amount;
/// assert_eq!(Amount::new(500).unwrap().get(), 500);
/// assert!(Amount::new(0).is_err() && Amount::new(-1).is_err() && Amount::new(1 << 63).is_err());
/// assert!(Amount::from_f64(f64::NAN).is_err() && Amount::from_f64(0.5).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(u64);

impl Amount {
    /// The largest amount, 2^63 - 1.
    pub const MOST: Amount = Amount(i64::MAX as u64);

    /// Makes an amount.
    ///
    /// # Errors
    /// If the number is zero, negative, or above 2^63 - 1.
    pub fn new(number: i128) -> Result<Amount, BudgetError> {
        match u64::try_from(number) {
            Ok(n) if n > 0 && n <= Self::MOST.0 => Ok(Amount(n)),
            _ => Err(BudgetError::NotAnAmount(number.to_string())),
        }
    }

    /// Makes an amount of a float that is a whole number below 2^53, where floats are exact.
    ///
    /// # Errors
    /// If it is not a number, not whole, zero, negative or larger.
    pub fn from_f64(number: f64) -> Result<Amount, BudgetError> {
        let exact = number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
        if !exact {
            return Err(BudgetError::NotAnAmount(number.to_string()));
        }
        Amount::new(number as i128)
    }

    /// Returns the number.
    pub fn get(self) -> u64 {
        self.0
    }
}

/// An amount of each resource; none of a resource that was not named.
///
/// ```
/// use lawful_covenant::budget::{Amounts, Resource};
/// let amounts = Amounts::of(Resource::Tokens, 1000).unwrap().and(Resource::Calls, 1).unwrap();
/// assert_eq!(amounts.get(Resource::Tokens), 1000);
/// assert_eq!(amounts.get(Resource::EntropyBits), 0);
/// assert!(Amounts::of(Resource::Calls, -1).is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amounts([u64; Resource::COUNT]);

impl Amounts {
    /// Nothing of any resource.
    pub const NONE: Amounts = Amounts([0; Resource::COUNT]);

    /// Makes an amount of one resource.
    ///
    /// # Errors
    /// If the number is not an [`Amount`].
    pub fn of(resource: Resource, number: i128) -> Result<Amounts, BudgetError> {
        Self::NONE.and(resource, number)
    }

    /// Sets the amount of one more resource.
    ///
    /// # Errors
    /// If the number is not an [`Amount`].
    pub fn and(mut self, resource: Resource, number: i128) -> Result<Amounts, BudgetError> {
        let amount = Amount::new(number)?;
        if let Some(slot) = self.0.get_mut(resource as usize) {
            *slot = amount.get();
        }
        Ok(self)
    }

    /// Reads numbers of all resources, none of which is above the largest amount.
    pub(crate) fn from_numbers(numbers: [u64; Resource::COUNT]) -> Option<Amounts> {
        let good = numbers.iter().all(|n| *n <= Amount::MOST.get());
        good.then_some(Amounts(numbers))
    }

    /// Returns the numbers, in the order of [`Resource::ALL`].
    pub fn numbers(&self) -> &[u64; Resource::COUNT] {
        &self.0
    }

    /// Returns the amount of a resource; 0 if there is none.
    #[inline]
    pub fn get(&self, resource: Resource) -> u64 {
        self.0.get(resource as usize).copied().unwrap_or_default()
    }

    /// Returns whether there is nothing of any resource.
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }

    /// Returns the smaller amount of each resource.
    #[must_use]
    pub fn meet(&self, other: &Amounts) -> Amounts {
        self.zip(other, u64::min)
    }

    /// Returns the first resource of which there is less in these than in the others.
    #[inline]
    pub fn lacks(&self, wanted: &Amounts) -> Option<Resource> {
        let mut pairs = self.0.iter().zip(&wanted.0);
        let place = pairs.position(|(have, want)| have < want)?;
        Resource::ALL.get(place).copied()
    }

    /// Adds; stops at 2^64 - 1, which sums of parts of one budget never reach.
    #[inline]
    pub(crate) fn plus(&self, other: &Amounts) -> Amounts {
        self.zip(other, u64::saturating_add)
    }

    /// Subtracts; stops at 0.
    #[inline]
    pub(crate) fn minus(&self, other: &Amounts) -> Amounts {
        self.zip(other, u64::saturating_sub)
    }

    #[inline]
    fn zip(&self, other: &Amounts, join: impl Fn(u64, u64) -> u64) -> Amounts {
        let mut all = self.0;
        for (slot, number) in all.iter_mut().zip(other.0) {
            *slot = join(*slot, number);
        }
        Amounts(all)
    }
}

impl fmt::Display for Amounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let some = Resource::ALL.into_iter().filter(|r| self.get(*r) > 0);
        let texts: Vec<String> = some.map(|r| format!("{} {r}", self.get(r))).collect();
        f.write_str(if texts.is_empty() { "nothing" } else { "" })?;
        f.write_str(&texts.join(", "))
    }
}

impl fmt::Debug for Amounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Amounts({self})")
    }
}
