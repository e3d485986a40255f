"""`lawful covenant` and `lawful run`."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from lawful.covenant import Budget, Chain, Covenant
from lawful.platform import KeyStore
from lawful.trace import TraceLedger

ENV = {"LAWFUL_PASSWORD": "sesame"}


@pytest.fixture
def keys(tmp_path: Path) -> list[str]:
    store = KeyStore.create(tmp_path / "keys", "sesame", memory_kib=8, passes=1)
    for name in ("owner", "agent", "helper", "boss"):
        key = store.new_key(name)
        (tmp_path / f"{name}.pub").write_text(f"{key.public_key}\n")
    return ["--store", "keys"]


def read(tmp_path: Path, name: str = "c") -> Covenant:
    return Covenant.from_bytes((tmp_path / name).read_bytes())


@pytest.fixture
def made(command: Run, keys: list[str]) -> Any:
    """Makes a granted covenant in the file `c`."""

    def make(*more: str) -> None:
        new = command(
            "covenant", "new", "c", "--key", "agent", "--grantor", "owner", *more, *keys, env=ENV
        )
        assert new.returncode == 0, new.stderr
        granted = command("covenant", "grant", "c", "--key", "owner", *keys, env=ENV)
        assert granted.returncode == 0 and granted.stdout == new.stdout, granted.stderr

    return make


def test_a_life(command: Run, keys: list[str], tmp_path: Path) -> None:
    new = [
        *("covenant", "new", "c", "--key", "agent", "--grantor", "owner.pub", "--reason", "tests"),
        *("--permit", "fs.read:/srv/**", "--permit", "!fs.read:/srv/secrets/**"),
        *("--budget", "calls=5,tokens=1_000", "--rate", "calls=5/1000", "--valid", "2h"),
        *("--review", "all", "deploy:**", "boss,owner.pub", "--depth", "2", "--revoker", "boss"),
    ]
    ran = command(*new, *keys, env=ENV)
    assert ran.returncode == 0, ran.stderr
    assert "wrote c" in ran.stderr and "lawful covenant grant c" in ran.stderr
    proposed = read(tmp_path)
    assert ran.stdout == f"{proposed.digest}\n" and proposed.status == "proposed"
    assert proposed.budget == Budget(calls=5, tokens=1000)
    assert proposed.permissions == [["fs.read:/srv/**", "!fs.read:/srv/secrets/**"]]
    assert (proposed.expires - proposed.not_before).total_seconds() == 7200
    [gate] = proposed.review_gates
    assert len(gate.reviewers) == 2 and proposed.depth == 2 and len(proposed.revokers) == 1
    again = command(*new, *keys, env=ENV)
    assert again.returncode == 2 and "`c` is there already" in again.stderr
    ran = command("covenant", "grant", "c", "--key", "agent", *keys, env=ENV)
    assert ran.returncode == 2 and "the covenant names its grantor" in ran.stderr
    assert command("covenant", "grant", "c", "--key", "owner", *keys, env=ENV).returncode == 0
    assert read(tmp_path).status == "granted"
    ran = command("covenant", "grant", "c", "--key", "owner", *keys, env=ENV)
    assert ran.returncode == 2 and "is granted cannot be granted" in ran.stderr
    ran = command(
        *("covenant", "revoke", "c", "--key", "boss", "--reason", "enough", "--out", "r"),
        *keys,
        env=ENV,
    )
    assert ran.returncode == 0 and "--revoked" in ran.stderr
    assert read(tmp_path, "r").status == "revoked" and read(tmp_path).status == "granted"


def test_show(command: Run, made: Any, tmp_path: Path) -> None:
    made("--permit", "tool:*", "--budget", "calls=5")
    shown = command("covenant", "show", "c")
    assert shown.returncode == 0 and "tool:*" in shown.stdout and "calls 5" in shown.stdout
    row = json.loads(command("covenant", "show", "c", "--json").stdout)
    assert row["status"] == "granted" and row["budget"] == {"calls": 5}
    assert [step["what"] for step in row["steps"]] == ["proposed", "granted"]
    (tmp_path / "c").write_bytes(b"LWCV\x00\x09")
    ran = command("covenant", "show", "c")
    assert ran.returncode == 2 and "`c`: the format has version `9`" in ran.stderr
    ran = command("covenant", "show", "nothing")
    assert ran.returncode == 2 and "nothing" in ran.stderr


def test_check(command: Run, made: Any) -> None:
    made("--permit", "pay:*/transfer when /amount <= 500", "--permit", "tool:*", "--budget", "calls=5")
    allowed = command("covenant", "check", "c", "tool:x", "--cost", "calls=5")
    assert allowed.returncode == 0 and allowed.stdout == "allowed: `tool:*` allows it\n"
    denied = command("covenant", "check", "c", "fs.read:/etc/passwd")
    assert denied.returncode == 1 and denied.stdout == "denied: no permission allows it\n"
    pay = ("covenant", "check", "c", "pay:bank/transfer", "--json", "--arguments")
    assert json.loads(command(*pay, '{"amount": 500}').stdout)["allowed"] is True
    ran = command(*pay, '{"amount": 501}')
    assert ran.returncode == 1 and json.loads(ran.stdout)["clause"].startswith("pay:*")
    for bad in ('{"amount": 5, "amount": 501}', "{", '{"amount": NaN}', "[" * 5000):
        ran = command(*pay, bad)
        assert ran.returncode == 2 and ran.stdout == "", ran.stderr
    for bad in ("calls=-1", "calls=0.5", "gold=1", "calls", "calls=1,calls=2", f"calls={2**63}"):
        ran = command("covenant", "check", "c", "tool:x", "--cost", bad)
        assert ran.returncode == 2 and ran.stderr.startswith("error: "), bad
    ran = command("covenant", "check", "c", "tool:../x")
    assert ran.returncode == 2 and "tool:../x" in ran.stderr
    ran = command("covenant", "check", "c", "tool:x", "--trusted", "boss.pub")
    assert ran.returncode == 1 and "is not one that --trusted names" in ran.stdout


def test_explain(command: Run, made: Any) -> None:
    made(
        *("--permit", "tool:*", "--permit", "!tool:rm", "--rate", "calls=5/1000", "--reason", "tests"),
        *("--review", "all", "tool:deploy", "boss"),
    )
    told = command("covenant", "explain", "c").stdout
    for part in (
        "The covenant is granted. It holds.\n",
        "Reason: tests",
        "  tool:*",
        "Denied, whatever allows it:\n  tool:rm",
        "It may spend nothing",
        "At most 5 calls in any 1000 ms.",
        "Every call of tool:deploy waits for 1 of 1 reviewers",
    ):
        assert part in told, told
    denied = command("covenant", "explain", "c", "tool:rm")
    assert denied.returncode == 1 and "tool:rm is denied: `!tool:rm` denies it." in denied.stdout
    assert "reviewers" in command("covenant", "explain", "c", "tool:deploy").stdout
    assert command("covenant", "explain", "c", "tool:x").returncode == 0


def test_delegate(command: Run, made: Any, keys: list[str], tmp_path: Path) -> None:
    made("--permit", "tool:*", "--budget", "calls=5", "--depth", "1")
    delegate = ("covenant", "delegate", "c", "--key", "agent", "--to", "helper.pub", *keys)
    ran = command(*delegate, env=ENV)
    assert ran.returncode == 2 and "give --out" in ran.stderr
    more = ("--permit", "tool:a", "--budget", "calls=9", "--out", "h")
    ran = command(*delegate, *more, env=ENV)
    assert ran.returncode == 0, ran.stderr
    chain = Chain.from_bytes((tmp_path / "h").read_bytes())
    assert ran.stdout == f"{chain.digest}\n" and chain.budget == Budget(calls=5)
    shown = json.loads(command("covenant", "show", "h", "--json").stdout)
    assert shown["permissions"] == [["tool:*"], ["tool:a"]] or shown["permissions"] == [
        ["tool:a"],
        ["tool:*"],
    ]
    assert "passed on 1 time. It has not expired." in command("covenant", "explain", "h").stdout
    check = ("covenant", "check", "h", "tool:a")
    ran = command(*check)
    assert ran.returncode == 2 and "needs --trusted" in ran.stderr
    assert command(*check, "--trusted", "owner.pub").returncode == 0
    assert command("covenant", "check", "h", "tool:b", "--trusted", "owner.pub").returncode == 1
    assert command(*check, "--trusted", "boss.pub").returncode == 1
    ran = command("covenant", "revoke", "h", "--key", "owner", *keys, env=ENV)
    assert ran.returncode == 2 and "revoke the covenant that it comes from" in ran.stderr
    assert command(*check, "--trusted", "owner.pub", "--revoked", "c").returncode == 2
    assert command("covenant", "revoke", "c", "--key", "owner", *keys, env=ENV).returncode == 0
    ran = command(*check, "--trusted", "owner.pub", "--revoked", "c")
    assert ran.returncode == 1 and "was revoked" in ran.stdout


PYTHON = sys.executable
PERMIT = ("--permit", f"process:{PYTHON}", "--permit", "process:true", "--permit", "process:gone")


def kinds(tmp_path: Path, where: str = ".lawful/runs") -> list[str]:
    with TraceLedger.open(tmp_path / where, read_only=True) as ledger:
        return [str(node.kind).partition(".")[2] for node in ledger]


def test_run(command: Run, made: Any, tmp_path: Path) -> None:
    made(*PERMIT, "--budget", "calls=3,milliseconds=60000")
    ran = command("run", "--covenant", "c", "--", PYTHON, "-c", "print(1); raise SystemExit(7)")
    assert (ran.returncode, ran.stdout, ran.stderr) == (7, "1\n", "")
    assert kinds(tmp_path) == ["opened", "proposed", "authorised", "executed", "returned"]
    with TraceLedger.open(tmp_path / ".lawful/runs", read_only=True) as ledger:
        assert ledger[1].stimulus == f"process:{PYTHON}" and ledger[-1].response == "exit code 7"
    denied = command("run", "--covenant", "c", "--", "rm", "-rf", "nothing")
    assert denied.returncode == 126 and denied.stdout == ""
    assert denied.stderr == "error: `rm` is denied (not-allowed): no permission allows it\n"
    assert kinds(tmp_path)[-2:] == ["proposed", "denied"]
    gone = command("run", "--covenant", "c", "--", "gone")
    assert gone.returncode == 127 or "gone" not in gone.stderr
    assert command("run", "--covenant", "c", "--", "true").returncode == 0
    over = command("run", "--covenant", "c", "--", "true")
    assert over.returncode == 126 and "`1` calls were asked for, and 0 are free" in over.stderr
    assert command("run", "--covenant", "c").returncode == 2


def test_time_is_over(command: Run, made: Any, tmp_path: Path) -> None:
    made(*PERMIT, "--budget", "milliseconds=300")
    ran = command("run", "--covenant", "c", "--", PYTHON, "-c", "import time; time.sleep(60)")
    assert ran.returncode == 124 and "its 300 milliseconds were over" in ran.stderr
    ran = command("run", "--covenant", "c", "--", "true")
    assert ran.returncode == 126 and "budget" in ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_a_signal_ends_the_command(command: Run, made: Any) -> None:
    made(*PERMIT)
    code = f"import os; os.kill(os.getpid(), {int(signal.SIGTERM)})"
    ran = command("run", "--covenant", "c", "--", PYTHON, "-c", code)
    assert ran.returncode == 128 + signal.SIGTERM


def test_shadow_mode(command: Run, made: Any, tmp_path: Path) -> None:
    made("--permit", "process:nothing")
    ran = command("run", "--covenant", "c", "--shadow", "--ledger", "book", "--", "true")
    assert ran.returncode == 0
    assert ran.stderr == "true: not enforced: the call is denied: no permission allows it\n"
    assert kinds(tmp_path, "book")[-3:] == ["denied", "executed", "returned"]
    with TraceLedger.open(tmp_path / "book", read_only=True) as ledger:
        assert all("not enforced" in node.tags for node in ledger)


def test_a_covenant_that_does_not_hold_runs_nothing(
    command: Run, made: Any, keys: list[str], tmp_path: Path
) -> None:
    made("--permit", "process:*")
    run = ("run", "--covenant", "c")
    assert command(*run, "--trusted", "boss.pub", "--", "true").returncode == 126
    assert command(*run, "--trusted", "owner.pub", "--", "true").returncode == 0
    command("covenant", "revoke", "c", "--key", "owner", *keys, env=ENV)
    ran = command(*run, "--", "true")
    assert ran.returncode == 126 and "is revoked cannot be used" in ran.stderr
    assert command("run", "--covenant", "nothing", "--", "true").returncode == 2


SLEEPING = """
import os, pathlib, signal, sys, time

