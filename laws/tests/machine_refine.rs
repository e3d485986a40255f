//! Programs against a stack: the right one, broken ones, and what shrinking makes of them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use lawful::machine::{
    Difference, Exception, Failing, Reference, Run, Stage, System, refine, shrink,
    smallest_difference,
};
use proptest::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Command {
    Push(u8),
    Pop,
    Top,
    Length,
}
use Command::{Length, Pop, Push, Top};

#[derive(Debug, Clone, PartialEq, Eq)]
enum Response {
    Done,
    Value(Option<u8>),
    Number(usize),
}

/// What a stack is. It may not be asked for its top while it is empty.
struct Stack;

impl Reference for Stack {
    type State = Vec<u8>;
    type Command = Command;
    type Response = Response;

    fn initial(&self) -> Vec<u8> {
        Vec::new()
    }

    fn allows(&self, state: &Vec<u8>, command: &Command) -> bool {
        *command != Top || !state.is_empty()
    }

    fn step(&self, state: &mut Vec<u8>, command: &Command) -> Result<Response, Exception> {
        Ok(perform(state, command))
    }
}

fn perform(stack: &mut Vec<u8>, command: &Command) -> Response {
    match command {
        Push(value) => {
            stack.push(*value);
            Response::Done
        }
        Pop => Response::Value(stack.pop()),
        Top => Response::Value(stack.last().copied()),
        Length => Response::Number(stack.len()),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    /// Once three values were pushed in all, `pop` takes the oldest one.
    OldestAfterThreePushes,
    /// `length` panics for exactly two values.
    PanicAtTwo,
    /// `length` raises for exactly two values.
    RaiseAtTwo,
    StartRaises,
    StartPanics,
    /// Dropping a stack with a 9 panics.
    DropPanics,
}

struct Broken(Fault);

struct Live {
    fault: Fault,
    stack: Vec<u8>,
    pushes: u32,
}

impl Drop for Live {
    fn drop(&mut self) {
        if self.fault == Fault::DropPanics && self.stack.contains(&9) {
            panic!("a nine is left");
        }
    }
}

impl System for Broken {
    type Command = Command;
    type Response = Response;
    type Live = Live;

    fn start(&self) -> Result<Live, Exception> {
        match self.0 {
            Fault::StartRaises => Err(Exception::new("no room")),
            Fault::StartPanics => panic!("no room at all"),
            fault => Ok(Live {
                fault,
                stack: Vec::new(),
                pushes: 0,
            }),
        }
    }

    fn perform(&self, live: &mut Live, command: &Command) -> Result<Response, Exception> {
        let two = *command == Length && live.stack.len() == 2;
        match (self.0, command) {
            (Fault::OldestAfterThreePushes, Pop) if live.pushes >= 3 && !live.stack.is_empty() => {
                return Ok(Response::Value(Some(live.stack.remove(0))));
            }
            (Fault::PanicAtTwo, _) if two => panic!("two"),
            (Fault::RaiseAtTwo, _) if two => {
                return Err(Exception {
                    message: "two".to_owned(),
                    place: "stack.py:7".to_owned(),
                    interrupted: false,
                });
            }
            (_, Push(_)) => live.pushes += 1,
            _ => {}
        }
        Ok(perform(&mut live.stack, command))
    }
}

/// Smaller numbers for `push`, from 0.
fn simpler(command: &Command) -> Box<dyn Iterator<Item = Command> + '_> {
    match command {
        Push(value) => Box::new((0..*value).map(Push)),
        Pop | Top | Length => Box::new(std::iter::empty()),
    }
}

fn commands() -> impl Strategy<Value = Vec<Command>> {
    let command = prop_oneof![
        4 => any::<u8>().prop_map(Push),
        2 => Just(Pop),
        1 => Just(Top),
        1 => Just(Length),
    ];
    proptest::collection::vec(command, 0..40)
}

fn difference(fault: Fault, program: &[Command]) -> Option<Difference<Response>> {
    match refine(&Stack, &Broken(fault), program) {
        Run::Differs(difference) => Some(difference),
        _ => None,
    }
}

