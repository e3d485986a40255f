//! Programs: drawn from the number of a case, printed, and stored.

use super::{Command, Exception, MOST_THREADS, Machine, Reference};
use crate::panic::guarded;
use crate::rng::Rng;
use crate::value::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most commands of one program that is drawn.
pub(super) const LONGEST: usize = 30;
/// The most commands of one program that is read.
const LONGEST_STORED: usize = 10_000;
/// How often a command is drawn again that the reference does not allow.
const ATTEMPTS: usize = 8;
/// How many earlier arguments of one type may be repeated.
const EARLIER: usize = 6;

/// A command and the thread that performs it; programs of one thread have thread 0 only.
#[derive(Clone)]
pub(super) struct Placed {
    pub thread: usize,
    pub command: Command,
}

/// Draws programs: arguments are repeated often, so that keys meet again.
struct Drawing<'a> {
    machine: &'a Machine,
    rng: &'a mut Rng,
    weights: Vec<usize>,
    earlier: BTreeMap<String, Vec<Value>>,
}

/// Draws the program of one thread that uses allowed commands only; it may be empty if there are
/// none.
///
/// # Errors
/// If a sampler or the reference raises.
pub(super) fn draw(machine: &Machine, rng: &mut Rng) -> Result<Vec<Placed>, Exception> {
    let length = 1 + rng.below(LONGEST);
    guarded(|| {
        let mut drawing = Drawing::new(machine, rng);
        let mut state = machine.is_conditional().then(|| machine.initial());
        let mut program = Vec::with_capacity(length);
        for _ in 0..length {
            let Some(command) = drawing.allowed(state.as_ref())? else {
                break;
            };
            if let Some(state) = &mut state {
                machine.step(state, &command)?;
            }
            program.push(Placed { thread: 0, command });
        }
        Ok(program)
    })
}

/// Draws the programs of two or three threads.
///
/// # Errors
/// If a sampler raises.
pub(super) fn draw_threads(machine: &Machine, rng: &mut Rng) -> Result<Vec<Placed>, Exception> {
    let threads = 2 + usize::from(rng.below(3) == 0);
    let longest = if threads == 2 { 4 } else { 3 };
    guarded(|| {
        let mut drawing = Drawing::new(machine, rng);
        let mut programs = Vec::new();
        for thread in 0..threads {
            for _ in 0..1 + drawing.rng.below(longest) {
                if let Some(command) = drawing.allowed(None)? {
                    programs.push(Placed { thread, command });
                }
            }
        }
        Ok(programs)
    })
}

impl<'a> Drawing<'a> {
    fn new(machine: &'a Machine, rng: &'a mut Rng) -> Self {
        let count = machine.commands().len();
        // Half of the programs prefer some commands: a queue that is only filled, say.
        let mut weights = vec![1; count];
        if rng.below(2) == 0 {
            weights.fill_with(|| rng.below(4));
        }
        Drawing {
            machine,
            rng,
            weights,
            earlier: BTreeMap::new(),
        }
    }

    /// Draws a command that is allowed in a state; without a state, every one is.
    fn allowed(&mut self, state: Option<&super::State>) -> Result<Option<Command>, Exception> {
        for attempt in 0..2 * ATTEMPTS {
            let Some(command) = self.command(attempt < ATTEMPTS)? else {
                continue;
            };
            if state.is_none_or(|state| self.machine.allows(state, &command)) {
                return Ok(Some(command));
            }
        }
        Ok(None)
    }

