//! A ledger in files: the rules of [`crate::ledger`] over the files of [`crate::file`].
//!
//! ```
//! use lawful_trace::{FileLedger, FileLedgerOptions, Ledger, LedgerOptions, TraceNode};
//! use lawful_trace::ledger::{Durability, Expected};
//! let folder = tempfile::tempdir()?;
//! let path = folder.path().join("ledger");
//! let ledger = FileLedger::create(&path, LedgerOptions::default(), FileLedgerOptions::default())?;
//! let node = TraceNode::new("abc", "brain", 1234567890)?;
//! let receipt = ledger.append_with(Expected::Any, &[&node], Durability::Synced)?;
//! assert_eq!(receipt.durability, Durability::Synced);
//! let head = ledger.head();
//! ledger.close()?;
//!
//! // Whoever remembers the head notices if the end of the ledger is cut off.
//! let ledger = FileLedger::open(&path, FileLedgerOptions::default().pinned(head))?;
//! assert_eq!(ledger.find("abc"), Some(node));
//! assert_eq!(ledger.verify()?.head, head);
//! assert!(FileLedger::open(&path, FileLedgerOptions::default()).is_err()); // one writer at a time
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod file_records;
mod ledger;
mod memo;
mod models;
mod open;
mod open_or_create;
mod options;
mod payload_body;
mod settings;
mod stored_payloads;
mod verify;
mod verify_payloads;

pub use error::FileLedgerError;
pub use ledger::FileLedger;
pub use options::FileLedgerOptions;
pub use verify::Verified;
