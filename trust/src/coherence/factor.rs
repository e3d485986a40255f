//! The four factors of coherence.

use std::fmt;

/// One of the four factors that coherence is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Factor {
    /// How much of the time the entity was there.
    Continuity,
    /// How alike its behaviour is from one time to the next.
    Stability,
    /// How much its parts act as one.
    Phi,
    /// How often it answers when it is called.
    Reachability,
}

impl Factor {
    /// All factors, in the order in which they are written.
    pub const ALL: [Factor; 4] = [
        Factor::Continuity,
        Factor::Stability,
        Factor::Phi,
        Factor::Reachability,
    ];

    /// Names the factor: `continuity`, `stability`, `phi`, `reachability`.
    pub fn name(self) -> &'static str {
        match self {
            Factor::Continuity => "continuity",
            Factor::Stability => "stability",
            Factor::Phi => "phi",
            Factor::Reachability => "reachability",
        }
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
