"""Every public class can be drawn: `st.from_type(lawful.trace.TraceNode)`."""

from __future__ import annotations

import importlib
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import hypothesis
import lawful
import pytest
from hypothesis import strategies as st
from lawful import adapters, covenant, laws, operad, platform, provers, trace, trust
from lawful._hypothesis import MODULES, drawn_classes
from lawful._hypothesis.excluded import EXCLUDED, is_excluded

DRAWN = drawn_classes()
# Modules that need other packages, so that registering leaves them alone.
OTHERS = ("adapters.langchain", "adapters.mcp_server", "adapters.openai_agents")

# They hold what cannot leave the process: a secret, a lock, a ledger, code.
NOT_PICKLED = {
    adapters.Gate,
    adapters.LedgerRecorder,
    adapters.Recorder,
    covenant.CovenantGate,
    covenant.Decision,
    covenant.Guard,
    covenant.Guarded,
    covenant.RunAnswer,
    covenant.Running,
    covenant.Standing,
    laws.Sampler,
    platform.Challenges,
    platform.Key,
    platform.KeyStore,
    platform.Policy,
    provers.Task,
    trace.TraceLedger,
    trust.Claims,
    trust.Lifecycle,
    trust.ManualClock,
    trust.StatusLedger,
    trust.TrustColumns,
    trust.TrustStore,
}
# They change in place, or hold what does.
NOT_HASHED = {
    covenant.RunAnswer,
    trust.EntityTrust,
    trust.T3Tensor,
    trust.TrustColumns,
    trust.V3Tensor,
}
EVALUATED = {
    adapters.Call,
    adapters.Decision,
    adapters.Policy,
    adapters.ToolList,
    covenant.Budget,
    operad.LawResult,
    operad.OperadReport,
    platform.PublicKey,
    platform.Signature,
    provers.Derivation,
    provers.Equality,
    provers.Population,
    provers.Refutation,
    provers.Unknown,
    trace.Checkpoint,
    trace.ConsistencyProof,
    trace.Head,
    trace.InclusionProof,
    trace.Link,
    trace.ProofFile,
    trace.Receipt,
    trace.TraceNode,
    trust.Coherence,
    trust.DidDocument,
    trust.Lct,
    trust.SignedClaim,
    trust.SignedWitnessEvent,
    trust.StatusChange,
    trust.Trajectory,
    trust.TrajectoryPoint,
    trust.TrustLevel,
    trust.TrustModel,
}


def drawn(cls: type, count: int = 50) -> list[Any]:
    """Draws values of a class; fewer if it has no more."""
    values: list[Any] = []

    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    @hypothesis.given(st.from_type(cls))
    def draw(value: Any) -> None:
        values.append(value)

    draw()
    return values


def is_of(value: Any, cls: type) -> bool:
    if getattr(cls, "_is_protocol", False):
        asked = {name for name in vars(cls) if not name.startswith("_")}
        return bool(asked) and all(callable(getattr(value, name)) for name in asked)
    return isinstance(value, cls)


def test_every_public_class_is_drawn_or_left_out_for_a_reason() -> None:
    missing, left_out = [], set()
    for module in ["lawful", *(f"lawful.{name}" for name in (*MODULES, *OTHERS))]:
        there = importlib.import_module(module)
        for name in there.__all__:
            cls = getattr(there, name)
            if not isinstance(cls, type) or issubclass(cls, BaseException):
                continue
            if is_excluded(cls):
                left_out.add(f"{module}.{name}")
            elif cls not in DRAWN:
                missing.append(f"{module}.{name}")
    assert not missing, "add a strategy in lawful/_hypothesis"
    assert left_out == set(EXCLUDED), "a name that is not public any more"
    assert all(EXCLUDED.values())


def test_every_module_has_strategies_for_its_own_classes_only() -> None:
    for module in MODULES:
        table = importlib.import_module(f"lawful._hypothesis.{module}").STRATEGIES
        assert set(table) == {cls for cls, of in DRAWN.items() if of == module}


