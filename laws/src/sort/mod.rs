//! Sorts: which values a law's variables range over, and when two of them are equal.
//!
//! A [`Sort`] has a sampler of three parts (edge values, a complete enumeration if the sort is
//! finite, a way to draw at random that proptest can shrink) and an equality.

mod any;
mod combine;
mod draw;
mod equality;
mod erased;

pub use equality::{Isomorphism, Probe, Tolerance};
pub use erased::{AnySort, AnyTree, Drawn};

use crate::rng::Rng;
use crate::value::Element;
use draw::Draw;
use equality::Equality;
use proptest::arbitrary::Arbitrary;
use proptest::strategy::{Strategy, ValueTree};
use serde::{Serialize, de::DeserializeOwned};
use std::cmp::Ordering;
use std::sync::Arc;

type Tree<T> = Box<dyn ValueTree<Value = T>>;
type Near<T> = Arc<dyn Fn(&T, &mut Rng) -> T + Send + Sync>;
type Weigh<T> = Arc<dyn Fn(&T) -> u128 + Send + Sync>;
type Show<T> = Arc<dyn Fn(&T) -> String + Send + Sync>;
type Give<T> = Arc<dyn Fn(&T) -> Option<String> + Send + Sync>;

/// The values of a sort: how they are sampled, compared, printed and stored.
///
/// ```
/// use lawful::Sort;
/// let digits = Sort::finite((0u8..10).collect::<Vec<_>>());
/// assert_eq!(digits.domain().map(<[u8]>::len), Some(10));
/// let numbers = Sort::<i64>::any().edge(42);
/// assert!(numbers.edges().contains(&42));
/// ```
pub struct Sort<T>(Arc<Parts<T>>);

struct Parts<T> {
    edges: Vec<T>,
    domain: Option<Vec<T>>,
    draw: Draw<T>,
    small: Option<fn(&mut Rng) -> T>,
    near: Option<Near<T>>,
    tree: Option<fn(T) -> Tree<T>>,
    equality: Equality<T>,
    order: Option<fn(&T, &T) -> Option<Ordering>>,
    weight: Option<Weigh<T>>,
    show: Option<Show<T>>,
    codec: Option<Codec<T>>,
    give: Option<Give<T>>,
}

impl<T: Clone> Clone for Parts<T> {
    fn clone(&self) -> Self {
        Parts {
            edges: self.edges.clone(),
            domain: self.domain.clone(),
            draw: self.draw.clone(),
            small: self.small,
            near: self.near.clone(),
            tree: self.tree,
            equality: self.equality.clone(),
            order: self.order,
            weight: self.weight.clone(),
            show: self.show.clone(),
            codec: self.codec,
            give: self.give.clone(),
        }
    }
}

struct Codec<T> {
    encode: fn(&T) -> Option<String>,
    decode: fn(&str) -> Option<T>,
}

impl<T> Clone for Codec<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Codec<T> {}

impl<T> Clone for Sort<T> {
    fn clone(&self) -> Self {
        Sort(Arc::clone(&self.0))
    }
}

impl<T: Element> Sort<T> {
    fn of(draw: Draw<T>, equality: Equality<T>) -> Sort<T> {
        Sort(Arc::new(Parts {
            edges: Vec::new(),
            domain: None,
            draw,
            small: None,
            near: None,
            tree: None,
            equality,
            order: None,
            weight: None,
            show: None,
            codec: None,
            give: None,
        }))
    }

