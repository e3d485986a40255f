//! Whom to believe: the key of a log, and how many of its witnesses.

use super::sign::cosigned;
use super::{BadCheckpoint, BadNote, Checkpoint, KeyKind, Note, NoteKey, NoteName};
use lawful_platform::{Context, Signature, Verifier};

/// The key of a log, its witnesses, and how many of them must have cosigned.
///
/// ```
/// use lawful_trace::checkpoint::{NoteKey, Policy};
/// let log: NoteKey = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
///     .parse()
///     .unwrap();
/// let policy = Policy::of_log("go.sum database tree", log.clone()).unwrap();
/// // The key of a log is no key of a witness.
/// assert!(policy.with_witnesses(vec![log], 1).is_err());
/// ```
#[derive(Debug, Clone)]
pub struct Policy {
    origin: String,
    log: NoteKey,
    witnesses: Vec<NoteKey>,
    needed: usize,
}

/// A policy that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadPolicy {
    /// The key is of the wrong kind.
    #[error("the key of `{name}` is for {given:?}, not for {expected:?}")]
    Kind {
        /// The name of the key.
        name: NoteName,
        /// What it must sign.
        expected: KeyKind,
        /// What it signs.
        given: KeyKind,
    },
    /// One key is there twice: its one signature would count as two.
    #[error("the key of `{0}` is in the policy twice")]
    Twice(NoteName),
    /// More witnesses are needed than there are.
    #[error("`{needed}` of `{of}` witnesses cannot be; use at most as many as there are")]
    Quorum {
        /// The number needed.
        needed: usize,
        /// The number of witnesses.
        of: usize,
    },
}

/// Why a note is not a checkpoint to be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotBelieved {
    /// The bytes are not a note.
    #[error(transparent)]
    Note(#[from] BadNote),
    /// The text is not a checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] BadCheckpoint),
    /// It is the checkpoint of another log.
    #[error("the checkpoint is of `{given}`, not of `{expected}`")]
    Origin {
        /// The origin in the policy.
        expected: String,
        /// The origin in the checkpoint.
        given: String,
    },
    /// A known key signed something else.
    #[error("the signature of `{0}` does not verify")]
    Signature(NoteName),
    /// The log did not sign.
    #[error("the log `{0}` did not sign")]
    Unsigned(NoteName),
    /// Too few witnesses cosigned.
    #[error("`{given}` of the witnesses cosigned, `{needed}` are needed")]
    TooFewWitnesses {
        /// The number needed.
        needed: usize,
        /// The number that cosigned.
        given: usize,
    },
}

/// A checkpoint that satisfied a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Believed {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// The witnesses that cosigned, with the time that each states, in seconds since 1970. Whether a
    /// time is recent enough is for the caller to say.
    pub witnesses: Vec<(NoteName, u64)>,
}

impl Policy {
    /// Makes a policy that believes a log without witnesses.
    ///
    /// # Errors
    /// If the key is that of a witness.
    pub fn of_log(origin: &str, log: NoteKey) -> Result<Policy, BadPolicy> {
        expect_kind(&log, KeyKind::Note)?;
        Ok(Policy {
            origin: origin.to_owned(),
            log,
            witnesses: Vec::new(),
            needed: 0,
        })
    }

    /// Demands that a number of witnesses have cosigned.
    ///
    /// # Errors
    /// If there are not that many witnesses, one is there twice, or a key is not for cosignatures.
    pub fn with_witnesses(
        self,
        witnesses: Vec<NoteKey>,
        needed: usize,
    ) -> Result<Policy, BadPolicy> {
        let of = witnesses.len();
        if needed > of {
            return Err(BadPolicy::Quorum { needed, of });
        }
        for (at, witness) in witnesses.iter().enumerate() {
            expect_kind(witness, KeyKind::Cosignature)?;
            let earlier = witnesses.iter().take(at);
            if earlier.map(NoteKey::key).any(|key| key == witness.key()) {
                return Err(BadPolicy::Twice(witness.name().clone()));
            }
        }
        Ok(Policy {
            witnesses,
            needed,
            ..self
        })
    }

    /// Verifies a note as a checkpoint of the log.
    ///
    /// Signatures of unknown keys are passed over; one of a known key that does not verify refuses
    /// the whole note.
    ///
    /// # Errors
    /// If the note is none, is of another log, the log did not sign it, a signature is not good, or
    /// too few witnesses cosigned; there is no third answer.
    pub fn verify(&self, bytes: &[u8]) -> Result<Believed, NotBelieved> {
        let note = Note::parse(bytes)?;
        if signed_by(&self.log, &note)?.is_none_or(|time| time != 0) {
            return Err(NotBelieved::Unsigned(self.log.name().clone()));
        }
        let checkpoint: Checkpoint = note.text().parse()?;
        if checkpoint.origin() != self.origin {
            return Err(NotBelieved::Origin {
                expected: self.origin.clone(),
                given: checkpoint.origin().to_owned(),
            });
        }
        let mut witnesses = Vec::new();
        for witness in &self.witnesses {
            if let Some(time) = signed_by(witness, &note)? {
                witnesses.push((witness.name().clone(), time));
            }
        }
        if witnesses.len() < self.needed {
            return Err(NotBelieved::TooFewWitnesses {
                needed: self.needed,
                given: witnesses.len(),
            });
        }
        Ok(Believed {
            checkpoint,
            witnesses,
        })
    }
}

fn expect_kind(key: &NoteKey, expected: KeyKind) -> Result<(), BadPolicy> {
    if key.kind() == expected {
        return Ok(());
    }
    Err(BadPolicy::Kind {
        name: key.name().clone(),
        expected,
        given: key.kind(),
    })
}

/// Returns the latest time that a key states in the note, 0 for keys that state none; `None` if it
/// did not sign.
fn signed_by(key: &NoteKey, note: &Note) -> Result<Option<u64>, NotBelieved> {
    let id = key.id();
    let mut latest = None;
    for line in note.lines() {
        if line.id == id && line.name == *key.name() {
            let time = check(key, note.text(), &line.signature)
                .ok_or_else(|| NotBelieved::Signature(key.name().clone()))?;
            latest = latest.max(Some(time));
        }
    }
    Ok(latest)
}

fn check(key: &NoteKey, text: &str, signature: &[u8]) -> Option<u64> {
    let verify = |message: &str, raw: &[u8]| {
        let signature = Signature::ed25519(raw.try_into().ok()?);
        key.key()
            .verify(&Context::SIGNED_NOTE, message.as_bytes(), &signature)
            .ok()
    };
    match key.kind() {
        KeyKind::Note => verify(text, signature).map(|()| 0),
        KeyKind::Cosignature => {
            let (time, raw) = signature.split_first_chunk()?;
            let time = u64::from_be_bytes(*time);
            if time == 0 || i64::try_from(time).is_err() {
                return None;
            }
            verify(&cosigned(text, time), raw).map(|()| time)
        }
    }
}
