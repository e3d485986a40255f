//! Reports made by hand.

use lawful::evidence::{
    Binding, CaseId, Claim, Counterexample, Coverage, Evidence, Failure, Frequency, KillMatrix,
    LawEvidence, MutantRow, Phase, Proof, Report, Settings, Shard, ShrinkEffort, Step, Tally,
    Timing,
};

/// What a value may print to break a page or a terminal.
pub const HOSTILE: &str =
    "</script><img src=x onerror=\"document.title='owned'\">\u{1b}[31m\u{202e}&amp;";

/// Returns a report that holds every verdict, every way to fail, and a hostile model.
pub fn every_verdict() -> Report {
    let mut report = Report::new(Settings {
        seed: 0x2a,
        cases: Some(1000),
        seconds: None,
    });
    report.evidence = vec![
        model(
            "agents.Router",
            "python",
            &["monoid", "semigroup"],
            "routes a task to the first agent that accepts it",
            vec![
                law(
                    "monoid.left_identity",
                    "e · x = x",
                    Claim::Holds,
                    tested(1000, 0),
                ),
                law("monoid.right_identity", "x · e = x", Claim::Holds, raised()),
                law(
                    "semigroup.associative",
                    ASSOCIATIVE,
                    Claim::Holds,
                    tested(1000, 0),
                ),
            ],
        ),
        model(
            "finance.Ledger",
            "rust",
            &["machine"],
            "a ledger against the list of its entries",
            vec![
                law(
                    "machine.agrees",
                    "run(commands) = reference(commands)",
                    Claim::Holds,
                    machine(),
                ),
                law(
                    "machine.valid",
                    "valid(run(commands))",
                    Claim::Holds,
                    predicate(),
                ),
            ],
        ),
        model(
            &format!("hostile.{HOSTILE}"),
            "python",
            &["semigroup"],
            HOSTILE,
            vec![law(
                "semigroup.associative",
                ASSOCIATIVE,
                Claim::Holds,
                hostile(),
            )],
        ),
        model(
            "std.bool",
            "rust",
            &["lattice", "semilattice[join]", "semilattice[meet]"],
            "booleans with or and and",
            vec![
                law(
                    "lattice.absorption",
                    "x ∨ (x ∧ y) = x",
                    Claim::Holds,
                    whole_domain(4),
                ),
                law(
                    "lattice.distributive",
                    "x ∧ (y ∨ z) = (x ∧ y) ∨ (x ∧ z)",
                    Claim::Holds,
                    whole_domain(8),
                ),
                law(
                    "semilattice[join].associative",
                    "(x ∨ y) ∨ z = x ∨ (y ∨ z)",
                    Claim::Holds,
                    light(),
                ),
                law(
                    "semilattice[join].commutative",
                    "x ∨ y = y ∨ x",
                    Claim::Holds,
                    whole_domain(4),
                ),
                law(
                    "semilattice[meet].associative",
                    "(x ∧ y) ∧ z = x ∧ (y ∧ z)",
                    Claim::Holds,
                    compile_time(),
                ),
                law(
                    "semilattice[meet].commutative",
                    "x ∧ y = y ∧ x",
                    Claim::Holds,
                    whole_domain(4),
                ),
            ],
        ),
        model(
            "std.f64.add",
            "rust",
            &["commutative_semigroup", "monoid", "semigroup"],
            "floating-point addition",
            vec![
                law(
                    "commutative_semigroup.commutative",
                    COMMUTATIVE,
                    Claim::Holds,
                    tested(1000, 0),
                ),
                law(
                    "monoid.left_identity",
                    "e · x = x",
                    Claim::Holds,
                    within(0.25),
                ),
                law(
                    "monoid.right_identity",
                    "x · e = x",
                    Claim::Holds,
                    within(0.5),
                ),
                law(
                    "semigroup.associative",
                    ASSOCIATIVE,
                    Claim::Fails,
                    float_witness(),
                ),
            ],
        ),
        model(
            "std.i64.add",
            "rust",
            &["commutative_semigroup", "group", "monoid", "semigroup"],
            "addition that wraps",
            vec![
                law(
                    "commutative_semigroup.commutative",
                    COMMUTATIVE,
                    Claim::Holds,
                    tested(1000, 0),
                ),
                law(
                    "group.left_inverse",
                    "x⁻¹ · x = e",
                    Claim::Holds,
                    tested(1000, 0),
                ),
                law(
                    "group.right_inverse",
                    "x · x⁻¹ = e",
                    Claim::Holds,
                    tested(1000, 0),
                ),
                law(
                    "monoid.left_identity",
                    "e · x = x",
                    Claim::Holds,
                    tested(1000, 0),
                ),
                law(
                    "monoid.right_identity",
                    "x · e = x",
                    Claim::Holds,
                    tested(1000, 0),
                ),
                law(
                    "semigroup.associative",
                    ASSOCIATIVE,
                    Claim::Holds,
                    tested(1000, 0),
                ),
            ],
        ),
        model(
            "std.i64.max",
            "rust",
            &["order", "semigroup"],
            "the larger of two numbers",
            vec![
                law(
                    "order.antisymmetric",
                    "x ≤ y ∧ y ≤ x ⇒ x = y",
                    Claim::Holds,
                    tested(1000, 997),
                ),
                law(
                    "order.monotone",
                    "x ≤ y ⇒ x · z ≤ y · z",
                    Claim::Holds,
                    not_at_most(),
                ),
                law(
                    "order.total",
                    "x ≤ y ∨ y ≤ x",
                    Claim::Holds,
                    missing_shards(),
                ),
                law(
                    "order.transitive",
                    "x ≤ y ∧ y ≤ z ⇒ x ≤ z",
                    Claim::Holds,
                    stopped(),
                ),
                law(
                    "semigroup.associative",
                    ASSOCIATIVE,
                    Claim::Holds,
                    edges_only(),
                ),
            ],
        ),
        model(
            "std.i64.sub",
            "rust",
            &["commutative_semigroup", "monoid", "semigroup"],
            "subtraction that wraps",
            vec![
                law(
                    "commutative_semigroup.commutative",
                    COMMUTATIVE,
                    Claim::Fails,
                    subtraction_witness(),
                ),
                law(
                    "monoid.left_identity",
                    "e · x = x",
                    Claim::Fails,
                    tested(40, 0),
                ),
                law(
                    "monoid.right_identity",
                    "x · e = x",
                    Claim::Holds,
                    tested(1000, 0),
                ),
                law(
                    "semigroup.associative",
                    ASSOCIATIVE,
                    Claim::Holds,
                    subtraction(),
                ),
            ],
        ),
        model(
            "std.u8.add",
            "rust",
            &["commutative_semigroup", "group", "monoid", "semigroup"],
            "addition modulo 256",
            vec![
                law(
                    "commutative_semigroup.commutative",
                    COMMUTATIVE,
                    Claim::Holds,
                    whole_domain(65_536),
                ),
                law(
                    "group.left_inverse",
                    "x⁻¹ · x = e",
                    Claim::Holds,
                    whole_domain(256),
                ),
                law(
                    "group.right_inverse",
                    "x · x⁻¹ = e",
                    Claim::Holds,
                    whole_domain(256),
                ),
                law(
                    "monoid.left_identity",
                    "e · x = x",
                    Claim::Holds,
                    whole_domain(256),
                ),
                law(
                    "monoid.right_identity",
                    "x · e = x",
                    Claim::Holds,
                    whole_domain(256),
                ),
                law(
                    "semigroup.associative",
                    ASSOCIATIVE,
                    Claim::Holds,
                    whole_domain(16_777_216),
                ),
            ],
        ),
    ];
    report.adequacy = vec![kill_matrix()];
    report.timings = timings(&report.evidence);
    report
}

