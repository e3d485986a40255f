//! How safe an appended record is.

/// How safe an appended record is; a later class includes the earlier ones.
///
/// ```
/// use lawful_trace::file::Durability;
/// assert!(Durability::Volatile < Durability::Written && Durability::Written < Durability::Synced);
/// assert_ne!(Durability::Written.as_str(), "synced");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Durability {
    /// In the memory of this process; lost if the process is killed.
    Volatile,
    /// Handed to the operating system; survives the process, not a power failure.
    Written,
    /// On the disk, as far as the disk tells the truth; survives a power failure.
    Synced,
}

impl Durability {
    /// Returns the class as it is printed: `volatile`, `written` or `synced`.
    pub fn as_str(self) -> &'static str {
        match self {
            Durability::Volatile => "volatile",
            Durability::Written => "written",
            Durability::Synced => "synced",
        }
    }
}

impl std::fmt::Display for Durability {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
