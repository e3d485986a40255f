//! Entities as JSON files in a directory.

mod age;
mod directory;
mod entity_json;
mod file_name;
mod journal;
mod odd_ids;

pub use directory::JsonDirectory;
#[doc(hidden)]
pub use entity_json::fuzz_entity_json;
#[doc(hidden)]
pub use journal::fuzz_journal;
