"""Plugins found by entry points."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = """
import lawful

@lawful.model(theory="semigroup", id="plugged.max")
class Max:
    elem = [0, 1, 2]
    combine = staticmethod(max)
"""

CALLABLE = """
import lawful

def register_all():
    class Min:
        elem = [0, 1, 2]
        combine = staticmethod(min)

    lawful.register(Min, theory="semigroup", id="plugged.min")
"""


def plug(folder: Path, name: str, target: str, module: str, code: str) -> dict[str, str]:
    """Installs a package with one entry point in a folder, and returns the environment for it."""
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[lawful.models]\n{name} = {target}\n")
    return {**os.environ, "PYTHONPATH": str(folder)}


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lawful", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("target", "code", "id"),
    [
        ("plugged", GOOD, "plugged.max"),
        ("plugged:register_all", CALLABLE, "plugged.min"),
    ],
)
def test_a_plugin_is_a_module_or_a_callable(
    tmp_path: Path, target: str, code: str, id: str
) -> None:
    environment = plug(tmp_path, "plugged", target, "plugged", code)
    listed = run(environment, "list", "plugged")
    assert listed.returncode == 0, listed.stderr
    assert id in listed.stdout
    assert run(environment, "check", id).returncode == 0


@pytest.mark.parametrize(
    ("target", "code", "message"),
    [
        ("broken", "1 / 0", "ZeroDivisionError: division by zero"),
        ("broken", "import no_such_module_at_all", "No module named 'no_such_module_at_all'"),
        ("missing_module", "", "No module named 'missing_module'"),
        ("broken:nothing", "", "nothing"),
        ("broken", "def f(:", "SyntaxError"),
        (
            "broken",
            "import lawful\n@lawful.model(theory='semigroup', id='broken.x')\nclass X: pass",
            "`broken.x` has no sampler for `elem`",
        ),
        (
            "broken",
            "import lawful\n@lawful.model(theory='semigroup', id='python.str.concat')\n"
            "class X:\n    elem = [0]\n    combine = max",
            "two models are called `python.str.concat`",
        ),
    ],
)
def test_a_broken_plugin_is_named(tmp_path: Path, target: str, code: str, message: str) -> None:
    environment = plug(tmp_path, "broken", target, "broken", code)
    for command in ("list", "check"):
        ran = run(environment, command)
        assert ran.returncode == 2
        assert "Traceback" not in ran.stderr
        assert message in ran.stderr
        assert "plugin `" in ran.stderr or "two models" in ran.stderr
        assert ran.stdout == ""
