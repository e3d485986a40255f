//! A process that is killed in the middle of guarded calls: what is on disk afterwards is verified,
//! and the next process goes on with what is left of the budget.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "helpers of tests fail by panicking, and no test uses all of them"
)]

mod support;

use lawful_covenant::budget::Resource;
use lawful_covenant::call::{Call, Cost};
use lawful_covenant::clock::{Moment, SystemClock, Watch};
use lawful_covenant::delegation::Revocations;
use lawful_covenant::gate::Surroundings;
use lawful_covenant::lifecycle::{Covenant, Granted, Terms};
use lawful_covenant::run::{Believing, Decided, Guard, Outcome, RunSetup, verify_run};
use lawful_platform::{Signer, TrustedKeys};
use lawful_trace::{FileLedger, FileLedgerOptions, LedgerOptions};
use libtest_mimic::{Arguments, Failed, Trial};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use support::ledgers::{log_key, log_name, policy};
use support::*;

const CHILD: &str = "LAWFUL_KILLED_CHILD";

fn main() -> ExitCode {
    if let Some(folder) = std::env::var_os(CHILD) {
        live(Path::new(&folder));
    }
    let trial = Trial::test("what_a_killed_process_leaves_is_verified", || {
        killed().map_err(Failed::from)
    });
    libtest_mimic::run(&Arguments::from_args(), vec![trial]).exit_code()
}

/// The same covenant in both processes: for long enough, from long ago, with a fixed nonce.
fn covenant() -> Covenant<Granted> {
    let (owner, agent) = (owner(), agent());
    let (grantor, holder) = (owner.public_key().clone(), agent.public_key().clone());
    let end = Moment::from_millis(4_000_000_000_000);
    let mut terms = Terms::new(grantor, holder, START, end).unwrap();
    terms.nonce = [5; 16];
    let permissions = ["fs.read:/srv/**"];
    terms.permissions = lawful_covenant::capability::Permissions::parse(permissions).unwrap();
    terms.budget = calls(1_000_000);
    let proposed = Covenant::propose(terms, &agent, START).unwrap();
    proposed.grant(&owner, START).unwrap()
}

fn around() -> Surroundings {
    let watch = Arc::new(Watch::new(SystemClock));
    Surroundings::new(Arc::new(Revocations::new()), watch)
}

fn reading() -> Call {
    call("fs.read:/srv/notes").with_cost(Cost::AtMost(calls(3)))
}

fn setup(ledger: Arc<FileLedger>) -> RunSetup {
    RunSetup::new(ledger).with_signer(log_name(), Arc::new(log_key()))
}

/// Makes calls until it is killed, and says how far it is.
fn live(folder: &Path) -> ! {
    let options = (LedgerOptions::default(), FileLedgerOptions::default());
    let ledger = Arc::new(FileLedger::create(folder, options.0, options.1).unwrap());
    let guard = Guard::open(&covenant(), &around(), setup(ledger)).unwrap();
    println!("{}", guard.run_name());
    loop {
        let done = guard.run(&reading(), &[], |meter| {
            meter.set(calls(1));
            Ok::<_, String>(())
        });
        println!("{}", done.unwrap().receipt.call);
        std::io::stdout().flush().unwrap();
    }
}

fn killed() -> Result<(), String> {
    let place = std::env::temp_dir().join(format!("lawful-killed-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&place);
    std::fs::create_dir_all(&place).map_err(|e| e.to_string())?;
    let checked = check(&place.join("ledger"));
    std::fs::remove_dir_all(&place).map_err(|e| e.to_string())?;
    checked
}

fn check(folder: &Path) -> Result<(), String> {
    let mut child = Command::new(std::env::current_exe().map_err(|e| e.to_string())?)
        .env(CHILD, folder)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| e.to_string())?;
    let output = BufReader::new(child.stdout.take().ok_or("no output")?);
    let names: Vec<String> = output.lines().map_while(Result::ok).take(60).collect();
    child.kill().map_err(|e| e.to_string())?;
    child.wait().map_err(|e| e.to_string())?;
    let told = names.last().ok_or("the child did nothing")?;

    let ledger = FileLedger::open(folder, FileLedgerOptions::default());
    let ledger = Arc::new(ledger.map_err(|e| e.to_string())?);
    let guard = Guard::open(&covenant(), &around(), setup(Arc::clone(&ledger)));
    let guard = guard.map_err(|e| e.to_string())?;
    let kinds = support::ledgers::kinds(&*ledger);
    let count = |kind: &str| kinds.iter().filter(|k| *k == kind).count() as u64;
    let (executed, returned) = (count("call.executed"), count("call.returned"));
    assert!(
        returned > 0 && executed - returned <= 1,
        "{executed} {returned}"
    );
    // What never returned counts with all that was set aside for it.
    let spent = guard.gate().account().balance().unwrap().spent;
    assert_eq!(
        spent.get(Resource::Calls),
        returned + 3 * (executed - returned)
    );
    let done = guard.run(&reading(), &[], |_| Ok::<_, String>(()));
    let done = done.map_err(|e| e.to_string())?;

    let head = guard.seal().map_err(|e| e.to_string())?.to_string();
    let (policy, grantors) = (
        policy(),
        TrustedKeys::from_iter([owner().public_key().clone()]),
    );
    let believing = Believing {
        log: &policy,
        grantors: &grantors,
    };
    for name in [&names[1], told, &done.receipt.call] {
        let answer = verify_run(&*ledger, head.as_bytes(), name, &reading(), believing);
        let answer = answer.map_err(|e| format!("{name}: {e}"))?;
        assert!(matches!(answer.decided, Decided::Authorised { .. }));
        assert_eq!(answer.ended.unwrap().outcome, Outcome::Succeeded, "{name}");
    }
    Ok(())
}
