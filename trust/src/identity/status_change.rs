//! Signed changes of status.

use super::endorsement::{read_key, read_signature};
use super::{IdentityError, LctId, Status};
use crate::wire::{Broken, Reader, Writer};
use jiff::Timestamp;
use lawful_platform::{Context, PublicKey, Signature, Signer, Verifier};

const CONTEXT: Context = Context::fixed("lawful.trust.status");
const MAGIC: &[u8] = b"LCS\x01";

/// One change of status, signed by who asked for it.
///
/// # Binary form, version 1
/// `"LCS" 01`, the id of the token (32 bytes), how many changes came before (8 bytes), the status
/// before and after (1 byte each), when (nanoseconds, 16 bytes), the reason, the public key and the
/// signature, each with its length before it (4 bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusChange {
    pub(super) lct: LctId,
    pub(super) sequence: u64,
    pub(super) from: Status,
    pub(super) to: Status,
    pub(super) at: Timestamp,
    pub(super) reason: String,
    pub(super) by: PublicKey,
    pub(super) signature: Signature,
}

impl StatusChange {
    /// The longest reason, in bytes.
    pub const LONGEST_REASON: usize = 1 << 10;

    pub(super) fn sign(
        lct: LctId,
        sequence: u64,
        [from, to]: [Status; 2],
        at: Timestamp,
        reason: &str,
        signer: &(impl Signer + ?Sized),
    ) -> Result<StatusChange, IdentityError> {
        if reason.len() > Self::LONGEST_REASON {
            return Err(IdentityError::LongReason(reason.len()));
        }
        let by = signer.public_key().clone();
        let body = body(lct, sequence, [from, to], at, reason, &by);
        Ok(StatusChange {
            lct,
            sequence,
            from,
            to,
            at,
            reason: reason.to_owned(),
            signature: signer.sign(&CONTEXT, &body.0)?,
            by,
        })
    }

    /// Returns whose status changes.
    pub fn lct(&self) -> LctId {
        self.lct
    }

    /// Returns how many changes came before this one.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Returns the status before.
    pub fn from(&self) -> Status {
        self.from
    }

    /// Returns the status after.
    pub fn to(&self) -> Status {
        self.to
    }

    /// Returns when it was signed, as the signer says.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Returns why.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Returns who signed.
    pub fn by(&self) -> &PublicKey {
        &self.by
    }

    /// Returns the binary form.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.body().field(&self.signature.to_bytes()).0
    }

    fn body(&self) -> Writer {
        let change = [self.from, self.to];
        body(
            self.lct,
            self.sequence,
            change,
            self.at,
            &self.reason,
            &self.by,
        )
    }

    /// Reads the binary form and verifies its signature. Whether the signer may do this is another
    /// question: see [`Lifecycle::apply`](super::Lifecycle::apply).
    ///
    /// # Errors
    /// If the bytes are not a change of version 1, or the signature is not good.
    pub fn from_bytes(bytes: &[u8]) -> Result<StatusChange, IdentityError> {
        let change = Self::parse(bytes)
            .map_err(|Broken(problem)| IdentityError::garbage("a change of status", problem))?;
        change
            .by
            .verify(&CONTEXT, &change.body().0, &change.signature)
            .map_err(|source| IdentityError::BadSignature {
                what: "the change of status",
                source,
            })?;
        Ok(change)
    }

    fn parse(bytes: &[u8]) -> Result<StatusChange, Broken> {
        let mut reader = Reader::new(bytes);
        reader.magic(MAGIC, "it does not begin as version 1 does")?;
        let lct = LctId::from_bytes(reader.array()?);
        let sequence = reader.number()?;
        let mut status = || Status::from_code(reader.byte()?).ok_or(Broken("a status is unknown"));
        let (from, to) = (status()?, status()?);
        let at = reader.time()?;
        let reason = reader.text(Self::LONGEST_REASON)?.to_owned();
        let by = read_key(&mut reader)?;
        let signature = read_signature(&mut reader)?;
        reader.end()?;
        Ok(StatusChange {
            lct,
            sequence,
            from,
            to,
            at,
            reason,
            by,
            signature,
        })
    }
}

fn body(
    lct: LctId,
    sequence: u64,
    [from, to]: [Status; 2],
    at: Timestamp,
    reason: &str,
    by: &PublicKey,
) -> Writer {
    Writer::new(MAGIC)
        .raw(lct.as_bytes())
        .number(sequence)
        .byte(from.code())
        .byte(to.code())
        .time(at)
        .field(reason.as_bytes())
        .field(&by.to_bytes())
}
