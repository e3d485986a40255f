//! Attestation statements (WebAuthn, section 8): packed, fido-u2f and none.

use super::cbor::Item;
use super::certificate::Certificate;
use super::roots::Chain;
use super::{AttestationRoots, Credential, Fido2Error, TrustPath, cose_key};
use crate::public_key::CurveKey;
use crate::{DeviceStatement, ecdsa_p256, ed25519};

/// What an attestation statement is about.
pub(super) struct Subject<'a> {
    pub(super) authenticator_data: &'a [u8],
    pub(super) client_data_hash: &'a [u8; 32],
    pub(super) rp_id_hash: &'a [u8; 32],
    pub(super) device: DeviceStatement,
    pub(super) credential: &'a Credential<'a>,
}

fn malformed(problem: &'static str) -> Fido2Error {
    Fido2Error::Malformed {
        structure: "an attestation statement",
        problem,
    }
}

impl Subject<'_> {
    /// Verifies a statement of any supported format.
    pub(super) fn verify(
        &self,
        format: &str,
        statement: &Item<'_>,
        roots: &AttestationRoots,
    ) -> Result<TrustPath, Fido2Error> {
        match format {
            "none" if statement.is_empty_map() => Ok(TrustPath::None),
            "none" => Err(malformed("the format is none, and there is a statement")),
            "packed" => self.packed(statement, roots),
            "fido-u2f" => self.fido_u2f(statement, roots),
            other => Err(Fido2Error::Format(other.chars().take(40).collect())),
        }
    }

    fn packed(
        &self,
        statement: &Item<'_>,
        roots: &AttestationRoots,
    ) -> Result<TrustPath, Fido2Error> {
        let algorithm = statement
            .get("alg")
            .and_then(Item::integer)
            .ok_or(malformed("`alg` is missing"))?;
        let signature = statement
            .get("sig")
            .and_then(Item::bytes)
            .ok_or(malformed("`sig` is missing"))?;
        let message = [self.authenticator_data, self.client_data_hash].concat();
        let Some(x5c) = statement.get("x5c") else {
            return self.packed_self(algorithm, &message, signature);
        };
        let chain = chain(x5c)?;
        let leaf = chain.first().ok_or(malformed("`x5c` is empty"))?;
        if algorithm != cose_key::ES256 {
            return Err(Fido2Error::Algorithm(algorithm));
        }
        let fail = |problem| Fido2Error::Certificate { index: 0, problem };
        if !leaf.signed(&message, signature).map_err(fail)? {
            return Err(Fido2Error::BadAttestation);
        }
        leaf.check_packed(&self.credential.aaguid).map_err(fail)?;
        trust(roots, &chain)
    }

    /// The credential attests itself: it shows that the signer has the key, and nothing else.
    fn packed_self(
        &self,
        algorithm: i64,
        message: &[u8],
        signature: &[u8],
    ) -> Result<TrustPath, Fido2Error> {
        let good = match (self.credential.public_key.curve(), algorithm) {
            (CurveKey::P256(key), cose_key::ES256) => {
                ecdsa_p256::verify_foreign_der(key, message, signature)
            }
            (CurveKey::Ed25519(key), cose_key::EDDSA) => signature
                .try_into()
                .is_ok_and(|signature| ed25519::verify(key, message, signature)),
            _ => return Err(malformed("`alg` is not the algorithm of the credential")),
        };
        if good {
            Ok(TrustPath::SelfSigned)
        } else {
            Err(Fido2Error::BadAttestation)
        }
    }

    fn fido_u2f(
        &self,
        statement: &Item<'_>,
        roots: &AttestationRoots,
    ) -> Result<TrustPath, Fido2Error> {
        let signature = statement
            .get("sig")
            .and_then(Item::bytes)
            .ok_or(malformed("`sig` is missing"))?;
        let chain = chain(statement.get("x5c").ok_or(malformed("`x5c` is missing"))?)?;
        let [leaf] = chain.as_slice() else {
            return Err(malformed(
                "`x5c` of fido-u2f has not exactly one certificate",
            ));
        };
        // A U2F authenticator does not sign flags and counter: the browser writes them, always so
        // (WebAuthn, section 6.1.2). Anything else was added on the way.
        if (self.device.flags, self.device.counter) != (0x41, 0) {
            return Err(malformed(
                "a U2F registration has the flags 0x41 and the counter 0",
            ));
        }
        if self.credential.aaguid != [0; 16] {
            return Err(malformed("a U2F authenticator has no AAGUID"));
        }
        let CurveKey::P256(key) = self.credential.public_key.curve() else {
            return Err(malformed("a U2F credential is a P-256 key"));
        };
        let mut message = vec![0];
        message.extend(self.rp_id_hash);
        message.extend(self.client_data_hash);
        message.extend(self.credential.id);
        message.extend(key.to_sec1_point(false).as_bytes());
        let fail = |problem| Fido2Error::Certificate { index: 0, problem };
        if !leaf.signed(&message, signature).map_err(fail)? {
            return Err(Fido2Error::BadAttestation);
        }
        trust(roots, &chain)
    }
}

fn chain(x5c: &Item<'_>) -> Result<Vec<Certificate>, Fido2Error> {
    let items = x5c.array().ok_or(malformed("`x5c` is not an array"))?;
    if items.len() > AttestationRoots::LONGEST_CHAIN {
        return Err(malformed("`x5c` has more than 4 certificates"));
    }
    items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let der = item
                .bytes()
                .ok_or(malformed("`x5c` has something that is not bytes"))?;
            Certificate::parse(der).map_err(|problem| Fido2Error::Certificate { index, problem })
        })
        .collect()
}

fn trust(roots: &AttestationRoots, chain: &[Certificate]) -> Result<TrustPath, Fido2Error> {
    Ok(match roots.follow(chain)? {
        Chain::Trusted => TrustPath::Chain {
            certificates: chain.len(),
        },
        Chain::UnknownRoot => TrustPath::UnknownRoot,
    })
}
