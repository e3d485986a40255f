//! Associativity of a finite operation by Light's test.

use crate::evidence::Proof;
use crate::finite::light::{self, Associativity};
use crate::model::Model;
use crate::panic::guarded;
use crate::sort::{AnySort, Probe};
use crate::theory::{LawDef, Type};
use crate::value::Value;
use std::sync::Arc;

/// Proves associativity of a law's operation over a finite sort of at most `limit` elements.
///
/// Returns `None` when the test does not apply or does not prove: the law is no associativity, the
/// sort is infinite or compared loosely, a product leaves the enumeration, or the law fails (the
/// other rungs then find and shrink a case).
pub fn prove(def: &LawDef, model: &Model, limit: usize) -> Option<Proof> {
    let op = def.associativity()?;
    let declared = model.signature().op(op)?;
    let Type::Sort(name) = &declared.result else {
        return None;
    };
    let sort = model.sort(name)?;
    if !sort.is_exact() || sort.size()? > limit || sort.size()? == 0 {
        return None;
    }
    let elements = sort.domain()?;
    let table = table(&elements, sort, |a, b| {
        model.op(op)?.call(&[a.clone(), b.clone()]).ok()
    })?;
    match light::check(elements.len(), &table).ok()? {
        Associativity::Proved(proof) => Some(proof.into()),
        Associativity::Refuted(_) => None,
    }
}

/// Returns the Cayley table as places in the enumeration.
fn table(
    elements: &[Value],
    sort: &Arc<dyn AnySort>,
    product: impl Fn(&Value, &Value) -> Option<Value>,
) -> Option<Vec<u16>> {
    // Printed forms make the look-up fast; equality decides.
    let mut places: std::collections::HashMap<String, Vec<u16>> = std::collections::HashMap::new();
    for (place, element) in elements.iter().enumerate() {
        places
            .entry(sort.show(element))
            .or_default()
            .push(u16::try_from(place).ok()?);
    }
    let equal = |a: &Value, b: &Value| sort.equal(&mut Probe::default(), a, b, &[], 1);
    let mut table = Vec::with_capacity(elements.len() * elements.len());
    for a in elements {
        for b in elements {
            let found = guarded(|| {
                let Some(value) = product(a, b) else {
                    return Ok(None);
                };
                let shown = sort.show(&value);
                for place in places.get(&shown).map(Vec::as_slice).unwrap_or_default() {
                    if let Some(element) = elements.get(usize::from(*place))
                        && equal(element, &value)?
                    {
                        return Ok(Some(*place));
                    }
                }
                Ok(None)
            });
            table.push(found.ok()??);
        }
    }
    Some(table)
}
