//! Who somebody is: linked context tokens, their lineage, their status, their names.
//!
//! * [`Lct`]: a token whose id follows from its public key and that the key signs. A child carries
//!   its parent's [`Endorsement`].
//! * [`Lifecycle`]: a token with its [`Status`]; [`StatusChange`]s are signed, checked, and can be
//!   kept on a ledger, [`StatusLedger`]. What is final stays: see the theory [`LifeCycle`].
//! * [`Binding`]: where the key lives and the trust ceiling, taken from a verified attestation.
//! * [`Did`] and [`DidDocument`]: the same identity for other tools.
//!
//! # What is not guaranteed
//! * The times in tokens and changes are what their signers say; only a ledger puts them in order.
//! * A key that was stolen signs as well as its owner does, until the entity is slashed on the
//!   ledger. What it did before that stays.
//! * A change by an authority counts for those who name it. Whoever reads a ledger without naming
//!   the court does not see its verdicts: [`StatusLedger::passed_over`] tells that there are some.
//! * A parent that is not on the ledger counts as active there, and a ledger whose beginning was
//!   pruned has forgotten the tokens in it, those that were slashed too.

mod base58;
mod binding;
mod chronicle;
mod did;
mod did_document;
mod endorsement;
mod entity_type;
mod error;
mod lct;
mod lct_id;
mod life_cycles;
mod lifecycle;
mod status;
mod status_change;
mod status_ledger;

pub use binding::{Binding, BindingLevel};
pub use chronicle::PassedOver;
pub use did::Did;
pub use did_document::DidDocument;
pub use endorsement::Endorsement;
pub use entity_type::{EntityType, UnknownEntityType};
pub use error::IdentityError;
pub use lct::Lct;
pub use lct_id::{BadLctId, LctId};
pub use life_cycles::{LifeCycle, Statuses, life_cycle};
pub use lifecycle::Lifecycle;
pub use status::{Status, UnknownStatus};
pub use status_change::StatusChange;
pub use status_ledger::{MINT_KIND, STATUS_KIND, StatusLedger};
