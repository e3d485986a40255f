//! Names of nodes.

use super::room::push;
use crate::TrustError;
use std::collections::HashMap;

/// The names of nodes, in order, and where each is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Names {
    names: Vec<Box<str>>,
    index: HashMap<Box<str>, u32>,
}

impl Names {
    /// Returns the number of a name, a new one if the name is new.
    ///
    /// # Errors
    /// If there is no memory for it.
    pub(super) fn number(&mut self, name: &str) -> Result<u32, TrustError> {
        if let Some(node) = self.index.get(name) {
            return Ok(*node);
        }
        let rows = self.names.len();
        // A graph refuses what does not fit.
        let node = rows as u32;
        self.index
            .try_reserve(1)
            .map_err(|_| TrustError::Memory { rows })?;
        push(&mut self.names, name.into())?;
        self.index.insert(name.into(), node);
        Ok(node)
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn node(&self, name: &str) -> Option<u32> {
        self.index.get(name).copied()
    }

    pub(super) fn name(&self, node: u32) -> Option<&str> {
        self.names.get(node as usize).map(|name| &**name)
    }
}
