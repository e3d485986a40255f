//! Key stores.

use super::any_store::{AnyStore, Asked};
use super::attestation::Attestation;
use super::challenges::nonce;
use super::context::context;
use super::key::Key;
use super::public_key::PublicKey;
use super::{refusal, time};
use crate::errors::invalid;
use crate::given::given;
use crate::guard::{detached, guarded};
use jiff::Timestamp;
use lawful_platform::attestation::{Envelope, Purpose};
#[cfg(feature = "fido2")]
use lawful_platform::fido2::{FidoOptions, FidoStore, RelyingParty};
#[cfg(feature = "tpm2")]
use lawful_platform::tpm2::{TpmOptions, TpmStore};
use lawful_platform::{Cost, KeyName, Password, Secret, SoftwareStore};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyDict, PyTuple};
use std::path::PathBuf;

/// Keys in one encrypted file, in memory, in a TPM 2.0 or in a FIDO2 authenticator. Several
/// processes can share a file or a device.
///
/// `open` and `create` take a password of 1 to 1024 bytes; a text counts as UTF-8. Python keeps its
/// own copy of the password, which nobody can wipe. What a store can do is told by `anchor`,
/// `algorithms`, `seals` and `needs_presence`; which kinds this build has, by `stores()`.
///
/// >>> from lawful.platform import KeyStore
/// >>> store = KeyStore.memory()
/// >>> _ = store.new_key("me")
/// >>> store.list()
/// ('me',)
#[pyclass(frozen, module = "lawful.platform")]
pub struct KeyStore {
    store: AnyStore,
    path: Option<PathBuf>,
}

/// The longest authorization value, in bytes: that of the widest digest of a TPM.
const LONGEST_OWNER: usize = 64;

/// A password as Python gives it.
#[derive(FromPyObject)]
pub enum Given {
    /// Text, in UTF-8.
    #[pyo3(annotation = "str")]
    Text(PyBackedStr),
    /// Bytes.
    #[pyo3(annotation = "bytes")]
    Bytes(PyBackedBytes),
}

/// Reads how long to wait for a device.
fn wait(seconds: f64) -> PyResult<std::time::Duration> {
    let wait = time::span("seconds", seconds)?;
    if wait.is_zero() {
        return Err(invalid("`seconds` must be more than 0"));
    }
    wait.try_into().map_err(invalid)
}

impl Given {
    fn bytes(&self) -> &[u8] {
        match self {
            Given::Text(text) => text.as_bytes(),
            Given::Bytes(bytes) => bytes,
        }
    }

    /// The authorization value of a TPM's owner: the TPM takes at most 64 bytes.
    fn secret(&self) -> PyResult<Secret> {
        let bytes = self.bytes();
        if bytes.len() > LONGEST_OWNER {
            return Err(invalid(format!(
                "the owner's value has {} bytes; use 0 to {LONGEST_OWNER}",
                bytes.len()
            )));
        }
        Ok(Secret::new(bytes.to_vec()))
    }

    /// Checks the length before anything is copied.
    fn password(&self) -> PyResult<Password> {
        let bytes = self.bytes();
        if bytes.len() > Password::LONGEST {
            return Err(invalid(format!(
                "the password has {} bytes; use 1 to {}",
                bytes.len(),
                Password::LONGEST
            )));
        }
        Password::new(bytes).map_err(invalid)
    }
}

fn name(name: &str) -> PyResult<KeyName> {
    name.parse().map_err(invalid)
}

fn purpose(name: &str) -> PyResult<Purpose> {
    serde_json::from_value(name.into()).map_err(|_| {
        invalid(format!(
            "`{name}` is not a purpose; use enrollment, session_start, re_attestation, witness or migration"
        ))
    })
}

#[pymethods]
impl KeyStore {
    /// Opens a file with its password.
    ///
    /// Raises `WrongPassword`, `DamagedFile`, `FutureVersion`, `NotFound` if there is no file, or
    /// `KeyStoreError` if others may read it or it cannot be read.
    #[staticmethod]
    fn open(
        py: Python<'_>,
        #[pyo3(from_py_with = given)] path: PathBuf,
        #[pyo3(from_py_with = given)] password: Given,
    ) -> PyResult<KeyStore> {
        let password = password.password()?;
        guarded(|| {
            py.detach(|| SoftwareStore::open(&path, &password))
                .map_err(refusal::store)
        })
        .map(|store| KeyStore {
            store: AnyStore::Software(store),
            path: Some(path),
        })
    }

