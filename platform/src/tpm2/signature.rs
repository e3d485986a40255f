//! `TPMT_SIGNATURE` with ECDSA and SHA-256.

use super::Tpm2Error;
use super::reader::Reader;
use crate::PublicKey;
use crate::ecdsa_p256;
use crate::public_key::CurveKey;

const STRUCTURE: &str = "TPMT_SIGNATURE";
const ECDSA: u16 = 0x0018;
const SHA256: u16 = 0x000b;

/// An ECDSA signature of a TPM over SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EcdsaSignature {
    raw: [u8; 64],
}

impl EcdsaSignature {
    /// Makes a signature of `r ‖ s`.
    pub fn new(raw: [u8; 64]) -> EcdsaSignature {
        EcdsaSignature { raw }
    }

    /// Reads `TPMT_SIGNATURE`, as `tpm2_quote --signature` writes it.
    ///
    /// # Errors
    /// If the bytes are not the structure, or the algorithm is not ECDSA with SHA-256.
    pub fn parse(bytes: &[u8]) -> Result<EcdsaSignature, Tpm2Error> {
        let mut reader = Reader::new(bytes, STRUCTURE);
        for (expected, supported) in [(ECDSA, "ECDSA (0x0018)"), (SHA256, "SHA-256 (0x000b)")] {
            let found = reader.u16()?;
            if found != expected {
                return Err(Tpm2Error::Algorithm {
                    structure: STRUCTURE,
                    found,
                    supported,
                });
            }
        }
        let mut raw = [0; 64];
        let (r, s) = raw.split_at_mut(32);
        r.copy_from_slice(&reader.number_32()?);
        s.copy_from_slice(&reader.number_32()?);
        reader.end()?;
        Ok(EcdsaSignature { raw })
    }

    /// Returns `TPMT_SIGNATURE`, as `tpm2_checkquote --signature` reads it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(72);
        bytes.extend(ECDSA.to_be_bytes());
        bytes.extend(SHA256.to_be_bytes());
        let (halves, _) = self.raw.as_chunks::<32>();
        for half in halves {
            bytes.extend(32u16.to_be_bytes());
            bytes.extend(half);
        }
        bytes
    }

    /// Returns `r ‖ s`.
    pub fn raw(&self) -> &[u8; 64] {
        &self.raw
    }

    /// Returns whether a P-256 key made this signature of a structure. TPMs do not choose the lower
    /// `s`, so both count.
    pub fn is_of(&self, key: &PublicKey, structure: &[u8]) -> bool {
        match key.curve() {
            CurveKey::P256(point) if key.rp_id_hash().is_none() => {
                ecdsa_p256::verify_foreign(point, structure, &self.raw)
            }
            _ => false,
        }
    }
}
