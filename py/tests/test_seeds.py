"""The imports and the programs that were there before this package, as they were printed."""

from __future__ import annotations

import importlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import lawful
import pytest
from lawful.trust import EntityTrust

EXAMPLES = Path(__file__).parents[1] / "examples"

VERIFY = """
from web4_trust_core import PyEntityTrust as EntityTrust
e = EntityTrust('test:verify')
e.update_from_outcome(True, 0.1)
print(f'Backend: Rust')
print(f'Trust Level: {e.trust_level()}')
print(f'T3 Average: {e.t3_average():.4f}')
"""

KERNEL = """
# Python side
from kgents_core import TraceNode, TraceLedger, verify_operad_laws

# Create nodes (immutable, frozen)
node = TraceNode(id="abc", origin="brain", timestamp=1234567890)

# Append to ledger (interior mutability)
ledger = TraceLedger()
ledger.append(node)

# Verify operad laws (compile-time guarantees exposed to runtime)
assert verify_operad_laws(my_operad)  # Raises if laws violated
"""

BRIDGE = """
import json, sys
from governance import *
entity = EntityTrust("test:verify")
entity.update_from_outcome(True, 0.1)
store = TrustStore(sys.argv[1])
store.update("mcp:files", True, 0.5)
store.update("mcp:files", False, 0.25)
found = store.get("mcp:files")
print(json.dumps([get_backend_info(), str(entity.trust_level()), entity.t3_average(), found.to_dict()]))
"""


