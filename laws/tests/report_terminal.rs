//! The report for a terminal: exact text, and colour only where it is wanted.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

#[path = "../examples/sample_report/sample.rs"]
mod sample;

use lawful::evidence::{Claim, Report, Settings};
use lawful::report::terminal::{Style, render, render_law};

const PLAIN: Style = Style {
    colour: false,
    width: 80,
    verbose: false,
};

fn report_of(models: &[&str]) -> Report {
    let mut report = sample::every_verdict();
    report
        .evidence
        .retain(|e| models.contains(&e.model.as_str()));
    report.adequacy.clear();
    report.timings.clear();
    report
}

/// Compares texts; the expected one starts on a line of its own.
fn check(actual: &str, expected: &str) {
    let expected = expected.strip_prefix('\n').unwrap_or(expected);
    assert!(
        actual == expected,
        "expected:\n{expected}\nactual:\n{actual}"
    );
}

fn check_law(model: &str, law: &str, style: &Style, expected: &str) {
    let report = sample::every_verdict();
    let found = report.model(model).and_then(|e| e.law(law));
    let text = found.map(|law| render_law(model, law, style));
    check(&text.unwrap_or_default(), expected);
}

#[test]
fn a_good_report_is_short() {
    check(
        &render(&report_of(&["std.u8.add", "std.i64.add"]), &PLAIN),
        r#"
 model        laws  proved  tested
 std.i64.add     6       ·       6
 std.u8.add      6       6       ·

2 models, 12 claims, seed 0x2a, a budget of 1,000 random cases for each law
6 proved, 6 tested
tested: 6,162 cases, 6,162 effective; failure rate of each claim below 0.30 %
  (95 % confidence)
ok: every claim was borne out
"#,
    );
}

#[test]
fn a_report_ends_with_the_honest_numbers() {
    let text = render(&sample::every_verdict(), &PLAIN);
    let end = text
        .split_once("faults put into")
        .map(|(_, end)| end)
        .unwrap_or_default();
    check(
        end,
        r#"
 std.u8.add: 4 of 5 noticed by 4 laws
  survived: combine: saturates

9 models, 37 claims, seed 0x2a, a budget of 1,000 random cases for each law
12 proved, 13 tested, 2 witnessed, 6 broken, 1 unwitnessed, 1 vacuous, 2 not run
tested: 12,413 cases, 12,413 effective; failure rate of each claim with random
  cases below 0.30 % (95 % confidence); no bound for 1 claim without a random
  case
FAILED: 10 claims not borne out
"#,
    );
}

#[test]
fn every_model_has_a_row() {
    let text = render(&sample::every_verdict(), &PLAIN);
    let table = text
        .split_once("\n\n")
        .map(|(table, _)| table)
        .unwrap_or_default();
    check(
        table,
        r#"
 model                        laws  good  broken  unwitnessed  vacuous  not run
 agents.Router                   3     2       1            ·        ·        ·
 finance.Ledger                  2     ·       2            ·        ·        ·
 hostile.</script><img src=x     1     ·       1            ·        ·        ·
 onerror="document.title='ow
 ned'">\u{1b}[31m\u{202e}&am
 p;
 std.bool                        6     6       ·            ·        ·        ·
 std.f64.add                     4     4       ·            ·        ·        ·
 std.i64.add                     6     6       ·            ·        ·        ·
 std.i64.max                     5     1       1            ·        1        2
 std.i64.sub                     4     2       1            1        ·        ·
 std.u8.add                      6     6       ·            ·        ·        ·"#,
    );
}

#[test]
fn a_broken_claim_is_told_whole() {
    check_law(
        "std.i64.sub",
        "semigroup.associative",
        &PLAIN,
        r#"
broken: std.i64.sub claims semigroup.associative

  law      (x · y) · z = x · (y · z)
  verdict  refuted by case random:0

  for      x: i64 = 0   (every other value tried fails too)
           y: i64 = 0   (every other value tried fails too)
           z: i64 = 1

  left     0 · 0       = 0
           (0 · 0) · 1 = -1
  right    0 · 1       = -1
           0 · (0 · 1) = 1
  so       -1 is not equal to 1
  differ   -1 on the left, 1 on the right

  fails in 998 of 1,000 cases sampled, 99.80 %
  shrunk   41 candidates tried, 9 taken
  replay   lawful replay 'std.i64.sub/semigroup.associative@random:0#2a'

  a Rust test that fails for this case:

    #[test]
    fn std_i64_sub_is_not_associative() {
        let (x, y, z) = (0i64, 0, 1);
        let sub = i64::wrapping_sub;
        assert_eq!(sub(sub(x, y), z), sub(x, sub(y, z)));
    }

  a pytest function that fails for this case:

    def test_std_i64_sub_is_not_associative():
        law = lawful.law("std.i64.sub", "semigroup.associative")
        assert law.check(x=0, y=0, z=1)

hint: correct the model, or claim that the law fails and keep this case as the
      witness
"#,
    );
}

