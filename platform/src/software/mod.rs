//! Keys in a file that a password opens, or in memory.
//!
//! # Residual trust
//! Whoever can read the memory of the process has the keys; whoever can read the file and guess the
//! password has them too. A trust ceiling of 0.4 says so.

mod contents;
mod cost;
mod file_format;
mod key;
mod seal;
mod store;
mod vault;

pub use cost::{BadCost, Cost};
pub use key::{SoftwareKey, StoredKey};
pub use store::SoftwareStore;

#[doc(hidden)]
pub mod fuzzing {
    //! Not public API. Used by the fuzz targets.

    /// Parses bytes as a key file; returns whether they are one as far as that shows without a
    /// password.
    pub fn key_file(bytes: &[u8]) -> bool {
        super::file_format::KeyFile::parse(bytes, "the input").is_ok()
    }

    /// Parses bytes as the decrypted contents of a key file.
    pub fn contents(bytes: &[u8]) -> bool {
        super::contents::Contents::decode(bytes, "the input").is_ok()
    }
}
