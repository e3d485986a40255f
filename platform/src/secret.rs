//! Bytes that are wiped when they are dropped.

use crate::StoreError;
use zeroize::Zeroizing;

/// Secret bytes. They are wiped from memory when dropped; they cannot be printed, cloned or
/// serialized, and are read only by [`Secret::expose`].
///
/// ```compile_fail
/// fn print(secret: lawful_platform::Secret) { println!("{secret:?}"); }
/// ```
/// ```compile_fail
/// fn copy(secret: &lawful_platform::Secret) -> lawful_platform::Secret { secret.clone() }
/// ```
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes bytes; the vector is wiped when the secret is dropped.
    pub fn new(bytes: Vec<u8>) -> Secret {
        Secret(Zeroizing::new(bytes))
    }

    /// Returns the bytes.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

/// A password that opens a key store: 1 to 1024 bytes.
///
/// Like [`Secret`], it cannot be printed, cloned or serialized.
///
/// ```
/// use lawful_platform::Password;
/// assert!(Password::new("correct horse").is_ok());
/// assert!(Password::new("").is_err());
/// assert!(Password::new(vec![b'x'; 1 << 20]).is_err());
/// ```
/// ```compile_fail
/// fn print(password: lawful_platform::Password) { println!("{password:?}"); }
/// ```
pub struct Password(Zeroizing<Vec<u8>>);

/// A password that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the password has {0} bytes; use 1 to {max}", max = Password::LONGEST)]
pub struct BadPassword(usize);

impl Password {
    /// The longest password, in bytes.
    pub const LONGEST: usize = 1024;

    /// Takes a password.
    ///
    /// # Errors
    /// If it is empty or longer than 1024 bytes.
    pub fn new(password: impl Into<Vec<u8>>) -> Result<Password, BadPassword> {
        let bytes = Zeroizing::new(password.into());
        if bytes.is_empty() || bytes.len() > Self::LONGEST {
            return Err(BadPassword(bytes.len()));
        }
        Ok(Password(bytes))
    }

    pub(crate) fn expose(&self) -> &[u8] {
        &self.0
    }
}

/// Fills an array with random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, StoreError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(&mut *bytes).map_err(|error| StoreError::NoRandomness(error.to_string()))?;
    Ok(bytes)
}
