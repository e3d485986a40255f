//! Sorts made of sorts.

use super::draw::Draw;
use super::equality::{Equality, Probe};
use super::{Sort, Tree};
use crate::value::Element;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::{Reason, TestRunner};
use std::sync::Arc;

/// The largest enumeration that a combination of finite sorts makes.
const LARGEST_DOMAIN: usize = 1 << 16;

/// A sort seen as a proptest strategy, so that proptest's own combinators shrink its values.
struct AsStrategy<T>(Sort<T>);

impl<T> std::fmt::Debug for AsStrategy<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AsStrategy")
    }
}

struct Fixed<T>(T);

impl<T: Element> ValueTree for Fixed<T> {
    type Value = T;
    fn current(&self) -> T {
        self.0.clone()
    }
    fn simplify(&mut self) -> bool {
        false
    }
    fn complicate(&mut self) -> bool {
        false
    }
}

impl<T: Element> Strategy for AsStrategy<T> {
    type Tree = Tree<T>;
    type Value = T;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        if self.0.domain().is_some_and(<[T]>::is_empty) {
            return Err(Reason::from("the enumeration is empty"));
        }
        let mut rng = crate::rng::Rng::new(seed(runner)?);
        let grown = self.0.grow(&mut rng, &[]);
        Ok(grown.tree.unwrap_or_else(|| Box::new(Fixed(grown.value))))
    }
}

fn seed(runner: &mut TestRunner) -> Result<u64, Reason> {
    proptest::num::u64::ANY
        .new_tree(runner)
        .map(|tree| tree.current())
}

/// Equality of compounds is equality of the parts, whatever the parts understand by it.
fn custom<T>(eq: impl Fn(&T, &T) -> bool + Send + Sync + 'static) -> Equality<T> {
    Equality::Custom(Arc::new(eq))
}

fn same<T: Element>(sort: &Sort<T>, a: &T, b: &T) -> bool {
    sort.equal(&mut Probe::default(), a, b, &[], 1)
}

fn compound<T, S>(strategy: S, equality: Equality<T>) -> Sort<T>
where
    T: Element,
    S: Strategy<Value = T> + Send + Sync + 'static,
    S::Tree: 'static,
{
    Sort::of(
        Draw::strategy(move |runner| {
            let tree = strategy.new_tree(runner).map_err(|e| e.to_string())?;
            Ok(Box::new(tree) as Tree<T>)
        }),
        equality,
    )
}

pub(super) fn optional<T: Element>(sort: Sort<T>) -> Sort<Option<T>> {
    let parts = sort.clone();
    let some = |values: &[T]| {
        let mut all = vec![None];
        all.extend(values.iter().cloned().map(Some));
        all
    };
    let (edges, domain) = (some(sort.edges()), sort.domain().map(some));
    let strategy = proptest::option::of(AsStrategy(sort));
    compound(
        strategy,
        custom(move |a: &Option<T>, b: &Option<T>| match (a, b) {
            (Some(a), Some(b)) => same(&parts, a, b),
            (None, None) => true,
            _ => false,
        }),
    )
    .with(|p| {
        p.edges = edges;
        p.domain = domain;
    })
}

pub(super) fn pair<T: Element, U: Element>(first: Sort<T>, second: Sort<U>) -> Sort<(T, U)> {
    let cross = |ts: &[T], us: &[U]| -> Vec<(T, U)> {
        ts.iter()
            .flat_map(|t| us.iter().map(move |u| (t.clone(), u.clone())))
            .collect()
    };
    let few = 5;
    let edges = cross(
        &first.edges()[..first.edges().len().min(few)],
        &second.edges()[..second.edges().len().min(few)],
    );
    let domain = match (first.domain(), second.domain()) {
        (Some(ts), Some(us)) if ts.len().saturating_mul(us.len()) <= LARGEST_DOMAIN => {
            Some(cross(ts, us))
        }
        _ => None,
    };
    let parts = (first.clone(), second.clone());
    compound(
        (AsStrategy(first), AsStrategy(second)),
        custom(move |a: &(T, U), b: &(T, U)| {
            same(&parts.0, &a.0, &b.0) && same(&parts.1, &a.1, &b.1)
        }),
    )
    .with(|p| {
        p.edges = edges;
        p.domain = domain;
    })
}

pub(super) fn list<T: Element>(sort: Sort<T>, longest: usize) -> Sort<Vec<T>> {
    let parts = sort.clone();
    let mut edges = vec![Vec::new()];
    if longest > 0 {
        edges.extend(sort.edges().iter().take(4).map(|v| vec![v.clone()]));
    }
    if longest > 1
        && let [a, b, ..] = sort.edges()
    {
        edges.extend([vec![a.clone(), b.clone()], vec![b.clone(), a.clone()]]);
    }
    let strategy = proptest::collection::vec(AsStrategy(sort), 0..=longest);
    compound(
        strategy,
        custom(move |a: &Vec<T>, b: &Vec<T>| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(&parts, a, b))
        }),
    )
    .with(|p| p.edges = edges)
}

pub(super) fn map<T, U>(sort: Sort<T>, image: impl Fn(T) -> U + Send + Sync + 'static) -> Sort<U>
where
    T: Element,
    U: Element + PartialEq,
{
    let images = |values: &[T]| -> Vec<U> { values.iter().cloned().map(&image).collect() };
    let (edges, domain) = (images(sort.edges()), sort.domain().map(images));
    compound(AsStrategy(sort).prop_map(image), Equality::Exact(U::eq)).with(|p| {
        p.edges = edges;
        p.domain = domain;
    })
}
