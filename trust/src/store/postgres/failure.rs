//! What the server says, in our words.

use super::super::StoreError;
use tokio_postgres::error::SqlState;

/// Why an attempt failed.
pub(super) enum Failure {
    /// The transaction met another one: trying again is the cure.
    Contended,
    /// The rest.
    Final(StoreError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Final(error)
    }
}

/// Tells an error and what caused it, down to the first cause; each once.
pub(super) fn causes(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !told.contains(&text) {
            told.push_str(": ");
            told.push_str(&text);
        }
        next = cause.source();
    }
    told
}

pub(super) fn final_(action: &'static str) -> impl Fn(tokio_postgres::Error) -> StoreError {
    move |error| {
        // The outer error only says that the database had one; the inner one says which.
        let problem = match error.as_db_error() {
            Some(inner) => inner.to_string(),
            None => causes(&error),
        };
        StoreError::Database { action, problem }
    }
}

pub(super) fn failed(action: &'static str) -> impl Fn(tokio_postgres::Error) -> Failure {
    move |error| match error.code() {
        Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED) => {
            Failure::Contended
        }
        // Two transactions made the same new entity.
        Some(&SqlState::UNIQUE_VIOLATION) => Failure::Contended,
        _ => Failure::Final(final_(action)(error)),
    }
}