    /// Makes a new file that only its owner may read.
    ///
    /// `memory_kib`, `passes` and `lanes` are the cost of trying a password, with argon2id.
    ///
    /// Raises `KeyExists` if there is a file already, `InvalidInput` if the password or the cost is
    /// out of range, `KeyStoreError` if the file cannot be written.
    #[staticmethod]
    #[pyo3(signature = (path, password, *, memory_kib = 65536, passes = 3, lanes = 1))]
    fn create(
        py: Python<'_>,
        #[pyo3(from_py_with = given)] path: PathBuf,
        #[pyo3(from_py_with = given)] password: Given,
        #[pyo3(from_py_with = given)] memory_kib: u32,
        #[pyo3(from_py_with = given)] passes: u32,
        #[pyo3(from_py_with = given)] lanes: u32,
    ) -> PyResult<KeyStore> {
        let password = password.password()?;
        let cost = Cost::new(memory_kib, passes, lanes).map_err(invalid)?;
        guarded(|| {
            py.detach(|| SoftwareStore::create(&path, &password, cost))
                .map_err(refusal::store)
        })
        .map(|store| KeyStore {
            store: AnyStore::Software(store),
            path: Some(path),
        })
    }

    /// Makes a store that is gone when it is dropped.
    #[staticmethod]
    fn memory() -> PyResult<KeyStore> {
        let store = SoftwareStore::in_memory().map_err(refusal::store)?;
        Ok(KeyStore {
            store: AnyStore::Software(store),
            path: None,
        })
    }

    /// Opens the keys in a TPM 2.0. `index` is the file that maps names to keys; it need not exist.
    ///
    /// `address` is written as libtss2 does: `device:/dev/tpmrm0`, or
    /// `swtpm:host=127.0.0.1,port=2321`. Sealed data and attestations are bound to the state of
    /// `registers`, 0 to 23. `password` protects new keys and is given to use keys; `owner` is the
    /// authorization value of the TPM's owner. `seconds` is how long to wait for each answer.
    ///
    /// Raises `KeyStoreError` if no TPM answers, or this build has no TPM support.
    #[staticmethod]
    #[pyo3(signature = (index, *, address = "device:/dev/tpmrm0", registers = Vec::new(), password = None, owner = None, seconds = 30.0))]
    fn tpm2(
        py: Python<'_>,
        #[pyo3(from_py_with = given)] index: PathBuf,
        #[pyo3(from_py_with = given)] address: &str,
        #[pyo3(from_py_with = given)] registers: Vec<u8>,
        #[pyo3(from_py_with = given)] password: Option<Given>,
        #[pyo3(from_py_with = given)] owner: Option<Given>,
        #[pyo3(from_py_with = given)] seconds: f64,
    ) -> PyResult<KeyStore> {
        let deadline = wait(seconds)?;
        let password = password.map(|given| given.password()).transpose()?;
        let owner = owner.map(|given| given.secret()).transpose()?;
        #[cfg(feature = "tpm2")]
        {
            let mut options = TpmOptions::at(address)
                .registers(&registers)
                .map_err(invalid)?
                .deadline(deadline);
            if let Some(password) = password {
                options = options.password(&password);
            }
            if let Some(owner) = owner {
                options = options.owner(owner);
            }
            detached(py, || TpmStore::open(&index, options))?
                .map(|store| KeyStore {
                    store: AnyStore::Tpm2(store),
                    path: Some(index),
                })
                .map_err(refusal::store)
        }
        #[cfg(not(feature = "tpm2"))]
        {
            let _ = (py, index, address, registers, password, owner, deadline);
            Err(super::devices::not_built("TPM", "tpm2", "libtss2-dev"))
        }
    }

