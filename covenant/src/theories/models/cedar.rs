//! Cedar policies as a model of [`Gate`].

use crate::call::{Arguments, Call};
use crate::capability::cedar::{CedarAnswer, CedarPolicies};
use crate::theories::{Gate, world};
use lawful::rng::Rng;
use lawful::theories::*;
use lawful::{Sort, register};

const TEXTS: [&str; 5] = [
    "permit(principal, action, resource);",
    "permit(principal, action == Action::\"fs.read\", resource) when { context.resource like \"/srv/*\" };",
    "permit(principal, action == Action::\"pay\", resource) when { context.arguments.amount <= 500 };",
    "permit(principal, action, resource); forbid(principal, action == Action::\"fs.write\", resource);",
    "",
];

const ACTIONS: [&str; 4] = [
    "fs.read:/srv/app",
    "fs.write:/srv/app",
    "pay:shop",
    "mcp:github/issue",
];

#[derive(Debug, Clone, PartialEq, Eq)]
struct Contract {
    policies: CedarPolicies,
    revoked: bool,
}

struct Cedar;

fn contract(text: &str) -> Option<Contract> {
    Some(Contract {
        policies: CedarPolicies::parse(text).ok()?,
        revoked: false,
    })
}

fn contracts() -> Vec<Contract> {
    TEXTS.iter().filter_map(|text| contract(text)).collect()
}

fn asked(action: &str, arguments: &str) -> Option<Call> {
    let arguments = Arguments::parse(arguments.as_bytes()).ok()?;
    Some(Call::new(action.parse().ok()?).with_arguments(arguments))
}

fn requests() -> Vec<Call> {
    let amounts = [r#"{"amount":5}"#, r#"{"amount":501}"#];
    let pairs = ACTIONS.iter().flat_map(|a| amounts.map(|b| (a, b)));
    pairs.filter_map(|(a, b)| asked(a, b)).collect()
}

impl Carrier for Cedar {
    type Elem = Contract;
    fn elem(&self) -> Sort<Contract> {
        let all = contracts();
        match all.first().cloned() {
            Some(first) => Sort::drawn(move |rng: &mut Rng| {
                let pick = |rng: &mut Rng| rng.pick(&all).unwrap_or(&first).clone();
                let (a, b) = (pick(rng), pick(rng));
                Cedar.combine(&a, &b)
            })
            .edges_from(contracts()),
            None => Sort::finite(all),
        }
    }
}

impl Semigroup<Meet> for Cedar {
    fn combine(&self, a: &Contract, b: &Contract) -> Contract {
        Contract {
            policies: a.policies.meet(&b.policies),
            revoked: a.revoked || b.revoked,
        }
    }
}
impl CommutativeSemigroup<Meet> for Cedar {}
impl Band<Meet> for Cedar {}
impl Semilattice<Meet> for Cedar {}

impl Gate for Cedar {
    type Request = Call;
    type Verdict = CedarAnswer;

    fn request(&self) -> Sort<Call> {
        // Not a finite sort: these are a few of many calls.
        let all = requests();
        match all.first().cloned() {
            Some(first) => {
                Sort::drawn(move |rng: &mut Rng| rng.pick(&all).unwrap_or(&first).clone())
            }
            None => Sort::finite(all),
        }
    }

    fn verdict(&self) -> Sort<CedarAnswer> {
        Sort::finite([CedarAnswer::NotAllowed])
    }

    fn decide(&self, c: &Contract, r: &Call) -> CedarAnswer {
        if c.revoked {
            return CedarAnswer::Undecided("it was revoked".to_owned());
        }
        c.policies.check(r, &world::public(world::AGENT))
    }

    fn allows(&self, v: &CedarAnswer) -> bool {
        v.is_allowed()
    }

    fn names_clause(&self, v: &CedarAnswer) -> bool {
        match v {
            CedarAnswer::Allowed(by) | CedarAnswer::Denied(by) => !by.is_empty(),
            CedarAnswer::Undecided(why) => !why.is_empty(),
            CedarAnswer::NotAllowed => true,
        }
    }

    fn nothing(&self) -> Contract {
        Contract {
            policies: CedarPolicies::none(),
            revoked: false,
        }
    }

    fn forbid(&self, c: &Contract, r: &Call) -> Contract {
        let (verb, resource) = r.action.as_str().split_once(':').unwrap_or_default();
        let text = format!(
            "permit(principal, action, resource); \
             forbid(principal, action == Action::\"{verb}\", resource == Resource::\"{resource}\");"
        );
        match contract(&text) {
            Some(denial) => self.combine(c, &denial),
            None => self.forbid_all(),
        }
    }

    fn revoke(&self, c: &Contract) -> Contract {
        Contract {
            revoked: true,
            ..c.clone()
        }
    }

    /// A fraction has no place in Cedar.
    fn garble(&self, r: &Call) -> Call {
        asked(r.action.as_str(), r#"{"amount":0.5}"#).unwrap_or_else(|| r.clone())
    }
}

impl Cedar {
    /// What stands in for a contract that cannot be made.
    fn forbid_all(&self) -> Contract {
        Contract {
            policies: CedarPolicies::none(),
            revoked: true,
        }
    }
}

register! {
    id: "covenant.cedar",
    version: "1",
    about: "policies in the Cedar language, in layers",
    model: Cedar,
    theories: [crate::theories::Gate],
}
