//! One link of a chain: somebody passed on what they had.

use super::Request;
use crate::digest::Digest;
use crate::encoding::{EncodingError, Reader, Writer};
use crate::random::nonce;
use lawful_platform::{Context, PublicKey, Signature, Signer, Verifier, VerifyError};

const CONTEXT: Context = Context::fixed("lawful.covenant.delegate.v1");

/// One link: what was asked for, after which link or covenant, signed by whoever held that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    parent: Digest,
    nonce: [u8; 16],
    request: Request,
    signature: Signature,
    /// What was signed, kept so that verifying does not encode it again.
    body: Vec<u8>,
    digest: Digest,
}

impl Link {
    pub(super) fn sign(
        parent: Digest,
        request: Request,
        signer: &dyn Signer,
    ) -> Result<Link, super::DelegationError> {
        let nonce = nonce()?;
        let body = body(&parent, &nonce, &request);
        let signature = signer.sign(&CONTEXT, &body)?;
        Ok(Link::of(parent, nonce, request, signature, body))
    }

    fn of(
        parent: Digest,
        nonce: [u8; 16],
        request: Request,
        signature: Signature,
        body: Vec<u8>,
    ) -> Link {
        Link {
            digest: Digest::derive("lawful covenant link v1", &[&body]),
            parent,
            nonce,
            request,
            signature,
            body,
        }
    }

    /// Returns the digest of the covenant or link before it.
    pub fn parent(&self) -> &Digest {
        &self.parent
    }

    /// Returns the digest that names it.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// Returns what was asked for.
    pub fn request(&self) -> &Request {
        &self.request
    }

    pub(super) fn verify(&self, holder: &PublicKey) -> Result<(), VerifyError> {
        holder.verify(&CONTEXT, &self.body, &self.signature)
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.raw(&self.body).signature(&self.signature);
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Link, EncodingError> {
        let (parent, nonce) = (reader.digest()?, reader.array()?);
        let request = Request::read(reader)?;
        let signature = reader.signature()?;
        let body = body(&parent, &nonce, &request);
        Ok(Link::of(parent, nonce, request, signature, body))
    }
}

fn body(parent: &Digest, nonce: &[u8; 16], request: &Request) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.digest(parent).raw(nonce);
    request.write(&mut writer);
    writer.finish()
}
