//! Signed heads as a frozen class.

use super::head::{Head, named};
use super::ledger::TraceLedger;
use super::refusal::ProofRejected;
use super::which::ExpectedHead;
use crate::errors::invalid;
use crate::frozen::first_word;
use crate::given::given;
use crate::guard::detached;
use crate::platform::{Key, PublicKey};
use lawful_trace::checkpoint::{self, KeyKind, Note, NoteKey, NoteName, Policy, cosign, sign};
use pyo3::prelude::*;
use pyo3::types::PyType;

/// A signed head of a ledger: a C2SP checkpoint, as text.
///
/// `Checkpoint(text)` reads one and believes nothing; `verify` does, for a key and witnesses that you
/// trust.
///
/// >>> from lawful.platform import KeyStore
/// >>> from lawful.trace import TraceLedger
/// >>> key = KeyStore.memory().new_key("log")
/// >>> checkpoint = TraceLedger().checkpoint(key, origin="example.com/log")
/// >>> checkpoint.verify(origin="example.com/log", log=key.public_key).size
/// 0
#[pyclass(frozen, eq, module = "lawful.trace")]
#[derive(PartialEq)]
pub struct Checkpoint {
    pub note: Note,
    body: checkpoint::Checkpoint,
}

impl Checkpoint {
    /// Reads the head out of a note.
    pub fn of(note: Note) -> PyResult<Checkpoint> {
        let body = note.text().parse().map_err(invalid)?;
        Ok(Checkpoint { note, body })
    }

    /// Returns how many nodes the head has, as the checkpoint says.
    pub fn size(&self) -> u64 {
        self.body.head().size
    }
}

#[pymethods]
impl Checkpoint {
    #[new]
    #[pyo3(signature = (text, /))]
    fn new(#[pyo3(from_py_with = given)] text: &str) -> PyResult<Checkpoint> {
        Checkpoint::of(Note::parse(text.as_bytes()).map_err(invalid)?)
    }

    /// Whose ledger it is, as the checkpoint says.
    #[getter]
    fn origin(&self) -> &str {
        self.body.origin()
    }

    /// The head, as the checkpoint says.
    #[getter]
    pub fn head(&self) -> PyResult<Head> {
        Ok(Head {
            head: *self.body.head(),
            hash: named(self.body.tree_hash_id())?,
        })
    }

    /// Returns the checkpoint with the cosignature of a witness, at a time in seconds since 1970.
    ///
    /// By cosigning, a witness states that of this ledger it has seen nothing inconsistent; verify
    /// the consistency first.
    ///
    /// Raises `InvalidInput` if the key is not an Ed25519 key, or the time is not one.
    #[pyo3(signature = (key, *, name, time))]
    fn cosign(
        &self,
        key: &Key,
        #[pyo3(from_py_with = given)] name: &str,
        #[pyo3(from_py_with = given)] time: u64,
    ) -> PyResult<Checkpoint> {
        let name: NoteName = name.parse().map_err(invalid)?;
        let note = cosign(&self.note, &name, &key.0, time).map_err(invalid)?;
        Checkpoint::of(note)
    }

    /// Verifies the checkpoint and returns its head.
    ///
    /// `log` is the key of the log: a `PublicKey`, or a verifier key as `verifier_key` writes it.
    /// `witnesses` are verifier keys of witnesses, of which `quorum` must have cosigned; by default
    /// all.
    ///
    /// Raises `ProofRejected` if it is of another log, the log did not sign it, a signature is not
    /// good, or too few witnesses cosigned.
    #[pyo3(signature = (*, origin, log, witnesses=None, quorum=None))]
    fn verify(
        &self,
        #[pyo3(from_py_with = given)] origin: &str,
        #[pyo3(from_py_with = given)] log: LogKey<'_>,
        #[pyo3(from_py_with = given)] witnesses: Option<Vec<String>>,
        #[pyo3(from_py_with = given)] quorum: Option<usize>,
    ) -> PyResult<Head> {
        let policy = policy(origin, log, witnesses, quorum)?;
        let believed = policy
            .verify(self.note.to_string().as_bytes())
            .map_err(|why| ProofRejected::new_err(why.to_string()))?;
        Ok(Head {
            head: *believed.checkpoint.head(),
            hash: named(believed.checkpoint.tree_hash_id())?,
        })
    }

