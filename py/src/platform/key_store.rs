//! Key stores in software.

use super::attestation::Attestation;
use super::challenges::nonce;
use super::context::context;
use super::key::Key;
use super::{refusal, time};
use crate::errors::invalid;
use crate::guard::{detached, guarded};
use jiff::Timestamp;
use lawful_platform::attestation::{Envelope, Purpose, Statement};
use lawful_platform::{
    Algorithm, Anchor, Attest, Cost, Create, EcdsaP256, Ed25519, KeyName, KeyStore as _, Password,
    Seal, Sealed, Signer, SoftwareStore,
};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyTuple};
use std::path::PathBuf;

/// Keys in one encrypted file, or in memory. Several processes can share a file.
///
/// `open` and `create` take a password of 1 to 1024 bytes; a text counts as UTF-8. Python keeps its
/// own copy of the password, which nobody can wipe.
///
/// >>> from lawful.platform import KeyStore
/// >>> store = KeyStore.memory()
/// >>> _ = store.new_key("me")
/// >>> store.list()
/// ('me',)
#[pyclass(frozen, module = "lawful.platform")]
pub struct KeyStore {
    store: SoftwareStore,
    path: Option<PathBuf>,
}

/// A password as Python gives it.
#[derive(FromPyObject)]
pub enum Given {
    /// Text, in UTF-8.
    Text(PyBackedStr),
    /// Bytes.
    Bytes(PyBackedBytes),
}

impl Given {
    /// Checks the length before anything is copied.
    fn password(&self) -> PyResult<Password> {
        let bytes: &[u8] = match self {
            Given::Text(text) => text.as_bytes(),
            Given::Bytes(bytes) => bytes,
        };
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
    fn open(py: Python<'_>, path: PathBuf, password: Given) -> PyResult<KeyStore> {
        let password = password.password()?;
        guarded(|| {
            py.detach(|| SoftwareStore::open(&path, &password))
                .map_err(refusal::store)
        })
        .map(|store| KeyStore {
            store,
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
        path: PathBuf,
        password: Given,
        memory_kib: u32,
        passes: u32,
        lanes: u32,
    ) -> PyResult<KeyStore> {
        let password = password.password()?;
        let cost = Cost::new(memory_kib, passes, lanes).map_err(invalid)?;
        guarded(|| {
            py.detach(|| SoftwareStore::create(&path, &password, cost))
                .map_err(refusal::store)
        })
        .map(|store| KeyStore {
            store,
            path: Some(path),
        })
    }

    /// Makes a store that is gone when it is dropped.
    #[staticmethod]
    fn memory() -> PyResult<KeyStore> {
        let store = SoftwareStore::in_memory().map_err(refusal::store)?;
        Ok(KeyStore { store, path: None })
    }

    /// The file, or `None` for a store in memory.
    #[getter]
    fn path(&self) -> Option<&std::ffi::OsStr> {
        self.path.as_deref().map(std::path::Path::as_os_str)
    }

    /// Returns the names of the keys, sorted.
    fn list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let names = detached(py, || self.store.list())?.map_err(refusal::store)?;
        PyTuple::new(py, names.iter().map(KeyName::as_str))
    }

    /// Makes a key for `ed25519` or `p256`.
    ///
    /// Raises `KeyExists` if there is one of this name, `InvalidInput` if the name or the algorithm
    /// is not one, `KeyStoreError` if the store is full or cannot be written.
    #[pyo3(signature = (name, *, algorithm = "ed25519"))]
    fn new_key(&self, py: Python<'_>, name: &str, algorithm: &str) -> PyResult<Key> {
        let name = self::name(name)?;
        let algorithm: Algorithm = algorithm.parse().map_err(invalid)?;
        detached(py, || match algorithm {
            Algorithm::Ed25519 => Ok(Create::<Ed25519>::create(&self.store, &name)),
            Algorithm::EcdsaP256 => Ok(Create::<EcdsaP256>::create(&self.store, &name)),
            other => Err(other),
        })?
        .map_err(|other| {
            invalid(format!(
                "a software store makes no keys for `{other}`; use ed25519 or p256"
            ))
        })?
        .map(Key)
        .map_err(refusal::store)
    }

    /// Opens a key by its name.
    ///
    /// Raises `NotFound` if there is none, `InvalidInput` if the name is not one.
    fn key(&self, py: Python<'_>, name: &str) -> PyResult<Key> {
        let name = self::name(name)?;
        detached(py, || self.store.open(&name))?
            .map(Key)
            .map_err(refusal::store)
    }

    /// Returns when a key was made, as an aware `datetime` in UTC.
    ///
    /// Raises `NotFound` if there is none.
    fn created<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        let name = self::name(name)?;
        let seconds = detached(py, || self.store.created(&name))?.map_err(refusal::store)?;
        let seconds = i64::try_from(seconds).map_err(invalid)?;
        time::to_python(py, Timestamp::from_second(seconds).map_err(invalid)?)
    }

    /// Deletes a key for ever; open handles of this store stop signing.
    ///
    /// Raises `NotFound` if there is none.
    fn delete(&self, py: Python<'_>, name: &str) -> PyResult<()> {
        let name = self::name(name)?;
        detached(py, || self.store.delete(&name))?.map_err(refusal::store)
    }

    /// Encrypts up to 65536 bytes so that only this store reads them again, in this context.
    ///
    /// Raises `InvalidInput` if there are more bytes.
    #[pyo3(signature = (data, *, context))]
    fn seal<'py>(
        &self,
        py: Python<'py>,
        data: &[u8],
        context: &str,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let context = self::context(context)?;
        let sealed = detached(py, || self.store.seal(&context, data))?.map_err(refusal::store)?;
        Ok(PyBytes::new(py, &sealed.to_bytes()))
    }

