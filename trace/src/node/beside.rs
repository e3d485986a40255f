//! What a storage has beside a node.

use super::{Opening, StoredOpening};
use std::sync::Arc;

/// What a storage has beside a node.
pub enum Beside {
    /// Nothing, or what was there is erased.
    Nothing,
    /// A salt and a payload in memory.
    AtHand(Arc<Opening>),
    /// A salt and a payload that are read when somebody asks for them.
    Stored(Box<dyn StoredOpening>),
}
