//! Entities in one file.

mod database_file;
mod failure;
mod group;
mod options;

pub use database_file::RedbFile;
pub use options::{RedbOptions, Sharing};
