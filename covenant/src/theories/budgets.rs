//! What a budget is.

use lawful::{Sort, theory};

theory! {
    /// Budgets: whatever is done to them, nothing is lost, nothing is made, and the record tells it
    /// again.
    pub theory Budgeting in ::lawful_covenant::theories {
        /// What is done: charges, reservations, escrows, in any order, many of them refused.
        sort Program;
        /// The balances after every step.
        sort Trail;
        /// Runs a program on a new budget.
        op run(p: Program) -> Trail;
        /// Computes the balances from what was recorded.
        op replayed(p: Program) -> Trail;
        /// Returns whether in every balance granted is spent, reserved, free and escrowed together.
        op conserved(t: Trail) -> bool;
        /// Returns whether no balance has more spent than granted.
        op within(t: Trail) -> bool;

        /// Nothing is lost and nothing is made, at every moment.
        law conserves(p: Program) { conserved(run(p)) }
        /// Nobody spends more than was granted.
        law bounded(p: Program) { within(run(p)) }
        /// What was recorded gives the same balances again.
        law replays(p: Program) { replayed(p) == run(p) }

        lawkeeper {
            Program: Vec<u8> = programs();
            Trail: Vec<[i64; 2]> = trails();
            run(p) => toy(p, |free, n| if n <= free { (n, n) } else { (0, 1) });
            replayed(p) => toy(p, |free, n| if n <= free { (n, n) } else { (0, 1) });
            conserved(t) => t.iter().all(|[spent, free]| spent + free == GRANTED);
            within(t) => t.iter().all(|[spent, _]| *spent <= GRANTED);
        }
        /// Takes a unit for the trouble of refusing.
        lawbreaker leaky breaks conserves {
        }
        /// Looks at the balance and charges whatever it is.
        lawbreaker overdraft breaks bounded {
            run(p) => toy(p, |_free, n| (n, n));
            replayed(p) => toy(p, |_free, n| (n, n));
        }
        /// Does not record small change.
        lawbreaker forgetful breaks replays {
            run(p) => toy(p, |free, n| if n <= free { (n, n) } else { (0, 0) });
            replayed(p) => toy(p, |free, n| if n <= free && n > 1 { (n, n) } else { (0, 0) });
        }
    }
}

/// What lawbreakers are granted.
const GRANTED: i64 = 10;

fn programs() -> Sort<Vec<u8>> {
    Sort::drawn(|rng: &mut lawful::rng::Rng| {
        let length = rng.below(6);
        (0..length).map(|_| rng.below(8) as u8).collect()
    })
    .edges_from(vec![vec![], vec![1], vec![7, 7]])
}

fn trails() -> Sort<Vec<[i64; 2]>> {
    Sort::drawn(|_: &mut lawful::rng::Rng| Vec::new())
}

/// Charges numbers one after the other: of each so much is spent, and so much taken from what is free.
fn toy(program: &[u8], charge: impl Fn(i64, i64) -> (i64, i64)) -> Vec<[i64; 2]> {
    let (mut spent, mut free) = (0, GRANTED);
    let step = |n: &u8| {
        let (more, taken) = charge(free, i64::from(*n));
        (spent, free) = (spent + more, free - taken);
        [spent, free]
    };
    program.iter().map(step).collect()
}