/// Returns a report of many models that claim the same laws.
pub fn big(models: usize, laws: usize) -> Report {
    let mut report = Report::new(Settings {
        seed: 1,
        cases: Some(1000),
        seconds: None,
    });
    for m in 0..models {
        let id = format!("plugin{m:03}.Store");
        let mut evidence = model(&id, "rust", &["store"], "a generated model", Vec::new());
        for l in 0..laws {
            let coverage = match (m * 31 + l * 17) % 97 {
                0 => subtraction(),
                1 => tested(1000, 990),
                n if n < 30 => whole_domain(4096),
                _ => tested(1000, (m * 7 + l * 13) as u64 % 200),
            };
            evidence.laws.push(law(
                &format!("store.law{l:02}"),
                ASSOCIATIVE,
                Claim::Holds,
                coverage,
            ));
        }
        report.evidence.push(evidence);
    }
    report.timings = timings(&report.evidence);
    report
}

const ASSOCIATIVE: &str = "(x · y) · z = x · (y · z)";
const COMMUTATIVE: &str = "x · y = y · x";

/// Makes the evidence of one model.
pub fn model(
    id: &str,
    language: &str,
    theories: &[&str],
    about: &str,
    laws: Vec<LawEvidence>,
) -> Evidence {
    Evidence {
        model: id.to_owned(),
        version: "1.2.0".to_owned(),
        language: language.to_owned(),
        theories: theories.iter().map(|t| (*t).to_owned()).collect(),
        about: about.to_owned(),
        laws,
    }
}

