//! Simple operads of few operations, as tables: their laws are decided, not sampled.

use crate::theories::{Operad, operad};
use lawful::Sort;
use lawful::evidence::{Claim, Coverage, Evidence, LawEvidence, Proof, Shard, Tally};
use lawful::finite::TableError;
use lawful::finite::light::{self, Associativity, MOST_ELEMENTS};
use lawful::sort::Probe;
use lawful::theory::{LawDef, Theory};
use std::sync::OnceLock;

/// Up to this many operations all triples are visited; beyond, Light's test needs fewer.
const MOST_VISITED: usize = 48;

/// Operations for which a law of a finite operad fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiniteRefutation {
    /// The law: `left_identity`, `right_identity` or `associative`.
    pub law: &'static str,
    /// The operations, one for each variable of the law.
    pub operations: Vec<u16>,
    /// What the left side comes to.
    pub left: u16,
    /// What the right side comes to.
    pub right: u16,
}

/// The operations `0..n` of a simple operad, given by their table.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FiniteOperad {
    operations: usize,
    table: Vec<u16>,
    identity: u16,
}

/// A table that is no table of an operad.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FiniteOperadError {
    /// The table is malformed.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The identity is not an operation.
    #[error(
        "the identity `{identity}` is not one of the {operations} operations, which count from 0"
    )]
    Identity {
        /// The identity.
        identity: usize,
        /// The number of operations.
        operations: usize,
    },
}

impl FiniteOperad {
    /// Makes an operad from its table: entry `a * operations + b` is `a ∘ b`.
    ///
    /// ```
    /// use lawful_operad::FiniteOperad;
    /// let sum = FiniteOperad::new(3, vec![0, 1, 2, 1, 2, 0, 2, 0, 1], 0).unwrap();
    /// assert!(sum.evidence("demo.sum").is_good());
    /// let wrong = FiniteOperad::new(2, vec![0, 1, 1, 2], 0).map_err(|e| e.to_string());
    /// assert!(wrong.is_err_and(|e| e.contains('2')));
    /// ```
    ///
    /// # Errors
    /// If there are no operations or more than 4096, the length is not their square, an entry is
    /// not an operation, or the identity is not one.
    pub fn new(
        operations: usize,
        table: Vec<u16>,
        identity: usize,
    ) -> Result<FiniteOperad, FiniteOperadError> {
        // Validates everything about the table; the generators themselves are not needed here.
        if operations == 0 {
            return Err(TableError::Empty.into());
        }
        if operations > MOST_ELEMENTS {
            return Err(TableError::TooManyElements {
                elements: operations,
                most: MOST_ELEMENTS,
            }
            .into());
        }
        if table.len() != operations * operations {
            return Err(TableError::WrongLength {
                entries: table.len(),
                elements: operations,
            }
            .into());
        }
        if let Some(place) = table.iter().position(|e| usize::from(*e) >= operations) {
            return Err(TableError::EntryOutOfRange {
                row: place / operations,
                column: place % operations,
                entry: table.get(place).copied().map_or(0, usize::from),
                elements: operations,
            }
            .into());
        }
        match u16::try_from(identity) {
            Ok(unit) if identity < operations => Ok(FiniteOperad {
                operations,
                table,
                identity: unit,
            }),
            _ => Err(FiniteOperadError::Identity {
                identity,
                operations,
            }),
        }
    }

    /// Tabulates a model whose operations are finite.
    ///
    /// Returns `None` if they are not, there are more than 4096, or a composite is not among them.
    pub fn tabulate<M: Operad>(model: &M) -> Option<FiniteOperad> {
        let sort = model.operation();
        let all = sort.domain()?;
        let operations = all.len();
        if operations == 0 || operations > MOST_ELEMENTS {
            return None;
        }
        let mut probe = Probe::default();
        let mut place = |f: &M::Operation| {
            let found = all
                .iter()
                .position(|g| sort.equal(&mut probe, f, g, &[], 1))?;
            u16::try_from(found).ok()
        };
        let identity = place(&model.identity())?;
        let mut table = Vec::with_capacity(operations * operations);
        for a in all {
            for b in all {
                table.push(place(&model.compose(a, b))?);
            }
        }
        Some(FiniteOperad {
            operations,
            table,
            identity,
        })
    }

    /// Returns the number of operations.
    pub fn operations(&self) -> usize {
        self.operations
    }

    /// Returns the identity.
    pub fn identity(&self) -> u16 {
        self.identity
    }

    /// Returns `a ∘ b`; `None` if one of them is not an operation.
    pub fn get(&self, a: u16, b: u16) -> Option<u16> {
        if usize::from(b) >= self.operations {
            return None;
        }
        let place = usize::from(a) * self.operations + usize::from(b);
        self.table.get(place).copied()
    }

    /// Decides the laws, and returns `None` if one fails.
    pub(crate) fn prove(&self) -> Option<[Proof; 3]> {
        let n = self.operations as u64;
        let unit = usize::from(self.identity);
        let mut rows = self.table.chunks_exact(self.operations);
        let left = rows.nth(unit)?;
        let is_left = left.iter().enumerate().all(|(b, e)| usize::from(*e) == b);
        let mut rows = self.table.chunks_exact(self.operations).enumerate();
        let is_right = rows.all(|(a, row)| row.get(unit).is_some_and(|e| usize::from(*e) == a));
        if !is_left || !is_right {
            return None;
        }
        let associative = self.associativity()?;
        Some([
            Proof::WholeDomain { cases: n },
            Proof::WholeDomain { cases: n },
            associative,
        ])
    }

