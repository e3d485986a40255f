//! Turns stores into models of the machines.

use super::simple_map::{both, day, id, number, saved, told};
use super::{Answer, EntityStore, Lasting, Seen, StoreError, Storing, TrustStore};
use crate::EntityTrust;

/// Where stores can be started: the ground is what survives when a store is closed.
pub trait Ground: Send + Sync + 'static {
    /// What survives: a folder, a part of a server.
    type Place: Send + Sync + 'static;

    /// Makes a place on which no store has been.
    ///
    /// # Errors
    /// If there is none to be had.
    fn place(&self) -> Result<Self::Place, StoreError>;

    /// Opens the store at a place.
    ///
    /// # Errors
    /// If it cannot be opened.
    fn open(&self, place: &Self::Place) -> Result<Box<dyn EntityStore>, StoreError>;
}

/// A store as a model of [`Storing`] and [`Lasting`].
pub struct Keeps<G>(pub G);

/// A running store, or why there is none: then every command answers so.
pub struct LiveStore<G: Ground> {
    // Dropped before the place that it is at.
    store: Result<TrustStore, Answer>,
    place: Option<G::Place>,
}

/// A box of a store is a store.
struct Boxed(Box<dyn EntityStore>);

impl EntityStore for Boxed {
    fn find(&self, id: &str) -> Result<Option<EntityTrust>, StoreError> {
        self.0.find(id)
    }
    fn transact(&self, ids: &[&str], change: &mut super::Change<'_>) -> Result<(), StoreError> {
        self.0.transact(ids, change)
    }
    fn put(&self, entity: &EntityTrust) -> Result<(), StoreError> {
        self.0.put(entity)
    }
    fn list(&self, beginning: &str) -> Result<super::Listing, StoreError> {
        self.0.list(beginning)
    }
    fn contains(&self, id: &str) -> Result<bool, StoreError> {
        self.0.contains(id)
    }
    fn describe(&self) -> String {
        self.0.describe()
    }
}

fn opened<G: Ground>(ground: &G, place: &G::Place) -> Result<TrustStore, Answer> {
    let store = ground.open(place).map_err(|error| told(&error))?;
    Ok(TrustStore::over(Boxed(store)))
}

impl<G: Ground> LiveStore<G> {
    fn start(ground: &G) -> LiveStore<G> {
        match ground.place() {
            Ok(place) => LiveStore {
                store: opened(ground, &place),
                place: Some(place),
            },
            Err(error) => LiveStore {
                store: Err(told(&error)),
                place: None,
            },
        }
    }

    fn reopen(&mut self, ground: &G) -> Answer {
        let Some(place) = &self.place else {
            return Answer::Other("there is no place".to_owned());
        };
        // Closed first: a file may be open once only.
        self.store = Err(Answer::Other("closed".to_owned()));
        self.store = opened(ground, place);
        match &self.store {
            Ok(_) => Answer::Done,
            Err(answer) => answer.clone(),
        }
    }

    /// Runs a command on the store, on a day.
    fn on(&self, at: u8, act: impl FnOnce(TrustStore) -> Result<Answer, StoreError>) -> Answer {
        match &self.store {
            Ok(store) => {
                let store = store.clone().with_clock(crate::ManualClock::new(day(at)));
                act(store).unwrap_or_else(|error| told(&error))
            }
            Err(answer) => answer.clone(),
        }
    }

    fn find(&self, who: u8) -> Answer {
        self.on(0, |store| {
            Ok(match store.find(&id(who))? {
                Some(entity) => Answer::One(Seen::of(&entity)),
                None => Answer::Nobody,
            })
        })
    }

    fn update(&self, who: u8, success: bool, at: u8) -> Answer {
        self.on(at, |store| {
            let entity = store.update(&id(who), success, 0.25)?;
            Ok(Answer::One(Seen::of(&entity)))
        })
    }

    fn witness(&self, witness: u8, target: u8, at: u8) -> Answer {
        self.on(at, |store| {
            let (w, t) = store.witness(&id(witness), &id(target), true, 0.5)?;
            Ok(Answer::Two(Seen::of(&w), Seen::of(&t)))
        })
    }

    fn delete(&self, who: u8) -> Answer {
        self.on(0, |store| Ok(Answer::Is(store.delete(&id(who))?)))
    }

    fn list(&self, all: bool) -> Answer {
        self.on(0, |store| {
            let ids = store.list_entities(if all { None } else { Some("agent") })?;
            let numbers: Option<Vec<u8>> = ids.iter().map(|id| number(id)).collect();
            Ok(numbers.map_or_else(|| Answer::Other(format!("{ids:?}")), Answer::All))
        })
    }
}

impl<G: Ground> Storing for Keeps<G> {
    type Live = LiveStore<G>;

    fn start(&self) -> LiveStore<G> {
        LiveStore::start(&self.0)
    }
    fn find(&self, live: &LiveStore<G>, who: &u8) -> Answer {
        live.find(*who)
    }
    fn save(&self, live: &LiveStore<G>, who: &u8, at: &u8) -> Answer {
        live.on(*at, |store| {
            store.save(&saved(*who, *at)?)?;
            Ok(Answer::Done)
        })
    }
    fn update(&self, live: &LiveStore<G>, who: &u8, success: &bool, at: &u8) -> Answer {
        live.update(*who, *success, *at)
    }
    fn update_both(&self, live: &LiveStore<G>, one: &u8, other: &u8, at: &u8) -> Answer {
        live.on(*at, |store| {
            store.update_all(&both(&id(*one), &id(*other)))?;
            Ok(Answer::Done)
        })
    }
    fn witness(&self, live: &LiveStore<G>, witness: &u8, target: &u8, at: &u8) -> Answer {
        live.witness(*witness, *target, *at)
    }
    fn delete(&self, live: &LiveStore<G>, who: &u8) -> Answer {
        live.delete(*who)
    }
    fn exists(&self, live: &LiveStore<G>, who: &u8) -> Answer {
        live.on(0, |store| Ok(Answer::Is(store.exists(&id(*who))?)))
    }
    fn list(&self, live: &LiveStore<G>, all: &bool) -> Answer {
        live.list(*all)
    }
}

impl<G: Ground> Lasting for Keeps<G> {
    type Live = LiveStore<G>;

    fn start(&self) -> LiveStore<G> {
        LiveStore::start(&self.0)
    }
    fn find(&self, live: &mut LiveStore<G>, who: &u8) -> Answer {
        LiveStore::find(live, *who)
    }
    fn update(&self, live: &mut LiveStore<G>, who: &u8, success: &bool, at: &u8) -> Answer {
        LiveStore::update(live, *who, *success, *at)
    }
    fn witness(&self, live: &mut LiveStore<G>, witness: &u8, target: &u8, at: &u8) -> Answer {
        LiveStore::witness(live, *witness, *target, *at)
    }
    fn delete(&self, live: &mut LiveStore<G>, who: &u8) -> Answer {
        LiveStore::delete(live, *who)
    }
    fn list(&self, live: &mut LiveStore<G>, all: &bool) -> Answer {
        LiveStore::list(live, *all)
    }
    fn reopen(&self, live: &mut LiveStore<G>) -> Answer {
        live.reopen(&self.0)
    }
}
