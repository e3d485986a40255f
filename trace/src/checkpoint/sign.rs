//! Signing and cosigning checkpoints.

use super::{BadNote, BadNoteKey, Checkpoint, KeyKind, Note, NoteKey, NoteName, SignatureLine};
use lawful_platform::{Context, SignError, Signer};

/// Why a checkpoint was not signed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CannotSign {
    /// The key is not one for notes.
    #[error(transparent)]
    Key(#[from] BadNoteKey),
    /// The key did not sign.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// With this signature it would not be a note.
    #[error(transparent)]
    Note(#[from] BadNote),
    /// The time is not one that a cosignature can have.
    #[error("`{0}` is not a time for a cosignature; use seconds since 1970, from 1 to 2^63 - 1")]
    Time(u64),
}

/// What a witness signs: the time comes before the text.
pub(super) fn cosigned(text: &str, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// Signs a checkpoint as its log.
///
/// # Errors
/// If the key is not an Ed25519 key, or its store does not sign.
///
/// ```
/// use lawful_platform::SoftwareKey;
/// use lawful_trace::checkpoint::{Checkpoint, sign};
/// use lawful_trace::merkle::{Blake3, Tree};
/// let key = SoftwareKey::from_ed25519_seed(&[1; 32]);
/// let checkpoint = Checkpoint::new("example.com/log", Tree::new(&Blake3).head(), &Blake3).unwrap();
/// let note = sign(&checkpoint, &"example.com/log".parse().unwrap(), &key).unwrap();
/// assert_eq!(note.lines().len(), 1);
/// let other = SoftwareKey::from_p256_scalar(&[1; 32]).unwrap();
/// assert!(sign(&checkpoint, &"example.com/log".parse().unwrap(), &other).is_err());
/// ```
pub fn sign(
    checkpoint: &Checkpoint,
    name: &NoteName,
    signer: &dyn Signer,
) -> Result<Note, CannotSign> {
    let text = checkpoint.to_string();
    let key = NoteKey::new(name.clone(), KeyKind::Note, signer.public_key().clone())?;
    let signature = signer.sign(&Context::SIGNED_NOTE, text.as_bytes())?;
    let line = SignatureLine {
        name: name.clone(),
        id: key.id(),
        signature: signature.raw().to_vec(),
    };
    Ok(Note::new(&text, vec![line])?)
}

/// Adds a witness's cosignature, with the time in seconds since 1970.
///
/// By cosigning, a witness states that of this log it has seen no larger head and none that is
/// inconsistent with this one; verify the consistency first.
///
/// # Errors
/// If the time is 0 or too large, the key is not an Ed25519 key, its store does not sign, or there
/// are too many signatures.
pub fn cosign(
    note: &Note,
    name: &NoteName,
    signer: &dyn Signer,
    time: u64,
) -> Result<Note, CannotSign> {
    if time == 0 || i64::try_from(time).is_err() {
        return Err(CannotSign::Time(time));
    }
    let key = NoteKey::new(
        name.clone(),
        KeyKind::Cosignature,
        signer.public_key().clone(),
    )?;
    let message = cosigned(note.text(), time);
    let signature = signer.sign(&Context::SIGNED_NOTE, message.as_bytes())?;
    let line = SignatureLine {
        name: name.clone(),
        id: key.id(),
        signature: [&time.to_be_bytes(), signature.raw().as_slice()].concat(),
    };
    let lines = note.lines().iter().cloned().chain([line]).collect();
    Ok(Note::new(note.text(), lines)?)
}