    fn command(&mut self, weighted: bool) -> Result<Option<Command>, Exception> {
        let sum: usize = self.weights.iter().sum();
        let commands = self.machine.commands();
        let def = if weighted && sum > 0 {
            let mut at = self.rng.below(sum);
            let found = commands.iter().zip(&self.weights).find(|(_, weight)| {
                let here = at < **weight;
                at = at.saturating_sub(**weight);
                here
            });
            found.map(|(def, _)| def)
        } else {
            self.rng.pick(commands)
        };
        let Some(def) = def else {
            return Ok(None);
        };
        let mut args = Vec::with_capacity(def.args.len());
        for (arg, ty) in def.args.iter().zip(&def.op.args) {
            let earlier = self.earlier.entry(ty.to_string()).or_default();
            let value = arg.sort.draw(self.rng, earlier)?.value;
            if earlier.len() == EARLIER {
                earlier.remove(0);
            }
            earlier.push(value.clone());
            args.push(value);
        }
        Command::new(def, args).map(Some)
    }
}

/// Returns the commands alone.
pub(super) fn commands(program: &[Placed]) -> Vec<Command> {
    program.iter().map(|p| p.command.clone()).collect()
}

/// Returns one program per thread; threads without commands are left out.
pub(super) fn by_thread(program: &[Placed]) -> Vec<Vec<Command>> {
    let mut threads: BTreeMap<usize, Vec<Command>> = BTreeMap::new();
    for placed in program {
        let of_thread = threads.entry(placed.thread).or_default();
        of_thread.push(placed.command.clone());
    }
    threads.into_values().collect()
}

/// Prints a program: `add(1); get()`.
pub(super) fn show(program: &[Command]) -> String {
    if program.is_empty() {
        return "no command".to_owned();
    }
    let shown: Vec<String> = program.iter().map(|c| format!("{c:?}")).collect();
    shown.join("; ")
}

/// A command as it is stored: its name and its arguments in the codec of their sorts.
type Stored = (String, Vec<String>);

/// Writes the programs of all threads as text; nothing if an argument cannot be stored.
pub(super) fn encode(program: &[Placed]) -> Option<String> {
    let one = |command: &Command| -> Option<Stored> {
        let args = command.def().args.iter().zip(command.args());
        let args: Option<Vec<String>> = args.map(|(arg, v)| arg.sort.encode(v)).collect();
        Some((command.name().to_owned(), args?))
    };
    let threads: Option<Vec<Vec<Stored>>> = by_thread(program)
        .iter()
        .map(|commands| commands.iter().map(one).collect())
        .collect();
    serde_json::to_string(&threads?).ok()
}

/// Reads what [`encode`] wrote.
///
/// # Errors
/// If the text is not the programs of some threads of this machine.
pub(super) fn decode(machine: &Machine, text: &str) -> Result<Vec<Placed>, Exception> {
    let threads: Vec<Vec<Stored>> = serde_json::from_str(text)
        .map_err(|why| Exception::new(format!("the stored program cannot be read: {why}")))?;
    let length: usize = threads.iter().map(Vec::len).sum();
    if threads.len() > MOST_THREADS || length > LONGEST_STORED {
        return Err(Exception::new(format!(
            "the stored program has `{}` threads and `{length}` commands; at most {MOST_THREADS} \
             and {LONGEST_STORED}",
            threads.len()
        )));
    }
    let mut program = Vec::with_capacity(length);
    for (thread, commands) in threads.into_iter().enumerate() {
        for (name, args) in commands {
            let command = read(machine, &name, &args)?;
            program.push(Placed { thread, command });
        }
    }
    Ok(program)
}

fn read(machine: &Machine, name: &str, args: &[String]) -> Result<Command, Exception> {
    let def = machine.commands().iter().find(|def| def.name() == name);
    let sorts = def.into_iter().flat_map(|def| &def.args);
    let values: Option<Vec<Value>> = sorts
        .zip(args)
        .map(|(arg, text)| arg.sort.decode(text))
        .collect();
    match (values, def) {
        (Some(values), Some(def)) if args.len() == def.args.len() => {
            Command::new(&Arc::clone(def), values)
        }
        (Some(_), None) => machine.command(name, Vec::new()),
        _ => Err(Exception::new(format!(
            "`{}` are not arguments of the command `{name}`",
            args.join(", ")
        ))),
    }
}
