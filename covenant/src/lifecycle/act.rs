//! Signed acts.

use crate::clock::Moment;
use crate::digest::Digest;
use crate::encoding::{EncodingError, Reader, Writer};
use lawful_platform::{Context, PublicKey, SignError, Signature, Signer, Verifier, VerifyError};

/// What somebody does to a covenant. Each kind is signed in a context of its own, so that one cannot
/// be passed off as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActKind {
    /// To propose it.
    Propose,
    /// To answer a proposal with other terms.
    Negotiate,
    /// To grant it.
    Grant,
    /// To revoke it.
    Revoke,
    /// To put another covenant in its place.
    Amend,
}

impl ActKind {
    fn context(self) -> &'static Context {
        const PROPOSE: &Context = &Context::fixed("lawful.covenant.propose.v1");
        const NEGOTIATE: &Context = &Context::fixed("lawful.covenant.negotiate.v1");
        const GRANT: &Context = &Context::fixed("lawful.covenant.grant.v1");
        const REVOKE: &Context = &Context::fixed("lawful.covenant.revoke.v1");
        const AMEND: &Context = &Context::fixed("lawful.covenant.amend.v1");
        match self {
            ActKind::Propose => PROPOSE,
            ActKind::Negotiate => NEGOTIATE,
            ActKind::Grant => GRANT,
            ActKind::Revoke => REVOKE,
            ActKind::Amend => AMEND,
        }
    }
}

/// A signed act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The covenant.
    pub covenant: Digest,
    /// The covenant that takes its place, if the act is an amendment.
    pub successor: Option<Digest>,
    /// When, as the signer says.
    pub at: Moment,
    /// Why.
    pub reason: String,
    /// Who.
    pub key: PublicKey,
    /// The signature.
    pub signature: Signature,
}

/// What is about to be signed.
pub(crate) struct Deed<'a> {
    pub covenant: Digest,
    pub successor: Option<Digest>,
    pub at: Moment,
    pub reason: &'a str,
}

impl Deed<'_> {
    fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.digest(&self.covenant);
        writer.u8(u8::from(self.successor.is_some()));
        if let Some(successor) = &self.successor {
            writer.digest(successor);
        }
        writer.u64(self.at.as_millis()).text(self.reason);
        writer.finish()
    }

    pub fn sign(self, kind: ActKind, signer: &dyn Signer) -> Result<Act, SignError> {
        Ok(Act {
            signature: signer.sign(kind.context(), &self.to_bytes())?,
            key: signer.public_key().clone(),
            covenant: self.covenant,
            successor: self.successor,
            at: self.at,
            reason: self.reason.to_owned(),
        })
    }
}

impl Act {
    /// Checks the signature.
    ///
    /// # Errors
    /// If it is not a signature of this act, as one of this kind, by the key that it names.
    pub fn verify(&self, kind: ActKind) -> Result<(), VerifyError> {
        let deed = Deed {
            covenant: self.covenant,
            successor: self.successor,
            at: self.at,
            reason: &self.reason,
        };
        self.key
            .verify(kind.context(), &deed.to_bytes(), &self.signature)
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.digest(&self.covenant);
        writer.u8(u8::from(self.successor.is_some()));
        if let Some(successor) = &self.successor {
            writer.digest(successor);
        }
        writer.u64(self.at.as_millis()).text(&self.reason);
        writer.key(&self.key).signature(&self.signature);
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Act, EncodingError> {
        Ok(Act {
            covenant: reader.digest()?,
            successor: if reader.bool()? {
                Some(reader.digest()?)
            } else {
                None
            },
            at: Moment::from_millis(reader.u64()?),
            reason: reader.text(super::Terms::LONGEST_REASON)?.to_owned(),
            key: reader.key()?,
            signature: reader.signature()?,
        })
    }
}
