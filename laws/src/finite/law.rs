//! The laws of one operation that can be proved of a table: the same types that theories state.

pub use crate::theories::band::Idempotent;
pub use crate::theories::commutative_semigroup::Commutative;
pub use crate::theories::group::{LeftInverse, RightInverse};
pub use crate::theories::monoid::{LeftIdentity, RightIdentity};
pub use crate::theories::semigroup::Associative;
