//! Certificates: evidence that a key signed.
//!
//! A certificate is a DSSE envelope around an in-toto statement. The subject is the model, with its
//! version and a digest of what it claims; the predicate holds the verdicts, counts, seeds and
//! law-set versions. It says what was found, good or bad; whoever reads it decides with a
//! [`Demand`] what is good enough.

mod demand;
mod description;
mod error;
mod issue;
mod predicate;
mod statement;
mod verify;

pub use demand::{Demand, LeastVerdict};
pub use description::{Description, LawDescription};
pub use error::CertificateError;
pub use issue::issue;
pub use predicate::{CertifiedLaw, Outcome, Predicate};
pub use statement::{Artifact, STATEMENT_TYPE};
pub use verify::{Certificate, verify};
