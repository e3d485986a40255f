//! Not public API. Used by code that `machine!` generates.

use super::response::Read;
use super::{AnySystem, Argument, Command, CommandDef, Machine, Returned, ReturnedOption, State};
use crate::machine::AnyResponse;
use crate::model::Model;
use crate::sort::Sort;
use crate::theory::{Lawbreaker, OpDef, OpKey, Type};
use crate::value::{Element, Exception, Value};
use std::any::Any;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// An argument with the name of its type.
pub fn argument<T: Element>(
    name: &'static str,
    ty: &'static str,
    sort: Sort<T>,
) -> (Argument, Type) {
    let argument = Argument {
        name: name.into(),
        sort: Arc::new(sort),
    };
    (argument, Type::sort(ty))
}

/// The responses of a type, with its name.
pub fn returned<T: Element + PartialEq>(
    ty: &'static str,
    read: Option<Read<T>>,
) -> (Arc<dyn AnyResponse>, Type) {
    (Arc::new(Returned::read_by(read)), Type::sort(ty))
}

/// The optional responses of a type, with the name of the type.
pub fn returned_option<T: Element + PartialEq>(
    ty: &'static str,
    read: Option<Read<Option<T>>>,
) -> (Arc<dyn AnyResponse>, Type) {
    let ty = Type::Option(Box::new(Type::sort(ty)));
    (Arc::new(ReturnedOption::read_by(read)), ty)
}

/// Puts the declaration of a command together.
pub fn command(
    name: &'static str,
    about: &'static str,
    args: Vec<(Argument, Type)>,
    (response, result): (Arc<dyn AnyResponse>, Type),
    premise: Option<&'static str>,
) -> CommandDef {
    let (args, types) = args.into_iter().unzip();
    CommandDef {
        op: OpDef {
            key: OpKey::new(name),
            args: types,
            result,
            symbol: None,
            about: about.into(),
        },
        args,
        response,
        premise: premise.map(Into::into),
    }
}

/// Makes the command at a place of a machine.
///
/// # Panics
/// If there is none, or the number of arguments is wrong: the macro has counted both.
#[expect(clippy::panic, reason = "the macro has counted; this is a bug in it")]
pub fn erased(machine: &Machine, place: usize, args: Vec<Value>) -> Command {
    let command = machine
        .commands()
        .get(place)
        .ok_or_else(|| Exception::new("there is no such command"))
        .and_then(|def| Command::new(def, args));
    match command {
        Ok(command) => command,
        Err(why) => panic!("{why}"),
    }
}

/// Returns the state with its type.
///
/// # Errors
/// If it has another type.
pub fn state<T: 'static>(state: &State) -> Result<&T, Exception> {
    state.get().ok_or_else(strange_state)
}

/// Returns the state with its type, to change it.
///
/// # Errors
/// If it has another type.
pub fn state_mut<T: 'static>(state: &mut State) -> Result<&mut T, Exception> {
    state.get_mut().ok_or_else(strange_state)
}

fn strange_state() -> Exception {
    Exception::new("the state belongs to another machine")
}

/// Returns a running system with its type.
///
/// # Errors
/// If it has another type.
pub fn live<L: 'static>(live: &(dyn Any + Send + Sync)) -> Result<&L, Exception> {
    live.downcast_ref()
        .ok_or_else(|| Exception::new("the running system belongs to another machine"))
}

/// Returns a running system that is not shared, with its type.
///
/// # Errors
/// If it has another type.
pub fn live_alone<L: 'static>(
    running: &(dyn Any + Send + Sync),
) -> Result<MutexGuard<'_, L>, Exception> {
    Ok(locked(live::<Mutex<L>>(running)?))
}

/// Locks; after a panic as well, since a program ends with the first one.
pub fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Says that a command is unknown.
pub fn unknown_command(name: &str) -> Exception {
    Exception::new(format!("there is no command `{name}`"))
}

/// Makes a lawbreaker of a machine.
///
/// # Panics
/// If the id is too long: it is made from the names of the machine and the lawbreaker.
#[expect(clippy::panic, reason = "the id is made from identifiers")]
pub fn machine_lawbreaker(
    id: &'static str,
    about: &str,
    machine: &Arc<Machine>,
    system: Arc<dyn AnySystem>,
    breaks: &[&'static str],
) -> Lawbreaker {
    let built = Model::builder(id, "1").and_then(|builder| {
        let mut builder = builder.about(about);
        builder.machine(machine, system);
        builder.build()
    });
    match built {
        Ok(model) => Lawbreaker {
            model: Arc::new(model),
            breaks: breaks.iter().map(|law| (*law).into()).collect(),
        },
        Err(why) => panic!("{why}"),
    }
}
