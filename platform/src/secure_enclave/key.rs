//! A key in the enclave.

use super::enclave;
use crate::open_keys::KeyFlag;
use crate::{
    Anchor, Context, Key, KeyName, PublicKey, SignError, Signature, Signer, StoreError, Verifier,
    ecdsa_p256,
};
use security_framework::key::SecKey;

/// A P-256 key in the Secure Enclave. The secret never leaves it.
pub struct EnclaveKey {
    pub(super) name: KeyName,
    pub(super) public: PublicKey,
    pub(super) key: SecKey,
    pub(super) alive: KeyFlag,
}

impl Signer for EnclaveKey {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, context: &Context, message: &[u8]) -> Result<Signature, SignError> {
        self.alive.check(&self.name)?;
        let der = enclave::sign(&self.key, &context.preimage(message)?)?;
        let signature = ecdsa_p256::lower_s_of_der(&der).map(Signature::p256);
        match signature {
            Some(signature) if self.public.verify(context, message, &signature).is_ok() => {
                Ok(signature)
            }
            _ => Err(StoreError::Refused {
                device: Anchor::SecureEnclave,
                reason: format!(
                    "signing: the signature of `{}` is not by its key",
                    self.name
                ),
            }
            .into()),
        }
    }
}

impl Key for EnclaveKey {
    fn name(&self) -> &KeyName {
        &self.name
    }
}
