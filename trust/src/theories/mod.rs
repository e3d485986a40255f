//! The laws of trust: theories that every trust model, every listener and every graph algorithm
//! must obey, and our own models of them.
//!
//! A plugin author with rules of their own checks them with [`Under`] and [`TrustModel`].

mod carrying;
mod codes;
mod hearing;
mod merging_trusts;
mod models;
mod replicated;
mod small;
mod transitive_trusts;
mod trust_models;
mod under;
mod witnessings;

pub use carrying::{Carrying, SybilAttack, ToldGraph};
pub use hearing::{Hearing, Numbered};
pub use merging_trusts::{MergingTrust, merging_trust};
pub use transitive_trusts::{TransitiveTrusting, transitive_trusting};
pub use trust_models::{TrustModel, trust_model};
pub use under::Under;
pub use witnessings::{Witnessing, witnessing};
