//! Accounts as a model of [`Budgeting`].

use crate::budget::{Account, Amounts, Balance, MemoryJournal, Reservation, Resource, replay};
use crate::digest::Digest;
use crate::theories::Budgeting;
use crate::theories::world::START;
use lawful::rng::Rng;
use lawful::{Sort, register};
use std::sync::Arc;

/// What is done to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Charge(u8),
    Reserve(u8),
    /// Commits the oldest reservation, perhaps with more than was reserved.
    Commit(u8),
    /// Drops the oldest reservation.
    Forget,
    /// Refunds the oldest reservation.
    Refund,
    /// Gives to a child.
    Escrow(u8),
    /// The oldest child spends.
    ChildCharge(u8),
    /// The oldest child closes.
    ChildClose,
}

struct Accounts;

const GRANTED: i128 = 20;

fn tokens(number: u8) -> Amounts {
    Amounts::of(Resource::Tokens, i128::from(number)).unwrap_or_default()
}

fn doing(rng: &mut Rng) -> Doing {
    let n = rng.below(9) as u8;
    match rng.below(8) {
        0 => Doing::Charge(n),
        1 => Doing::Reserve(n),
        2 => Doing::Commit(n),
        3 => Doing::Forget,
        4 => Doing::Refund,
        5 => Doing::Escrow(n),
        6 => Doing::ChildCharge(n),
        _ => Doing::ChildClose,
    }
}

/// Runs a program; returns the balances after every step, and what the journal makes of them.
fn run(program: &[Doing]) -> (Vec<Balance>, Vec<Balance>) {
    let journal = Arc::new(MemoryJournal::default());
    let id = Digest::from_bytes([9; 32]);
    let granted = Amounts::of(Resource::Tokens, GRANTED).unwrap_or_default();
    let account = Account::open_as(id, granted, &[], Some(journal.clone()));
    let mut open: Vec<Reservation> = Vec::new();
    let mut children: Vec<Arc<Account>> = Vec::new();
    let (mut seen, mut told) = (Vec::new(), Vec::new());
    let oldest = |open: &mut Vec<Reservation>| (!open.is_empty()).then(|| open.remove(0));
    for (step, doing) in program.iter().zip(0u8..).map(|(doing, step)| (step, doing)) {
        // Many of these are refused, and a refusal changes nothing.
        let _refused = match doing {
            Doing::Charge(n) => account.charge(&tokens(*n), START).err(),
            Doing::Reserve(n) => match account.reserve(&tokens(*n), START) {
                Ok(reservation) => {
                    open.push(reservation);
                    None
                }
                Err(why) => Some(why),
            },
            Doing::Commit(n) => oldest(&mut open).and_then(|r| r.commit(&tokens(*n)).err()),
            Doing::Refund => oldest(&mut open).and_then(|r| r.refund().err()),
            Doing::Forget => {
                drop(oldest(&mut open));
                None
            }
            Doing::Escrow(n) => {
                match account.escrow(Digest::from_bytes([100 + step; 32]), &tokens(*n), &[]) {
                    Ok(child) => {
                        children.push(child);
                        None
                    }
                    Err(why) => Some(why),
                }
            }
            Doing::ChildCharge(n) => children
                .first()
                .and_then(|child| child.charge(&tokens(*n), START).err()),
            Doing::ChildClose => {
                let closed = (!children.is_empty()).then(|| children.remove(0).close());
                closed.and_then(Result::err)
            }
        };
        // A balance that cannot be had is left out, and then the two lists differ.
        seen.extend(account.balance());
        told.extend(replay(&journal.events(&id)));
    }
    (seen, told)
}

impl Budgeting for Accounts {
    type Program = Vec<Doing>;
    type Trail = Vec<Balance>;

    fn program(&self) -> Sort<Vec<Doing>> {
        Sort::drawn(|rng: &mut Rng| {
            let length = rng.below(16);
            (0..length).map(|_| doing(rng)).collect()
        })
        .edges_from(vec![Vec::new(), vec![Doing::Charge(0)]])
    }

    fn trail(&self) -> Sort<Vec<Balance>> {
        Sort::finite([Vec::new()])
    }

    fn run(&self, p: &Vec<Doing>) -> Vec<Balance> {
        run(p).0
    }

    fn replayed(&self, p: &Vec<Doing>) -> Vec<Balance> {
        run(p).1
    }

    fn conserved(&self, t: &Vec<Balance>) -> bool {
        t.iter().all(Balance::is_conserved)
    }

    fn within(&self, t: &Vec<Balance>) -> bool {
        t.iter().all(|b| b.granted.lacks(&b.spent).is_none())
    }
}

register! {
    id: "covenant.account",
    version: "1",
    about: "accounts with reservations, escrows and a journal",
    model: Accounts,
    theories: [crate::theories::Budgeting],
}
