//! Models that claim about the same laws, as one matrix.
//!
//! One matrix of all models and all laws is nearly empty when the models are of different kinds.
//! So models are gathered into families: matrices that are mostly full, with each model in one.

use super::claim_view::ClaimView;
use crate::report::numbers::counted;
use crate::report::standing::Standing;
use std::collections::{BTreeMap, BTreeSet};

/// A matrix of models and laws.
pub(super) struct Family {
    /// The columns, gathered by the theory that states them.
    pub theories: Vec<TheoryColumns>,
    pub rows: Vec<ModelRow>,
    /// How many models and claims there are.
    pub extent: String,
    /// How many claims are bad.
    pub bad: usize,
}

/// The laws of one theory.
pub(super) struct TheoryColumns {
    pub name: String,
    pub laws: Vec<LawColumn>,
}

impl TheoryColumns {
    /// Returns whether the name of the theory fits above its columns.
    pub(super) fn has_room(&self) -> bool {
        self.name.chars().count() <= self.laws.len() * 4
    }
}

pub(super) struct LawColumn {
    /// The whole id.
    pub id: String,
    /// The id without the theory.
    pub name: String,
    pub statement: String,
}

pub(super) struct ModelRow {
    pub model: String,
    pub language: String,
    pub about: String,
    pub bad: bool,
    pub cells: Vec<Cell>,
}

pub(super) struct Cell {
    /// The number of the claim and where it stands; nothing if the model does not claim the law.
    pub claim: Option<(usize, Standing)>,
    /// Whether the cell begins a theory.
    pub begins: bool,
}

/// The claims of one model by law.
type ByLaw<'a> = BTreeMap<&'a str, &'a ClaimView>;

struct Gathered<'a> {
    laws: BTreeSet<&'a str>,
    models: Vec<(&'a str, ByLaw<'a>)>,
    filled: usize,
}

impl<'a> Gathered<'a> {
    /// Returns how full the matrix would be with another model, in `0..=1`.
    fn fullness_with(&self, laws: &ByLaw<'a>) -> f64 {
        let more = laws.keys().filter(|law| !self.laws.contains(*law)).count();
        if more == laws.len() {
            return 0.0;
        }
        let size = (self.laws.len() + more) * (self.models.len() + 1);
        (self.filled + laws.len()) as f64 / size as f64
    }
}

/// The least part of a matrix that is filled.
const FULLNESS: f64 = 0.6;

/// Gathers claims, which are sorted by model, into families.
pub(super) fn families(claims: &[ClaimView]) -> Vec<Family> {
    let mut models: BTreeMap<&str, ByLaw<'_>> = BTreeMap::new();
    for claim in claims {
        models
            .entry(&claim.model)
            .or_default()
            .insert(&claim.law, claim);
    }
    let mut models: Vec<_> = models.into_iter().collect();
    // The largest models first: smaller ones then fit into their columns.
    models.sort_by_key(|(model, laws)| (std::cmp::Reverse(laws.len()), *model));

    let mut gathered: Vec<Gathered<'_>> = Vec::new();
    for (model, laws) in models {
        let fullest = gathered
            .iter_mut()
            .map(|family| (family.fullness_with(&laws), family))
            .filter(|(fullness, _)| *fullness >= FULLNESS)
            .max_by(|(a, _), (b, _)| a.total_cmp(b));
        match fullest {
            Some((_, family)) => {
                family.laws.extend(laws.keys());
                family.filled += laws.len();
                family.models.push((model, laws));
            }
            None => gathered.push(Gathered {
                laws: laws.keys().copied().collect(),
                filled: laws.len(),
                models: vec![(model, laws)],
            }),
        }
    }
    let mut families: Vec<Family> = gathered.into_iter().map(family).collect();
    // Families with bad claims first, then the large ones.
    families.sort_by_key(|f| (f.bad == 0, std::cmp::Reverse(f.rows.len())));
    families
}

fn family(gathered: Gathered<'_>) -> Family {
    let Gathered {
        laws,
        mut models,
        filled,
    } = gathered;
    models.sort_by_key(|(model, _)| *model);
    let mut theories: Vec<TheoryColumns> = Vec::new();
    for id in &laws {
        let (theory, name) = id.rsplit_once('.').unwrap_or(("", id));
        let statement = models
            .iter()
            .find_map(|(_, m)| m.get(id))
            .map(|c| c.statement.clone());
        let column = LawColumn {
            id: (*id).to_owned(),
            name: name.to_owned(),
            statement: statement.unwrap_or_default(),
        };
        match theories.last_mut() {
            Some(last) if last.name == theory => last.laws.push(column),
            _ => theories.push(TheoryColumns {
                name: theory.to_owned(),
                laws: vec![column],
            }),
        }
    }
    let rows: Vec<ModelRow> = models
        .iter()
        .map(|(model, m)| row(model, m, &theories))
        .collect();
    let is_bad = |c: &&&ClaimView| !c.standing.is_good();
    Family {
        theories,
        extent: format!(
            "{}, {}",
            counted(rows.len() as u64, "model"),
            counted(filled as u64, "claim")
        ),
        bad: models
            .iter()
            .flat_map(|(_, m)| m.values())
            .filter(is_bad)
            .count(),
        rows,
    }
}

fn row(model: &str, laws: &ByLaw<'_>, theories: &[TheoryColumns]) -> ModelRow {
    let any = laws.values().next();
    let cell = |(k, law): (usize, &LawColumn)| Cell {
        claim: laws.get(law.id.as_str()).map(|c| (c.number, c.standing)),
        begins: k == 0,
    };
    ModelRow {
        model: model.to_owned(),
        language: any.map(|c| c.language.clone()).unwrap_or_default(),
        about: any.map(|c| c.about.clone()).unwrap_or_default(),
        bad: laws.values().any(|c| !c.standing.is_good()),
        cells: theories
            .iter()
            .flat_map(|t| t.laws.iter().enumerate().map(cell))
            .collect(),
    }
}
