//! Ids that are none here: the published packages take any text for one.

use crate::{EntityId, TrustError};
use serde::Deserialize;

/// The ids of companions that are none here, among them the empty one and `mcp:`.
///
/// Nobody can ask for them, so entities do not have them; the file keeps them when it is saved.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct OddIds {
    #[serde(default)]
    pub(super) witnessed_by: Vec<String>,
    #[serde(default)]
    pub(super) has_witnessed: Vec<String>,
}

pub(super) fn is_odd(id: &str) -> bool {
    EntityId::check(id).is_err()
}

impl OddIds {
    /// Finds them in the file of an entity.
    pub(super) fn of(json: &[u8]) -> OddIds {
        let mut all: OddIds = serde_json::from_slice(json).unwrap_or_default();
        for list in [&mut all.witnessed_by, &mut all.has_witnessed] {
            list.retain(|id| is_odd(id));
        }
        all
    }
}

/// Returns what is wrong with the id of a file that could not be read, if it is the id.
pub(super) fn odd_owner(json: &[u8]) -> Option<TrustError> {
    #[derive(Deserialize)]
    struct Owner {
        entity_id: String,
    }
    let owner: Owner = serde_json::from_slice(json).ok()?;
    EntityId::check(&owner.entity_id).err()
}
