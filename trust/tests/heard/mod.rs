//! Entities of which witnesses have spoken, for tests of witnesses.

use jiff::Timestamp;
use lawful_trust::EntityTrust;
use std::ops::Range;

pub const NOW: Timestamp = Timestamp::UNIX_EPOCH;

pub fn entity(id: &str) -> EntityTrust {
    EntityTrust::new(id, NOW).unwrap()
}

/// Lets the witnesses `w:0`, `w:1` and so on say one word each.
pub fn hear(entity: &mut EntityTrust, witnesses: Range<usize>, success: bool, magnitude: f64) {
    for witness in witnesses {
        entity
            .receive_witness(&format!("w:{witness}"), success, magnitude)
            .unwrap();
    }
}
