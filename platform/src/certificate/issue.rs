//! Issuing certificates.

use super::statement::{PAYLOAD_TYPE, Statement};
use super::{Artifact, Description, Predicate};
use crate::dsse::Dsse;
use crate::{SignError, Signer};
use jiff::Timestamp;
use lawful::evidence::{Evidence, Settings};

/// Certifies an evidence: what it says, good or bad, signed by a key.
///
/// `settings` are those of the run that gave the evidence; `artifacts` are files that the
/// certificate shall also be about.
///
/// # Errors
/// If the key cannot sign.
pub fn issue(
    evidence: &Evidence,
    settings: &Settings,
    artifacts: &[Artifact],
    issued_at: Timestamp,
    expires_at: Option<Timestamp>,
    key: &dyn Signer,
) -> Result<Dsse, SignError> {
    let predicate = Predicate {
        expires_at,
        ..Predicate::of(evidence, settings, issued_at)
    };
    let statement = Statement::new(&Description::of(evidence), artifacts, predicate);
    // Strings, numbers and objects with string keys: this cannot fail.
    let payload = serde_json::to_vec(&statement).unwrap_or_default();
    Dsse::sign(PAYLOAD_TYPE, &payload, &[key])
}