    /// Opens the keys in a FIDO2 authenticator that are made for one relying party, a domain name.
    /// `index` is the file that maps names to keys; it need not exist.
    ///
    /// `device` is a path of `authenticators()`, needed if several are plugged in. With
    /// `verified_user` the person must be verified, by the `pin` for instance, not only present.
    /// `seconds` is how long to wait for each answer, the touch included.
    ///
    /// Raises `KeyStoreError` if there is no authenticator, or this build has no FIDO2 support.
    #[staticmethod]
    #[pyo3(signature = (index, *, relying_party, device = None, pin = None, verified_user = false, seconds = 60.0))]
    fn fido2(
        py: Python<'_>,
        #[pyo3(from_py_with = given)] index: PathBuf,
        #[pyo3(from_py_with = given)] relying_party: &str,
        #[pyo3(from_py_with = given)] device: Option<&str>,
        #[pyo3(from_py_with = given)] pin: Option<Given>,
        verified_user: bool,
        #[pyo3(from_py_with = given)] seconds: f64,
    ) -> PyResult<KeyStore> {
        let deadline = wait(seconds)?;
        let pin = pin.map(|given| given.password()).transpose()?;
        #[cfg(feature = "fido2")]
        {
            let mut party = RelyingParty::new(relying_party).map_err(invalid)?;
            if verified_user {
                party = party.with_verified_user();
            }
            let mut options = FidoOptions::new(party).deadline(deadline);
            if let Some(device) = device {
                options = options.device(device);
            }
            if let Some(pin) = pin {
                options = options.pin(pin);
            }
            detached(py, || FidoStore::open(&index, options))?
                .map(|store| KeyStore {
                    store: AnyStore::Fido2(store),
                    path: Some(index),
                })
                .map_err(refusal::store)
        }
        #[cfg(not(feature = "fido2"))]
        {
            let _ = (
                py,
                index,
                relying_party,
                device,
                pin,
                verified_user,
                deadline,
            );
            Err(super::devices::not_built("FIDO2", "fido2", "libudev-dev"))
        }
    }

