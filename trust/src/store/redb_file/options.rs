//! How a file is used.

use std::time::Duration;

/// How processes share one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sharing {
    /// This process holds the file as long as it is open: the fastest, and the default.
    #[default]
    Held,
    /// The file is opened for each operation and closed after it, so that several processes take
    /// turns. Each operation then costs an opening; use transactions of many updates.
    Turns,
}

/// The settings of a [`RedbFile`](super::RedbFile).
#[derive(Debug, Clone)]
pub struct RedbOptions {
    pub(super) sharing: Sharing,
    pub(super) patience: Duration,
    pub(super) cache: usize,
    pub(super) give_up: fn() -> bool,
}

impl RedbOptions {
    /// Begins with the defaults: the file is held, another process is waited for for 10 seconds, and
    /// 64 MiB are cached.
    pub fn new() -> RedbOptions {
        RedbOptions {
            sharing: Sharing::Held,
            patience: Duration::from_secs(10),
            cache: 1 << 26,
            give_up: || false,
        }
    }

    /// Sets how processes share the file.
    pub fn sharing(mut self, sharing: Sharing) -> RedbOptions {
        self.sharing = sharing;
        self
    }

    /// Sets how long another process that has the file is waited for.
    pub fn patience(mut self, patience: Duration) -> RedbOptions {
        self.patience = patience;
        self
    }

    /// Sets what is asked again and again while the file is waited for: once it says true, nobody waits
    /// any longer.
    pub fn give_up(mut self, when: fn() -> bool) -> RedbOptions {
        self.give_up = when;
        self
    }

    /// Sets how much memory is used for reading and writing, in bytes.
    pub fn cache(mut self, bytes: usize) -> RedbOptions {
        self.cache = bytes;
        self
    }
}

impl Default for RedbOptions {
    fn default() -> RedbOptions {
        RedbOptions::new()
    }
}
