"""Forks, many threads, and an interpreter that ends in the middle."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path

import lawful
import pytest
from conftest import model

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")


def in_child() -> int:
    """Forks, checks in the child, and returns its exit code."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            good = lawful.check(["bool.xor", "python.set.subsets"], cases=50).is_good
            code = 0 if good else 3
        finally:
            os._exit(code)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    raise AssertionError("the child hangs")


@needs_fork
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fork_after_a_run() -> None:
    assert lawful.check("bool.xor").is_good
    assert in_child() == 0


@needs_fork
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_forks_in_the_middle_of_a_run() -> None:
    over = threading.Event()
    good: list[bool] = []

    def work() -> None:
        while not over.is_set():
            good.append(lawful.check("python.set.subsets", cases=300).is_good)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        for _ in range(8):
            assert in_child() == 0
    finally:
        over.set()
        thread.join()
    assert good and all(good)


@needs_fork
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_that_was_forked_in_the_middle_ends(tmp_path: Path) -> None:
    script = """
import os, threading, time
import lawful

work = lambda: lawful.check("int.i64.wrapping_add", time=3)
threading.Thread(target=work, daemon=True).start()
time.sleep(0.3)
if os.fork() == 0:
    raise SystemExit(7)
_, status = os.wait()
print(os.waitstatus_to_exitcode(status))
"""
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert ran.stdout.split() == ["7"], ran.stderr


def checked(seed: int) -> bytes:
    return pickle.dumps(lawful.check("bool.xor", seed=seed).canonical())


def test_processes_of_multiprocessing_agree() -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(checked, [1, 2]) == [checked(1), checked(2)]


def test_a_hundred_threads_at_once() -> None:
    reports: list[lawful.Report] = []
    raised: list[BaseException] = []

    def one() -> None:
        try:
            good = model(elem=lawful.integers(), combine=max)
            reports.append(lawful.check(good, cases=50, threads=2).canonical())
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=one) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not raised and len(reports) == 100 and len(set(reports)) == 1


SHUTDOWN = """
import threading, time
import lawful

class Max:
    elem = lawful.integers()

    def combine(self, a, b):
        return max(a, b)

best = lawful.build(Max, theory="semigroup", id="demo.max")
for work in (
    lambda: lawful.check(best, cases=10**9),
    lambda: lawful.compare(best, best, cases=10**9),
    lambda: lawful.check("int.i64.wrapping_add", time=60),
):
    threading.Thread(target=work, daemon=True).start()
time.sleep(0.5)
print("bye")
"""


def test_the_interpreter_ends_in_the_middle_of_runs(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SHUTDOWN], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert ran.stdout.strip() == "bye"
    assert ran.returncode == 0, (ran.returncode, ran.stderr)
    assert "panicked" not in ran.stderr and "Fatal" not in ran.stderr


def test_the_import_is_light_and_modules_come_when_they_are_asked_for() -> None:
    program = """
import sys
before = set(sys.modules)
import lawful
heavy = {"asyncio", "ast", "dataclasses", "hypothesis", "inspect", "json", "numpy", "random", "tempfile"}
assert not heavy & (set(sys.modules) - before), heavy & (set(sys.modules) - before)
assert lawful.trust.TrustStore.memory() and lawful.verify_operad_laws is lawful.operad.verify_operad_laws
assert {"operad", "trace", "LawViolation"} <= set(dir(lawful))
try:
    lawful.nothing
except AttributeError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stdout == "module `lawful` has no attribute `nothing`\n", done.stderr


def test_a_refusal_while_the_interpreter_ends_is_an_exception() -> None:
    program = """
from lawful.trace import TraceNode
class Last:
    def __del__(self):
        try:
            TraceNode("", "o", 1)
        except Exception as error:
            print(type(error).__name__, flush=True)
last = Last()
last.me = last
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "InvalidInput\n"), done.stderr
