//! How safe what was appended is.

use std::fmt;

/// How safe what was appended is. Later is safer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Durability {
    /// In the memory of this process: gone with it.
    Volatile,
    /// Handed to the operating system: survives the process, not a loss of power.
    Written,
    /// On the medium, as far as the operating system and the medium are honest.
    Synced,
}

impl fmt::Display for Durability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Durability::Volatile => "volatile",
            Durability::Written => "written",
            Durability::Synced => "synced",
        })
    }
}
