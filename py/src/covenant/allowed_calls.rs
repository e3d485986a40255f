//! Calls that were read before, so that a check reads no text and makes no object.

use super::decision::Decision;
use lawful_covenant::call::Call;
use lawful_covenant::capability::PermissionRef;
use pyo3::Py;
use std::collections::HashMap;

/// A call that was read, and the decision that allows it without setting anything aside: always the
/// same one, since it has nothing that changes.
pub struct Known {
    pub call: Call,
    pub allowed: Option<(PermissionRef, Py<Decision>)>,
}

/// Calls by the text of their action.
#[derive(Default)]
pub struct KnownCalls(HashMap<Box<str>, Known, foldhash::fast::RandomState>);

impl KnownCalls {
    /// How many are kept; when there are more, all are forgotten.
    const MOST: usize = 4096;

    /// Returns the call of a text.
    #[inline]
    pub fn get(&mut self, text: &str) -> Option<&mut Known> {
        self.0.get_mut(text)
    }

    /// Keeps the call of a text.
    pub fn keep(&mut self, text: &str, call: Call) {
        if self.0.len() >= Self::MOST {
            self.0.clear();
        }
        let known = Known {
            call,
            allowed: None,
        };
        self.0.insert(text.into(), known);
    }
}
