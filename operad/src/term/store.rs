//! Terms as numbers: equal terms are one node, however often they are used.

use super::{OpId, Signature, SortId};
use hashbrown::HashTable;

/// The largest number of different nodes of a store.
pub const MOST_NODES: usize = 1 << 27;

/// The bit that tells a variable from an operation.
const VARIABLE: u32 = 1 << 31;

/// A term of a store. Equal terms of one store have equal ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermId(pub(super) u32);

impl TermId {
    /// Returns the place in the store.
    pub(super) fn place(self) -> usize {
        self.0 as usize
    }
}

/// A variable of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VarId(pub(super) u32);

impl VarId {
    /// Returns the place in the order of declaration, from 0.
    pub(crate) fn number(self) -> u32 {
        self.0
    }
}

/// What a term begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Head {
    /// A variable.
    Var(VarId),
    /// An operation.
    Op(OpId),
}

/// A term that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermError {
    /// The number of arguments is wrong.
    #[error("`{op}` takes {wanted} arguments, but {given} are given")]
    Arity {
        /// The operation.
        op: String,
        /// How many it takes.
        wanted: usize,
        /// How many are given.
        given: usize,
    },
    /// An argument has the wrong sort.
    #[error("argument {place} of `{op}` is a `{wanted}`, but `{given}` is given")]
    Sort {
        /// The operation.
        op: String,
        /// The argument, from 1.
        place: usize,
        /// The sort that it takes.
        wanted: String,
        /// The sort that is given.
        given: String,
    },
    /// The operation is not in the signature.
    #[error("the operation is not one of this signature")]
    Unknown,
    /// There is no such term.
    #[error("the term is not one of this store")]
    Foreign,
    /// There are too many nodes.
    #[error("there are too many terms; a store holds at most {MOST_NODES} different ones")]
    Full,
    /// The name of a variable is not one, or names an operation.
    #[error("`{0}` cannot name a variable: it is no name, or an operation has it")]
    Variable(String),
}

/// A store of terms over one signature.
pub struct Terms {
    pub(super) signature: Signature,
    heads: Vec<u32>,
    /// Where the arguments of each node end; they begin where those of the node before end.
    ends: Vec<u32>,
    arguments: Vec<TermId>,
    sizes: Vec<u64>,
    table: HashTable<Entry>,
    variables: Vec<(String, SortId)>,
}

/// A node in the table. Its hash is kept, so that growing the table does not visit the nodes.
#[derive(Clone, Copy)]
struct Entry {
    node: u32,
    hash: u32,
}

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(hash: u64, word: u32) -> u64 {
    let product = u128::from(hash ^ u64::from(word)) * u128::from(MIX);
    (product as u64) ^ ((product >> 64) as u64)
}

fn hash(head: u32, arguments: &[TermId]) -> u32 {
    let start = mix(MIX.rotate_left(32), head);
    let mixed = arguments.iter().fold(start, |hash, argument| {
        mix(hash.rotate_left(23), argument.0)
    });
    (mixed >> 32) as u32
}

/// Spreads the kept half over all bits, of which the table uses the highest and the lowest.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(MIX)
}

impl Terms {
    /// Makes an empty store.
    pub fn new(signature: Signature) -> Terms {
        Terms {
            signature,
            heads: Vec::new(),
            ends: Vec::new(),
            arguments: Vec::new(),
            sizes: Vec::new(),
            table: HashTable::new(),
            variables: Vec::new(),
        }
    }

    /// Returns the signature.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// Returns the number of different nodes.
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// Returns whether there is no term yet.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// Returns the variable with a name, of the first sort of the signature.
    ///
    /// # Errors
    /// If the name is not one, or an operation has it.
    pub fn variable(&mut self, name: &str) -> Result<TermId, TermError> {
        self.variable_of(name, SortId(0))
    }

    /// Returns the variable with a name and a sort.
    ///
    /// # Errors
    /// If the name is not one, an operation has it, or a variable of another sort.
    pub fn variable_of(&mut self, name: &str, sort: SortId) -> Result<TermId, TermError> {
        let refuse = || TermError::Variable(name.chars().take(80).collect());
        let found = self.variables.iter().position(|(n, _)| n == name);
        let place = match found {
            Some(place) if self.variables.get(place).is_some_and(|(_, s)| *s == sort) => place,
            Some(_) => return Err(refuse()),
            None => {
                if !super::signature::is_name(name) || self.signature.find(name).is_some() {
                    return Err(refuse());
                }
                self.variables.push((name.to_owned(), sort));
                self.variables.len() - 1
            }
        };
        self.insert(place as u32 | VARIABLE, &[], 1)
    }

    /// Returns the variable with a name, if there is one.
    pub fn find_variable(&self, name: &str) -> Option<VarId> {
        let place = self.variables.iter().position(|(n, _)| n == name)?;
        Some(VarId(place as u32))
    }

    /// Returns a variable of this store as a term.
    pub fn variable_term(&mut self, variable: VarId) -> Option<TermId> {
        self.variables.get(variable.0 as usize)?;
        self.insert(variable.0 | VARIABLE, &[], 1).ok()
    }

    /// Returns the name of a variable; `?` if it is not one of this store.
    pub fn variable_name(&self, variable: VarId) -> &str {
        self.variables
            .get(variable.0 as usize)
            .map_or("?", |(name, _)| name)
    }

