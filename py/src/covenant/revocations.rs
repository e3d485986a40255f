//! What was revoked, as every gate of the process sees it.

use lawful_covenant::delegation::Revocations;
use std::sync::{Arc, LazyLock};

static ALL: LazyLock<Arc<Revocations>> = LazyLock::new(Arc::default);

/// Returns the list that all gates and guards of this process look at.
pub fn revocations() -> &'static Arc<Revocations> {
    &ALL
}
