//! Conditions of permissions.

use super::argument_test::Test;
use super::pointer::Pointer;
use super::standing::{Standing, TrustLevel};
use crate::clock::Moment;
use lawful_platform::{Anchor, PublicKey};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt;

/// What must hold beside the pattern.
///
/// Text form: `/path under "/srv/app/**"`, `/amount <= 500`, `/currency in ["EUR","USD"]`,
/// `/note prefix "draft"`, `/body size <= 1000`, `trust >= 700`, `key in ["tpm2","fido2"]`,
/// `model certified`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Condition {
    /// An argument passes a test.
    Argument(Pointer, Test),
    /// The holder is trusted at least so much.
    Trust(TrustLevel),
    /// The holder's key is proved to live in one of these.
    Key(BTreeSet<Anchor>),
    /// The model that the call runs has a valid law certificate.
    CertifiedModel,
}

/// What a condition is evaluated against.
#[derive(Clone, Copy)]
pub struct Circumstances<'a> {
    /// The arguments of the call.
    pub arguments: &'a Value,
    /// The model that the call runs, if it names one.
    pub model: Option<&'a str>,
    /// Who holds the covenant.
    pub holder: &'a PublicKey,
    /// When.
    pub now: Moment,
    /// What is known of holders and models.
    pub standing: &'a dyn Standing,
}

impl Condition {
    /// Returns whether the condition holds; `None` if it cannot be decided: an argument is missing
    /// or of another kind, or nothing is known. What cannot be decided never allows.
    pub fn holds(&self, at: &Circumstances<'_>) -> Option<bool> {
        match self {
            Condition::Argument(pointer, test) => test.passes(pointer.find(at.arguments)?),
            Condition::Trust(least) => Some(at.standing.trust_of(at.holder, at.now)? >= *least),
            Condition::Key(kinds) => {
                Some(kinds.contains(&at.standing.key_kind(at.holder, at.now)?))
            }
            Condition::CertifiedModel => at.standing.is_certified(at.model?, at.now),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Condition::Argument(pointer, test) => write!(f, "{pointer} {test}"),
            Condition::Trust(level) => write!(f, "trust >= {level}"),
            Condition::Key(kinds) => {
                let names: Vec<String> = kinds.iter().map(|k| format!("\"{k}\"")).collect();
                write!(f, "key in [{}]", names.join(","))
            }
            Condition::CertifiedModel => f.write_str("model certified"),
        }
    }
}
