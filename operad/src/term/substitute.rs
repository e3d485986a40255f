//! Substitution and matching.

use super::{Head, TermError, TermId, Terms, VarId};
use rustc_hash::FxHashMap;

impl Terms {
    /// Replaces variables by terms, all at once.
    ///
    /// # Errors
    /// If a term has another sort than the variable, or the store is full.
    pub fn substitute(
        &mut self,
        term: TermId,
        by: &[(VarId, TermId)],
    ) -> Result<TermId, TermError> {
        let mut done: FxHashMap<TermId, TermId> = FxHashMap::default();
        let mut arguments = Vec::new();
        for node in self.nodes(term) {
            let new = match self.head(node).ok_or(TermError::Foreign)? {
                Head::Var(v) => by
                    .iter()
                    .find(|(from, _)| *from == v)
                    .map_or(node, |(_, to)| *to),
                Head::Op(op) => {
                    arguments.clear();
                    arguments.extend(
                        self.args(node)
                            .iter()
                            .map(|a| done.get(a).copied().unwrap_or(*a)),
                    );
                    self.apply(op, &arguments)?
                }
            };
            done.insert(node, new);
        }
        Ok(done.get(&term).copied().unwrap_or(term))
    }

    /// Extends a substitution so that `pattern` becomes `term`; `false` if there is none.
    pub fn matches(
        &self,
        pattern: TermId,
        term: TermId,
        by: &mut FxHashMap<VarId, TermId>,
    ) -> bool {
        let mut rest = vec![(pattern, term)];
        while let Some((pattern, term)) = rest.pop() {
            match (self.head(pattern), self.head(term)) {
                (Some(Head::Var(v)), Some(_)) => {
                    if *by.entry(v).or_insert(term) != term {
                        return false;
                    }
                }
                (Some(Head::Op(a)), Some(Head::Op(b))) if a == b => {
                    let (inner, outer) = (self.args(pattern), self.args(term));
                    rest.extend(inner.iter().copied().zip(outer.iter().copied()));
                }
                _ => return false,
            }
        }
        true
    }
}
