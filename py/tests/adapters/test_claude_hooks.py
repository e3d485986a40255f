"""The hooks of Claude Code: whatever happens, a call that is not allowed ends with 2."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from lawful.trace import TraceLedger

HERE = Path(__file__).parent
HOOK = [sys.executable, "-m", "lawful", "hook"]
EVENT: dict[str, Any] = {
    "hook_event_name": "PreToolUse",
    "session_id": "session",
    "tool_use_id": "use",
    "tool_name": "Read",
    "tool_input": {"file_path": "/a"},
}


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text('version = 1\nallow = ["Read"]\n')
    return path


def run(*arguments: str, event: Any = EVENT, **more: Any) -> subprocess.CompletedProcess[str]:
    given = event if isinstance(event, str) else json.dumps(event)
    return subprocess.run(
        [*HOOK, *arguments], input=given, capture_output=True, text=True, timeout=60, **more
    )


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in EVENT.items() if key != name}


@pytest.mark.parametrize(
    "event",
    [
        "",
        "garbage",
        "[]",
        "null",
        '{"hook_event_name": "PreToolUse"}',
        json.dumps(EVENT)[:-1],
        json.dumps(EVENT).replace('"tool_name": "Read"', '"tool_name": "Bash", "tool_name": "Read"'),
        json.dumps({**EVENT, "hook_event_name": "PostToolUse"}),
        json.dumps({**EVENT, "tool_name": "Bash"}),
        json.dumps({**EVENT, "tool_name": "read"}),
        json.dumps({**EVENT, "tool_name": "Read\u200b"}),
        json.dumps({**EVENT, "tool_name": None}),
        json.dumps({**EVENT, "tool_input": [1]}),
        json.dumps({**EVENT, "tool_input": {"x": "\ud800"}}),
        json.dumps(EVENT).replace('"/a"', "[" * 100_000 + "]" * 100_000),
        json.dumps({**EVENT, "tool_input": {"x": "x" * (2 << 20)}}),
        *(json.dumps(without(name)) for name in EVENT if name != "tool_input"),
    ],
    ids=lambda event: ascii(event[:30]),
)
def test_whatever_is_not_allowed_blocks_in_both_forms(policy: Path, event: str) -> None:
    ran = run("pre-tool-use", "--policy", str(policy), event=event)
    assert ran.returncode == 2 and "denied" in ran.stderr
    answer = json.loads(ran.stdout)["hookSpecificOutput"]
    assert answer["permissionDecision"] == "deny" and answer["hookEventName"] == "PreToolUse"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--policy", "nope.toml"],
        ["--policy", "."],
        ["--policy", "policy.toml", "--nonsense"],
        ["--policy", "policy.toml", "--timeout", "0"],
        ["--policy", "policy.toml", "--timeout", "1h"],
        ["--policy", "policy.toml", "--ledger", "policy.toml"],
        ["--policy", "nope.py:policy"],
        ["--policy", "broken.py:policy"],
        ["--policy", "exits.py:policy"],
        ["--policy", "killed.py:policy"],
        ["--policy", "fine.py:nothing"],
    ],
    ids=str,
)
def test_whatever_is_wrong_with_the_command_blocks(policy: Path, arguments: list[str]) -> None:
    (policy.parent / "broken.py").write_text("import no_such_module")
    (policy.parent / "exits.py").write_text("raise SystemExit(0)")
    (policy.parent / "killed.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGTERM)")
    (policy.parent / "fine.py").write_text("nothing = 7")
    assert run("pre-tool-use", *arguments, cwd=policy.parent).returncode == 2


def test_closed_streams_block(policy: Path) -> None:
    command = shlex.join([*HOOK, "pre-tool-use", "--policy", str(policy)])
    for closed in ("<&-", ">&-", "2>&- <&-", "<&- >&- 2>&-", "> /dev/full < /dev/null"):
        ran = subprocess.run(["sh", "-c", f"{command} {closed}"], capture_output=True, timeout=60)
        assert ran.returncode == 2, closed


def test_an_end_by_a_signal_blocks(policy: Path) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        process = subprocess.Popen(
            [*HOOK, "pre-tool-use", "--policy", f"{HERE / 'policies.py'}:hanging", "--timeout", "20s"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(json.dumps(EVENT).encode())
        process.stdin.close()
        # Until it decides: before that it blocks by itself.
        time.sleep(2)
        process.send_signal(number)
        assert process.wait(30) == 2


def test_what_a_policy_prints_is_not_in_the_answer(tmp_path: Path) -> None:
    file = tmp_path / "loud.py"
    file.write_text(
        "import os, sys\n"
        "from lawful.adapters import Decision\n"
        "class Loud:\n"
        "    def decide(self, call):\n"
        "        print('{\"hookSpecificOutput\": {\"permissionDecision\": \"allow\"}}')\n"
        "        os.write(1, b'{}')\n"
        "        return Decision.deny(call, 'loud')\n"
        "policy = Loud()\n"
    )
    ran = run("pre-tool-use", "--policy", f"{file}:policy")
    assert ran.returncode == 2
    assert json.loads(ran.stdout)["hookSpecificOutput"]["permissionDecision"] == "deny"
    file.write_text(f"{file.read_text()}print('loaded')\n")
    printed = run("settings", "--policy", f"{file}:policy")
    assert "hooks" in json.loads(printed.stdout) and printed.stderr == "loaded\n"


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux only")
def test_settings_name_no_file_whose_name_is_no_text(tmp_path: Path, policy: Path) -> None:
    odd = tmp_path / "p\udcff.toml"
    policy.rename(odd)
    ran = run("settings", "--policy", str(odd), cwd=tmp_path)
    assert ran.returncode == 2 and ran.stdout == "" and "is not text in UTF-8" in ran.stderr
    good = odd.rename(tmp_path / "p\xfc.toml")
    ran = run("settings", "--policy", str(good), cwd=tmp_path, encoding="utf-8")
    assert ran.returncode == 0 and str(good) in ran.stdout and json.loads(ran.stdout)


def test_an_allowed_call_is_left_to_the_permissions_unless_it_is_granted(policy: Path) -> None:
    ran = run("pre-tool-use", "--policy", str(policy))
    assert ran.returncode == 0 and "permissionDecision" not in ran.stdout
    granted = run("pre-tool-use", "--policy", str(policy), "--grant")
    assert json.loads(granted.stdout)["hookSpecificOutput"]["permissionDecision"] == "allow"
    policy.write_text('version = 1\nmode = "shadow"\n')
    shadow = run("pre-tool-use", "--policy", str(policy), "--grant")
    assert shadow.returncode == 0 and "permissionDecision" not in shadow.stdout
    assert "denied in shadow" in json.loads(shadow.stdout)["systemMessage"]


def test_the_outcome_is_recorded_for_the_call_that_was_decided_on(policy: Path, tmp_path: Path) -> None:
    more = ["--policy", str(policy), "--ledger", str(tmp_path / "ledger"), "--keep-arguments"]
    assert run("pre-tool-use", *more).returncode == 0
    after = {**EVENT, "hook_event_name": "PostToolUse", "tool_response": {"ok": True}}
    changed = run("post-tool-use", *more, event={**after, "tool_input": {"file_path": "/b"}})
    assert changed.returncode == 2 and "no decision on this call" in changed.stderr
    assert json.loads(changed.stdout)["decision"] == "block"
    assert run("post-tool-use", *more, event=after).returncode == 0
    assert run("post-tool-use", *more, event=after).returncode == 2
    assert run("post-tool-use", *more, event="garbage").returncode == 2
    assert run("post-tool-use", "--policy", str(policy), event=after).returncode == 2
    failed = {**EVENT, "tool_use_id": "use-2"}
    assert run("pre-tool-use", *more, event=failed).returncode == 0
    failed |= {"hook_event_name": "PostToolUseFailure", "error": "no such file"}
    assert run("post-tool-use", *more, event=failed).returncode == 0
    ledger = TraceLedger.open(tmp_path / "ledger", read_only=True)
    assert [node.kind for node in ledger] == [
        *("proposed", "authorised", "returned"),
        *("proposed", "authorised", "failed"),
    ]
    assert ledger[0].payload == b'{"file_path":"/a"}' and ledger[5].response == "no such file"


def test_hooks_at_the_same_time_take_turns(policy: Path, tmp_path: Path) -> None:
    more = ["--policy", str(policy), "--ledger", str(tmp_path / "ledger"), "--timeout", "20s"]
    processes = [
        subprocess.Popen([*HOOK, "pre-tool-use", *more], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        for _ in range(6)
    ]
    for number, process in enumerate(processes):
        assert process.stdin is not None
        process.stdin.write(json.dumps({**EVENT, "tool_use_id": f"use-{number}"}).encode())
        process.stdin.close()
    codes = [process.wait(60) for process in processes]
    ledger = TraceLedger.open(tmp_path / "ledger", read_only=True)
    # Who had to wait too long was denied; nobody ran unrecorded.
    assert ledger.count(kind="authorised") == codes.count(0) and set(codes) <= {0, 2}


def test_the_printed_settings_block_even_without_python(policy: Path) -> None:
    ran = run("settings", "--policy", str(policy), cwd=policy.parent)
    hooks = json.loads(ran.stdout)["hooks"]
    assert set(hooks) == {"PreToolUse", "PostToolUse", "PostToolUseFailure"}
    command = hooks["PreToolUse"][0]["hooks"][0]["command"]

    def shell(command: str, event: Any = EVENT, **environment: str) -> int:
        return subprocess.run(
            ["sh", "-c", command], input=json.dumps(event), text=True, capture_output=True,
            timeout=60, env={**os.environ, **environment},
        ).returncode  # fmt: skip

    assert shell(command) == 0
    assert shell(command, {**EVENT, "tool_name": "Bash"}) == 2
    assert shell(command.replace(sys.executable, "/no/such/python")) == 2
    # An installation that is broken: another `lawful` is found first, which cannot be imported.
    broken = policy.parent / "broken"
    (broken / "lawful").mkdir(parents=True)
    (broken / "lawful" / "__init__.py").write_text("raise ImportError('broken')")
    (broken / "lawful" / "__main__.py").write_text("")
    assert shell(command, PYTHONPATH=str(broken)) == 2
    assert run("settings", "--policy", "nope.toml", cwd=policy.parent).returncode == 2


def policy_that(folder: Path, body: str) -> str:
    file = folder / "policy.py"
    file.write_text(
        "import os, re, sys, time\n"
        "from lawful.adapters import Decision\n"
        "class Policy:\n"
        "    def decide(self, call):\n"
        f"        {body}\n"
        "        return Decision.allow(call, 'policy')\n"
        "policy = Policy()\n"
    )
    return f"{file}:policy"


@pytest.mark.parametrize(
    "body",
    [
        "os._exit(0)",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getpid(), 9)",
        "os.closerange(3, 100); os._exit(0)",
        # What it leaves behind keeps the pipe open.
        "os.fork() or time.sleep(30); os._exit(0)",
    ],
)
def test_a_policy_that_ends_the_process_blocks(tmp_path: Path, body: str) -> None:
    started = time.monotonic()
    ran = run("pre-tool-use", "--policy", policy_that(tmp_path, body))
    assert ran.returncode == 2 and "denied by `lawful.hook`" in ran.stderr
    assert json.loads(ran.stdout)["hookSpecificOutput"]["permissionDecision"] == "deny"
    assert time.monotonic() - started < 20


def test_a_policy_that_keeps_every_thread_from_running_is_ended(tmp_path: Path) -> None:
    policy = policy_that(tmp_path, "re.match(r'(a+)+$', 'a' * 40 + 'b')")
    started = time.monotonic()
    ran = run("pre-tool-use", "--policy", policy, "--timeout", "0.5s")
    assert ran.returncode == 2 and "not decided in time" in ran.stderr
    assert json.loads(ran.stdout)["hookSpecificOutput"]["permissionDecision"] == "deny"
    assert time.monotonic() - started < 20


def test_a_signal_ends_the_policy_too(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    policy = policy_that(
        tmp_path, f"open({str(told)!r}, 'w').write(str(os.getpid()))\n        time.sleep(20)"
    )
    process = subprocess.Popen(
        [*HOOK, "pre-tool-use", "--policy", policy, "--timeout", "20s"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(json.dumps(EVENT).encode())
    process.stdin.close()
    until = time.monotonic() + 30
    while not (told.exists() and told.read_text()) and time.monotonic() < until:
        time.sleep(0.01)
    process.terminate()
    assert process.wait(30) == 2
    assert process.stderr is not None and b"ended by signal" in process.stderr.read()
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)


def test_settings_that_the_hook_would_refuse_are_refused(policy: Path) -> None:
    ran = run("settings", "--policy", str(policy), "--timeout", "60s")
    assert ran.returncode == 2 and ran.stdout == "" and "at most 20s" in ran.stderr


def test_a_policy_finds_what_is_next_to_it(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "first.py").write_text("ALLOWED = {'Read'}")
    (folder / "later.py").write_text("CLAUSE = 'next'")
    (folder / "policy.py").write_text(
        "from first import ALLOWED\n"
        "from lawful.adapters import Decision\n"
        "class Policy:\n"
        "    def decide(self, call):\n"
        "        import later\n"
        "        allowed = call.tool in ALLOWED\n"
        "        return (Decision.allow if allowed else Decision.deny)(call, later.CLAUSE)\n"
        "policy = Policy()\n"
    )
    given = ("--policy", "folder/policy.py:policy")
    assert run("pre-tool-use", *given, cwd=tmp_path).returncode == 0
    denied = run("pre-tool-use", *given, cwd=tmp_path, event={**EVENT, "tool_name": "Bash"})
    assert denied.returncode == 2 and "denied by `next`" in denied.stderr
