//! The TPM store.

use super::session::TpmSession;
use super::{TpmKey, TpmOptions, seal};
use crate::attestation::{Proof, Statement, Tpm2Proof};
use crate::device_thread::DeviceThread;
use crate::store_index::StoreIndex;
use crate::tpm2::{PcrValues, PublicArea};
use crate::{
    Algorithm, Anchor, Attest, Capabilities, Context, Create, EcdsaP256, KeyName, KeyStore,
    PublicKey, Seal, Sealed, Secret, SignError, StoreError,
};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;

/// The attestation key is here.
const ATTESTATION_KEY: u32 = 0x8101_4c00;
/// Signing keys are here.
const SIGNING_KEYS: std::ops::Range<u32> = 0x8101_4c01..0x8101_4d00;

/// Where a key is, and which it is.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    handle: u32,
    public_key: PublicKey,
}

/// Keys in a TPM 2.0.
///
/// Sealed data is bound to this TPM and to the state of the registers that the options name.
/// Attestations certify a key, and quote these registers, with an attestation key that is made when
/// it is first needed; see [`attestation_key`](Self::attestation_key).
///
/// A TPM has no Ed25519: asking for such a key does not compile. (A seed can be sealed instead, see
/// [`Seal`]; the key is one in software then.)
///
/// ```compile_fail
/// use lawful_platform::{Create, Ed25519, KeyName, tpm2::TpmStore};
/// fn new_key(store: &TpmStore, name: &KeyName) {
///     let _ = Create::<Ed25519>::create(store, name);
/// }
/// ```
/// ```
/// use lawful_platform::{Create, EcdsaP256, KeyName, tpm2::TpmStore};
/// fn new_key(store: &TpmStore, name: &KeyName) {
///     let _ = Create::<EcdsaP256>::create(store, name);
/// }
/// ```
pub struct TpmStore {
    tpm: Arc<DeviceThread<TpmSession>>,
    index: StoreIndex<Place>,
    registers: Vec<u8>,
}

impl TpmStore {
    /// Connects to a TPM. `index` is the file that maps names to keys; it need not exist.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if no TPM answers, or the index cannot be read.
    pub fn open(index: &Path, options: TpmOptions) -> Result<TpmStore, StoreError> {
        let registers = options.registers.clone();
        let deadline = options.deadline;
        let tpm = DeviceThread::start(Anchor::Tpm2, deadline, || TpmSession::open(options))?;
        let index = StoreIndex::new(index);
        index.read()?;
        Ok(TpmStore {
            tpm: Arc::new(tpm),
            index,
            registers,
        })
    }

    /// Returns the present state of the registers that the options name.
    ///
    /// # Errors
    /// If the TPM is gone.
    pub fn platform_state(&self) -> Result<PcrValues, StoreError> {
        let registers = self.registers.clone();
        self.tpm.run(move |tpm| tpm.read_registers(&registers))
    }

    /// Returns the attestation key, and makes it if there is none: what a verifier must trust, see
    /// [`Policy::trust_attestation_key`](crate::attestation::Policy::trust_attestation_key).
    ///
    /// # Errors
    /// If the TPM is gone, or something else is at the place of the key.
    pub fn attestation_key(&self) -> Result<PublicKey, StoreError> {
        // The lock of the index keeps two processes from making it at the same time.
        let area = self.index.update(|_| {
            self.tpm.run(|tpm| {
                if tpm.persistent_handles()?.contains(&ATTESTATION_KEY) {
                    tpm.public_area(ATTESTATION_KEY)
                } else {
                    tpm.create_attestation_key(ATTESTATION_KEY)
                }
            })
        })?;
        let area = parse(&area)?;
        if !area.is_restricted_signer() || area.check_bound().is_err() {
            return Err(StoreError::Refused {
                device: Anchor::Tpm2,
                reason: format!("the object at `{ATTESTATION_KEY:#x}` is not an attestation key"),
            });
        }
        Ok(area.key().clone())
    }

    /// Quotes registers with the attestation key: `TPMS_ATTEST` and `TPMT_SIGNATURE`, as
    /// [`verify_quote`](crate::tpm2::verify_quote) and `tpm2_checkquote` read them.
    ///
    /// # Errors
    /// If the TPM is gone, or the nonce is longer than 64 bytes.
    pub fn quote(&self, nonce: &[u8]) -> Result<(Vec<u8>, Vec<u8>), StoreError> {
        self.attestation_key()?;
        let (nonce, registers) = (nonce.to_vec(), self.registers.clone());
        let stated = self
            .tpm
            .run(move |tpm| tpm.quote(ATTESTATION_KEY, &nonce, &registers))?;
        Ok((stated.attest, stated.signature))
    }

    fn key(&self, name: &KeyName, place: &Place) -> TpmKey {
        TpmKey {
            name: name.clone(),
            public: place.public_key.clone(),
            handle: place.handle,
            tpm: Arc::clone(&self.tpm),
        }
    }
}

