//! Whether a guard stops what it denies.

/// Whether a guard stops what it denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mode {
    /// What is denied does not happen.
    #[default]
    Enforced,
    /// What is denied happens all the same: the guard decides and records, to try a covenant out.
    /// Every record and every message says "not enforced".
    Shadow,
}

/// What every record and message of shadow mode says.
pub const NOT_ENFORCED: &str = "not enforced";
