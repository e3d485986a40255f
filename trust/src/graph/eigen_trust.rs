//! EigenTrust, seeded (Kamvar, Schlosser, Garcia-Molina, 2003).

use super::room::{filled, marked, room_for};
use super::{Roots, TransitiveTrust, TrustGraph};
use crate::TrustError;
use crate::error::within;
use lawful_trace::workers::on_all_cores;
use rayon::prelude::*;

/// How many rows are summed at once. Sums are made by these pieces, in order, so that the result
/// does not depend on the number of threads.
const PIECE: usize = 8192;

/// Rounding keeps each round from being nearer than this to the exact one.
const ROUNDING: f64 = 4.0 * f64::EPSILON;

/// Rounds beyond those that are enough with exact numbers. More of them help no more.
const SPARE_ROUNDS: usize = 64;

/// Trust flows along edges in proportion to local trust, and a part `alpha` of it comes back to the
/// roots in each step: `t = (1 - alpha) Cᵀ t + alpha p`. Whoever trusts nobody trusts the roots.
///
/// The sum over all nodes is 1. **Sybil bound:** nodes that are no roots get together at most
/// `(1 - alpha) / alpha` times the trust that edges from outside bring them, however many they are
/// and whatever edges they have among themselves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EigenTrust {
    alpha: f64,
    tolerance: f64,
}

/// Trust of all nodes, with how it was reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Converged {
    /// The trust of each node.
    pub trust: Vec<f64>,
    /// How many rounds it took.
    pub rounds: usize,
    /// A bound on the distance from the exact solution: the sum of the absolute errors.
    pub error: f64,
}

impl EigenTrust {
    /// The usual parameters: `alpha` 0.5, tolerance 10^-9.
    pub const STANDARD: EigenTrust = EigenTrust {
        alpha: 0.5,
        tolerance: 1e-9,
    };

    /// Sets the weight of the roots and the tolerance.
    ///
    /// # Errors
    /// If `alpha` is not from 0.001 to 1, the tolerance is not from 10^-15 to 1, or the tolerance is
    /// finer than rounding allows for that `alpha`: 10^-12 can be reached with all of them.
    ///
    /// ```
    /// use lawful_trust::graph::EigenTrust;
    /// assert!(EigenTrust::new(0.001, 1e-12).is_ok());
    /// assert!(EigenTrust::new(0.001, 1e-15).is_err());
    /// ```
    pub fn new(alpha: f64, tolerance: f64) -> Result<EigenTrust, TrustError> {
        let eigen = EigenTrust {
            alpha: within("alpha", alpha, (0.001, 1.0), "from 0.001 to 1")?,
            tolerance: within("tolerance", tolerance, (1e-15, 1.0), "from 1e-15 to 1")?,
        };
        if tolerance < eigen.factor() * ROUNDING {
            return Err(TrustError::Number {
                what: "tolerance",
                value: tolerance,
                range: "that rounding allows for this alpha: 1e-12, or a larger alpha",
            });
        }
        Ok(eigen)
    }

    /// Returns how far the solution may be, in units of what the last round has moved: the map
    /// contracts by `1 - alpha`.
    fn factor(self) -> f64 {
        (1.0 - self.alpha) / self.alpha
    }

    /// Returns how many rounds are enough: the first one moves no more than 2.
    fn rounds(self) -> usize {
        let shrinks = self.tolerance / (2.0 * self.factor());
        // At `alpha` 1 this is no number, which a cast makes 0.
        let rounds = (shrinks.ln() / (1.0 - self.alpha).ln()).ceil();
        rounds as usize + SPARE_ROUNDS
    }

    /// Returns the weight of the roots.
    pub fn alpha(self) -> f64 {
        self.alpha
    }

    /// Computes the trust of all nodes.
    ///
    /// # Errors
    /// If a root is not in the graph, or rounding keeps the result from the tolerance.
    pub fn converge(self, graph: &TrustGraph, roots: &Roots) -> Result<Converged, TrustError> {
        roots.check(graph)?;
        on_all_cores(|| self.go_round(graph, roots))
    }

