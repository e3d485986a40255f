//! The free operad: trees of named operations, with numbered leaves.

use crate::theories::*;
use crate::{FullOperad, Permutation};
use lawful::rng::Rng;
use lawful::{Sort, register};
use std::fmt;

/// A named operation with a number of slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Generator {
    /// The name.
    pub name: &'static str,
    /// The number of slots.
    pub slots: usize,
}

/// A part of a tree, in the order of its printed form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Symbol {
    Node(Generator),
    Leaf(usize),
}

/// A tree of generators. Each of the leaves `0, 1, ..` is there once, in any order.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Tree {
    /// The tree in prefix order: no links, so no recursion however deep it is.
    symbols: Vec<Symbol>,
    leaves: usize,
}

impl Tree {
    /// Makes the tree of one leaf.
    pub fn leaf() -> Tree {
        Tree {
            symbols: vec![Symbol::Leaf(0)],
            leaves: 1,
        }
    }

    /// Makes the tree of one generator.
    pub fn generator(generator: Generator) -> Tree {
        let mut symbols = vec![Symbol::Node(generator)];
        symbols.extend((0..generator.slots).map(Symbol::Leaf));
        Tree {
            symbols,
            leaves: generator.slots,
        }
    }

    /// Returns the number of leaves.
    pub fn leaves(&self) -> usize {
        self.leaves
    }

    /// Returns the tree with another in the place of a leaf; unchanged if there is no such leaf.
    pub fn graft(&self, leaf: usize, inner: &Tree) -> Tree {
        if leaf >= self.leaves {
            return self.clone();
        }
        let mut symbols = Vec::with_capacity(self.symbols.len() + inner.symbols.len());
        for symbol in &self.symbols {
            match *symbol {
                Symbol::Leaf(k) if k == leaf => {
                    symbols.extend(inner.symbols.iter().map(|s| match *s {
                        Symbol::Leaf(j) => Symbol::Leaf(leaf + j),
                        node => node,
                    }));
                }
                Symbol::Leaf(k) if k > leaf => {
                    symbols.push(Symbol::Leaf((k + inner.leaves).saturating_sub(1)));
                }
                other => symbols.push(other),
            }
        }
        Tree {
            symbols,
            leaves: (self.leaves + inner.leaves).saturating_sub(1),
        }
    }

    /// Returns the tree with its leaves renumbered: leaf `k` of the result is leaf `s(k)`.
    pub fn permute(&self, s: &Permutation) -> Tree {
        let back = s.inverse();
        let moved = |symbol: &Symbol| match *symbol {
            Symbol::Leaf(k) => Symbol::Leaf(back.image(k).unwrap_or(k)),
            node => node,
        };
        Tree {
            symbols: self.symbols.iter().map(moved).collect(),
            leaves: self.leaves,
        }
    }
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // How many arguments are still to be printed at each open node.
        let mut open: Vec<usize> = Vec::new();
        for symbol in &self.symbols {
            match symbol {
                Symbol::Leaf(k) => write!(f, "{k}")?,
                Symbol::Node(g) if g.slots == 0 => f.write_str(g.name)?,
                Symbol::Node(g) => {
                    write!(f, "{}(", g.name)?;
                    open.push(g.slots);
                    continue;
                }
            }
            while let Some(left) = open.last_mut() {
                *left -= 1;
                if *left > 0 {
                    f.write_str(", ")?;
                    break;
                }
                f.write_str(")")?;
                open.pop();
            }
        }
        Ok(())
    }
}

/// The free operad on some generators.
pub struct Free(Vec<Generator>);

impl Free {
    /// Makes the free operad on some generators.
    pub fn new(generators: impl Into<Vec<Generator>>) -> Free {
        Free(generators.into())
    }
}

fn drawn(generators: &[Generator], rng: &mut Rng) -> Tree {
    let mut tree = Tree::leaf();
    for _ in 0..rng.below(4) {
        let leaf = rng.below(tree.leaves.max(1));
        if let Some(generator) = rng.pick(generators) {
            tree = tree.graft(leaf, &Tree::generator(*generator));
        }
    }
    let fits = Permutation::all(3);
    let fits: Vec<&Permutation> = fits.iter().filter(|s| s.degree() == tree.leaves).collect();
    match rng.pick(&fits) {
        Some(s) => tree.permute(s),
        None => tree,
    }
}

impl FullOperad for Free {
    type Color = ();
    type Operation = Tree;

    fn colors(&self) -> Sort<()> {
        Sort::finite([()])
    }

    fn operations(&self) -> Sort<Tree> {
        let mut edges = vec![Tree::leaf()];
        edges.extend(self.0.iter().copied().map(Tree::generator));
        let generators = self.0.clone();
        Sort::drawn(move |rng| drawn(&generators, rng))
            .edges_from(edges)
            .weighed(|t| t.symbols.len() as u128)
    }

    fn output(&self, _: &Tree) {}

    fn inputs(&self, f: &Tree) -> Vec<()> {
        vec![(); f.leaves]
    }

    fn identity_of(&self, (): &()) -> Tree {
        Tree::leaf()
    }

    fn compose_at(&self, f: &Tree, slot: usize, g: &Tree) -> Tree {
        f.graft(slot, g)
    }

    fn permute(&self, f: &Tree, s: &Permutation) -> Tree {
        f.permute(s)
    }
}

register! {
    id: "operad.free",
    version: "1",
    about: "trees of a constant, a one-slot and a two-slot operation",
    model: Free::new([
        Generator { name: "nil", slots: 0 },
        Generator { name: "neg", slots: 1 },
        Generator { name: "mul", slots: 2 },
    ]),
    theories: [SymmetricOperad],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_print_as_terms() {
        let mul = Tree::generator(Generator {
            name: "mul",
            slots: 2,
        });
        let nil = Tree::generator(Generator {
            name: "nil",
            slots: 0,
        });
        let tree = mul.graft(0, &mul).graft(1, &nil);
        assert_eq!(format!("{tree:?}"), "mul(mul(0, nil), 1)");
        let swap = Permutation::new([1, 0]).unwrap();
        assert_eq!(format!("{:?}", tree.permute(&swap)), "mul(mul(1, nil), 0)");
    }
}
