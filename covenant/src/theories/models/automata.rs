//! Compiled permissions against the definition of their patterns.

use crate::capability::{
    Action, Answer, Circumstances, Compiled, Pattern, Permission, Permissions, Unknown,
};
use crate::clock::Moment;
use crate::theories::{Matching, world};
use lawful::rng::Rng;
use lawful::{Sort, register};

struct Automata;

const SEGMENTS: [&str; 6] = ["a", "b", "ab", "*", "**", "c"];

fn pattern(rng: &mut Rng) -> Option<Pattern> {
    let mut side = |separator: &str| {
        let length = 1 + rng.below(4);
        let segments: Vec<&str> = (0..length)
            .filter_map(|place| {
                let segment = *rng.pick(&SEGMENTS)?;
                // `**` stands at the end only.
                Some(if segment == "**" && place + 1 < length {
                    "*"
                } else {
                    segment
                })
            })
            .collect();
        segments.join(separator)
    };
    let (verb, resource) = (side("."), side("/"));
    let root = if rng.bits() & 1 == 0 { "/" } else { "" };
    format!("{verb}:{root}{resource}").parse().ok()
}

fn action(rng: &mut Rng) -> Option<Action> {
    let names = ["a", "b", "ab", "c", "d"];
    let mut side = |separator: &str| {
        let length = 1 + rng.below(4);
        let segments: Vec<&str> = (0..length)
            .filter_map(|_| rng.pick(&names).copied())
            .collect();
        segments.join(separator)
    };
    let (verb, resource) = (side("."), side("/"));
    let root = if rng.bits() & 1 == 0 { "/" } else { "" };
    format!("{verb}:{root}{resource}").parse().ok()
}

impl Matching for Automata {
    type Patterns = Vec<Pattern>;
    type Name = Option<Action>;

    fn patterns(&self) -> Sort<Vec<Pattern>> {
        Sort::drawn(|rng: &mut Rng| {
            let count = rng.below(12);
            (0..count).filter_map(|_| pattern(rng)).collect()
        })
        .edges_from(vec![Vec::new()])
    }

    fn name(&self) -> Sort<Option<Action>> {
        Sort::drawn(action)
    }

    fn defined(&self, p: &Vec<Pattern>, n: &Option<Action>) -> bool {
        n.as_ref().is_some_and(|n| p.iter().any(|p| p.matches(n)))
    }

    fn compiled(&self, p: &Vec<Pattern>, n: &Option<Action>) -> bool {
        let permissions = Permissions::new(p.iter().cloned().map(Permission::allow));
        let compiled = permissions.ok().and_then(|p| Compiled::new(&p, &[]).ok());
        let (Some(compiled), Some(action)) = (compiled, n) else {
            return false;
        };
        let at = Circumstances {
            arguments: &serde_json::Value::Null,
            model: None,
            holder: &world::public(world::AGENT),
            now: Moment::default(),
            standing: &Unknown,
        };
        matches!(compiled.check(action, &at).0, Answer::Allowed(_))
    }
}

register! {
    id: "covenant.automaton",
    version: "1",
    about: "permissions compiled to an automaton",
    model: Automata,
    theories: [crate::theories::Matching],
}
