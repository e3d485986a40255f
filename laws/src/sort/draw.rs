//! Drawing one value: mostly at random, often an edge, a small value, or one that was drawn before.

use super::{Sort, Tree};
use crate::rng::Rng;
use crate::value::Element;
use proptest::test_runner::TestRunner;
use std::sync::Arc;

type Plant<T> = dyn Fn(&mut TestRunner) -> Result<Tree<T>, String> + Send + Sync;

/// Where random values come from.
pub(super) enum Draw<T> {
    /// A function without state.
    Fast(fn(&mut Rng) -> T),
    /// A function of the user.
    Custom(Arc<dyn Fn(&mut Rng) -> T + Send + Sync>),
    /// A proptest strategy.
    Strategy(Arc<Plant<T>>),
    /// The enumeration of the sort.
    Domain,
}

impl<T> Clone for Draw<T> {
    fn clone(&self) -> Self {
        match self {
            Draw::Fast(draw) => Draw::Fast(*draw),
            Draw::Custom(draw) => Draw::Custom(Arc::clone(draw)),
            Draw::Strategy(plant) => Draw::Strategy(Arc::clone(plant)),
            Draw::Domain => Draw::Domain,
        }
    }
}

impl<T> Draw<T> {
    pub(super) fn strategy(
        plant: impl Fn(&mut TestRunner) -> Result<Tree<T>, String> + Send + Sync + 'static,
    ) -> Draw<T> {
        Draw::Strategy(Arc::new(plant))
    }
}

/// A value, with the tree that shrinks it if it has one.
pub(super) struct Grown<T> {
    pub value: T,
    pub tree: Option<Tree<T>>,
}

impl<T: Element> Sort<T> {
    /// Draws a value. `earlier` holds the values of the same sort that the case already has.
    ///
    /// # Panics
    /// If the sampler cannot make a value: its strategy rejects everything, or the enumeration is
    /// empty. The checker catches this and reports it.
    #[inline]
    pub fn draw(&self, rng: &mut Rng, earlier: &[&T]) -> T {
        let parts = &*self.0;
        if rng.is_plain() {
            return match &parts.draw {
                Draw::Fast(draw) => draw(rng),
                _ => self.fresh(rng).value,
            };
        }
        self.draw_mixed(rng, earlier)
    }

    fn draw_mixed(&self, rng: &mut Rng, earlier: &[&T]) -> T {
        let parts = &*self.0;
        let dice = rng.bits();
        let at = |n: usize| (((dice >> 32) * n as u64) >> 32) as usize;
        match dice & 31 {
            0..=3 if !parts.edges.is_empty() => parts.edges[at(parts.edges.len())].clone(),
            4..=9 if !earlier.is_empty() => earlier[at(earlier.len())].clone(),
            10..=12 if !earlier.is_empty() && parts.near.is_some() => {
                let source = earlier[at(earlier.len())];
                parts
                    .near
                    .as_ref()
                    .map_or_else(|| source.clone(), |near| near(source, rng))
            }
            13..=17 if parts.small.is_some() => match parts.small {
                Some(small) => small(rng),
                None => self.fresh(rng).value,
            },
            _ => match &parts.draw {
                Draw::Fast(draw) => draw(rng),
                _ => self.fresh(rng).value,
            },
        }
    }

    /// Draws the same value as [`Sort::draw`] and keeps the tree that shrinks it.
    pub(super) fn grow(&self, rng: &mut Rng, earlier: &[&T]) -> Grown<T> {
        let mut ahead = rng.clone();
        let fresh = rng.is_plain()
            || match ahead.bits() & 31 {
                0..=3 if !self.0.edges.is_empty() => false,
                4..=9 if !earlier.is_empty() => false,
                10..=12 if !earlier.is_empty() && self.0.near.is_some() => false,
                13..=17 if self.0.small.is_some() => false,
                _ => true,
            };
        if fresh && matches!(self.0.draw, Draw::Strategy(_)) {
            let grown = self.fresh(&mut ahead);
            *rng = ahead;
            return grown;
        }
        let value = self.draw(rng, earlier);
        let tree = self.0.tree.map(|tree| tree(value.clone()));
        Grown { value, tree }
    }

    #[expect(
        clippy::panic,
        reason = "a sampler without values is caught per case and reported"
    )]
    fn fresh(&self, rng: &mut Rng) -> Grown<T> {
        let plain = |value| Grown { value, tree: None };
        match &self.0.draw {
            Draw::Fast(draw) => plain(draw(rng)),
            Draw::Custom(draw) => plain(draw(rng)),
            Draw::Strategy(plant) => match plant(&mut rng.runner()) {
                Ok(tree) => Grown {
                    value: tree.current(),
                    tree: Some(tree),
                },
                Err(why) => panic!("the sampler gave no value: {why}"),
            },
            Draw::Domain => match rng.pick(self.domain().unwrap_or_default()) {
                Some(value) => plain(value.clone()),
                None => panic!("the sampler gave no value: the enumeration is empty"),
            },
        }
    }
}
