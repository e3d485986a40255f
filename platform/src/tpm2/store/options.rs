//! Which TPM, and how it is used.

use crate::tpm2::{PcrValues, Tpm2Error};
use crate::{Password, Secret};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// Which TPM, and how it is used.
///
/// ```
/// use lawful_platform::tpm2::TpmOptions;
/// let options = TpmOptions::at("device:/dev/tpmrm0").registers(&[0, 7]);
/// assert!(options.is_ok());
/// assert!(TpmOptions::at("device:/dev/tpmrm0").registers(&[24]).is_err());
/// ```
pub struct TpmOptions {
    pub(super) address: String,
    pub(super) registers: Vec<u8>,
    pub(super) key_secret: Option<Secret>,
    pub(super) owner_secret: Option<Secret>,
    pub(super) deadline: Duration,
}

impl TpmOptions {
    /// Begins with the address of a TPM, as libtss2 writes it: `device:/dev/tpmrm0`, or
    /// `swtpm:host=127.0.0.1,port=2321`.
    ///
    /// No registers, no passwords, and 30 seconds for every answer.
    pub fn at(address: &str) -> TpmOptions {
        TpmOptions {
            address: address.to_owned(),
            registers: Vec::new(),
            key_secret: None,
            owner_secret: None,
            deadline: Duration::from_secs(30),
        }
    }

    /// Binds sealed data to the state of these registers (0 to 23, SHA-256 bank), and quotes them.
    ///
    /// # Errors
    /// If a number is above 23 or comes twice.
    pub fn registers(mut self, registers: &[u8]) -> Result<TpmOptions, Tpm2Error> {
        let values = PcrValues::new(registers.iter().map(|index| (*index, [0; 32])))?;
        self.registers = values.iter().map(|(index, _)| index).collect();
        Ok(self)
    }

    /// Protects new keys with a password, and uses keys with it. The TPM locks itself after a few
    /// wrong ones.
    pub fn password(mut self, password: &Password) -> TpmOptions {
        // The TPM takes at most 32 bytes.
        self.key_secret = Some(Secret::new(Sha256::digest(password.expose()).to_vec()));
        self
    }

    /// Gives the authorization value of the TPM's owner, if one was set.
    pub fn owner(mut self, authorization: Secret) -> TpmOptions {
        self.owner_secret = Some(authorization);
        self
    }

    /// Sets how long to wait for each answer.
    pub fn deadline(mut self, deadline: Duration) -> TpmOptions {
        self.deadline = deadline;
        self
    }
}
