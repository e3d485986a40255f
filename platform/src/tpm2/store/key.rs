//! A key in a TPM.

use super::session::TpmSession;
use crate::device_thread::DeviceThread;
use crate::{
    Anchor, Context, Key, KeyName, PublicKey, SignError, Signature, Signer, StoreError, Verifier,
    ecdsa_p256,
};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// A P-256 key in a TPM. The secret never leaves the TPM.
pub struct TpmKey {
    pub(super) name: KeyName,
    pub(super) public: PublicKey,
    pub(super) handle: u32,
    pub(super) tpm: Arc<DeviceThread<TpmSession>>,
}

impl Signer for TpmKey {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, context: &Context, message: &[u8]) -> Result<Signature, SignError> {
        let digest = Sha256::digest(context.preimage(message)?).into();
        let handle = self.handle;
        let raw = self
            .tpm
            .run(move |tpm| tpm.sign(handle, digest))
            .map_err(|error| {
                match error {
                    // The handle is empty: somebody deleted the key.
                    StoreError::Refused { reason, .. } if reason.starts_with("finding the key") => {
                        StoreError::Deleted(self.name.clone())
                    }
                    other => other,
                }
            })?;
        let signature = ecdsa_p256::lower_s(&raw).map(Signature::p256);
        // Another program may have put another key at this handle, and a faulty TPM may sign wrongly:
        // nothing leaves that does not verify.
        match signature {
            Some(signature) if self.public.verify(context, message, &signature).is_ok() => {
                Ok(signature)
            }
            _ => Err(StoreError::Refused {
                device: Anchor::Tpm2,
                reason: format!(
                    "signing: the signature of `{}` is not by its key",
                    self.name
                ),
            }
            .into()),
        }
    }
}

impl Key for TpmKey {
    fn name(&self) -> &KeyName {
        &self.name
    }
}
