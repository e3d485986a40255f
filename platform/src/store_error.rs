//! What can go wrong with a key store, whichever it is.

use crate::{Anchor, KeyName};
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// Why a key store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no key of this name.
    #[error("there is no key `{0}` in the store; create it, or list the keys")]
    NoSuchKey(KeyName),
    /// There is a key of this name already.
    #[error("there is a key `{0}` in the store already; delete it first, or use another name")]
    KeyExists(KeyName),
    /// The key was deleted while it was open.
    #[error("the key `{0}` was deleted")]
    Deleted(KeyName),
    /// The store is full.
    #[error("the store holds {0} keys and takes no more; delete one")]
    Full(usize),
    /// The password does not open the store.
    #[error("the password does not open the key store")]
    WrongPassword,
    /// What was read is damaged: not the password's fault.
    #[error("{what} is damaged: {problem}; restore it from a copy")]
    Damaged {
        /// The file, or what was read.
        what: String,
        /// How that is known.
        problem: &'static str,
    },
    /// A later version of this program wrote it.
    #[error(
        "{what} has version `{found}`, and this program reads up to version {newest}; use a newer program"
    )]
    FutureVersion {
        /// The file, or what was read.
        what: String,
        /// Its version.
        found: u16,
        /// The newest version that can be read.
        newest: u16,
    },
    /// Something is larger than it may be; nothing was allocated for it.
    #[error("{what} has {size} bytes, and {limit} are allowed")]
    TooLarge {
        /// What is too large.
        what: String,
        /// Its size in bytes.
        size: u64,
        /// The largest size in bytes.
        limit: u64,
    },
    /// Others may read the file.
    #[error(
        "others may read `{path}` (mode `{mode:o}`); run `chmod 600` on it, and think about who has read it"
    )]
    TooOpen {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// Another process holds the lock.
    #[error("another process has held the lock `{path}` for {waited:?}; wait for it, or end it")]
    Busy {
        /// The lock file.
        path: PathBuf,
        /// How long we waited.
        waited: Duration,
    },
    /// The file system refused.
    #[error("cannot {action} `{path}`: {source}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system gave no random numbers.
    #[error("the system gives no random numbers: {0}")]
    NoRandomness(String),
    /// There is no such device, or it cannot be reached.
    #[error("no {device} can be reached: {reason}")]
    Unavailable {
        /// The kind of device.
        device: Anchor,
        /// What was tried and what came back.
        reason: String,
    },
    /// The device went away while it was used.
    #[error("the {device} went away: {reason}; connect it and open the store again")]
    Gone {
        /// The kind of device.
        device: Anchor,
        /// What was tried and what came back.
        reason: String,
    },
    /// The device did not answer in time.
    #[error("the {device} did not answer within {waited:?}; the store must be opened again")]
    NoAnswer {
        /// The kind of device.
        device: Anchor,
        /// How long we waited.
        waited: Duration,
    },
    /// The device refuses all secrets for some time, because wrong ones were tried.
    #[error("the {device} is locked out after wrong attempts: {advice}")]
    LockedOut {
        /// The kind of device.
        device: Anchor,
        /// How to get out.
        advice: String,
    },
    /// The secret (password, PIN) that the device asks for is wrong.
    #[error("the {device} refuses the secret: {reason}")]
    WrongSecret {
        /// The kind of device.
        device: Anchor,
        /// What it said, and how many attempts are left if it tells.
        reason: String,
    },
    /// The device refused, and said why.
    #[error("the {device} refuses: {reason}")]
    Refused {
        /// The kind of device.
        device: Anchor,
        /// What it said.
        reason: String,
    },
    /// The blob was sealed by another store or device.
    #[error("the data was sealed by another store or device, and only that one can unseal it")]
    SealedElsewhere,
    /// The blob, or the context it is unsealed in, is not what was sealed.
    #[error("the sealed data was altered, or sealed in another context")]
    SealBroken,
    /// The platform is not in the state that the data was sealed to.
    #[error("the platform is not in the state that the data was sealed to: {0}")]
    PlatformChanged(String),
}

impl StoreError {
    pub(crate) fn io(
        action: &'static str,
        path: &std::path::Path,
    ) -> impl FnOnce(io::Error) -> StoreError {
        let path = path.to_owned();
        move |source| StoreError::Io {
            action,
            path,
            source,
        }
    }
}
