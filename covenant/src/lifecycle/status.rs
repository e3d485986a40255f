//! The states of a covenant, as values and as types.

use std::fmt;

/// Where a covenant is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It was proposed.
    Proposed,
    /// Somebody answered with other terms.
    Negotiating,
    /// It holds.
    Granted,
    /// It was revoked, for ever.
    Revoked,
    /// Its time is over.
    Expired,
    /// Another one took its place.
    Amended,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Status::Proposed => "proposed",
            Status::Negotiating => "negotiating",
            Status::Granted => "granted",
            Status::Revoked => "revoked",
            Status::Expired => "expired",
            Status::Amended => "amended",
        })
    }
}

/// A state as a type.
pub trait State: sealed::Sealed + 'static {
    /// The state as a value.
    const STATUS: Status;
}

/// A state in which terms are not yet agreed: it can be negotiated and granted.
#[diagnostic::on_unimplemented(
    message = "a covenant that is `{Self}` is not open: it cannot be negotiated or granted",
    note = "only `Covenant<Proposed>` and `Covenant<Negotiating>` can; propose a new one"
)]
pub trait Open: State {}

macro_rules! states {
    ($($name:ident, $about:literal;)*) => {
        $(
            #[doc = $about]
            #[derive(Debug)]
            pub enum $name {}
            impl sealed::Sealed for $name {}
            impl State for $name {
                const STATUS: Status = Status::$name;
            }
        )*
    };
}

states! {
    Proposed, "It was proposed.";
    Negotiating, "Somebody answered with other terms.";
    Granted, "It holds.";
    Revoked, "It was revoked, for ever.";
    Expired, "Its time is over.";
    Amended, "Another one took its place.";
}

impl Open for Proposed {}
impl Open for Negotiating {}

mod sealed {
    /// Keeps the set of states closed.
    pub trait Sealed {}
}
