//! `TPMS_ATTEST`: what a TPM states and signs (TPM 2.0 library, part 2, section 10.12).

use super::Tpm2Error;
use super::reader::Reader;

/// A statement of a TPM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attest<'a> {
    /// What the caller asked the TPM to repeat.
    pub extra_data: &'a [u8],
    /// Milliseconds that the TPM has been powered.
    pub clock: u64,
    /// How often the TPM was reset.
    pub reset_count: u32,
    /// How often the TPM was restarted or resumed since the last reset.
    pub restart_count: u32,
    /// Whether the clock has not gone back.
    pub safe: bool,
    /// The version of the firmware.
    pub firmware: u64,
    /// What is stated.
    pub attested: Attested<'a>,
}

/// What a TPM states.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Attested<'a> {
    /// The values of registers.
    Quote {
        /// The registers of the SHA-256 bank, sorted.
        registers: Vec<u8>,
        /// The hash of their values.
        digest: &'a [u8],
    },
    /// That an object is in the TPM.
    Certify {
        /// The name of the object: a hash of its public area.
        name: &'a [u8],
    },
}

const STRUCTURE: &str = "TPMS_ATTEST";
/// `TPM_GENERATED_VALUE`: a restricted key signs outside data only if it does not begin so.
const GENERATED: u32 = 0xff54_4347;
const CERTIFY: u16 = 0x8017;
const QUOTE: u16 = 0x8018;
const SHA256: u16 = 0x000b;

impl<'a> Attest<'a> {
    /// The largest structure, in bytes.
    pub const LARGEST: usize = 1024;

    /// Reads the structure. Trust it only after its signature was verified.
    ///
    /// # Errors
    /// If the bytes are not the structure, or state something else than a quote of the SHA-256 bank
    /// or a certified object.
    pub fn parse(bytes: &'a [u8]) -> Result<Attest<'a>, Tpm2Error> {
        let mut reader = Reader::new(bytes, STRUCTURE);
        if bytes.len() > Self::LARGEST {
            return Err(reader.malformed("it is longer than 1024 bytes"));
        }
        if reader.u32()? != GENERATED {
            return Err(reader.malformed("it does not begin with TPM_GENERATED_VALUE"));
        }
        let kind = reader.u16()?;
        // The qualified name of the signer: the verifier knows the key itself.
        reader.sized()?;
        let extra_data = reader.sized()?;
        let clock = reader.u64()?;
        let reset_count = reader.u32()?;
        let restart_count = reader.u32()?;
        let safe = match reader.u8()? {
            0 => false,
            1 => true,
            _ => return Err(reader.malformed("a flag is neither 0 nor 1")),
        };
        let firmware = reader.u64()?;
        let attested = match kind {
            QUOTE => {
                let registers = registers(&mut reader)?;
                Attested::Quote {
                    registers,
                    digest: reader.sized()?,
                }
            }
            CERTIFY => {
                let name = reader.sized()?;
                reader.sized()?;
                Attested::Certify { name }
            }
            _ => return Err(reader.malformed("it is neither a quote nor a certification")),
        };
        reader.end()?;
        Ok(Attest {
            extra_data,
            clock,
            reset_count,
            restart_count,
            safe,
            firmware,
            attested,
        })
    }
}

/// Reads `TPML_PCR_SELECTION`. Registers of other banks are refused, since their values would go
/// into the digest.
fn registers(reader: &mut Reader<'_>) -> Result<Vec<u8>, Tpm2Error> {
    let banks = reader.u32()?;
    if banks > 16 {
        return Err(reader.malformed("it selects more than 16 banks"));
    }
    let mut registers = Vec::new();
    for _ in 0..banks {
        let bank = reader.u16()?;
        let size = reader.u8()?;
        if size > 4 {
            return Err(reader.malformed("a selection has more than 4 bytes"));
        }
        for (byte, bits) in (0u8..).zip(reader.bytes(usize::from(size))?) {
            for bit in (0..8).filter(|bit| bits >> bit & 1 == 1) {
                if bank != SHA256 {
                    return Err(Tpm2Error::Algorithm {
                        structure: STRUCTURE,
                        found: bank,
                        supported: "the SHA-256 bank (0x000b)",
                    });
                }
                registers.push(8 * byte + bit);
            }
        }
    }
    if !registers.is_sorted_by(|a, b| a < b) {
        return Err(reader.malformed("it selects a register twice"));
    }
    Ok(registers)
}