@pytest.mark.parametrize("cls", DRAWN, ids=lambda cls: f"{DRAWN[cls]}.{cls.__name__}")
def test_what_is_drawn_is_a_value_of_its_class(cls: type) -> None:
    values = drawn(cls)
    public = importlib.import_module(f"lawful.{DRAWN[cls]}")
    names = {"lawful": lawful, "datetime": __import__("datetime")}
    names |= {name: getattr(public, name) for name in public.__all__}
    assert values and all(is_of(value, cls) for value in values)
    for value in values:
        assert value == value and not value != value
        assert isinstance(str(value), str) and repr(value)
        if cls in NOT_HASHED:
            with pytest.raises(TypeError):
                hash(value)
        else:
            assert hash(value) == hash(value)
        if cls not in NOT_PICKLED:
            again = pickle.loads(pickle.dumps(value))
            assert type(again) is type(value) and again == value and repr(again) == repr(value)
            assert cls in NOT_HASHED or hash(again) == hash(value)
        if cls in EVALUATED:
            assert eval(repr(value), names) == value


@pytest.mark.parametrize("cls", sorted(NOT_PICKLED, key=str), ids=lambda cls: cls.__name__)
def test_what_cannot_be_pickled_says_so(cls: type) -> None:
    refused = 0
    for value in drawn(cls, 10):
        try:
            pickle.dumps(value)
        except (TypeError, AttributeError):
            refused += 1
    assert refused


@pytest.mark.parametrize(
    ("cls", "told", "least"),
    [
        (laws.Verdict, lambda verdict: verdict.name, 5),
        (covenant.Covenant, lambda made: made.status, 6),
        (covenant.Decision, bool, 2),
        (covenant.Chain, lambda chain: len(chain.lineage), 2),
        (covenant.Call, lambda call: (call.cost is None, call.at_most is None), 3),
        (covenant.RunAnswer, lambda answer: answer.outcome, 3),
        (provers.Settled, lambda settled: settled.outcome, 4),
        (platform.PublicKey, lambda key: key.algorithm, 2),
        (trace.TraceLedger, len, 4),
        (trace.TraceLedger, lambda ledger: ledger.first > 0, 2),
        (trace.TraceNode, lambda node: node.is_erasable, 2),
        (trace.Checkpoint, lambda checkpoint: str(checkpoint).count("\n— "), 2),
        (trust.EntityTrust, lambda entity: entity.action_count, 4),
        (trust.Lct, lambda lct: lct.lineage_depth, 2),
        (trust.Lifecycle, lambda life: life.status, 3),
        (trust.TrustStore, lambda store: len(store.list_entities()), 3),
        (adapters.Decision, lambda decision: (decision.allowed, decision.enforced), 3),
    ],
)
def test_what_is_drawn_is_varied(cls: type, told: Callable[[Any], object], least: int) -> None:
    assert len({told(value) for value in drawn(cls, 100)}) >= least


def test_what_is_drawn_shrinks() -> None:
    def smallest(cls: type, holds: Callable[[Any], bool]) -> Any:
        quick = hypothesis.settings(max_examples=500, database=None, derandomize=True)
        return hypothesis.find(st.from_type(cls), holds, settings=quick)

    ledger = smallest(trace.TraceLedger, lambda ledger: len(ledger) > 0)
    assert list(ledger) == [trace.TraceNode("0", "0", 0)]
    entity = smallest(trust.EntityTrust, lambda entity: entity.success_count > 0)
    assert (entity.entity_id, entity.action_count, entity.witnessed_by) == ("agent:0", 1, [])
    made = smallest(covenant.Covenant, lambda covenant: covenant.budget.tokens > 5)
    assert made.budget == covenant.Budget(tokens=6)


def test_strategies_are_imported_when_one_is_asked_for() -> None:
    script = (
        "import sys, hypothesis\n"
        "from hypothesis import strategies as st\n"
        "def told(): return sorted(n[19:] for n in sys.modules if n.startswith('lawful._hypothesis.'))\n"
        "print(told())\n"
        "from lawful.trust import Coherence\n"
        "assert not st.from_type(Coherence).is_empty\n"
        "print('trust' in told(), 'covenant' in told())"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["['excluded']", "True False"]
