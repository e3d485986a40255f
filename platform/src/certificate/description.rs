//! What a model claims, without what was found.

use crate::hex;
use lawful::evidence::{Claim, Evidence};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// One law that a model claims.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LawDescription {
    /// The id of the law.
    pub law: String,
    /// The version of its law set.
    pub law_set: u32,
    /// The law, printed.
    pub statement: String,
    /// Whether it is claimed to hold; otherwise it is claimed to fail.
    pub holds: bool,
}

/// What a model is and claims: what a certificate is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The id of the model.
    pub model: String,
    /// Its version.
    pub version: String,
    /// The language that it is written in.
    pub language: String,
    /// The theories that it claims, sorted.
    pub theories: Vec<String>,
    /// The laws that follow, sorted by id.
    pub laws: Vec<LawDescription>,
}

impl Description {
    /// Describes the model of an evidence; it does not matter whether anything ran.
    pub fn of(evidence: &Evidence) -> Description {
        let mut theories = evidence.theories.clone();
        theories.sort();
        let mut laws: Vec<_> = evidence
            .laws
            .iter()
            .map(|law| LawDescription {
                law: law.law.clone(),
                law_set: law.law_set,
                statement: law.statement.clone(),
                holds: law.claim == Claim::Holds,
            })
            .collect();
        laws.sort();
        Description {
            model: evidence.model.clone(),
            version: evidence.version.clone(),
            language: evidence.language.clone(),
            theories,
            laws,
        }
    }

    /// Returns the SHA-256 of everything in the description, as hexadecimal: the digest of the
    /// model. Each text goes in with its length before it.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new_with_prefix(b"lawful model description v1\0");
        let mut text = |text: &str| {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        };
        text(&self.model);
        text(&self.version);
        text(&self.language);
        text(&self.theories.len().to_string());
        self.theories.iter().for_each(|theory| text(theory));
        for law in &self.laws {
            text(&law.law);
            text(&law.law_set.to_string());
            text(&law.statement);
            text(if law.holds { "holds" } else { "fails" });
        }
        hex::encode(&hash.finalize())
    }
}
