//! Permission contracts that really stop a call, and the guarded run.

extern crate self as lawful_covenant;

pub mod budget;
pub mod capability;
pub mod clock;
mod digest;
mod encoding;

pub use digest::Digest;
pub use encoding::EncodingError;
