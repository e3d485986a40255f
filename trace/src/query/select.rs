//! Answering queries.

use super::index::Index;
use super::names::Names;
use super::query::Query;
use crate::ledger::Ledger;
use crate::node::TraceNode;
use std::ops::Range;

/// Positions to look at, in ascending order.
#[derive(Clone)]
enum Candidates<'i> {
    /// All in a range.
    Range(Range<u32>),
    /// Those in a list.
    List(&'i [u32]),
}

impl Candidates<'_> {
    fn len(&self) -> usize {
        match self {
            Candidates::Range(range) => range.len(),
            Candidates::List(list) => list.len(),
        }
    }

    fn take(&mut self, last: bool) -> Option<u32> {
        match self {
            Candidates::Range(range) if last => range.next_back(),
            Candidates::Range(range) => range.next(),
            Candidates::List(list) => {
                let (taken, rest) = if last {
                    list.split_last()?
                } else {
                    list.split_first()?
                };
                *list = rest;
                Some(*taken)
            }
        }
    }
}

/// The indices of the nodes that a query asks for.
pub struct Matches<'i> {
    index: &'i Index,
    query: &'i Query,
    candidates: Candidates<'i>,
    /// The numbers that origin, kind and walk must have.
    numbers: [Option<u32>; 3],
    left: usize,
}

impl Matches<'_> {
    fn holds(&self, position: u32) -> bool {
        let (at, query) = (position as usize, self.query);
        let columns = [
            &self.index.origin_of,
            &self.index.kind_of,
            &self.index.walk_of,
        ];
        let time = self.index.times.get(at).copied().unwrap_or(0);
        let named = self
            .numbers
            .iter()
            .zip(columns)
            .all(|(number, column)| number.is_none_or(|n| column.get(at) == Some(&n)));
        named
            && query.since.is_none_or(|since| time >= since)
            && query.until.is_none_or(|until| time < until)
            && query.tags.iter().all(|tag| {
                let positions = self.index.tags.positions(tag);
                positions.binary_search(&position).is_ok()
            })
    }
}

impl Iterator for Matches<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.left = self.left.checked_sub(1)?;
        loop {
            let position = self.candidates.take(self.query.newest_first)?;
            if self.holds(position) {
                return Some(self.index.first + u64::from(position));
            }
        }
    }
}

impl std::iter::FusedIterator for Matches<'_> {}

impl Index {
    /// Returns the indices of the nodes that a query asks for. A condition on the id is left to
    /// [`Index::select`]: the ledger itself finds ids.
    pub fn matches<'i>(&'i self, query: &'i Query) -> Matches<'i> {
        let mut range = 0..self.times.len() as u32;
        if let Some(indices) = &query.indices {
            let position = |index: u64| {
                let position = index.saturating_sub(self.first);
                u32::try_from(position).unwrap_or(u32::MAX).min(range.end)
            };
            range = position(indices.start)..position(indices.end);
        }
        if self.in_order {
            let before = |time: i64| self.times.partition_point(|t| *t < time) as u32;
            let start = query.since.map_or(range.start, before).max(range.start);
            let end = query.until.map_or(range.end, before).min(range.end);
            range = start..end;
        }
        range.end = range.end.max(range.start);
        let fields = [
            (&query.origin, &self.origins),
            (&query.kind, &self.kinds),
            (&query.walk, &self.walks),
        ];
        let number = |(asked, names): (&Option<String>, &Names)| {
            // A name that no node has is a number that no node has.
            let asked = asked.as_ref()?;
            Some(names.number(asked).unwrap_or(u32::MAX - 1))
        };
        let numbers = fields.map(number);
        let named = fields
            .into_iter()
            .filter_map(|(asked, names)| Some(names.positions(asked.as_ref()?)));
        let tagged = query.tags.iter().map(|tag| self.tags.positions(tag));
        let within = |positions: &'i [u32]| {
            let at = |end: u32| positions.partition_point(|position| *position < end);
            positions
                .get(at(range.start)..at(range.end))
                .unwrap_or_default()
        };
        let shortest = named
            .chain(tagged)
            .map(within)
            .min_by_key(|list| list.len());
        Matches {
            index: self,
            query,
            numbers,
            left: query.limit.unwrap_or(usize::MAX),
            candidates: match shortest {
                Some(list) => Candidates::List(list),
                None => Candidates::Range(range),
            },
        }
    }

    /// Returns the nodes that a query asks for, with their indices, as the ledger has them; each is
    /// compared with the query once more.
    pub fn select<'q>(
        &'q self,
        ledger: &'q dyn Ledger,
        query: &'q Query,
    ) -> impl Iterator<Item = (u64, TraceNode)> + 'q {
        let by_id = query.id.as_ref().map(|id| {
            let index = ledger.index_of(id);
            index.filter(|index| (self.first..self.end()).contains(index))
        });
        // With an id there is one candidate; the limit is applied at the end.
        let (one, all) = match by_id {
            Some(one) => (one, None),
            None => (None, Some(self.matches(query))),
        };
        one.into_iter()
            .chain(all.into_iter().flatten())
            .filter_map(|index| Some((index, ledger.get(index)?)))
            .filter(|(index, node)| query.matches(*index, node.view()))
            .take(query.limit.unwrap_or(usize::MAX))
    }

    /// Counts the nodes that a query asks for, up to its limit, without reading them. A condition on
    /// the id is passed over; ids are unique.
    pub fn count(&self, query: &Query) -> u64 {
        let matches = self.matches(query);
        let conditions = matches.numbers.iter().flatten().count() + query.tags.len();
        let times = query.since.is_some() || query.until.is_some();
        // One list that is the answer need not be walked through.
        if conditions <= 1 && (!times || self.in_order) {
            return matches.candidates.len().min(matches.left) as u64;
        }
        matches.count() as u64
    }
}
