//! The makers of authenticators that are trusted.

use super::Fido2Error;
use super::certificate::Certificate;
use std::collections::BTreeSet;

/// Certificates that are trusted: of makers, of a series, or of one batch of authenticators.
///
/// # Residual trust
/// Chains are verified with ECDSA over P-256 and SHA-256. Where a maker signs with RSA, trust the
/// certificate of the batch itself. Validity periods and revocation are not looked at: authenticators
/// outlive both, and a maker's revocation list is the caller's to fetch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AttestationRoots {
    certificates: BTreeSet<Vec<u8>>,
}

/// How a chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chain {
    Trusted,
    UnknownRoot,
}

impl AttestationRoots {
    /// The longest chain, without the root.
    pub const LONGEST_CHAIN: usize = 4;

    /// Trusts nobody.
    pub fn new() -> AttestationRoots {
        AttestationRoots::default()
    }

    /// Trusts a certificate in DER.
    ///
    /// # Errors
    /// If the bytes are not a certificate with a P-256 key.
    pub fn trust(mut self, der: &[u8]) -> Result<AttestationRoots, Fido2Error> {
        Certificate::parse(der)
            .and_then(|certificate| certificate.key())
            .map_err(|problem| Fido2Error::Certificate { index: 0, problem })?;
        self.certificates.insert(der.to_vec());
        Ok(self)
    }

    /// Follows a chain, the authenticator's certificate first, to a trusted certificate.
    pub(super) fn follow(&self, chain: &[Certificate]) -> Result<Chain, Fido2Error> {
        for (index, certificate) in chain.iter().enumerate() {
            let fail = |problem| Fido2Error::Certificate { index, problem };
            if self.certificates.contains(certificate.der()) {
                return Ok(Chain::Trusted);
            }
            match chain.get(index + 1) {
                Some(issuer) => certificate.check_issued_by(issuer).map_err(fail)?,
                None => {
                    let known = self.certificates.iter().any(|root| {
                        Certificate::parse(root)
                            .and_then(|root| certificate.check_issued_by(&root))
                            .is_ok()
                    });
                    return Ok(if known {
                        Chain::Trusted
                    } else {
                        Chain::UnknownRoot
                    });
                }
            }
        }
        Ok(Chain::UnknownRoot)
    }
}
