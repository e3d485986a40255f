//! Sorts whose type is known only at run time.

use super::{Equality, Probe, Sort, Tree};
use crate::rng::Rng;
use crate::value::{Element, Exception, Value};
use proptest::strategy::ValueTree;
use std::any::TypeId;
use std::cmp::Ordering;

/// A value that was drawn, with the tree that shrinks it if it has one.
pub struct Drawn {
    /// The value.
    pub value: Value,
    /// The tree.
    pub tree: Option<Box<dyn AnyTree>>,
}

/// A value that can be made simpler, step by step: proptest's `ValueTree` without its type.
pub trait AnyTree {
    /// Returns the value of this moment.
    fn current(&self) -> Value;
    /// Makes the value simpler; `false` if that is not possible.
    fn simplify(&mut self) -> bool;
    /// Undoes a part of the last simplification; `false` if that is not possible.
    fn complicate(&mut self) -> bool;
}

struct Typed<T>(Tree<T>);

impl<T: Element> AnyTree for Typed<T> {
    fn current(&self) -> Value {
        Value::new(self.0.current())
    }
    fn simplify(&mut self) -> bool {
        self.0.simplify()
    }
    fn complicate(&mut self) -> bool {
        self.0.complicate()
    }
}

/// A sort whose type is known only at run time. Sorts of Python models implement it directly.
pub trait AnySort: Send + Sync {
    /// Returns whether a value is one of this sort's type.
    fn accepts(&self, value: &Value) -> bool;

    /// Returns whether a value is of this sort's type, whether or not it would be drawn.
    fn takes(&self, value: &Value) -> bool {
        self.accepts(value)
    }

    /// Draws a value; the same one for the same state of the generator and the same `earlier`.
    ///
    /// # Errors
    /// If the sampler gives no value.
    fn draw(&self, rng: &mut Rng, earlier: &[Value]) -> Result<Drawn, Exception>;

    /// Returns the edge values, simplest first.
    fn edges(&self) -> Vec<Value>;

    /// Returns all values, if the sort is finite.
    fn domain(&self) -> Option<Vec<Value>>;

    /// Returns the number of values, if the sort is finite.
    fn size(&self) -> Option<usize>;

    /// Returns whether two values are equal; `operands` and `depth` are for tolerances.
    ///
    /// # Errors
    /// If the comparison itself fails.
    fn equal(
        &self,
        probe: &mut Probe,
        left: &Value,
        right: &Value,
        operands: &[Value],
        depth: usize,
    ) -> Result<bool, Exception>;

    /// Returns whether the sort has an order.
    fn is_ordered(&self) -> bool;

    /// Compares two values; `None` if there is no order between them.
    ///
    /// # Errors
    /// If the comparison itself fails.
    fn compare(&self, left: &Value, right: &Value) -> Result<Option<Ordering>, Exception>;

    /// Returns whether equality is plain: not within a tolerance, observed, or up to something.
    fn is_exact(&self) -> bool;

    /// Prints a value.
    fn show(&self, value: &Value) -> String;

    /// Returns how complex a value is.
    fn weight(&self, value: &Value) -> u128;

    /// Returns a tree that shrinks a value, if the sort can make one from any value.
    fn tree(&self, value: &Value) -> Option<Box<dyn AnyTree>>;

    /// Returns the value as text that [`AnySort::decode`] reads, if values can be stored.
    fn encode(&self, value: &Value) -> Option<String>;

    /// Reads a value; `None` if the text is not one.
    fn decode(&self, text: &str) -> Option<Value>;

    /// Returns the value as JSON, which sorts of every language read, if values can be stored.
    fn to_plain(&self, value: &Value) -> Option<String> {
        self.encode(value)
    }

    /// Reads a value that a sort of another language wrote as JSON; `None` if it is none of these.
    fn read_plain(&self, text: &str) -> Option<Value> {
        self.decode(text)
    }

    /// Returns the name of the isomorphism up to which values are equal, if there is one.
    fn isomorphism(&self) -> Option<&'static str>;

    /// Returns whether the isomorphism's two directions undo each other at a value.
    ///
    /// # Errors
    /// If a direction fails.
    fn round_trips(&self, value: &Value) -> Result<bool, Exception>;
}

/// Floats are stored by their bits; other languages read digits.
fn plain_float(number: f64) -> String {
    if number.is_infinite() {
        let sign = if number < 0.0 { "-" } else { "" };
        return format!("{sign}Infinity");
    }
    format!("{number:?}")
}

