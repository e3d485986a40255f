//! Systems with a state, as the standard library gives them.

use lawful::machines::*;
use lawful::register;
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

struct AtomicCounter;

impl Counter for AtomicCounter {
    type Live = AtomicI64;
    fn start(&self) -> AtomicI64 {
        AtomicI64::new(0)
    }
    fn add(&self, live: &AtomicI64, n: &i64) -> i64 {
        live.fetch_add(*n, SeqCst).wrapping_add(*n)
    }
    fn get(&self, live: &AtomicI64) -> i64 {
        live.load(SeqCst)
    }
}
register! {
    id: "system.atomic_counter",
    version: "1",
    about: "an atomic integer as a counter",
    model: AtomicCounter,
    theories: [Counter],
}

struct AtomicRegister;

impl Register for AtomicRegister {
    type Live = AtomicI64;
    fn start(&self) -> AtomicI64 {
        AtomicI64::new(0)
    }
    fn read(&self, live: &AtomicI64) -> i64 {
        live.load(SeqCst)
    }
    fn write(&self, live: &AtomicI64, value: &i64) {
        live.store(*value, SeqCst);
    }
    fn compare_and_swap(&self, live: &AtomicI64, expected: &i64, value: &i64) -> bool {
        live.compare_exchange(*expected, *value, SeqCst, SeqCst)
            .is_ok()
    }
}
register! {
    id: "system.atomic_register",
    version: "1",
    about: "an atomic integer as a register",
    model: AtomicRegister,
    theories: [Register],
}

struct HashMapBehindLock;

impl Map for HashMapBehindLock {
    type Live = RwLock<HashMap<i64, i64>>;
    fn start(&self) -> Self::Live {
        RwLock::default()
    }
    fn get(&self, live: &Self::Live, key: &i64) -> Option<i64> {
        live.read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(key)
            .copied()
    }
    fn put(&self, live: &Self::Live, key: &i64, value: &i64) -> Option<i64> {
        live.write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(*key, *value)
    }
    fn remove(&self, live: &Self::Live, key: &i64) -> Option<i64> {
        live.write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(key)
    }
    fn len(&self, live: &Self::Live) -> u64 {
        live.read().unwrap_or_else(PoisonError::into_inner).len() as u64
    }
}
register! {
    id: "system.hash_map",
    version: "1",
    about: "a hash map behind a read-write lock",
    model: HashMapBehindLock,
    theories: [Map],
}

struct Deque;

impl Queue for Deque {
    type Live = Mutex<VecDeque<i64>>;
    fn start(&self) -> Self::Live {
        Mutex::default()
    }
    fn push(&self, live: &Self::Live, item: &i64) {
        locked(live).push_back(*item);
    }
    fn pop(&self, live: &Self::Live) -> Option<i64> {
        locked(live).pop_front()
    }
    fn len(&self, live: &Self::Live) -> u64 {
        locked(live).len() as u64
    }
}
impl Stack for Deque {
    type Live = VecDeque<i64>;
    fn start(&self) -> Self::Live {
        VecDeque::new()
    }
    fn push(&self, live: &mut Self::Live, item: &i64) {
        live.push_back(*item);
    }
    fn pop(&self, live: &mut Self::Live) -> Option<i64> {
        live.pop_back()
    }
    fn top(&self, live: &mut Self::Live) -> i64 {
        live.back().copied().unwrap_or_default()
    }
    fn len(&self, live: &mut Self::Live) -> u64 {
        live.len() as u64
    }
}
register! {
    id: "system.deque_as_queue",
    version: "1",
    about: "a deque behind a lock, used at both ends",
    model: Deque,
    theories: [Queue],
}
register! {
    id: "system.deque_as_stack",
    version: "1",
    about: "a deque, used at one end",
    model: Deque,
    theories: [Stack],
}

struct VecLog;

impl Log for VecLog {
    type Live = Mutex<Vec<i64>>;
    fn start(&self) -> Self::Live {
        Mutex::default()
    }
    fn append(&self, live: &Self::Live, entry: &i64) -> u64 {
        let mut entries = locked(live);
        entries.push(*entry);
        entries.len() as u64 - 1
    }
    fn get(&self, live: &Self::Live, place: &u64) -> Option<i64> {
        locked(live).get(usize::try_from(*place).ok()?).copied()
    }
    fn len(&self, live: &Self::Live) -> u64 {
        locked(live).len() as u64
    }
    fn prefix(&self, live: &Self::Live, count: &u64) -> Vec<i64> {
        let count = usize::try_from(*count).unwrap_or(usize::MAX);
        locked(live).iter().take(count).copied().collect()
    }
}
register! {
    id: "system.vec_log",
    version: "1",
    about: "a list behind a lock as a log",
    model: VecLog,
    theories: [Log],
}
