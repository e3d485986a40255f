//! Where the value of one variable comes from: what the population search varies.

use lawful::check::CaseJudge;
use lawful::rng::Rng;
use lawful::sort::AnySort;
use lawful::{Exception, Value};
use std::collections::HashSet;

/// The most values that are learnt.
const MOST_LEARNT: usize = 4_096;

/// The values that the search has learnt, as JSON: constants that were given, and what the model
/// compared values with.
#[derive(Default)]
pub struct Learnt {
    all: Vec<String>,
    known: HashSet<String>,
}

impl Learnt {
    /// Learns a value, unless it is known.
    pub fn learn(&mut self, value: &str) {
        if self.all.len() < MOST_LEARNT && !self.known.contains(value) {
            self.known.insert(value.to_owned());
            self.all.push(value.to_owned());
        }
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    fn get(&self, place: usize) -> Option<&str> {
        self.all.get(place).map(String::as_str)
    }
}

/// Where the value of one variable comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Gene {
    /// The sampler.
    Drawn,
    /// One of the edge values, by its number.
    Edge(usize),
    /// A value that was learnt, by its number, and a step away from it.
    Learnt(usize, i64),
    /// A value that was learnt, with one bit flipped.
    Flipped(usize, u32),
    /// The value of an earlier variable of the sort.
    Copy(usize),
}

impl Gene {
    /// Makes a gene at random.
    pub fn random(rng: &mut Rng, learnt: &Learnt) -> Gene {
        // The newest values are the most promising: the search has just come to them.
        let place = |rng: &mut Rng| {
            let (a, b) = (rng.below(learnt.len()), rng.below(learnt.len()));
            a.max(b)
        };
        match rng.below(10) {
            0..=5 if learnt.len() > 0 => Gene::Learnt(place(rng), 0),
            6 if learnt.len() > 0 => Gene::Learnt(place(rng), rng.below(9) as i64 - 4),
            7 if learnt.len() > 0 => Gene::Flipped(place(rng), rng.below(64) as u32),
            8 => Gene::Edge(rng.below(64)),
            9 => Gene::Copy(rng.below(4)),
            _ => Gene::Drawn,
        }
    }

    /// Makes a gene like this one.
    pub fn mutated(&self, rng: &mut Rng, learnt: &Learnt) -> Gene {
        match self {
            Gene::Learnt(place, step) if rng.below(3) == 0 => {
                Gene::Learnt(*place, step + rng.below(3) as i64 - 1)
            }
            Gene::Learnt(place, _) if rng.below(6) == 0 => {
                Gene::Flipped(*place, rng.below(64) as u32)
            }
            _ => Gene::random(rng, learnt),
        }
    }

    /// Makes a value.
    ///
    /// # Errors
    /// If the sampler raises.
    pub fn value(
        &self,
        sort: &dyn AnySort,
        rng: &mut Rng,
        learnt: &Learnt,
        earlier: &[Value],
    ) -> Result<Value, Exception> {
        let made = match self {
            Gene::Drawn => None,
            Gene::Edge(place) => {
                let edges = sort.edges();
                edges.get(place % edges.len().max(1)).cloned()
            }
            Gene::Learnt(place, step) => learnt.get(*place).and_then(|text| match step {
                0 => read(sort, text),
                step => number(text)
                    .and_then(|n| n.checked_add(i128::from(*step)))
                    .and_then(|n| read(sort, &n.to_string())),
            }),
            Gene::Flipped(place, bit) => learnt
                .get(*place)
                .and_then(number)
                .and_then(|n| read(sort, &(n ^ (1i128 << bit.min(&63))).to_string())),
            Gene::Copy(place) => earlier.get(place % earlier.len().max(1)).cloned(),
        };
        // What the sort does not know, and what is not there, is drawn.
        match made {
            Some(value) => Ok(value),
            None => Ok(sort.draw(rng, earlier)?.value),
        }
    }
}

fn number(text: &str) -> Option<i128> {
    text.parse().ok()
}

/// Reads a value, and makes sure that it is one the sampler means.
fn read(sort: &dyn AnySort, text: &str) -> Option<Value> {
    sort.read_plain(text).filter(|value| sort.accepts(value))
}

/// One configuration of the samplers: a gene for each variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Genes(pub Vec<Gene>);

impl Genes {
    pub fn random(variables: usize, rng: &mut Rng, learnt: &Learnt) -> Genes {
        Genes((0..variables).map(|_| Gene::random(rng, learnt)).collect())
    }

    /// Takes each gene from one of two parents.
    pub fn crossed(&self, other: &Genes, rng: &mut Rng) -> Genes {
        let pairs = self.0.iter().zip(&other.0);
        let either = |(a, b): (&Gene, &Gene)| {
            if rng.below(2) == 0 {
                a.clone()
            } else {
                b.clone()
            }
        };
        Genes(pairs.map(either).collect())
    }

    /// Changes one gene.
    pub fn mutated(&self, rng: &mut Rng, learnt: &Learnt) -> Genes {
        let mut genes = self.clone();
        let place = rng.below(genes.0.len());
        if let Some(gene) = genes.0.get_mut(place) {
            *gene = gene.mutated(rng, learnt);
        }
        genes
    }

    /// Makes the values of a case.
    ///
    /// # Errors
    /// If a sampler raises.
    pub fn values(
        &self,
        judge: &CaseJudge,
        rng: &mut Rng,
        learnt: &Learnt,
    ) -> Result<Vec<Value>, Exception> {
        let variables = &judge.law().variables;
        let mut values: Vec<Value> = Vec::with_capacity(variables.len());
        for ((sort, variable), gene) in judge.sorts().zip(variables).zip(&self.0) {
            let earlier: Vec<Value> = variables
                .iter()
                .zip(&values)
                .filter(|(other, _)| other.sort == variable.sort)
                .map(|(_, value)| value.clone())
                .collect();
            values.push(gene.value(&**sort, rng, learnt, &earlier)?);
        }
        Ok(values)
    }
}
