//! Why a certificate is refused.

use crate::dsse::DsseError;
use jiff::Timestamp;

/// Why a certificate is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// The envelope is refused.
    #[error(transparent)]
    Envelope(#[from] DsseError),
    /// The payload is not a certificate.
    #[error("the payload is not a certificate: {0}")]
    Malformed(String),
    /// It has no laws: it says nothing.
    #[error("the certificate of `{0}` has no laws, so it says nothing")]
    Empty(String),
    /// It is of another model.
    #[error("the certificate is of the model `{found}`, and `{expected}` is asked for")]
    OtherModel {
        /// The model of the certificate.
        found: String,
        /// The model that was asked for.
        expected: String,
    },
    /// It is of another version of the model.
    #[error(
        "the certificate is of version `{found}` of the model, and the model is at `{expected}`; certify it again"
    )]
    OtherVersion {
        /// The version of the certificate.
        found: String,
        /// The version of the model.
        expected: String,
    },
    /// The law set of a theory has another version, or a law is new.
    #[error("the law set has grown: `{law}` {change}; certify the model again")]
    LawSetGrown {
        /// The law.
        law: String,
        /// What is new about it.
        change: String,
    },
    /// The model is not what was certified.
    #[error(
        "the model is not what was certified: its digest is `{expected}`, the certificate's is `{found}`; certify it again"
    )]
    OtherDigest {
        /// The digest in the certificate.
        found: String,
        /// The digest of the model.
        expected: String,
    },
    /// A file is not what was certified.
    #[error("the file `{0}` is not among what was certified, or has another digest")]
    OtherArtifact(String),
    /// A verdict is worse than asked.
    #[error("`{law}` is {found}; asked for is: {asked}")]
    WorseVerdict {
        /// The law.
        law: String,
        /// What was found about it.
        found: String,
        /// What was asked.
        asked: String,
    },
    /// It comes from the future.
    #[error(
        "the certificate was issued at `{issued_at}`, which is after now, `{now}`; check the clocks"
    )]
    FromTheFuture {
        /// When it says it was issued.
        issued_at: Timestamp,
        /// What our clock says.
        now: Timestamp,
    },
    /// It has ended.
    #[error("the certificate ended at `{ended}`, and now is `{now}`; certify the model again")]
    Expired {
        /// When it ended.
        ended: Timestamp,
        /// What our clock says.
        now: Timestamp,
    },
}
