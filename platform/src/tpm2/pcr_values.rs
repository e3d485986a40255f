//! Values of platform configuration registers.

use super::Tpm2Error;
use crate::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Values of some platform configuration registers of the SHA-256 bank: numbers 0 to 23.
///
/// JSON form: an object `{"7": "…64 hexadecimal digits…"}`.
///
/// ```
/// use lawful_platform::tpm2::PcrValues;
/// let zero: PcrValues = serde_json::from_str(&format!(r#"{{"7":"{}"}}"#, "00".repeat(32))).unwrap();
/// assert_eq!(zero.get(7), Some(&[0; 32]));
/// assert!(serde_json::from_str::<PcrValues>(r#"{"99":"00"}"#).is_err());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "BTreeMap<String, String>",
    into = "BTreeMap<String, String>"
)]
pub struct PcrValues {
    values: BTreeMap<u8, [u8; 32]>,
}

impl PcrValues {
    /// The highest number of a register.
    pub const HIGHEST: u8 = 23;

    /// Makes a set of values; numbers are 0 to 23.
    ///
    /// # Errors
    /// [`Tpm2Error::BadRegisters`] if a number is above 23 or comes twice.
    pub fn new(values: impl IntoIterator<Item = (u8, [u8; 32])>) -> Result<PcrValues, Tpm2Error> {
        let mut map = BTreeMap::new();
        for (index, value) in values {
            if index > Self::HIGHEST || map.insert(index, value).is_some() {
                return Err(Tpm2Error::BadRegisters(index.to_string()));
            }
        }
        Ok(PcrValues { values: map })
    }

    /// Returns the value of a register, if it is in the set.
    pub fn get(&self, index: u8) -> Option<&[u8; 32]> {
        self.values.get(&index)
    }

    /// Visits numbers and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (u8, &[u8; 32])> {
        self.values.iter().map(|(index, value)| (*index, value))
    }

    /// Returns whether there is no register in the set.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Returns how many registers are in the set.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Returns the digest that a TPM quotes: SHA-256 of all values in order.
    pub fn digest(&self) -> [u8; 32] {
        self.values
            .values()
            .fold(Sha256::new(), |hash, value| hash.chain_update(value))
            .finalize()
            .into()
    }

    /// Checks that every register of this set has the same value in another one.
    ///
    /// # Errors
    /// The first register that is missing or differs.
    pub fn agree_with(&self, actual: &PcrValues) -> Result<(), Tpm2Error> {
        self.iter()
            .try_for_each(|(index, expected)| match actual.get(index) {
                None => Err(Tpm2Error::RegisterMissing(index)),
                Some(found) if found == expected => Ok(()),
                Some(found) => Err(Tpm2Error::Register {
                    index,
                    found: hex::encode(found),
                    expected: hex::encode(expected),
                }),
            })
    }
}

impl TryFrom<BTreeMap<String, String>> for PcrValues {
    type Error = Tpm2Error;

    fn try_from(texts: BTreeMap<String, String>) -> Result<PcrValues, Tpm2Error> {
        let values: Option<Vec<_>> = texts
            .iter()
            .map(|(index, value)| {
                let number: u8 = index.parse().ok()?;
                // One spelling: `7`, not `07` or `+7`.
                (number.to_string() == *index).then_some(())?;
                Some((number, hex::decode(value)?.try_into().ok()?))
            })
            .collect();
        let bad = || {
            let text = serde_json::to_string(&texts).unwrap_or_default();
            Tpm2Error::BadRegisters(text.chars().take(120).collect())
        };
        PcrValues::new(values.ok_or_else(bad)?)
    }
}

impl From<PcrValues> for BTreeMap<String, String> {
    fn from(values: PcrValues) -> BTreeMap<String, String> {
        values
            .iter()
            .map(|(index, value)| (index.to_string(), hex::encode(value)))
            .collect()
    }
}