#[test]
fn a_machine_is_shown_to_the_first_difference() {
    check_law(
        "finance.Ledger",
        "machine.agrees",
        &PLAIN,
        r#"
broken: finance.Ledger claims machine.agrees

  law      run(commands) = reference(commands)
  verdict  refuted by case random:5121

  for      commands: Vec<Command> = [Open("a"), Credit("a", 40), Credit("a", 40), Credit("a", 40), Balance("a"), Close("a")]

  left     Open("a")       = Ok(())
           Credit("a", 40) = Ok(())
           Credit("a", 40) = Ok(())
           Credit("a", 40) = Ok(())
           Balance("a")    = Ok(Balance { account: "a", amount: 80, currency: Eur })   <- first difference
           (1 step after)
  right    Open("a")       = Ok(())
           Credit("a", 40) = Ok(())
           Credit("a", 40) = Ok(())
           Credit("a", 40) = Ok(())
           Balance("a")    = Ok(Balance { account: "a", amount: 120, currency: Eur })   <- first difference
           (1 step after)
  so       Ok(Balance { account: "a", amount: 80, currency: Eur })
           is not equal to
           Ok(Balance { account: "a", amount: 120, currency: Eur })
  differ   command 5: `amount` is 80 on the left and 120 on the right

  fails in 61 of 1,000 cases sampled, 6.1 %
  shrunk   311 candidates tried, 25 taken
  replay   lawful replay 'finance.Ledger/machine.agrees@random:5121#2a'

  a Rust test that fails for this case:

    #[test]
    fn the_ledger_agrees() {
        let mut ledger = Ledger::new();
        ledger.open("a");
        for _ in 0..3 {
            ledger.credit("a", 40);
        }
        assert_eq!(ledger.balance("a"), Ok(Balance::eur("a", 120)));
    }

  a pytest function that fails for this case:

    def test_the_ledger_agrees():
        ledger = Ledger()
        ledger.open("a")
        for _ in range(3):
            ledger.credit("a", 40)
        assert ledger.balance("a").amount == 120

hint: correct the model, or claim that the law fails and keep this case as the
      witness
"#,
    );
}

#[test]
fn a_witness_is_good_news() {
    check_law(
        "std.f64.add",
        "semigroup.associative",
        &PLAIN,
        r#"
witnessed: std.f64.add claims that semigroup.associative fails

  law      (x · y) · z = x · (y · z)
  verdict  refuted by case edge:214

  for      x: f64 = 1.0
           y: f64 = 1e100
           z: f64 = -1e100

  left     1.0 · 1e100            = 1e100
           (1.0 · 1e100) · -1e100 = 0.0
  right    1e100 · -1e100         = 0.0
           1.0 · (1e100 · -1e100) = 1.0
  so       0.0 is not equal to 1.0
  differ   0.0 on the left, 1.0 on the right

  fails in 127 of 1,000 cases sampled, 13 %
  shrunk   12 candidates tried, none was simpler
  replay   lawful replay 'std.f64.add/semigroup.associative@edge:214#2a'
"#,
    );
}

