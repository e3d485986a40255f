//! The equations that a model claims.

use super::space::Space;
use super::{DiscoverError, Options, check};
use crate::term::{Equation, TermId};
use lawful::evidence::Claim;
use lawful::model::Subject;
use lawful::theory::{LawDef, Term, Type};

/// Returns the claimed equations that hold on samples, and the names of those that do not.
pub(super) fn claimed(
    space: &mut Space<'_>,
) -> Result<(Vec<Equation>, Vec<String>), DiscoverError> {
    let (mut good, mut broken) = (Vec::new(), Vec::new());
    let few = Options {
        cases: 500,
        ..Options::default()
    };
    for claim in space.model.claims() {
        let Subject::Law(def) = claim.subject() else {
            continue;
        };
        if claim.claim() != Claim::Holds || def.premise.is_some() {
            continue;
        }
        let Term::Equal(Type::Sort(_), left, right) = &def.conclusion else {
            continue;
        };
        let (Some(left), Some(right)) = (term(space, def, left)?, term(space, def, right)?) else {
            continue;
        };
        let name = claim.id();
        if check::check(space, left, right, &few)?.is_some() {
            good.push(Equation { name, left, right });
        } else {
            broken.push(name);
        }
    }
    Ok((good, broken))
}

/// Returns a term of a law as a term of the space; `None` if it is not made of its operations.
fn term(space: &mut Space<'_>, def: &LawDef, term: &Term) -> Result<Option<TermId>, DiscoverError> {
    match term {
        Term::Var(place) => {
            let Some(sort) = def.variables.get(*place).map(|v| &v.sort) else {
                return Ok(None);
            };
            let Some(family) = space.families.iter().position(|f| f.name == **sort) else {
                return Ok(None);
            };
            // The n-th variable of its sort is the n-th variable of the family.
            let earlier = def.variables.iter().take(*place);
            let number = earlier.filter(|v| v.sort == *sort).count();
            space.variable(family, number).map(Some)
        }
        Term::Apply(key, args) => {
            let Some(op) = space.presentation.terms.signature().find(key.name()) else {
                return Ok(None);
            };
            let mut arguments = Vec::with_capacity(args.len());
            for arg in args {
                match self::term(space, def, arg)? {
                    Some(argument) => arguments.push(argument),
                    None => return Ok(None),
                }
            }
            Ok(space.presentation.terms.apply(op, &arguments).ok())
        }
        _ => Ok(None),
    }
}