/// Makes the evidence of one law.
pub fn law(id: &str, statement: &str, claim: Claim, coverage: Coverage) -> LawEvidence {
    LawEvidence {
        law: id.to_owned(),
        law_set: 1,
        statement: statement.to_owned(),
        claim,
        floor: 50,
        coverage,
    }
}

/// Makes the coverage of random cases without a failure.
pub fn tested(cases: u64, vacuous: u64) -> Coverage {
    Coverage::Whole(Tally {
        cases: cases + 27,
        vacuous,
        random_effective: cases.saturating_sub(vacuous),
        ..Tally::default()
    })
}

fn edges_only() -> Coverage {
    Coverage::Whole(Tally {
        cases: 125,
        ..Tally::default()
    })
}

fn within(worst: f64) -> Coverage {
    Coverage::Whole(Tally {
        cases: 1009,
        random_effective: 1000,
        worst_error: Some(worst),
        ..Tally::default()
    })
}

fn proved(cases: u64, proof: Proof) -> Coverage {
    Coverage::Whole(Tally {
        cases,
        proof: Some(proof),
        ..Tally::default()
    })
}

/// Makes the coverage of a whole domain.
pub fn whole_domain(cases: u64) -> Coverage {
    proved(cases, Proof::WholeDomain { cases })
}

fn light() -> Coverage {
    proved(
        8,
        Proof::Light {
            elements: 2,
            generators: 2,
            comparisons: 8,
        },
    )
}

fn compile_time() -> Coverage {
    proved(0, Proof::CompileTime)
}

/// Makes the coverage of a law that could not finish.
pub fn stopped() -> Coverage {
    let why = "the sampler of `x` refused 10000 values in a row".to_owned();
    Coverage::Whole(Tally {
        stopped: Some(why),
        ..Tally::default()
    })
}

fn missing_shards() -> Coverage {
    let tally = Tally {
        cases: 250,
        random_effective: 250,
        ..Tally::default()
    };
    Shard::new(2, 4).map_or(Coverage::Whole(Tally::default()), |s| {
        Coverage::of_shard(s, tally)
    })
}

fn refuted(counterexample: Counterexample) -> Coverage {
    Coverage::Whole(Tally {
        refuted: Some(Box::new(counterexample)),
        ..Tally::default()
    })
}

fn binding(variable: &str, sort: &str, value: &str, matters: bool) -> Binding {
    Binding {
        variable: variable.to_owned(),
        sort: sort.to_owned(),
        value: value.to_owned(),
        matters,
    }
}

fn steps(pairs: &[(&str, &str)]) -> Vec<Step> {
    let step = |(term, value): &(&str, &str)| Step {
        term: (*term).to_owned(),
        value: (*value).to_owned(),
    };
    pairs.iter().map(step).collect()
}

