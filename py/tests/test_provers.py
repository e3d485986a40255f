"""Provers that nobody has to trust."""

from __future__ import annotations

import pickle
import signal
import threading
import time
from typing import Any

import lawful
import pytest
from lawful import _core, provers
from lawful.provers import Derivation, Refutation, Task, Unknown

IDEMPOTENT = "band[join].idempotent"
PROOF = Derivation(
    ("join(a, meet(a, join(a, a)))", "lattice.absorption_meet"),
    ("a", "lattice.absorption_join"),
)


def ask(prover: Any, law: str = IDEMPOTENT, **more: Any) -> provers.Settled:
    return provers.settle("bool.logic", law, prover, **more)


def minus() -> lawful.Model:
    class Minus:
        elem = lawful.integers(0, 1000)

        def combine(self, a: int, b: int) -> int:
            return a - b

    return lawful.build(Minus, theory="semigroup", id="test.minus")


def test_a_derivation_is_replayed() -> None:
    settled = ask(lambda task: PROOF)
    assert settled.outcome == "proved" and settled.why == ""
    assert isinstance(settled.verdict, lawful.Proved) and settled.verdict.by == "derived"
    assert settled.cites == ("lattice.absorption_meet", "lattice.absorption_join")
    assert settled.derivation[0] == "join(a, a)" and len(settled.derivation) == 3
    assert pickle.loads(pickle.dumps(settled)) == settled


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (("a", "lattice.absorption_join"),),
        (("a", IDEMPOTENT),),
        (("join(a", "lattice.absorption_join"),),
        (("a", "nonsense"),),
        (("join(a, a)", ""), ("a", "")),
    ],
)
def test_a_derivation_that_is_wrong_is_refused(lines: Any) -> None:
    settled = ask(lambda task: Derivation(*lines))
    assert settled.outcome == "refused"
    assert isinstance(settled.verdict, lawful.NotRun)
    assert "the answer of the prover is wrong" in settled.why


def test_a_counterexample_is_run_again_and_shrunk() -> None:
    settled = provers.settle(minus(), "associative", lambda task: Refutation(300, 200, 100))
    assert settled.outcome == "refuted" and settled.counterexample is not None
    assert [b.value for b in settled.counterexample.substitution] == ["0", "0", "1"]
    assert isinstance(settled.verdict, lawful.Refuted)


@pytest.mark.parametrize("values", [(), (1, 2), (1, 2, 0), (1, 2, 2000), ("a", "b", "c"), (1, 2, None)])
def test_a_counterexample_that_is_none_is_refused(values: Any) -> None:
    settled = provers.settle(minus(), "associative", lambda task: Refutation(*values))
    assert settled.outcome in ("refused", "raised"), settled


def test_a_counterexample_against_a_rust_model() -> None:
    law = "semigroup.associative"
    settled = provers.settle("int.i64.wrapping_add", law, lambda task: Refutation(1, 2, 3))
    assert settled.outcome == "refused" and "a = 1, b = 2, c = 3" in settled.why
    settled = provers.settle("int.i64.wrapping_add", law, lambda task: Refutation(1, 2, 2**70))
    assert settled.outcome == "raised" and "not a value of the sort" in settled.why


def test_a_prover_that_raises_has_proved_nothing() -> None:
    def quits(task: Task) -> Unknown:
        raise RuntimeError("too hard")

    settled = ask(quits)
    assert settled.outcome == "raised"
    assert "RuntimeError: too hard" in settled.why


@pytest.mark.parametrize("answer", [None, True, "proved", 7, object()])
def test_a_prover_that_returns_nonsense_has_proved_nothing(answer: Any) -> None:
    settled = ask(lambda task: answer)
    assert settled.outcome == "raised" and "must return" in settled.why


@pytest.mark.parametrize("model", ["bool.logic", "python.set.subsets"])
def test_a_prover_that_hangs_is_ended(model: str) -> None:
    def hangs(task: Task) -> Unknown:
        while True:
            pass

    law = lawful.find_model(model).claims[0].law
    settled = provers.settle(model, law, hangs, time=0.2)
    assert settled.outcome == "late"
    until = time.monotonic() + 20
    while _core._abandoned() and time.monotonic() < until:
        time.sleep(0.01)
    assert _core._abandoned() == 0


def test_values_for_which_the_model_hangs_are_no_counterexample() -> None:
    class Spinning:
        elem = lawful.integers(0, 1000)

        def combine(self, a: int, b: int) -> int:
            while a == 777:
                pass
            return a

    spinning = lawful.build(Spinning, theory="semigroup", id="test.spinning")
    settled = provers.settle(spinning, "associative", lambda task: Refutation(777, 1, 1), checking=0.2)
    assert settled.outcome == "refused" and "did not come to an end" in settled.why


def test_the_task_tells_what_is_asked() -> None:
    def look(task: Task) -> Unknown:
        assert (task.model, task.law) == ("bool.logic", IDEMPOTENT)
        assert task.statement == "a ∨ a = a"
        assert task.goal == ("join(a, a)", "a")
        assert task.variables == ("a",)
        assert task.citable["lattice.absorption_join"] == "join(a, meet(a, b)) = a"
        assert IDEMPOTENT not in task.citable
        assert task.draw(0) == task.draw(0) and isinstance(task.draw(0)[0], bool)
        assert task.judge(True) == "holds" and task.ran == 1
        assert not task.is_over and task.seed == 5
        return Unknown("only looking")

    settled = ask(look, seed=5)
    assert settled.outcome == "unknown" and "only looking" in settled.why, settled.why


