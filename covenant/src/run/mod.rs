//! The guarded run: from a proposal to a signed head.
//!
//! * [`Guard`]: every call is proposed, authorised or denied, executed, and returned, on a ledger.
//! * [`Running`]: a call that is being executed, for callers with a loop of their own.
//! * [`Plan`]: several calls that are gated as a whole before anything runs, and each again before
//!   it runs.
//! * [`verify_run`], [`verify_proofs`]: was this call authorised, by whom, under which covenant, at
//!   what cost?
//!
//! **Invariant:** nothing is executed without a record of its authorisation before it.
//! **Invariant:** whatever is not there or crashes, the answer is no.
//!
//! # Residual trust
//! The ledger shows what went through the guard. What a tool does beside it, and whether a tool
//! reports its cost truly, no record can show. That a review gate was asked for is the guard's
//! doing; records show who approved. A signed head is the word of whoever has the key: who must not
//! be able to write another history keeps it elsewhere, or asks for witnesses.

mod answer;
mod audit;
mod crash;
mod earning;
mod error;
mod guard;
mod history;
mod kind;
mod lease;
mod meter;
mod mode;
mod outcome;
mod plan;
mod policy;
mod receipt;
mod record;
mod refused;
mod run_plan;
mod run_tool;
mod running;
mod runs_refused;
mod scribe;
mod setup;
mod verified_standing;
mod verify_run;

pub use answer::{Decided, Ended, RunAnswer};
pub use earning::{BadEarning, Earning};
pub use error::GuardError;
pub use guard::Guard;
pub use kind::Kind;
pub use meter::Meter;
pub use mode::{Mode, NOT_ENFORCED};
pub use outcome::Outcome;
pub use plan::{BadPlan, Plan, Step};
pub use policy::Policy;
pub use receipt::{Finished, Receipt, RunError, Trouble};
pub use refused::{Refusal, Refused};
pub use run_plan::{PlanError, PlanFinished};
pub use running::Running;
pub use runs_refused::RunsRefused;
pub use setup::RunSetup;
pub use verified_standing::VerifiedStanding;
pub use verify_run::{Believing, prove_run, verify_proofs, verify_run};
