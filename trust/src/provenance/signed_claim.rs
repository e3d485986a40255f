//! Claims with a signature.

use super::{Claim, ProvenanceError};
use crate::wire::{Broken, Reader, Writer};
use crate::{Dimension, EntityId};
use lawful_platform::{Context, PublicKey, Signature, Signer, Verifier};
use sha2::{Digest, Sha256};

const CONTEXT: Context = Context::fixed("lawful.trust.claim");
const MAGIC: &[u8] = b"LVC\x01";

/// A claim with the signature of who makes it. A value of this type always has a good one.
///
/// # Binary form, version 1
/// `"LVC" 01`, the dimension (1 byte, 4 to 6), `01` if it speaks for the subject and `00` if not,
/// the magnitude (the bits of the double, 8 bytes), the hash of the work (32 bytes), when
/// (nanoseconds, 16 bytes), the subject, the topic, the public key and the signature, each with its
/// length before it (4 bytes).
#[derive(Debug, Clone, PartialEq)]
pub struct SignedClaim {
    claim: Claim,
    by: PublicKey,
    signature: Signature,
}

impl SignedClaim {
    /// Signs a claim.
    ///
    /// # Errors
    /// If the key cannot sign.
    pub fn sign(
        claim: Claim,
        signer: &(impl Signer + ?Sized),
    ) -> Result<SignedClaim, ProvenanceError> {
        let by = signer.public_key().clone();
        let signature = signer.sign(&CONTEXT, &body(&claim, &by).0)?;
        Ok(SignedClaim {
            claim,
            by,
            signature,
        })
    }

    /// Returns what is claimed.
    pub fn claim(&self) -> &Claim {
        &self.claim
    }

    /// Returns who claims it.
    pub fn by(&self) -> &PublicKey {
        &self.by
    }

    /// Returns the SHA-256 of the binary form.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.to_bytes()).into()
    }

    /// Returns the SHA-256 of what is said and by whom, whichever signature is under it: some keys
    /// sign the same words differently each time.
    pub(super) fn hash_of_words(&self) -> [u8; 32] {
        Sha256::digest(body(&self.claim, &self.by).0).into()
    }

    /// Returns the binary form.
    pub fn to_bytes(&self) -> Vec<u8> {
        body(&self.claim, &self.by)
            .field(&self.signature.to_bytes())
            .0
    }

    /// Reads the binary form and verifies its signature.
    ///
    /// # Errors
    /// If the bytes are not a claim of version 1, or the signature is not good.
    pub fn from_bytes(bytes: &[u8]) -> Result<SignedClaim, ProvenanceError> {
        let garbage = |Broken(problem)| ProvenanceError::Garbage(problem);
        let mut reader = Reader::new(bytes);
        let (claim, by, signature) = (|| {
            reader.magic(MAGIC, "it does not begin as version 1 does")?;
            let claim = parse(&mut reader)?;
            let by = PublicKey::from_bytes(reader.field(PublicKey::LONGEST)?)
                .map_err(|_| Broken("the public key is not one"))?;
            let signature = Signature::from_bytes(reader.field(128)?)
                .map_err(|_| Broken("the signature is not one"))?;
            Ok((claim, by, signature))
        })()
        .map_err(garbage)?;
        reader.end().map_err(garbage)?;
        let signed = SignedClaim {
            claim,
            by,
            signature,
        };
        // Every number has one spelling.
        if signed.to_bytes() != bytes {
            return Err(ProvenanceError::Garbage("it is spelled in another way"));
        }
        let body = body(&signed.claim, &signed.by);
        signed.by.verify(&CONTEXT, &body.0, &signed.signature)?;
        Ok(signed)
    }
}

fn code(dimension: Dimension) -> u8 {
    dimension.index() as u8 + 1
}

fn body(claim: &Claim, by: &PublicKey) -> Writer {
    Writer::new(MAGIC)
        .byte(code(claim.dimension))
        .byte(claim.success.into())
        .number(claim.magnitude.to_bits())
        .raw(&claim.work)
        .time(claim.at)
        .field(claim.subject.as_str().as_bytes())
        .field(claim.topic.as_bytes())
        .field(&by.to_bytes())
}

fn parse(reader: &mut Reader<'_>) -> Result<Claim, Broken> {
    let dimension = reader.byte()?;
    let dimension = Dimension::VALUE
        .into_iter()
        .find(|known| code(*known) == dimension)
        .ok_or(Broken("the dimension is not one of value"))?;
    let success = match reader.byte()? {
        0 => false,
        1 => true,
        _ => return Err(Broken("it speaks neither for nor against")),
    };
    let magnitude = f64::from_bits(reader.number()?);
    let work = reader.array()?;
    let at = reader.time()?;
    let subject: EntityId = reader
        .text(EntityId::LONGEST)?
        .parse()
        .map_err(|_| Broken("the subject is not an id"))?;
    let topic = reader.text(Claim::LONGEST_TOPIC)?;
    Claim::new(subject, dimension, topic, success, magnitude, work, at)
        .map_err(|_| Broken("the claim cannot be"))
}
