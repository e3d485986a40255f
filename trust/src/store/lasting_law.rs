//! What a store does that survives: a machine in which it is closed and opened again.

use super::simple_map::{Answer, SimpleMap};
use super::storing_law::{days, numbers};
use lawful::machine;

/// A store that keeps changes until it is closed, and a copy of what was flushed.
#[derive(Default)]
struct Buffered {
    open: SimpleMap,
    disk: SimpleMap,
    changes: u32,
}

impl Buffered {
    /// Flushes after every second change.
    fn changed(&mut self, answer: Answer) -> Answer {
        self.changes += 1;
        if self.changes.is_multiple_of(2) {
            self.disk = self.open.clone();
        }
        answer
    }
}

machine! {
    /// What a store has answered is there when the store is opened again.
    pub machine Lasting in ::lawful_trust::store {
        state store: SimpleMap = SimpleMap::default();

        /// Returns an entity.
        command find(who: u8 in numbers()) -> Answer { store.find(*who) }
        /// Adds the outcome of an action of magnitude 0.25.
        command update(who: u8 in numbers(), success: bool, day: u8 in days()) -> Answer {
            store.update(*who, *success, *day)
        }
        /// Adds a good testimony of magnitude 0.5 to both entities.
        command witness(witness: u8 in numbers(), target: u8 in numbers(), day: u8 in days()) -> Answer {
            store.witness(*witness, *target, *day)
        }
        /// Deletes an entity.
        command delete(who: u8 in numbers()) -> Answer { store.delete(*who) }
        /// Lists all entities, or those of the type `agent`, in the order of their ids.
        command list(all: bool) -> Answer { store.list(*all) }
        /// Closes the store and opens it again.
        command reopen() -> Answer { Answer::Done }

        /// Keeps entities in memory only.
        lawbreaker forgetful breaks refinement {
            live store: SimpleMap = SimpleMap::default();
            find(who) => store.find(*who);
            update(who, success, day) => store.update(*who, *success, *day);
            witness(witness, target, day) => store.witness(*witness, *target, *day);
            delete(who) => store.delete(*who);
            list(all) => store.list(*all);
            reopen() => {
                *store = SimpleMap::default();
                Answer::Done
            };
        }
        /// Writes every second change only, and loses one that was acknowledged.
        lawbreaker buffering breaks refinement {
            live store: Buffered = Buffered::default();
            find(who) => store.open.find(*who);
            update(who, success, day) => {
                let answer = store.open.update(*who, *success, *day);
                store.changed(answer)
            };
            witness(witness, target, day) => {
                let answer = store.open.witness(*witness, *target, *day);
                store.changed(answer)
            };
            delete(who) => {
                let answer = store.open.delete(*who);
                store.changed(answer)
            };
            list(all) => store.open.list(*all);
            reopen() => {
                store.open = store.disk.clone();
                Answer::Done
            };
        }
        /// Forgets deletions.
        lawbreaker resurrecting breaks refinement {
            live store: SimpleMap = SimpleMap::default();
            find(who) => store.find(*who);
            update(who, success, day) => store.update(*who, *success, *day);
            witness(witness, target, day) => store.witness(*witness, *target, *day);
            delete(who) => store.exists(*who);
            list(all) => store.list(*all);
            reopen() => Answer::Done;
        }
    }
}
