//! Requests for review, and what reviewers sign.

use crate::clock::Moment;
use crate::digest::Digest;
use crate::encoding::{EncodingError, Reader, Writer};
use lawful_platform::{Context, PublicKey, SignError, Signature, Signer, Verifier};

const CONTEXT: Context = Context::fixed("lawful.covenant.approve.v1");

/// A question to reviewers: may exactly this call happen?
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReviewRequest {
    /// Under which covenant.
    pub covenant: Digest,
    /// Which gate asks.
    pub gate: String,
    /// The digest of the call.
    pub call: Digest,
    /// Makes the request unlike every other.
    pub nonce: [u8; 16],
    /// From when on the answer is no.
    pub deadline: Moment,
}

/// The longest name of a review gate, in bytes.
const LONGEST_GATE: usize = 1 << 12;
/// The most approvals of one request.
const MOST_APPROVALS: usize = 1 << 10;
const MAGIC: &str = "LWRV";

impl ReviewRequest {
    fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        self.write(&mut writer);
        writer.finish()
    }

    fn write(&self, writer: &mut Writer) {
        writer.digest(&self.covenant).text(&self.gate);
        writer.digest(&self.call).raw(&self.nonce);
        writer.u64(self.deadline.as_millis());
    }

    fn read(reader: &mut Reader<'_>) -> Result<ReviewRequest, EncodingError> {
        Ok(ReviewRequest {
            covenant: reader.digest()?,
            gate: reader.text(LONGEST_GATE)?.to_owned(),
            call: reader.digest()?,
            nonce: reader.array()?,
            deadline: Moment::from_millis(reader.u64()?),
        })
    }
}

/// A reviewer's signature under a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who approves.
    pub key: PublicKey,
    /// The signature.
    pub signature: Signature,
}

impl Approval {
    /// Approves a request.
    ///
    /// # Errors
    /// If the key cannot sign.
    pub fn sign(request: &ReviewRequest, reviewer: &dyn Signer) -> Result<Approval, SignError> {
        Ok(Approval {
            key: reviewer.public_key().clone(),
            signature: reviewer.sign(&CONTEXT, &request.to_bytes())?,
        })
    }

    /// Returns whether the signature is good for a request.
    pub fn is_for(&self, request: &ReviewRequest) -> bool {
        self.key
            .verify(&CONTEXT, &request.to_bytes(), &self.signature)
            .is_ok()
    }
}

/// A request with the approvals it got; with none, it is how a request travels to a reviewer.
///
/// ```
/// use lawful_covenant::review::Reviewed;
/// assert!(Reviewed::from_bytes(b"something else").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// The request.
    pub request: ReviewRequest,
    /// What reviewers answered.
    pub approvals: Vec<Approval>,
}

impl Reviewed {
    /// The most bytes of the stored form.
    pub const LARGEST: usize = 1 << 20;

    /// Returns the stored form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::stored(MAGIC);
        self.write(&mut writer);
        writer.finish()
    }

    /// Reads the stored form. No signature is verified: the gate does that.
    ///
    /// # Errors
    /// If the bytes are of another version, not canonical, or not a request with approvals.
    pub fn from_bytes(bytes: &[u8]) -> Result<Reviewed, EncodingError> {
        let mut reader = Reader::stored(bytes, Self::LARGEST, MAGIC)?;
        let reviewed = Reviewed::read(&mut reader)?;
        reader.finish()?;
        if reviewed.to_bytes() != bytes {
            return Err(EncodingError::NotCanonical);
        }
        Ok(reviewed)
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        self.request.write(writer);
        writer.count(self.approvals.len());
        for approval in &self.approvals {
            writer.key(&approval.key).signature(&approval.signature);
        }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Reviewed, EncodingError> {
        let request = ReviewRequest::read(reader)?;
        let approvals = reader.list(MOST_APPROVALS, |reader| {
            Ok(Approval {
                key: reader.key()?,
                signature: reader.signature()?,
            })
        })?;
        Ok(Reviewed { request, approvals })
    }
}
