//! The commands that are sent to an authenticator.

use super::{FidoOptions, attestation_object, failure};
use crate::attestation::Registration;
use crate::device_thread::DeviceThread;
use crate::fido2::RelyingParty;
use crate::{Algorithm, Anchor, Password, StoreError};
use ctap_hid_fido2::fidokey::{
    CredentialSupportedKeyType, FidoKeyHid, GetAssertionArgsBuilder, MakeCredentialArgsBuilder,
};
use ctap_hid_fido2::public_key_credential_user_entity::PublicKeyCredentialUserEntity;
use ctap_hid_fido2::{FidoKeyHidFactory, HidInfo, HidParam, LibCfg};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// An authenticator that is plugged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FidoDevice {
    /// Its path, to be given to [`FidoOptions::device`].
    pub path: String,
    /// What it calls itself.
    pub product: String,
    /// The USB number of its maker.
    pub vendor_id: u16,
    /// The USB number of its make.
    pub product_id: u16,
}

impl FidoDevice {
    fn of(info: HidInfo) -> FidoDevice {
        let path = match info.param {
            HidParam::Path(path) => path,
            HidParam::VidPid { vid, pid } => format!("{vid:04x}:{pid:04x}"),
        };
        FidoDevice {
            path,
            product: info.product_string,
            vendor_id: info.vid,
            product_id: info.pid,
        }
    }
}

/// Lists the authenticators that are plugged in.
///
/// # Errors
/// If the system's list of devices cannot be read.
pub fn list_devices() -> Result<Vec<FidoDevice>, StoreError> {
    // The library panics if it cannot read the list: on another thread that is an error.
    let thread = DeviceThread::start(Anchor::Fido2, Duration::from_secs(10), || Ok(()))?;
    thread.run(|()| {
        Ok(ctap_hid_fido2::get_fidokey_devices()
            .into_iter()
            .map(FidoDevice::of)
            .collect())
    })
}

/// What an authenticator answers to a challenge.
pub(super) struct Answer {
    pub(super) authenticator_data: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

/// A connection to an authenticator.
pub(super) struct Device {
    hid: FidoKeyHid,
    relying_party: RelyingParty,
    pin: Option<Password>,
}

impl Device {
    /// Connects, and asks the authenticator what it is: a missing one is noticed here.
    pub(super) fn open(options: FidoOptions) -> Result<Device, StoreError> {
        let mut config = LibCfg::init();
        config.enable_keep_alive_msg = false;
        let opened = match options.device {
            None => FidoKeyHidFactory::create(&config),
            Some(path) => FidoKeyHidFactory::create_by_params(&[HidParam::Path(path)], &config),
        };
        let hid = opened.map_err(failure::of("connecting to the authenticator"))?;
        hid.get_info()
            .map_err(failure::of("asking the authenticator what it is"))?;
        Ok(Device {
            hid,
            relying_party: options.relying_party,
            pin: options.pin,
        })
    }

    fn pin(&self) -> Result<Option<&str>, StoreError> {
        let text = self
            .pin
            .as_ref()
            .map(|pin| std::str::from_utf8(pin.expose()))
            .transpose();
        text.map_err(|_| StoreError::WrongSecret {
            device: Anchor::Fido2,
            reason: "a PIN is UTF-8 text".to_owned(),
        })
    }

    /// Makes a credential.
    pub(super) fn make_credential(
        &self,
        algorithm: Algorithm,
        name: &str,
        challenge: &[u8],
    ) -> Result<Registration, StoreError> {
        let kind = match algorithm {
            Algorithm::SkEd25519 => CredentialSupportedKeyType::Ed25519,
            _ => CredentialSupportedKeyType::Ecdsa256,
        };
        // The user handle must not be empty; the name of the key is what the person sees.
        let user =
            PublicKeyCredentialUserEntity::new(Some(name.as_bytes()), Some(name), Some(name));
        let arguments = MakeCredentialArgsBuilder::new(self.relying_party.id(), challenge)
            .key_type(kind)
            .user_entity(&user);
        let arguments = match self.pin()? {
            Some(pin) => arguments.pin(pin),
            None => arguments.without_pin_and_uv(),
        };
        let attestation = self
            .hid
            .make_credential_with_args(&arguments.build())
            .map_err(failure::of("making the key"))?;
        Ok(Registration {
            attestation_object: attestation_object::encode(&attestation),
            client_data_hash: Sha256::digest(challenge).to_vec(),
        })
    }

    /// Lets a credential sign a challenge.
    pub(super) fn get_assertion(
        &self,
        credential: &[u8],
        challenge: &[u8],
    ) -> Result<Answer, StoreError> {
        let arguments = GetAssertionArgsBuilder::new(self.relying_party.id(), challenge)
            .credential_id(credential);
        let arguments = match self.pin()? {
            Some(pin) => arguments.pin(pin),
            None => arguments.without_pin_and_uv(),
        };
        let answers = self
            .hid
            .get_assertion_with_args(&arguments.build())
            .map_err(failure::of("signing"))?;
        let answer = answers
            .into_iter()
            .next()
            .ok_or_else(|| StoreError::Refused {
                device: Anchor::Fido2,
                reason: "signing: the answer is empty".to_owned(),
            })?;
        Ok(Answer {
            authenticator_data: answer.auth_data,
            signature: answer.signature,
        })
    }

    /// Returns how many wrong PINs the authenticator takes before it blocks itself.
    pub(super) fn pin_attempts_left(&self) -> Result<u32, StoreError> {
        let left = self
            .hid
            .get_pin_retries()
            .map_err(failure::of("asking for PIN attempts"))?;
        Ok(u32::try_from(left).unwrap_or(0))
    }

    /// Gives the authenticator its first PIN.
    pub(super) fn set_first_pin(&mut self, pin: Password) -> Result<(), StoreError> {
        let text = std::str::from_utf8(pin.expose()).map_err(|_| StoreError::WrongSecret {
            device: Anchor::Fido2,
            reason: "a PIN is UTF-8 text".to_owned(),
        })?;
        self.hid
            .set_new_pin(text)
            .map_err(failure::of("setting the PIN"))?;
        self.pin = Some(pin);
        Ok(())
    }
}
