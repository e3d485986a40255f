"""The first model of the README, and its other programs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "py" / "examples" / "first_model.py"


def test_the_first_model_runs() -> None:
    ran = subprocess.run([sys.executable, EXAMPLE], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    assert "ok: every claim was borne out" in ran.stdout


def test_the_first_model_is_in_the_readme() -> None:
    assert EXAMPLE.read_text(encoding="utf-8") in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_first_model_is_short() -> None:
    lines = [line for line in EXAMPLE.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) <= 15


def test_the_readme_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 3
    for block in blocks:
        exec(block, {"__name__": "readme"})


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    [commands] = [block for block in blocks if "lawful run" in block]
    # The command of this environment, whatever the path finds.
    script = f'lawful() {{ "{sys.executable}" -m lawful "$@"; }}\n{commands}'
    ran = subprocess.run(["sh", "-ec", script], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert "a.covenant" in ran.stdout.splitlines()
    assert "call.executed 1" in ran.stdout
