"""What the engine has to say."""

from __future__ import annotations

import logging
import subprocess
import sys

import lawful
import pytest
from conftest import model


def test_a_run_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "lawful"):
        lawful.check("bool.xor")
    told = caplog.messages
    assert "bool.xor/semigroup.associative: proved" in told
    assert told[-1].endswith("0 broken") and "1 models" in told[-1]


def test_verdicts_are_told_to_those_who_listen_only(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []
    with caplog.at_level(logging.INFO, "lawful"):
        lawful.check("bool.xor", progress=lambda model, law, done, all: seen.append(law.law))
    assert len(caplog.records) == 1 and "semigroup.associative" in seen


def test_what_hangs_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    def spin(a: int, b: int) -> int:
        while a > 100:
            pass
        return a

    lawful.check(model(elem=lawful.integers(), combine=spin), deadline=0.3)
    [record] = [r for r in caplog.records if r.levelno == logging.WARNING]
    assert "its thread is left behind" in record.getMessage()


def test_logging_is_not_imported_for_it() -> None:
    script = "import sys, lawful; lawful.check('bool.xor'); print('logging' in sys.modules)"
    ran = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True)
    assert ran.stdout.strip() == "False", ran.stderr
