"""The examples run, and say what they should."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def run(name: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, EXAMPLES / name, *arguments], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_prove_what_happened(tmp_path: Path) -> None:
    told = run("prove_what_happened.py", str(tmp_path / "graph.html"))
    assert "proved: `agent` did `pay(4711, 120.00)` at 1040" in told
    assert "refused: " in told
    assert "the 4 nodes of then are the first of the 5 of now" in told
    page = (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert "pay(4711, 120.00)" in page


def test_trust_network(tmp_path: Path) -> None:
    told = run("trust_network.py", str(tmp_path))
    assert "mcp:files: Medium" in told
    assert "ann: " in told
    assert "<svg" in (tmp_path / "trajectory.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.py")))
def test_an_example_is_short(name: str) -> None:
    lines = [line for line in (EXAMPLES / name).read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) <= 80