#[test]
fn a_right_stack_agrees() {
    let program = [Push(3), Push(4), Top, Pop, Length, Pop, Pop];
    let run = refine(&Stack, &Broken(Fault::None), &program);
    let value = |v| Response::Value(Some(v));
    assert_eq!(
        run,
        Run::Agrees {
            responses: vec![
                Response::Done,
                Response::Done,
                value(4),
                value(4),
                Response::Number(1),
                value(3),
                Response::Value(None),
            ]
        }
    );
    assert_eq!(
        refine(&Stack, &Broken(Fault::None), &[]),
        Run::Agrees { responses: vec![] }
    );
}

#[test]
fn a_command_that_is_not_allowed_makes_the_run_vacuous() {
    let run = refine(&Stack, &Broken(Fault::None), &[Push(1), Pop, Top, Pop]);
    assert_eq!(run, Run::NotAllowed { index: 2 });
}

#[test]
fn the_first_difference_is_told() {
    let program = [Push(1), Push(2), Pop, Push(3), Length, Pop, Pop];
    let found = difference(Fault::OldestAfterThreePushes, &program).unwrap();
    assert_eq!(
        (found.stage, found.index, found.needed()),
        (Stage::Command, 5, 6)
    );
    assert_eq!(found.expected, Some(Response::Value(Some(3))));
    assert_eq!(found.actual, Ok(Response::Value(Some(1))));
    assert_eq!(found.agreed.len(), 5);
}

#[test]
fn what_is_raised_is_a_difference() {
    let program = [Push(1), Push(9), Length, Pop];
    let raised = difference(Fault::RaiseAtTwo, &program).unwrap();
    assert_eq!((raised.stage, raised.index), (Stage::Command, 2));
    assert_eq!(raised.expected, Some(Response::Number(2)));
    assert_eq!(raised.actual.unwrap_err().place, "stack.py:7");

    let panicked = difference(Fault::PanicAtTwo, &program).unwrap();
    let exception = panicked.actual.unwrap_err();
    assert_eq!(
        (panicked.index, exception.message.as_str()),
        (2, "panicked: two")
    );
    assert!(exception.place.contains("machine_refine.rs:"));

    let start = difference(Fault::StartRaises, &program).unwrap();
    assert_eq!((start.stage, start.needed()), (Stage::Start, 0));
    assert_eq!(start.actual.unwrap_err().message, "no room");
    let start = difference(Fault::StartPanics, &program).unwrap();
    assert_eq!(
        start.actual.unwrap_err().message,
        "panicked: no room at all"
    );

    let stop = difference(Fault::DropPanics, &program[..3]).unwrap();
    assert_eq!((stop.stage, stop.index, stop.needed()), (Stage::Stop, 3, 3));
    assert_eq!(stop.actual.unwrap_err().message, "panicked: a nine is left");
    assert_eq!(difference(Fault::DropPanics, &[Push(9), Pop]), None);
}

/// A reference that fails: the system is not to blame.
struct Impossible;

impl Reference for Impossible {
    type State = ();
    type Command = Command;
    type Response = Response;

    fn initial(&self) {}

    fn step(&self, (): &mut (), command: &Command) -> Result<Response, Exception> {
        match command {
            Pop => panic!("no idea"),
            _ => Ok(Response::Done),
        }
    }
}

#[test]
fn a_failing_reference_says_nothing_about_the_system() {
    let run = refine(&Impossible, &Broken(Fault::None), &[Push(1), Pop]);
    let Run::NoReference { index, exception } = run else {
        panic!("{run:?}");
    };
    assert_eq!(
        (index, exception.message.as_str()),
        (1, "panicked: no idea")
    );
}

