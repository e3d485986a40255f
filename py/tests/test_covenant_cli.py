"""`lawful covenant` and `lawful run`."""

from __future__ import annotations

import json
import signal
import sys
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
        "The covenant is granted. It holds.",
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
    assert "passed on 1 time" in command("covenant", "explain", "h").stdout
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


def test_help_teaches(command: Run) -> None:
    for name in ("new", "grant", "revoke", "delegate", "check", "explain"):
        told = command("covenant", name, "--help").stdout
        assert f"lawful covenant {name} " in told and "example" in told
    told = command("run", "--help").stdout
    assert "126 it was denied" in told and "lawful run --covenant" in told
    assert "covenant" in command("--help").stdout
