//! The category of the sets of one, two and three elements, and all functions between them.

use lawful::prelude::*;
use lawful::register;

/// A function between finite sets, by its values.
#[derive(Debug, Clone, PartialEq)]
struct Function {
    target: u8,
    values: Vec<u8>,
}

fn functions() -> Vec<Function> {
    let mut all = Vec::new();
    for source in 1u8..=3 {
        for target in 1u8..=3 {
            let count = u32::from(target).pow(u32::from(source));
            for code in 0..count {
                let digit = |place: u8| {
                    (code / u32::from(target).pow(u32::from(place))) % u32::from(target)
                };
                let values = (0..source).map(|place| digit(place) as u8).collect();
                all.push(Function { target, values });
            }
        }
    }
    all
}

struct FiniteSets;

impl Category for FiniteSets {
    type Object = u8;
    type Morphism = Function;
    fn object(&self) -> Sort<u8> {
        Sort::finite([1, 2, 3])
    }
    fn morphism(&self) -> Sort<Function> {
        Sort::finite(functions())
    }
    fn source(&self, f: &Function) -> u8 {
        f.values.len() as u8
    }
    fn target(&self, f: &Function) -> u8 {
        f.target
    }
    fn identity(&self, x: &u8) -> Function {
        Function {
            target: *x,
            values: (0..*x).collect(),
        }
    }
    fn compose(&self, f: &Function, g: &Function) -> Function {
        let after = |v: &u8| g.values.get(usize::from(*v)).copied().unwrap_or(0);
        Function {
            target: g.target,
            values: f.values.iter().map(after).collect(),
        }
    }
}
register! {
    id: "category.finite_sets",
    version: "1",
    about: "functions between the sets of one to three elements",
    model: FiniteSets,
    theories: [Category],
}
