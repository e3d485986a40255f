"""Checking models written in Python."""

from __future__ import annotations

import threading
from fractions import Fraction
from pathlib import Path
from typing import Any

import lawful
import pytest
from conftest import model, only_law
from lawful import NotRun, Proved, Refuted, Tested, Vacuous
from lawful.errors import DamagedFile, InvalidInput, NotFound


def minus(a: int, b: int) -> int:
    return a - b


def test_verdicts_match() -> None:
    match only_law(lawful.check(model(elem=[0, 1], combine=max))).verdict:
        case Proved(by, cases):
            assert (by, cases) == ("whole domain", 8)
        case other:
            raise AssertionError(other)
    match only_law(lawful.check(model(elem=lawful.integers(), combine=max))).verdict:
        case Tested(cases, effective):
            assert cases == effective > 10_000
        case other:
            raise AssertionError(other)
    match only_law(lawful.check(model(elem=lawful.integers(), combine=minus))).verdict:
        case Refuted(lawful.Counterexample(substitution, failure)):
            values = [(b.variable, b.value, b.matters) for b in substitution]
            assert [v[:2] for v in values] == [("a", "0"), ("b", "0"), ("c", "1")]
            assert (failure.how, failure.left, failure.right) == ("unequal", "-1", "1")
        case other:
            raise AssertionError(other)
    match only_law(lawful.check(model(elem=[], combine=max))).verdict:
        case NotRun(why):
            assert "no values" in why
        case other:
            raise AssertionError(other)
    vacuous = model(
        "total_order",
        elem=lawful.floats(),
        at_most=lambda a, b: False,
    )
    verdicts = {law.law: law.verdict for law in lawful.check(vacuous).evidence[0].laws}
    match verdicts["partial_order.antisymmetric"]:
        case Vacuous(_, effective, floor):
            assert effective < floor
        case other:
            raise AssertionError(other)


def test_the_counterexample_tells_everything() -> None:
    report = lawful.check(model(elem=lawful.integers(), combine=minus))
    law = only_law(report)
    assert isinstance(law.verdict, Refuted)
    told = law.verdict.counterexample
    assert [(s.term, s.value) for s in told.left] == [("0 · 0", "0"), ("0 · 1", "-1")]
    assert told.replay.startswith("test.model/semigroup.associative@")
    assert told.rust_test == ""
    assert 'lawful.check_case("test.model", "semigroup.associative", ["0", "0", "1"])' in (
        told.python_test
    )
    assert told.encoded == ("0", "0", "1")
    assert 0 < told.failed <= told.sampled
    text = str(report)
    for part in ["semigroup.associative", "0 · 0", told.replay, "lawful.check_case"]:
        assert part in text


def test_an_exception_is_the_outcome_of_its_case() -> None:
    def combine(a: int, b: int) -> int:
        if a > 5:
            raise ZeroDivisionError(f"no {a}")
        return a if a > b else b

    law = only_law(lawful.check(model(elem=lawful.integers(), combine=combine)))
    assert isinstance(law.verdict, Refuted)
    failure = law.verdict.counterexample.failure
    assert (failure.how, failure.message) == ("raised", "ZeroDivisionError: no 6")
    assert failure.traceback is not None
    assert 'raise ZeroDivisionError(f"no {a}")' in failure.traceback


@pytest.mark.parametrize(
    "error",
    [
        SystemExit(3),
        KeyboardInterrupt(),
        GeneratorExit(),
        RecursionError("deep"),
        MemoryError(),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
        ValueError("\udc80 surrogate"),
    ],
)
def test_no_exception_of_a_model_escapes(error: BaseException) -> None:
    def combine(a: int, b: int) -> int:
        raise error

    law = only_law(lawful.check(model(elem=[0, 1], combine=combine)))
    assert isinstance(law.verdict, Refuted)
    message = law.verdict.counterexample.failure.message
    assert message is not None and message.startswith(type(error).__name__)


