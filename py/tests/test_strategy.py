"""Hypothesis strategies as samplers."""

from __future__ import annotations

import subprocess
import sys

import lawful
import pytest
from conftest import model, only_law

strategies = pytest.importorskip("hypothesis.strategies")


def test_a_strategy_is_a_sampler() -> None:
    good = model(elem=strategies.integers(), combine=max)
    assert lawful.check(good, cases=500).is_good
    broken = model(elem=strategies.integers(), combine=lambda a, b: a - b)
    law = only_law(lawful.check(broken))
    assert isinstance(law.verdict, lawful.Refuted)
    values = [b.value for b in law.verdict.counterexample.substitution]
    assert values == ["0", "0", "1"]


def test_the_examples_are_the_same_in_every_run() -> None:
    script = (
        "import lawful; from hypothesis import strategies as s;"
        "print(lawful.strategy(s.lists(s.integers() | s.text())).examples(20))"
    )
    runs = {
        subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert len(runs) == 1


def test_shrinking_does_not_leave_what_the_strategy_means() -> None:
    ages = lawful.strategy(strategies.integers(18, 99))
    law = only_law(lawful.check(model(elem=ages, combine=lambda a, b: abs(a - b) + 18)))
    assert isinstance(law.verdict, lawful.Refuted)
    for binding in law.verdict.counterexample.substitution:
        assert 18 <= int(binding.value) <= 99


def test_a_strategy_that_raises_is_reported() -> None:
    nothing = strategies.integers().filter(lambda n: False)
    law = only_law(lawful.check(model(elem=nothing, combine=max), deadline=60))
    assert law.verdict.name == "not run"
    assert "the sampler of the sort `Elem` raised" in str(law.verdict)


def test_hypothesis_is_not_imported_without_need() -> None:
    script = "import sys, lawful; lawful.models(); print('hypothesis' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert run.stdout.strip() == b"False"
