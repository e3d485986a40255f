//! Operations, and the roles that tell two operations of one kind apart.

use super::{Name, Type};
use std::fmt;

/// What an operation is used as.
///
/// A lattice has two semilattices: the role [`Join`](crate::theories::Join) tells its first
/// operation from the second, [`Meet`](crate::theories::Meet), so that associativity of join and
/// associativity of meet are two laws. Declare roles with [`role!`](crate::role).
pub trait Role: Send + Sync + 'static {
    /// The name of the role; empty for the default role.
    const NAME: &'static str;

    /// For each operation that the role renames: its name in the theory, its name in the role, and
    /// its symbol.
    const OPERATIONS: &'static [(&'static str, &'static str, &'static str)];
}

/// The identity of an operation: its name in the theory that declares it, and its role.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OpKey {
    base: Name,
    role: Name,
    name: Name,
}

impl OpKey {
    /// Makes the key of an operation in the default role.
    pub fn new(base: impl Into<Name>) -> OpKey {
        let base = base.into();
        OpKey {
            name: base.clone(),
            base,
            role: Name::Borrowed(""),
        }
    }

    /// Makes the key of an operation in a role.
    pub fn in_role<R: Role>(base: &'static str) -> OpKey {
        let renamed = R::OPERATIONS.iter().find(|(from, ..)| *from == base);
        let name = match renamed {
            Some((_, to, _)) => Name::Borrowed(*to),
            None if R::NAME.is_empty() => Name::Borrowed(base),
            None => Name::Owned(format!("{}_{base}", R::NAME)),
        };
        OpKey {
            base: Name::Borrowed(base),
            role: Name::Borrowed(R::NAME),
            name,
        }
    }

    /// Returns the name in the theory that declares the operation.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Returns the name of the role; empty for the default role.
    pub fn role(&self) -> &str {
        &self.role
    }

    /// Returns the name by which a model offers the operation: `combine`, or `join` in a role.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Debug for OpKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// The declaration of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpDef {
    /// The identity.
    pub key: OpKey,
    /// The types of the arguments.
    pub args: Vec<Type>,
    /// The type of the result.
    pub result: Type,
    /// The symbol for printing, if it has one: infix for two arguments, prefix for one.
    pub symbol: Option<Name>,
    /// What it is for, one line.
    pub about: Name,
}

impl OpDef {
    /// Declares an operation in a role; the role's symbol is used before the given one.
    pub fn in_role<R: Role>(
        base: &'static str,
        args: Vec<Type>,
        result: Type,
        symbol: Option<&'static str>,
        about: &'static str,
    ) -> OpDef {
        let renamed = R::OPERATIONS.iter().find(|(from, ..)| *from == base);
        let symbol = renamed.map(|(.., s)| *s).or(symbol);
        OpDef {
            key: OpKey::in_role::<R>(base),
            args,
            result,
            symbol: symbol.filter(|s| !s.is_empty()).map(Name::Borrowed),
            about: Name::Borrowed(about),
        }
    }
}

/// Declares a role: its name, and how it renames the operations of a theory.
///
/// ```
/// use lawful::theory::{OpKey, Role};
/// lawful::role! {
///     /// The sum of a score.
///     pub Score "score" { combine => total "+" }
/// }
/// assert_eq!(OpKey::in_role::<Score>("combine").name(), "total");
/// assert_eq!(OpKey::in_role::<Score>("empty").name(), "score_empty");
/// ```
#[macro_export]
macro_rules! role {
    ($(#[$attr:meta])* $vis:vis $role:ident $name:literal {
        $($base:ident => $renamed:ident $symbol:literal),* $(,)?
    }) => {
        $(#[$attr])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        $vis struct $role;

        impl $crate::theory::Role for $role {
            const NAME: &'static str = $name;
            const OPERATIONS: &'static [(&'static str, &'static str, &'static str)] =
                &[$((::std::stringify!($base), ::std::stringify!($renamed), $symbol)),*];
        }
    };
}