impl<T: Element> AnySort for Sort<T> {
    fn accepts(&self, value: &Value) -> bool {
        value.get::<T>().is_some()
    }

    fn draw(&self, rng: &mut Rng, earlier: &[Value]) -> Result<Drawn, Exception> {
        let earlier: Vec<&T> = earlier.iter().filter_map(Value::get).collect();
        let grown = self.grow(rng, &earlier);
        Ok(Drawn {
            value: Value::new(grown.value),
            tree: grown
                .tree
                .map(|tree| Box::new(Typed(tree)) as Box<dyn AnyTree>),
        })
    }

    fn edges(&self) -> Vec<Value> {
        self.0.edges.iter().cloned().map(Value::new).collect()
    }

    fn domain(&self) -> Option<Vec<Value>> {
        let domain = self.0.domain.as_ref()?;
        Some(domain.iter().cloned().map(Value::new).collect())
    }

    fn size(&self) -> Option<usize> {
        self.0.domain.as_ref().map(Vec::len)
    }

    fn equal(
        &self,
        probe: &mut Probe,
        left: &Value,
        right: &Value,
        operands: &[Value],
        depth: usize,
    ) -> Result<bool, Exception> {
        let (left, right) = (left.expect::<T>()?, right.expect::<T>()?);
        if let Equality::Exact(eq) = &self.0.equality {
            return Ok(eq(left, right));
        }
        let operands: Vec<&T> = operands.iter().filter_map(Value::get).collect();
        Ok(self.0.equality.holds(probe, left, right, &operands, depth))
    }

    fn is_ordered(&self) -> bool {
        self.0.order.is_some()
    }

    fn compare(&self, left: &Value, right: &Value) -> Result<Option<Ordering>, Exception> {
        Ok(Sort::compare(self, left.expect()?, right.expect()?))
    }

    fn is_exact(&self) -> bool {
        matches!(self.0.equality, Equality::Exact(_))
    }

    fn show(&self, value: &Value) -> String {
        match (value.get::<T>(), &self.0.show) {
            (Some(value), Some(show)) => show(value),
            (Some(value), None) => format!("{value:?}"),
            (None, _) => "a value of another type".to_owned(),
        }
    }

    fn weight(&self, value: &Value) -> u128 {
        match (value.get::<T>(), &self.0.weight) {
            (Some(value), Some(weight)) => weight(value),
            (Some(value), None) => format!("{value:?}").len() as u128,
            (None, _) => u128::MAX,
        }
    }

    fn tree(&self, value: &Value) -> Option<Box<dyn AnyTree>> {
        let (tree, value) = (self.0.tree?, value.get::<T>()?);
        Some(Box::new(Typed(tree(value.clone()))))
    }

    fn encode(&self, value: &Value) -> Option<String> {
        (self.0.codec?.encode)(value.get()?)
    }

    fn decode(&self, text: &str) -> Option<Value> {
        (self.0.codec?.decode)(text).map(Value::new)
    }

    fn to_plain(&self, value: &Value) -> Option<String> {
        if let Some(give) = &self.0.give {
            return give(value.get()?);
        }
        match (value.get::<f64>(), value.get::<f32>()) {
            (Some(number), _) => Some(plain_float(*number)),
            (_, Some(number)) => Some(plain_float(f64::from(*number))),
            _ => self.encode(value),
        }
    }

    fn read_plain(&self, text: &str) -> Option<Value> {
        if TypeId::of::<T>() == TypeId::of::<f64>() {
            return text.parse::<f64>().ok().map(Value::new);
        }
        if TypeId::of::<T>() == TypeId::of::<f32>() {
            let number = text.parse::<f64>().ok()?;
            // What has more digits than the type is no value of it.
            let near = number as f32;
            return (f64::from(near) == number || number.is_nan()).then(|| Value::new(near));
        }
        self.decode(text)
    }

    fn isomorphism(&self) -> Option<&'static str> {
        match &self.0.equality {
            Equality::UpTo(iso) => Some(iso.name),
            _ => None,
        }
    }

    fn round_trips(&self, value: &Value) -> Result<bool, Exception> {
        match &self.0.equality {
            Equality::UpTo(iso) => Ok(iso.round_trips(value.expect()?)),
            _ => Ok(true),
        }
    }
}
