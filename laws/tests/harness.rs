//! The harness as a plugin's author meets it: a test target with a model that breaks its claim.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Returns the example.
fn program() -> PathBuf {
    static BUILT: std::sync::Once = std::sync::Once::new();
    let own = std::env::current_exe().unwrap();
    let folder = own.parent().unwrap().parent().unwrap();
    let program = folder.join("examples").join("broken_plugin");
    // Cargo builds examples with all tests, but not with this one alone: it may be an old one.
    BUILT.call_once(|| {
        let build = ["build", "-q", "-p", "lawful", "--example", "broken_plugin"];
        let status = Command::new(env!("CARGO")).args(build).status().unwrap();
        assert!(status.success());
    });
    program
}

fn run(args: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(program());
    for (name, _) in std::env::vars()
        .filter(|(name, _)| name.starts_with("LAWFUL_") || name.starts_with("NEXTEST"))
    {
        command.env_remove(name);
    }
    command
        .args(args)
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("lawful-harness-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn each_law_is_a_test_with_its_name() {
    let listed = text(&run(&["--list"], &[]));
    assert!(
        listed.contains("example.average::semigroup.associative: test"),
        "{listed}"
    );
    assert!(
        listed.contains("example.average::commutative_semigroup.commutative: test"),
        "{listed}"
    );
}

#[test]
fn a_broken_claim_fails_with_the_whole_story() {
    let output = run(&[], &[]);
    assert_eq!(output.status.code(), Some(101));
    let told = text(&output);
    for part in [
        "(a · b) · c = a · (b · c)",
        "0 · 2",
        "lawful replay",
        "fn example_average_keeps_associative",
        "lawbreaker.involution.harmless::breaks_what_it_says",
        "it says that it breaks it",
        "2 passed; 2 failed",
    ] {
        assert!(told.contains(part), "no `{part}` in {told}");
    }
    assert!(!told.contains('\u{1b}'), "no colour without a terminal");
}

#[test]
fn a_filter_runs_a_part() {
    let output = run(&["commutative_semigroup"], &[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output).contains("1 passed; 0 failed"));
}

#[test]
fn reports_and_regressions_are_written() {
    let folder = folder("reports");
    let kept = folder.join("kept").join("regressions.jsonl");
    let variables = [
        ("LAWFUL_REPORT", folder.to_str().unwrap()),
        ("LAWFUL_REGRESSIONS", kept.to_str().unwrap()),
    ];
    run(&[], &variables);
    assert!(read(&folder, "report.html").contains("example.average"));
    assert!(read(&folder, "report.xml").contains("<testsuite"));
    let report =
        lawful::report::json_lines::read(read(&folder, "report.jsonl").as_bytes()).unwrap();
    assert_eq!((report.summary().claims, report.summary().broken), (2, 1));
    let stored = std::fs::read_to_string(&kept).unwrap();
    assert!(stored.contains("semigroup.associative"), "{stored}");
    let again = text(&run(&[], &variables));
    assert!(
        again.contains("@regression:1#0"),
        "the stored value is replayed first: {again}"
    );
    assert_eq!(
        std::fs::read_to_string(&kept).unwrap(),
        stored,
        "nothing new was learnt"
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn processes_of_one_nextest_run_add_to_one_report() {
    let folder = folder("nextest");
    let path = folder.to_str().unwrap();
    let one = |law: &str, id: &str| {
        run(
            &["--exact", law],
            &[("LAWFUL_REPORT", path), ("NEXTEST_RUN_ID", id)],
        );
    };
    let claims = || {
        let report = lawful::report::json_lines::read(read(&folder, "report.jsonl").as_bytes());
        report.unwrap().summary().claims
    };
    one("example.average::semigroup.associative", "first");
    assert_eq!(claims(), 1);
    one(
        "example.average::commutative_semigroup.commutative",
        "first",
    );
    assert_eq!(claims(), 2);
    one(
        "example.average::commutative_semigroup.commutative",
        "second",
    );
    assert_eq!(claims(), 1, "a new run starts a new report");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn nonsense_in_the_environment_ends_with_exit_code_two() {
    let folder = folder("nonsense");
    std::fs::create_dir_all(&folder).unwrap();
    let damaged = folder.join("damaged.jsonl");
    std::fs::write(&damaged, "nonsense").unwrap();
    for (name, value) in [
        ("LAWFUL_CASES", "0"),
        ("LAWFUL_SHARD", "3/2"),
        ("LAWFUL_TIME", "soon"),
        ("LAWFUL_REGRESSIONS", damaged.to_str().unwrap()),
    ] {
        let output = run(&[], &[(name, value)]);
        assert_eq!(output.status.code(), Some(2), "{name}={value}");
        assert!(text(&output).starts_with("error: "), "{}", text(&output));
    }
    assert_eq!(
        std::fs::read_to_string(&damaged).unwrap(),
        "nonsense",
        "nothing is lost"
    );
    std::fs::remove_dir_all(&folder).unwrap();
}