/// Returns the smallest program and checks that the search keeps its promises.
fn smallest(fault: Fault, program: Vec<Command>, budget: u64) -> Vec<Command> {
    let system = Broken(fault);
    let found = difference(fault, &program).unwrap();
    let shrunk = smallest_difference(&Stack, &system, program, found, simpler, budget);
    assert!(shrunk.effort.tried <= budget);
    assert!(shrunk.effort.accepted <= shrunk.effort.tried);
    assert!(!shrunk.effort.out_of_budget);
    assert_eq!(difference(fault, &shrunk.program), Some(shrunk.finding));
    for removed in 0..shrunk.program.len() {
        let mut fewer = shrunk.program.clone();
        fewer.remove(removed);
        assert_eq!(difference(fault, &fewer), None, "{fewer:?}");
    }
    shrunk.program
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn right_stacks_never_differ(program in commands()) {
        prop_assert_eq!(difference(Fault::None, &program), None);
    }

    #[test]
    fn the_stateful_fault_shrinks_to_four_commands(program in commands()) {
        prop_assume!(difference(Fault::OldestAfterThreePushes, &program).is_some());
        let smallest = smallest(Fault::OldestAfterThreePushes, program, 20_000);
        // Three pushes of values that are not all the same, and the pop that is wrong.
        prop_assert_eq!(smallest.len(), 4);
        prop_assert_eq!(smallest[3], Pop);
        let sum: u32 = smallest.iter().map(|c| match c { Push(v) => u32::from(*v), _ => 0 }).sum();
        prop_assert_eq!(sum, 1, "{:?}", smallest);
    }

    #[test]
    fn the_panic_shrinks_to_three_commands(program in commands(), a in any::<u8>(), b in any::<u8>()) {
        // However the program starts, its end empties the stack and asks for the length at two.
        let start = program.into_iter().filter(|command| *command != Top);
        let end = vec![Pop; 40].into_iter().chain([Push(a), Push(b), Length]);
        let program: Vec<Command> = start.chain(end).collect();
        let smallest = smallest(Fault::PanicAtTwo, program, 20_000);
        prop_assert_eq!(smallest, vec![Push(0), Push(0), Length]);
    }
}

#[test]
fn the_panic_on_drop_shrinks_to_one_command() {
    let program = vec![Push(1), Push(9), Length, Push(3), Pop, Top];
    assert_eq!(smallest(Fault::DropPanics, program, 1_000), vec![Push(9)]);
    let program = vec![Push(1), Push(9)];
    assert_eq!(smallest(Fault::StartPanics, program, 1_000), vec![]);
}

#[test]
fn a_budget_keeps_the_best_program_so_far() {
    let program = vec![Push(200); 30]
        .into_iter()
        .chain([Push(7), Pop])
        .collect::<Vec<_>>();
    let fault = Fault::OldestAfterThreePushes;
    let mut lengths = Vec::new();
    for budget in [0, 1, 5, 20] {
        let found = difference(fault, &program).unwrap();
        let shrunk = smallest_difference(
            &Stack,
            &Broken(fault),
            program.clone(),
            found,
            simpler,
            budget,
        );
        assert!(shrunk.effort.out_of_budget, "{budget}");
        assert_eq!(shrunk.effort.tried, budget);
        assert_eq!(difference(fault, &shrunk.program), Some(shrunk.finding));
        lengths.push(shrunk.program.len());
    }
    assert_eq!(lengths[0], 32);
    assert!(lengths.is_sorted_by(|a, b| a >= b), "{lengths:?}");
    assert!(lengths.last() < lengths.first(), "{lengths:?}");
}

#[test]
fn two_commands_that_only_go_together_are_removed() {
    // Fails with a mark, a check at the end, and an even number of toggles.
    let fails = |program: &[&str]| {
        let toggles = program.iter().filter(|c| **c == "toggle").count();
        let fails =
            toggles % 2 == 0 && program.contains(&"mark") && program.last() == Some(&"check");
        fails.then_some(Failing {
            finding: toggles,
            needed: program.len(),
        })
    };
    let program = vec!["toggle", "mark", "toggle", "check"];
    let found = fails(&program).unwrap();
    let shrunk = shrink(
        program,
        found,
        |_| Box::new(std::iter::empty()),
        fails,
        1_000,
    );
    assert_eq!((shrunk.program, shrunk.finding), (vec!["mark", "check"], 0));
}
