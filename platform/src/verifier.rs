//! Verification: of one signature, and against a set of trusted keys.

use crate::ecdsa_p256::Refusal;
use crate::public_key::CurveKey;
use crate::{Algorithm, Context, ContextError, PublicKey, Signature, ecdsa_p256, ed25519};
use sha2::{Digest, Sha256};

/// Why a signature was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The signature does not fit the key, the context and the message.
    #[error("the signature does not fit this key, context and message")]
    Refused,
    /// The signature is of another algorithm than the key.
    #[error(
        "the signature is `{signature}` and the key is `{key}`; they must be the same algorithm"
    )]
    OtherAlgorithm {
        /// The algorithm of the key.
        key: Algorithm,
        /// The algorithm of the signature.
        signature: Algorithm,
    },
    /// The signature verifies, but it is the variant that anybody can make of a good one.
    #[error(
        "the signature has a high `s`: it is a good signature that was altered; ask for the original"
    )]
    HighS,
    /// The authenticator did not see a person.
    #[error("the authenticator says that no person was present (flags `{0:#04x}`)")]
    NoUserPresent(u8),
    /// The flags announce data that is not there.
    #[error("the authenticator's flags `{0:#04x}` announce data that a signature does not carry")]
    Flags(u8),
    /// The message does not belong in the context.
    #[error(transparent)]
    Context(#[from] ContextError),
    /// No trusted key made the signature.
    #[error("none of the {0} trusted keys made this signature")]
    NoTrustedKey(usize),
}

/// Whatever can tell a good signature from a bad one: a key, or a set of trusted keys.
pub trait Verifier: Send + Sync {
    /// Verifies a signature of a message in a context.
    ///
    /// # Errors
    /// If the signature is not good; there is no third answer.
    fn verify(
        &self,
        context: &Context,
        message: &[u8],
        signature: &Signature,
    ) -> Result<(), VerifyError>;
}

impl<V: Verifier + ?Sized> Verifier for &V {
    fn verify(
        &self,
        context: &Context,
        message: &[u8],
        signature: &Signature,
    ) -> Result<(), VerifyError> {
        (**self).verify(context, message, signature)
    }
}

impl Verifier for PublicKey {
    fn verify(
        &self,
        context: &Context,
        message: &[u8],
        signature: &Signature,
    ) -> Result<(), VerifyError> {
        if self.algorithm() != signature.algorithm() {
            return Err(VerifyError::OtherAlgorithm {
                key: self.algorithm(),
                signature: signature.algorithm(),
            });
        }
        let prefix = context.prefix_of(message)?;
        let parts = [&prefix[..], message];
        match (self.rp_id_hash(), signature.device_statement()) {
            (Some(rp_id_hash), Some(device)) => {
                // Attested credential data (0x40) and extensions (0x80) would follow the counter.
                if device.flags & 0xc0 != 0 {
                    return Err(VerifyError::Flags(device.flags));
                }
                if !device.user_present() {
                    return Err(VerifyError::NoUserPresent(device.flags));
                }
                let mut signed = rp_id_hash.to_vec();
                signed.push(device.flags);
                signed.extend(device.counter.to_be_bytes());
                let hash = parts
                    .iter()
                    .fold(Sha256::new(), |hash, part| hash.chain_update(part));
                signed.extend(hash.finalize());
                verify_raw(self.curve(), [&signed, &[]], signature.raw())
            }
            _ => verify_raw(self.curve(), parts, signature.raw()),
        }
    }
}

fn verify_raw(key: &CurveKey, parts: [&[u8]; 2], raw: &[u8; 64]) -> Result<(), VerifyError> {
    match key {
        CurveKey::Ed25519(key) if ed25519::verify_parts(key, parts, raw) => Ok(()),
        CurveKey::Ed25519(_) => Err(VerifyError::Refused),
        CurveKey::P256(key) => {
            ecdsa_p256::verify(key, &parts.concat(), raw).map_err(|why| match why {
                Refusal::HighS => VerifyError::HighS,
                Refusal::Wrong => VerifyError::Refused,
            })
        }
    }
}
