//! Which kinds of stores this build has, and how to get the others.

#[cfg(feature = "fido2")]
use super::refusal;
#[cfg(not(all(feature = "tpm2", feature = "fido2")))]
use super::refusal::KeyStoreError;
#[cfg(feature = "fido2")]
use crate::guard::detached;
use pyo3::prelude::*;

/// Returns the kinds of key stores that this build can open: `software`, and `tpm2` and `fido2` if it
/// was built with them.
///
/// >>> from lawful.platform import stores
/// >>> "software" in stores()
/// True
#[pyfunction]
pub fn stores() -> Vec<&'static str> {
    [
        ("software", true),
        ("tpm2", cfg!(feature = "tpm2")),
        ("fido2", cfg!(feature = "fido2")),
    ]
    .into_iter()
    .filter_map(|(name, is_built)| is_built.then_some(name))
    .collect()
}

/// Says that this build has no support for a kind of device, and how to get it.
#[cfg(not(all(feature = "tpm2", feature = "fido2")))]
pub fn not_built(device: &str, feature: &str, package: &str) -> PyErr {
    KeyStoreError::new_err(format!(
        "this build has no {device} support; install the system library (Debian: {package}) and \
         build with `pip install ./py -C build-args=\"--features {feature}\"`"
    ))
}

/// Returns the authenticators that are plugged in: pairs of a path and what it calls itself.
///
/// Raises `KeyStoreError` if this build has no FIDO2 support, or the list cannot be read.
///
/// >>> from lawful.platform import KeyStoreError, authenticators, stores
/// >>> try:
/// ...     there = [path for path, product in authenticators()]
/// ... except KeyStoreError as error:
/// ...     assert "fido2" not in stores() or "list" in str(error)
#[pyfunction]
#[cfg(feature = "fido2")]
pub fn authenticators(py: Python<'_>) -> PyResult<Vec<(String, String)>> {
    let found = detached(py, lawful_platform::fido2::list_devices)?.map_err(refusal::store)?;
    Ok(found
        .into_iter()
        .map(|device| (device.path, device.product))
        .collect())
}

/// Returns the authenticators that are plugged in: pairs of a path and what it calls itself.
///
/// Raises `KeyStoreError` if this build has no FIDO2 support, or the list cannot be read.
///
/// >>> from lawful.platform import KeyStoreError, authenticators, stores
/// >>> try:
/// ...     there = [path for path, product in authenticators()]
/// ... except KeyStoreError as error:
/// ...     assert "fido2" not in stores() or "list" in str(error)
#[pyfunction]
#[cfg(not(feature = "fido2"))]
pub fn authenticators() -> PyResult<Vec<(String, String)>> {
    Err(not_built("FIDO2", "fido2", "libudev-dev"))
}
