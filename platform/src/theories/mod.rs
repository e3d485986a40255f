//! The laws of keys: theories that every signer, every sealing store and every key store must obey,
//! and our own models of them.
//!
//! A plugin author with a store of their own checks it with [`Signing`], [`Sealing`] and
//! [`KeyStoring`].

mod keeps;
mod key_store_law;
mod models;
mod sealed_data;
mod shared_key;
mod signatures;
mod signs;
mod simple_store;

pub use keeps::{Keeps, Live, Open, StoreUnderTest};
pub use key_store_law::{KeyStoring, key_storing};
pub use sealed_data::{Sealing, sealing};
pub use shared_key::{SharedKey, SharedVault, Vault};
pub use signatures::{Signing, signing};
pub use signs::{Seals, Signs};
pub use simple_store::{Answer, SimpleStore};
