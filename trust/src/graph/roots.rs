//! Whom one trusts to begin with.

use super::TrustGraph;
use super::room::push;
use crate::TrustError;
use crate::error::within;

/// The roots of trust: nodes with weights, of which the shares are taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Roots(pub(super) Vec<(u32, f64)>);

impl Roots {
    /// Makes roots. Weights of one node add up; nodes of weight 0 are left out.
    ///
    /// # Errors
    /// If a weight is negative or not finite, all are 0, or there is no memory for them.
    ///
    /// ```
    /// use lawful_trust::graph::Roots;
    /// assert_eq!(Roots::new([(7, 1.0), (3, 3.0)]).unwrap().shares(), [(3, 0.75), (7, 0.25)]);
    /// assert!(Roots::new([]).is_err());
    /// ```
    pub fn new(weights: impl IntoIterator<Item = (u32, f64)>) -> Result<Roots, TrustError> {
        let mut all: Vec<(u32, f64)> = Vec::new();
        for (node, weight) in weights {
            within("weight of a root", weight, (0.0, 1e150), "from 0 to 1e150")?;
            if weight > 0.0 {
                push(&mut all, (node, weight))?;
            }
        }
        all.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        all.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        // A sum of nothing begins with the negative zero.
        let sum: f64 = all.iter().fold(0.0, |sum, (_, weight)| sum + weight);
        within(
            "sum of the roots' weights",
            sum,
            (f64::MIN_POSITIVE, f64::MAX),
            "above 0: name somebody whom you trust",
        )?;
        for (_, weight) in &mut all {
            *weight /= sum;
        }
        Ok(Roots(all))
    }

    /// Makes roots of names.
    ///
    /// # Errors
    /// As [`Roots::new`], and if the graph has no node of a name.
    pub fn named<'n>(
        graph: &TrustGraph,
        weights: impl IntoIterator<Item = (&'n str, f64)>,
    ) -> Result<Roots, TrustError> {
        let mut found = Vec::new();
        for (name, weight) in weights {
            let node = graph.node(name).ok_or_else(|| {
                let name = name.chars().take(80).flat_map(char::escape_debug);
                TrustError::Root(name.collect())
            })?;
            push(&mut found, (node, weight))?;
        }
        Roots::new(found)
    }

    /// Returns the nodes with their shares, sorted by node; the shares sum to 1.
    pub fn shares(&self) -> &[(u32, f64)] {
        &self.0
    }

    /// Refuses roots that a graph does not have.
    pub(super) fn check(&self, graph: &TrustGraph) -> Result<(), TrustError> {
        match self.0.last() {
            Some((node, _)) if *node as usize >= graph.nodes() => Err(TrustError::Node {
                what: "root",
                node: *node as usize,
                nodes: graph.nodes(),
            }),
            _ => Ok(()),
        }
    }
}
