//! Who has witnessed, in the order of the first time.

use super::{EventWindow, Words};
use foldhash::quality::RandomState;
use hashbrown::HashTable;
use serde::{Deserialize, Serialize};
use std::hash::BuildHasher;

/// Somebody on the other side of a witnessing, with the events that came from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Companion {
    /// The id.
    pub id: Box<str>,
    /// Which numbered events have been counted.
    #[serde(default, skip_serializing_if = "EventWindow::is_new")]
    pub events: EventWindow,
    /// What they have said of the entity; [`Words::NAMED`] for those whom the entity has witnessed.
    #[serde(default, skip_serializing_if = "Words::is_named")]
    pub words: Words,
}

/// A set of companions that keeps their order. Finding one takes as long among ten thousand as
/// among ten. Without companions it takes no memory beside the pointer.
#[derive(Clone, Default)]
pub(crate) struct Companions(Option<Box<Known>>);

#[derive(Clone, Default)]
struct Known {
    list: Vec<Companion>,
    places: HashTable<u32>,
    hasher: RandomState,
}

impl Companions {
    pub(crate) fn list(&self) -> &[Companion] {
        self.0.as_deref().map_or(&[], |known| &known.list)
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Companion> {
        let known = self.0.as_deref()?;
        let place = known.find(known.hasher.hash_one(id), id)?;
        known.list.get(place as usize)
    }

    pub(crate) fn contains(&self, id: &str) -> bool {
        self.get(id).is_some()
    }

    /// Returns the companion, a new one who has said nothing if the id is new.
    pub(crate) fn meet(&mut self, id: &str) -> Option<&mut Companion> {
        let known = self.0.get_or_insert_default();
        let hash = known.hasher.hash_one(id);
        let place = match known.find(hash, id) {
            Some(place) => place,
            None => known.add(hash, id.into()),
        };
        known.list.get_mut(place as usize)
    }

    /// Makes the set; of companions with one id the first is kept.
    pub(crate) fn from_list(list: Vec<Companion>) -> Companions {
        let mut all = Companions::default();
        for companion in list {
            if !all.contains(&companion.id)
                && let Some(kept) = all.meet(&companion.id)
            {
                (kept.events, kept.words) = (companion.events, companion.words);
            }
        }
        all
    }
}

impl Known {
    fn find(&self, hash: u64, id: &str) -> Option<u32> {
        let is = |place: &u32| self.list.get(*place as usize).is_some_and(|c| *c.id == *id);
        self.places.find(hash, is).copied()
    }

    fn add(&mut self, hash: u64, id: Box<str>) -> u32 {
        let place = self.list.len() as u32;
        self.list.push(Companion {
            id,
            events: EventWindow::default(),
            words: Words::NONE,
        });
        let Known {
            list,
            places,
            hasher,
        } = self;
        let rehash = |place: &u32| {
            list.get(*place as usize)
                .map_or(0, |companion| hasher.hash_one(&*companion.id))
        };
        places.insert_unique(hash, place, rehash);
        place
    }
}

impl PartialEq for Companions {
    fn eq(&self, other: &Companions) -> bool {
        self.list() == other.list()
    }
}

impl std::fmt::Debug for Companions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.list()).finish()
    }
}
