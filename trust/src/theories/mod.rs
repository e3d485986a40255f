//! The laws of trust: theories that every trust model, every listener and every graph algorithm
//! must obey, and our own models of them.
//!
//! A plugin author with rules of their own checks them with [`Under`] and [`TrustModel`].

mod codes;
mod hearing;
mod merging_trusts;
mod models;
mod replicated;
mod small;
mod trust_models;
mod under;
mod witnessings;

pub use hearing::{Hearing, Numbered};
pub use merging_trusts::{MergingTrust, merging_trust};
pub use trust_models::{TrustModel, trust_model};
pub use under::Under;
pub use witnessings::{Witnessing, witnessing};
