//! Programs of commands for key stores, and the reference that says what is right.

use crate::{BadKeyName, KeyName};
use lawful::machine::{Exception, Reference};
use lawful::rng::Rng;
use std::collections::{BTreeMap, BTreeSet};

/// One command. Names are numbers; handles are kept under the number of the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Makes a key and keeps its handle.
    Create(u8),
    /// Opens a key and keeps its handle.
    Open(u8),
    /// Signs with the handle that was kept last, and verifies with the public key of the creation.
    Sign(u8),
    /// Deletes a key.
    Delete(u8),
    /// Lists the names.
    List,
    /// Closes the store with all handles, and opens it again.
    Reopen,
}

/// What a command answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// It was done.
    Done,
    /// The signature verifies with the public key that the creation gave.
    Verified,
    /// There is no key of this name.
    NoSuchKey,
    /// There is a key of this name already.
    KeyExists,
    /// The key was deleted.
    Deleted,
    /// No handle was kept.
    NoHandle,
    /// The names.
    Names(Vec<String>),
    /// Something else.
    Other(String),
}

impl Command {
    /// Draws a program of up to 14 commands over two names.
    pub(super) fn program(rng: &mut Rng) -> Vec<Command> {
        let length = 2 + rng.below(13);
        (0..length)
            .map(|_| {
                let name = rng.below(2) as u8;
                match rng.below(12) {
                    0..=2 => Command::Create(name),
                    3..=4 => Command::Open(name),
                    5..=7 => Command::Sign(name),
                    8..=9 => Command::Delete(name),
                    10 => Command::List,
                    _ => Command::Reopen,
                }
            })
            .collect()
    }

    /// Returns the simpler commands that may show the same fault.
    pub(super) fn simpler(&self) -> Option<Command> {
        match self {
            Command::Create(1) => Some(Command::Create(0)),
            Command::Open(1) => Some(Command::Open(0)),
            Command::Sign(1) => Some(Command::Sign(0)),
            Command::Delete(1) => Some(Command::Delete(0)),
            _ => None,
        }
    }
}

/// Returns the name that a number stands for.
pub(super) fn name(number: u8) -> Result<KeyName, Exception> {
    let told = |error: BadKeyName| Exception { message: error.to_string(), place: String::new() };
    format!("k{number}").parse().map_err(told)
}

/// The simple key store: a set of names, and for each handle whether its key still is.
pub(super) struct Simple;

#[derive(Clone, Default)]
pub(super) struct SimpleState {
    keys: BTreeSet<u8>,
    handles: BTreeMap<u8, bool>,
}

impl Reference for Simple {
    type State = SimpleState;
    type Command = Command;
    type Response = Response;

    fn initial(&self) -> SimpleState {
        SimpleState::default()
    }

    fn step(&self, state: &mut SimpleState, command: &Command) -> Result<Response, Exception> {
        Ok(match command {
            Command::Create(n) if !state.keys.insert(*n) => Response::KeyExists,
            Command::Open(n) if !state.keys.contains(n) => Response::NoSuchKey,
            Command::Create(n) | Command::Open(n) => {
                state.handles.insert(*n, true);
                Response::Done
            }
            Command::Sign(n) => match state.handles.get(n) {
                None => Response::NoHandle,
                Some(true) => Response::Verified,
                Some(false) => Response::Deleted,
            },
            Command::Delete(n) if !state.keys.remove(n) => Response::NoSuchKey,
            Command::Delete(n) => {
                state.handles.entry(*n).and_modify(|alive| *alive = false);
                Response::Done
            }
            Command::List => {
                let names = state.keys.iter().map(|n| name(*n).map(|n| n.to_string()));
                Response::Names(names.collect::<Result<_, _>>()?)
            }
            Command::Reopen => {
                state.handles.clear();
                Response::Done
            }
        })
    }
}
