//! The HTML page: what it holds, and that no value can add to it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

#[path = "../examples/sample_report/sample.rs"]
mod sample;

use lawful::evidence::{Claim, Coverage, Evidence, Report, Settings};
use lawful::report::html;
use std::error::Error;

type Outcome = Result<(), Box<dyn Error>>;

fn page(report: &Report) -> Result<String, Box<dyn Error>> {
    let mut out = Vec::new();
    html::write(report, &mut out)?;
    Ok(String::from_utf8(out)?)
}

/// Returns what stands between each two marks.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    text.split(from)
        .skip(1)
        .filter_map(|rest| rest.split(to).next())
        .collect()
}

/// Shows the matrices as text: a line per family and per model, a sign per cell.
fn matrices(page: &str) -> String {
    let mut out = String::new();
    let section = between(page, "<section id=\"matrices\"", "</section>").concat();
    for family in between(&section, "<div class=\"family\">", "</table>") {
        let names: Vec<&str> = between(family, "data-law=\"", "\"");
        out.push_str(&format!("{}\n", names.join(" ")));
        for row in between(family, "<tr data-model=\"", "</tr>") {
            let model = row.split('"').next().unwrap_or_default();
            let sign = |cell: &str| {
                let button = cell.split("<button").nth(1);
                let shown = button.and_then(|b| b.split('>').nth(1));
                shown
                    .and_then(|s| s.split('<').next())
                    .unwrap_or(".")
                    .to_owned()
            };
            let cells: Vec<String> = row.split("<td").skip(1).map(sign).collect();
            out.push_str(&format!("  {} {model}\n", cells.join(" ")));
        }
    }
    out
}

fn check_matrices(report: &Report, expected: &str) -> Outcome {
    let actual = matrices(&page(report)?);
    let expected = expected.strip_prefix('\n').unwrap_or(expected);
    assert!(
        actual == expected,
        "expected:\n{expected}\nactual:\n{actual}"
    );
    Ok(())
}

fn report_of(evidence: Vec<Evidence>) -> Report {
    let mut report = Report::new(Settings {
        seed: 0,
        cases: Some(100),
        seconds: None,
    });
    report.evidence = evidence;
    report
}

fn claims(model: &str, laws: &[(&str, Coverage)]) -> Evidence {
    let law = |(id, coverage): &(&str, Coverage)| {
        sample::law(id, "x = x", Claim::Holds, coverage.clone())
    };
    sample::model(model, "rust", &[], "", laws.iter().map(law).collect())
}

#[test]
fn models_are_gathered_into_families() -> Outcome {
    let mut report = sample::every_verdict();
    report.evidence.retain(|e| !e.model.starts_with("hostile"));
    check_matrices(
        &report,
        r#"
commutative_semigroup.commutative group.left_inverse group.right_inverse monoid.left_identity monoid.right_identity semigroup.associative
  . . . ✓ ✗ ✓ agents.Router
  ✓ . . ✓ ✓ ¬ std.f64.add
  ✓ ✓ ✓ ✓ ✓ ✓ std.i64.add
  ¬ . . ¬? ✓ ✗ std.i64.sub
  ∎ ∎ ∎ ∎ ∎ ∎ std.u8.add
order.antisymmetric order.monotone order.total order.transitive semigroup.associative
  ∅ ✗ ○ ○ ✓ std.i64.max
machine.agrees machine.valid
  ✗ ✗ finance.Ledger
lattice.absorption lattice.distributive semilattice[join].associative semilattice[join].commutative semilattice[meet].associative semilattice[meet].commutative
  ∎ ∎ ∎ ∎ ∎ ∎ std.bool
"#,
    )
}

#[test]
fn a_model_without_shared_laws_has_a_matrix_of_its_own() -> Outcome {
    let good = || sample::whole_domain(4);
    let report = report_of(vec![
        claims("a", &[("t.one", good()), ("t.two", good())]),
        claims("b", &[("t.one", sample::subtraction())]),
        claims("c", &[("u", good())]),
        claims("d", &[]),
    ]);
    check_matrices(
        &report,
        r#"
t.one t.two
  ∎ ∎ a
  ✗ . b
u
  ∎ c
"#,
    )?;
    assert!(page(&report)?.contains("<code>d</code> claims no law"));
    Ok(())
}

#[test]
fn every_cell_has_one_source() -> Outcome {
    for (report, claims) in [(sample::every_verdict(), 37), (sample::big(200, 12), 2400)] {
        let page = page(&report)?;
        let mut cells: Vec<usize> = between(&page, "data-claim=\"", "\"")
            .iter()
            .flat_map(|n| n.parse())
            .collect();
        let mut sources: Vec<usize> = between(&page, " id=\"claim-", "\"")
            .iter()
            .flat_map(|n| n.parse())
            .collect();
        cells.sort_unstable();
        sources.sort_unstable();
        assert_eq!(cells, (0..claims).collect::<Vec<_>>());
        assert_eq!(sources, cells);
    }
    Ok(())
}

#[test]
fn no_value_adds_to_the_page() -> Outcome {
    let page = page(&sample::every_verdict())?;
    let nonce = between(&page, "<script nonce=\"", "\"").concat();
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("</script").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
    assert_eq!(page.matches("<img").count(), 0);
    assert!(
        page.contains("&#60;/script&#62;&#60;img src=x onerror="),
        "the value is there as text"
    );
    assert!(!page.contains(sample::HOSTILE));
    assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}'));
    assert!(page.contains(&format!("script-src 'nonce-{nonce}'")) && nonce.len() == 64);
    Ok(())
}

#[test]
fn the_page_names_nothing_outside_itself() -> Outcome {
    let page = page(&sample::every_verdict())?;
    for outside in [
        "http:", "https:", "//cdn", "@import", "url(", "<link", "<iframe", " src=\"",
    ] {
        assert!(!page.contains(outside), "the page contains `{outside}`");
    }
    assert!(page.contains("default-src 'none'"));
    Ok(())
}

#[test]
fn the_bytes_depend_on_the_report_alone() -> Outcome {
    let report = sample::every_verdict();
    assert_eq!(page(&report)?, page(&report.clone())?);
    let mut other = report.clone();
    other.settings.seed += 1;
    assert_ne!(page(&report)?, page(&other)?);
    Ok(())
}

#[test]
fn the_headline_never_flatters() -> Outcome {
    let title = |report: &Report| -> Result<String, Box<dyn Error>> {
        Ok(between(&page(report)?, "<title>", " - ").concat())
    };
    let mut report = report_of(Vec::new());
    assert_eq!(title(&report)?, "Nothing was checked");
    report.evidence = vec![claims("a", &[("t.one", sample::whole_domain(4))])];
    assert_eq!(title(&report)?, "Every claim was borne out");
    report.interrupted = true;
    assert_eq!(title(&report)?, "The run is not complete");
    report
        .evidence
        .push(claims("b", &[("t.one", sample::stopped())]));
    assert_eq!(title(&report)?, "1 of 2 claims was not borne out");
    assert_eq!(
        title(&sample::every_verdict())?,
        "10 of 37 claims were not borne out"
    );
    Ok(())
}

#[test]
fn survivors_are_marked() -> Outcome {
    let page = page(&sample::every_verdict())?;
    let survived = between(&page, "<tr class=\"survived\">", "</tr>");
    assert_eq!(survived.len(), 1);
    assert!(survived.concat().contains("combine: saturates"));
    assert!(page.contains("4 of 5 faults noticed, 80 %"));
    Ok(())
}
