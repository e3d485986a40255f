//! Sealing with the store's own key.
//!
//! The body of sealed data: the store (8 bytes, a hash of its sealing key), the nonce (24), the
//! ciphertext with its tag; the context is authenticated with it.

use crate::{Anchor, Context, Sealed, Secret, StoreError};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

const LABEL: &[u8] = b"lawful software seal v1\0";

fn store_id(key: &[u8; 32]) -> [u8; 8] {
    let hash = Sha256::new()
        .chain_update(LABEL)
        .chain_update(key)
        .finalize();
    hash.first_chunk().copied().unwrap_or_default()
}

fn associated(context: &Context, id: &[u8; 8]) -> Vec<u8> {
    [LABEL, id, context.name().as_bytes()].concat()
}

pub(super) fn seal(
    key: &[u8; 32],
    context: &Context,
    plaintext: &[u8],
) -> Result<Sealed, StoreError> {
    crate::sealed::check_plaintext(plaintext, Sealed::LARGEST)?;
    let id = store_id(key);
    let nonce = crate::secret::random::<24>()?;
    let ciphertext = XChaCha20Poly1305::new(key.into())
        .encrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: plaintext,
                aad: &associated(context, &id),
            },
        )
        .map_err(|_| StoreError::SealBroken)?;
    Ok(Sealed::new(
        Anchor::Software,
        [&id[..], &nonce[..], &ciphertext].concat(),
    ))
}

pub(super) fn unseal(
    key: &[u8; 32],
    context: &Context,
    sealed: &Sealed,
) -> Result<Secret, StoreError> {
    let body = sealed.body_for(Anchor::Software)?;
    let (id, rest) = body
        .split_first_chunk::<8>()
        .ok_or(StoreError::SealBroken)?;
    let (nonce, ciphertext) = rest
        .split_first_chunk::<24>()
        .ok_or(StoreError::SealBroken)?;
    if *id != store_id(key) {
        return Err(StoreError::SealedElsewhere);
    }
    XChaCha20Poly1305::new(key.into())
        .decrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: ciphertext,
                aad: &associated(context, id),
            },
        )
        .map(Secret::new)
        .map_err(|_| StoreError::SealBroken)
}