    fn __str__(&self) -> String {
        self.note.to_string()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let text = self.note.to_string().into_pyobject(py)?.repr()?.to_string();
        Ok(format!("Checkpoint({text})"))
    }

    fn __hash__(&self) -> u64 {
        first_word(&self.body.head().root) ^ self.body.head().size
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (String,)) {
        (py.get_type::<Self>(), (self.note.to_string(),))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

/// The key of a log.
#[derive(FromPyObject)]
pub enum LogKey<'py> {
    /// The key, whose name is the origin.
    #[pyo3(annotation = "PublicKey")]
    Key(Bound<'py, PublicKey>),
    /// A verifier key: name, id and key in one text.
    #[pyo3(annotation = "str")]
    Verifier(String),
}

/// Makes the policy that the arguments describe.
pub fn policy(
    origin: &str,
    log: LogKey<'_>,
    witnesses: Option<Vec<String>>,
    quorum: Option<usize>,
) -> PyResult<Policy> {
    let log = match log {
        LogKey::Key(key) => {
            let name = origin.parse().map_err(invalid)?;
            NoteKey::new(name, KeyKind::Note, key.get().0.clone()).map_err(invalid)?
        }
        LogKey::Verifier(text) => text.parse().map_err(invalid)?,
    };
    let policy = Policy::of_log(origin, log).map_err(invalid)?;
    let keys = witnesses.unwrap_or_default();
    let keys: Result<Vec<NoteKey>, _> = keys.iter().map(|key| key.parse()).collect();
    let keys = keys.map_err(invalid)?;
    let quorum = quorum.unwrap_or(keys.len());
    policy.with_witnesses(keys, quorum).map_err(invalid)
}

/// Writes an Ed25519 key as a verifier key of signed notes: name, id and key in one text.
///
/// A witness's key is another one than that of a log, even if the point is the same.
///
/// >>> from lawful.platform import PublicKey
/// >>> from lawful.trace import verifier_key
/// >>> key = PublicKey("ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
/// >>> verifier_key("example.com/log", key).split("+")[0]
/// 'example.com/log'
#[pyfunction]
#[pyo3(signature = (name, key, *, witness=false))]
pub fn verifier_key(
    #[pyo3(from_py_with = given)] name: &str,
    key: &PublicKey,
    witness: bool,
) -> PyResult<String> {
    let kind = if witness {
        KeyKind::Cosignature
    } else {
        KeyKind::Note
    };
    let name = name.parse().map_err(invalid)?;
    let key = NoteKey::new(name, kind, key.0.clone()).map_err(invalid)?;
    Ok(key.to_string())
}

#[pymethods]
impl TraceLedger {
    /// Signs the head, or the one of an earlier size, as a checkpoint of `origin`, a name like
    /// `example.com/log` that is the ledger's own.
    ///
    /// A ledger in files is synced first, by a reader too: what is signed must not be lost and made anew.
    ///
    /// Raises `InvalidInput` if the key is not an Ed25519 key, `NotFound` if the ledger was never of that
    /// size, `Conflict` if the head is of another ledger, and `LedgerError` if the sync fails.
    #[pyo3(signature = (key, *, origin, head=None))]
    fn checkpoint(
        &self,
        py: Python<'_>,
        key: &Key,
        #[pyo3(from_py_with = given)] origin: &str,
        #[pyo3(from_py_with = given)] head: Option<ExpectedHead<'_>>,
    ) -> PyResult<Checkpoint> {
        let ledger = self.ledger()?;
        let name: NoteName = origin.parse().map_err(invalid)?;
        let size = head.map_or_else(|| Ok(ledger.len()), |head| head.size_in(&*ledger))?;
        ledger.make_durable(py)?;
        let head = detached(py, || ledger.head_at(size))?;
        let head = head.map_err(super::refusal::prove)?;
        let body =
            checkpoint::Checkpoint::new(origin, head, ledger.tree_hash()).map_err(invalid)?;
        Checkpoint::of(sign(&body, &name, &key.0).map_err(invalid)?)
    }
}