def test_cases_are_counted_and_end() -> None:
    def greedy(task: Task) -> Unknown:
        while True:
            task.judge(True)

    settled = ask(greedy, cases=100)
    assert settled.outcome == "raised" and "allowance is used up" in settled.why


def test_a_search_of_ones_own() -> None:
    def search(task: Task) -> Any:
        for index in range(1000):
            values = task.draw(index)
            if task.judge(*values) == "refuted":
                return Refutation(*values)
        return Unknown("nothing")

    assert provers.settle(minus(), "associative", search).outcome == "refuted"


def test_the_prover_by_equality() -> None:
    assert ask(provers.Equality()).outcome == "proved"
    settled = provers.settle("int.i64.wrapping_add", "associative", provers.Equality())
    assert settled.outcome == "unknown"


def faulty(a: int, b: int) -> int:
    if a == 0x1234:
        if b == 0xBEEF:
            return a
    return a | b


class Or:
    elem = lawful.integers(0, 0xFFFF)
    combine = staticmethod(faulty)


class Hidden(Or):
    """The same fault, with constants that are nowhere in the code."""

    def __init__(self) -> None:
        self.pair = [int(part, 36) for part in ("3lo", "11pr")]

    def combine(self, a: int, b: int) -> int:
        return a if [a, b] == self.pair else a | b


COMMUTATIVE = "commutative_semigroup.commutative"
FEW = 30_000


def rare(cls: type) -> lawful.Model:
    return lawful.build(cls, theory="commutative_semigroup", id="test.rare")


def found(settled: provers.Settled) -> set[int]:
    assert settled.counterexample is not None, settled
    return {int(b.value) for b in settled.counterexample.substitution}


def test_the_population_finds_the_fault_at_one_pair() -> None:
    assert found(provers.settle(rare(Or), COMMUTATIVE, provers.Population(), cases=FEW)) == {
        0x1234,
        0xBEEF,
    }


@pytest.mark.parametrize("seed", range(5))
def test_it_finds_the_fault_by_watching_alone(seed: int) -> None:
    population = provers.Population(mine=False)
    settled = provers.settle(rare(Hidden), COMMUTATIVE, population, cases=FEW, seed=seed)
    assert found(settled) == {int("3lo", 36), int("11pr", 36)}


def test_it_finds_the_fault_by_constants_alone() -> None:
    population = provers.Population(watch=False)
    settled = provers.settle(rare(Or), COMMUTATIVE, population, cases=FEW)
    assert found(settled) == {0x1234, 0xBEEF}
    given = provers.Population(False, False, constants=(7, 0x1234, 0xBEEF, "nonsense", object()))
    assert found(provers.settle(rare(Or), COMMUTATIVE, given, cases=FEW)) == {0x1234, 0xBEEF}


def test_random_search_misses_it_in_ten_times_as_many_cases() -> None:
    [evidence] = lawful.check(rare(Or).only([COMMUTATIVE]), cases=10 * FEW).evidence
    assert evidence.laws[0].verdict.name == "tested"
    blind = provers.Population(watch=False, mine=False)
    settled = provers.settle(rare(Or), COMMUTATIVE, blind, cases=FEW)
    assert settled.outcome == "unknown" and "cases in" in settled.why


def test_the_population_says_nothing_about_a_law_that_holds() -> None:
    settled = provers.settle("int.i64.wrapping_add", "associative", provers.Population(), cases=2000)
    assert settled.outcome == "unknown"


def test_spies_are_never_shown() -> None:
    seen: set[type] = set()

    class Watched(Or):
        def combine(self, a: int, b: int) -> int:
            seen.add(type(a))
            return faulty(a, b)

    settled = provers.settle(rare(Watched), COMMUTATIVE, provers.Population(), cases=FEW)
    assert settled.counterexample is not None and len(seen) == 2
    assert "Spied" not in str(settled) + settled.counterexample.python_test


def test_settings_that_make_no_sense_are_refused() -> None:
    odd: list[dict[str, Any]] = [
        {"time": -1},
        {"time": float("nan")},
        {"cases": -1},
        {"seed": 2**64},
        {"shrink": "x"},
    ]
    for more in odd:
        with pytest.raises(lawful.InvalidInput):
            ask(lambda task: Unknown(), **more)
    with pytest.raises(lawful.InvalidInput, match="is not a prover"):
        ask("equality")
    with pytest.raises(lawful.InvalidInput, match="makes no claim"):
        ask(lambda task: Unknown(), "nonsense")
    with pytest.raises(lawful.NotFound):
        provers.settle("nobody", IDEMPOTENT, lambda task: Unknown())
    with pytest.raises(lawful.InvalidInput, match="not a law over values"):
        provers.settle("system.hash_map", "map.refinement", lambda task: Unknown())


def test_ctrl_c_ends_the_wait() -> None:
    def slow(task: Task) -> Unknown:
        while True:
            time.sleep(0.001)

    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        ask(slow, time=600)
    timer.join()


def test_other_threads_run_while_a_prover_is_waited_for() -> None:
    turns = 0

    def sleeps(task: Task) -> Unknown:
        time.sleep(0.3)
        return Unknown()

    def count() -> None:
        nonlocal turns
        until = time.monotonic() + 0.3
        while time.monotonic() < until:
            turns += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    assert ask(sleeps).outcome == "unknown"
    thread.join()
    assert turns > 20


def test_provers_in_many_threads() -> None:
    came: list[str] = []
    threads = [threading.Thread(target=lambda: came.append(ask(lambda t: PROOF).outcome)) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert came == ["proved"] * 100