    /// Where the keys live: `software`, `tpm2` or `fido2`.
    #[getter]
    fn anchor(&self) -> &'static str {
        self.store.capabilities().anchor.name()
    }

    /// What keys can be made for; the first is the default of `new_key`.
    #[getter]
    fn algorithms<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let algorithms = self.store.capabilities().algorithms.iter();
        PyTuple::new(py, algorithms.map(|algorithm| algorithm.name()))
    }

    /// Whether the store can seal data.
    #[getter]
    fn seals(&self) -> bool {
        self.store.capabilities().seals
    }

    /// Whether signing needs a person to touch the device.
    #[getter]
    fn needs_presence(&self) -> bool {
        self.store.capabilities().needs_presence
    }

    /// The file of the keys, or the file that maps names to the keys of a device; `None` for a store
    /// in memory.
    #[getter]
    fn path(&self) -> Option<&std::ffi::OsStr> {
        self.path.as_deref().map(std::path::Path::as_os_str)
    }

    /// Returns the names of the keys, sorted.
    fn list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let names = detached(py, || self.store.list())?.map_err(refusal::store)?;
        PyTuple::new(py, names.iter().map(KeyName::as_str))
    }

    /// Makes a key for one of the `algorithms` of the store, the first of them by default.
    ///
    /// Raises `KeyExists` if there is one of this name, `InvalidInput` if the name or the algorithm
    /// is not one, `KeyStoreError` if the store is full, gone, or cannot be written.
    #[pyo3(signature = (name, *, algorithm = None))]
    fn new_key(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] name: &str,
        #[pyo3(from_py_with = given)] algorithm: Option<&str>,
    ) -> PyResult<Key> {
        let name = self::name(name)?;
        let algorithm = self.store.algorithm(algorithm)?;
        detached(py, || self.store.create(&name, algorithm))?
            .ok_or_else(|| self.store.cannot("make such keys", "see its `algorithms`"))?
            .map(Key)
            .map_err(refusal::store)
    }

    /// Opens a key by its name.
    ///
    /// Raises `NotFound` if there is none, `InvalidInput` if the name is not one.
    fn key(&self, py: Python<'_>, #[pyo3(from_py_with = given)] name: &str) -> PyResult<Key> {
        let name = self::name(name)?;
        detached(py, || self.store.open(&name))?
            .map(Key)
            .map_err(refusal::store)
    }

    /// Returns when a key was made, as an aware `datetime` in UTC, or `None` if the store does not
    /// note it: those of devices do not.
    ///
    /// Raises `NotFound` if there is none.
    fn created<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = given)] name: &str,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let name = self::name(name)?;
        let seconds = detached(py, || self.store.created(&name))?.map_err(refusal::store)?;
        let Some(seconds) = seconds else {
            return Ok(None);
        };
        let seconds = i64::try_from(seconds).map_err(invalid)?;
        time::to_python(py, Timestamp::from_second(seconds).map_err(invalid)?).map(Some)
    }

    /// Deletes a key for ever; open handles of this store stop signing.
    ///
    /// Raises `NotFound` if there is none.
    fn delete(&self, py: Python<'_>, #[pyo3(from_py_with = given)] name: &str) -> PyResult<()> {
        let name = self::name(name)?;
        detached(py, || self.store.delete(&name))?.map_err(refusal::store)
    }

    /// Encrypts up to 65536 bytes so that only this store reads them again, in this context.
    ///
    /// In a TPM with registers, the platform must also be in the same state.
    ///
    /// Raises `InvalidInput` if there are more bytes, `KeyStoreError` if the store does not seal.
    #[pyo3(signature = (data, *, context))]
    fn seal<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = given)] data: &[u8],
        #[pyo3(from_py_with = given)] context: &str,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let context = self::context(context)?;
        let sealed = detached(py, || self.store.seal(&context, data))?
            .ok_or_else(|| self.cannot_seal())?
            .map_err(refusal::store)?;
        Ok(PyBytes::new(py, &sealed.to_bytes()))
    }

    /// Decrypts what this store sealed in the same context.
    ///
    /// Raises `DamagedFile` if it was altered or sealed in another context, `KeyStoreError` if
    /// another store sealed it, the platform has changed, or the store does not seal.
    #[pyo3(signature = (sealed, *, context))]
    fn unseal<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = given)] sealed: &[u8],
        #[pyo3(from_py_with = given)] context: &str,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let context = self::context(context)?;
        let data = detached(py, || self.store.unseal(&context, sealed))?
            .ok_or_else(|| self.cannot_seal())?
            .map_err(refusal::store)?;
        Ok(PyBytes::new(py, data.expose()))
    }

    /// Proves that a key of this store answers a challenge of 32 bytes, for `seconds` from now.
    ///
    /// The purpose is `enrollment`, `session_start`, `re_attestation`, `witness` or `migration`.
    ///
    /// Raises `InvalidInput` if something is out of range, `NotFound` if there is no such key.
    #[pyo3(signature = (key, *, entity, challenge, purpose = "session_start", seconds = 3600.0, now = None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "they are what a statement consists of"
    )]
    fn attest(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] key: &str,
        #[pyo3(from_py_with = given)] entity: String,
        #[pyo3(from_py_with = given)] challenge: &[u8],
        #[pyo3(from_py_with = given)] purpose: &str,
        #[pyo3(from_py_with = given)] seconds: f64,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Attestation> {
        let name = self::name(key)?;
        let issued_at = time::or_now(now)?;
        let purpose = self::purpose(purpose)?;
        let challenge = nonce(challenge)?;
        let expires_at = issued_at
            .checked_add(time::span("seconds", seconds)?)
            .map_err(invalid)?;
        let asked = Asked {
            entity,
            purpose,
            challenge,
            issued_at,
            expires_at,
        };
        let envelope = detached(py, || self.store.attest(&name, asked))?.map_err(refusal::sign)?;
        // What cannot be read back must not be sent: this refuses an empty id, for instance.
        let json = envelope.to_json();
        Envelope::from_json(json.as_bytes())
            .map(Attestation)
            .map_err(invalid)
    }

    /// Returns the key that signs what a TPM states, and makes it if there is none: a verifier must
    /// trust it, see `Policy`.
    ///
    /// Raises `KeyStoreError` if the keys are not in a TPM, or it is gone.
    fn attestation_key(&self, py: Python<'_>) -> PyResult<PublicKey> {
        match &self.store {
            #[cfg(feature = "tpm2")]
            AnyStore::Tpm2(store) => detached(py, || store.attestation_key())?
                .map(PublicKey)
                .map_err(refusal::store),
            other => {
                let _ = py;
                Err(other.cannot("state anything", "only a TPM has an attestation key"))
            }
        }
    }

    /// Returns the present values of the registers of a TPM that the store was opened with: what a
    /// verifier may expect, see `Policy`.
    ///
    /// Raises `KeyStoreError` if the keys are not in a TPM, or it is gone.
    fn platform_state<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        match &self.store {
            #[cfg(feature = "tpm2")]
            AnyStore::Tpm2(store) => {
                let values = detached(py, || store.platform_state())?.map_err(refusal::store)?;
                let state = PyDict::new(py);
                for (index, value) in values.iter() {
                    state.set_item(index, PyBytes::new(py, value))?;
                }
                Ok(state)
            }
            other => {
                let _ = py;
                Err(other.cannot("read registers", "only a TPM has them"))
            }
        }
    }

    /// Returns how many wrong PINs the authenticator takes before it blocks itself.
    ///
    /// Raises `KeyStoreError` if the keys are not in an authenticator, or it is gone or has no PIN.
    fn pin_attempts_left(&self, py: Python<'_>) -> PyResult<u32> {
        match &self.store {
            #[cfg(feature = "fido2")]
            AnyStore::Fido2(store) => {
                detached(py, || store.pin_attempts_left())?.map_err(refusal::store)
            }
            other => {
                let _ = py;
                Err(other.cannot("count PINs", "only an authenticator has one"))
            }
        }
    }

    /// Gives the authenticator its first PIN, 4 to 63 bytes, and uses it from now on.
    ///
    /// Raises `KeyStoreError` if the keys are not in an authenticator, or it has a PIN, does not
    /// accept this one, or is gone.
    fn set_first_pin(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] pin: Given,
    ) -> PyResult<()> {
        let pin = pin.password()?;
        match &self.store {
            #[cfg(feature = "fido2")]
            AnyStore::Fido2(store) => {
                detached(py, || store.set_first_pin(pin))?.map_err(refusal::store)
            }
            other => {
                let _ = (py, pin);
                Err(other.cannot("take a PIN", "only an authenticator has one"))
            }
        }
    }

    /// Encrypts the file anew under another password; store objects that were opened with the old
    /// one refuse from then on.
    ///
    /// Raises `InvalidInput` if the password or the cost is out of range, `KeyStoreError` if the
    /// keys are in a device.
    #[pyo3(signature = (password, *, memory_kib = 65536, passes = 3, lanes = 1))]
    fn change_password(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] password: Given,
        #[pyo3(from_py_with = given)] memory_kib: u32,
        #[pyo3(from_py_with = given)] passes: u32,
        #[pyo3(from_py_with = given)] lanes: u32,
    ) -> PyResult<()> {
        let password = password.password()?;
        let cost = Cost::new(memory_kib, passes, lanes).map_err(invalid)?;
        match &self.store {
            AnyStore::Software(store) => {
                detached(py, || store.change_password(&password, cost))?.map_err(refusal::store)
            }
            #[cfg(any(feature = "tpm2", feature = "fido2"))]
            other => Err(other.cannot("change passwords", "use the tools of the device")),
        }
    }

    fn __repr__(&self) -> String {
        let anchor = self.anchor();
        match &self.path {
            Some(path) if anchor == "software" => format!("KeyStore('{}')", path.display()),
            Some(path) => format!("KeyStore({anchor}, '{}')", path.display()),
            None => "KeyStore(in memory)".to_owned(),
        }
    }

    fn __reduce__(&self) -> PyResult<Py<PyTuple>> {
        Err(refusal::secret("KeyStore"))
    }
}

impl KeyStore {
    fn cannot_seal(&self) -> PyErr {
        self.store
            .cannot("seal data", "those with `seals` can, such as one in a file")
    }
}