    /// Decrypts what this store sealed in the same context.
    ///
    /// Raises `DamagedFile` if it was altered or sealed in another context, `KeyStoreError` if
    /// another store sealed it.
    #[pyo3(signature = (sealed, *, context))]
    fn unseal<'py>(
        &self,
        py: Python<'py>,
        sealed: &[u8],
        context: &str,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let context = self::context(context)?;
        let data = detached(py, || {
            self.store.unseal(&context, &Sealed::from_bytes(sealed)?)
        })?
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
        key: &str,
        entity: String,
        challenge: &[u8],
        purpose: &str,
        seconds: f64,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Attestation> {
        let name = self::name(key)?;
        let issued_at = time::or_now(now)?;
        let purpose = self::purpose(purpose)?;
        let challenge = nonce(challenge)?;
        let expires_at = issued_at
            .checked_add(time::span("seconds", seconds)?)
            .map_err(invalid)?;
        let envelope = detached(py, || {
            let key = self.store.open(&name)?;
            let statement = Statement {
                entity_id: entity,
                public_key: key.public_key().clone(),
                anchor: Anchor::Software,
                purpose,
                challenge,
                issued_at,
                expires_at,
                platform_state: Default::default(),
            };
            let proof = self.store.attest(&key, &statement)?;
            Ok(Envelope { statement, proof })
        })?
        .map_err(refusal::sign)?;
        // What cannot be read back must not be sent: this refuses an empty id, for instance.
        let json = envelope.to_json();
        Envelope::from_json(json.as_bytes())
            .map(Attestation)
            .map_err(invalid)
    }

    /// Encrypts the file anew under another password; store objects that were opened with the old
    /// one refuse from then on.
    ///
    /// Raises `InvalidInput` if the password or the cost is out of range.
    #[pyo3(signature = (password, *, memory_kib = 65536, passes = 3, lanes = 1))]
    fn change_password(
        &self,
        py: Python<'_>,
        password: Given,
        memory_kib: u32,
        passes: u32,
        lanes: u32,
    ) -> PyResult<()> {
        let password = password.password()?;
        let cost = Cost::new(memory_kib, passes, lanes).map_err(invalid)?;
        guarded(|| {
            py.detach(|| self.store.change_password(&password, cost))
                .map_err(refusal::store)
        })
    }

    fn __repr__(&self) -> String {
        match &self.path {
            Some(path) => format!("KeyStore('{}')", path.display()),
            None => "KeyStore(in memory)".to_owned(),
        }
    }

    fn __reduce__(&self) -> PyResult<Py<PyTuple>> {
        Err(refusal::secret("KeyStore"))
    }
}
