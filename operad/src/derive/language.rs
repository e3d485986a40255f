//! Terms as egg understands them.

use crate::term::{Equation, Head, TermId, Terms};
use egg::{ENodeOrVar, Id, Language, Pattern, RecExpr, Rewrite, Var};
use rustc_hash::FxHashMap;

/// A node: a variable or an operation by its number, and its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Node {
    pub head: Head,
    pub children: Vec<Id>,
}

impl Language for Node {
    type Discriminant = Head;

    fn discriminant(&self) -> Head {
        self.head
    }

    fn matches(&self, other: &Node) -> bool {
        self.head == other.head && self.children.len() == other.children.len()
    }

    fn children(&self) -> &[Id] {
        &self.children
    }

    fn children_mut(&mut self) -> &mut [Id] {
        &mut self.children
    }
}

/// Returns a term with its variables as constants.
pub(super) fn ground(terms: &Terms, term: TermId) -> RecExpr<Node> {
    let mut expr = RecExpr::default();
    let mut places: FxHashMap<TermId, Id> = FxHashMap::default();
    for node in terms.nodes(term) {
        if let Some(head) = terms.head(node) {
            let args = terms.args(node).iter();
            let children = args.filter_map(|a| places.get(a).copied()).collect();
            places.insert(node, expr.add(Node { head, children }));
        }
    }
    expr
}

/// Returns a term with its variables as variables of a pattern.
fn pattern(terms: &Terms, term: TermId) -> Pattern<Node> {
    let mut expr = RecExpr::default();
    let mut places: FxHashMap<TermId, Id> = FxHashMap::default();
    for node in terms.nodes(term) {
        let made = match terms.head(node) {
            Some(Head::Var(v)) => ENodeOrVar::Var(Var::from_u32(v.number())),
            Some(head) => {
                let args = terms.args(node).iter();
                ENodeOrVar::ENode(Node {
                    head,
                    children: args.filter_map(|a| places.get(a).copied()).collect(),
                })
            }
            None => continue,
        };
        places.insert(node, expr.add(made));
    }
    Pattern::new(expr)
}

/// Returns equations as rules, in both directions where no variable comes from nowhere.
pub(super) fn rules(terms: &Terms, equations: &[Equation]) -> Vec<Rewrite<Node, ()>> {
    let mut rules = Vec::new();
    for (number, equation) in equations.iter().enumerate() {
        for (from, to, sign) in [
            (equation.left, equation.right, '>'),
            (equation.right, equation.left, '<'),
        ] {
            let name = format!("{number}{sign}");
            // A direction with a variable that nothing binds is refused by `new`, and left out.
            rules.extend(Rewrite::new(name, pattern(terms, from), pattern(terms, to)).ok());
        }
    }
    rules
}