def written(name):
    pathlib.Path(name + ".new").write_text(str(os.getpid()))
    os.rename(name + ".new", name)

for name in sys.argv[1].split(","):
    if name:
        signal.signal(getattr(signal, name), signal.SIG_IGN)
if os.fork() == 0:
    written("grandchild")
else:
    written("child")
time.sleep(60)
"""


def started(
    tmp_path: Path, ignored: str = "", ignored_before: tuple[int, ...] = ()
) -> subprocess.Popen[str]:
    """Starts `lawful run` of a command that sleeps, as does its child, and waits for both."""

    def prepare() -> None:
        # Whoever runs the tests may ignore some: a shell does, for what it runs in the background.
        for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN if number in ignored_before else signal.SIG_DFL)

    run = [sys.executable, "-m", "lawful", "run", "--covenant", "c"]
    process = subprocess.Popen(
        [*run, "--", PYTHON, "-c", SLEEPING, ignored],
        preexec_fn=prepare,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    eventually(lambda: (tmp_path / "child").exists() and (tmp_path / "grandchild").exists())
    return process


def eventually(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def is_over(tmp_path: Path, name: str) -> bool:
    try:
        state = Path(f"/proc/{(tmp_path / name).read_text()}/stat").read_text().rpartition(")")[2]
    except FileNotFoundError:
        return True
    # What nobody waits for stays as a zombie.
    return state.split()[0] == "Z"


def assert_ended(tmp_path: Path, told: str) -> None:
    eventually(lambda: is_over(tmp_path, "child") and is_over(tmp_path, "grandchild"))
    assert kinds(tmp_path)[-2:] == ["executed", "returned"]
    with TraceLedger.open(tmp_path / ".lawful/runs", read_only=True) as ledger:
        assert told in str(ledger[-1].response)


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc")


@needs_proc
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_to_lawful_ends_all_that_was_started(made: Any, tmp_path: Path, name: str) -> None:
    made(*PERMIT)
    process = started(tmp_path)
    number = getattr(signal, name)
    process.send_signal(number)
    out, error = process.communicate(timeout=20)
    assert process.returncode == 128 + number, error
    assert out == "" and error == f"error: `{PYTHON}` was ended: {name}\n"
    assert_ended(tmp_path, name)


@needs_proc
def test_what_does_not_end_is_killed(made: Any, tmp_path: Path) -> None:
    made(*PERMIT)
    process = started(tmp_path, "SIGTERM")
    process.send_signal(signal.SIGTERM)
    before = time.monotonic()
    process.communicate(timeout=20)
    assert process.returncode == 143 and time.monotonic() - before > 1.5
    assert_ended(tmp_path, "SIGTERM")


@needs_proc
def test_a_second_interrupt_kills_at_once(made: Any, tmp_path: Path) -> None:
    made(*PERMIT)
    process = started(tmp_path, "SIGTERM")
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert process.poll() is None
    before = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 130 and time.monotonic() - before < 1.5
    assert_ended(tmp_path, "SIGINT")


@needs_proc
@pytest.mark.parametrize("ignored", ["", "SIGTERM"])
def test_the_time_is_over_for_grandchildren_too(made: Any, tmp_path: Path, ignored: str) -> None:
    made(*PERMIT, "--budget", "milliseconds=3000")
    process = started(tmp_path, ignored)
    process.communicate(timeout=20)
    assert process.returncode == 124
    assert_ended(tmp_path, "its 3000 milliseconds were over")


@needs_proc
def test_what_was_ignored_before_stays_ignored(made: Any, tmp_path: Path) -> None:
    made(*PERMIT)
    process = started(tmp_path, ignored_before=(signal.SIGHUP,))
    process.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 143


def test_a_command_reads_from_a_terminal(made: Any, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    made(*PERMIT)
    code = "import os; print('read', input(), os.getpgrp() == os.getpgid(os.getppid()))"
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(tmp_path)
        run = [sys.executable, "-m", "lawful", "run", "--covenant", "c", "--", PYTHON, "-c", code]
        os.execv(sys.executable, run)
    os.write(terminal, b"hello\n")
    seen = b""
    while b"True" not in seen:
        seen += os.read(terminal, 1000)
    assert b"read hello True" in seen
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    os.close(terminal)


def test_a_ledger_that_is_not_available_denies(command: Run, made: Any, tmp_path: Path) -> None:
    made(*PERMIT)
    run = ("run", "--covenant", "c", "--", PYTHON, "-c", "open('ran', 'w')")
    with TraceLedger.open(tmp_path / ".lawful/runs"):
        ran = command(*run)
        assert ran.returncode == 126 and "held by another writer" in ran.stderr
    (tmp_path / "file").touch()
    ran = command("run", "--ledger", "file/x", *run[1:])
    assert ran.returncode == 126 and "the ledger is not available" in ran.stderr
    assert not (tmp_path / "ran").exists()
    assert command(*run).returncode == 0 and (tmp_path / "ran").exists()


@pytest.mark.parametrize("name", ["", "..", "a\nb", "*", "a\udcff", "//x", "x" * 5000])
@pytest.mark.parametrize("shadow", [(), ("--shadow",)])
def test_what_is_no_action_is_denied(command: Run, made: Any, name: str, shadow: tuple[str, ...]) -> None:
    made("--permit", "process:*")
    ran = command("run", "--covenant", "c", *shadow, "--", name)
    assert ran.returncode == 126 and "is denied" in ran.stderr and "Traceback" not in ran.stderr


def test_a_path_is_decided_on_as_a_whole(command: Run, made: Any, tmp_path: Path) -> None:
    script = tmp_path / "deploy.sh"
    script.write_text("#!/bin/sh\necho deployed $0\n")
    script.chmod(0o755)
    (tmp_path / "sub").mkdir()
    made("--permit", f"process:{tmp_path}/*", "--permit", "process:*")
    for path in ("./deploy.sh", "sub/../deploy.sh", str(script)):
        ran = command("run", "--covenant", "c", "--", path)
        assert (ran.returncode, ran.stdout) == (0, f"deployed {script}\n"), ran.stderr
    with TraceLedger.open(tmp_path / ".lawful/runs", read_only=True) as ledger:
        assert {node.stimulus for node in ledger if node.stimulus} == {f"process:{script}"}
    denied = command("run", "--covenant", "c", "--", "../deploy.sh")
    assert denied.returncode == 126 and "no permission allows it" in denied.stderr
    assert command("run", "--covenant", "c", "--", "./gone.sh").returncode == 127


def test_numbers_are_not_cut(command: Run, keys: list[str], tmp_path: Path) -> None:
    new = ("covenant", "new", "c", "--key", "agent", "--grantor", "owner", "--permit", "tool:*", *keys)
    long = "1" * 25
    for rate in (f"calls={long}/1000", f"calls=5/{long}"):
        ran = command(*new, "--rate", rate, env=ENV)
        assert ran.returncode == 2 and long in ran.stderr, ran.stderr
    for more in (("--rate", f"calls={2**64 - 1}0/9"), ("--rate", f"calls=5/{2**64}"), ("--depth", "256")):
        ran = command(*new, *more, env=ENV)
        assert ran.returncode == 2 and "Traceback" not in ran.stderr, ran.stderr
    assert not (tmp_path / "c").exists()


def test_arguments_with_a_long_number_make_no_sense(command: Run, made: Any) -> None:
    made("--permit", "process:*")
    for bad in ('{"a": ' + "1" * 5000 + "}", "[" * 100_000):
        ran = command("covenant", "check", "c", "process:ls", "--arguments", bad)
        assert ran.returncode == 2 and ran.stderr.count("\n") == 1, ran.stderr[-300:]


def test_what_has_expired_is_told(command: Run, made: Any, keys: list[str], tmp_path: Path) -> None:
    made("--permit", "tool:*", "--depth", "1", "--valid", "5s")
    delegate = ("covenant", "delegate", "c", "--key", "agent", "--to", "helper.pub", "--out", "h")
    assert command(*delegate, *keys, env=ENV).returncode == 0
    eventually(lambda: time.time() > read(tmp_path).expires.timestamp())
    when = f"{read(tmp_path).expires:%Y-%m-%d %H:%M:%S} UTC"
    for name in ("c", "h"):
        told = command("covenant", "explain", name).stdout
        assert f"It does not hold: it expired at {when}." in told and "It holds" not in told


def test_a_rate_is_one_line(command: Run, made: Any) -> None:
    made("--permit", "tool:*", "--permit", "a:*", "--rate", "calls=5/1000", "--rate", "tokens=7/60000")
    lines = [line.split(maxsplit=1) for line in command("covenant", "show", "c").stdout.splitlines()]
    [at] = [number for number, line in enumerate(lines) if line[0] == "rates:"]
    told = {lines[at][1], " ".join(lines[at + 1])}
    assert told == {"calls 5 in 1000 ms", "tokens 7 in 60000 ms"} and lines[at + 2][0] == "reviews:"


def examples(told: str) -> list[list[str]]:
    """Returns the commands that a help text shows, without what explains them."""
    lines = re.sub(r"\\\n +", "", told).splitlines()
    shown = (line.strip() for line in lines if line.startswith("  lawful "))
    return [shlex.split(re.split(r" {2,}", line)[0]) for line in shown]


def test_the_examples_of_help_work(command: Run, keys: list[str], tmp_path: Path) -> None:
    (tmp_path / "alice.pub").write_text((tmp_path / "boss.pub").read_text())
    (tmp_path / "bob.pub").write_text((tmp_path / "helper.pub").read_text())
    (tmp_path / "deploy.sh").write_text("#!/bin/sh\n")
    (tmp_path / "deploy.sh").chmod(0o755)
    for name in ("new", "grant", "delegate", "check"):
        for example in examples(command("covenant", name, "--help").stdout):
            given = example[1:] if name == "check" else [*example[1:], *keys]
            ran = command(*given, env=ENV)
            # One check shows what is denied, because nothing allows it.
            assert ran.returncode == ("pay:bank/transfer" in example), (example, ran.stderr, ran.stdout)
    helper, believed = ("--covenant", "helper.covenant"), ("--trusted", "owner.pub")
    assert command("run", *helper, *believed, "--", "true").returncode == 0
    for example in examples(command("run", "--help").stdout):
        if "--revoked" not in example:
            ran = command(*example[1:])
            assert ran.returncode != 126 and "is denied" not in ran.stderr.partition("not enforced")[0]
    revoke = ("covenant", "revoke", "a.covenant", "--key", "owner", "--out", "old.covenant")
    assert command(*revoke, *keys, env=ENV).returncode == 0
    ran = command("run", *helper, *believed, "--revoked", "old.covenant", "--", "true")
    assert ran.returncode == 126 and "revoked" in ran.stderr


def test_help_teaches(command: Run) -> None:
    for name in ("new", "grant", "revoke", "delegate", "check", "explain"):
        told = command("covenant", name, "--help").stdout
        assert f"lawful covenant {name} " in told and "example" in told
    told = command("run", "--help").stdout
    assert "FILE [OPTIONS] -- COMMAND ..." in told and "126 it was denied" in told and "lawful run --covenant" in told
    assert "covenant" in command("--help").stdout