def test_an_exception_that_cannot_be_printed() -> None:
    class Hostile(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no")

        __repr__ = __str__

    def combine(a: int, b: int) -> int:
        raise Hostile

    law = only_law(lawful.check(model(elem=[0, 1], combine=combine)))
    assert isinstance(law.verdict, Refuted)


@pytest.mark.parametrize(
    ("theory", "parts", "message"),
    [
        (
            "partial_order",
            {"at_most": lambda a, b: 1},
            "TypeError: `at_most` must return `True` or `False`, but returned a `int`",
        ),
        (
            "hash_agrees",
            {"same": lambda a, b: a == b, "hash": lambda a: str(a)},
            "TypeError: `hash` must return an `int`, but returned a `str`",
        ),
        (
            "hash_agrees",
            {"same": lambda a, b: a == b, "hash": lambda a: 1 << 64},
            "TypeError: `hash` must return an `int` from -2**63 to 2**64 - 1",
        ),
        (
            "semigroup",
            {"combine": lambda a, b: NotImplemented},
            "TypeError: `combine` returned `NotImplemented`",
        ),
    ],
)
def test_a_result_of_the_wrong_type_is_an_outcome(
    theory: str, parts: dict[str, Any], message: str
) -> None:
    report = lawful.check(model(theory, elem=[0, 1], **parts))
    refuted = [law.verdict for law in report.evidence[0].laws if isinstance(law.verdict, Refuted)]
    assert any(message in (v.counterexample.failure.message or "") for v in refuted)


@pytest.mark.filterwarnings("ignore:coroutine")
def test_async_operations_are_refused() -> None:
    async def combine(a: int, b: int) -> int:
        return a

    law = only_law(lawful.check(model(elem=[0, 1], combine=combine)))
    assert isinstance(law.verdict, Refuted)
    assert "must not be async" in (law.verdict.counterexample.failure.message or "")


@pytest.mark.parametrize("elem", [lawful.sets(lawful.integers()), [{1}, {2}, {3}]])
def test_an_operation_that_changes_its_argument_is_told(elem: Any) -> None:
    def combine(a: set[int], b: set[int]) -> set[int]:
        a.update(b)
        return a

    report = lawful.check(model("semilattice", elem=elem, combine=combine))
    assert not report.is_good
    assert "`combine` changed its argument 1: operations must leave their arguments" in str(report)


def test_none_means_no_value_of_an_optional_result() -> None:
    def decode(text: str) -> int | None:
        return int(text) if text.lstrip("-").isdigit() else None

    good = model(
        "round_trip",
        elem=lawful.integers(),
        code=lawful.text("-0123456789"),
        encode=str,
        decode=decode,
    )
    assert lawful.check(good, cases=500).is_good


def test_hashes_and_equality() -> None:
    class Loose(str):
        def __eq__(self, other: object) -> bool:
            return isinstance(other, str) and self.lower() == other.lower()

        __hash__ = str.__hash__

    words = [Loose(word) for word in ("a", "A", "b", "B")]
    report = lawful.check(
        model("hash_agrees", elem=words, same=lambda a, b: a == b, hash=hash)
    )
    assert not report.evidence[0].law("agrees").is_good
    good = model("hash_agrees", elem=words, same=lambda a, b: a == b, hash=lambda a: hash(a.lower()))
    assert lawful.check(good).is_good


def test_an_equality_that_is_not_reflexive_is_reported() -> None:
    law = only_law(lawful.check(model(elem=[0.0, float("nan")], combine=lambda a, b: a)))
    assert law.verdict.name == "not run"
    assert "not reflexive: `nan` does not equal itself" in str(law.verdict)


def test_a_comparison_that_raises_is_reported() -> None:
    class Odd:
        def __eq__(self, other: object) -> bool:
            raise TypeError("cannot compare")

        __hash__ = None  # type: ignore[assignment]

    law = only_law(lawful.check(model(elem=[Odd()], combine=lambda a, b: a)))
    assert "cannot compare" in str(law.verdict)


def test_a_sampler_that_raises_is_reported() -> None:
    def draw(random: Any) -> int:
        raise LookupError("no more values")

    law = only_law(lawful.check(model(elem=lawful.sampled(draw), combine=max)))
    assert law.verdict.name == "not run"
    assert "the sampler of the sort `Elem` raised: LookupError: no more values" in str(law.verdict)


def test_huge_integers() -> None:
    assert lawful.check(model(elem=lawful.integers(), combine=lambda a, b: a + b)).is_good
    huge = 1 << 50_000
    law = only_law(lawful.check(model(elem=[0, 1, huge], combine=minus)))
    assert isinstance(law.verdict, Refuted)
    shown = lawful.check(model(elem=[huge], combine=lambda a, b: a + 1 if b else a))
    assert not shown.is_good and "an integer of 50001 bits" in str(shown)


def test_surrogates() -> None:
    texts = ["", "\udc80", "a\ud800"]
    report = lawful.check(model(elem=texts, combine=lambda a, b: a[:1] or b[::-1] + "x"))
    assert not report.is_good
    assert "\\udc80" in str(report) or "\\ud800" in str(report) or "'x'" in str(report)
    report.to_html()
    report.to_junit()
    assert lawful.Report.from_json_lines(report.to_json_lines()) == report


def test_values_of_a_subclass_are_not_taken_apart() -> None:
    class Money(int):
        def __repr__(self) -> str:
            return f"Money({int(self)})"

    law = only_law(
        lawful.check(model(elem=[Money(0), Money(3)], combine=lambda a, b: Money(a - b)))
    )
    assert isinstance(law.verdict, Refuted)
    told = law.verdict.counterexample
    assert all(b.value.startswith("Money(") for b in told.substitution)
    assert told.encoded is None
    assert "lawful.check_token" in told.python_test


def test_the_report_does_not_depend_on_threads() -> None:
    parts: dict[str, Any] = {"elem": lawful.integers(), "combine": lambda a, b: min(a + b, 100)}
    reports = [
        lawful.check(model(**parts), cases=300, threads=threads).to_json_lines(canonical=True)
        for threads in (1, 2, 7)
    ]
    assert len(set(reports)) == 1


@pytest.mark.parametrize("shards", [1, 2, 7])
def test_the_reports_of_shards_merge_into_the_report_of_one_run(shards: int) -> None:
    made = [
        lawful.find_model("python.set.lattice"),
        lawful.find_model("python.float.add_near"),
        lawful.find_model("python.datetime.add_months"),
        model(elem=lawful.integers(), combine=minus),
    ]
    whole = lawful.check(made, cases=100)
    parts = [lawful.check(made, cases=100, shard=(k, shards)) for k in range(shards, 0, -1)]
    merged = lawful.Report.merge(*parts)
    assert merged.to_json_lines(canonical=True) == whole.to_json_lines(canonical=True)
    assert parts[0].merge(*parts) == merged


def test_the_same_seed_draws_the_same_values() -> None:
    drawn: list[list[int]] = [[], []]
    for values in drawn:

        def combine(a: int, b: int, values: list[int] = values) -> int:
            values.append(a)
            return a

        lawful.check(model(elem=lawful.integers(), combine=combine), cases=50, threads=1)
    assert drawn[0] == drawn[1]


def test_progress_is_told_on_the_calling_thread() -> None:
    told: list[tuple[str, str, int, int]] = []
    here = threading.get_ident()

    def progress(id: str, law: lawful.LawEvidence, done: int, all: int) -> None:
        assert threading.get_ident() == here
        told.append((id, law.law, done, all))

    made = model("monoid", elem=[0, 1], combine=max, empty=0)
    lawful.check(made, progress=progress)
    assert [(done, all) for *_, done, all in told] == [(1, 3), (2, 3), (3, 3)]
    assert {id for id, *_ in told} == {"test.model"}

    def broken(*_: object) -> None:
        raise RuntimeError("the bar broke")

    with pytest.raises(RuntimeError, match="the bar broke"):
        lawful.check(made, progress=broken)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"cases": 0}, "`0 cases` checks nothing"),
        ({"cases": -5}, "`cases` must be from 0 to"),
        ({"cases": 10**30}, "`cases` must be from 0 to"),
        ({"cases": 1.5}, "`cases` must be a whole number, but is `1.5`"),
        ({"cases": "many"}, "`cases` must be a whole number"),
        ({"time": 0}, "checks nothing"),
        ({"time": float("nan")}, "`time` must be a time in seconds, but is `nan`"),
        ({"time": float("inf")}, "`time` must be a time in seconds"),
        ({"time": 1e300}, "`time` must be a time in seconds"),
        ({"time": "soon"}, "`time` must be a time in seconds, but is `'soon'`"),
        ({"cases": 1, "time": 1}, "not both"),
        ({"seed": -1}, "`seed` must be from 0"),
        ({"seed": 1 << 64}, "`seed` must be from 0 to"),
        ({"shard": "3/2"}, "`3/2` is not a shard"),
        ({"shard": "1/99999999999"}, "is not a shard"),
        ({"shard": (0, 1)}, "`0/1` is not a shard"),
        ({"shard": "half"}, "`half` is not a shard"),
        ({"threads": 5000}, "`5000` threads are too many"),
        ({"deadline": 0}, "stops every law"),
        ({"deadline": -1}, "`deadline` must be a time"),
    ],
)
def test_settings_that_make_no_sense(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        lawful.check(model(elem=[0], combine=max), **settings)


def test_models_that_do_not_exist() -> None:
    with pytest.raises(NotFound, match="did you mean .*`python.str.concat`"):
        lawful.check("python.str.concta")
    with pytest.raises(InvalidInput, match="is not a model"):
        lawful.check(int)
    with pytest.raises(InvalidInput, match="nothing to check"):
        lawful.check([])
    twice = [model(elem=[0], combine=max), model(elem=[1], combine=max)]
    with pytest.raises(InvalidInput, match="two models are called"):
        lawful.check(twice)


def test_a_time_budget() -> None:
    report = lawful.check(model(elem=lawful.integers(), combine=max), time=0.05)
    assert report.is_good and report.seconds == 0.05 and report.cases is None


def test_regressions_are_learnt_and_tried_first(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "regressions.jsonl"
    broken = model(elem=lawful.integers(), combine=minus)
    lawful.check(broken, regressions=path)
    text = path.read_text()
    assert '"values":["0","0","1"]' in text
    again = only_law(lawful.check(broken, regressions=path, seed=9))
    assert isinstance(again.verdict, Refuted)
    assert again.verdict.counterexample.case.startswith("regression:")
    assert path.read_text() == text
    assert {p.name for p in path.parent.iterdir()} == {
        "regressions.jsonl",
        "regressions.jsonl.lock",
    }


def test_a_good_run_writes_no_regressions(tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    lawful.check(model(elem=[0, 1], combine=max), regressions=path)
    assert not path.exists()


@pytest.mark.parametrize(
    "damage",
    [b"not json\n", b'{"lawful_regressions":99}\n', b"\xff\xfe", b'{"lawful_regressions":1}\n{"x"\n'],
)
def test_a_damaged_file_of_regressions_is_kept(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "regressions.jsonl"
    path.write_bytes(damage)
    with pytest.raises(DamagedFile, match="regressions.jsonl"):
        lawful.check(model(elem=lawful.integers(), combine=minus), regressions=path)
    assert path.read_bytes() == damage


def test_a_tolerance_notes_the_worst_error() -> None:
    near = model(
        "commutative_semigroup",
        elem=lawful.floats(-1e6, 1e6, within=2),
        combine=lambda a, b: a + b,
    )
    law = lawful.check(near).evidence[0].law("associative")
    assert law.is_good and law.worst_error is not None and 0 < law.worst_error <= 1
    exact = model(elem=lawful.floats(-1e6, 1e6), combine=lambda a, b: a + b)
    assert not lawful.check(exact).is_good
    absolute = model(elem=lawful.floats(0, 1, within=(0, 1e-9)), combine=lambda a, b: a + b)
    assert lawful.check(absolute, cases=500).is_good
    pairs = lawful.tuples(lawful.floats(0, 1), lawful.floats(0, 1), within=(4, 1e-12))
    summed = model(elem=pairs, combine=lambda a, b: (a[0] + b[0], a[1] + b[1]))
    assert lawful.check(summed, cases=500).is_good


def test_equality_is_a_parameter() -> None:
    def shortest(a: str, b: str) -> str:
        return a if len(a) <= len(b) else b

    def commutative(sampler: lawful.Sampler[str]) -> bool:
        return lawful.check(
            model("commutative_semigroup", elem=sampler, combine=shortest), cases=500
        ).is_good

    assert not commutative(lawful.text())
    assert commutative(lawful.text(key=len))
    assert commutative(lawful.text(equal=lambda a, b: len(a) == len(b)))


def test_replaying(tmp_path: Path) -> None:
    @lawful.model(theory="semigroup", id="test.replay.minus")
    class Minus:
        elem = lawful.integers()

        def combine(self, a: int, b: int) -> int:
            return a - b

    law = only_law(lawful.check(Minus))
    assert isinstance(law.verdict, Refuted)
    token = law.verdict.counterexample.replay
    again = lawful.replay(token)
    assert isinstance(again.verdict, Refuted)
    assert again.verdict.counterexample.substitution == law.verdict.counterexample.substitution
    with pytest.raises(lawful.LawRefuted, match="0, b = 0, c = 1: -1 is not 1"):
        lawful.check_token(token)
    with pytest.raises(AssertionError):
        lawful.check_case("test.replay.minus", "semigroup.associative", ["0", "0", "1"])
    with pytest.raises(lawful.LawRefuted):
        lawful.check_case(Minus, "associative", [0, 0, 1])
    lawful.check_case(Minus, "associative", [0, 1, 0])

    namespace: dict[str, Any] = {}
    exec(law.verdict.counterexample.python_test, namespace)
    [test] = [f for name, f in namespace.items() if name.startswith("test_")]
    with pytest.raises(lawful.LawRefuted):
        test()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: lawful.replay("nonsense"), InvalidInput, "is not a replay token"),
        (lambda: lawful.replay("x/y@random:1#0"), NotFound, "no model is called `x`"),
        (
            lambda: lawful.replay("python.str.concat/group.odd@random:1#0"),
            NotFound,
            "makes no claim about `group.odd`",
        ),
        (
            lambda: lawful.replay("python.set.subsets/lattice.absorption_join@domain:99999#0"),
            InvalidInput,
            "has no case domain:99999",
        ),
        (
            lambda: lawful.check_case("python.str.concat", "associative", ["'a'"]),
            InvalidInput,
            "the law has 3 variables, but 1 values were given",
        ),
        (
            lambda: lawful.check_case("python.str.concat", "associative", ["a", "b", "c"]),
            InvalidInput,
            "`a` is not a value of the sort",
        ),
        (
            lambda: lawful.check_case("python.str.concat", "associative", [1, 2, 3]),
            InvalidInput,
            "`1` is not a value of the sort",
        ),
        (
            lambda: lawful.check_case("python.str.concat", "associative", [Fraction(1)] * 3),
            InvalidInput,
            "cannot be stored",
        ),
    ],
)
def test_what_cannot_be_replayed(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()


def test_adequacy() -> None:
    matrix = lawful.measure_adequacy("python.str.concat")
    assert matrix.model == "python.str.concat"
    assert len(matrix.mutants) > 5
    assert all(len(row.killed_by) == len(matrix.laws) for row in matrix.mutants)
    assert [row.name for row in matrix.survivors] == [
        row.name for row in matrix.mutants if row.survived
    ]
    with pytest.raises(InvalidInput, match="checks nothing"):
        lawful.measure_adequacy("python.str.concat", cases=0)
    report = lawful.check("python.str.concat", cases=100).with_adequacy([matrix])
    assert report.adequacy == (matrix,)
    assert lawful.Report.from_json_lines(report.to_json_lines()) == report
