//! Authenticator data (WebAuthn, section 6.1).

use super::{Fido2Error, cbor, cose_key};
use crate::public_key::CurveKey;
use crate::{DeviceStatement, PublicKey};

/// What an authenticator states, and signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticatorData<'a> {
    /// The SHA-256 of the relying party id.
    pub rp_id_hash: [u8; 32],
    /// Flags and counter.
    pub device: DeviceStatement,
    /// The new credential, in a registration.
    pub credential: Option<Credential<'a>>,
    /// Whether extension outputs follow.
    pub has_extensions: bool,
}

/// A credential that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential<'a> {
    /// The make of the authenticator; zeros if it does not tell.
    pub aaguid: [u8; 16],
    /// The handle of the credential.
    pub id: &'a [u8],
    /// Its key, bound to the relying party.
    pub public_key: PublicKey,
}

const ATTESTED_CREDENTIAL: u8 = 0x40;
const EXTENSIONS: u8 = 0x80;

impl<'a> AuthenticatorData<'a> {
    /// The longest handle of a credential, in bytes.
    pub const LONGEST_ID: usize = 1023;

    /// Reads the structure strictly: what the flags announce is there, and nothing else.
    ///
    /// # Errors
    /// If the bytes are not the structure, or the key is of another algorithm.
    pub fn parse(bytes: &'a [u8]) -> Result<AuthenticatorData<'a>, Fido2Error> {
        let malformed = |problem| Fido2Error::Malformed {
            structure: "authenticator data",
            problem,
        };
        let short = || malformed("it is too short");
        let (rp_id_hash, rest) = bytes.split_first_chunk::<32>().ok_or_else(short)?;
        let ([flags, counter @ ..], mut rest) = rest.split_first_chunk::<5>().ok_or_else(short)?;
        let device = DeviceStatement {
            flags: *flags,
            counter: u32::from_be_bytes(*counter),
        };
        let credential = if flags & ATTESTED_CREDENTIAL == 0 {
            None
        } else {
            let (aaguid, tail) = rest.split_first_chunk::<16>().ok_or_else(short)?;
            let (length, tail) = tail.split_first_chunk().ok_or_else(short)?;
            let length = usize::from(u16::from_be_bytes(*length));
            if length == 0 || length > Self::LONGEST_ID {
                return Err(malformed(
                    "the credential id is empty or longer than 1023 bytes",
                ));
            }
            let (id, tail) = tail.split_at_checked(length).ok_or_else(short)?;
            let (key, tail) = cbor::parse_prefix(tail)?;
            rest = tail;
            let key: CurveKey = cose_key::parse(&key)?;
            Some(Credential {
                aaguid: *aaguid,
                id,
                public_key: PublicKey::of_security_key(key, *rp_id_hash),
            })
        };
        let has_extensions = flags & EXTENSIONS != 0;
        if has_extensions {
            rest = cbor::parse_prefix(rest)?.1;
        }
        if !rest.is_empty() {
            return Err(malformed("bytes are left over"));
        }
        Ok(AuthenticatorData {
            rp_id_hash: *rp_id_hash,
            device,
            credential,
            has_extensions,
        })
    }
}
