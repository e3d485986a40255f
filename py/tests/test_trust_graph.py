"""Transitive trust: its known answers, and graphs that are refused."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest
from lawful.errors import InvalidInput, NotFound
from lawful.trust import transitive_trust, transitive_trust_array

EDGES = [("ek", "sd", 100.0), ("vm", "sd", 100.0), ("ek", "vm", 75.0)]


def test_the_known_answer_of_eigentrust() -> None:
    # The published digits are those of the round that moves less than 3 in 10^7.
    early = transitive_trust(EDGES, {"ek": 50, "vm": 100}, tolerance=3e-7)
    published = {"ek": 0.21705427907, "sd": 0.30232554291, "vm": 0.48062017802}
    assert early == pytest.approx(published, rel=0, abs=6e-12)
    trust = transitive_trust(EDGES, {"ek": 50, "vm": 100}, tolerance=1e-12)
    exact = {"ek": 28 / 129, "sd": 39 / 129, "vm": 62 / 129}
    assert trust == pytest.approx(exact, rel=0, abs=1e-11)
    array = transitive_trust_array(
        3, [0, 2, 0], [1, 1, 2], [100, 100, 75], [0, 2], [50, 100], tolerance=1e-12
    )
    assert array.tolist() == [trust["ek"], trust["sd"], trust["vm"]]
    flow = transitive_trust(EDGES, {"ek": 1}, method="max-flow")
    assert flow["sd"] == pytest.approx(1.0)


def test_graphs_that_make_no_sense_are_refused() -> None:
    for attempt in (
        lambda: transitive_trust(EDGES, {}),
        lambda: transitive_trust(EDGES, {"nobody": 1.0}),
        lambda: transitive_trust(EDGES, {"ek": -1.0}),
        lambda: transitive_trust(EDGES, {"ek": math.nan}),
        lambda: transitive_trust([("a", "b", math.inf)], {"a": 1.0}),
        lambda: transitive_trust(EDGES, {"ek": 1.0}, alpha=0.0),
        lambda: transitive_trust(EDGES, {"ek": 1.0}, tolerance=math.nan),
        lambda: transitive_trust_array(2, [0], [2], [1.0], [0], [1.0]),
        lambda: transitive_trust_array(2, [-1], [1], [1.0], [0], [1.0]),
        lambda: transitive_trust_array(2, [0.5], [1], [1.0], [0], [1.0]),
        lambda: transitive_trust_array(2, [0, 1], [1], [1.0], [0], [1.0]),
        lambda: transitive_trust_array(2, [0], [1], [1.0], [1 << 33], [1.0]),
    ):
        with pytest.raises(InvalidInput):
            attempt()
    with pytest.raises(NotFound, match="hearsay"):
        transitive_trust(EDGES, {"ek": 1.0}, method="hearsay")


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is limited here in another way")
@pytest.mark.parametrize("method", ["eigentrust", "max-flow"])
@pytest.mark.parametrize("nodes", [4_294_967_295, 150_000_000, 60_000_000])
def test_graphs_larger_than_memory_are_refused(method: str, nodes: int) -> None:
    script = f"""
import resource
from lawful import InvalidInput
from lawful.trust import transitive_trust_array
transitive_trust_array(2, [0], [1], [1.0], [0], [1.0], method={method!r})
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
try:
    transitive_trust_array({nodes}, [0], [1], [1.0], [0], [1.0], method={method!r}, alpha=1.0)
except InvalidInput as error:
    assert "memory" in str(error), error
else:
    assert {nodes} < 100_000_000 and {method!r} == "eigentrust"
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr


def test_a_tolerance_that_rounding_does_not_allow_is_refused_at_once() -> None:
    with pytest.raises(InvalidInput, match="rounding"):
        transitive_trust(EDGES, {"ek": 1.0}, alpha=0.001, tolerance=1e-15)
    assert transitive_trust(EDGES, {"ek": 1.0}, alpha=0.001, tolerance=1e-12)["sd"] > 0
