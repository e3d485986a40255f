//! CTAP2 commands.

use crate::attestation::{self, Attestation};
use crate::pin::{Pin, member};
use ciborium::Value;
use passkey_authenticator::{Authenticator, MemoryStore, UiHint, UserCheck, UserValidationMethod};
use passkey_crypto::SecretKeyT;
use passkey_crypto::rust_crypto::{RustCryptoBackend, RustCryptoSecretKey};
use passkey_types::Passkey;
use passkey_types::ctap2::{Aaguid, Ctap2Error, StatusCode, get_assertion, make_credential};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Who sits in front of the authenticator.
#[derive(Clone)]
pub(crate) struct Person {
    /// Whether they touch it.
    pub(crate) present: Arc<AtomicBool>,
    /// Whether they have just given the right PIN.
    verified: Arc<AtomicBool>,
}

#[async_trait::async_trait]
impl UserValidationMethod for Person {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        _: UiHint<'a, Passkey>,
        _: bool,
        _: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        if !self.present.load(Ordering::SeqCst) {
            return Err(Ctap2Error::OperationDenied);
        }
        Ok(UserCheck { presence: true, verification: self.verified.load(Ordering::SeqCst) })
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        None
    }
}

type Passkeys = Authenticator<MemoryStore, Person, RustCryptoBackend>;

/// The authenticator.
pub(crate) struct Ctap {
    passkeys: Passkeys,
    pub(crate) person: Person,
    pub(crate) pin: Pin,
    attestation: Attestation,
}

/// A successful answer, or a status code.
type Answer = Result<Option<Vec<u8>>, u8>;

fn code(status: StatusCode) -> u8 {
    u8::from(status)
}

fn to_bytes(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    bytes
}

/// Reads a request, after its PIN members were taken out: the `passkey` crates have no PINs.
fn request<T: DeserializeOwned>(value: &Value) -> Result<T, u8> {
    ciborium::from_reader(to_bytes(value).as_slice()).map_err(|_| 0x12)
}

impl Ctap {
    pub(crate) fn new(attestation: Attestation) -> Ctap {
        let person = Person {
            present: Arc::new(AtomicBool::new(true)),
            verified: Arc::new(AtomicBool::new(false)),
        };
        let aaguid = Aaguid::from(*b"lawful test auth");
        let mut passkeys =
            Authenticator::new(aaguid, MemoryStore::new(), person.clone(), RustCryptoBackend);
        passkeys.set_make_credentials_with_signature_counter(true);
        Ctap { passkeys, person, pin: Pin::new(), attestation }
    }

    /// Answers a CTAP2 message: a status byte, and CBOR if there is something to say.
    pub(crate) fn answer(&mut self, message: &[u8]) -> Vec<u8> {
        match self.command(message) {
            Ok(body) => [vec![0], body.unwrap_or_default()].concat(),
            Err(status) => vec![status],
        }
    }

    fn command(&mut self, message: &[u8]) -> Answer {
        let (command, body) = message.split_first().ok_or(0x03u8)?;
        let parse = || ciborium::from_reader::<Value, _>(body).map_err(|_| 0x12u8);
        match command {
            1 => self.make_credential(parse()?).map(Some),
            2 => self.get_assertion(parse()?).map(Some),
            4 => Ok(Some(self.get_info())),
            6 => self.pin.command(&parse()?).map(|answer| answer.map(|value| to_bytes(&value))),
            _ => Err(0x01),
        }
    }

    fn get_info(&self) -> Vec<u8> {
        let mut info = *pollster::block_on(self.passkeys.get_info());
        if let Some(options) = &mut info.options {
            options.client_pin = Some(self.pin.is_set());
        }
        to_bytes(&info)
    }

    /// Takes the PIN proof out of a request and notes whether it is right.
    fn verify_person(&self, request: &mut Value, proof: i64, hash: i64) -> Result<(), u8> {
        let given = member(request, proof).and_then(Value::as_bytes).cloned();
        let client_data = member(request, hash).and_then(Value::as_bytes).cloned().ok_or(0x14u8)?;
        if let Some(given) = &given {
            self.pin.check(given, &client_data)?;
        }
        self.person.verified.store(given.is_some(), Ordering::SeqCst);
        if let Value::Map(members) = request {
            let pin = [proof, proof + 1].map(|key| Value::Integer(key.into()));
            members.retain(|(key, _)| !pin.contains(key));
        }
        Ok(())
    }

    fn make_credential(&mut self, mut body: Value) -> Result<Vec<u8>, u8> {
        self.verify_person(&mut body, 8, 1)?;
        if self.pin.is_set() && !self.person.verified.load(Ordering::SeqCst) {
            return Err(0x36);
        }
        let request: make_credential::Request = request(&body)?;
        let hash = request.client_data_hash.to_vec();
        let mut response = pollster::block_on(self.passkeys.make_credential(request)).map_err(code)?;
        let data = response.auth_data.to_vec();
        match &self.attestation {
            Attestation::None => {}
            Attestation::PackedBatch(batch) => {
                response.fmt = "packed".to_owned();
                response.att_stmt = batch.packed(&data, &hash);
            }
            Attestation::PackedSelf => {
                response.fmt = "packed".to_owned();
                response.att_stmt = self.sign_itself(&data, &hash)?;
            }
        }
        Ok(to_bytes(&response))
    }

    /// Lets the credential that was just made sign its own registration.
    fn sign_itself(&self, authenticator_data: &[u8], hash: &[u8]) -> Result<Value, u8> {
        // The length of the handle is at 53, the handle after it.
        let length = usize::from(u16::from_be_bytes([authenticator_data[53], authenticator_data[54]]));
        let passkey = self.passkeys.store().get(&authenticator_data[55..55 + length]).ok_or(0x7fu8)?;
        let mut key = RustCryptoSecretKey::from_cose_key(&passkey.key).map_err(|_| 0x7fu8)?;
        let signature = key.sign(&[authenticator_data, hash].concat());
        // A raw Ed25519 signature has 64 bytes; a DER one of ES256 has more.
        let algorithm = if signature.len() == 64 { -8 } else { -7 };
        Ok(attestation::statement(algorithm, signature, None))
    }

    fn get_assertion(&mut self, mut body: Value) -> Result<Vec<u8>, u8> {
        self.verify_person(&mut body, 6, 2)?;
        let request: get_assertion::Request = request(&body)?;
        let response = pollster::block_on(self.passkeys.get_assertion(request)).map_err(code)?;
        Ok(to_bytes(&response))
    }

    /// Sets all signature counters back, as a clone made from an old copy would have them.
    pub(crate) fn rewind_counters(&mut self) {
        for passkey in self.passkeys.store_mut().values_mut() {
            passkey.counter = Some(0);
        }
    }

    /// Forgets all credentials.
    pub(crate) fn forget(&mut self) {
        self.passkeys.store_mut().clear();
    }
}
