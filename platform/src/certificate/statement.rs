//! The in-toto statement around the predicate.

use super::predicate::{PREDICATE_TYPE, Predicate};
use super::{CertificateError, Description};
use crate::hex;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The type of an in-toto statement.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";

/// The media type of the payload in the DSSE envelope.
pub(super) const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// A file that the certificate is also about: the built library, for instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// The name of the file.
    pub name: String,
    /// Its SHA-256.
    pub sha256: [u8; 32],
}

/// The statement, as it is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Statement {
    #[serde(rename = "_type")]
    statement_type: String,
    pub(super) subject: Vec<Subject>,
    #[serde(rename = "predicateType")]
    predicate_type: String,
    pub(super) predicate: Predicate,
}

/// One subject: the model first, then the artifacts.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Subject {
    pub(super) name: String,
    digest: BTreeMap<String, String>,
}

impl Subject {
    pub(super) fn sha256(&self) -> Option<&str> {
        self.digest.get("sha256").map(String::as_str)
    }
}

fn subject(name: &str, sha256: String) -> Subject {
    Subject {
        name: name.to_owned(),
        digest: BTreeMap::from([("sha256".to_owned(), sha256)]),
    }
}

impl Statement {
    pub(super) fn new(
        model: &Description,
        artifacts: &[Artifact],
        predicate: Predicate,
    ) -> Statement {
        let model = subject(&model.model, model.digest());
        let artifacts = artifacts
            .iter()
            .map(|a| subject(&a.name, hex::encode(&a.sha256)));
        Statement {
            statement_type: STATEMENT_TYPE.to_owned(),
            subject: std::iter::once(model).chain(artifacts).collect(),
            predicate_type: PREDICATE_TYPE.to_owned(),
            predicate,
        }
    }

    /// Reads a statement of a certificate.
    pub(super) fn parse(json: &[u8]) -> Result<Statement, CertificateError> {
        let malformed = |problem: String| CertificateError::Malformed(problem);
        let statement: Statement =
            serde_json::from_slice(json).map_err(|error| malformed(error.to_string()))?;
        if statement.statement_type != STATEMENT_TYPE {
            return Err(malformed(format!("its type is not `{STATEMENT_TYPE}`")));
        }
        if statement.predicate_type != PREDICATE_TYPE {
            return Err(malformed(format!(
                "its predicate is not `{PREDICATE_TYPE}`"
            )));
        }
        if !statement.predicate.laws.is_sorted_by(|a, b| a.law < b.law) {
            return Err(malformed(
                "its laws are not sorted, or one comes twice".to_owned(),
            ));
        }
        Ok(statement)
    }
}
