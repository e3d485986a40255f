//! Chains as a model of [`Delegating`]: signed and verified.

use crate::budget::{Amounts, RateLimit, Resource};
use crate::capability::Permissions;
use crate::clock::Moment;
use crate::delegation::{Chain, Mandate, Request, Revocations, VerifiedChains};
use crate::lifecycle::{Delegation, Terms};
use crate::review::ReviewGate;
use crate::theories::Delegating;
use crate::theories::world::{self, END, OWNER, START};
use lawful::rng::Rng;
use lawful::{Sort, register};
use lawful_platform::TrustedKeys;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

struct Mandates;

/// A chain whose last holder is the key of a number; nothing if it could not be passed on.
#[derive(Debug, Clone, PartialEq)]
struct Held(Option<(Chain, u8)>);

const TEXTS: [&str; 5] = [
    "fs.*:/srv/**",
    "fs.read:**",
    "mcp:github/*",
    "!mcp:github/delete",
    "*:*",
];

/// Numbers from which permissions, budget, gates, rates, time and depth are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Numbers([u8; 6]);

impl Numbers {
    fn draw(rng: &mut Rng) -> Numbers {
        Numbers([0; 6].map(|_: u8| rng.below(6) as u8))
    }

    fn permissions(self) -> Option<Permissions> {
        let chosen = TEXTS
            .iter()
            .enumerate()
            .filter(|(n, _)| self.0[0] & (1 << n) != 0);
        Permissions::parse(chosen.map(|(_, text)| *text)).ok()
    }

    fn budget(self) -> Amounts {
        Amounts::of(Resource::Calls, i128::from(self.0[1])).unwrap_or_default()
    }

    fn gates(self) -> BTreeSet<ReviewGate> {
        let number = u64::from(self.0[2]);
        let gate = "pay:**".parse().ok().and_then(|trigger| {
            let name = format!("gate {number}");
            ReviewGate::new(&name, trigger, number, [world::public(99)], 1, 1_000).ok()
        });
        gate.into_iter().collect()
    }

    fn rates(self) -> BTreeSet<RateLimit> {
        let rate = RateLimit::new(Resource::Calls, u64::from(self.0[3]), 1_000);
        rate.into_iter().collect()
    }

    fn until(self) -> Moment {
        START.plus_millis(1_000 * (u64::from(self.0[4]) + 1))
    }

    fn delegation(self) -> Delegation {
        Delegation {
            depth: self.0[5],
            may_use: true,
        }
    }
}

fn root(numbers: Numbers) -> Option<(Chain, u8)> {
    let mut terms: Terms = world::terms(numbers.permissions()?, numbers.budget(), numbers.gates())?;
    terms.rates = numbers.rates();
    terms.expires = numbers.until();
    terms.delegation = numbers.delegation();
    Some((Chain::new(&world::granted(terms)?).ok()?, world::AGENT))
}

fn pass_on((chain, holder): &(Chain, u8), wish: Numbers) -> Option<(Chain, u8)> {
    let next = holder + 1;
    let request = Request {
        holder: world::public(next),
        permissions: wish.permissions()?,
        budget: wish.budget(),
        rates: wish.rates(),
        gates: wish.gates(),
        not_before: START,
        expires: wish.until(),
        delegation: wish.delegation(),
    };
    let child = chain.delegate(request, world::key(*holder)).ok()?;
    Some((child, next))
}

fn grantors() -> TrustedKeys {
    TrustedKeys::from_iter([world::public(OWNER)])
}

/// The chains that cases met before: the roots are met again and again.
static KNOWN: LazyLock<VerifiedChains> =
    LazyLock::new(|| VerifiedChains::new(grantors(), Arc::new(Revocations::new()), 1_000));

fn mandate(held: &Held) -> Option<Arc<Mandate>> {
    let (chain, _) = held.0.as_ref()?;
    KNOWN.verify(chain, START).ok()
}

impl Delegating for Mandates {
    type Holding = Held;
    type Wish = Numbers;

    fn holding(&self) -> Sort<Held> {
        // Granted once: every case passes on and verifies.
        let mut rng = Rng::new(17);
        let pool: Vec<Held> = (0..40)
            .map(|_| Held(root(Numbers::draw(&mut rng))))
            .collect();
        Sort::drawn(move |rng: &mut Rng| rng.pick(&pool).cloned().unwrap_or(Held(None)))
    }

    fn wish(&self) -> Sort<Numbers> {
        Sort::drawn(Numbers::draw).edges_from(vec![Numbers([5; 6]), Numbers([31, 5, 0, 0, 5, 5])])
    }

    fn pass_on(&self, h: &Held, w: &Numbers) -> Held {
        Held(h.0.as_ref().and_then(|held| pass_on(held, *w)))
    }

    fn at_most(&self, a: &Held, b: &Held) -> bool {
        match (mandate(a), mandate(b)) {
            (Some(a), Some(b)) => a.is_at_most(&b) && a.expires() <= END,
            // A chain that was made and cannot be verified is no child.
            (None, _) => a.0.is_none(),
            (Some(_), None) => false,
        }
    }

    fn depth(&self, h: &Held) -> u64 {
        mandate(h).map_or(0, |m| 1 + u64::from(m.delegation().depth))
    }

    fn less(&self, n: &u64) -> u64 {
        n.saturating_sub(1)
    }

    fn dead_after(&self, h: &Held, revoked: &Held) -> bool {
        let (Some((chain, _)), Some(revoked)) = (&h.0, mandate(revoked)) else {
            return h.0.is_none();
        };
        let list = Revocations::new();
        list.insert(revoked.name());
        chain.verify(&grantors(), &list, START).is_err()
    }
}

register! {
    id: "covenant.chain",
    version: "1",
    about: "chains that are signed and verified",
    model: Mandates,
    theories: [crate::theories::Delegating],
}
