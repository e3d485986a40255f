//! Who witnessed those who witnessed: chains to a depth.

use crate::model::WitnessStanding;
use crate::{EntityTrust, TrustLevel};
use serde::Serialize;
use std::collections::BTreeSet;

/// An entity in a chain, with those next to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WitnessChain {
    /// The entity.
    pub entity_id: String,
    /// Its average trust; `None` if nothing is known of it.
    pub t3_average: Option<f64>,
    /// The level of that.
    pub level: Option<TrustLevel>,
    /// Those who witnessed it.
    pub witnessed_by: Vec<WitnessChain>,
    /// Those whom it has witnessed.
    pub has_witnessed: Vec<WitnessChain>,
}

/// How far a chain is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// How many steps, at most [`Reach::DEEPEST`].
    pub depth: usize,
    /// How many entities next to each one, the first ones.
    pub breadth: usize,
}

impl Reach {
    /// The most steps that are made, whatever is asked for.
    pub const DEEPEST: usize = 32;
}

impl Default for Reach {
    /// Three steps, ten entities each way.
    fn default() -> Reach {
        Reach {
            depth: 3,
            breadth: 10,
        }
    }
}

/// Returns the chain of an entity. `lookup` finds entities, in a store for instance; `None` means
/// that nothing is known.
///
/// Witnesses are followed to their witnesses, and the witnessed to those whom they witnessed. Each
/// entity is shown once each way, where it is met first, so circles end.
///
/// # Errors
/// Those of `lookup`.
///
/// ```
/// use lawful_trust::EntityTrust;
/// use lawful_trust::witness::{Reach, witness_chain};
/// let now = "2026-01-24T12:00:00Z".parse().unwrap();
/// let mut files = EntityTrust::new("mcp:files", now).unwrap();
/// files.receive_witness("role:auditor", true, 0.5).unwrap();
/// let lookup = |id: &str| Ok::<_, ()>((id == "mcp:files").then(|| files.clone()));
/// let chain = witness_chain("mcp:files", Reach::default(), lookup).unwrap();
/// assert_eq!(chain.witnessed_by[0].entity_id, "role:auditor");
/// assert_eq!(chain.witnessed_by[0].t3_average, None);
/// ```
pub fn witness_chain<E>(
    id: &str,
    reach: Reach,
    mut lookup: impl FnMut(&str) -> Result<Option<EntityTrust>, E>,
) -> Result<WitnessChain, E> {
    let depth = reach.depth.min(Reach::DEEPEST);
    let entity = lookup(id)?;
    let mut chain = link(id, entity.as_ref());
    for up in [true, false] {
        let mut met = BTreeSet::from([id.to_owned()]);
        let next = neighbours(entity.as_ref(), up, reach.breadth, &mut met);
        let links = follow(next, up, depth, reach.breadth, &mut met, &mut lookup)?;
        if up {
            chain.witnessed_by = links;
        } else {
            chain.has_witnessed = links;
        }
    }
    Ok(chain)
}

fn link(id: &str, entity: Option<&EntityTrust>) -> WitnessChain {
    WitnessChain {
        entity_id: id.to_owned(),
        t3_average: entity.map(EntityTrust::t3_average),
        level: entity.map(EntityTrust::trust_level),
        witnessed_by: Vec::new(),
        has_witnessed: Vec::new(),
    }
}

fn neighbours(
    entity: Option<&EntityTrust>,
    up: bool,
    breadth: usize,
    met: &mut BTreeSet<String>,
) -> Vec<String> {
    let Some(entity) = entity else {
        return Vec::new();
    };
    let new = |id: &&str| met.insert((*id).to_owned());
    if up {
        entity
            .witnessed_by()
            .take(breadth)
            .filter(new)
            .map(str::to_owned)
            .collect()
    } else {
        entity
            .has_witnessed()
            .take(breadth)
            .filter(new)
            .map(str::to_owned)
            .collect()
    }
}

fn follow<E>(
    ids: Vec<String>,
    up: bool,
    depth: usize,
    breadth: usize,
    met: &mut BTreeSet<String>,
    lookup: &mut impl FnMut(&str) -> Result<Option<EntityTrust>, E>,
) -> Result<Vec<WitnessChain>, E> {
    if depth == 0 {
        return Ok(Vec::new());
    }
    let mut links = Vec::with_capacity(ids.len());
    for id in ids {
        let entity = lookup(&id)?;
        let mut one = link(&id, entity.as_ref());
        let next = neighbours(entity.as_ref(), up, breadth, met);
        let further = follow(next, up, depth - 1, breadth, met, lookup)?;
        if up {
            one.witnessed_by = further;
        } else {
            one.has_witnessed = further;
        }
        links.push(one);
    }
    Ok(links)
}

impl WitnessChain {
    /// Returns the mean of the average trust of the direct witnesses that are known; 0 if there are
    /// none.
    pub fn witness_trust(&self) -> f64 {
        let known: Vec<f64> = self
            .witnessed_by
            .iter()
            .filter_map(|w| w.t3_average)
            .collect();
        if known.is_empty() {
            0.0
        } else {
            known.iter().sum::<f64>() / known.len() as f64
        }
    }

    /// Returns what the published packages call transitive trust: 0.7 of the own trust and 0.3 of
    /// the witnesses' mean. It has no bound for sybils; for one, use
    /// [`transitive_trust`](crate::graph::transitive_trust).
    pub fn published_transitive_trust(&self) -> f64 {
        let own = self.t3_average.unwrap_or(WitnessStanding::UNKNOWN.trust());
        0.7 * own + 0.3 * self.witness_trust()
    }
}
