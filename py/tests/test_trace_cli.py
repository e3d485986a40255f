"""`lawful trace`."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from lawful.platform import KeyStore
from lawful.trace import TraceLedger, TraceNode

ENV = {"LAWFUL_PASSWORD": "sesame"}
LOG = "example.com/log"
LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Whatever a random signature holds, one of its capital letters changes.
OTHER_LETTERS = bytes.maketrans(LETTERS, LETTERS[1:] + LETTERS[:1])


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    path = tmp_path / "book"
    with TraceLedger.open(path, tree_hash="rfc6962-sha256") as made:
        made.append(TraceNode("a", "brain", 10, "plan", stimulus="what now?"))
        made.append(TraceNode("b", "hand", 20, "act", causes=["a"], tags=["risky"], payload=b"\0"))
        made.append(TraceNode("c", "brain", 30, continues=["b"]))
    return str(path)


@pytest.fixture
def key(tmp_path: Path) -> list[str]:
    store = tmp_path / "keys"
    made = KeyStore.create(store, "sesame", memory_kib=8, passes=1).new_key("log")
    (tmp_path / "log.pub").write_text(f"{made.public_key}\n")
    return ["--store", str(store), "--key", "log", "--log", LOG]


def test_append_makes_a_ledger(command: Run, tmp_path: Path) -> None:
    node = ["--id", "a", "--origin", "brain", "--timestamp", "7", "--kind", "plan", "--tag", "x"]
    ran = command("trace", "append", "book", *node)
    assert ran.returncode == 0 and ran.stdout == "0\n"
    assert ran.stderr == "made the ledger book\n1 appended, 1 in all, synced\n"
    again = command("trace", "append", "book", *node, "--json")
    told = json.loads(again.stdout)
    assert told.pop("recovery")["is_clean"] is True
    assert told == {
        "first": 0,
        "appended": 0,
        "length": 1,
        "durability": "synced",
    }
    ran = command("trace", "append", "book", "--id", "b", "--origin", "x", "--causes", "nobody")
    assert ran.returncode == 2 and "`nobody`, which is not in the ledger" in ran.stderr
    ran = command("trace", "append", "book", "--id", "b")
    assert ran.returncode == 2 and "give --id and --origin" in ran.stderr
    ran = command("trace", "append", "book", *node, "--tree-hash", "rfc6962-sha256")
    assert ran.returncode == 2 and "was made with the tree hash `blake3`" in ran.stderr
    assert list(TraceLedger.open(tmp_path / "book")) == [
        TraceNode("a", "brain", 7, "plan", tags=["x"])
    ]


def test_lines_come_back(command: Run, ledger: str, tmp_path: Path) -> None:
    lines = command("trace", "export", ledger).stdout
    (tmp_path / "lines").write_text(lines)
    ran = command("trace", "append", "copy", "--lines", "lines")
    assert ran.returncode == 0, ran.stderr
    assert list(TraceLedger.open(tmp_path / "copy")) == list(TraceLedger.open(ledger))
    for bad, why in (
        ("{", "line 1"),
        ("[]", "line 1"),
        ('{"id":"a"}', "line 1"),
        (lines.splitlines()[0].replace("brain", "Brain"), "content_id"),
    ):
        (tmp_path / "lines").write_text(bad)
        ran = command("trace", "append", "other", "--lines", "lines")
        assert ran.returncode == 2 and why in ran.stderr, ran.stderr
    assert not (tmp_path / "other").exists()


def test_show(command: Run, ledger: str) -> None:
    told = json.loads(command("trace", "show", ledger, "--json").stdout)
    assert told["nodes"] == 3 and told["origins"] == {"brain": 2, "hand": 1}
    text = command("trace", "show", ledger, "b").stdout
    assert "origin:" in text and "hand" in text
    assert json.loads(command("trace", "show", ledger, "1", "--json").stdout)["id"] == "b"
    assert json.loads(command("trace", "show", ledger, "--json", "b").stdout)["id"] == "b"
    ran = command("trace", "show", ledger, "nobody")
    assert ran.returncode == 2 and "no such node `nobody`" in ran.stderr
    ran = command("trace", "show", "nowhere")
    assert ran.returncode == 2 and "nowhere" in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ([], "abc"),
        (["--origin", "brain"], "ac"),
        (["--tag", "risky"], "b"),
        (["--newest", "--limit", "2"], "cb"),
        (["--since", "1970-01-01T00:00:00Z", "--until", "25"], "ab"),
        (["--ancestors", "c"], "ba"),
        (["--descendants", "a"], "bc"),
        (["--path", "a", "c"], "abc"),
        (["--critical-path", "2"], "abc"),
        (["--effects", "a", "--relation", "continues"], ""),
    ],
)
def test_query(command: Run, ledger: str, arguments: list[str], found: str) -> None:
    ran = command("trace", "query", ledger, *arguments, "--json")
    assert ran.returncode == 0, ran.stderr
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == list(found)
    assert command("trace", "query", ledger, *arguments, "--count").stdout == f"{len(found)}\n"
    text = command("trace", "query", ledger, *arguments)
    assert len(text.stdout.splitlines()) == len(found)


def test_bad_times(command: Run, ledger: str) -> None:
    for time in ("yesterday", "2026-01-01T00:00:00", "2026-01-01T00:00:00.1234567890Z", "\u0663"):
        ran = command("trace", "query", ledger, "--since", time)
        assert ran.returncode == 2 and "is not a time" in ran.stderr


def test_times_have_nine_digits(command: Run, tmp_path: Path) -> None:
    node = ("--id", "a", "--origin", "x", "--timestamp", "2023-11-14T23:13:20.123456789+01:00")
    assert command("trace", "append", "book", *node).returncode == 0
    printed = command("trace", "query", "book").stdout
    assert "2023-11-14T22:13:20.123456789Z" in printed
    for rest, count in (
        (("--since", "2023-11-14T22:13:20.123456789Z"), 1),
        (("--since", "2023-11-14T22:13:20.12345679Z"), 0),
        (("--until", "2023-11-14T22:13:20.123456790Z"), 1),
        (("--until", "2023-11-14T22:13:20.123456789Z"), 0),
        (("--since", "1700000000123456789"), 1),
        (("--until", "1969-12-31T23:59:59.999999999Z"), 0),
        (("--since", "1969-12-31T23:59:59.5Z", "--until", "1970-01-01T00:00:00Z"), 0),
    ):
        assert command("trace", "query", "book", *rest, "--count").stdout == f"{count}\n", rest
    before = ("--id", "b", "--origin", "x", "--timestamp", "1969-12-31T23:59:59.999999999Z")
    assert command("trace", "append", "early", *before).returncode == 0
    assert TraceLedger.open(tmp_path / "early")[0].timestamp == -1


def test_prove_and_verify(command: Run, ledger: str, key: list[str], tmp_path: Path) -> None:
    ran = command("trace", "prove", ledger, "b", *key, "--out", "b.proof", env=ENV)
    assert ran.returncode == 0, ran.stderr
    trust = ["--log", LOG, "--trusted", "log.pub"]
    ran = command("trace", "verify", "--proof", "b.proof", *trust, "--json")
    assert ran.returncode == 0 and json.loads(ran.stdout)["id"] == "b"
    ran = command("trace", "verify", "--proof", "b.proof", "--log", "other", "--trusted", "log.pub")
    assert ran.returncode == 1 and "error" in ran.stderr
    ran = command("trace", "verify", "--proof", "b.proof")
    assert ran.returncode == 2 and "--trusted" in ran.stderr
    head = command("trace", "export", ledger, "--format", "head", *key, env=ENV).stdout
    (tmp_path / "head").write_text(head)
    ran = command("trace", "verify", ledger, "--pinned", "head", *trust)
    assert ran.returncode == 0 and "verified" in ran.stderr
    with TraceLedger.open(tmp_path / "fork", tree_hash="rfc6962-sha256") as fork:
        fork.extend([TraceNode(name, "x", 1) for name in "abc"])
    ran = command("trace", "verify", "fork", "--pinned", "head", *trust)
    assert ran.returncode == 1 and "pinned" in ran.stderr
    assert command("trace", "verify", "fork").returncode == 0
    assert command("trace", "verify").returncode == 2


@pytest.mark.parametrize("format", ["jsonl", "otlp", "mermaid", "html"])
def test_export(command: Run, ledger: str, format: str, tmp_path: Path) -> None:
    ran = command("trace", "export", ledger, "--format", format, "--out", "out")
    assert ran.returncode == 0 and ran.stderr == "wrote out\n"
    assert command("trace", "export", ledger, "--format", format).stdout.split() == (
        (tmp_path / "out").read_text().split()
    ) or format == "html"


def test_export_of_tiles(command: Run, ledger: str, key: list[str], tmp_path: Path) -> None:
    signed: dict[str, Any] = {"env": ENV}
    ran = command("trace", "export", ledger, "--format", "tiles", *key, "--out", "tiles", **signed)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "tiles" / "tile" / "entries").is_dir()
    ran = command("trace", "export", ledger, "--format", "tiles")
    assert ran.returncode == 2 and "--key and --log" in ran.stderr


def test_a_torn_end_is_told(command: Run, ledger: str) -> None:
    (segment,) = Path(ledger).rglob("*.segment")
    whole = segment.read_bytes()
    with TraceLedger.open(ledger) as opened:
        opened.append(TraceNode("d", "x", 40))
    longer = segment.read_bytes()
    assert len(longer) > len(whole)
    ran = command("trace", "show", ledger, "--json")
    assert json.loads(ran.stdout)["nodes"] == 4


def refused(command: Run, *arguments: str) -> str:
    """Runs what makes no sense, and returns the line that says so."""
    ran = command("trace", *arguments)
    assert ran.returncode == 2 and ran.stdout == "", (ran.stdout, ran.stderr[-300:])
    told = ran.stderr.splitlines()
    assert "error" in told[-1] and "Traceback" not in ran.stderr, ran.stderr[-300:]
    return str(told[-1])


@pytest.mark.parametrize("node", ["99", "-99", "9" * 19, "9" * 30, "9" * 5000, "\udcff", "", " 1", "\u0661", "0_1"])
def test_a_node_that_is_not_there(command: Run, ledger: str, node: str) -> None:
    refused(command, "show", ledger, "--", node)
    refused(command, "query", ledger, f"--ancestors={node}")


def test_numbers_that_are_too_large(command: Run, ledger: str) -> None:
    for number in ("9" * 20, "9" * 39, "9" * 5000):
        refused(command, "query", ledger, "--limit", number)
        refused(command, "query", ledger, "--since", number)
    assert command("trace", "query", ledger, "--limit", "9_000G", "--count").stdout == "3\n"


def test_lines_that_are_none(command: Run, tmp_path: Path) -> None:
    number = b'{"id":"a","origin":"x","timestamp":' + b"9" * 5000 + b"}"
    for bad in (b"\xff", b'{"id": "a\xff"}', b"[" * 100_000, number):
        (tmp_path / "lines").write_bytes(bad)
        assert "line 1" in refused(command, "append", "book", "--lines", "lines")
    assert not (tmp_path / "book").exists()


def test_lines_say_all_about_their_nodes(command: Run, ledger: str, tmp_path: Path) -> None:
    lines = command("trace", "export", ledger).stdout
    (tmp_path / "lines").write_text(lines)
    for more in (
        ("--id", "y"),
        ("--origin", "x"),
        ("--timestamp", "0"),
        ("--tag", "x"),
        ("--payload-file", "lines"),
        ("--causes", "a"),
        ("--erasable",),
    ):
        assert more[0] in refused(command, "append", "copy", "--lines", "lines", *more)
    assert not (tmp_path / "copy").exists()


def test_a_first_append_that_is_refused_makes_nothing(command: Run, tmp_path: Path) -> None:
    node = ("--id", "b", "--origin", "x")
    refused(command, "append", "book", *node, "--causes", "nobody")
    assert not (tmp_path / "book").exists()
    refused(command, "append", "book", *node, "--tree-hash", "md5")
    assert not (tmp_path / "book").exists()
    (tmp_path / "book").mkdir()
    refused(command, "append", "book", *node, "--causes", "nobody")
    assert not list((tmp_path / "book").iterdir())
    assert command("trace", "append", "book", *node).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["--ancestors", "c", "--origin", "brain"], "a"),
        (["--ancestors", "c", "--origin", "brain", "--limit", "0"], ""),
        (["--ancestors", "c", "--limit", "1"], "b"),
        (["--ancestors", "c", "--kind", "act", "--tag", "risky"], "b"),
        (["--descendants", "a", "--since", "25"], "c"),
        (["--causes", "c", "--until", "20"], ""),
        (["--path", "a", "c", "--limit", "2"], "ab"),
        (["--path", "a", "c", "--origin", "hand"], "b"),
        (["--critical-path", "c", "--id", "a"], "a"),
        (["--effects", "a", "--walk", "none"], ""),
    ],
)
def test_causes_are_filtered_too(command: Run, ledger: str, arguments: list[str], found: str) -> None:
    ran = command("trace", "query", ledger, *arguments, "--json")
    assert ran.returncode == 0, ran.stderr
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == list(found)


def test_questions_that_do_not_fit_together(command: Run, ledger: str) -> None:
    for name in ("causes", "effects", "ancestors", "descendants", "critical-path"):
        refused(command, "query", ledger, f"--{name}", "")
    assert "--newest" in refused(command, "query", ledger, "--ancestors", "c", "--newest")
    assert "--relation" in refused(command, "query", ledger, "--relation", "causes")


def test_trust_without_anything_signed_is_refused(command: Run, ledger: str, key: list[str]) -> None:
    for more in (("--log", LOG), ("--trusted", "log.pub"), ("--witness", "x"), ("--quorum", "0")):
        assert "give --pinned or --proof" in refused(command, "verify", ledger, *more)
    command("trace", "prove", ledger, "b", *key, "--out", "b.proof", env=ENV)
    proof = ("verify", "--proof", "b.proof", "--log", LOG, "--trusted", "log.pub")
    assert command("trace", *proof).returncode == 0
    assert "LEDGER" in refused(command, *proof, ledger)
    assert "--pinned" in refused(command, *proof, "--pinned", "head")


def test_a_key_file_that_is_no_text(command: Run, ledger: str, key: list[str], tmp_path: Path) -> None:
    command("trace", "prove", ledger, "b", *key, "--out", "b.proof", env=ENV)
    (tmp_path / "bad.pub").write_bytes(b"ed25519:\xff")
    refused(command, "verify", "--proof", "b.proof", "--log", LOG, "--trusted", "bad.pub")


def test_a_proof_that_cannot_be_read_is_refused(command: Run, ledger: str, key: list[str], tmp_path: Path) -> None:
    command("trace", "prove", ledger, "b", *key, "--out", "b.proof", env=ENV)
    command("trace", "export", ledger, "--format", "head", *key, "--out", "head", env=ENV)
    trust = ("--log", LOG, "--trusted", "log.pub")
    for name, rest in (("b.proof", ("--proof", "bad")), ("head", (ledger, "--pinned", "bad"))):
        whole = (tmp_path / name).read_bytes()
        for bad in (whole[:40], b"\xff" + whole, b"", whole.translate(OTHER_LETTERS)):
            (tmp_path / "bad").write_bytes(bad)
            ran = command("trace", "verify", *rest, *trust)
            assert ran.returncode == 1 and "error: " in ran.stderr, ran.stderr
    refused(command, "verify", "--proof", "nowhere", *trust)


def test_witnesses_need_no_python(command: Run, ledger: str, key: list[str], tmp_path: Path) -> None:
    store = tmp_path / "keys"
    KeyStore.open(store, "sesame").new_key("witness")
    trust = ["--log", LOG, "--trusted", "log.pub"]
    for name, size in (("early", 3), ("late", 4)):
        ran = command("trace", "export", ledger, "--format", "head", *key, "--out", name, env=ENV)
        assert ran.returncode == 0, ran.stderr
        with TraceLedger.open(ledger) as opened:
            opened.append(TraceNode(f"more {size}", "x", 40))
    shown = ["keys", "show", "witness", "--store", str(store), "--witness", "w.example", "--log", LOG]
    row = json.loads(command(*shown, "--json", env=ENV).stdout)
    assert row["witness_key"].startswith("w.example+") and row["log_key"].startswith(f"{LOG}+")
    (tmp_path / "w.key").write_text(row["witness_key"] + "\n")
    sign = ["--store", str(store), "--key", "witness", "--name", "w.example", *trust]
    ran = command("trace", "cosign", ledger, "late", "--seen", "early", *sign, "--out", "seen", env=ENV)
    assert ran.returncode == 0, ran.stderr
    for witness in (row["witness_key"], "w.key"):
        ran = command("trace", "verify", ledger, "--pinned", "seen", *trust, "--witness", witness)
        assert ran.returncode == 0, ran.stderr
    ran = command("trace", "verify", ledger, "--pinned", "late", *trust, "--witness", "w.key")
    assert ran.returncode == 1
    # What the log takes back, or never had, is not cosigned.
    ran = command("trace", "cosign", ledger, "early", "--seen", "late", *sign, env=ENV)
    assert ran.returncode == 1 and "does not continue" in ran.stderr and ran.stdout == ""
    with TraceLedger.open(tmp_path / "fork", tree_hash="rfc6962-sha256") as fork:
        fork.extend([TraceNode(name, "x", 1) for name in "abcde"])
    ran = command("trace", "cosign", "fork", "late", *sign, env=ENV)
    assert ran.returncode == 1 and "pinned" in ran.stderr and ran.stdout == ""


def test_flags_that_a_format_does_not_use(command: Run, ledger: str, key: list[str]) -> None:
    for more in (("--key", "log"), ("--log", LOG), ("--store", "keys"), ("--password-file", "x")):
        told = refused(command, "export", ledger, *more)
        assert f"is not signed; do not give {more[0]}" in told
    for format in ("jsonl", "mermaid"):
        assert "--name" in refused(command, "export", ledger, "--format", format, "--name", "x")
    assert "--name" in refused(command, "export", ledger, "--format", "head", *key, "--name", "x")
    node = ("--id", "a", "--origin", "x", "--erasable")
    assert "give --payload-file" in refused(command, "append", "new", *node)


def test_keys_are_taken_as_keys_show_prints_them(command: Run, ledger: str, key: list[str], tmp_path: Path) -> None:
    KeyStore.open(tmp_path / "keys", "sesame").new_key("w")
    show = ("keys", "show", "--store", str(tmp_path / "keys"))
    for name, arguments in (
        ("plain", ("log",)),
        ("named", ("log", "--log", LOG)),
        ("witness", ("w", "--witness", "w.example")),
    ):
        (tmp_path / name).write_text(command(*show, *arguments, env=ENV).stdout)
    command("trace", "export", ledger, "--format", "head", *key, "--out", "head", env=ENV)
    cosign = ("--store", str(tmp_path / "keys"), "--key", "w", "--name", "w.example", "--out", "both")
    ran = command("trace", "cosign", ledger, "head", "--log", LOG, "--trusted", "named", *cosign, env=ENV)
    assert ran.returncode == 0, ran.stderr
    pinned = ("trace", "verify", ledger, "--pinned", "both", "--log", LOG, "--witness", "witness")
    for trusted in ("plain", "named"):
        ran = command(*pinned, "--trusted", trusted)
        assert ran.returncode == 0, ran.stderr
    assert command(*pinned, "--trusted", "witness").returncode == 1
    assert "asks no witness" in refused(command, *pinned[1:], "--trusted", "plain", "--quorum", "0")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_cannot_be_written_is_told(command: Run, ledger: str, unbuffered: str, tmp_path: Path) -> None:
    with TraceLedger.open(ledger) as book:
        book.extend([TraceNode(f"n{n}", "x", 40, stimulus="x" * 500) for n in range(1000)])
    lawful = f"PYTHONUNBUFFERED={unbuffered} {sys.executable} -m lawful trace export {ledger}"
    full = subprocess.run(["bash", "-c", f"{lawful} > /dev/full"], capture_output=True, text=True)
    assert full.returncode == 2 and "No space left" in full.stderr, full.stderr
    piped = f"{lawful} | head -c 10 > /dev/null; exit ${{PIPESTATUS[0]}}"
    assert subprocess.run(["bash", "-c", piped], capture_output=True).returncode == 141
    whole = subprocess.run(["bash", "-c", f"{lawful} | cat"], capture_output=True)
    assert len(whole.stdout.splitlines()) == 1003


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_one_interrupt_ends_what_nobody_reads(ledger: str, unbuffered: str) -> None:
    with TraceLedger.open(ledger) as book:
        book.extend([TraceNode(f"n{n}", "x", 40, stimulus="x" * 500) for n in range(1000)])
    process = subprocess.Popen(
        [sys.executable, "-m", "lawful", "trace", "query", ledger],
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stderr is not None
    # It waits for somebody to read when the pipe holds no more than before.
    held, before = 0, -1
    while held == 0 or held > before:
        time.sleep(0.2)
        before = held
        held = int.from_bytes(fcntl.ioctl(process.stdout, termios.FIONREAD, bytes(4)), sys.byteorder)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert process.stderr.read() == b"error: interrupted\n"
    process.stdout.close()
    process.stderr.close()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_what_is_printed_can_be_read_again(
    command: Run, key: list[str], tmp_path: Path, encoding: str
) -> None:
    """A locale that is not UTF-8 breaks no proof, head, key or line."""
    with TraceLedger.open(tmp_path / "book", tree_hash="rfc6962-sha256") as book:
        book.append(TraceNode("\xfc", "b\xe4r", 1, stimulus="\u20ac \U0001f600"))
    environment = {**os.environ, **ENV, "PYTHONIOENCODING": encoding}

    def printed(into: str, *arguments: str) -> bytes:
        with (tmp_path / into).open("wb") as out:
            run = [sys.executable, "-m", "lawful", *arguments]
            subprocess.run(run, cwd=tmp_path, env=environment, stdout=out, check=True)
        return (tmp_path / into).read_bytes()

    def read(*arguments: str, stdin: bytes = b"") -> None:
        run = [sys.executable, "-m", "lawful", "trace", *arguments]
        subprocess.run(run, cwd=tmp_path, env=environment, input=stdin, check=True)

    named = [*key[:-1], "example.com/l\xf6g"]
    printed("proof", "trace", "prove", "book", "\xfc", *named)
    printed("head", "trace", "export", "book", "--format", "head", *named)
    printed("key", "keys", "show", "log", *named[:2], *named[4:])
    trust = ["--log", named[-1], "--trusted", "key"]
    read("verify", "--proof", "proof", *trust)
    read("verify", "book", "--pinned", "head", *trust)
    lines = printed("lines", "trace", "export", "book")
    assert json.loads(lines)["id"] == "\xfc" and lines == printed("same", "trace", "query", "book", "--json")
    read("append", "again", "--lines", "lines")
    read("append", "piped", "--lines", "-", stdin=lines)
    for name in ("again", "piped"):
        assert list(TraceLedger.open(tmp_path / name)) == list(TraceLedger.open(tmp_path / "book"))
    for format in ("otlp", "mermaid", "html"):
        assert "\xfc" in printed("out", "trace", "export", "book", "--format", format).decode("utf-8")
    assert b"\r" not in printed("shown", "trace", "show", "book", "0", "--json")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is full")
@pytest.mark.parametrize("arguments", ["show book", "query book", "append book --id d --origin x --json"])
def test_a_short_output_that_cannot_be_written_is_told(ledger: str, tmp_path: Path, arguments: str) -> None:
    lawful = f"exec {sys.executable} -m lawful trace {arguments} >/dev/full"
    environment = {**os.environ, "PYTHONUNBUFFERED": ""}
    ran = subprocess.run(["sh", "-c", lawful], cwd=tmp_path, env=environment, capture_output=True)
    assert ran.returncode == 2
    assert ran.stderr == b"error: cannot write to standard output: No space left on device\n"


def test_a_closed_standard_input_has_no_lines(ledger: str, tmp_path: Path) -> None:
    lawful = f"exec {sys.executable} -m lawful trace append book --lines - <&-"
    ran = subprocess.run(["sh", "-c", lawful], cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0 and ran.stderr == "0 appended, 3 in all, synced\n"


def test_texts_of_others_steer_no_terminal(command: Run, tmp_path: Path) -> None:
    hostile = "\x1b[2J\x9b1m\nb  2026\u202e"
    with TraceLedger.open(tmp_path / "book") as book:
        book.append(
            TraceNode(
                hostile,
                hostile,
                1,
                hostile,
                stimulus=hostile,
                response=hostile,
                walk_id=hostile,
                tags=[hostile],
                payload=b"\x1b",
            )
        )
        book.append(TraceNode("b", "x", 2, causes=[hostile]))
    for arguments, lines in (
        (("query", "book"), 2),
        (("show", "book", "0"), 11),
        (("show", "book", "b"), 6),
        (("show", "book"), 10),
        (("query", "book", "--ancestors", "\x1b[2J"), 0),
        (("query", "book", "--since", hostile), 0),
        (("query", "book", f"--{hostile}"), 0),
        (("query", "book", "--relation", hostile), 0),
    ):
        ran = command("trace", *arguments)
        for stream in (ran.stdout, ran.stderr):
            assert not set(stream) & set("\x1b\x9b\u202e"), stream
        assert len(ran.stdout.splitlines()) == lines, ran.stdout