def run(program: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a program with the examples importable."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "PYTHONPATH": str(EXAMPLES), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_verification_prints_what_it_should() -> None:
    done = run(VERIFY)
    assert done.stdout == "Backend: Rust\nTrust Level: Medium\nT3 Average: 0.5167\n", done.stderr


def test_the_kernel_as_in_its_plan() -> None:
    names: dict[str, Any] = {"my_operad": lawful.FiniteOperad([[0, 1], [1, 0]], identity=0)}
    exec(KERNEL, names)
    assert len(names["ledger"]) == 1
    assert names["ledger"][0] == names["node"]
    # The assertion is one: an operad that breaks a law raises.
    names["my_operad"] = lawful.FiniteOperad([[0, 0], [1, 1]], identity=0)
    with pytest.raises(lawful.LawViolation):
        exec(KERNEL, names)


MODULES = ["kgents_core", "web4_trust_core", "web4.lct", "web4.t3", "web4.v3", "web4.coherence", "web4.crypto"]


@pytest.mark.parametrize("name", MODULES)
def test_every_name_is_one_of_this_package(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__all__
    for each in module.__all__:
        assert getattr(module, each).__module__.startswith("lawful"), each


def test_the_bridge_takes_either_side(tmp_path: Path) -> None:
    told = {}
    for backend, wanted in ("rust", "true"), ("python", "false"):
        done = run(BRIDGE, str(tmp_path / backend), USE_RUST_BACKEND=wanted)
        assert done.returncode == 0, done.stderr
        told[backend] = json.loads(done.stdout)
        assert told[backend][0] == {"backend": backend, "version": "0.1.0"}
    rust, python = told["rust"], told["python"]
    assert rust[1] == python[1] == "Medium"
    assert rust[2] == pytest.approx(python[2], abs=1e-9)
    assert list(rust[3]) == list(python[3])
    for name, value in rust[3].items():
        assert python[3][name] == (pytest.approx(value, abs=1e-7) if isinstance(value, float) else value), name


def test_no_data_needs_to_be_migrated(tmp_path: Path) -> None:
    first = json.loads(run(BRIDGE, str(tmp_path), USE_RUST_BACKEND="false").stdout)
    # The same directory again, by the other side: 0.5 and 0.25 once more.
    second = json.loads(run(BRIDGE, str(tmp_path), USE_RUST_BACKEND="true").stdout)
    third = json.loads(run(BRIDGE, str(tmp_path), USE_RUST_BACKEND="false").stdout)
    counts = [told[3]["action_count"] for told in (first, second, third)]
    assert counts == [2, 4, 6]
    straight = EntityTrust("mcp:files")
    for _ in range(3):
        straight.update_from_outcome(True, 0.5)
        straight.update_from_outcome(False, 0.25)
    for name in "talent", "training", "temperament", "valuation":
        # The published files keep scores, not how much they rest on.
        assert third[3][name] == pytest.approx(straight.score(name), abs=0.01), name


@pytest.fixture
def fallback(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The package of the example, in Python alone."""
    monkeypatch.syspath_prepend(str(EXAMPLES))
    monkeypatch.setenv("USE_RUST_BACKEND", "false")
    for name in [name for name in sys.modules if name.partition(".")[0] in ("governance", "web4_trust_core")]:
        monkeypatch.delitem(sys.modules, name)
    package = importlib.import_module("governance")
    assert not package.RUST_BACKEND
    return package


def test_one_law_two_languages(fallback: Any) -> None:
    laws = importlib.import_module("governance.laws")
    verdicts = {}
    for model in laws.PythonEvidence, "trust.evidence":
        report = lawful.check(model, cases=300)
        assert report.is_good, str(report)
        [evidence] = report.evidence
        verdicts[evidence.model] = {
            law.law: type(law.verdict).__name__ for law in evidence.laws if law.law.startswith("trust_model.")
        }
    python, rust = verdicts["governance.evidence"], verdicts["trust.evidence"]
    assert len(python) >= 12
    assert set(python) == set(rust)
    good = {"Tested", "Proved"}
    assert {law: verdict in good for law, verdict in python.items()} == {law: v in good for law, v in rust.items()}


def test_the_two_sides_score_alike(fallback: Any) -> None:
    chance = random.Random(7)
    for _ in range(50):
        sides = [EntityTrust("a:b"), fallback.EntityTrust("a:b")]
        for _ in range(chance.randrange(1, 12)):
            kind, success, m = chance.randrange(3), chance.random() < 0.6, chance.random()
            for side in sides:
                match kind:
                    case 0:
                        side.update_from_outcome(success, m)
                    case 1:
                        side.receive_witness("c:d", success, m)
                    case _:
                        side.apply_decay(m * 100, 0.01)
        rust, python = (side.to_dict() for side in sides)
        for name in "talent", "training", "temperament", "valuation", "veracity", "validity":
            assert python[name] == pytest.approx(rust[name], abs=1e-6), name


def test_bad_input_is_refused(fallback: Any, tmp_path: Path) -> None:
    entity = fallback.EntityTrust("a:b")
    before = entity.to_dict()
    for wrong in float("nan"), float("inf"), -float("inf"):
        with pytest.raises(ValueError, match="finite number"):
            entity.update_from_outcome(True, wrong)
    with pytest.raises(TypeError, match="`True` or `False`"):
        entity.update_from_outcome(1, 0.1)
    with pytest.raises(ValueError, match="rate"):
        entity.apply_decay(1, 1.5)
    with pytest.raises(ValueError, match="days"):
        entity.apply_decay(-1, 0.1)
    assert entity.to_dict() == before
    store = fallback.TrustStore(tmp_path)
    store.save(entity)
    [file] = tmp_path.glob("*.json")
    file.write_text('{"entity_id": "a:b"')
    with pytest.raises(ValueError, match="damaged"):
        store.update("a:b", True, 0.1)
    assert file.read_text() == '{"entity_id": "a:b"'


def outcome(function: Any, *arguments: Any) -> str:
    """Says how a call ended: which of the built-in exceptions it raised, if any."""
    try:
        function(*arguments)
    except (TypeError, ValueError, OverflowError) as error:
        kinds = (UnicodeEncodeError, TypeError, OverflowError, ValueError)
        return next(kind.__name__ for kind in kinds if isinstance(error, kind))
    return "taken"


IDS = [
    5, None, b"a:b", "", "a:", ":b", ":", "a:\0", "a:\n", "a:\x7f", "a:\x85", "a:\ud800", "\udcff:b",
    "a:" + "x" * 1023, "a:" + "é" * 600, "a:" + "x" * 1022, "ab", "a:b:c", " :b", "a::b", "a:\u200b",
]  # fmt: skip
MAGNITUDES = [
    "x", "1", b"1", bytearray(b"1"), None, 1j, float("nan"), float("inf"), 10**400, True, -1, 0.5,
]  # fmt: skip
CALLS: list[tuple[Any, ...]] = [
    ("update_from_outcome", True),
    ("receive_witness", "c:d", True),
    ("give_witness", "c:d", True),
]


def test_both_sides_take_the_same_ids(fallback: Any) -> None:
    for id in IDS:
        python, rust = outcome(fallback.EntityTrust, id), outcome(EntityTrust, id)
        assert python == rust, repr(id)[:40]
        for name in "receive_witness", "give_witness":
            for cls in fallback.EntityTrust, EntityTrust:
                assert outcome(getattr(cls("c:d"), name), id, True, 0.1) == rust, repr(id)[:40]
    assert outcome(fallback.EntityTrust, "a:\0") == "ValueError" != outcome(fallback.EntityTrust, "a:b")


def test_both_sides_take_the_same_magnitudes(fallback: Any) -> None:
    for magnitude in MAGNITUDES:
        for call in CALLS:
            told = [
                outcome(getattr(cls("a:b"), call[0]), *call[1:], magnitude)
                for cls in (fallback.EntityTrust, EntityTrust)
            ]
            assert told[0] == told[1], (magnitude, call)
