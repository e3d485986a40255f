//! What happened in a guarded run, seen from outside, and guards that get it wrong.

use super::guardings::RECORDS;
use crate::run::Kind;
use lawful::Sort;

/// Something that happened in a guarded run. Calls are numbered as they are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Happened {
    /// A call was asked for.
    Asked {
        /// Whether it is allowed, if it can be decided.
        allowed: bool,
        /// Whether it can be decided: the clock and all policies are there.
        decidable: bool,
    },
    /// A record was written.
    Recorded(usize, Kind),
    /// The tool ran.
    Ran(usize),
    /// Where the budget was when the call was over.
    Balance {
        /// What was granted.
        granted: u64,
        /// What is spent, set aside, free and in escrow, together.
        accounted: u64,
        /// What is spent.
        spent: u64,
        /// What is spent by what the records say.
        recorded: u64,
    },
    /// The head was signed over so many records, of so many.
    Sealed(u64, u64),
}

impl Happened {
    fn asked(all: &[Happened]) -> Vec<bool> {
        let asked = all.iter().filter_map(|one| match one {
            Happened::Asked { allowed, decidable } => Some(*allowed && *decidable),
            _ => None,
        });
        asked.collect()
    }

    fn place(all: &[Happened], what: Happened) -> Option<usize> {
        all.iter().position(|one| *one == what)
    }

    /// Returns whether everything that ran had a record of its authorisation before.
    pub fn authorised_first(all: &[Happened]) -> bool {
        all.iter().enumerate().all(|(place, one)| match one {
            Happened::Ran(call) => {
                let authorised = Happened::Recorded(*call, Kind::Authorised);
                Happened::place(all, authorised).is_some_and(|before| before < place)
            }
            _ => true,
        })
    }

    /// Returns whether every execution has one return, and every return an execution.
    pub fn returned_once(all: &[Happened]) -> bool {
        let count = |call, kind| {
            let same = |one: &&Happened| **one == Happened::Recorded(call, kind);
            all.iter().filter(same).count()
        };
        (0..Happened::asked(all).len())
            .all(|call| count(call, Kind::Executed) == count(call, Kind::Returned))
    }

    /// Returns whether everything that was denied is recorded as denied, and did not run, unless it
    /// could not be decided.
    pub fn denials_recorded(all: &[Happened]) -> bool {
        let mut call = 0..;
        all.iter().all(|one| match one {
            Happened::Asked { allowed, decidable } => {
                let call = call.next().unwrap_or_default();
                let denied = Happened::Recorded(call, Kind::Denied);
                *allowed || !*decidable || Happened::place(all, denied).is_some()
            }
            _ => true,
        })
    }

    /// Returns whether nothing ran that was denied, or could not be decided.
    pub fn faults_denied(all: &[Happened]) -> bool {
        let asked = Happened::asked(all);
        all.iter().all(|one| match one {
            Happened::Ran(call) => asked.get(*call) == Some(&true),
            _ => true,
        })
    }

    /// Returns whether nothing was lost or made in any balance, and spent is what the records say.
    pub fn conserved(all: &[Happened]) -> bool {
        all.iter().all(|one| match one {
            Happened::Balance {
                granted,
                accounted,
                spent,
                recorded,
            } => granted == accounted && spent == recorded,
            _ => true,
        })
    }

    /// Returns whether the head was signed over all records.
    pub fn covered(all: &[Happened]) -> bool {
        all.iter().all(|one| match one {
            Happened::Sealed(signed, length) => signed == length,
            _ => true,
        })
    }
}

pub(super) fn trails() -> Sort<Vec<Happened>> {
    Sort::drawn(|_: &mut lawful::rng::Rng| Vec::new())
}

/// What a guard gets wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Toy {
    RecordsAfterwards,
    ReturnsAgain,
    SwallowsDenial,
    AllowsOnError,
    SettlesTwice,
    SignsEarly,
}

/// Runs a program under a guard that gets one thing wrong: of 100 units every call sets 2 aside, and
/// spends 1.
pub(super) fn toy(program: &[u8], wrong: Toy) -> Vec<Happened> {
    const GRANTED: u64 = 100;
    let mut all = Vec::new();
    let (mut free, mut spent, mut records) = (GRANTED, 0, 0);
    for (call, asked) in program.iter().enumerate() {
        let (allowed, decidable) = (*asked != 0, *asked != 1);
        all.push(Happened::Asked { allowed, decidable });
        let mut record = |all: &mut Vec<Happened>, kind| {
            records += 1;
            all.push(Happened::Recorded(call, kind));
        };
        let runs = allowed && (decidable || wrong == Toy::AllowsOnError);
        if !runs {
            if wrong != Toy::SwallowsDenial {
                record(&mut all, Kind::Proposed);
                record(&mut all, Kind::Denied);
            }
            continue;
        }
        if wrong == Toy::RecordsAfterwards {
            all.push(Happened::Ran(call));
        }
        for kind in RECORDS {
            record(&mut all, kind);
            if kind == Kind::Executed && wrong != Toy::RecordsAfterwards {
                all.push(Happened::Ran(call));
            }
        }
        if wrong == Toy::ReturnsAgain {
            record(&mut all, Kind::Returned);
        }
        (free, spent) = (free - 1, spent + 1);
        if wrong == Toy::SettlesTwice {
            free += 1;
        }
        all.push(Happened::Balance {
            granted: GRANTED,
            accounted: free + spent,
            spent,
            recorded: spent,
        });
    }
    let early = u64::from(wrong == Toy::SignsEarly && records > 0);
    all.push(Happened::Sealed(records - early, records));
    all
}
