//! Signing.

use crate::{Context, ContextError, PublicKey, Signature, StoreError};

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The message does not belong in the context.
    #[error(transparent)]
    Context(#[from] ContextError),
    /// The store of the key cannot or will not sign.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whatever can sign: a key in a store.
///
/// The secret cannot be read through this trait, and [`Signer`] is object-safe: code that signs
/// takes `&dyn Signer` and need not know where the key lives.
pub trait Signer: Send + Sync {
    /// Returns the public key.
    fn public_key(&self) -> &PublicKey;

    /// Signs a message in a context.
    ///
    /// # Errors
    /// If the message does not belong in the context, or the store is gone, locked, or has deleted
    /// the key.
    fn sign(&self, context: &Context, message: &[u8]) -> Result<Signature, SignError>;
}

impl<S: Signer + ?Sized> Signer for &S {
    fn public_key(&self) -> &PublicKey {
        (**self).public_key()
    }

    fn sign(&self, context: &Context, message: &[u8]) -> Result<Signature, SignError> {
        (**self).sign(context, message)
    }
}

impl<S: Signer + ?Sized> Signer for Box<S> {
    fn public_key(&self) -> &PublicKey {
        (**self).public_key()
    }

    fn sign(&self, context: &Context, message: &[u8]) -> Result<Signature, SignError> {
        (**self).sign(context, message)
    }
}

impl<S: Signer + ?Sized> Signer for std::sync::Arc<S> {
    fn public_key(&self) -> &PublicKey {
        (**self).public_key()
    }

    fn sign(&self, context: &Context, message: &[u8]) -> Result<Signature, SignError> {
        (**self).sign(context, message)
    }
}
