//! The FIDO2 store against a software authenticator; see `tests/`.
