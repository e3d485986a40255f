//! Theories: signatures and their laws, as types and as data.

mod law;
mod op;
mod term;

pub use law::{LawDef, LawId, Variable};
pub use op::{OpDef, OpKey, Role};
pub use term::{Term, Type};

use crate::model::Model;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// A name: static for what is declared in Rust, owned for what is made at run time.
pub type Name = Cow<'static, str>;

/// The sorts that every theory has.
pub const BUILT_IN_SORTS: [&str; 5] = ["bool", "u64", "i64", "String", "Ordering"];

/// The sorts and operations of a theory, those of its parents included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signature {
    /// The sorts, without the built-in ones.
    pub sorts: Vec<Name>,
    /// The operations.
    pub ops: Vec<OpDef>,
}

impl Signature {
    /// Finds an operation by its identity.
    pub fn op(&self, key: &OpKey) -> Option<&OpDef> {
        self.ops.iter().find(|op| op.key == *key)
    }

    /// Adds the sorts and operations of another signature, each once.
    pub fn extend(&mut self, other: &Signature) {
        for sort in &other.sorts {
            if !self.sorts.contains(sort) {
                self.sorts.push(sort.clone());
            }
        }
        for op in &other.ops {
            if self.op(&op.key).is_none() {
                self.ops.push(op.clone());
            }
        }
    }
}

/// A theory as data.
#[derive(Debug, Clone)]
pub struct TheoryDef {
    /// The id: `commutative_monoid`, or `semilattice[join]` in a role.
    pub id: String,
    /// What it is, one line.
    pub about: Name,
    /// The version of the theory's own laws. It grows when a law is added or changed.
    pub law_set: u32,
    /// The ids of the theories that it extends.
    pub parents: Vec<String>,
    /// Sorts and operations, inherited ones included.
    pub signature: Signature,
    /// Laws, inherited ones included, each once.
    pub laws: Vec<LawDef>,
    /// How many of the laws, from the end, the theory states itself.
    pub own_laws: usize,
}

/// A theory as a type. Implemented by [`theory!`](crate::theory!), never by hand.
pub trait Theory: Send + Sync + 'static {
    /// The laws as a type-level list, inherited ones included, each once.
    type Laws;

    /// Returns the theory as data.
    fn define() -> TheoryDef;

    /// Returns the lawbreakers that ship with the theory's own laws.
    fn lawbreakers() -> Vec<Lawbreaker>;
}

/// A law as a type. Implemented by [`theory!`](crate::theory!), never by hand.
pub trait Law: Send + Sync + 'static {
    /// Returns the law as data.
    fn define() -> LawDef;
}

/// A model that breaks the named laws of a theory and keeps every other one.
#[derive(Debug, Clone)]
pub struct Lawbreaker {
    /// The model.
    pub model: Arc<Model>,
    /// The names of the theory's own laws that it breaks.
    ///
    /// One law wherever the theory allows it; more where the other laws force them to fall together.
    pub breaks: Vec<Name>,
}

/// A theory as the program knows it without its type. Collected with `inventory`.
#[doc(hidden)]
pub struct TheoryEntry {
    pub module: &'static str,
    pub package: &'static str,
    pub define: fn() -> TheoryDef,
    pub lawbreakers: fn() -> Vec<Lawbreaker>,
}

inventory::collect!(TheoryEntry);

/// Returns every theory that is linked into the program, sorted by id.
pub fn theories() -> &'static [TheoryDef] {
    static ALL: OnceLock<Vec<TheoryDef>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all: Vec<TheoryDef> = inventory::iter::<TheoryEntry>()
            .map(|entry| (entry.define)())
            .collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    })
}

/// Finds a linked theory by its id.
pub fn find_theory(id: &str) -> Option<&'static TheoryDef> {
    theories().iter().find(|t| t.id == id)
}

/// The theories of one crate, with their lawbreakers.
pub(crate) struct Declared {
    pub package: &'static str,
    pub theory: TheoryDef,
    pub lawbreakers: Vec<Lawbreaker>,
}

/// Returns the theories that other crates than this one declare, sorted by id.
pub(crate) fn declared_elsewhere() -> Vec<Declared> {
    let mut all: Vec<Declared> = inventory::iter::<TheoryEntry>()
        .filter(|entry| entry.module.split("::").next() != Some("lawful"))
        .map(|entry| Declared {
            package: entry.package,
            theory: (entry.define)(),
            lawbreakers: (entry.lawbreakers)(),
        })
        .collect();
    all.sort_by(|a, b| a.theory.id.cmp(&b.theory.id));
    all
}

/// Returns the lawbreakers of every linked theory, with the id of the theory.
pub fn lawbreakers() -> Vec<(String, Lawbreaker)> {
    let mut all: Vec<(String, Lawbreaker)> = inventory::iter::<TheoryEntry>()
        .flat_map(|entry| {
            let id = (entry.define)().id;
            (entry.lawbreakers)()
                .into_iter()
                .map(move |b| (id.clone(), b))
        })
        .collect();
    all.sort_by(|a, b| (&a.0, a.1.model.id()).cmp(&(&b.0, b.1.model.id())));
    all
}
