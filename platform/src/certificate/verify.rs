//! Reading certificates.

use super::statement::{PAYLOAD_TYPE, Statement};
use super::{Artifact, CertificateError, Demand, Description, Predicate};
use crate::dsse::Dsse;
use crate::{PublicKey, TrustedKeys, hex};
use jiff::Timestamp;

/// A certificate that a trusted key signed and that fits the model and the demand.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// The id of the model.
    pub model: String,
    /// What was certified.
    pub predicate: Predicate,
    /// The key that signed.
    pub signer: PublicKey,
}

/// Verifies a certificate: a trusted key signed it, it is of this model as it is now, and every
/// verdict is at least what is demanded.
///
/// `current` describes the model as it is registered now; `artifacts` are files that must be among
/// the certified ones.
///
/// # Errors
/// The first thing that does not fit; see [`CertificateError`].
pub fn verify(
    envelope: &Dsse,
    trusted: &TrustedKeys,
    current: &Description,
    artifacts: &[Artifact],
    demand: Demand,
    now: Timestamp,
) -> Result<Certificate, CertificateError> {
    let verified = envelope.verify(PAYLOAD_TYPE, trusted)?;
    let statement = Statement::parse(verified.payload)?;
    let predicate = &statement.predicate;
    check_time(predicate, now)?;
    check_model(&statement, current)?;
    for artifact in artifacts {
        let digest = hex::encode(&artifact.sha256);
        let known = statement.subject.iter().skip(1);
        if !known
            .into_iter()
            .any(|s| s.name == artifact.name && s.sha256() == Some(&digest))
        {
            return Err(CertificateError::OtherArtifact(artifact.name.clone()));
        }
    }
    if predicate.laws.is_empty() {
        return Err(CertificateError::Empty(current.model.clone()));
    }
    predicate
        .laws
        .iter()
        .try_for_each(|law| demand.check(law))?;
    Ok(Certificate {
        model: current.model.clone(),
        signer: verified.signer.clone(),
        predicate: statement.predicate,
    })
}

fn check_time(predicate: &Predicate, now: Timestamp) -> Result<(), CertificateError> {
    let issued_at = predicate.issued_at;
    if issued_at > now {
        return Err(CertificateError::FromTheFuture { issued_at, now });
    }
    match predicate.expires_at {
        Some(ended) if ended <= now => Err(CertificateError::Expired { ended, now }),
        _ => Ok(()),
    }
}

/// Compares the certificate with the model, so that the message names the difference; the digest
/// catches whatever is left.
fn check_model(statement: &Statement, current: &Description) -> Result<(), CertificateError> {
    let predicate = &statement.predicate;
    let subject = statement
        .subject
        .first()
        .ok_or_else(|| CertificateError::Malformed("it has no subject".to_owned()))?;
    if subject.name != current.model {
        return Err(CertificateError::OtherModel {
            found: subject.name.chars().take(100).collect(),
            expected: current.model.clone(),
        });
    }
    if predicate.version != current.version {
        return Err(CertificateError::OtherVersion {
            found: predicate.version.chars().take(100).collect(),
            expected: current.version.clone(),
        });
    }
    for law in &current.laws {
        let grown = |change: String| CertificateError::LawSetGrown {
            law: law.law.clone(),
            change,
        };
        match predicate
            .laws
            .iter()
            .find(|certified| certified.law == law.law)
        {
            None => return Err(grown("is not in the certificate".to_owned())),
            Some(certified) if certified.law_set != law.law_set => {
                let (now, then) = (law.law_set, certified.law_set);
                return Err(grown(format!(
                    "is at version {now}, and version {then} was certified"
                )));
            }
            Some(_) => {}
        }
    }
    let digest = current.digest();
    if subject.sha256() != Some(&digest) || predicate.laws.len() != current.laws.len() {
        return Err(CertificateError::OtherDigest {
            found: subject
                .sha256()
                .unwrap_or("missing")
                .chars()
                .take(64)
                .collect(),
            expected: digest,
        });
    }
    Ok(())
}
