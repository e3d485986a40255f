//! The gates of covenants as a model of [`Gate`].

use crate::call::{Arguments, Call};
use crate::capability::{Layer, Permissions};
use crate::gate::Decision;
use crate::theories::Gate;
use crate::theories::world::{self, START, Stopped};
use lawful::rng::Rng;
use lawful::theories::*;
use lawful::{Sort, register};
use std::collections::BTreeSet;

/// What covenants of cases are made of.
const TEXTS: [&str; 12] = [
    "fs.read:/srv/**",
    "fs.*:/srv/app/*",
    "fs.write:/srv/app/main.rs",
    "fs.**:/srv/*/main.rs",
    "mcp:github/*",
    "mcp:**",
    "pay:*/transfer when /amount <= 500",
    "pay:*/transfer when /amount <= 50 and /currency in [\"EUR\"]",
    "!fs.write:/srv/**",
    "!mcp:github/delete",
    "!pay:shop/transfer when /amount > 400",
    "*:*",
];

const ACTIONS: [&str; 8] = [
    "fs.read:/srv/app/main.rs",
    "fs.write:/srv/app/main.rs",
    "fs.read:/srv/a/b/c",
    "mcp:github/issue",
    "mcp:GitHub/Delete",
    "pay:shop/transfer",
    "model:one",
    "fs.read:/etc/passwd",
];

/// Permissions, and whether they were revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Contract {
    permissions: Permissions,
    revoked: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct Asked {
    call: Call,
    has_clock: bool,
}

struct Covenants;

fn layer(rng: &mut Rng) -> Layer {
    let count = 1 + rng.below(4);
    (0..count)
        .filter_map(|_| rng.pick(&TEXTS)?.parse().ok())
        .collect()
}

fn contract(layers: Vec<Layer>) -> Contract {
    Contract {
        permissions: Permissions::of_layers(layers).unwrap_or(Permissions::nothing()),
        revoked: false,
    }
}

fn asked(action: &str, amount: i64) -> Option<Asked> {
    let arguments = format!(r#"{{"amount":{amount},"currency":"EUR"}}"#);
    let arguments = Arguments::parse(arguments.as_bytes()).ok()?;
    Some(Asked {
        call: Call::new(action.parse().ok()?).with_arguments(arguments),
        has_clock: true,
    })
}

impl Carrier for Covenants {
    type Elem = Contract;
    fn elem(&self) -> Sort<Contract> {
        let single = |text: &str| Some(contract(vec![Layer::from([text.parse().ok()?])]));
        let edges: Vec<Contract> = TEXTS.iter().take(4).filter_map(|t| single(t)).collect();
        Sort::drawn(|rng: &mut Rng| {
            let count = 1 + rng.below(2);
            contract((0..count).map(|_| layer(rng)).collect())
        })
        .edges_from(edges)
        .shown(|contract| {
            format!(
                "{}{}",
                contract.permissions,
                if contract.revoked { " (revoked)" } else { "" }
            )
        })
    }
}

impl Semigroup<Meet> for Covenants {
    fn combine(&self, a: &Contract, b: &Contract) -> Contract {
        let permissions = a.permissions.meet(&b.permissions);
        Contract {
            permissions: permissions.unwrap_or(Permissions::nothing()),
            revoked: a.revoked || b.revoked,
        }
    }
}
impl CommutativeSemigroup<Meet> for Covenants {}
impl Band<Meet> for Covenants {}
impl Semilattice<Meet> for Covenants {}

impl Covenants {
    fn judge(&self, contract: &Contract, asked: &Asked) -> Option<String> {
        let clock = Stopped(asked.has_clock.then_some(START));
        let around = world::around(clock);
        let terms = world::terms(
            contract.permissions.clone(),
            crate::budget::Amounts::NONE,
            BTreeSet::new(),
        )?;
        let gate = world::unsigned(&terms, &around)?;
        if contract.revoked {
            around.revocations.insert(*gate.name());
        }
        Some(match gate.decide(&asked.call) {
            Decision::Allowed(ticket) => format!("allowed by {}", gate.permission(ticket.by)?),
            Decision::Review(_) => "stopped by a gate".to_owned(),
            Decision::Denied(clause) => format!("denied by {clause:?}"),
        })
    }
}

impl Gate for Covenants {
    type Request = Asked;
    /// What was decided, and by which clause.
    type Verdict = String;

    fn request(&self) -> Sort<Asked> {
        let edges: Vec<Asked> = ACTIONS.iter().filter_map(|a| asked(a, 450)).collect();
        let first = edges.first().cloned();
        let drawn = move |rng: &mut Rng| {
            let amount = *rng.pick(&[10, 50, 51, 400, 401, 500, 501]).unwrap_or(&1);
            let action = rng.pick(&ACTIONS).copied().unwrap_or_default();
            asked(action, amount)
        };
        match first {
            Some(first) => Sort::drawn(move |rng| drawn(rng).unwrap_or(first.clone()))
                .edges_from(edges.into_iter().take(3).collect::<Vec<_>>()),
            None => Sort::finite(edges),
        }
    }

    fn verdict(&self) -> Sort<String> {
        Sort::finite([String::new()])
    }

    fn decide(&self, c: &Contract, r: &Asked) -> String {
        // A world that cannot be made decides nothing, and its silence is refuted.
        self.judge(c, r).unwrap_or_default()
    }

    fn allows(&self, v: &String) -> bool {
        v.starts_with("allowed")
    }

    fn names_clause(&self, v: &String) -> bool {
        v.split_once(" by ")
            .is_some_and(|(_, clause)| !clause.is_empty())
    }

    fn nothing(&self) -> Contract {
        Contract {
            permissions: Permissions::nothing(),
            revoked: false,
        }
    }

    fn forbid(&self, c: &Contract, r: &Asked) -> Contract {
        let denial = format!("!{}", r.call.action).parse();
        let layers = c.permissions.layers().cloned().map(|mut layer| {
            layer.extend(denial.clone());
            layer
        });
        Contract {
            revoked: c.revoked,
            ..contract(layers.collect())
        }
    }

    fn revoke(&self, c: &Contract) -> Contract {
        Contract {
            revoked: true,
            ..c.clone()
        }
    }

    fn garble(&self, r: &Asked) -> Asked {
        Asked {
            has_clock: false,
            ..r.clone()
        }
    }
}

register! {
    id: "covenant.gate",
    version: "1",
    about: "permissions that are compiled, met, denied, revoked and asked",
    model: Covenants,
    theories: [crate::theories::Gate],
}
