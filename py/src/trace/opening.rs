//! Ledgers in files: opening, syncing, closing, verifying.

use super::head::Head;
use super::kept::{Kept, OpenFiles};
use super::ledger::{TraceLedger, settings};
use super::refusal;
use crate::ending::watch_forks;
use crate::errors::{Conflict, DamagedFile, invalid};
use crate::given::given;
use crate::guard::detached;
use lawful_trace::file::{Hold, Unsynced};
use lawful_trace::ledger::Durability;
use lawful_trace::{FileLedger, FileLedgerOptions, Ledger};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};

/// Reads the name of a durability.
pub fn durability(name: &str) -> PyResult<Durability> {
    [
        Durability::Volatile,
        Durability::Written,
        Durability::Synced,
    ]
    .into_iter()
    .find(|durability| durability.to_string() == name)
    .ok_or_else(|| {
        invalid(format!(
            "`{name}` is not a durability; use `volatile`, `written` or `synced`"
        ))
    })
}

/// Reads what is done with what a power failure may have left.
fn unsynced(name: &str) -> PyResult<Unsynced> {
    match name {
        "refuse" => Ok(Unsynced::Refuse),
        "cut" => Ok(Unsynced::Cut),
        other => Err(invalid(format!(
            "`{other}` is not what can be done with unsynced nodes; use `refuse` or `cut`"
        ))),
    }
}

/// Refuses a setting that a ledger was not made with.
fn same(what: &str, wanted: Option<&str>, made: &str) -> PyResult<()> {
    match wanted.filter(|wanted| *wanted != made) {
        None => Ok(()),
        Some(wanted) => Err(Conflict::new_err(format!(
            "the ledger was made with the {what} `{made}`, not `{wanted}`; it cannot be changed"
        ))),
    }
}

impl TraceLedger {
    fn files(&self) -> PyResult<&OpenFiles> {
        match &*self.kept {
            Kept::Files(files) => Ok(files),
            Kept::Memory(_) => Err(invalid(
                "this ledger is in memory and has no files; use `TraceLedger.open(path)`",
            )),
        }
    }
}

