//! Our own models of the theories of signed heads, registered.

use super::{PinsHeads, SignsHeads};
use crate::merkle::{Blake3, Rfc6962Sha256};
use lawful::register;

register! {
    id: "trace.checkpoint.notes",
    version: "1",
    about: "checkpoints as signed notes, cosigned by witnesses, believed by policies",
    model: SignsHeads::software(),
    theories: [crate::checkpoint::HeadSigning],
}

register! {
    id: "trace.checkpoint.pinned.blake3",
    version: "1",
    about: "pinned heads of trees hashed with BLAKE3",
    model: PinsHeads(&Blake3),
    theories: [crate::checkpoint::HeadPinning],
}

register! {
    id: "trace.checkpoint.pinned.rfc6962-sha256",
    version: "1",
    about: "pinned heads of trees hashed as in RFC 6962",
    model: PinsHeads(&Rfc6962Sha256),
    theories: [crate::checkpoint::HeadPinning],
}
