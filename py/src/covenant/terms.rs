//! What terms and mandates say, as Python shows it.

use super::budget::name_of;
use super::review_gate::ReviewGate;
use crate::platform::PublicKey;
use lawful_covenant::budget::RateLimit;
use lawful_covenant::capability::{Permission, Permissions};
use lawful_covenant::review;
use lawful_platform as platform;
use std::collections::BTreeSet;

/// Returns the layers of permissions as texts.
pub fn layers(permissions: &Permissions) -> Vec<Vec<String>> {
    let texts = |layer: &BTreeSet<Permission>| layer.iter().map(Permission::to_string).collect();
    permissions.layers().map(texts).collect()
}

/// Returns rate limits as tuples.
pub fn rates(rates: &BTreeSet<RateLimit>) -> Vec<(&'static str, u64, u64)> {
    let tuple = |rate: &RateLimit| {
        let name = name_of(rate.resource());
        (name, rate.most(), rate.window_millis())
    };
    rates.iter().map(tuple).collect()
}

/// Returns review gates as objects.
pub fn gates(gates: &BTreeSet<review::ReviewGate>) -> Vec<ReviewGate> {
    gates.iter().cloned().map(ReviewGate).collect()
}

/// Returns public keys as objects.
pub fn public<'a>(keys: impl IntoIterator<Item = &'a platform::PublicKey>) -> Vec<PublicKey> {
    keys.into_iter().cloned().map(PublicKey).collect()
}
