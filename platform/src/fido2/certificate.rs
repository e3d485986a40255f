//! X.509 certificates of authenticators, with P-256 keys.

use crate::ecdsa_p256;
use p256::ecdsa::VerifyingKey;
use x509_cert::Certificate as X509;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::BasicConstraints;

const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
const FIDO_AAGUID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.45724.1.1.4");
const ORGANIZATIONAL_UNIT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");

/// The largest certificate, in bytes.
pub(super) const LARGEST: usize = 8192;

/// A certificate that was read; its signature is not verified yet.
pub(super) struct Certificate {
    x509: X509,
    /// What the issuer signed.
    signed: Vec<u8>,
    der: Vec<u8>,
}

impl Certificate {
    pub(super) fn parse(der: &[u8]) -> Result<Certificate, &'static str> {
        if der.len() > LARGEST {
            return Err("it is longer than 8192 bytes");
        }
        let x509 = X509::from_der(der).map_err(|_| "it is not a certificate in DER")?;
        let signed = x509
            .tbs_certificate()
            .to_der()
            .map_err(|_| "it cannot be encoded again")?;
        Ok(Certificate {
            x509,
            signed,
            der: der.to_vec(),
        })
    }

    pub(super) fn der(&self) -> &[u8] {
        &self.der
    }

    /// Returns the key if it is a P-256 key.
    pub(super) fn key(&self) -> Result<VerifyingKey, &'static str> {
        let info = self.x509.tbs_certificate().subject_public_key_info();
        let curve = info
            .algorithm
            .parameters
            .as_ref()
            .and_then(|p| p.decode_as().ok());
        if info.algorithm.oid != EC_PUBLIC_KEY || curve != Some(P256) {
            return Err("its key is not a P-256 key");
        }
        info.subject_public_key
            .as_bytes()
            .and_then(ecdsa_p256::parse_key)
            .ok_or("its key is not a point of the curve")
    }

    /// Returns whether the key of this certificate made a DER signature of a message.
    pub(super) fn signed(&self, message: &[u8], signature: &[u8]) -> Result<bool, &'static str> {
        self.key()
            .map(|key| ecdsa_p256::verify_foreign_der(&key, message, signature))
    }

    /// Checks that another certificate issued this one: the names fit, it is an authority, and its
    /// key signed.
    pub(super) fn check_issued_by(&self, issuer: &Certificate) -> Result<(), &'static str> {
        if self.x509.tbs_certificate().issuer() != issuer.x509.tbs_certificate().subject() {
            return Err("it was issued by another one than follows");
        }
        if !issuer.is_authority() {
            return Err("its issuer is not a certificate authority");
        }
        if self.x509.signature_algorithm().oid != ECDSA_SHA256 {
            return Err("it is signed with another algorithm than ECDSA with SHA-256");
        }
        let signature = self
            .x509
            .signature()
            .as_bytes()
            .ok_or("its signature is not whole bytes")?;
        match issuer.signed(&self.signed, signature)? {
            true => Ok(()),
            false => Err("its signature does not fit"),
        }
    }

    fn is_authority(&self) -> bool {
        self.extension(&BASIC_CONSTRAINTS)
            .and_then(|(_, value)| BasicConstraints::from_der(value).ok())
            .is_some_and(|constraints| constraints.ca)
    }

    /// Finds an extension: whether it is critical, and its value.
    fn extension(&self, oid: &ObjectIdentifier) -> Option<(bool, &[u8])> {
        let extensions = self.x509.tbs_certificate().extensions()?;
        let found = extensions
            .iter()
            .find(|extension| extension.extn_id == *oid)?;
        Some((found.critical, found.extn_value.as_bytes()))
    }

    /// Checks what WebAuthn, section 8.2.1, demands of the certificate of a packed attestation.
    pub(super) fn check_packed(&self, aaguid: &[u8; 16]) -> Result<(), &'static str> {
        if self.x509.tbs_certificate().version() != x509_cert::Version::V3 {
            return Err("it is not of version 3");
        }
        if self.is_authority() {
            return Err("it is a certificate authority, not an authenticator");
        }
        let unit = self
            .x509
            .tbs_certificate()
            .subject()
            .iter()
            .any(|attribute| {
                attribute.oid == ORGANIZATIONAL_UNIT
                    && attribute.value.value() == b"Authenticator Attestation"
            });
        if !unit {
            return Err("its subject has no unit `Authenticator Attestation`");
        }
        match self.extension(&FIDO_AAGUID) {
            None => Ok(()),
            Some((true, _)) => Err("its AAGUID extension is critical"),
            // An octet string inside the octet string: 0x04 0x10 and 16 bytes.
            Some((false, [0x04, 0x10, value @ ..])) if value == aaguid => Ok(()),
            Some(_) => Err("it is of another make of authenticator"),
        }
    }
}
