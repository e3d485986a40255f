use crate::model::Model;
use crate::registry;
use crate::theory::Declared;
use std::fmt;

/// Which of the linked models and theories a test target tests.
#[derive(Debug, Clone, Copy)]
pub enum Scope {
    /// All of them.
    Linked,
    /// Those that this package registers and declares.
    Package(&'static str),
    /// The models of these ids, or whose ids begin with one of them and a dot; no theories.
    Models(&'static [&'static str]),
}

impl Scope {
    /// Returns whether the tests of a model belong to this scope.
    #[must_use]
    pub fn has_model(self, model: &Model) -> bool {
        match self {
            Scope::Linked => true,
            Scope::Package(name) => registry::package(model.id()) == Some(name),
            Scope::Models(ids) => ids.iter().any(|id| {
                let rest = model.id().strip_prefix(id);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            }),
        }
    }

    pub(super) fn has_theory(self, declared: &Declared) -> bool {
        match self {
            Scope::Linked => true,
            Scope::Package(name) => declared.package == name,
            Scope::Models(_) => false,
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scope::Linked => write!(f, "registered"),
            Scope::Package(name) => write!(f, "registered by the package `{name}`"),
            Scope::Models(ids) => write!(f, "named `{}`", ids.join("` or `")),
        }
    }
}
