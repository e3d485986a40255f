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


def test_five_minutes() -> None:
    told = run("five_minutes.py")
    assert "ok: every claim was borne out" in told and "1000000 · 0 = 999999" in told
    assert told.endswith("game.capped_damage: 3 laws checked\n")


def test_every_example_is_a_page(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pages", tmp_path], cwd=EXAMPLES, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    programs = {path.stem for path in EXAMPLES.glob("*.py")} - {"first_model"}
    for name in programs:
        page = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
        assert f'href="{name}.html"' in index
        assert "What it prints" in page and "<iframe" in page and str(tmp_path) not in page
    assert {path.stem for path in tmp_path.glob("*.html")} == programs | {"index"}
    assert "proved: &lt;RunAnswer authorised" in (tmp_path / "guard_an_agent.html").read_text(encoding="utf-8")


def test_mypy_accepts_the_examples() -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(EXAMPLES.parent / "pyproject.toml"), "."]
    done = subprocess.run(command, cwd=EXAMPLES, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.py")))
def test_an_example_is_short(name: str) -> None:
    lines = [line for line in (EXAMPLES / name).read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) <= 80