    /// Returns the rows of the table.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[u16]> {
        self.table.chunks_exact(self.operations)
    }

    /// Finds the smallest operations for which a law fails; the unit laws come first.
    ///
    /// ```
    /// use lawful_operad::FiniteOperad;
    /// let difference = FiniteOperad::new(3, vec![0, 1, 2, 1, 0, 1, 2, 1, 0], 0).unwrap();
    /// let found = difference.refutation().unwrap();
    /// assert_eq!((found.law, found.operations), ("associative", vec![1, 1, 2]));
    /// ```
    pub fn refutation(&self) -> Option<FiniteRefutation> {
        if self.prove().is_some() {
            return None;
        }
        let unit = self.identity;
        let all = || 0..u16::try_from(self.operations).unwrap_or(u16::MAX);
        for (law, left) in [("left_identity", true), ("right_identity", false)] {
            for a in all() {
                let value = if left {
                    self.get(unit, a)
                } else {
                    self.get(a, unit)
                };
                if let Some(value) = value.filter(|v| *v != a) {
                    return Some(FiniteRefutation {
                        law,
                        operations: vec![a],
                        left: value,
                        right: a,
                    });
                }
            }
        }
        for a in all() {
            for b in all() {
                for c in all() {
                    let left = self.get(self.get(a, b)?, c)?;
                    let right = self.get(a, self.get(b, c)?)?;
                    if left != right {
                        return Some(FiniteRefutation {
                            law: "associative",
                            operations: vec![a, b, c],
                            left,
                            right,
                        });
                    }
                }
            }
        }
        None
    }

    fn associativity(&self) -> Option<Proof> {
        let n = self.operations;
        if n > MOST_VISITED {
            return match light::check(n, &self.table).ok()? {
                Associativity::Proved(proof) => Some(proof.into()),
                Associativity::Refuted(_) => None,
            };
        }
        for from_a in self.table.chunks_exact(n) {
            for (ab, from_b) in from_a.iter().zip(self.table.chunks_exact(n)) {
                let from_ab = self.table.chunks_exact(n).nth(usize::from(*ab))?;
                // No exit inside a row: without a branch the loop is several times faster.
                let differs = from_ab.iter().zip(from_b).fold(false, |bad, (left, bc)| {
                    bad | (from_a.get(usize::from(*bc)) != Some(left))
                });
                if differs {
                    return None;
                }
            }
        }
        let cases = (n as u64).pow(3);
        Some(Proof::WholeDomain { cases })
    }

    /// Checks the laws and returns all evidence.
    ///
    /// The verdicts are *proved* or *refuted*: all cases are visited, or Light's test is applied.
    pub fn evidence(&self, id: &str) -> Evidence {
        match self.prove() {
            Some(proofs) => proved(id, proofs),
            None => slow_evidence(id, self.clone()),
        }
    }
}

impl Operad for FiniteOperad {
    type Operation = u16;

    fn operation(&self) -> Sort<u16> {
        let most = u16::try_from(self.operations).unwrap_or(u16::MAX);
        Sort::finite((0..most).collect::<Vec<_>>())
    }

    fn compose(&self, a: &u16, b: &u16) -> u16 {
        self.get(*a, *b).unwrap_or(self.identity)
    }

    fn identity(&self) -> u16 {
        self.identity
    }
}

/// The laws with their printed form, made once.
fn laws() -> &'static [(LawDef, String)] {
    static LAWS: OnceLock<Vec<(LawDef, String)>> = OnceLock::new();
    LAWS.get_or_init(|| {
        let theory = operad::Theory::define();
        let laws = theory.laws.into_iter().map(|law| {
            let statement = law.statement(&theory.signature);
            (law, statement)
        });
        laws.collect()
    })
}

pub(crate) fn proved(id: &str, proofs: [Proof; 3]) -> Evidence {
    let named = ["left_identity", "right_identity", "associative"];
    let proof_of = |law: &LawDef| {
        let at = named.iter().position(|name| *name == law.id.name)?;
        proofs.get(at).cloned()
    };
    let mut found: Vec<LawEvidence> = laws()
        .iter()
        .filter_map(|(law, statement)| {
            let proof = proof_of(law)?;
            let cases = match &proof {
                Proof::WholeDomain { cases } => *cases,
                Proof::Light { comparisons, .. } => *comparisons,
                _ => 0,
            };
            let tally = Tally {
                cases,
                proof: Some(proof),
                ..Tally::default()
            };
            Some(LawEvidence {
                law: law.id.to_string(),
                law_set: law.law_set,
                statement: statement.clone(),
                claim: Claim::Holds,
                floor: law.floor,
                coverage: Coverage::of_shard(Shard::WHOLE, tally),
            })
        })
        .collect();
    found.sort_by(|a, b| a.law.cmp(&b.law));
    Evidence {
        model: id.to_owned(),
        version: "0".to_owned(),
        language: "rust".to_owned(),
        theories: vec!["operad".to_owned()],
        about: String::new(),
        laws: found,
    }
}

/// Runs the checker, which finds and shrinks a counterexample.
pub(crate) fn slow_evidence<M: Operad>(id: &str, model: M) -> Evidence {
    lawful::evidence_of::<operad::Theory, _>(id, model).unwrap_or_else(|why| Evidence {
        model: why.to_string(),
        version: "0".to_owned(),
        language: "rust".to_owned(),
        theories: vec!["operad".to_owned()],
        about: String::new(),
        laws: Vec::new(),
    })
}
