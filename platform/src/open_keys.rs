//! Which keys are open, so that deleting one stops its handles.

use crate::{KeyName, StoreError};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Tells a handle whether its key still is.
pub(crate) struct KeyFlag(Arc<AtomicBool>);

impl KeyFlag {
    /// Fails with [`StoreError::Deleted`] after the key was deleted.
    pub(crate) fn check(&self, name: &KeyName) -> Result<(), StoreError> {
        if self.0.load(Ordering::Acquire) {
            Ok(())
        } else {
            Err(StoreError::Deleted(name.clone()))
        }
    }
}

/// One flag for every key that a store object has opened.
#[derive(Default)]
pub(crate) struct OpenKeys(Mutex<HashMap<KeyName, Arc<AtomicBool>>>);

/// The flags, locked while a key is opened, made or deleted, so that no handle slips past a deletion.
pub(crate) struct OpenKeysGuard<'a>(MutexGuard<'a, HashMap<KeyName, Arc<AtomicBool>>>);

impl OpenKeys {
    pub(crate) fn lock(&self) -> OpenKeysGuard<'_> {
        OpenKeysGuard(self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl OpenKeysGuard<'_> {
    /// Returns the flag of a key that exists.
    pub(crate) fn flag(&mut self, name: &KeyName) -> KeyFlag {
        let flag = self
            .0
            .entry(name.clone())
            .or_insert_with(|| Arc::new(AtomicBool::new(true)));
        KeyFlag(Arc::clone(flag))
    }

    /// Stops all handles of a key that was deleted.
    pub(crate) fn end(&mut self, name: &KeyName) {
        if let Some(flag) = self.0.remove(name) {
            flag.store(false, Ordering::Release);
        }
    }
}
