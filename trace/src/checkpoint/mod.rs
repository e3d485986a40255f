//! Signed heads: C2SP checkpoints as signed notes, cosigned by witnesses.
//!
//! * [`Checkpoint`]: the text, after `c2sp.org/tlog-checkpoint`.
//! * [`Note`], [`NoteKey`]: signed notes and verifier keys, after `c2sp.org/signed-note`.
//! * [`sign`], [`cosign`]: by the log, and by witnesses (`c2sp.org/tlog-cosignature`, Ed25519).
//! * [`Policy`]: whom to believe; [`PinnedHead`]: what became of a log since.
//! * [`HeadSigning`], [`HeadPinning`]: the laws, with [`SignsHeads`] to check keys of your own and
//!   [`PinsHeads`] to check a tree hash of your own.
//!
//! What a signed head does not prove: that the log shows the same head to everybody. That is what
//! witnesses are for.

pub(crate) mod base64_text;
mod body;
mod head_pinning_law;
mod head_signing_law;
mod laws_support;
mod models;
mod note;
mod note_key;
mod note_name;
mod note_text;
mod pinned_head;
mod pins_heads;
mod policy;
mod sign;
mod signs_heads;
mod simple_note;

pub use body::{BadCheckpoint, Checkpoint};
pub use head_pinning_law::{HeadPinning, head_pinning};
pub use head_signing_law::{HeadSigning, head_signing};
pub use note::{BadNote, Note, SignatureLine};
pub use note_key::{BadNoteKey, KeyKind, NoteKey};
pub use note_name::{BadNoteName, NoteName};
pub use pinned_head::{Continuity, PinnedHead};
pub use pins_heads::PinsHeads;
pub use policy::{BadPolicy, Believed, NotBelieved, Policy};
pub use sign::{CannotSign, cosign, sign};
pub use signs_heads::SignsHeads;
