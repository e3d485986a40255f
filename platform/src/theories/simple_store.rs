//! The simple key store: a set of names, and for each handle whether its key still is.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a command of a key store answers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    rename_all = "snake_case",
    expecting = "a list of names or one of `done`, `verified`, `no_such_key`, `key_exists`, \
                 `deleted`, `no_handle`"
)]
pub enum Answer {
    /// It was done.
    Done,
    /// The signature verifies with the public key that the creation gave.
    Verified,
    /// There is no key of this name.
    NoSuchKey,
    /// There is a key of this name already.
    KeyExists,
    /// The key was deleted.
    Deleted,
    /// No handle was kept.
    NoHandle,
    /// Something else.
    #[serde(skip_deserializing)]
    Other(String),
    /// The names.
    #[serde(untagged)]
    Names(Vec<u8>),
}

/// The reference of [`KeyStoring`](super::KeyStoring).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SimpleStore {
    keys: BTreeSet<u8>,
    handles: BTreeMap<u8, bool>,
}

impl SimpleStore {
    pub(super) fn create(&mut self, name: u8) -> Answer {
        if !self.keys.insert(name) {
            return Answer::KeyExists;
        }
        self.handles.insert(name, true);
        Answer::Done
    }

    pub(super) fn open(&mut self, name: u8) -> Answer {
        if !self.keys.contains(&name) {
            return Answer::NoSuchKey;
        }
        self.handles.insert(name, true);
        Answer::Done
    }

    pub(super) fn sign(&self, name: u8) -> Answer {
        match self.handles.get(&name) {
            None => Answer::NoHandle,
            Some(true) => Answer::Verified,
            Some(false) => Answer::Deleted,
        }
    }

    pub(super) fn delete(&mut self, name: u8) -> Answer {
        if !self.keys.remove(&name) {
            return Answer::NoSuchKey;
        }
        self.handles.entry(name).and_modify(|alive| *alive = false);
        Answer::Done
    }

    pub(super) fn list(&self) -> Answer {
        Answer::Names(self.keys.iter().copied().collect())
    }

    pub(super) fn reopen(&mut self) -> Answer {
        self.handles.clear();
        Answer::Done
    }
}
