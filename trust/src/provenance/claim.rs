//! What somebody says about what an entity made.

use super::ProvenanceError;
use crate::{Dimension, EntityId, TrustError};
use jiff::Timestamp;

/// What somebody says about what an entity made: how valuable, true or valid it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    pub(super) subject: EntityId,
    pub(super) dimension: Dimension,
    pub(super) topic: String,
    pub(super) success: bool,
    pub(super) magnitude: f64,
    pub(super) work: [u8; 32],
    pub(super) at: Timestamp,
}

impl Claim {
    /// The longest topic, in bytes.
    pub const LONGEST_TOPIC: usize = 100;

    /// Makes a claim that speaks for (`success`) or against an entity in one dimension of value,
    /// with a magnitude from 0 to 1, because of a work whose SHA-256 is given.
    ///
    /// The topic names the part of the dimension that the claim is about, "citations" for instance.
    ///
    /// # Errors
    /// If the dimension is one of trust, the topic is none, or the magnitude is not from 0 to 1.
    ///
    /// ```
    /// use jiff::Timestamp;
    /// use lawful_trust::Dimension;
    /// use lawful_trust::provenance::Claim;
    /// let subject = || "agent:a".parse().unwrap();
    /// let at = Timestamp::UNIX_EPOCH;
    /// assert!(Claim::new(subject(), Dimension::Veracity, "citations", true, 0.5, [7; 32], at).is_ok());
    /// assert!(Claim::new(subject(), Dimension::Talent, "citations", true, 0.5, [7; 32], at).is_err());
    /// ```
    pub fn new(
        subject: EntityId,
        dimension: Dimension,
        topic: &str,
        success: bool,
        magnitude: f64,
        work: [u8; 32],
        at: Timestamp,
    ) -> Result<Claim, ProvenanceError> {
        if dimension.is_trust() {
            return Err(ProvenanceError::NotOfValue(dimension));
        }
        let is_topic = !topic.is_empty()
            && topic.len() <= Self::LONGEST_TOPIC
            && !topic.chars().any(char::is_control);
        if !is_topic {
            return Err(ProvenanceError::Topic(
                topic
                    .chars()
                    .take(80)
                    .flat_map(char::escape_default)
                    .collect(),
            ));
        }
        if !(0.0..=1.0).contains(&magnitude) {
            return Err(ProvenanceError::Trust(TrustError::Number {
                what: "magnitude",
                value: magnitude,
                range: "from 0 to 1",
            }));
        }
        Ok(Claim {
            subject,
            dimension,
            topic: topic.to_owned(),
            success,
            // Minus zero becomes zero: a claim has one binary form.
            magnitude: magnitude + 0.0,
            work,
            at,
        })
    }

    /// Returns whom it is about.
    pub fn subject(&self) -> &EntityId {
        &self.subject
    }

    /// Returns the dimension: valuation, veracity or validity.
    pub fn dimension(&self) -> Dimension {
        self.dimension
    }

    /// Returns which part of the dimension it is about.
    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// Returns whether it speaks for the subject.
    pub fn success(&self) -> bool {
        self.success
    }

    /// Returns how much it says, from 0 to 1.
    pub fn magnitude(&self) -> f64 {
        self.magnitude
    }

    /// Returns the SHA-256 of the work that it is about.
    pub fn work(&self) -> &[u8; 32] {
        &self.work
    }

    /// Returns when it was made, as the signer says.
    pub fn at(&self) -> Timestamp {
        self.at
    }
}