    /// Returns an operation applied to arguments.
    ///
    /// # Errors
    /// If the number or the sorts of the arguments are wrong, or the store is full.
    pub fn apply(&mut self, op: OpId, arguments: &[TermId]) -> Result<TermId, TermError> {
        let declared = self.signature.get(op).ok_or(TermError::Unknown)?;
        if declared.inputs.len() != arguments.len() {
            return Err(TermError::Arity {
                op: declared.name.clone(),
                wanted: declared.inputs.len(),
                given: arguments.len(),
            });
        }
        let mut size = 1u64;
        // With one sort there is nothing to compare.
        if self.signature.is_single() {
            for argument in arguments {
                let part = self.sizes.get(argument.0 as usize);
                size = size.saturating_add(*part.ok_or(TermError::Foreign)?);
            }
            return self.insert(op.0, arguments, size);
        }
        for (place, (argument, wanted)) in arguments.iter().zip(&declared.inputs).enumerate() {
            let given = self.sort_of(*argument).ok_or(TermError::Foreign)?;
            if given != *wanted {
                return Err(TermError::Sort {
                    op: declared.name.clone(),
                    place: place + 1,
                    wanted: self.signature.sort_name(*wanted).to_owned(),
                    given: self.signature.sort_name(given).to_owned(),
                });
            }
            size = size.saturating_add(self.size(*argument));
        }
        self.insert(op.0, arguments, size)
    }

    /// Finds the node or makes it.
    pub(super) fn insert(
        &mut self,
        head: u32,
        arguments: &[TermId],
        size: u64,
    ) -> Result<TermId, TermError> {
        let hash = hash(head, arguments);
        let found = self.table.find(spread(hash), |entry| {
            entry.hash == hash
                && self.head_code(entry.node) == Some(head)
                && self.args(TermId(entry.node)) == arguments
        });
        if let Some(entry) = found {
            return Ok(TermId(entry.node));
        }
        let room = self.arguments.len() + arguments.len() < u32::MAX as usize;
        if self.heads.len() >= MOST_NODES || !room {
            return Err(TermError::Full);
        }
        let node = self.heads.len() as u32;
        self.heads.push(head);
        self.arguments.extend_from_slice(arguments);
        self.ends.push(self.arguments.len() as u32);
        self.sizes.push(size);
        let entry = Entry { node, hash };
        self.table
            .insert_unique(spread(hash), entry, |entry| spread(entry.hash));
        Ok(TermId(node))
    }

    fn head_code(&self, node: u32) -> Option<u32> {
        self.heads.get(node as usize).copied()
    }

    /// Returns what a term begins with; `None` if it is not one of this store.
    pub fn head(&self, term: TermId) -> Option<Head> {
        let code = self.head_code(term.0)?;
        Some(if code & VARIABLE == 0 {
            Head::Op(OpId(code))
        } else {
            Head::Var(VarId(code & !VARIABLE))
        })
    }

    /// Returns the operation that a term begins with, if it is no variable.
    pub fn op(&self, term: TermId) -> Option<OpId> {
        match self.head(term)? {
            Head::Op(op) => Some(op),
            Head::Var(_) => None,
        }
    }

    /// Returns the arguments of a term.
    pub fn args(&self, term: TermId) -> &[TermId] {
        slice(&self.ends, &self.arguments, term.0)
    }

    /// Returns the sort of a term.
    pub fn sort_of(&self, term: TermId) -> Option<SortId> {
        match self.head(term)? {
            Head::Op(op) => Some(self.signature.get(op)?.output),
            Head::Var(v) => Some(self.variables.get(v.0 as usize)?.1),
        }
    }

    /// Returns the sort of each variable.
    pub(super) fn variable_sort(&self, variable: VarId) -> Option<SortId> {
        Some(self.variables.get(variable.0 as usize)?.1)
    }

    /// Returns the number of nodes of a term as a tree; the largest number if there are more.
    pub fn size(&self, term: TermId) -> u64 {
        self.sizes.get(term.0 as usize).copied().unwrap_or(0)
    }

    /// Returns the different nodes of a term, arguments before what they are arguments of.
    pub fn nodes(&self, term: TermId) -> Vec<TermId> {
        let mut seen = vec![false; term.0 as usize + 1];
        // Arguments are older than what they are arguments of: one pass from the newest suffices.
        if let Some(last) = seen.last_mut() {
            *last = true;
        }
        for node in (0..=term.0).rev() {
            if seen.get(node as usize) == Some(&true) {
                for argument in self.args(TermId(node)) {
                    if let Some(place) = seen.get_mut(argument.0 as usize) {
                        *place = true;
                    }
                }
            }
        }
        (0..=term.0)
            .filter(|node| seen.get(*node as usize) == Some(&true))
            .map(TermId)
            .collect()
    }

    /// Returns the variables of a term, each once, in the order of their declaration.
    pub fn variables(&self, term: TermId) -> Vec<VarId> {
        let mut found: Vec<VarId> = self
            .nodes(term)
            .into_iter()
            .filter_map(|node| match self.head(node)? {
                Head::Var(v) => Some(v),
                Head::Op(_) => None,
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn slice<'a>(ends: &[u32], all: &'a [TermId], node: u32) -> &'a [TermId] {
    let node = node as usize;
    let from = match node {
        0 => 0,
        _ => ends.get(node - 1).copied().unwrap_or(0),
    };
    let to = ends.get(node).copied().unwrap_or(from);
    all.get(from as usize..to as usize).unwrap_or_default()
}
