//! Outcomes as a sort: equal if both raised, or if the values are equal.

use super::outcome::{Came, raised};
use crate::machine::AnyResponse;
use crate::rng::Rng;
use crate::sort::{AnySort, AnyTree, Drawn, Probe};
use crate::theory::Type;
use crate::value::{Exception, Value};
use std::cmp::Ordering;
use std::sync::Arc;

/// The outcomes of operations with a result of one type.
pub struct OutcomeSort {
    pub sort: Arc<dyn AnySort>,
    pub ty: Type,
}

fn equal(
    sort: &dyn AnySort,
    ty: &Type,
    probe: &mut Probe,
    left: &Value,
    right: &Value,
    operands: &[Value],
    depth: usize,
) -> Result<bool, Exception> {
    match ty {
        Type::Sort(_) => sort.equal(probe, left, right, operands, depth),
        Type::Option(inner) => {
            let both = (
                left.expect::<Option<Value>>()?,
                right.expect::<Option<Value>>()?,
            );
            match both {
                (Some(left), Some(right)) => {
                    equal(sort, inner, probe, left, right, operands, depth)
                }
                (None, None) => Ok(true),
                _ => Ok(false),
            }
        }
    }
}

/// Prints a value of a type.
pub fn show(sort: &dyn AnySort, ty: &Type, value: &Value) -> String {
    match ty {
        Type::Sort(_) => sort.show(value),
        Type::Option(inner) => match value.get::<Option<Value>>() {
            Some(Some(value)) => format!("some({})", show(sort, inner, value)),
            Some(None) => "none".to_owned(),
            None => "a value of another type".to_owned(),
        },
    }
}

impl AnySort for OutcomeSort {
    fn accepts(&self, value: &Value) -> bool {
        value.get::<Came>().is_some()
    }

    fn draw(&self, _: &mut Rng, _: &[Value]) -> Result<Drawn, Exception> {
        Err(Exception::new("outcomes are not drawn"))
    }

    fn edges(&self) -> Vec<Value> {
        Vec::new()
    }

    fn domain(&self) -> Option<Vec<Value>> {
        None
    }

    fn size(&self) -> Option<usize> {
        None
    }

    fn equal(
        &self,
        probe: &mut Probe,
        left: &Value,
        right: &Value,
        operands: &[Value],
        depth: usize,
    ) -> Result<bool, Exception> {
        match (left.expect::<Came>()?, right.expect::<Came>()?) {
            (Came::To(left), Came::To(right)) => equal(
                &*self.sort,
                &self.ty,
                probe,
                left,
                right,
                operands,
                depth.max(1),
            ),
            (Came::Raised(_), Came::Raised(_)) => Ok(true),
            _ => Ok(false),
        }
    }

    fn is_ordered(&self) -> bool {
        false
    }

    fn compare(&self, _: &Value, _: &Value) -> Result<Option<Ordering>, Exception> {
        Ok(None)
    }

    fn is_exact(&self) -> bool {
        self.sort.is_exact()
    }

    fn show(&self, value: &Value) -> String {
        match value.get::<Came>() {
            Some(Came::To(value)) => show(&*self.sort, &self.ty, value),
            Some(Came::Raised(exception)) => raised(&exception.message),
            Some(Came::Strange(shown)) => shown.clone(),
            None => "a value of another type".to_owned(),
        }
    }

    fn weight(&self, _: &Value) -> u128 {
        0
    }

    fn tree(&self, _: &Value) -> Option<Box<dyn AnyTree>> {
        None
    }

    fn encode(&self, _: &Value) -> Option<String> {
        None
    }

    fn decode(&self, _: &str) -> Option<Value> {
        None
    }

    fn isomorphism(&self) -> Option<&'static str> {
        None
    }

    fn round_trips(&self, _: &Value) -> Result<bool, Exception> {
        Ok(true)
    }
}

/// The outcomes of a command.
pub struct OutcomeResponse(pub Arc<dyn AnyResponse>);

impl AnyResponse for OutcomeResponse {
    fn equal(&self, left: &Value, right: &Value) -> bool {
        match (left.get::<Came>(), right.get::<Came>()) {
            (Some(Came::To(left)), Some(Came::To(right))) => self.0.equal(left, right),
            (Some(Came::Raised(_)), Some(Came::Raised(_))) => true,
            _ => false,
        }
    }

    fn show(&self, value: &Value) -> String {
        match value.get::<Came>() {
            Some(Came::To(value)) => self.0.show(value),
            Some(Came::Raised(exception)) => raised(&exception.message),
            Some(Came::Strange(shown)) => shown.clone(),
            None => "a value of another type".to_owned(),
        }
    }
}