fn parse(area: &[u8]) -> Result<PublicArea, StoreError> {
    PublicArea::parse(area).map_err(|error| StoreError::Refused {
        device: Anchor::Tpm2,
        reason: error.to_string(),
    })
}

impl KeyStore for TpmStore {
    type Key = TpmKey;

    const CAPABILITIES: Capabilities = Capabilities {
        anchor: Anchor::Tpm2,
        algorithms: &[Algorithm::EcdsaP256],
        seals: true,
        attests: true,
        needs_presence: false,
    };

    fn list(&self) -> Result<Vec<KeyName>, StoreError> {
        Ok(self.index.read()?.into_keys().collect())
    }

    fn open(&self, name: &KeyName) -> Result<TpmKey, StoreError> {
        let keys = self.index.read()?;
        let place = keys
            .get(name)
            .ok_or_else(|| StoreError::NoSuchKey(name.clone()))?;
        let handle = place.handle;
        let area = self.tpm.run(
            move |tpm| match tpm.persistent_handles()?.contains(&handle) {
                true => tpm.public_area(handle).map(Some),
                false => Ok(None),
            },
        )?;
        let problem = "the index names a key that is not in this TPM";
        let damaged = || StoreError::Damaged {
            what: format!("the key `{name}`"),
            problem,
        };
        let area = parse(&area.ok_or_else(damaged)?)?;
        if *area.key() != place.public_key {
            return Err(damaged());
        }
        Ok(self.key(name, place))
    }

    fn delete(&self, name: &KeyName) -> Result<(), StoreError> {
        self.index.update(|keys| {
            let place = keys
                .remove(name)
                .ok_or_else(|| StoreError::NoSuchKey(name.clone()))?;
            self.tpm.run(move |tpm| {
                // If it is not there any more, or is another key, there is nothing of ours to delete.
                if !tpm.persistent_handles()?.contains(&place.handle) {
                    return Ok(());
                }
                let area = tpm.public_area(place.handle)?;
                match parse(&area) {
                    Ok(area) if *area.key() == place.public_key => tpm.evict(place.handle),
                    _ => Ok(()),
                }
            })
        })
    }
}

impl Create<EcdsaP256> for TpmStore {
    fn create(&self, name: &KeyName) -> Result<TpmKey, StoreError> {
        let place = self.index.update(|keys| {
            if keys.contains_key(name) {
                return Err(StoreError::KeyExists(name.clone()));
            }
            let (handle, area) = self.tpm.run(|tpm| {
                let used = tpm.persistent_handles()?;
                let handle = SIGNING_KEYS
                    .clone()
                    .find(|handle| !used.contains(handle))
                    .ok_or(StoreError::Full(SIGNING_KEYS.len()))?;
                Ok((handle, tpm.create_signing_key(handle)?))
            })?;
            let place = Place {
                handle,
                public_key: parse(&area)?.key().clone(),
            };
            keys.insert(name.clone(), place.clone());
            Ok(place)
        })?;
        Ok(self.key(name, &place))
    }
}

impl Seal for TpmStore {
    const LARGEST_PLAINTEXT: usize = Sealed::LARGEST;

    fn seal(&self, context: &Context, plaintext: &[u8]) -> Result<Sealed, StoreError> {
        let (context, registers) = (context.clone(), self.registers.clone());
        let plaintext = Secret::new(plaintext.to_vec());
        self.tpm
            .run(move |tpm| seal::seal(tpm, &registers, &context, plaintext.expose()))
    }

    fn unseal(&self, context: &Context, sealed: &Sealed) -> Result<Secret, StoreError> {
        let (context, sealed) = (context.clone(), sealed.clone());
        self.tpm
            .run(move |tpm| seal::unseal(tpm, &context, &sealed))
    }
}

impl Attest for TpmStore {
    /// Proves the statement; its platform state must be what [`TpmStore::platform_state`] says.
    fn attest(&self, key: &TpmKey, statement: &Statement) -> Result<Proof, SignError> {
        self.attestation_key()?;
        let signature = statement.sign_with(key)?;
        let nonce = statement.digest();
        let registers: Vec<u8> = statement
            .platform_state
            .iter()
            .map(|(index, _)| index)
            .collect();
        let handle = key.handle;
        let (key_public, certify, quote) = self.tpm.run(move |tpm| {
            Ok((
                tpm.public_area(handle)?,
                tpm.certify(handle, ATTESTATION_KEY, &nonce)?,
                tpm.quote(ATTESTATION_KEY, &nonce, &registers)?,
            ))
        })?;
        Ok(Proof::Tpm2(Tpm2Proof {
            signature,
            key_public,
            certify: certify.attest,
            certify_signature: certify.signature,
            quote: quote.attest,
            quote_signature: quote.signature,
        }))
    }
}
