//! What every store does: a machine, and the map that says how it must answer.

use super::simple_map::{Answer, SimpleMap, day, id};
use jiff::Timestamp;
use lawful::{Sort, machine};
use serde::Serialize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

/// A time as plain data: the name of the type is written along, so that another language makes its
/// own class of it.
#[derive(Serialize)]
enum Time {
    #[serde(rename = "jiff::Timestamp")]
    At(Timestamp),
}

/// Few entities, so that commands meet.
pub(super) fn numbers() -> Sort<u8> {
    Sort::finite([0, 1, 2])
        .stored()
        .given_as(|number| id(*number))
        .shown(|number| id(*number))
}

/// Few days, so that clocks go back now and then.
pub(super) fn days() -> Sort<u8> {
    Sort::finite([1, 2])
        .stored()
        .given_as(|number| Time::At(day(*number)))
        .shown(|number| format!("day {number}"))
}

fn locked(lock: &Mutex<SimpleMap>) -> MutexGuard<'_, SimpleMap> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does something on a copy and puts it back later.
fn late(lock: &Mutex<SimpleMap>, act: impl FnOnce(&mut SimpleMap) -> Answer) -> Answer {
    let mut copy = locked(lock).clone();
    thread::yield_now();
    let answer = act(&mut copy);
    *locked(lock) = copy;
    answer
}

machine! {
    /// A store of entities answers every program as a map does, also when threads use it at once:
    /// what was written is read, updates are not lost, and a change of two entities is a change of
    /// both or of none.
    pub shared machine Storing in ::lawful_trust::store {
        state store: SimpleMap = SimpleMap::default();

        /// Returns an entity.
        command find(who: u8 in numbers()) -> Answer { store.find(*who) }
        /// Saves an entity that `role:notary` has vouched for with 0.5 over what is there.
        command save(who: u8 in numbers(), day: u8 in days()) -> Answer { store.save(*who, *day) }
        /// Adds the outcome of an action of magnitude 0.25.
        command update(who: u8 in numbers(), success: bool, day: u8 in days()) -> Answer {
            store.update(*who, *success, *day)
        }
        /// Adds successes of magnitude 0.25 of two entities in one transaction.
        command update_both(one: u8 in numbers(), other: u8 in numbers(), day: u8 in days()) -> Answer {
            store.update_both(*one, *other, *day)
        }
        /// Adds a good testimony of magnitude 0.5 to both entities.
        command witness(witness: u8 in numbers(), target: u8 in numbers(), day: u8 in days()) -> Answer {
            store.witness(*witness, *target, *day)
        }
        /// Deletes an entity.
        command delete(who: u8 in numbers()) -> Answer { store.delete(*who) }
        /// Returns whether there is an entity.
        command exists(who: u8 in numbers()) -> Answer { store.exists(*who) }
        /// Lists all entities, or those of the type `agent`, in the order of their ids.
        command list(all: bool) -> Answer { store.list(*all) }

        /// Reads, changes and saves without a transaction, as the published packages do: what
        /// another thread does in between is lost.
        lawbreaker read_change_save breaks linearizable {
            live store: Mutex<SimpleMap> = Mutex::default();
            find(who) => locked(store).find(*who);
            save(who, day) => late(store, |store| store.save(*who, *day));
            update(who, success, day) => late(store, |store| store.update(*who, *success, *day));
            update_both(one, other, day) => late(store, |store| store.update_both(*one, *other, *day));
            witness(witness, target, day) => late(store, |store| store.witness(*witness, *target, *day));
            delete(who) => late(store, |store| store.delete(*who));
            exists(who) => locked(store).exists(*who);
            list(all) => locked(store).list(*all);
        }
        /// Keeps the first of two changes when the second is refused.
        lawbreaker half_done breaks refinement, linearizable {
            live store: Mutex<SimpleMap> = Mutex::default();
            find(who) => locked(store).find(*who);
            save(who, day) => locked(store).save(*who, *day);
            update(who, success, day) => locked(store).update(*who, *success, *day);
            update_both(one, other, day) => {
                let mut store = locked(store);
                let first = store.update(*one, true, *day);
                let second = store.update(*other, true, *day);
                if first == Answer::Refused || second == Answer::Refused {
                    Answer::Refused
                } else {
                    Answer::Done
                }
            };
            witness(witness, target, day) => locked(store).witness(*witness, *target, *day);
            delete(who) => locked(store).delete(*who);
            exists(who) => locked(store).exists(*who);
            list(all) => locked(store).list(*all);
        }
    }
}
