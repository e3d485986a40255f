//! What a key store is: a machine, and the reference that says how it must answer.

use super::simple_store::{Answer, SimpleStore};
use lawful::{Sort, machine};

/// Names are few, so that programs meet them again.
fn names() -> Sort<u8> {
    Sort::finite([0, 1])
}

machine! {
    /// Named keys: they survive reopening, names are taken once, and deletion is final, for handles
    /// too. Every program of commands answers as a set of names does.
    pub machine KeyStoring in ::lawful_platform::theories {
        state store: SimpleStore = SimpleStore::default();

        /// Makes a key and keeps its handle.
        command create(name: u8 in names()) -> Answer { store.create(*name) }
        /// Opens a key and keeps its handle.
        command open(name: u8 in names()) -> Answer { store.open(*name) }
        /// Signs with the handle that was kept last, and verifies with the public key that the
        /// creation gave.
        command sign(name: u8 in names()) -> Answer { store.sign(*name) }
        /// Deletes a key.
        command delete(name: u8 in names()) -> Answer { store.delete(*name) }
        /// Lists the names.
        command list() -> Answer { store.list() }
        /// Closes the store with all handles, and opens it again.
        command reopen() -> Answer { store.reopen() }

        /// Keeps keys in memory only.
        lawbreaker forgetful breaks refinement {
            live store: SimpleStore = SimpleStore::default();
            create(name) => store.create(*name);
            open(name) => store.open(*name);
            sign(name) => store.sign(*name);
            delete(name) => store.delete(*name);
            list() => store.list();
            reopen() => { *store = SimpleStore::default(); Answer::Done };
        }
        /// Lets handles sign after their key was deleted.
        lawbreaker undead breaks refinement {
            live store: SimpleStore = SimpleStore::default();
            create(name) => store.create(*name);
            open(name) => store.open(*name);
            sign(name) => match store.sign(*name) {
                Answer::Deleted => Answer::Verified,
                other => other,
            };
            delete(name) => store.delete(*name);
            list() => store.list();
            reopen() => store.reopen();
        }
        /// Makes a new key over an old one.
        lawbreaker overwriting breaks refinement {
            live store: SimpleStore = SimpleStore::default();
            create(name) => {
                store.delete(*name);
                store.create(*name)
            };
            open(name) => store.open(*name);
            sign(name) => store.sign(*name);
            delete(name) => store.delete(*name);
            list() => store.list();
            reopen() => store.reopen();
        }
    }
}