#[pymethods]
impl TraceLedger {
    /// Opens the ledger in a folder, having checked all of it; makes a new one if there is none.
    ///
    /// One process writes, many read with `read_only=True`. `durability` is how safe what is appended
    /// is: `volatile`, `written` (survives the process) or `synced` (survives a loss of power).
    /// `pinned` is a head that was kept elsewhere: the ledger must continue it, and this is the only
    /// way to notice that its end was cut off. `tree_hash` (`blake3` if nothing is said) and `time_rule`
    /// (`monotone`) are recorded when the ledger is made; a ledger that was made with others is
    /// refused. With `create=False` a missing ledger is an error.
    ///
    /// What a crash left behind the last whole node is cut, and `recovery` tells how much. After a power
    /// failure the disk may also have kept later nodes and lost earlier ones. Damage looks the same, so
    /// that is refused; `unsynced="cut"` gives up what was behind. Nothing that was `synced` is cut.
    ///
    /// If making a ledger was interrupted, the next call finishes it. A new file is begun after
    /// `segment_bytes` (256 MiB; at most 1 GiB). Pruning frees whole files. With `mapped=True` files that
    /// are full stay on the disk and are read where they lie, for ledgers that do not fit into memory; if
    /// another program cuts such a file meanwhile, the system ends this one.
    ///
    /// Raises `NotFound`, `DamagedFile` with the offset, `FutureVersion`, `Conflict` (another tree hash
    /// or rule of time), or `LedgerError` (a foreign folder, another writer, no permission).
    #[staticmethod]
    #[pyo3(signature = (path, *, read_only=false, create=true, durability="written", pinned=None,
        tree_hash=None, time_rule=None, unsynced="refuse", segment_bytes=None, mapped=false))]
    #[expect(clippy::too_many_arguments, reason = "each has a default and a name")]
    fn open(
        py: Python<'_>,
        #[pyo3(from_py_with = given)] path: PathBuf,
        read_only: bool,
        create: bool,
        #[pyo3(from_py_with = given)] durability: &str,
        pinned: Option<Bound<'_, Head>>,
        #[pyo3(from_py_with = given)] tree_hash: Option<&str>,
        #[pyo3(from_py_with = given)] time_rule: Option<&str>,
        #[pyo3(from_py_with = given)] unsynced: &str,
        #[pyo3(from_py_with = given)] segment_bytes: Option<u64>,
        mapped: bool,
    ) -> PyResult<TraceLedger> {
        let mut options = FileLedgerOptions::default()
            .durability(self::durability(durability)?)
            .unsynced(self::unsynced(unsynced)?);
        if mapped {
            options = options.hold(Hold::Mapped);
        }
        if let Some(bytes) = segment_bytes {
            options = options.segment_bytes(bytes).map_err(refusal::file)?;
        }
        if let Some(head) = &pinned {
            options = options.pinned(head.get().head);
        }
        let settings = settings(
            tree_hash.unwrap_or("blake3"),
            time_rule.unwrap_or("monotone"),
        )?;
        watch_forks(py)?;
        let ledger = detached(py, || {
            if read_only {
                FileLedger::open_read_only(&path, options)
            } else if create {
                FileLedger::open_or_create(&path, settings, options)
            } else {
                FileLedger::open(&path, options)
            }
        })?;
        let ledger = ledger.map_err(refusal::files)?;
        let made = ledger.settings();
        same("tree hash", tree_hash, made.hash().id())?;
        let pinned = pinned.as_ref().map(|head| head.get().hash.id());
        same("tree hash", pinned, made.hash().id())?;
        same("rule of time", time_rule, made.rule().name())?;
        Ok(TraceLedger::of(Kept::files(ledger)))
    }

    /// The folder of a ledger in files; `None` in memory.
    #[getter]
    fn path(&self) -> Option<PathBuf> {
        match &*self.kept {
            Kept::Files(files) => Some(files.folder().clone()),
            Kept::Memory(_) => None,
        }
    }

    /// Whether nothing can be appended.
    #[getter]
    fn is_read_only(&self) -> PyResult<bool> {
        match &*self.kept {
            Kept::Memory(_) => Ok(false),
            Kept::Files(files) => Ok(files.open()?.is_read_only()),
        }
    }

    /// How safe what is appended is: `volatile`, `written` or `synced`.
    #[getter]
    fn durability(&self) -> PyResult<String> {
        match &*self.kept {
            Kept::Memory(_) => Ok(Durability::Volatile.to_string()),
            Kept::Files(files) => Ok(files.open()?.durability().to_string()),
        }
    }

    /// What opening found and did, as a dictionary: what was cut after a crash (or, by a reader, left
    /// out), in bytes and records.
    ///
    /// `mark_read` is whether the mark of the last sync could be read. Without it, nodes that were
    /// `synced` may be missing at the end, and only a head that was kept elsewhere shows that.
    #[getter]
    fn recovery<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let ledger = self.files()?.open()?;
        let found = ledger.recovery();
        let told = PyDict::new(py);
        told.set_item("records", found.records)?;
        told.set_item("cut_bytes", found.cut_bytes)?;
        told.set_item("cut_records", found.cut_records)?;
        told.set_item("cut_at", found.cut_at)?;
        told.set_item("cut_body_bytes", found.cut_body_bytes)?;
        told.set_item("rewritten_bytes", found.rewritten_bytes)?;
        told.set_item("finished_erasures", found.finished_erasures)?;
        told.set_item("removed_files", found.removed_files)?;
        told.set_item("mark_read", found.mark_read)?;
        told.set_item("is_clean", found.is_clean())?;
        Ok(told)
    }

    /// Waits until everything that was appended is on the disk; returns how many nodes are.
    ///
    /// Raises `LedgerError` if a write or the sync fails: open the ledger again then.
    fn sync(&self, py: Python<'_>) -> PyResult<u64> {
        let ledger = self.files()?.open()?;
        detached(py, || ledger.sync())?.map_err(refusal::file)
    }

    /// Takes in what the writer has appended since a ledger was opened for reading; returns the length.
    fn refresh(&self, py: Python<'_>) -> PyResult<u64> {
        let ledger = self.files()?.open()?;
        detached(py, || ledger.refresh())?.map_err(refusal::files)
    }

    /// Checks everything again and returns the head: reads the files, checks every frame, hashes every
    /// node, compares payloads with their commitments and the index of what was asked for with the nodes. In
    /// memory, hashes every node.
    ///
    /// Raises `DamagedFile` if anything differs.
    fn verify(&self, py: Python<'_>) -> PyResult<Head> {
        let head = match &*self.kept {
            Kept::Memory(ledger) => detached(py, || super::rehash::rehash(ledger))??,
            Kept::Files(files) => {
                let ledger = files.open()?;
                let verified = detached(py, || ledger.verify())?;
                verified.map_err(refusal::files)?.head
            }
        };
        let ledger = self.ledger()?;
        // Whoever has asked for nodes by their parts has an index over them.
        detached(py, || {
            let index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
            index
                .as_ref()
                .map_or(Ok(()), |index| index.verify(&*ledger))
        })?
        .map_err(|differs| DamagedFile::new_err(differs.to_string()))?;
        Ok(Head {
            head,
            hash: ledger.tree_hash(),
        })
    }

    /// Syncs and closes a ledger in files, so that another process can write. Closing again does
    /// nothing; a ledger in memory stays as it is.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        let Kept::Files(files) = &*self.kept else {
            return Ok(());
        };
        let Some(ledger) = files.take() else {
            return Ok(());
        };
        let closed = detached(py, || {
            match Arc::try_unwrap(ledger) {
                Ok(ledger) => ledger.close(),
                // Another thread or an iterator still uses it; it closes when they are done.
                Err(shared) if shared.is_read_only() => Ok(shared.len()),
                Err(shared) => shared.sync(),
            }
        })?;
        closed.map(|_| ()).map_err(refusal::file)
    }

    fn __enter__(this: Py<Self>) -> PyResult<Py<Self>> {
        this.get().ledger()?;
        Ok(this)
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(
        &self,
        py: Python<'_>,
        _exception: &Bound<'_, pyo3::types::PyTuple>,
    ) -> PyResult<()> {
        self.close(py)
    }
}
