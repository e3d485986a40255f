//! What budgets count.

use std::fmt;
use std::str::FromStr;

/// What a budget counts, in whole units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// Tokens of a language model.
    Tokens,
    /// Calls.
    Calls,
    /// Millionths of a unit of currency.
    MicroCurrency,
    /// Milliseconds of run time.
    Milliseconds,
    /// Bits of entropy.
    EntropyBits,
}

/// A name that is no resource.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a resource; use tokens, calls, micro-currency, milliseconds or entropy-bits")]
pub struct UnknownResource(String);

impl Resource {
    /// How many resources there are.
    pub const COUNT: usize = 5;

    /// All resources.
    pub const ALL: [Resource; Resource::COUNT] = [
        Resource::Tokens,
        Resource::Calls,
        Resource::MicroCurrency,
        Resource::Milliseconds,
        Resource::EntropyBits,
    ];

    /// Returns the name.
    pub fn name(self) -> &'static str {
        match self {
            Resource::Tokens => "tokens",
            Resource::Calls => "calls",
            Resource::MicroCurrency => "micro-currency",
            Resource::Milliseconds => "milliseconds",
            Resource::EntropyBits => "entropy-bits",
        }
    }

    /// Returns the byte that stands for the resource, 0 to 4.
    pub(crate) fn code(self) -> u8 {
        self as u8
    }

    pub(crate) fn from_code(code: u8) -> Option<Resource> {
        Resource::ALL.get(usize::from(code)).copied()
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Resource {
    type Err = UnknownResource;

    fn from_str(name: &str) -> Result<Resource, UnknownResource> {
        Resource::ALL
            .into_iter()
            .find(|resource| resource.name() == name)
            .ok_or_else(|| UnknownResource(crate::capability::printable(name)))
    }
}