fn unequal(left: &str, right: &str) -> Failure {
    Failure::Unequal {
        left: left.to_owned(),
        right: right.to_owned(),
    }
}

/// The counterexample that subtraction is not associative.
pub fn subtraction() -> Coverage {
    refuted(Counterexample {
        case: CaseId { phase: Phase::Random, index: 0 },
        replay: "std.i64.sub/semigroup.associative@random:0#2a".to_owned(),
        substitution: vec![
            binding("x", "i64", "0", false),
            binding("y", "i64", "0", false),
            binding("z", "i64", "1", true),
        ],
        found: vec![
            binding("x", "i64", "-8829129919384", false),
            binding("y", "i64", "517", false),
            binding("z", "i64", "90210", true),
        ],
        failure: unequal("-1", "1"),
        left: steps(&[("0 · 0", "0"), ("(0 · 0) · 1", "-1")]),
        right: steps(&[("0 · 1", "-1"), ("0 · (0 · 1)", "1")]),
        first_difference: Some("-1 on the left, 1 on the right".to_owned()),
        frequency: Frequency { failed: 998, sampled: 1000 },
        shrink: ShrinkEffort { tried: 41, accepted: 9, out_of_budget: false },
        rust_test: "#[test]\nfn std_i64_sub_is_not_associative() {\n    let (x, y, z) = (0i64, 0, 1);\n    let sub = i64::wrapping_sub;\n    assert_eq!(sub(sub(x, y), z), sub(x, sub(y, z)));\n}\n".to_owned(),
        python_test: "def test_std_i64_sub_is_not_associative():\n    law = lawful.law(\"std.i64.sub\", \"semigroup.associative\")\n    assert law.check(x=0, y=0, z=1)\n".to_owned(),
        encoded: Some(vec!["0".to_owned(), "0".to_owned(), "1".to_owned()]),
    })
}

fn subtraction_witness() -> Coverage {
    refuted(Counterexample {
        case: CaseId {
            phase: Phase::Regression,
            index: 0,
        },
        replay: "std.i64.sub/commutative_semigroup.commutative@regression:0#2a".to_owned(),
        substitution: vec![
            binding("x", "i64", "0", true),
            binding("y", "i64", "1", true),
        ],
        found: vec![
            binding("x", "i64", "0", true),
            binding("y", "i64", "1", true),
        ],
        failure: unequal("-1", "1"),
        left: steps(&[("0 · 1", "-1")]),
        right: steps(&[("1 · 0", "1")]),
        first_difference: None,
        frequency: Frequency {
            failed: 1000,
            sampled: 1000,
        },
        shrink: ShrinkEffort::default(),
        rust_test: String::new(),
        python_test: String::new(),
        encoded: None,
    })
}

fn float_witness() -> Coverage {
    refuted(Counterexample {
        case: CaseId {
            phase: Phase::Edge,
            index: 214,
        },
        replay: "std.f64.add/semigroup.associative@edge:214#2a".to_owned(),
        substitution: vec![
            binding("x", "f64", "1.0", true),
            binding("y", "f64", "1e100", true),
            binding("z", "f64", "-1e100", true),
        ],
        found: vec![
            binding("x", "f64", "1.0", true),
            binding("y", "f64", "1e100", true),
            binding("z", "f64", "-1e100", true),
        ],
        failure: unequal("0.0", "1.0"),
        left: steps(&[("1.0 · 1e100", "1e100"), ("(1.0 · 1e100) · -1e100", "0.0")]),
        right: steps(&[("1e100 · -1e100", "0.0"), ("1.0 · (1e100 · -1e100)", "1.0")]),
        first_difference: Some("0.0 on the left, 1.0 on the right".to_owned()),
        frequency: Frequency {
            failed: 127,
            sampled: 1000,
        },
        shrink: ShrinkEffort {
            tried: 12,
            accepted: 0,
            out_of_budget: false,
        },
        rust_test: String::new(),
        python_test: String::new(),
        encoded: None,
    })
}

