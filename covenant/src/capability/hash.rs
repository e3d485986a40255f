//! The hash of segments, seeded afresh in every process so that nobody can choose names that collide.

use foldhash::fast::RandomState;
use std::hash::BuildHasher;
use std::sync::LazyLock;

static STATE: LazyLock<RandomState> = LazyLock::new(RandomState::default);

/// Hashes a segment.
#[inline]
pub(super) fn of_segment(segment: &str) -> u64 {
    STATE.hash_one(segment.as_bytes())
}

/// Joins the hash of a segment with the state that it is read in.
#[inline]
pub(super) fn of_edge(from: u32, segment: u64) -> u64 {
    (segment ^ u64::from(from).wrapping_mul(0x9E37_79B9_7F4A_7C15))
        .wrapping_mul(0xD6E8_FEB8_6659_FD93)
}
