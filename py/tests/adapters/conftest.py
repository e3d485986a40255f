"""The adapters, each as one function: try to call a tool, and tell how often it ran.

A `Rig` runs the real framework with a fake model. `ask(policy, arguments)` makes the model call the
tool `touch` once and returns what the tool was called with, each time, and what the model read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import rigs  # noqa: E402

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
