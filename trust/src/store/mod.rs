//! Where entities are kept.
//!
//! [`TrustStore`] is what programs use. Under it is an [`EntityStore`], one of
//!
//! | store | shared by | what survives |
//! | --- | --- | --- |
//! | [`MemoryStore`] | threads | nothing |
//! | [`RedbFile`], one file | threads; processes in turns | what was acknowledged |
//! | [`JsonDirectory`], a file for each entity | threads, processes | what was acknowledged |
//! | `PostgresServer` (feature `postgres`) | threads, processes, machines | as the server is set up |
//!
//! or one of your own. All of them obey the same laws: the machine [`Storing`] (a store answers as a
//! map does, also when threads use it at once) and, for those that survive, [`Lasting`].
//!
//! Because decay is an action, stores keep evidence and the time until which it has faded, and let
//! the rest fade when it is read: nothing has to sweep through them.

mod access;
mod entity_store;
mod error;
mod folder_lock;
mod json_directory;
mod keeps;
mod lasting_law;
mod listing;
mod memory;
mod models;
mod place;
mod plain_answer;
#[cfg(feature = "postgres")]
mod postgres;
mod record;
mod redb_file;
mod sealed;
mod simple_map;
mod storing_law;
mod trust_store;
mod whole_file;
mod witnessing;

pub use entity_store::{Change, Contents, EntityStore, Listing};
pub use error::StoreError;
pub use json_directory::JsonDirectory;
#[doc(hidden)]
pub use json_directory::{fuzz_entity_json, fuzz_journal};
pub use keeps::{Ground, Keeps, LiveStore};
pub use lasting_law::{Lasting, lasting};
pub use memory::MemoryStore;
pub use place::shown;
#[cfg(feature = "postgres")]
pub use postgres::PostgresServer;
pub use redb_file::{RedbFile, RedbOptions, Sharing};
pub use simple_map::{Answer, Seen, SimpleMap};
pub use storing_law::{Storing, storing};
pub use trust_store::{Outcome, TrustStore};
