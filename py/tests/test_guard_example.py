"""The example of a guarded agent runs, is short, and says what it should."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "guard_an_agent.py"


def test_the_example_runs() -> None:
    ran = subprocess.run(
        [sys.executable, EXAMPLE], capture_output=True, text=True, encoding="utf-8", timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    words = [line.partition(":")[0] for line in ran.stdout.splitlines()]
    assert words == ["allowed", "denied", "settled", "over budget", "proved"]
    assert "no permission allows it" in ran.stdout and "<RunAnswer authorised, succeeded" in ran.stdout


def test_the_example_is_short() -> None:
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) < 80
