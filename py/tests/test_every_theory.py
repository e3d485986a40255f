"""A Python model of any theory can be built and checked."""

from __future__ import annotations

import re
from typing import Any

import lawful
import lawful.trace
import pytest

RESULTS: dict[str, object] = {
    "bool": True,
    "u64": 0,
    "i64": 0,
    "String": "",
    "Ordering": 0,
    "()": None,
    "Vec<i64>": [],
    # The types of Rust that machines answer with.
    "Answer": "done",
    "Head": lawful.trace.Head.of([]),
    "Outcome": "conflict",
    "Told": "allowed",
    "Vec<TraceNode>": [],
}
MACHINES = {
    *{"counter", "register", "map", "queue", "stack", "log"},
    *{"guarded_calls", "key_storing", "lasting", "ledgering", "storing"},
}


def result(name: str) -> object:
    if name.startswith("Option<"):
        return None
    return RESULTS.get(name, 0)


def trivial(theory: lawful.Theory) -> Any:
    """Makes a class of which every sort has one value: most laws hold of it."""

    def operation(returned: object) -> Any:
        return lambda self, *arguments: returned

    parts: dict[str, Any] = {op.name: operation(result(op.result)) for op in theory.operations}
    for sort in theory.sorts:
        parts[re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", sort).lower()] = lawful.values([0], order=lambda a, b: a <= b)
    parts["start"] = lambda self: None
    return type("Trivial", (), parts)


WITH_LAWS = [theory for theory in lawful.theories() if theory.laws]


@pytest.mark.parametrize("theory", WITH_LAWS, ids=lambda theory: theory.id)
def test_a_python_model_of_every_theory_is_checked(theory: lawful.Theory) -> None:
    model = lawful.build(trivial(theory), theory=theory.id, id="test.trivial")
    assert {claim.law for claim in model.claims} >= {law.id for law in theory.laws}
    report = lawful.check(model, cases=200)
    for law in report.model("test.trivial").laws:
        told = f"{law.law}: {law.verdict}"
        # It may be a bad model, but the engine comes to a verdict of its own.
        assert isinstance(law.verdict, (lawful.Proved, lawful.Tested, lawful.Vacuous, lawful.Refuted)), told
        if isinstance(law.verdict, lawful.Refuted):
            failure = law.verdict.counterexample.failure
            assert failure.how != "raised", f"{told}: {failure.message}"


def test_the_machines_are_among_them() -> None:
    assert MACHINES <= {theory.id for theory in lawful.theories()}
