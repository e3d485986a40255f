//! Where a tool says what its call has cost.

use crate::budget::Amounts;

/// Where a tool says what its call has cost, as early as it knows: it counts even if the tool
/// crashes later.
#[derive(Debug, Default)]
pub struct Meter {
    spent: Option<Amounts>,
}

impl Meter {
    /// Says what the call has cost so far, all together.
    pub fn set(&mut self, spent: Amounts) {
        self.spent = Some(spent);
    }

    /// Returns what was said.
    pub fn spent(&self) -> Option<&Amounts> {
        self.spent.as_ref()
    }
}