    fn go_round(self, graph: &TrustGraph, roots: &Roots) -> Result<Converged, TrustError> {
        let nodes = graph.nodes();
        let pieces = nodes.div_ceil(PIECE);
        // Nothing is written before there is room for everything.
        let (mut seed, mut trust) = (room_for(nodes)?, room_for(nodes)?);
        let (mut next, mut moves) = (room_for(nodes)?, filled(pieces, [0.0; 2])?);
        seed.resize(nodes, 0.0);
        for (node, share) in roots.shares() {
            if let Some(place) = seed.get_mut(*node as usize) {
                *place = *share;
            }
        }
        trust.extend_from_slice(&seed);
        next.resize(nodes, 0.0);
        // What those hold who trust nobody.
        let mut held = sum_pieces(
            nodes,
            |row| if graph.trusts[row] { 0.0 } else { trust[row] },
        );
        let mut error = f64::INFINITY;
        for rounds in 1..=self.rounds() {
            let to_roots = (1.0 - self.alpha) * held + self.alpha;
            next.par_chunks_mut(PIECE)
                .zip(&mut moves)
                .enumerate()
                .for_each(|(piece, (out, sums))| {
                    *sums = self.step(graph, &seed, &trust, to_roots, piece * PIECE, out);
                });
            let (mut moved, mut holding) = (0.0, 0.0);
            for [m, h] in &moves {
                moved += m;
                holding += h;
            }
            held = holding;
            std::mem::swap(&mut trust, &mut next);
            error = moved * self.factor();
            if error <= self.tolerance {
                return Ok(Converged {
                    trust,
                    rounds,
                    error,
                });
            }
        }
        Err(TrustError::Number {
            what: "error that rounding leaves in EigenTrust",
            value: error,
            range: "for the tolerance or for alpha that is larger",
        })
    }

    /// Computes some rows; returns how far they moved, and what those of them hold who trust nobody.
    fn step(
        self,
        graph: &TrustGraph,
        seed: &[f64],
        trust: &[f64],
        to_roots: f64,
        first: usize,
        out: &mut [f64],
    ) -> [f64; 2] {
        let (mut moved, mut held) = (0.0, 0.0);
        for (row, new) in (first..).zip(out) {
            let edges = graph.starts[row]..graph.starts[row + 1];
            let sources = &graph.sources[edges.clone()];
            let incoming: f64 = sources
                .iter()
                .zip(&graph.shares[edges])
                .map(|(source, share)| share * trust[*source as usize])
                .sum();
            *new = (1.0 - self.alpha) * incoming + to_roots * seed[row];
            moved += (*new - trust[row]).abs();
            if !graph.trusts[row] {
                held += *new;
            }
        }
        [moved, held]
    }
}

fn sum_pieces(rows: usize, term: impl Fn(usize) -> f64) -> f64 {
    (0..rows)
        .step_by(PIECE)
        .map(|start| (start..rows.min(start + PIECE)).map(&term).sum::<f64>())
        .sum()
}

impl TransitiveTrust for EigenTrust {
    fn name(&self) -> &'static str {
        "eigentrust"
    }

    fn about(&self) -> &'static str {
        "seeded EigenTrust: the stationary trust of a walk that returns to the roots"
    }

    fn trust(&self, graph: &TrustGraph, roots: &Roots) -> Result<Vec<f64>, TrustError> {
        self.converge(graph, roots).map(|converged| converged.trust)
    }

    fn sybil_bound(
        &self,
        graph: &TrustGraph,
        roots: &Roots,
        outsiders: &[u32],
    ) -> Result<f64, TrustError> {
        let trust = self.trust(graph, roots)?;
        let outside = marked(graph.nodes(), outsiders)?;
        let brought: f64 = outsiders
            .iter()
            .flat_map(|node| graph.incoming(*node))
            .filter(|(source, _)| !outside[*source as usize])
            .map(|(source, share)| share * trust[source as usize])
            .sum();
        // The tolerance is what the computed trust may be off.
        Ok(self.factor() * (brought + self.tolerance) + self.tolerance)
    }
}
