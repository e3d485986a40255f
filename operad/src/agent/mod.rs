//! Polynomial agents: positions, the inputs that each takes, and what an input does.
//!
//! Agents are equal if they cannot be told apart by what they do: all reachable positions are
//! visited. Positions are hidden, so `seq` is associative as it stands; outputs are not, so `par` is
//! associative up to `reassociated`, and the law says so.
//!
//! ```
//! use lawful_operad::agent::{Agent, Datum, Observed, observe};
//!
//! let count = Agent::new(
//!     "count",
//!     Datum::Number(0),
//!     |_| vec![Datum::Nothing],
//!     |position, _| match position {
//!         Datum::Number(n) => Some((Datum::Number((n + 1) % 3), Datum::Number(*n))),
//!         _ => None,
//!     },
//! );
//! let (left, right) = (
//!     count.par(&count).par(&count),
//!     count.par(&count.par(&count)),
//! );
//! assert!(matches!(observe(&left, &right, 100), Observed::Different { .. }));
//! assert_eq!(observe(&left.reassociated(), &right, 100), Observed::Equal { positions: 3 });
//! ```

mod compose;
mod datum;
mod model;
mod observe;
mod polynomial;
mod theory;

pub use compose::MOST_ROUNDS;
pub use datum::Datum;
pub use model::Agents;
pub use observe::{Observed, observe};
pub use polynomial::{Agent, AgentError};
pub use theory::*;
