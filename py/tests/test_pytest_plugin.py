"""Laws as tests of pytest: in processes of their own, as users run them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MODELS = """
import lawful

@lawful.model(theory="monoid", id="mine.max")
class Max:
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

@lawful.model(theory="semigroup", id="mine.honest", fails={"semigroup.associative": (0, 0, 1)})
class Honest(Minus):
    pass
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "conftest.py").write_text("import my_models\n", encoding="utf-8")
    (tmp_path / "my_models.py").write_text(MODELS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\npythonpath = .\n", encoding="utf-8")
    (tmp_path / "test_plain.py").write_text("def test_plain(): pass\n", encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def passed(ran: subprocess.CompletedProcess[str]) -> list[str]:
    lines = [line.split(" ")[0] for line in ran.stdout.splitlines() if " PASSED" in line]
    return [line for line in lines if "::" in line]


def test_nothing_happens_without_being_asked_for(project: Path) -> None:
    ran = run(project, "-v")
    assert ran.returncode == 0, ran.stdout
    assert "lawful::" not in ran.stdout and "lawful:" not in ran.stdout
    assert "1 passed" in ran.stdout


def test_every_law_is_a_test(project: Path) -> None:
    ran = run(project, "-v", "--lawful", "--lawful-cases", "200")
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert passed(ran) == [
        "test_plain.py::test_plain",
        "lawful::mine.honest::semigroup.associative",
        "lawful::mine.max::monoid.left_identity",
        "lawful::mine.max::monoid.right_identity",
        "lawful::mine.max::semigroup.associative",
    ]
    assert "1 failed, 5 passed" in ran.stdout
    assert "lawful: 5 laws of 3 models, seed 0" in ran.stdout


def test_a_failure_tells_the_counterexample_and_how_to_run_it_again(project: Path) -> None:
    ran = run(project, "--lawful", "-k", "mine.broken", "--lawful-seed", "7")
    assert "lawful::mine.broken::semigroup.associative" in ran.stdout
    for told in ("a: Elem = 0", "b: Elem = 0", "c: Elem = 1", "mine.broken/semigroup.associative@", "--lawful-seed 7"):
        assert told in ran.stdout, ran.stdout
    assert "Traceback" not in ran.stdout and "pytest_plugin.py" not in ran.stdout


def test_the_settings_may_stand_in_the_file(project: Path) -> None:
    text = "[pytest]\npythonpath = .\nlawful = true\nlawful_cases = 50\nlawful_seed = 3\n"
    (project / "pytest.ini").write_text(text, encoding="utf-8")
    ran = run(project, "-v", "-k", "max")
    assert "3 passed, 3 deselected" in ran.stdout, ran.stdout
    assert "seed 3" in ran.stdout
    assert "3 passed" in run(project, "-k", "max", "--lawful-time", "0.01").stdout


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("lawful::mine.max", 3),
        ("lawful::mine.max::monoid.left_identity", 1),
        ("lawful::bool.xor", 4),
    ],
)
def test_laws_are_named_on_the_command_line(project: Path, name: str, count: int) -> None:
    ran = run(project, "-v", name)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert all(line.startswith(name) for line in passed(ran))
    assert len(passed(ran)) >= count


def test_models_that_come_with_lawful_are_collected_when_they_are_named(project: Path) -> None:
    ran = run(project, "-v", "--lawful-models", "python.set.*", "--lawful-cases", "20")
    assert any(name.startswith("lawful::python.set.subsets::") for name in passed(ran)), ran.stdout
    assert "lawful::mine" not in ran.stdout


def test_a_module_is_imported_that_registers_models(tmp_path: Path) -> None:
    (tmp_path / "my_models.py").write_text(MODELS, encoding="utf-8")
    settings = "[pytest]\npythonpath = .\nlawful = true\nlawful_import = my_models\n"
    (tmp_path / "pytest.ini").write_text(settings, encoding="utf-8")
    assert "1 failed, 4 passed" in run(tmp_path).stdout


def test_workers_of_xdist_share_the_laws(project: Path) -> None:
    pytest.importorskip("xdist")
    alone = run(project, "-v", "--lawful", "--lawful-cases", "200")
    shared = run(project, "-v", "--lawful", "--lawful-cases", "200", "-n", "3")
    assert "1 failed, 5 passed" in shared.stdout, shared.stdout + shared.stderr
    assert shared.returncode == alone.returncode == 1
    named = run(project, "-n", "2", "lawful::mine.max")
    assert "3 passed" in named.stdout, named.stdout


def test_junit_gets_the_verdicts(project: Path) -> None:
    run(project, "lawful::mine.max", "--junitxml", "out.xml")
    text = (project / "out.xml").read_text(encoding="utf-8")
    assert 'name="lawful.verdict" value="tested"' in text


def test_settings_that_make_no_sense_are_refused(project: Path) -> None:
    both = run(project, "--lawful", "--lawful-cases", "5", "--lawful-time", "1")
    assert both.returncode == 4 and "not both" in both.stderr
    assert run(project, "--lawful", "--lawful-seed", "x").returncode == 4


def test_a_project_without_models_is_told_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "test_plain.py").write_text("def test_plain(): pass\n", encoding="utf-8")
    ran = run(tmp_path, "--lawful")
    assert ran.returncode == 0 and "register models in a conftest.py" in ran.stdout


def test_ctrl_c_ends_the_session(project: Path) -> None:
    slow = MODELS.replace("return max(a, b)", "import time; time.sleep(0.01); return max(a, b)")
    (project / "my_models.py").write_text(slow, encoding="utf-8")
    (project / "conftest.py").write_text(
        "import my_models, signal, threading\n"
        "threading.Timer(1.5, signal.raise_signal, [signal.SIGINT]).start()\n",
        encoding="utf-8",
    )
    ran = run(project, "lawful::mine.max", "--lawful-cases", "1000000")
    assert ran.returncode == 2, ran.stdout
    assert "KeyboardInterrupt" in ran.stdout
