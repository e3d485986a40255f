//! The life of a covenant: proposed, negotiated, granted, revoked, expired, amended.
//!
//! Every move is an act that is signed by a key the covenant names. [`Covenant`] has its state in its
//! type; [`AnyCovenant`] is the form for storage, in which the same rules ([`History`]) are checked
//! when it is read.

mod act;
mod any_covenant;
mod covenant;
mod error;
mod history;
mod status;
mod terms;
mod terms_encoding;

pub use act::{Act, ActKind};
pub use any_covenant::AnyCovenant;
pub use covenant::Covenant;
pub use error::{LifecycleError, Refused};
pub(crate) use history::check_act;
pub use history::{History, Step};
pub use status::{Amended, Expired, Granted, Negotiating, Open, Proposed, Revoked, State, Status};
pub(crate) use terms::check_gates;
pub use terms::{BadTerms, Delegation, Parties, Terms};
pub(crate) mod parts {
    //! The encodings of the parts that delegation shares.
    pub(crate) use super::terms_encoding::*;
}
