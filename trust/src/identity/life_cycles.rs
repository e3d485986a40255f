//! What a life cycle is.

use super::Status;
use lawful::{Sort, register, theory};

theory! {
    /// Statuses, some of which are final, and which may follow which.
    pub theory LifeCycle in ::lawful_trust::identity {
        /// The statuses.
        sort Stage;
        /// Returns the status of a new entity.
        op first() -> Stage;
        /// Returns whether the second can follow the first.
        op may_become(from: Stage, to: Stage) -> bool;
        /// Returns whether nothing can follow.
        op is_terminal(s: Stage) -> bool;

        /// Nobody is born dead.
        law alive_at_first() { !is_terminal(first()) }
        /// Nothing follows a final status.
        law absorbing(s, t: Stage) if is_terminal(s) { !may_become(s, t) }
        /// Whoever is alive can be ended in every way.
        law mortal(s, t: Stage) if !is_terminal(s) && is_terminal(t) { may_become(s, t) }
        /// Whatever is not final can be taken back.
        law reversible(s, t: Stage) if may_become(s, t) && !is_terminal(t) { may_become(t, s) }
        /// A change changes something.
        law no_repetition(s: Stage) { !may_become(s, s) }

        lawkeeper {
            Stage: u8 = Sort::finite([0, 1, 2, 3]);
            first() => 0;
            may_become(s, t) => *s < 2 && s != t;
            is_terminal(s) => *s >= 2;
        }
        /// Is born slashed.
        lawbreaker stillborn breaks alive_at_first { first() => 3; }
        /// Rises from the dead.
        lawbreaker lazarus breaks absorbing {
            may_become(s, t) => s != t && (*s < 2 || (*s == 2 && *t == 0));
        }
        /// Cannot be slashed in its sleep.
        lawbreaker asleep_is_safe breaks mortal {
            may_become(s, t) => s != t && *s < 2 && !(*s == 1 && *t == 3);
        }
        /// Never wakes up.
        lawbreaker sleeping_beauty breaks reversible {
            may_become(s, t) => s != t && *s < 2 && !(*s == 1 && *t == 0);
        }
        /// Takes what is for a change.
        lawbreaker busy breaks no_repetition { may_become(s, _t) => *s < 2; }
    }
}

/// The statuses of entities.
pub struct Statuses;

impl LifeCycle for Statuses {
    type Stage = Status;
    fn stage(&self) -> Sort<Status> {
        Sort::finite(Status::ALL)
    }
    fn first(&self) -> Status {
        Status::Active
    }
    fn may_become(&self, from: &Status, to: &Status) -> bool {
        from.may_become(*to)
    }
    fn is_terminal(&self, status: &Status) -> bool {
        status.is_terminal()
    }
}

register! {
    id: "trust.status",
    version: "1",
    about: "active, dormant, void and slashed",
    model: Statuses,
    theories: [crate::identity::LifeCycle],
}
