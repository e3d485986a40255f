//! Keys, times, and whose word counts, for tests of ledgers.

use jiff::Timestamp;
use lawful_platform::{SoftwareKey, TrustedKeys};

pub fn key(n: u8) -> SoftwareKey {
    SoftwareKey::from_ed25519_seed(&[n; 32])
}

#[allow(dead_code, reason = "not every test program has times")]
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

#[allow(dead_code, reason = "not every test program asks whose word counts")]
pub fn nobody() -> TrustedKeys {
    TrustedKeys::default()
}
