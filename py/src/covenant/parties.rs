//! Keys that Python gives: public ones, or those of a store.

use super::refusal::CovenantError;
use crate::errors::invalid;
use crate::platform::{Key, PublicKey};
use lawful_covenant::lifecycle::{Covenant, Granted};
use lawful_platform::{self as platform, Signer, TrustedKeys};
use pyo3::prelude::*;

/// A party: its public key, or its key.
#[derive(FromPyObject)]
pub enum Party<'py> {
    /// The public key.
    #[pyo3(annotation = "PublicKey")]
    Public(Bound<'py, PublicKey>),
    /// The key, of which the public part is meant.
    #[pyo3(annotation = "Key")]
    Key(Bound<'py, Key>),
    /// The text form of a public key.
    #[pyo3(annotation = "str")]
    Text(String),
}

impl Party<'_> {
    /// Returns the public key.
    ///
    /// # Errors
    /// If a text is not one.
    pub fn key(&self) -> PyResult<platform::PublicKey> {
        match self {
            Party::Public(key) => Ok(key.get().0.clone()),
            Party::Key(key) => Ok(key.get().0.public_key().clone()),
            Party::Text(text) => text.parse().map_err(invalid),
        }
    }
}

/// Returns the public keys of parties.
pub fn keys<C: FromIterator<platform::PublicKey>>(parties: &[Party<'_>]) -> PyResult<C> {
    parties.iter().map(Party::key).collect()
}

/// Returns the keys that may grant.
///
/// # Errors
/// If there are none: then nothing could be believed.
pub fn grantors(parties: Option<&[Party<'_>]>) -> PyResult<TrustedKeys> {
    let trusted: TrustedKeys = keys(parties.unwrap_or_default())?;
    if trusted.is_empty() {
        return Err(invalid(
            "nobody is trusted to grant; give `grantors`, the public keys of those who are",
        ));
    }
    Ok(trusted)
}

/// Makes sure that a covenant was granted by one of those who may, if it is said who may.
///
/// # Errors
/// If it was granted by somebody else, or nobody may.
pub fn granted_by_one_of(
    covenant: &Covenant<Granted>,
    parties: Option<&[Party<'_>]>,
) -> PyResult<()> {
    let Some(parties) = parties else {
        return Ok(());
    };
    let grantor = &covenant.terms().parties.grantor;
    if grantors(Some(parties))?.contains(grantor) {
        return Ok(());
    }
    Err(CovenantError::new_err(format!(
        "the covenant was granted by `{}`, who is not one of `grantors`",
        grantor.short_fingerprint()
    )))
}

/// A key of a store that signs later, from any thread.
pub struct LaterSigner(pub Py<Key>);

impl Signer for LaterSigner {
    fn public_key(&self) -> &platform::PublicKey {
        self.0.get().0.public_key()
    }

    fn sign(
        &self,
        context: &platform::Context,
        message: &[u8],
    ) -> Result<platform::Signature, platform::SignError> {
        self.0.get().0.sign(context, message)
    }
}
