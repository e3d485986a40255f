//! Devices for the tests.

pub mod swtpm;
