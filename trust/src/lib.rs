//! Trust in entities: earned by outcomes and by the word of witnesses, kept as evidence, lost with
//! time.
//!
//! ```
//! use lawful_trust::{EntityTrust, TrustLevel};
//!
//! let now = "2026-01-24T12:00:00Z".parse().unwrap();
//! let mut entity = EntityTrust::new("mcp:filesystem", now).unwrap();
//! entity.update_from_outcome(true, 0.1, now).unwrap();
//! assert_eq!(format!("{:.4}", entity.t3_average()), "0.5167");
//! assert_eq!(entity.trust_level(), TrustLevel::Medium);
//!
//! // A word about oneself counts nothing.
//! assert!(!entity.receive_witness("mcp:filesystem", true, 1.0).unwrap());
//! // Numbers that are no numbers are refused, and change nothing.
//! assert!(entity.apply_decay(-1.0, 0.01).is_err());
//! ```
//!
//! # Where things are
//!
//! | module | what it owns |
//! | --- | --- |
//! | [`entity`] | [`EntityTrust`]: what is known of one entity, its witnesses, its times, its stored forms |
//! | [`tensor`] | [`T3Tensor`], [`V3Tensor`], sub-dimensions, the older names |
//! | [`evidence`](mod@evidence) | the numbers behind the scores, on the time line of decay; replicas; many rows at once |
//! | [`model`] | trust models as plugins, chosen by name: **evidence**, **web4-0.1** |
//! | [`witness`] | signed witness events, chains of witnesses |
//! | [`identity`] | linked context tokens, their lineage and status, DID documents, bindings to hardware |
//! | [`coherence`] | continuity, stability, phi, reachability |
//! | [`provenance`] | signed claims about works, anchored on a ledger |
//! | [`store`] | memory, a redb file, a directory of JSON files, PostgreSQL (feature `postgres`) |
//! | [`graph`] | transitive trust: seeded EigenTrust, max-flow |
//! | [`theories`] | the laws of all that, for plugins too |
//!
//! # The two models
//!
//! **evidence**, the default, keeps positive and negative evidence and computes scores when they are
//! read. **web4-0.1** computes the published three-dimensional rules, score for score, and keeps
//! nothing but scores. Which laws each keeps is checked by `cargo test -p lawful-trust --test laws`,
//! which fails if a law is broken that is claimed here, or kept that is claimed to be broken:
//!
//! | law | evidence | web4-0.1 |
//! | --- | --- | --- |
//! | scores stay from 0 to 1 | kept | kept |
//! | whoever is unknown stands in the middle | kept | kept |
//! | a success lowers no score | kept | kept |
//! | a failure raises no score | kept | **broken**: valuation rises with every outcome |
//! | a success and a failure of one size raise nobody above the middle | kept | **broken**: valuation again |
//! | the order of outcomes does not matter | kept, exactly | **broken** |
//! | decay is an action of time: 15 days and 15 days are 30 days | kept, exactly | **broken**: each call takes a fiftieth of the temperament besides, so stores wait for a day |
//! | where no time goes by, nothing decays | kept | kept |
//! | waiting raises nobody | kept | **broken**: whoever is below 0.3 is lifted to it |
//! | with time, scores rest on less | kept | kept, as it counts no evidence |
//! | the trust in a witness bounds what the witness counts | kept | **broken**: every witness counts the same |
//! | a crowd of strangers stays under a bound | kept: 0.75 | **broken** |
//! | all praise fades, that of strangers too | kept | kept |
//! | a score that is set is the score that is read | kept | kept |
//! | merging is a commutative monoid over which decay distributes | kept, exactly | has no merging |
//! | an event counts once, in whatever order events come | kept | **broken** |
//! | a word about oneself counts nothing | kept | **broken** |
//!
//! "Exactly" means to the last bit: evidence is counted in whole numbers, decay moves a position by
//! a whole number of steps, and every rounding happens where a single piece of evidence comes or a
//! score is read.
//!
//! # What is not guaranteed
//!
//! - Evidence that has been halved between 16 and 32 times is forgotten, and no score
//!   rests on more than 2^18 units (some hundred thousand outcomes of the largest magnitude).
//!   Both keep all laws.
//! - Scores 0 and 1 that are set, or read from files that keep scores alone, come back as within
//!   4 in 10^6 of themselves in the model of evidence: certainty would need unlimited evidence.
//! - Events of one witness that come more than 63 numbers late are refused, since nobody remembers
//!   whether they were counted.
//! - What witnesses without evidence of their own say is bounded, not banned. Their praise fades as
//!   all positive evidence, but only what is read of it is bounded: what a crowd has said above the
//!   bound makes its praise last longer, as long as any evidence lasts at the most.
//! - Forgiveness ([`Parameters::with_forgiveness`](evidence::Parameters::with_forgiveness)) is off
//!   by default. With it, waiting raises whoever failed, and the law report says so.
//!
//! # Patents
//!
//! This is an independent implementation of ideas that are described in public: trust and value
//! tensors, linked context tokens, witnessing, coherence. No code of others is in it. The authors
//! of Web4 claim patents on theirs (US 11,477,027 and US 12,278,913). Whether these touch what you
//! build with this crate is yours to judge; nothing here is legal advice, and the licence of this
//! crate grants no rights to patents of others.

extern crate self as lawful_trust;

mod clock;
pub mod coherence;
mod dimension;
pub mod entity;
mod error;
pub mod evidence;
pub mod graph;
mod hex;
pub mod identity;
mod indexed;
mod level;
pub mod model;
pub mod provenance;
pub mod store;
pub mod tensor;
pub mod theories;
mod wire;
pub mod witness;

#[doc(hidden)]
pub use lawful::inventory as __inventory;

pub use clock::{Clock, ManualClock, SystemClock};
pub use dimension::Dimension;
pub use entity::{EntityId, EntityRecord, EntityTrust};
pub use error::TrustError;
pub use evidence::{Decay, DecayRate};
pub use level::TrustLevel;
pub use store::{StoreError, TrustStore};
pub use tensor::{T3Tensor, V3Tensor};
