//! What stands between an agent and what it does.

use lawful::theories::*;
use lawful::{Sort, theory};
use std::sync::atomic::{AtomicU64, Ordering};

theory! {
    /// What stands between an agent and what it does: a contract decides about requests. Contracts
    /// are a semilattice, whose meet is what passing a contract on does.
    pub theory Gate in ::lawful_covenant::theories: Semilattice<::lawful::theories::Meet> {
        /// What is asked for.
        sort Request;
        /// What was decided.
        sort Verdict;
        /// Decides about a request.
        op decide(c: Elem, r: Request) -> Verdict;
        /// Returns whether a verdict lets the request happen.
        op allows(v: Verdict) -> bool;
        /// Returns whether a verdict says which clause decided.
        op names_clause(v: Verdict) -> bool;
        /// Returns the contract that nobody wrote anything into.
        op nothing() -> Elem;
        /// Adds a denial of exactly this request.
        op forbid(c: Elem, r: Request) -> Elem;
        /// Revokes a contract.
        op revoke(c: Elem) -> Elem;
        /// Makes a request about which something cannot be known: no clock, no evidence.
        op garble(r: Request) -> Request;

        /// What nobody allowed is denied.
        law default_deny(r: Request) { !allows(decide(nothing(), r)) }
        /// A denial wins over whatever allows.
        law denial_wins(c: Elem, r: Request) { !allows(decide(forbid(c, r), r)) }
        /// The meet allows only what both allow: passing on never adds.
        law attenuation(a, b: Elem, r: Request) if allows(decide(combine::<Meet>(a, b), r)) {
            allows(decide(a, r)) && allows(decide(b, r))
        }
        /// The meet allows what both allow: passing on takes nothing that was not to be taken.
        law exact(a, b: Elem, r: Request) if allows(decide(a, r)) && allows(decide(b, r)) {
            allows(decide(combine::<Meet>(a, b), r))
        }
        /// What was revoked allows nothing, and nor does anything that is passed on from it.
        law revocation(a, b: Elem, r: Request) {
            !allows(decide(combine::<Meet>(revoke(a), b), r))
        }
        /// What cannot be decided is denied.
        law errors_deny(c: Elem, r: Request) { !allows(decide(c, garble(r))) }
        /// The same question has the same answer.
        law deterministic(c: Elem, r: Request) { decide(c, r) == decide(c, r) }
        /// Every verdict says which clause decided.
        law names_the_clause(c: Elem, r: Request) { names_clause(decide(c, r)) }

        lawkeeper {
            Elem: u8 = masks();
            Request: u8 = requests();
            Verdict: u8 = Sort::any();
            combine::<Meet>(a, b) => a & b;
            decide(c, r) => judge(*c, *r);
            allows(v) => v & 1 == 1;
            names_clause(v) => v & 2 == 2;
            nothing() => 0;
            forbid(c, r) => c & !(1 << (r & 3));
            revoke(_c) => 0;
            garble(r) => r | 4;
        }
        /// Begins with something allowed.
        lawbreaker open_by_default breaks default_deny { nothing() => 1; }
        /// Writes denials down and does not look at them.
        lawbreaker deaf_to_denials breaks denial_wins { forbid(c, _r) => *c; }
        /// Passes on what either has.
        lawbreaker either_is_enough breaks attenuation {
            // Bit 4 is set by revocation, and then nothing is allowed.
            combine::<Meet>(a, b) => a | b;
            decide(c, r) => if c & 16 == 16 { 2 } else { judge(*c, *r) };
            revoke(c) => c | 16;
        }
        /// Passes on nothing unless both are the same.
        lawbreaker all_or_nothing breaks exact {
            combine::<Meet>(a, b) => if a == b { *a } else { 0 };
        }
        /// Revokes by asking politely.
        lawbreaker revoked_in_name_only breaks revocation { revoke(c) => *c; }
        /// Allows what it cannot decide.
        lawbreaker allow_on_error breaks errors_deny {
            decide(c, r) => if r & 4 == 4 { 3 } else { judge(*c, *r) };
        }
        /// Says another thing every time.
        lawbreaker moody breaks deterministic { decide(c, r) => judge(*c, *r) | mood(); }
        /// Says no without saying why.
        lawbreaker silent breaks names_the_clause { decide(c, r) => judge(*c, *r) & 1; }
    }
}

/// Contracts of lawbreakers: which of four actions are allowed.
fn masks() -> Sort<u8> {
    Sort::finite((0..16).collect::<Vec<u8>>())
}

/// Requests of lawbreakers: one of four actions.
fn requests() -> Sort<u8> {
    Sort::finite([0, 1, 2, 3])
}

/// The right decision: 2 for a named denial, 3 for a named allowance; bit 2 of a request says that it
/// is garbled.
fn judge(contract: u8, request: u8) -> u8 {
    if request & 4 == 0 && contract >> (request & 3) & 1 == 1 {
        3
    } else {
        2
    }
}

/// Something that is different every time.
fn mood() -> u8 {
    static CALLS: AtomicU64 = AtomicU64::new(0);
    // Six bits, so that threads that share it meet the same mood twice only seldom.
    ((CALLS.fetch_add(1, Ordering::Relaxed) % 64) << 2) as u8
}
