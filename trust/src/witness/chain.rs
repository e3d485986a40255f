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
    /// How many more witnessed it than the breadth lets follow; 0 where the depth ends.
    pub more_witnessed_by: usize,
    /// Those whom it has witnessed.
    pub has_witnessed: Vec<WitnessChain>,
    /// How many more it has witnessed than the breadth lets follow; 0 where the depth ends.
    pub more_has_witnessed: usize,
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
/// entity is shown once each way, as near as it is, so circles end.
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
    let entity = lookup(id)?;
    let mut up = follow(id, entity.as_ref(), Way::Witnesses, reach, &mut lookup)?;
    let down = follow(id, entity.as_ref(), Way::Witnessed, reach, &mut lookup)?;
    (up.has_witnessed, up.more_has_witnessed) = (down.has_witnessed, down.more_has_witnessed);
    Ok(up)
}

/// Which way a chain is followed.
#[derive(Clone, Copy)]
enum Way {
    Witnesses,
    Witnessed,
}

impl Way {
    /// Returns the first ones next to an entity, and how many more there are.
    fn next(self, entity: Option<&EntityTrust>, breadth: usize) -> (Vec<String>, usize) {
        fn first<'e>(
            all: impl ExactSizeIterator<Item = &'e str>,
            breadth: usize,
        ) -> (Vec<String>, usize) {
            let more = all.len().saturating_sub(breadth);
            (all.take(breadth).map(str::to_owned).collect(), more)
        }
        match (self, entity) {
            (_, None) => (Vec::new(), 0),
            (Way::Witnesses, Some(entity)) => first(entity.witnessed_by(), breadth),
            (Way::Witnessed, Some(entity)) => first(entity.has_witnessed(), breadth),
        }
    }
}

/// A link that was found, and next to which one; `None` is the beginning.
struct Found {
    beside: Option<usize>,
    link: WitnessChain,
}

/// Follows a chain level by level, so that everybody is found by the shortest way.
fn follow<E>(
    id: &str,
    beginning: Option<&EntityTrust>,
    way: Way,
    reach: Reach,
    lookup: &mut impl FnMut(&str) -> Result<Option<EntityTrust>, E>,
) -> Result<WitnessChain, E> {
    let depth = reach.depth.min(Reach::DEEPEST);
    let mut met = BTreeSet::from([id.to_owned()]);
    let mut found: Vec<Found> = Vec::new();
    let mut first = WitnessChain::of(id, beginning);
    let mut level = Vec::new();
    if depth > 0 {
        let (next, more) = way.next(beginning, reach.breadth);
        first.set_more(way, more);
        level.extend(next.into_iter().map(|id| (None, id)));
    }
    for step in 1..=depth {
        let mut next_level = Vec::new();
        for (beside, id) in level {
            if !met.insert(id.clone()) {
                continue;
            }
            let entity = lookup(&id)?;
            let mut link = WitnessChain::of(&id, entity.as_ref());
            if step < depth {
                let (next, more) = way.next(entity.as_ref(), reach.breadth);
                link.set_more(way, more);
                let here = Some(found.len());
                next_level.extend(next.into_iter().map(|id| (here, id)));
            }
            found.push(Found { beside, link });
        }
        level = next_level;
    }
    // Every link comes after the one next to which it was found, so the last one is complete. They
    // are put there the last one first.
    while let Some(Found { beside, mut link }) = found.pop() {
        link.links(way).reverse();
        let place = beside.and_then(|beside| found.get_mut(beside));
        let beside = place.map_or(&mut first, |found| &mut found.link);
        beside.links(way).push(link);
    }
    first.links(way).reverse();
    Ok(first)
}

impl WitnessChain {
    fn of(id: &str, entity: Option<&EntityTrust>) -> WitnessChain {
        WitnessChain {
            entity_id: id.to_owned(),
            t3_average: entity.map(EntityTrust::t3_average),
            level: entity.map(EntityTrust::trust_level),
            witnessed_by: Vec::new(),
            more_witnessed_by: 0,
            has_witnessed: Vec::new(),
            more_has_witnessed: 0,
        }
    }

    fn links(&mut self, way: Way) -> &mut Vec<WitnessChain> {
        match way {
            Way::Witnesses => &mut self.witnessed_by,
            Way::Witnessed => &mut self.has_witnessed,
        }
    }

    fn set_more(&mut self, way: Way, more: usize) {
        match way {
            Way::Witnesses => self.more_witnessed_by = more,
            Way::Witnessed => self.more_has_witnessed = more,
        }
    }

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
