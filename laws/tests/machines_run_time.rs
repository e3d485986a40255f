//! Systems, and whole machines, that are known only at run time.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful::check::{Config, Regressions, Silent, check};
use lawful::evidence::{Evidence, Verdict};
use lawful::machine::{
    AnyReference, AnyResponse, AnySystem, Argument, CommandDef, Exception, Live, Machine,
    ReturnedOption, State, find_machine,
};
use lawful::model::Model;
use lawful::theory::{OpDef, OpKey, Type};
use lawful::{Sort, Value};
use std::any::Any;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// A queue that dispatches on names, as an object of another language would.
struct Named {
    /// What `len` answers instead of a number, if anything.
    len: fn(usize) -> Value,
}

type Items = Mutex<VecDeque<i64>>;

impl AnySystem for Named {
    fn start(&self) -> Result<Live, Exception> {
        Ok(Box::new(Items::default()))
    }

    fn perform(
        &self,
        live: &(dyn Any + Send + Sync),
        command: &str,
        args: &[Value],
    ) -> Result<Value, Exception> {
        let items = live.downcast_ref::<Items>().unwrap();
        let mut items = items.lock().unwrap();
        match (command, args) {
            ("push", [item]) => {
                items.push_back(*item.expect::<i64>()?);
                Ok(Value::new(()))
            }
            ("pop", []) => Ok(Value::new(items.pop_front().map(Value::new))),
            ("len", []) => Ok((self.len)(items.len())),
            _ => Err(Exception::new(format!("no method `{command}`"))),
        }
    }
}

fn evidence(machine: &Arc<Machine>, system: impl AnySystem + 'static) -> Evidence {
    let mut builder = Model::builder("run.time", "1").unwrap().language("python");
    builder.machine(machine, Arc::new(system));
    let model = Arc::new(builder.build().unwrap());
    let nothing = Regressions::default();
    let report = check(&[model], &Config::default(), &nothing, &mut Silent).unwrap();
    report.evidence.into_iter().next().unwrap()
}

#[test]
fn a_system_of_a_declared_machine_is_checked_by_name() {
    let queue = find_machine("queue").unwrap();
    let right = evidence(
        queue,
        Named {
            len: |n| Value::new(n as u64),
        },
    );
    assert!(right.is_good(), "{right:?}");
    assert_eq!(right.laws.len(), 2);
    assert_eq!(right.theories, ["queue"]);

    // A response of another type is wrong, and says so.
    let wrong = evidence(queue, Named { len: Value::new });
    let Verdict::Refuted { counterexample } = wrong.law("queue.refinement").unwrap().verdict()
    else {
        panic!("{wrong:?}");
    };
    assert_eq!(counterexample.substitution[0].value, "len()");
    assert_eq!(counterexample.left[0].value, "a value of another type");
    assert_eq!(counterexample.right[0].value, "0");
    assert_eq!(counterexample.rust_test, "", "the model is not a Rust one");
    assert!(counterexample.python_test.contains("lawful.check_case("));
}

/// The reference of a machine that is put together at run time: a place for one item.
struct Slot;

impl AnyReference for Slot {
    fn initial(&self) -> State {
        State::new(None::<u8>)
    }

    fn allows(&self, state: &State, command: &str, _: &[Value]) -> Result<bool, Exception> {
        let full = state.get::<Option<u8>>().unwrap().is_some();
        Ok(full == (command == "take"))
    }

    fn step(&self, state: &mut State, _: &str, args: &[Value]) -> Result<Value, Exception> {
        let slot = state.get_mut::<Option<u8>>().unwrap();
        let item = args.first().map(Value::expect).transpose()?.copied();
        let before = std::mem::replace(slot, item);
        Ok(Value::new(before.map(Value::new)))
    }
}

/// Programs fill and empty it in turns: everything else is not allowed.
fn slot() -> Arc<Machine> {
    let command = |name: &'static str, args: Vec<Argument>, premise: &'static str| {
        let types = args.iter().map(|_| Type::sort("u8")).collect();
        let response: Arc<dyn AnyResponse> = Arc::new(ReturnedOption::<u8>::new());
        CommandDef {
            op: OpDef {
                key: OpKey::new(name),
                args: types,
                result: Type::Option(Box::new(Type::sort("u8"))),
                symbol: None,
                about: "".into(),
            },
            args,
            response,
            premise: Some(premise.into()),
        }
    };
    let item = Argument {
        name: "item".into(),
        sort: Arc::new(Sort::<u8>::any()),
    };
    let commands = vec![
        command("fill", vec![item], "it is empty"),
        command("take", Vec::new(), "it is full"),
    ];
    Arc::new(Machine::new("slot", "", 1, false, commands, Arc::new(Slot)))
}

/// A slot that takes what it is given, and panics if it is misused.
struct Strict {
    forgets: Option<u8>,
}

impl AnySystem for Strict {
    fn start(&self) -> Result<Live, Exception> {
        Ok(Box::new(Mutex::new(None::<u8>)))
    }

    fn perform(
        &self,
        live: &(dyn Any + Send + Sync),
        command: &str,
        args: &[Value],
    ) -> Result<Value, Exception> {
        let mut slot = live
            .downcast_ref::<Mutex<Option<u8>>>()
            .unwrap()
            .lock()
            .unwrap();
        assert_eq!(slot.is_some(), command == "take", "misused");
        let item = args.first().map(|item| *item.get::<u8>().unwrap());
        let before = std::mem::replace(&mut *slot, item);
        let before = before.filter(|item| Some(*item) != self.forgets);
        Ok(Value::new(before.map(Value::new)))
    }
}

#[test]
fn a_machine_of_run_time_draws_allowed_programs_only() {
    let good = evidence(&slot(), Strict { forgets: None });
    let law = good.law("slot.refinement").unwrap();
    let Verdict::Tested {
        cases, effective, ..
    } = law.verdict()
    else {
        panic!("{good:?}");
    };
    assert_eq!(cases, effective);

    let bad = evidence(&slot(), Strict { forgets: Some(77) });
    let Verdict::Refuted { counterexample } = bad.laws[0].verdict() else {
        panic!("{bad:?}");
    };
    assert_eq!(counterexample.substitution[0].value, "fill(77); take()");
    assert_eq!(
        counterexample.first_difference.as_deref(),
        Some("after 1 command, `take()` answers `none`, the reference answers `some(77)`")
    );
}

#[test]
fn commands_are_checked_when_they_are_made() {
    let counter = find_machine("counter").unwrap();
    let add = counter.command("add", vec![Value::new(3_i64)]).unwrap();
    assert_eq!(format!("{add:?}"), "add(3)");
    let unknown = counter.command("ad", Vec::new()).unwrap_err();
    assert_eq!(
        unknown.message,
        "the machine `counter` has no command `ad`; the commands are: add, get"
    );
    let few = counter.command("add", Vec::new()).unwrap_err();
    assert_eq!(
        few.message,
        "the command `add` takes 1 arguments, but 0 are given"
    );
    assert!(find_machine("semigroup").is_none());
}
