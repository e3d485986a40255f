//! Which boxes come before which.

use super::{Diagram, Source};

impl Diagram {
    /// Returns the layer of each box: 0 if it needs no other box, otherwise one more than the highest
    /// that it needs.
    ///
    /// # Errors
    /// A circle of boxes; the first one is there again at the end.
    pub(super) fn layers(&self) -> Result<Vec<usize>, Vec<usize>> {
        let count = self.boxes.len();
        let needs: Vec<Vec<usize>> = self
            .feeds
            .iter()
            .take(count)
            .map(|sources| {
                let boxes = sources.iter().filter_map(|source| match source {
                    Source::Box(b, _) => Some(*b),
                    Source::Outer(_) => None,
                });
                boxes.collect()
            })
            .collect();
        let mut layers: Vec<Option<usize>> = vec![None; count];
        for start in 0..count {
            // The boxes on the way, each with how many of its needs were looked at.
            let mut way = vec![(start, 0usize)];
            while let Some((b, looked)) = way.last().copied() {
                let own = needs.get(b).map(Vec::as_slice).unwrap_or_default();
                if layers.get(b).copied().flatten().is_some() {
                    way.pop();
                } else if let Some(next) = own.get(looked) {
                    if let Some(top) = way.last_mut() {
                        top.1 += 1;
                    }
                    if let Some(from) = way.iter().position(|(other, _)| other == next) {
                        // The way goes from needing to needed: backwards along the wires.
                        let mut circle: Vec<usize> =
                            way.iter().skip(from).map(|(b, _)| *b).rev().collect();
                        circle.extend(circle.first().copied());
                        return Err(circle);
                    }
                    way.push((*next, 0));
                } else {
                    let layer = own
                        .iter()
                        .filter_map(|n| layers.get(*n).copied().flatten())
                        .map(|layer| layer + 1)
                        .max();
                    if let Some(slot) = layers.get_mut(b) {
                        *slot = Some(layer.unwrap_or(0));
                    }
                    way.pop();
                }
            }
        }
        Ok(layers.into_iter().map(|layer| layer.unwrap_or(0)).collect())
    }
}
