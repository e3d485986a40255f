//! Checking one equation: on the whole domain if it is small, otherwise on many cases.

use super::space::{Family, Space};
use super::{DiscoverError, Options, behaviour};
use crate::term::{TermId, VarId};
use lawful::Value;
use lawful::evidence::{Proof, Verdict};
use lawful::rng::Rng;
use lawful::sort::Probe;

/// The largest domain that is visited whole, in cases.
const DOMAIN: u64 = 1 << 16;

/// How many cases run before somebody is asked whether to go on.
const PATIENCE: u64 = 256;

/// Returns the verdict of an equation, or `None` if it is refuted or cannot be checked.
pub(super) fn check(
    space: &Space<'_>,
    left: TermId,
    right: TermId,
    options: &Options,
) -> Result<Option<Verdict>, DiscoverError> {
    let terms = &space.presentation.terms;
    let mut variables = terms.variables(left);
    variables.extend(terms.variables(right));
    variables.sort_unstable();
    variables.dedup();
    let family_of = |v: &VarId| {
        space
            .families
            .iter()
            .find(|family| family.variables.iter().any(|(_, other)| other == v))
    };
    let families: Option<Vec<&Family>> = variables.iter().map(family_of).collect();
    let Some(families) = families else {
        return Ok(None);
    };
    let domains: Option<Vec<Vec<Value>>> = families.iter().map(|f| f.sort.domain()).collect();
    let size = domains.as_ref().and_then(|all| {
        all.iter()
            .try_fold(1u64, |n, domain| n.checked_mul(domain.len() as u64))
    });
    if let (Some(domains), Some(cases)) = (domains, size.filter(|n| (1..=DOMAIN).contains(n))) {
        for code in 0..cases {
            if code % PATIENCE == 0 {
                space.go_on()?;
            }
            let mut rest = code;
            let values = domains.iter().zip(&variables).filter_map(|(domain, v)| {
                let value = domain.get((rest % domain.len() as u64) as usize).cloned();
                rest /= domain.len() as u64;
                Some((*v, value?))
            });
            let values: Vec<(VarId, Value)> = values.collect();
            if !holds(space, left, right, &values) {
                return Ok(None);
            }
        }
        return Ok(Some(Verdict::Proved {
            proof: Proof::WholeDomain { cases },
        }));
    }
    let mut rng = Rng::new(options.seed ^ 0x5eed);
    let edges: Vec<Vec<Value>> = families.iter().map(|f| f.sort.edges()).collect();
    let cases = options.cases.max(1);
    for case in 0..cases {
        if case % PATIENCE == 0 {
            space.go_on()?;
        }
        let mut values: Vec<(VarId, Value)> = Vec::with_capacity(variables.len());
        for ((family, edges), v) in families.iter().zip(&edges).zip(&variables) {
            let edge = if rng.below(4) == 0 {
                rng.pick(edges)
            } else {
                None
            };
            let earlier: Vec<Value> = values.iter().map(|(_, value)| value.clone()).collect();
            let value = match edge {
                Some(edge) => edge.clone(),
                None => match family.sort.draw(&mut rng, &earlier) {
                    Ok(drawn) => drawn.value,
                    Err(_) => return Ok(None),
                },
            };
            values.push((*v, value));
        }
        if !holds(space, left, right, &values) {
            return Ok(None);
        }
    }
    Ok(Some(Verdict::Tested {
        cases,
        effective: cases,
        // The exact binomial bound at 95 %.
        failure_rate_below: -f64::exp_m1(0.05f64.ln() / cases as f64),
    }))
}

fn holds(space: &Space<'_>, left: TermId, right: TermId, values: &[(VarId, Value)]) -> bool {
    let sort = space.presentation.terms.sort_of(left);
    let family = sort.and_then(|sort| space.families.get(space.family_of(sort)?));
    let sides = (
        behaviour::value(space, left, values),
        behaviour::value(space, right, values),
    );
    let (Some(family), (Some(a), Some(b))) = (family, sides) else {
        return false;
    };
    let operands: Vec<Value> = values.iter().map(|(_, value)| value.clone()).collect();
    family
        .sort
        .equal(&mut Probe::default(), &a, &b, &operands, 4)
        .unwrap_or(false)
}
