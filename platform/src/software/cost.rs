//! What it costs to try a password.

use crate::StoreError;
use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

/// The cost of turning a password into a key with argon2id.
///
/// ```
/// use lawful_platform::Cost;
/// assert!(Cost::new(64 * 1024, 3, 1).is_ok());
/// assert!(Cost::new(u32::MAX, 3, 1).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// A cost that is out of range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{memory_kib}` KiB, `{passes}` passes, `{lanes}` lanes is not a cost; use 8 to {most} KiB (at least 8 for each lane), 1 to 16 passes, 1 to 4 lanes", most = Cost::MOST_MEMORY)]
pub struct BadCost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// The most memory, in KiB: 1 GiB. A file that asks for more is refused unread.
    pub const MOST_MEMORY: u32 = 1 << 20;

    /// 64 MiB, 3 passes: the second recommendation of RFC 9106 with one lane. About 0.2 s.
    pub const STANDARD: Cost = Cost {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 1,
    };

    /// 8 KiB, 1 pass: for tests, where the password protects nothing.
    pub const WORTHLESS: Cost = Cost {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };

    /// Makes a cost of 8 to 1048576 KiB (at least 8 for each lane), 1 to 16 passes and 1 to 4 lanes.
    ///
    /// # Errors
    /// If a number is out of range.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Cost, BadCost> {
        let good = (1..=4).contains(&lanes)
            && (1..=16).contains(&passes)
            && (8 * lanes..=Self::MOST_MEMORY).contains(&memory_kib);
        if good {
            Ok(Cost {
                memory_kib,
                passes,
                lanes,
            })
        } else {
            Err(BadCost {
                memory_kib,
                passes,
                lanes,
            })
        }
    }

    /// Returns memory in KiB, passes and lanes.
    pub(super) fn parts(self) -> [u32; 3] {
        [self.memory_kib, self.passes, self.lanes]
    }

    /// Derives 64 bytes from a password.
    pub(super) fn derive(
        self,
        password: &[u8],
        salt: &[u8; 16],
    ) -> Result<Zeroizing<[u8; 64]>, StoreError> {
        let mut out = Zeroizing::new([0; 64]);
        Params::new(self.memory_kib, self.passes, self.lanes, Some(64))
            .and_then(|params| {
                Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
                    .hash_password_into(password, salt, &mut *out)
            })
            // The parameters were checked, so only the allocation can fail.
            .map_err(|_| StoreError::TooLarge {
                what: "the memory for the password check".to_owned(),
                size: u64::from(self.memory_kib) * 1024,
                limit: u64::from(Self::MOST_MEMORY) * 1024,
            })?;
        Ok(out)
    }
}

impl Default for Cost {
    fn default() -> Cost {
        Cost::STANDARD
    }
}
