//! Our own models of the theories of trees, registered.

use super::{Blake3, Hashes, Proves, Rfc6962Sha256};
use lawful::register;

register! {
    id: "trace.merkle.hash.blake3",
    version: "1",
    about: "BLAKE3 with a context for leaves and one for nodes, side by side in lanes",
    model: Hashes(&Blake3),
    theories: [crate::merkle::TreeHashing],
}

register! {
    id: "trace.merkle.hash.rfc6962-sha256",
    version: "1",
    about: "SHA-256 as in RFC 6962",
    model: Hashes(&Rfc6962Sha256),
    theories: [crate::merkle::TreeHashing],
}

register! {
    id: "trace.merkle.proofs.blake3",
    version: "1",
    about: "proofs of trees hashed with BLAKE3",
    model: Proves(&Blake3),
    theories: [crate::merkle::Proving],
}

register! {
    id: "trace.merkle.proofs.rfc6962-sha256",
    version: "1",
    about: "proofs of trees hashed as in RFC 6962",
    model: Proves(&Rfc6962Sha256),
    theories: [crate::merkle::Proving],
}
