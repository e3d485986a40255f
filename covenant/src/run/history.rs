//! What was spent under a covenant before, as the ledger has it.

use super::RunsRefused;
use super::audit::Audit;
use crate::budget::Amounts;
use crate::digest::Digest;
use lawful_trace::Ledger;
use std::ops::ControlFlow;

/// Adds up what was spent under a covenant or link; what was set aside for calls that never returned
/// counts as spent.
pub(super) fn spent_before(ledger: &dyn Ledger, name: &Digest) -> Result<Amounts, RunsRefused> {
    if ledger.first() > 0 {
        return Err(RunsRefused::Pruned(ledger.first()));
    }
    let mut audit = Audit::new(None, None);
    let mut refused = Ok(());
    ledger.visit(0..ledger.len(), &mut |_, node| match audit.step(node) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            refused = Err(error);
            ControlFlow::Break(())
        }
    });
    refused.map(|()| audit.spent(name))
}
