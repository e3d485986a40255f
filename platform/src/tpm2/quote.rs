//! Verification of quotes and certifications.

use super::{Attest, Attested, EcdsaSignature, PcrValues, PublicArea, Tpm2Error};
use crate::PublicKey;

/// What a quote tells beside the registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlatformClock {
    /// Milliseconds that the TPM has been powered.
    pub clock: u64,
    /// How often the TPM was reset: another number means that the platform was started again.
    pub reset_count: u32,
    /// How often the TPM was restarted or resumed since the last reset.
    pub restart_count: u32,
    /// Whether the clock has not gone back.
    pub safe: bool,
}

/// Verifies a quote: the attestation key signed it, it answers the nonce, and it is of exactly these
/// registers with these values.
///
/// `quote` is `TPMS_ATTEST` and `signature` is `TPMT_SIGNATURE`, as `tpm2_quote` writes them with
/// `--message` and `--signature`.
///
/// # Errors
/// If anything does not fit; see [`Tpm2Error`].
pub fn verify_quote(
    attestation_key: &PublicKey,
    quote: &[u8],
    signature: &[u8],
    nonce: &[u8],
    values: &PcrValues,
) -> Result<PlatformClock, Tpm2Error> {
    if !EcdsaSignature::parse(signature)?.is_of(attestation_key, quote) {
        return Err(Tpm2Error::BadSignature);
    }
    verify_quoted_state(quote, nonce, values)
}

/// Checks what a quote says; its signature was verified.
pub(crate) fn verify_quoted_state(
    quote: &[u8],
    nonce: &[u8],
    values: &PcrValues,
) -> Result<PlatformClock, Tpm2Error> {
    let attest = Attest::parse(quote)?;
    let Attested::Quote { registers, digest } = &attest.attested else {
        return Err(Tpm2Error::Malformed {
            structure: "TPMS_ATTEST",
            problem: "it is not a quote",
        });
    };
    if attest.extra_data != nonce {
        return Err(Tpm2Error::OtherNonce);
    }
    let same_registers = values
        .iter()
        .map(|(index, _)| index)
        .eq(registers.iter().copied());
    if !same_registers || *digest != values.digest() {
        return Err(Tpm2Error::OtherPlatformState);
    }
    Ok(PlatformClock {
        clock: attest.clock,
        reset_count: attest.reset_count,
        restart_count: attest.restart_count,
        safe: attest.safe,
    })
}

/// Checks that a certification (whose signature was verified) is of this key, and that the key can
/// never leave the TPM.
pub(crate) fn verify_certified_key(
    certify: &[u8],
    nonce: &[u8],
    public_area: &[u8],
    key: &PublicKey,
) -> Result<(), Tpm2Error> {
    let attest = Attest::parse(certify)?;
    let Attested::Certify { name } = attest.attested else {
        return Err(Tpm2Error::Malformed {
            structure: "TPMS_ATTEST",
            problem: "it is not a certification",
        });
    };
    if attest.extra_data != nonce {
        return Err(Tpm2Error::OtherNonce);
    }
    let area = PublicArea::parse(public_area)?;
    if name != area.name() || area.key() != key {
        return Err(Tpm2Error::OtherKey);
    }
    area.check_bound()
}
