//! Contracts that stop calls, and the guarded run: `lawful.covenant`.

mod allowed_calls;
mod answer;
mod arguments;
mod asked;
mod budget;
mod call;
mod chain;
mod clock;
mod covenant;
mod decision;
mod enforcement;
mod gate;
mod guard;
mod opening;
mod parties;
mod receipt;
mod refusal;
mod review;
mod review_gate;
mod revocations;
mod running;
mod terms;
mod time;

pub use answer::{RunAnswer, prove_run, verify_proofs, verify_run};
pub use budget::Budget;
pub use call::Call;
pub use chain::Chain;
pub use covenant::Covenant;
pub use decision::Decision;
pub use gate::CovenantGate;
pub use guard::Guard;
pub use receipt::CallReceipt;
pub use review::{Approval, ReviewRequest};
pub use review_gate::ReviewGate;
pub use running::Running;
