"""What every adapter must do: deny means no effect, and whatever fails denies.

A rig runs the real framework with a fake model: the model calls the tool `touch` once, and the rig
tells what the tool was called with, each time, and what the model read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import rigs
from lawful.trace import TraceLedger

TIMEOUT = 0.3


@dataclass
class Told:
    """What happened: the arguments of each run of the tool, and what the model was told."""

    runs: list[Any]
    text: str


Rig = Callable[..., Told]


@pytest.fixture(params=sorted(rigs.RIGS))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Rig:
    """Each adapter in turn."""

    def ask(policy: str, *, tool: str = "touch", arguments: Any = None, ledger: Path | None = None) -> Told:
        given = {"n": 1} if arguments is None else arguments
        runs, text = rigs.RIGS[request.param](tmp_path, policy, tool, given, ledger, TIMEOUT)
        return Told(runs, text)

    return ask


@pytest.mark.parametrize("policy", ["healthy", "healthy_async"])
def test_a_healthy_policy_lets_the_tool_run_once(rig: Rig, policy: str) -> None:
    told = rig(policy)
    assert told.runs == [{"n": 1}] and "touched" in told.text


def test_a_denying_policy_means_no_effect(rig: Rig) -> None:
    told = rig("denying")
    assert told.runs == [] and "denied by `denying`: not today" in told.text


@pytest.mark.parametrize("policy", ["crashing", "exiting", "silent", "hanging", "hanging_async", "missing"])
def test_whatever_fails_denies(rig: Rig, policy: str) -> None:
    told = rig(policy)
    assert told.runs == [] and "denied" in told.text


def test_shadow_mode_stops_nothing(rig: Rig) -> None:
    assert rig("shadow").runs == [{"n": 1}]


def test_what_runs_is_what_was_decided_on(rig: Rig) -> None:
    assert rig("mutating").runs == [{"n": 1}]


def test_decisions_and_outcomes_are_on_the_ledger(rig: Rig, tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    rig("healthy", ledger=path)
    rig("denying", ledger=path)
    rig("shadow", ledger=path)
    ledger = TraceLedger.open(path, read_only=True)
    kinds = [node.kind for node in ledger]
    assert kinds == [
        *("proposed", "authorised", "returned"),
        *("proposed", "denied"),
        *("proposed", "shadowed", "returned"),
    ]
    ledger.verify()
    returned = ledger[2]
    assert returned.causes == (ledger[1].id,) and returned.fulfils == (ledger[0].id,)
    assert ledger[4].stimulus == "denying" and ledger[4].response == "not today"


def test_a_ledger_that_is_not_there_denies(rig: Rig, tmp_path: Path) -> None:
    # A file where the ledger's folder should be: nobody can open it.
    broken = tmp_path / "broken"
    broken.write_text("not a ledger")
    told = rig("healthy", ledger=broken)
    assert told.runs == [] and "denied" in told.text


@pytest.mark.parametrize(
    "tool", ["Touch", "touch ", "touch\x00", "t\u043euch", "touc\u200bh", "touch\u0301", ""]
)
def test_a_name_that_looks_like_another_is_another(rig: Rig, tool: str) -> None:
    told = rig("listed", tool=tool)
    assert told.runs == [] and "denied" in told.text


def test_the_list_of_tools_lets_its_tools_run(rig: Rig) -> None:
    assert rig("listed").runs == [{"n": 1}]
