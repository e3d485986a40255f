//! `TPMT_PUBLIC` of a P-256 key.

use super::Tpm2Error;
use super::reader::Reader;
use crate::PublicKey;
use crate::ecdsa_p256;
use crate::public_key::CurveKey;
use sha2::{Digest, Sha256};

const STRUCTURE: &str = "TPMT_PUBLIC";
const ECC: u16 = 0x0023;
const SHA256: u16 = 0x000b;
const NULL: u16 = 0x0010;
const P256: u16 = 0x0003;

const FIXED_TPM: u32 = 1 << 1;
const FIXED_PARENT: u32 = 1 << 4;
const SENSITIVE_DATA_ORIGIN: u32 = 1 << 5;
const RESTRICTED: u32 = 1 << 16;
const SIGN: u32 = 1 << 18;

/// The public area of a P-256 key in a TPM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicArea {
    attributes: u32,
    key: PublicKey,
    name: [u8; 34],
}

impl PublicArea {
    /// The largest structure, in bytes.
    pub const LARGEST: usize = 1024;

    /// Reads `TPMT_PUBLIC`.
    ///
    /// # Errors
    /// If the bytes are not the structure, or not of a P-256 key whose name is a SHA-256.
    pub fn parse(bytes: &[u8]) -> Result<PublicArea, Tpm2Error> {
        let mut reader = Reader::new(bytes, STRUCTURE);
        if bytes.len() > Self::LARGEST {
            return Err(reader.malformed("it is longer than 1024 bytes"));
        }
        expect(&mut reader, ECC, "ECC (0x0023)")?;
        expect(&mut reader, SHA256, "SHA-256 (0x000b)")?;
        let attributes = reader.u32()?;
        reader.sized()?;
        if reader.u16()? != NULL {
            // Key bits and mode of the cipher that protects children.
            reader.u32()?;
        }
        if reader.u16()? != NULL {
            expect(&mut reader, SHA256, "SHA-256 (0x000b)")?;
        }
        expect(&mut reader, P256, "NIST P-256 (0x0003)")?;
        if reader.u16()? != NULL {
            reader.u16()?;
        }
        let (x, y) = (reader.number_32()?, reader.number_32()?);
        let point = ecdsa_p256::key_of_coordinates(&x, &y)
            .ok_or_else(|| reader.malformed("its point is not on the curve"))?;
        reader.end()?;
        let mut name = [0; 34];
        let (algorithm, hash) = name.split_at_mut(2);
        algorithm.copy_from_slice(&SHA256.to_be_bytes());
        hash.copy_from_slice(&Sha256::digest(bytes));
        Ok(PublicArea {
            attributes,
            key: PublicKey::of_curve(CurveKey::P256(point)),
            name,
        })
    }

    /// Reads `TPM2B_PUBLIC`, the same with its length in front, as `tpm2_createak --public` writes
    /// it.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn parse_sized(bytes: &[u8]) -> Result<PublicArea, Tpm2Error> {
        let mut reader = Reader::new(bytes, "TPM2B_PUBLIC");
        let area = reader.sized()?;
        reader.end()?;
        Self::parse(area)
    }

    /// Returns the key.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Returns the name by which the TPM certifies the key.
    pub fn name(&self) -> &[u8; 34] {
        &self.name
    }

    /// Returns whether the key signs only what the TPM itself states: an attestation key.
    pub fn is_restricted_signer(&self) -> bool {
        self.attributes & (RESTRICTED | SIGN) == RESTRICTED | SIGN
    }

    /// Checks that the key was made in the TPM and can never leave it.
    ///
    /// # Errors
    /// [`Tpm2Error::NotBound`] with the attribute that is missing.
    pub fn check_bound(&self) -> Result<(), Tpm2Error> {
        [
            (FIXED_TPM, "fixedTPM"),
            (FIXED_PARENT, "fixedParent"),
            (SENSITIVE_DATA_ORIGIN, "sensitiveDataOrigin"),
        ]
        .into_iter()
        .find(|(bit, _)| self.attributes & bit == 0)
        .map_or(Ok(()), |(_, attribute)| Err(Tpm2Error::NotBound(attribute)))
    }
}

fn expect(
    reader: &mut Reader<'_>,
    expected: u16,
    supported: &'static str,
) -> Result<(), Tpm2Error> {
    let found = reader.u16()?;
    if found == expected {
        Ok(())
    } else {
        Err(Tpm2Error::Algorithm {
            structure: STRUCTURE,
            found,
            supported,
        })
    }
}
