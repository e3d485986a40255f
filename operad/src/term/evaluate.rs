//! The value of a term in a model.

use super::{Head, TermId, Terms, VarId};
use lawful::model::Model;
use lawful::theory::OpKey;
use lawful::{Exception, Value};
use rustc_hash::FxHashMap;

/// A term without a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluateError {
    /// A variable has no value.
    #[error("the variable `{0}` has no value; give one for each variable of the term")]
    Unbound(String),
    /// The model has no such operation.
    #[error("the model has no operation `{0}`")]
    Unknown(String),
    /// The model raised.
    #[error("`{op}` raised: {why}")]
    Raised {
        /// The operation.
        op: String,
        /// What it said.
        why: Exception,
    },
}

impl Terms {
    /// Evaluates a term: every shared part once, without recursion.
    ///
    /// # Errors
    /// The first error of a variable or an operation.
    pub fn evaluate<V: Clone, E>(
        &self,
        term: TermId,
        mut variable: impl FnMut(VarId) -> Result<V, E>,
        mut operation: impl FnMut(super::OpId, &[V]) -> Result<V, E>,
    ) -> Result<Option<V>, E> {
        let mut values: FxHashMap<TermId, V> = FxHashMap::default();
        let mut arguments = Vec::new();
        for node in self.nodes(term) {
            let value = match self.head(node) {
                Some(Head::Var(v)) => variable(v)?,
                Some(Head::Op(op)) => {
                    arguments.clear();
                    arguments.extend(
                        self.args(node)
                            .iter()
                            .filter_map(|a| values.get(a).cloned()),
                    );
                    operation(op, &arguments)?
                }
                None => return Ok(None),
            };
            values.insert(node, value);
        }
        Ok(values.remove(&term))
    }

    /// Evaluates a term with the operations of a model, found by their names.
    ///
    /// # Errors
    /// If a variable has no value, the model lacks an operation, or an operation raises.
    pub fn evaluate_in(
        &self,
        model: &Model,
        term: TermId,
        values: &[(&str, Value)],
    ) -> Result<Value, EvaluateError> {
        let value = self.evaluate(
            term,
            |v| {
                let name = self.variable_name(v);
                let found = values.iter().find(|(n, _)| *n == name);
                found
                    .map(|(_, value)| value.clone())
                    .ok_or_else(|| EvaluateError::Unbound(name.to_owned()))
            },
            |op, arguments| {
                let name = self.signature.name(op);
                let op = find_op(model, name)
                    .and_then(|key| model.op(key))
                    .ok_or_else(|| EvaluateError::Unknown(name.to_owned()))?;
                op.call(arguments).map_err(|why| EvaluateError::Raised {
                    op: name.to_owned(),
                    why,
                })
            },
        )?;
        value.ok_or_else(|| EvaluateError::Unknown("?".to_owned()))
    }
}

/// Finds an operation of a model by the name that it has there.
pub(crate) fn find_op<'m>(model: &'m Model, name: &str) -> Option<&'m OpKey> {
    let ops = &model.signature().ops;
    ops.iter().map(|op| &op.key).find(|key| key.name() == name)
}
