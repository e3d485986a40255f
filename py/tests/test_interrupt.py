"""Hanging models, Ctrl-C, and how the process ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import lawful
from conftest import model, only_law
from lawful import _core

HANGING = """
import lawful

@lawful.model(theory="semigroup", id="hang.loop")
class Loop:
    elem = lawful.integers()

    def combine(self, a, b):
        while a > 100:
            {body}
        return max(a, b)
"""


def spin(a: int, b: int) -> int:
    while a > 100:
        pass
    return max(a, b)


def test_a_model_that_hangs_is_stopped_and_reported() -> None:
    hanging = model(elem=lawful.integers(), combine=spin)
    law = only_law(lawful.check(hanging, deadline=0.3, threads=2))
    assert law.verdict.name == "not run"
    assert "hangs: no answer within the deadline" in str(law.verdict)
    until = time.monotonic() + 20
    while _core._abandoned() and time.monotonic() < until:
        time.sleep(0.01)
    assert _core._abandoned() == 0, "the thread was ended"


def test_other_models_go_on_while_one_hangs() -> None:
    hanging = model(elem=lawful.integers(), combine=spin)
    report = lawful.check(
        [hanging, lawful.find_model("python.set.subsets")], deadline=0.3, threads=1, cases=50
    )
    assert report.model("python.set.subsets").is_good
    assert not report.model("test.model").is_good


def test_a_hanging_sampler_is_stopped() -> None:
    def draw(random: object) -> int:
        while True:
            pass

    law = only_law(
        lawful.check(model(elem=lawful.sampled(draw), combine=max), deadline=0.3)
    )
    assert "hangs" in str(law.verdict)


def test_an_interrupt_gives_the_partial_report() -> None:
    def slow(a: int, b: int) -> int:
        time.sleep(0.001)
        return max(a, b)

    def stop() -> None:
        time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=stop)
    thread.start()
    quick = lawful.find_model("python.set.subsets")
    report = lawful.check(
        [quick, model(elem=lawful.integers(), combine=slow)], cases=10**9, threads=2
    )
    thread.join()
    assert report.interrupted and not report.is_good
    assert report.model("python.set.subsets").is_good
    assert "interrupted" in str(report).lower()


def test_another_signal_handler_is_obeyed() -> None:
    class Stop(Exception):
        pass

    def handle(*_: object) -> None:
        raise Stop

    before = signal.signal(signal.SIGUSR1, handle)
    try:

        def slow(a: int, b: int) -> int:
            time.sleep(0.001)
            return max(a, b)

        timer = threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGUSR1))
        timer.start()
        try:
            lawful.check(model(elem=lawful.integers(), combine=slow), cases=10**9)
        except Stop:
            return
        raise AssertionError("the handler's exception was lost")
    finally:
        signal.signal(signal.SIGUSR1, before)


def check_in_process(tmp_path: Path, body: str, *more: str) -> subprocess.Popen[str]:
    path = tmp_path / "hanging.py"
    path.write_text(HANGING.format(body=body), encoding="utf-8")
    arguments = ["check", "hang.loop", "--load", str(path), *more]
    return subprocess.Popen(
        [sys.executable, "-m", "lawful", *arguments],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_command_ends_after_a_hanging_model(tmp_path: Path) -> None:
    process = check_in_process(tmp_path, "pass", "--deadline", "300ms")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1, err
    assert "hangs: no answer within the deadline" in out


def test_the_command_ends_after_a_model_that_swallows_everything(tmp_path: Path) -> None:
    body = """
            try:
                while True: pass
            except BaseException: continue
"""
    process = check_in_process(tmp_path, body.strip("\n").lstrip(), "--deadline", "300ms")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1, err
    assert "hangs" in out


def test_the_command_ends_after_a_model_that_sleeps(tmp_path: Path) -> None:
    process = check_in_process(tmp_path, "__import__('time').sleep(1000)", "--deadline", "300ms")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1, err
    assert "hangs" in out


def test_ctrl_c_prints_the_partial_report_and_exits_130(tmp_path: Path) -> None:
    process = check_in_process(tmp_path, "pass", "--deadline", "1h")
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, (out, err)
    assert "interrupted" in err
    assert "Traceback" not in err


def test_ctrl_c_while_a_case_is_replayed(tmp_path: Path) -> None:
    path = tmp_path / "hanging.py"
    path.write_text(HANGING.format(body="pass"), encoding="utf-8")
    token = "hang.loop/semigroup.associative@random:{}#0"
    script = (
        "import sys; sys.path.insert(0, '.'); import hanging, lawful\n"
        "try:\n"
        f"    for i in range(100): lawful.replay({token!r}.format(i))\n"
        "except KeyboardInterrupt: sys.exit(77)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 77


def test_ctrl_c_ends_discovery_at_once(tmp_path: Path) -> None:
    path = tmp_path / "hanging.py"
    path.write_text(HANGING.format(body="open('here', 'w').close()"), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "lawful", "discover", "hang.loop", "--load", str(path)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        until = time.monotonic() + 60
        while not (tmp_path / "here").exists() and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (process.returncode, out, err) == (130, "", "error: interrupted\n")