#[test]
fn what_is_not_known_is_said() {
    check_law(
        "std.i64.max",
        "order.antisymmetric",
        &PLAIN,
        r#"
vacuous: std.i64.max claims order.antisymmetric

  law      x ≤ y ∧ y ≤ x ⇒ x = y
  verdict  vacuous: 30 of 1,027 cases effective, at least 50 needed

hint: let the sampler produce values that make the premise true, or run more
      cases
"#,
    );
    check_law(
        "std.i64.max",
        "order.total",
        &PLAIN,
        r#"
not run: std.i64.max claims order.total

  law      x ≤ y ∨ y ≤ x
  verdict  not run: 3 shards have not run, the first is number 1

hint: a law that was not run supports nothing: run it
"#,
    );
    check_law(
        "std.i64.sub",
        "monoid.left_identity",
        &PLAIN,
        r#"
unwitnessed: std.i64.sub claims that monoid.left_identity fails

  law      e · x = x
  verdict  tested: 67 cases, 67 effective; failure rate below 7.3 % (95 % confidence)

hint: if the law holds, claim it; if it fails, state a witness or run more cases
"#,
    );
    check_law(
        "std.f64.add",
        "monoid.right_identity",
        &PLAIN,
        r#"
tested: std.f64.add claims monoid.right_identity

  law      x · e = x
  verdict  tested: 1,009 cases, 1,009 effective; failure rate below 0.30 % (95 % confidence)
  error    at most 0.500 of what the tolerance allows
"#,
    );
}

#[test]
fn an_empty_or_interrupted_report_is_not_good() {
    let settings = Settings {
        seed: 0,
        cases: None,
        seconds: Some(0.5),
    };
    let mut report = Report::new(settings);
    report
        .evidence
        .push(sample::model("m", "rust", &[], "", Vec::new()));
    check(
        &render(&report, &PLAIN),
        r#"
 model  laws
 m         0

no claims: `m` claims no law, so nothing was checked

1 model, 0 claims, seed 0x0, 0.5 s for each law
FAILED: nothing was checked
"#,
    );
    let mut report = report_of(&["std.bool"]);
    report.interrupted = true;
    let text = render(&report, &PLAIN);
    let end = text
        .split_once("FAILED")
        .map(|(_, end)| end)
        .unwrap_or_default();
    check(
        end,
        r#"
: the run is not complete

hint: the run was interrupted: models are missing or not complete; run it again
"#,
    );
}

/// Removes the sequences that set a colour.
fn without_colour(text: &str) -> String {
    let mut pieces = text.split("\u{1b}[");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |mut out, piece| {
        out.push_str(piece.split_once('m').map_or("", |(_, rest)| rest));
        out
    })
}

#[test]
fn colour_changes_nothing_else() {
    for report in [sample::every_verdict(), sample::big(7, 3)] {
        for width in [0, 40, 57, 80, 100, 143, usize::MAX] {
            for verbose in [false, true] {
                let plain = Style {
                    colour: false,
                    width,
                    verbose,
                };
                let text = render(&report, &plain);
                assert!(!text.contains('\u{1b}'), "no colour was asked for");
                let coloured = render(
                    &report,
                    &Style {
                        colour: true,
                        ..plain
                    },
                );
                assert!(coloured.contains("\u{1b}["), "colour was asked for");
                check(&without_colour(&coloured), &text);
            }
        }
    }
}

#[test]
fn a_hostile_value_moves_no_cursor() {
    let report = sample::every_verdict();
    let text = render(
        &report,
        &Style {
            verbose: true,
            ..PLAIN
        },
    );
    assert!(
        text.contains("\\u{1b}[31m\\u{202e}"),
        "the value is shown as escapes"
    );
    let hidden = |c: &char| (c.is_control() && *c != '\n') || ('\u{200b}'..='\u{206f}').contains(c);
    assert_eq!(text.chars().find(hidden), None);
}

#[test]
fn the_table_keeps_to_the_width() {
    for width in [40, 50, 60, 72, 80, 100, 200] {
        let text = render(&sample::every_verdict(), &Style { width, ..PLAIN });
        let table = text
            .split_once("\n\n")
            .map(|(table, _)| table)
            .unwrap_or_default();
        let widest = table.lines().map(|l| l.chars().count()).max();
        assert!(
            widest <= Some(width),
            "{widest:?} columns of {width}:\n{table}"
        );
    }
}

#[test]
fn a_long_value_is_cut_unless_asked_for() {
    let long = "x".repeat(5000);
    let law = sample::law("l", &long, Claim::Holds, sample::tested(100, 0));
    let short = render_law("m", &law, &PLAIN);
    assert!(
        short.contains("... (5000 characters in all)") && !short.contains(&long),
        "{short}"
    );
    assert!(
        render_law(
            "m",
            &law,
            &Style {
                verbose: true,
                ..PLAIN
            }
        )
        .contains(&long)
    );
}