fn not_at_most() -> Coverage {
    refuted(Counterexample {
        case: CaseId {
            phase: Phase::Random,
            index: 17,
        },
        replay: "std.i64.max/order.monotone@random:17#2a".to_owned(),
        substitution: vec![
            binding("x", "i64", "-1", true),
            binding("y", "i64", "0", true),
            binding("z", "i64", "-1", true),
        ],
        found: vec![
            binding("x", "i64", "-77", true),
            binding("y", "i64", "5", true),
        ],
        failure: Failure::NotAtMost {
            left: "-1".to_owned(),
            right: "-2".to_owned(),
        },
        left: steps(&[("-1 · -1", "-1")]),
        right: steps(&[("0 · -1", "-2")]),
        first_difference: None,
        frequency: Frequency {
            failed: 34,
            sampled: 512,
        },
        shrink: ShrinkEffort {
            tried: 5000,
            accepted: 60,
            out_of_budget: true,
        },
        rust_test: "#[test]\nfn max_is_monotone() {\n    assert!(max(-1, -1) <= max(0, -1));\n}\n"
            .to_owned(),
        python_test: String::new(),
        encoded: None,
    })
}

fn predicate() -> Coverage {
    let commands = "[Credit(1), Debit(2)]";
    refuted(Counterexample {
        case: CaseId { phase: Phase::Random, index: 3 },
        replay: "finance.Ledger/machine.valid@random:3#2a".to_owned(),
        substitution: vec![binding("commands", "Vec<Command>", commands, true)],
        found: vec![binding("commands", "Vec<Command>", commands, true)],
        failure: Failure::False,
        left: steps(&[("Credit(1)", "balance 1"), ("Debit(2)", "balance -1"), ("valid", "false")]),
        right: Vec::new(),
        first_difference: None,
        frequency: Frequency { failed: 1, sampled: 100_000 },
        shrink: ShrinkEffort { tried: 1, accepted: 0, out_of_budget: false },
        rust_test: "#[test]\nfn a_ledger_stays_valid() {\n    assert!(run(&[Credit(1), Debit(2)]).valid());\n}\n".to_owned(),
        python_test: String::new(),
        encoded: None,
    })
}

fn machine() -> Coverage {
    let mut left = vec![("Open(\"a\")", "Ok(())")];
    let mut right = left.clone();
    for _ in 0..3 {
        left.push(("Credit(\"a\", 40)", "Ok(())"));
        right.push(("Credit(\"a\", 40)", "Ok(())"));
    }
    left.extend([
        (
            "Balance(\"a\")",
            "Ok(Balance { account: \"a\", amount: 80, currency: Eur })",
        ),
        ("Close(\"a\")", "Ok(())"),
    ]);
    right.extend([
        (
            "Balance(\"a\")",
            "Ok(Balance { account: \"a\", amount: 120, currency: Eur })",
        ),
        ("Close(\"a\")", "Ok(())"),
    ]);
    let commands = "[Open(\"a\"), Credit(\"a\", 40), Credit(\"a\", 40), Credit(\"a\", 40), Balance(\"a\"), Close(\"a\")]";
    refuted(Counterexample {
        case: CaseId { phase: Phase::Random, index: 5121 },
        replay: "finance.Ledger/machine.agrees@random:5121#2a".to_owned(),
        substitution: vec![binding("commands", "Vec<Command>", commands, true)],
        found: vec![binding("commands", "Vec<Command>", "[40 more commands]", true)],
        failure: unequal(
            "Ok(Balance { account: \"a\", amount: 80, currency: Eur })",
            "Ok(Balance { account: \"a\", amount: 120, currency: Eur })",
        ),
        left: steps(&left),
        right: steps(&right),
        first_difference: Some("command 5: `amount` is 80 on the left and 120 on the right".to_owned()),
        frequency: Frequency { failed: 61, sampled: 1000 },
        shrink: ShrinkEffort { tried: 311, accepted: 25, out_of_budget: false },
        rust_test: "#[test]\nfn the_ledger_agrees() {\n    let mut ledger = Ledger::new();\n    ledger.open(\"a\");\n    for _ in 0..3 {\n        ledger.credit(\"a\", 40);\n    }\n    assert_eq!(ledger.balance(\"a\"), Ok(Balance::eur(\"a\", 120)));\n}\n".to_owned(),
        python_test: "def test_the_ledger_agrees():\n    ledger = Ledger()\n    ledger.open(\"a\")\n    for _ in range(3):\n        ledger.credit(\"a\", 40)\n    assert ledger.balance(\"a\").amount == 120\n".to_owned(),
        encoded: None,
    })
}

