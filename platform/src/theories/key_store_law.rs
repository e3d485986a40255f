//! The law of key stores: every program answers as the simple key store does.

use super::program::{Command, Response, Simple, name};
use crate::{Context, Create, KeyStore, PublicKey, SignError, Signer, StoreError, Verifier};
use lawful::MachineFailure;
use lawful::evidence::{Binding, Failure, Step};
use lawful::machine::{Difference, Exception, Run, System, refine, smallest_difference};
use lawful::model::HotTally;
use lawful::rng::CaseKey;
use lawful::theory::LawId;
use std::collections::BTreeMap;
use std::ops::Range;

const CONTEXT: Context = Context::fixed("lawful.key-store.law");

/// A key store that can be started afresh, closed and opened again.
pub trait StoreUnderTest: Send + Sync + 'static {
    /// The store.
    type Store: KeyStore + Create<Self::Algorithm>;
    /// The algorithm of the keys that are made.
    type Algorithm: crate::AlgorithmType;
    /// What the store lives in and what survives closing it: a folder, a device.
    type Ground;

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

/// Every program of creating, opening, signing, deleting, listing and reopening answers as a simple
/// reference says: keys survive reopening, names are taken once, deletion is final (for handles
/// too), and signatures verify with the public key that the creation gave.
///
/// It is a law of a machine; a model claims it with
/// [`machine_law`](lawful::model::Builder::machine_law).
pub struct KeyStoreLaw<S>(pub S);

/// A running store with what was kept.
pub struct Live<S: StoreUnderTest> {
    ground: S::Ground,
    store: S::Store,
    handles: BTreeMap<u8, <S::Store as KeyStore>::Key>,
    publics: BTreeMap<u8, PublicKey>,
}

fn raised(error: StoreError) -> Exception {
    Exception { message: error.to_string(), place: String::new() }
}

fn told(error: StoreError) -> Response {
    match error {
        StoreError::NoSuchKey(_) => Response::NoSuchKey,
        StoreError::KeyExists(_) => Response::KeyExists,
        StoreError::Deleted(_) => Response::Deleted,
        other => Response::Other(other.to_string()),
    }
}

impl<S: StoreUnderTest> System for KeyStoreLaw<S> {
    type Command = Command;
    type Response = Response;
    type Live = Live<S>;

    fn start(&self) -> Result<Live<S>, Exception> {
        let ground = self.0.ground().map_err(raised)?;
        let store = self.0.open(&ground).map_err(raised)?;
        Ok(Live { ground, store, handles: BTreeMap::new(), publics: BTreeMap::new() })
    }

    fn perform(&self, live: &mut Live<S>, command: &Command) -> Result<Response, Exception> {
        Ok(match command {
            Command::Create(n) => match live.store.create(&name(*n)?) {
                Ok(key) => {
                    live.publics.insert(*n, key.public_key().clone());
                    live.handles.insert(*n, key);
                    Response::Done
                }
                Err(error) => told(error),
            },
            Command::Open(n) => match live.store.open(&name(*n)?) {
                Ok(key) => {
                    live.handles.insert(*n, key);
                    Response::Done
                }
                Err(error) => told(error),
            },
            Command::Sign(n) => match live.handles.get(n) {
                None => Response::NoHandle,
                Some(key) => sign(key, live.publics.get(n)),
            },
            Command::Delete(n) => {
                live.store.delete(&name(*n)?).map_or_else(told, |()| Response::Done)
            }
            Command::List => live.store.list().map_or_else(told, |names| {
                Response::Names(names.into_iter().map(|name| name.to_string()).collect())
            }),
            Command::Reopen => {
                live.handles.clear();
                live.store = self.0.open(&live.ground).map_err(raised)?;
                Response::Done
            }
        })
    }
}

fn sign(key: &impl Signer, public: Option<&PublicKey>) -> Response {
    match key.sign(&CONTEXT, b"message") {
        Ok(signature) => match public.map(|key| key.verify(&CONTEXT, b"message", &signature)) {
            Some(Ok(())) => Response::Verified,
            _ => Response::Other("the signature is not by the key that was created".to_owned()),
        },
        Err(SignError::Store(error)) => told(error),
        Err(other) => Response::Other(other.to_string()),
    }
}

impl<S: StoreUnderTest> lawful::MachineLaw for KeyStoreLaw<S> {
    fn id(&self) -> LawId {
        LawId { theory: "key_store".into(), role: "".into(), name: "refines".into() }
    }

    fn law_set(&self) -> u32 {
        1
    }

    fn floor(&self) -> u64 {
        32
    }

    fn statement(&self) -> String {
        "every program of create, open, sign, delete, list, reopen answers as a set of names does".to_owned()
    }

    fn cost(&self) -> u64 {
        100
    }

    fn run(&self, key: CaseKey, range: Range<u64>, stop: &dyn Fn() -> bool) -> HotTally {
        let mut tally = HotTally::default();
        for index in range {
            if stop() {
                break;
            }
            let program = Command::program(&mut key.case(index));
            tally.cases += 1;
            if !matches!(refine(&Simple, self, &program), Run::Agrees { .. }) {
                tally.failed = Some(index);
                break;
            }
        }
        tally
    }

    fn explain(&self, key: CaseKey, index: u64, budget: u64) -> Option<MachineFailure> {
        let program = Command::program(&mut key.case(index));
        let Run::Differs(difference) = refine(&Simple, self, &program) else { return None };
        let shrunk =
            smallest_difference(&Simple, self, program.clone(), difference, simpler, budget);
        Some(told_failure(&program, &shrunk.program, &shrunk.finding, shrunk.effort))
    }
}

fn simpler<'c>(command: &'c Command) -> Box<dyn Iterator<Item = Command> + 'c> {
    Box::new(command.simpler().into_iter())
}

fn bindings(program: &[Command]) -> Vec<Binding> {
    let binding = |(number, command)| Binding {
        variable: format!("command {number}"),
        sort: "Command".to_owned(),
        value: format!("{command:?}"),
        matters: true,
    };
    program.iter().enumerate().map(binding).collect()
}

fn told_failure(
    found: &[Command],
    program: &[Command],
    difference: &Difference<Response>,
    shrink: lawful::evidence::ShrinkEffort,
) -> MachineFailure {
    let step = |command: &Command, value: String| Step { term: format!("{command:?}"), value };
    let agreed: Vec<Step> = program
        .iter()
        .zip(&difference.agreed)
        .map(|(command, response)| step(command, format!("{response:?}")))
        .collect();
    let (mut answered, mut expected) = (agreed.clone(), agreed);
    let actual = match &difference.actual {
        Ok(response) => format!("{response:?}"),
        Err(exception) => format!("raised {}", exception.message),
    };
    let right = difference.expected.as_ref().map_or_else(String::new, |r| format!("{r:?}"));
    if let Some(command) = program.get(difference.index) {
        answered.push(step(command, actual.clone()));
        expected.push(step(command, right.clone()));
    }
    let failure = match &difference.actual {
        Ok(_) => Failure::Unequal { left: actual.clone(), right: right.clone() },
        Err(exception) => Failure::Raised {
            message: exception.message.clone(),
            place: exception.place.clone(),
        },
    };
    MachineFailure {
        found: bindings(found),
        shrunk: bindings(program),
        failure,
        answered,
        expected,
        difference: Some(format!("command {} answers {actual}, not {right}", difference.index)),
        shrink,
    }
}
