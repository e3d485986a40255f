//! Whether two terms are equal modulo the equations of a presentation.

use super::Derivation;
use super::justify::justify;
use super::language::{Node, ground, rules};
use crate::term::{Head, Normalizer, Presentation, TermId, Terms, VarId};
use egg::{AstSize, BackoffScheduler, EGraph, Extractor, FlatTerm, RecExpr, Runner};
use std::time::Duration;

/// The largest terms, in different nodes, that are given to egg.
const MOST_NODES: usize = 512;

/// The largest terms, written out, that are given to egg: a derivation writes them out, and shared
/// nodes would make it endless.
const MOST_WRITTEN: u64 = 4_096;

/// The largest number of terms that are added because no rule can make them.
const MOST_SEEDS: usize = 300;

/// How far equality is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest e-graph, in nodes.
    pub nodes: usize,
    /// The largest number of rounds.
    pub rounds: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            nodes: 10_000,
            rounds: 12,
        }
    }
}

/// What is known of the equality of two terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Equality {
    /// They are equal; the derivation was replayed.
    Equal(Derivation),
    /// They are different: the equations have unique normal forms, and these differ.
    Different,
    /// Nothing was found within the limits.
    Unknown,
}

impl Equality {
    /// Returns whether the terms are equal.
    pub fn holds(&self) -> bool {
        matches!(self, Equality::Equal(_))
    }
}

fn run(
    presentation: &Presentation,
    exprs: &[RecExpr<Node>],
    seeds: &[RecExpr<Node>],
    limits: &Limits,
    explained: bool,
) -> Runner<Node, ()> {
    let mut runner = Runner::<Node, ()>::default()
        .with_node_limit(limits.nodes)
        .with_iter_limit(limits.rounds)
        // Only the other limits count: what is found must not depend on the machine.
        .with_time_limit(Duration::from_secs(600))
        .with_scheduler(BackoffScheduler::default().with_initial_match_limit(2_000));
    if explained {
        runner = runner.with_explanations_enabled();
    }
    for expr in exprs {
        runner = runner.with_expr(expr);
    }
    for seed in seeds {
        runner.egraph.add_expr(seed);
    }
    if exprs.len() == 2 {
        runner = runner.with_hook(|runner| {
            let mut roots = runner.roots.iter().map(|root| runner.egraph.find(*root));
            match (roots.next(), roots.next()) {
                (Some(a), Some(b)) if a == b => Err("found".to_owned()),
                _ => Ok(()),
            }
        });
    }
    runner.run(&rules(&presentation.terms, &presentation.equations))
}

/// Decides whether two terms are equal modulo the equations of a presentation.
///
/// Presentations of associative, commutative, idempotent operations with units have unique normal
/// forms, so that the answer can be *different*. Otherwise an e-graph is searched within the
/// limits; what it finds is turned into steps and replayed without it.
pub fn decide(
    presentation: &mut Presentation,
    left: TermId,
    right: TermId,
    limits: &Limits,
) -> Equality {
    let from = left;
    if left == right {
        return Equality::Equal(Derivation {
            from,
            to: right,
            steps: Vec::new(),
        });
    }
    let normalizer = Normalizer::new(presentation);
    if normalizer.is_complete() {
        let terms = &mut presentation.terms;
        let normal = |t, terms: &mut _| normalizer.normalize(terms, t).ok();
        if let (Some(a), Some(b)) = (normal(left, terms), normal(right, terms))
            && a != b
        {
            return Equality::Different;
        }
    }
    derive(presentation, left, right, limits).map_or(Equality::Unknown, Equality::Equal)
}

/// Returns a term for egg, unless it is too large.
fn search_term(terms: &Terms, term: TermId) -> Option<RecExpr<Node>> {
    if terms.size(term) > MOST_WRITTEN {
        return None;
    }
    Some(ground(terms, term)).filter(|expr| expr.len() <= MOST_NODES)
}

/// Searches for a derivation.
fn derive(
    presentation: &mut Presentation,
    left: TermId,
    right: TermId,
    limits: &Limits,
) -> Option<Derivation> {
    let terms = &presentation.terms;
    let exprs = [search_term(terms, left)?, search_term(terms, right)?];
    let seeds = seeds(presentation, left, right);
    // A first look without explanations, which cost time and change nothing about what is found.
    let found = run(presentation, &exprs, &seeds, limits, false);
    if !same_class(&found.egraph, &exprs) {
        return None;
    }
    let mut found = run(presentation, &exprs, &seeds, limits, true);
    if !same_class(&found.egraph, &exprs) {
        return None;
    }
    let [a, b] = &exprs;
    let mut explanation = found.explain_equivalence(a, b);
    let mut chain = Vec::new();
    for flat in explanation.make_flat_explanation() {
        chain.push(term_of(presentation, flat)?);
    }
    chain.dedup();
    let mut steps = Vec::new();
    for pair in chain.windows(2) {
        let [from, to] = pair else {
            return None;
        };
        steps.push(justify(presentation, *from, *to)?);
    }
    let derivation = Derivation {
        from: left,
        to: right,
        steps,
    };
    derivation.replay(presentation).ok()?;
    Some(derivation)
}