fn raised() -> Coverage {
    refuted(Counterexample {
        case: CaseId { phase: Phase::Edge, index: 2 },
        replay: "agents.Router/monoid.right_identity@edge:2#2a".to_owned(),
        substitution: vec![binding("x", "Router", "Router(agents=[])", true)],
        found: vec![binding("x", "Router", "Router(agents=[])", true)],
        failure: Failure::Raised {
            message: "IndexError: list index out of range".to_owned(),
            place: "Traceback (most recent call last):\n  File \"agents/router.py\", line 41, in combine\n    first = self.agents[0]\nIndexError: list index out of range".to_owned(),
        },
        left: steps(&[("e", "Router(agents=[])")]),
        right: Vec::new(),
        first_difference: None,
        frequency: Frequency { failed: 9, sampled: 1000 },
        shrink: ShrinkEffort::default(),
        rust_test: String::new(),
        python_test: "def test_router_right_identity():\n    x = Router(agents=[])\n    assert x.combine(Router.empty()) == x\n".to_owned(),
        encoded: None,
    })
}

fn hostile() -> Coverage {
    refuted(Counterexample {
        case: CaseId {
            phase: Phase::Random,
            index: 1,
        },
        replay: format!("hostile.{HOSTILE}/semigroup.associative@random:1#2a"),
        substitution: vec![binding("x", HOSTILE, HOSTILE, true)],
        found: vec![binding("x", "String", HOSTILE, true)],
        failure: unequal(HOSTILE, "harmless"),
        left: steps(&[(HOSTILE, HOSTILE)]),
        right: steps(&[("x", "harmless")]),
        first_difference: Some(HOSTILE.to_owned()),
        frequency: Frequency {
            failed: 1,
            sampled: 1,
        },
        shrink: ShrinkEffort::default(),
        rust_test: format!("// {HOSTILE}\n"),
        python_test: format!("# {HOSTILE}\n"),
        encoded: None,
    })
}

fn kill_matrix() -> KillMatrix {
    let row = |mutant: &str, killed_by: [bool; 4], same_behaviour| MutantRow {
        mutant: mutant.to_owned(),
        killed_by: killed_by.to_vec(),
        same_behaviour,
    };
    let laws = [
        "commutative_semigroup.commutative",
        "monoid.left_identity",
        "monoid.right_identity",
        "semigroup.associative",
    ];
    KillMatrix {
        model: "std.u8.add".to_owned(),
        laws: laws.map(str::to_owned).to_vec(),
        mutants: vec![
            row(
                "combine: returns the left argument",
                [true, true, false, false],
                false,
            ),
            row("combine: adds 1", [false, true, true, false], false),
            row("combine: saturates", [false, false, false, false], false),
            row(
                "combine: arguments swapped",
                [false, false, false, false],
                true,
            ),
            row("empty: returns 1", [false, true, true, false], false),
            row(
                "combine: 0 when both are odd",
                [false, false, false, true],
                false,
            ),
        ],
    }
}

fn timings(evidence: &[Evidence]) -> Vec<Timing> {
    let mut out = Vec::new();
    for (m, evidence) in evidence.iter().enumerate() {
        for (l, law) in evidence.laws.iter().enumerate() {
            let cases = law.coverage.tally().cases.max(1);
            out.push(Timing {
                model: evidence.model.clone(),
                law: law.law.clone(),
                nanoseconds: cases * (40 + (m * 37 + l * 101) as u64 % 900),
                cases,
            });
        }
    }
    out
}
