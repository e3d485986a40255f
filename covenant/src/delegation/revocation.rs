//! Signed revocations of links.

use crate::clock::Moment;
use crate::digest::Digest;
use crate::encoding::Writer;
use lawful_platform::{Context, PublicKey, SignError, Signature, Signer, Verifier, VerifyError};

const CONTEXT: Context = Context::fixed("lawful.covenant.revoke-link.v1");

/// A signed revocation of a covenant or link in a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// What is revoked.
    pub target: Digest,
    /// When, as the signer says.
    pub at: Moment,
    /// Why.
    pub reason: String,
    /// Who.
    pub key: PublicKey,
    /// The signature.
    pub signature: Signature,
}

fn bytes(target: &Digest, at: Moment, reason: &str) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.digest(target).u64(at.as_millis()).text(reason);
    writer.finish()
}

impl Revocation {
    /// Signs a revocation.
    ///
    /// # Errors
    /// If the key cannot sign.
    pub fn sign(
        target: Digest,
        at: Moment,
        reason: &str,
        signer: &dyn Signer,
    ) -> Result<Revocation, SignError> {
        Ok(Revocation {
            signature: signer.sign(&CONTEXT, &bytes(&target, at, reason))?,
            key: signer.public_key().clone(),
            target,
            at,
            reason: reason.to_owned(),
        })
    }

    /// Checks the signature.
    ///
    /// # Errors
    /// If it is not a signature of this revocation by the key that it names.
    pub fn verify(&self) -> Result<(), VerifyError> {
        let bytes = bytes(&self.target, self.at, &self.reason);
        self.key.verify(&CONTEXT, &bytes, &self.signature)
    }
}