    fn with(mut self, change: impl FnOnce(&mut Parts<T>)) -> Sort<T> {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// Makes the sort of all values of a type with proptest's [`Arbitrary`].
    ///
    /// Integers, floats, `bool` and `char` come with edge values and a fast sampler; floats are
    /// drawn without NaN and infinities.
    pub fn any() -> Sort<T>
    where
        T: Arbitrary + PartialEq,
    {
        any::fast::<T>().unwrap_or_else(|| {
            Sort::of(
                Draw::strategy(|runner| {
                    let tree = T::arbitrary().new_tree(runner).map_err(|e| e.to_string())?;
                    Ok(Box::new(tree) as Tree<T>)
                }),
                Equality::Exact(T::eq),
            )
        })
    }

    /// Makes a sort from a proptest strategy.
    pub fn strategy<S>(strategy: S) -> Sort<T>
    where
        T: PartialEq,
        S: Strategy<Value = T> + Send + Sync + 'static,
        S::Tree: 'static,
    {
        Sort::of(
            Draw::strategy(move |runner| {
                let tree = strategy.new_tree(runner).map_err(|e| e.to_string())?;
                Ok(Box::new(tree) as Tree<T>)
            }),
            Equality::Exact(T::eq),
        )
    }

    /// Makes a sort from a function that draws a value.
    ///
    /// Values of such a sort shrink to edge values only.
    pub fn drawn(draw: impl Fn(&mut Rng) -> T + Send + Sync + 'static) -> Sort<T>
    where
        T: PartialEq,
    {
        Sort::of(Draw::Custom(Arc::new(draw)), Equality::Exact(T::eq))
    }

    /// Makes a finite sort from all its values, simplest first.
    ///
    /// An empty list makes a sort of which no law can be checked; the checker says so.
    pub fn finite(values: impl Into<Vec<T>>) -> Sort<T>
    where
        T: PartialEq,
    {
        let values = values.into();
        // The ends are the edges of what is too large to visit whole.
        let edges = match values.len() {
            0..=8 => values.clone(),
            n => values
                .iter()
                .take(5)
                .chain(&values[n - 3..])
                .cloned()
                .collect(),
        };
        Sort::of(Draw::Domain, Equality::Exact(T::eq)).with(|p| {
            p.edges = edges;
            p.domain = Some(values);
        })
    }

    /// Adds an edge value: it is tried in every combination with the others.
    pub fn edge(self, value: T) -> Sort<T> {
        self.with(|p| {
            let known = |all: &Vec<T>| {
                let same = |v: &T| p.equality.holds(&mut Probe::default(), v, &value, &[], 1);
                all.iter().any(same)
            };
            // A finite sort has no values beside its enumeration: the edge joins it.
            if p.domain.as_ref().is_some_and(|all| !known(all))
                && let Some(all) = &mut p.domain
            {
                all.push(value.clone());
            }
            p.edges.push(value);
        })
    }

    /// Replaces the edge values; write the simplest first.
    pub fn edges_from(self, values: impl Into<Vec<T>>) -> Sort<T> {
        self.with(|p| p.edges = values.into())
    }

    /// Sets how to draw a value that is close to another one.
    ///
    /// It makes rare premises common: a set that includes another, a version that is the next one.
    pub fn near(self, near: impl Fn(&T, &mut Rng) -> T + Send + Sync + 'static) -> Sort<T> {
        self.with(|p| p.near = Some(Arc::new(near)))
    }

    /// Sets the order, for laws that state `a <= b` of this sort.
    pub fn ordered(self) -> Sort<T>
    where
        T: PartialOrd,
    {
        self.with(|p| p.order = Some(T::partial_cmp))
    }

    /// Sets how complex a value is: shrinking looks for the lightest counterexample.
    pub fn weighed(self, weight: impl Fn(&T) -> u128 + Send + Sync + 'static) -> Sort<T> {
        self.with(|p| p.weight = Some(Arc::new(weight)))
    }

    /// Sets how a value is printed; without it `Debug` is used.
    pub fn shown(self, show: impl Fn(&T) -> String + Send + Sync + 'static) -> Sort<T> {
        self.with(|p| p.show = Some(Arc::new(show)))
    }

    /// Lets values be stored as JSON, so that refuting values are kept and replayed first.
    pub fn stored(self) -> Sort<T>
    where
        T: Serialize + DeserializeOwned,
    {
        self.with(|p| {
            p.codec = Some(Codec {
                encode: |value| serde_json::to_string(value).ok(),
                decode: |text| serde_json::from_str(text).ok(),
            });
        })
    }

    /// Lets values be stored if no other way is set.
    pub(crate) fn stored_if_not(self) -> Sort<T>
    where
        T: Serialize + DeserializeOwned,
    {
        match self.0.codec {
            Some(_) => self,
            None => self.stored(),
        }
    }

    /// Sets what models in other languages are given for a value, if not the value as it is stored.
    ///
    /// ```
    /// use lawful::Sort;
    /// let users = Sort::finite([0u8, 1]).given_as(|number| format!("user-{number}"));
    /// # let users: &dyn lawful::sort::AnySort = &users;
    /// assert_eq!(users.to_plain(&lawful::Value::new(1u8)).as_deref(), Some("\"user-1\""));
    /// ```
    pub fn given_as<P: Serialize>(self, form: impl Fn(&T) -> P + Send + Sync + 'static) -> Sort<T> {
        self.with(|p| {
            p.give = Some(Arc::new(move |value| {
                serde_json::to_string(&form(value)).ok()
            }));
        })
    }

    /// Sets the equality to one within a tolerance.
    pub fn within(self, tolerance: Tolerance<T>) -> Sort<T> {
        self.with(|p| p.equality = Equality::Within(tolerance))
    }

    /// Sets the equality to equality of what can be observed: functions are run, states are read.
    pub fn observed<O: PartialEq>(
        self,
        observe: impl Fn(&T) -> O + Send + Sync + 'static,
    ) -> Sort<T> {
        self.with(|p| p.equality = Equality::Custom(Arc::new(move |a, b| observe(a) == observe(b))))
    }

    /// Sets the equality to one up to a named isomorphism, which is checked as a law of its own.
    pub fn up_to(self, isomorphism: Isomorphism<T>) -> Sort<T> {
        self.with(|p| p.equality = Equality::UpTo(isomorphism))
    }

    /// Makes the sort of optional values of this one.
    pub fn optional(self) -> Sort<Option<T>> {
        combine::optional(self)
    }

    /// Makes the sort of pairs.
    pub fn pair<U: Element>(self, other: Sort<U>) -> Sort<(T, U)> {
        combine::pair(self, other)
    }

    /// Makes the sort of lists of at most `longest` values of this one.
    pub fn list(self, longest: usize) -> Sort<Vec<T>> {
        combine::list(self, longest)
    }

    /// Makes the sort of the images of this one's values.
    ///
    /// Images shrink as their originals do; equality is the one of `U`.
    pub fn map<U: Element + PartialEq>(
        self,
        image: impl Fn(T) -> U + Send + Sync + 'static,
    ) -> Sort<U> {
        combine::map(self, image)
    }

    /// Returns the edge values.
    pub fn edges(&self) -> &[T] {
        &self.0.edges
    }

    /// Returns all values, if the sort is finite.
    pub fn domain(&self) -> Option<&[T]> {
        self.0.domain.as_deref()
    }

    /// Returns whether two values are equal; `operands` and `depth` are for tolerances.
    #[inline]
    pub fn equal(
        &self,
        probe: &mut Probe,
        left: &T,
        right: &T,
        operands: &[&T],
        depth: usize,
    ) -> bool {
        match &self.0.equality {
            Equality::Exact(eq) => eq(left, right),
            other => other.holds(probe, left, right, operands, depth),
        }
    }

    /// Returns whether two optional values are equal.
    #[inline]
    pub fn equal_options(
        &self,
        probe: &mut Probe,
        left: &Option<T>,
        right: &Option<T>,
        operands: &[&T],
        depth: usize,
    ) -> bool {
        match (left, right) {
            (Some(left), Some(right)) => self.equal(probe, left, right, operands, depth),
            (None, None) => true,
            _ => false,
        }
    }

    /// Compares two values in the order of the sort; `None` if there is no order between them.
    #[inline]
    pub fn compare(&self, left: &T, right: &T) -> Option<Ordering> {
        self.0.order.and_then(|order| order(left, right))
    }
}
