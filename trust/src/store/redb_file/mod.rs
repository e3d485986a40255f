//! Entities in one file.

mod failure;
mod group;
mod options;
mod redb_file;

pub use options::{RedbOptions, Sharing};
pub use redb_file::RedbFile;
