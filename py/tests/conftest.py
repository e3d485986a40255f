"""What several tests need."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lawful
import pytest

# Whoever runs the tests in the background may have left the signal ignored, and so would all that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def model(theory: str | list[str] = "semigroup", *, fails: Any = None, **parts: Any) -> lawful.Model:
    """Builds a model of plain functions, without registering it."""

    class Parts:
        pass

    for name, part in parts.items():
        is_function = callable(part) and not isinstance(part, type)
        setattr(Parts, name, staticmethod(part) if is_function else part)
    return lawful.build(Parts, theory=theory, id="test.model", fails=fails)


def only_law(report: lawful.Report) -> lawful.LawEvidence:
    """Returns the evidence of the only law of a report."""
    [evidence] = report.evidence
    [law] = evidence.laws
    return law


@pytest.fixture
def command(tmp_path: Path) -> Run:
    """Runs the command line in an empty folder, off a terminal."""

    def run(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **more.pop("env", {})}
        return subprocess.run(
            [sys.executable, "-m", "lawful", *arguments],
            cwd=more.pop("cwd", tmp_path),
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            **more,
        )

    return run


@pytest.fixture
def models_file(tmp_path: Path) -> Path:
    """A file that registers one good and one broken model."""
    path = tmp_path / "my_models.py"
    path.write_text(
        """
import lawful


@lawful.model(theory="monoid", id="mine.max")
class Max:
    \"\"\"The larger of two.\"\"\"

    elem = lawful.integers(low=0)

    def combine(self, a, b):
        return max(a, b)

    def empty(self):
        return 0


@lawful.model(theory="semigroup", id="mine.broken")
class Minus:
    elem = lawful.integers()

    def combine(self, a, b):
        return a - b
""",
        encoding="utf-8",
    )
    return path