/// Returns terms that no rule can make because a variable comes from nowhere: `inv(a) · a` from `1`.
///
/// The parts of the goal, and they with one more operation of one argument, stand for it.
fn seeds(presentation: &mut Presentation, left: TermId, right: TermId) -> Vec<RecExpr<Node>> {
    let terms = &mut presentation.terms;
    let mut parts = terms.nodes(left);
    parts.extend(terms.nodes(right));
    parts.sort_unstable();
    parts.dedup();
    parts.truncate(12);
    let unary: Vec<_> = terms
        .signature()
        .operations()
        .filter(|(_, declared)| declared.inputs.len() == 1)
        .map(|(op, _)| op)
        .collect();
    for part in parts.clone() {
        parts.extend(unary.iter().filter_map(|op| terms.apply(*op, &[part]).ok()));
    }
    let mut seeds = Vec::new();
    for equation in &presentation.equations {
        let (a, b) = (
            terms.variables(equation.left),
            terms.variables(equation.right),
        );
        for (side, own, other) in [(equation.left, &a, &b), (equation.right, &b, &a)] {
            // Terms of more than two variables would be too many.
            if own.len() > 2 || own.iter().all(|variable| other.contains(variable)) {
                continue;
            }
            let mut choices: Vec<Vec<(VarId, TermId)>> = vec![Vec::new()];
            for variable in own {
                let more = |chosen: &Vec<(VarId, TermId)>| {
                    let with = |part: &TermId| [chosen.as_slice(), &[(*variable, *part)]].concat();
                    parts.iter().map(with).collect::<Vec<_>>()
                };
                choices = choices.iter().flat_map(more).collect();
            }
            for by in choices {
                if seeds.len() < MOST_SEEDS
                    && let Ok(seed) = terms.substitute(side, &by)
                {
                    seeds.push(ground(terms, seed));
                }
            }
        }
    }
    seeds
}

fn same_class(egraph: &EGraph<Node, ()>, exprs: &[RecExpr<Node>; 2]) -> bool {
    let [a, b] = exprs;
    match (egraph.lookup_expr(a), egraph.lookup_expr(b)) {
        (Some(a), Some(b)) => egraph.find(a) == egraph.find(b),
        _ => false,
    }
}

fn term_of(presentation: &mut Presentation, flat: &FlatTerm<Node>) -> Option<TermId> {
    let arguments = flat
        .children
        .iter()
        .map(|child| term_of(presentation, child))
        .collect::<Option<Vec<_>>>()?;
    make(presentation, flat.node.head, &arguments)
}

fn make(presentation: &mut Presentation, head: Head, arguments: &[TermId]) -> Option<TermId> {
    let terms = &mut presentation.terms;
    match head {
        Head::Op(op) => terms.apply(op, arguments).ok(),
        Head::Var(v) => terms.variable_term(v),
    }
}

/// Returns a smallest term that is equal to a term, within the limits: the normal form if there is
/// a unique one, otherwise what the e-graph holds.
pub fn simplify(presentation: &mut Presentation, term: TermId, limits: &Limits) -> TermId {
    let normalizer = Normalizer::new(presentation);
    if normalizer.is_complete() {
        return normalizer
            .normalize(&mut presentation.terms, term)
            .unwrap_or(term);
    }
    let Some(expr) = search_term(&presentation.terms, term) else {
        return term;
    };
    let found = run(presentation, &[expr], &[], limits, false);
    let Some(root) = found.roots.first() else {
        return term;
    };
    let (_, best) = Extractor::new(&found.egraph, AstSize).find_best(*root);
    let mut built: Vec<TermId> = Vec::new();
    for node in best.as_ref() {
        let arguments: Option<Vec<TermId>> = node
            .children
            .iter()
            .map(|id| built.get(usize::from(*id)).copied())
            .collect();
        match arguments.and_then(|arguments| make(presentation, node.head, &arguments)) {
            Some(made) => built.push(made),
            None => return term,
        }
    }
    built.last().copied().unwrap_or(term)
}
