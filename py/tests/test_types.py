"""Type checkers agree with the package, and its stubs with what runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

import lawful
import pytest

PACKAGE = Path(lawful.__file__).parent

USES = """
import lawful
from typing import assert_type

def told(verdict: lawful.Proved | lawful.Tested | lawful.Vacuous | lawful.NotRun | lawful.Refuted) -> str:
    match verdict:
        case lawful.Proved(by, cases):
            return by + str(cases)
        case lawful.Tested(cases, effective):
            return str(cases + effective)
        case lawful.Vacuous():
            return "vacuous"
        case lawful.NotRun(why):
            return why
        case lawful.Refuted(counterexample):
            assert_type(counterexample, lawful.Counterexample)
            return counterexample.replay

@lawful.model(theory="monoid", id="typed.max")
class Max:
    elem = lawful.integers()

    def combine(self, a: int, b: int) -> int:
        return max(a, b)

    def empty(self) -> int:
        return 0

assert_type(lawful.lists(lawful.text()), lawful.Sampler[list[str]])
assert_type(lawful.integers().map(str), lawful.Sampler[str])
assert_type(Max().combine(1, 2), int)
report = lawful.check(Max)
assert_type(report.is_good, bool)
found = lawful.compare(Max, "game.max")
assert_type(found.difference, lawful.Difference | None)

from lawful import laws, provers

def prover(task: provers.Task) -> provers.Answer:
    if task.judge(1, 2) == "refuted":
        return provers.Refutation(1, 2)
    return provers.Unknown("nothing")

assert_type(provers.settle(Max, "associative", prover).why, str)
provers.settle(Max, "associative", provers.Population(mine=False))
laws.as_hypothesis("game.max/monoid.left_identity")()
"""

MISUSES = [
    "import lawful\nlawful.check(7)",
    "import lawful\nlawful.integers('a')",
    "import lawful\nreport = lawful.check()\nreport.is_good = True",
    "import lawful\nlawful.model(theory='monoid')",
    "import lawful\nlawful.text(key=lambda n: n + 1)",
    "import lawful\nlawful.compare(1, 2)",
    "from lawful import provers\nprovers.settle('a', 'b', lambda task: 'proved')",
]


# The package on PyPI brings the program, but needs a Node to run it.
needs_pyright = pytest.mark.skipif(
    find_spec("pyright") is None or shutil.which("node") is None,
    reason="pyright or node not installed",
)


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=cwd, capture_output=True, text=True, timeout=300
    )


def test_the_stubs_are_true(tmp_path: Path) -> None:
    ran = run("mypy.stubtest", "lawful", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout


def test_mypy_accepts_the_package(tmp_path: Path) -> None:
    ran = run("mypy", "--strict", "-p", "lawful", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout


@needs_pyright
def test_pyright_accepts_the_package(tmp_path: Path) -> None:
    ran = run("pyright", "--pythonpath", sys.executable, str(PACKAGE), cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout


def test_uses_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "uses.py").write_text(USES, encoding="utf-8")
    ran = run("mypy", "--strict", "uses.py", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout


@needs_pyright
def test_pyright_accepts_uses(tmp_path: Path) -> None:
    (tmp_path / "uses.py").write_text(USES, encoding="utf-8")
    ran = run("pyright", "--pythonpath", sys.executable, "uses.py", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout


def test_misuses_are_flagged(tmp_path: Path) -> None:
    names = []
    for number, code in enumerate(MISUSES):
        name = f"misuse_{number}.py"
        (tmp_path / name).write_text(code, encoding="utf-8")
        names.append(name)
    ran = run("mypy", "--strict", *names, cwd=tmp_path)
    for name in names:
        assert f"{name}:" in ran.stdout, (name, ran.stdout)


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").exists()
    assert (PACKAGE / "_core.pyi").exists()


@pytest.mark.parametrize("module", ["argparse", "hypothesis", "importlib.metadata", "difflib", "logging", "json", "pytest", "lawful.adapters", "asyncio"])
def test_the_import_is_light(tmp_path: Path, module: str) -> None:
    script = f"import sys, lawful; print({module!r} in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-I", "-c", script], cwd=tmp_path, capture_output=True, text=True
    )
    site_imports = Path(sysconfig.get_paths()["purelib"]).glob("*.pth")
    if module == "importlib.metadata" and any("import" in p.read_text() for p in site_imports):
        pytest.skip("an editable install imports it by itself")
    assert ran.stdout.strip() == "False", ran.stderr
