//! Sealed data of a TPM.
//!
//! The TPM seals a fresh key of 32 bytes; the data is encrypted with that key. The body: the
//! registers (3 bytes, one bit each), the public and the private part of the sealed object (each
//! with its length, 2 bytes, before it), their SHA-256, the nonce (24), the ciphertext. Everything
//! before the ciphertext, and the context, is authenticated with it.

use super::session::{SealedObject, TpmSession};
use crate::{Anchor, Context, Sealed, Secret, StoreError};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

fn associated(head: &[u8], context: &str) -> Vec<u8> {
    [b"lawful tpm2 seal v1\0", head, context.as_bytes()].concat()
}

pub(super) fn seal(
    tpm: &mut TpmSession,
    registers: &[u8],
    context: &Context,
    plaintext: &[u8],
) -> Result<Sealed, StoreError> {
    crate::sealed::check_plaintext(plaintext, Sealed::LARGEST)?;
    let key = crate::secret::random::<32>()?;
    let object = tpm.seal(&*key, registers)?;
    let nonce = crate::secret::random::<24>()?;
    let mask = registers
        .iter()
        .fold(0u32, |mask, index| mask | 1 << (index & 31));
    let mut body = mask.to_be_bytes()[1..].to_vec();
    for part in [&object.public, &object.private] {
        body.extend((part.len() as u16).to_be_bytes());
        body.extend(part);
    }
    body.extend(Sha256::digest(&body));
    let head = associated(&body, context.name());
    let ciphertext = XChaCha20Poly1305::new((&*key).into())
        .encrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: plaintext,
                aad: &head,
            },
        )
        .map_err(|_| StoreError::SealBroken)?;
    body.extend(*nonce);
    body.extend(ciphertext);
    Ok(Sealed::new(Anchor::Tpm2, body))
}

/// The parts of a body.
struct Parts<'a> {
    registers: Vec<u8>,
    object: SealedObject,
    head: &'a [u8],
    nonce: [u8; 24],
    ciphertext: &'a [u8],
}

fn parse(body: &[u8]) -> Option<Parts<'_>> {
    let (mask, rest) = body.split_first_chunk::<3>()?;
    let [a, b, c] = *mask;
    let mask = u32::from_be_bytes([0, a, b, c]);
    let registers = (0..24).filter(|index| mask >> index & 1 == 1).collect();
    let sized = |bytes| -> Option<(Vec<u8>, &[u8])> {
        let (length, rest) = <[u8]>::split_first_chunk::<2>(bytes)?;
        let (part, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        Some((part.to_vec(), rest))
    };
    let (public, rest) = sized(rest)?;
    let (private, rest) = sized(rest)?;
    let covered = body.get(..body.len().checked_sub(rest.len())?)?;
    let (hash, rest) = rest.split_first_chunk::<32>()?;
    // Tells an altered blob from one of another TPM, before the TPM is asked.
    if Sha256::digest(covered).as_slice() != hash {
        return None;
    }
    let head = body.get(..covered.len() + 32)?;
    let (nonce, ciphertext) = rest.split_first_chunk::<24>()?;
    Some(Parts {
        registers,
        object: SealedObject { public, private },
        head,
        nonce: *nonce,
        ciphertext,
    })
}

pub(super) fn unseal(
    tpm: &mut TpmSession,
    context: &Context,
    sealed: &Sealed,
) -> Result<Secret, StoreError> {
    let parts = parse(sealed.body_for(Anchor::Tpm2)?).ok_or(StoreError::SealBroken)?;
    let key = tpm.unseal(&parts.object, &parts.registers)?;
    let key: &[u8; 32] = key
        .expose()
        .try_into()
        .map_err(|_| StoreError::SealBroken)?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(
            &XNonce::from(parts.nonce),
            Payload {
                msg: parts.ciphertext,
                aad: &associated(parts.head, context.name()),
            },
        )
        .map(Secret::new)
        .map_err(|_| StoreError::SealBroken)
}
