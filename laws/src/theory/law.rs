//! One law: a universally quantified statement over the operations of a theory.

use super::{Name, Signature, Term, Type};
use std::fmt;

/// A variable of a law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// The name.
    pub name: Name,
    /// The sort.
    pub sort: Name,
}

/// The identity of a law: the theory that states it, the role of the operation, and the name.
///
/// Two theories that inherit a law from the same theory, for the same operation, have one law.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LawId {
    /// The theory that states the law.
    pub theory: Name,
    /// The role of the operation; empty for the default role.
    pub role: Name,
    /// The name in that theory.
    pub name: Name,
}

impl fmt::Display for LawId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.role.is_empty() {
            write!(f, "{}.{}", self.theory, self.name)
        } else {
            write!(f, "{}[{}].{}", self.theory, self.role, self.name)
        }
    }
}

/// A law as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawDef {
    /// The identity.
    pub id: LawId,
    /// The version of the law set of the theory that states it.
    pub law_set: u32,
    /// What it says, in words; may be empty.
    pub about: Name,
    /// The variables, in order.
    pub variables: Vec<Variable>,
    /// When the law applies, if not always.
    pub premise: Option<Term>,
    /// What holds.
    pub conclusion: Term,
    /// How many effective cases a verdict needs.
    pub floor: u64,
}

impl LawDef {
    /// Returns the names of the variables.
    pub fn names(&self) -> Vec<String> {
        self.variables.iter().map(|v| v.name.to_string()).collect()
    }

    /// Prints the law with the notation of the signature.
    pub fn statement(&self, signature: &Signature) -> String {
        let names = self.names();
        let conclusion = self.conclusion.show(signature, &names);
        match &self.premise {
            None => conclusion,
            Some(premise) => {
                format!("{} implies {conclusion}", premise.show(signature, &names))
            }
        }
    }

    /// Returns the two sides, if the law is an equation or an order.
    pub fn sides(&self) -> Option<(&Type, &Term, &Term)> {
        match &self.conclusion {
            Term::Equal(ty, left, right) | Term::AtMost(ty, left, right) => Some((ty, left, right)),
            _ => None,
        }
    }

    /// Returns the operation of which the law states associativity, if that is what it states.
    pub fn associativity(&self) -> Option<&super::OpKey> {
        let Term::Equal(_, left, right) = &self.conclusion else {
            return None;
        };
        let (Term::Apply(f, left), Term::Apply(g, right)) = (&**left, &**right) else {
            return None;
        };
        let inner = |t: &Term| match t {
            Term::Apply(op, args) if op == f => match args.as_slice() {
                [Term::Var(a), Term::Var(b)] => Some((*a, *b)),
                _ => None,
            },
            _ => None,
        };
        match (left.as_slice(), right.as_slice()) {
            ([ab, Term::Var(2)], [Term::Var(0), bc])
                if f == g
                    && self.premise.is_none()
                    && inner(ab) == Some((0, 1))
                    && inner(bc) == Some((1, 2)) =>
            {
                Some(f)
            }
            _ => None,
        }
    }
}
