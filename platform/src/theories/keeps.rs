//! Turns key stores into models of the machine.

use super::{Answer, KeyStoring};
use crate::{
    Context, Create, KeyName, KeyStore, PublicKey, SignError, Signer, StoreError, Verifier,
};
use std::collections::BTreeMap;

const CONTEXT: Context = Context::fixed("lawful.key-store.law");

/// A key store that can be started afresh, closed and opened again.
pub trait StoreUnderTest: Send + Sync + 'static {
    /// The store.
    type Store: KeyStore<Key: 'static> + Create<Self::Algorithm> + 'static;
    /// The algorithm of the keys that are made.
    type Algorithm: crate::AlgorithmType;
    /// What the store lives in and what survives closing it: a folder, a device.
    type Ground: Send + Sync + 'static;

    /// Makes new ground, on which no store has been.
    ///
    /// # Errors
    /// If there is none to be had.
    fn ground(&self) -> Result<Self::Ground, StoreError>;

    /// Opens the store on its ground; the first time, makes it.
    ///
    /// # Errors
    /// If the store cannot be opened.
    fn open(&self, ground: &Self::Ground) -> Result<Self::Store, StoreError>;
}

/// A key store as a model of [`KeyStoring`].
pub struct Keeps<S>(pub S);

/// A running store with what was kept.
pub struct Open<S: StoreUnderTest> {
    store: S::Store,
    ground: S::Ground,
    handles: BTreeMap<u8, <S::Store as KeyStore>::Key>,
    publics: BTreeMap<u8, PublicKey>,
}

/// A running store, or why there is none: then every command answers so.
pub type Live<S> = Result<Open<S>, Answer>;

fn told(error: StoreError) -> Answer {
    match error {
        StoreError::NoSuchKey(_) => Answer::NoSuchKey,
        StoreError::KeyExists(_) => Answer::KeyExists,
        StoreError::Deleted(_) => Answer::Deleted,
        other => Answer::Other(other.to_string()),
    }
}

fn name(number: u8) -> Result<KeyName, Answer> {
    format!("k{number}")
        .parse()
        .map_err(|error| Answer::Other(format!("{error}")))
}

fn answer<S: StoreUnderTest>(
    live: &mut Live<S>,
    act: impl FnOnce(&mut Open<S>) -> Result<Answer, Answer>,
) -> Answer {
    match live {
        Ok(open) => act(open).unwrap_or_else(|answer| answer),
        Err(why) => why.clone(),
    }
}

impl<S: StoreUnderTest> KeyStoring for Keeps<S> {
    type Live = Live<S>;

    fn start(&self) -> Live<S> {
        let ground = self.0.ground().map_err(told)?;
        let store = self.0.open(&ground).map_err(told)?;
        Ok(Open {
            store,
            ground,
            handles: BTreeMap::new(),
            publics: BTreeMap::new(),
        })
    }

    fn create(&self, live: &mut Live<S>, number: &u8) -> Answer {
        answer(live, |open| {
            let key = open.store.create(&name(*number)?).map_err(told)?;
            open.publics.insert(*number, key.public_key().clone());
            open.handles.insert(*number, key);
            Ok(Answer::Done)
        })
    }

    fn open(&self, live: &mut Live<S>, number: &u8) -> Answer {
        answer(live, |open| {
            let key = open.store.open(&name(*number)?).map_err(told)?;
            open.handles.insert(*number, key);
            Ok(Answer::Done)
        })
    }

    fn sign(&self, live: &mut Live<S>, number: &u8) -> Answer {
        answer(live, |open| {
            let key = open.handles.get(number).ok_or(Answer::NoHandle)?;
            let signature = key
                .sign(&CONTEXT, b"message")
                .map_err(|error| match error {
                    SignError::Store(error) => told(error),
                    other => Answer::Other(other.to_string()),
                })?;
            let public = open.publics.get(number);
            match public.map(|public| public.verify(&CONTEXT, b"message", &signature)) {
                Some(Ok(())) => Ok(Answer::Verified),
                _ => Err(Answer::Other(
                    "the signature is not by the key that was created".to_owned(),
                )),
            }
        })
    }

    fn delete(&self, live: &mut Live<S>, number: &u8) -> Answer {
        answer(live, |open| {
            open.store
                .delete(&name(*number)?)
                .map(|()| Answer::Done)
                .map_err(told)
        })
    }

    fn list(&self, live: &mut Live<S>) -> Answer {
        answer(live, |open| {
            let names = open.store.list().map_err(told)?;
            let numbers = names
                .iter()
                .map(|name| name.as_str().strip_prefix('k')?.parse().ok());
            let numbers: Option<Vec<u8>> = numbers.collect();
            numbers
                .map(Answer::Names)
                .ok_or_else(|| Answer::Other(format!("{names:?}")))
        })
    }

    fn reopen(&self, live: &mut Live<S>) -> Answer {
        answer(live, |open| {
            open.handles.clear();
            open.store = self.0.open(&open.ground).map_err(told)?;
            Ok(Answer::Done)
        })
    }
}
