//! Identity tokens, trust and value tensors, witnessing, decay, coherence and stores.

extern crate self as lawful_trust;

pub mod coherence;
mod hex;
pub mod identity;
mod wire;
