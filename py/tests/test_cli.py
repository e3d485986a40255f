"""The command line."""

from __future__ import annotations

import argparse
import json
import os
import pty
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import lawful
import pytest
from conftest import Run, model
from lawful.cli.arguments import made_parser, parse
from lawful.cli.select import select


def test_help_teaches(command: Run) -> None:
    ran = command("--help")
    assert ran.returncode == 0
    for word in ["examples:", "exit codes:", "list", "check", "merge", "replay", "adequacy"]:
        assert word in ran.stdout
    for name in ["list", "check", "merge", "replay", "adequacy", "explain", "hook", "mcp-gateway"]:
        ran = command(name, "--help")
        assert ran.returncode == 0 and "usage: lawful " + name in ran.stdout
    assert command("--version").stdout == f"lawful {lawful.__version__}\n"


def epilogs(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Returns what the help of a command, and of those below it, says at the end."""
    yield parser.epilog or ""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from epilogs(below)


def examples() -> list[list[str]]:
    """Returns the commands that help texts show, without what explains them."""
    found = []
    for told in epilogs(made_parser()):
        for line in re.sub(r"\\\n +", "", told).splitlines():
            if line.startswith("  lawful "):
                shown = re.split(r" {2,}", line.strip())[0]
                # Files that a shell reads and writes.
                shown = re.sub(r" [<>] [^ ]+$", "", shown)
                found += [shlex.split(one)[1:] for one in shown.split(" && ")]
    return found


def test_the_examples_of_help_make_sense() -> None:
    assert len(examples()) > 60
    ids = [model.id for model in lawful.models()]
    for example in examples():
        options = parse(example)
        if getattr(options, "load", None):
            continue
        match example[0]:
            case "check" | "adequacy" | "list":
                assert select(lawful.models(), options.filters), example
            case "discover" | "certify":
                assert options.model in ids, example
            case "replay":
                assert lawful.replay(options.token).is_good, example
            case "explain":
                theories = [theory.id for theory in lawful.theories()]
                assert options.name in theories or lawful.find_law(options.name), example


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Returns the parsers of all commands that have none below them."""
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not below:
        yield parser
    for action in below:
        for under in action.choices.values():
            yield from parsers(under)


def lines_of(parser: argparse.ArgumentParser) -> tuple[list[str], list[str]]:
    """Returns the positional arguments that a command takes at most, and options it must have or may."""
    positionals, options = [], []
    for action in parser._actions:
        if not action.option_strings:
            several = ["review"] if action.choices else ["bool.xor", "int.u8"]
            positionals += several if action.nargs in ("*", "+") else several[:1]
        elif action.required and action.nargs is None:
            options += [action.option_strings[0], "5e0c"]
        elif action.dest == "success" and "--success" not in options or action.dest == "json":
            options += [action.option_strings[0]]
        elif action.dest == "unsynced":
            options += ["--unsynced", "cut"]
    return positionals, options


def test_options_stand_anywhere_between_arguments() -> None:
    several = 0
    for parser in parsers(made_parser()):
        if any(action.nargs == argparse.REMAINDER for action in parser._actions):
            continue
        positionals, options = lines_of(parser)
        name = parser.prog.split()[1:]
        expected = parse([*name, *positionals, *options])
        for at in range(len(positionals)):
            words = [*name, *positionals[:at], *options, *positionals[at:]]
            assert parse(words) == expected, words
        several += len(positionals) > 1
    assert several >= 10


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("trace show L --json b", {"ledger": Path("L"), "node": "b", "json": True}),
        ("trace show L --unsynced cut b", {"node": "b", "unsynced": "cut"}),
        ("trace show --unsynced=cut L --json -1", {"ledger": Path("L"), "node": "-1"}),
        ("trace show --json L -- --b", {"node": "--b", "json": True}),
        ("trace show L", {"node": None, "json": False}),
        ("covenant explain c --cost calls=1 fs.read:/x --model m", {"action_text": "fs.read:/x", "model": "m"}),
        ("check a --cases 5 b -v c", {"filters": ["a", "b", "c"], "cases": 5, "verbose": True}),
        ("check", {"filters": []}),
        ("merge a --json b", {"files": [Path("a"), Path("b")]}),
        ("mcp-gateway --pins p review --json -- server --json -- x", {"action_name": "review", "server": ["server", "--json", "--", "x"]}),
        ("run --covenant c -- make --json", {"command": ["--", "make", "--json"]}),
    ],
)
def test_where_options_stand(words: str, expected: dict[str, object]) -> None:
    options = vars(parse(words.split()))
    assert {name: options[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("trace show L --json b c", "unrecognized arguments: c"),
        ("trace show L --jsn b", "unrecognized arguments: --jsn"),
        ("trace show --json", "required: LEDGER"),
        ("merge --json", "required: FILE"),
        ("check a --cases 5 b --time 1s", "not allowed with"),
        ("trace show L --unsynced b", "invalid choice: 'b'"),
    ],
)
def test_what_no_order_makes_right(command: Run, words: str, why: str) -> None:
    ran = command(*words.split())
    assert ran.returncode == 2 and why in ran.stderr and ran.stdout == "", ran.stderr
    assert ran.stderr.startswith("usage: lawful ")


def test_list(command: Run) -> None:
    ran = command("list")
    assert ran.returncode == 0 and ran.stderr == ""
    assert re.search(r"^int\.i64\.wrapping_add +rust +7 laws", ran.stdout, re.M)
    assert re.search(r"^python\.str\.concat +python +4 laws", ran.stdout, re.M)
    listed = json.loads(command("list", "python.str", "--json").stdout)
    assert [model["id"] for model in listed] == ["python.str.concat", "python.str.max"]
    assert listed[0]["claims"][0]["claim"] == "fails"


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (["python.str.concat"], {"python.str.concat"}),
        (["python.str"], {"python.str.concat", "python.str.max"}),
        (["python.*.merge"], {"python.dict.merge"}),
        (["lens", "python.dict"], {"lens.first_of_pair", "python.dict.merge"}),
        (["python.str.concat/associative"], {"python.str.concat"}),
    ],
)
def test_filters(command: Run, filters: list[str], ids: set[str]) -> None:
    listed = json.loads(command("list", *filters, "--json").stdout)
    assert {model["id"] for model in listed} == ids


def test_a_filter_may_ask_for_a_theory_or_a_law(command: Run) -> None:
    theory = json.loads(command("list", "boolean_algebra", "--json").stdout)
    assert {"int.u8.bits", "python.set.subsets"} <= {model["id"] for model in theory}
    assert all(len(model["claims"]) == 15 for model in theory)
    law = json.loads(command("list", "distributive", "--json").stdout)
    assert law
    inverse = json.loads(command("list", "group.left_inverse", "--json").stdout)
    assert all([c["law"] for c in m["claims"]] == ["group.left_inverse"] for m in inverse)
    one = json.loads(command("list", "python.str.concat/associative", "--json").stdout)
    assert [claim["law"] for claim in one[0]["claims"]] == ["semigroup.associative"]


@pytest.mark.parametrize("name", ["list", "check", "adequacy"])
def test_an_unknown_filter_exits_2_with_a_suggestion(command: Run, name: str) -> None:
    ran = command(name, "python.str.concta")
    assert ran.returncode == 2 and ran.stdout == ""
    assert "matches nothing; did you mean `python.str.concat`" in ran.stderr
    ran = command(name, "qqqqqqqq")
    assert ran.returncode == 2 and "`lawful list` names all models" in ran.stderr
    assert command(name, "python.str.concat/nonsense").returncode == 2


def test_check_prints_data_on_stdout_and_nothing_else_off_a_terminal(command: Run) -> None:
    ran = command("check", "python.str", "--cases", "200")
    assert ran.returncode == 0
    assert ran.stderr == ""
    assert "\x1b" not in ran.stdout and "\r" not in ran.stdout
    assert "ok: every claim was borne out" in ran.stdout


def test_a_broken_model_exits_1(command: Run, models_file: Path, tmp_path: Path) -> None:
    ran = command("check", "mine", "--load", str(models_file))
    assert ran.returncode == 1
    assert "broken: mine.broken claims semigroup.associative" in ran.stdout
    assert "lawful replay 'mine.broken/semigroup.associative@" in ran.stdout
    assert "def test_mine_broken_keeps_associative" in ran.stdout
    assert "kept 1 refuting value in .lawful/regressions.jsonl" in ran.stderr
    assert (tmp_path / ".lawful" / "regressions.jsonl").exists()
    again = command("check", "mine", "--load", str(models_file))
    assert again.returncode == 1 and "regression:" in again.stdout
    assert again.stderr == ""
    alone = command("check", "mine.max", "--load", str(models_file))
    assert alone.returncode == 0


def test_no_regressions(command: Run, models_file: Path, tmp_path: Path) -> None:
    command("check", "mine", "--load", str(models_file), "--no-regressions")
    assert not (tmp_path / ".lawful").exists()
    elsewhere = tmp_path / "kept.jsonl"
    command("check", "mine", "--load", str(models_file), "--regressions", str(elsewhere))
    assert "mine.broken" in elsewhere.read_text()


def test_a_corrupt_regression_file_exits_2_and_is_kept(command: Run, tmp_path: Path) -> None:
    path = tmp_path / ".lawful" / "regressions.jsonl"
    path.parent.mkdir()
    path.write_text("{half a line")
    ran = command("check", "python.str")
    assert ran.returncode == 2 and ran.stdout == ""
    assert "regressions.jsonl: line 1 of the regressions is damaged" in ran.stderr
    assert path.read_text() == "{half a line"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "required: COMMAND"),
        (["chekc"], "invalid choice"),
        (["check", "--cases", "0"], "checks nothing"),
        (["check", "--cases", "-3"], "--cases"),
        (["check", "--cases", "1e9"], "is not a number"),
        (["check", "--cases", "9" * 39], "must be from 0"),
        (["check", "--time", "0s"], "checks nothing"),
        (["check", "--time", "soon"], "`soon` is not a time"),
        (["check", "--cases", "5", "--time", "1s"], "not allowed with"),
        (["check", "--deadline", "0"], "stops every law"),
        (["check", "--shard", "3/2"], "`3/2` is not a shard"),
        (["check", "--shard", "1/999999999999999999999"], "is not a shard"),
        (["check", "--shard", "x"], "is not a shard"),
        (["check", "--threads", "100000"], "too many"),
        (["check", "--seed", "x"], "is not a seed"),
        (["check", "--seed", str(1 << 64)], "`seed` must be from 0"),
        (["check", "--load", "no_such_module"], "`no_such_module` cannot be loaded"),
        (["check", "--load", "no_such_file.py"], "cannot be loaded"),
        (["check", "--manifest", "missing.txt"], "missing.txt"),
        (["check", "python.str", "--cases", "1", "--html", "no/such/folder/x.html"], "no/such"),
        (["merge"], "FILE"),
        (["merge", "missing.jsonl"], "cannot use `missing.jsonl`: No such file"),
        (["replay", "nonsense"], "is not a replay token"),
        (["replay", "x/y@random:1#0"], "no model is called `x`"),
        (["explain", "asociative"], "did you mean"),
        (["adequacy", "python.str", "--cases", "0"], "checks nothing"),
    ],
)
def test_usage_errors_exit_2(command: Run, arguments: list[str], message: str) -> None:
    ran = command(*arguments)
    assert ran.returncode == 2, ran
    assert message in ran.stderr
    assert "Traceback" not in ran.stderr


def test_all_outputs_of_one_run(command: Run, tmp_path: Path) -> None:
    ran = command(
        "check", "python.str", "--cases", "100", "--json", "--junit", "j.xml", "--html", "h.html"
    )
    assert ran.returncode == 0
    report = lawful.Report.from_json_lines(ran.stdout)
    assert report.is_good and report.cases == 100
    assert ElementTree.parse(tmp_path / "j.xml").getroot().tag == "testsuites"
    page = (tmp_path / "h.html").read_text(encoding="utf-8")
    assert "python.str.concat" in page
    assert "wrote h.html" in ran.stderr


def test_the_adequacy_goes_into_the_report(command: Run) -> None:
    ran = command("check", "python.str.concat", "--cases", "50", "--adequacy", "--json")
    [matrix] = lawful.Report.from_json_lines(ran.stdout).adequacy
    assert matrix.model == "python.str.concat"


def test_shards_merge_into_the_report_of_one_run(command: Run, tmp_path: Path) -> None:
    chosen = ["check", "python.str", "int.u8.bits", "--cases", "200", "--json"]
    whole = lawful.Report.from_json_lines(command(*chosen).stdout)
    names = []
    for shard in ("2/2", "1/2"):
        ran = command(*chosen, "--shard", shard)
        assert ran.returncode == 0
        assert f"shard {shard} holds; `lawful merge`" in ran.stderr
        name = f"{shard[0]}.jsonl"
        (tmp_path / name).write_text(ran.stdout, encoding="utf-8")
        names.append(name)
    merged = command("merge", *names, "--json")
    assert merged.returncode == 0
    report = lawful.Report.from_json_lines(merged.stdout)
    assert report.canonical() == whole.canonical()
    assert command("merge", names[0]).returncode == 1
    (tmp_path / "cut.jsonl").write_text(merged.stdout[:500], encoding="utf-8")
    assert command("merge", names[0], "cut.jsonl").returncode == 2
    other = command(*chosen, "--seed", "5")
    (tmp_path / "other.jsonl").write_text(other.stdout, encoding="utf-8")
    ran = command("merge", names[0], "other.jsonl")
    assert ran.returncode == 2 and "different settings" in ran.stderr


def test_replay(command: Run, models_file: Path) -> None:
    load = ["--load", str(models_file)]
    out = command("check", "mine.broken", *load, "--no-regressions").stdout
    found = re.search(r"lawful replay '([^']+)'", out)
    assert found is not None
    ran = command("replay", found[1], *load)
    assert ran.returncode == 1 and "0 · 1" in ran.stdout
    good = command("replay", "mine.max/semigroup.associative@random:3#0", *load)
    assert good.returncode == 0 and "does not refute" in good.stdout
    witnessed = command("replay", "python.str.concat/commutative_semigroup.commutative@regression:0#0")
    assert witnessed.returncode == 0


def test_manifest(command: Run, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.txt"
    manifest.write_text("# expected\npython.str.concat\nint.i64.wrapping_add\n")
    run = ("check", "python.str", "--cases", "500", "--manifest", str(manifest))
    assert command(*run).returncode == 0
    manifest.write_text("python.str.concat\nlost.model\n")
    ran = command(*run)
    assert ran.returncode == 2 and "lost.model" in ran.stderr


def test_explain(command: Run) -> None:
    ran = command("explain", "commutative_semigroup.commutative")
    assert ran.returncode == 0
    for text in [
        "a · b = b · a",
        "The order of two elements does not matter.",
        "variables         a: Elem, b: Elem",
        "broken by         lawbreaker.commutative_semigroup.concatenation",
        "claimed (holds)   ",
        "claimed (fails)   ",
        "python.dict.merge",
    ]:
        assert text in ran.stdout, text
    theory = command("explain", "group").stdout
    assert "inverse(Elem) -> Elem" in theory and "group.left_inverse: ~a · a = e" in theory
    several = command("explain", "associative").stdout
    assert "semigroup.associative" in several and "category.associative" in several


def test_adequacy(command: Run) -> None:
    ran = command("adequacy", "python.str.concat", "--cases", "50")
    assert ran.returncode == 0
    assert "python.str.concat: " in ran.stdout and "faults noticed" in ran.stdout
    assert "combine: arguments 1 and 2 swapped" in ran.stdout
    [data] = json.loads(command("adequacy", "python.str.concat", "--cases", "50", "--json").stdout)
    assert data["model"] == "python.str.concat" and data["mutants"]


def test_modules_are_loaded_by_name(command: Run, models_file: Path) -> None:
    ran = command("list", "mine", "--load", models_file.stem)
    assert ran.returncode == 0 and "mine.max" in ran.stdout


NOISY = """
import lawful

print("loaded")


@lawful.model(theory="semigroup", id="noisy.max")
class Max:
    elem = lawful.integers(low=0)

    def combine(self, a, b):
        print("combined")
        return max(a, b)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        "list noisy --json",
        "check noisy --cases 20 --adequacy --json",
        "adequacy noisy --cases 20 --json",
        "discover noisy.max --cases 20 --size 3 --json",
        "replay noisy.max/semigroup.associative@random:3#0",
    ],
)
def test_what_models_print_is_not_data(command: Run, tmp_path: Path, arguments: str) -> None:
    (tmp_path / "noisy.py").write_text(NOISY)
    ran = command(*arguments.split(), "--load", "noisy.py", "--load", "json")
    assert ran.returncode in (0, 1), ran.stderr
    assert "loaded\n" in ran.stderr and ("list" in arguments or "combined\n" in ran.stderr)
    assert "loaded" not in ran.stdout and "combined" not in ran.stdout
    if arguments.startswith("check"):
        assert lawful.Report.from_json_lines(ran.stdout).is_good
    elif "--json" in arguments:
        json.loads(ran.stdout)


def test_verbose_shows_good_claims(command: Run) -> None:
    short = command("check", "python.str.concat", "--cases", "50").stdout
    long = command("check", "python.str.concat", "--cases", "50", "-v").stdout
    assert len(long) > len(short) and "semigroup.associative" in long


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-16"])
def test_programs_get_utf_8_whatever_the_locale_says(
    tmp_path: Path, encoding: str, unbuffered: str
) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}

    def printed(*arguments: str, encoding: str = encoding) -> bytes:
        return subprocess.run(
            [sys.executable, "-m", "lawful", *arguments],
            cwd=tmp_path,
            env={**environment, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=True,
        ).stdout

    for arguments in (
        ("list", "--json"),
        ("explain", "commutative_semigroup.commutative"),
        ("adequacy", "python.str.concat", "--cases", "50"),
    ):
        found = printed(*arguments)
        assert not found.isascii() and found == printed(*arguments, encoding="utf-8")
    report = printed("check", "python.str", "--cases", "50", "--json")
    assert lawful.Report.from_json_lines(report.decode("utf-8")).is_good


def test_people_get_what_their_terminal_can_show(tmp_path: Path) -> None:
    law = ("explain", "commutative_semigroup.commutative")
    assert r"a \xb7 b" in on_a_terminal(tmp_path, *law, PYTHONIOENCODING="ascii")
    assert "a · b" in on_a_terminal(tmp_path, *law, PYTHONIOENCODING="utf-8")


FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


@FULL
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments",
    ["--version", "--help", "keys --help", "list", "explain group", "check bool.xor --json", "hook --help"],
)
def test_output_that_cannot_be_written_is_an_error(
    tmp_path: Path, arguments: str, unbuffered: str
) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    lawful = f"exec {sys.executable} -m lawful {arguments}"
    ran, silent = (
        subprocess.run(
            ["sh", "-c", f"{lawful} >/dev/full {more}"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        for more in ("", "2>/dev/full")
    )
    assert ran.returncode == 2, ran.stderr
    assert re.fullmatch("error: cannot .*write.*: No space left on device\n", ran.stderr), ran.stderr
    assert silent.returncode == 2


@FULL
@pytest.mark.parametrize(
    ("arguments", "code"), [("chekc", 2), ("explain asociative", 2), ("--version", 0), ("check bool.xor", 0)]
)
def test_words_that_nobody_gets_change_no_exit_code(tmp_path: Path, arguments: str, code: int) -> None:
    lawful = f"exec {sys.executable} -m lawful {arguments} 2>/dev/full"
    ran = subprocess.run(["sh", "-c", lawful], cwd=tmp_path, capture_output=True, timeout=120)
    assert ran.returncode == code and (ran.stdout != b"") is (code == 0)


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "lawful", "list"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    error = process.stderr.read()
    assert process.wait(timeout=60) == 141
    assert b"Traceback" not in error and b"Exception" not in error
    process.stderr.close()


@pytest.mark.parametrize("option", ["--junit", "--html"])
@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/", "Is a directory"),
        ("", "Is a directory"),
        ("folder", "Is a directory"),
        ("missing/x", "No such file or directory"),
    ],
)
def test_an_output_that_cannot_be_written_is_told_before_the_run(
    command: Run, tmp_path: Path, option: str, path: str, why: str
) -> None:
    (tmp_path / "folder").mkdir()
    shown = path or "."
    for ran in (
        command("check", "bool.xor", option, path),
        command("merge", "no-such-report", option, path),
    ):
        assert ran.returncode == 2 and ran.stdout == ""
        assert ran.stderr == f"error: cannot write `{shown}`: {why}\n"
    assert [file.name for file in tmp_path.iterdir()] == ["folder"]


@FULL
def test_an_output_that_fails_late_costs_no_report(command: Run) -> None:
    ran = command("check", "bool.xor", "--html", "/dev/full")
    assert ran.returncode == 2 and "ok: every claim was borne out" in ran.stdout
    assert ran.stderr.startswith("error: cannot write `/dev/full`: No space left")


def test_values_that_cannot_be_kept_cost_no_report(
    command: Run, models_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    ran = command("check", "mine", "--load", str(models_file), "--regressions", "file/x")
    assert ran.returncode == 2 and ran.stdout == "" and "error:" in ran.stderr
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "x.lock").mkdir()
    ran = command("check", "mine", "--load", str(models_file), "--regressions", "kept/x")
    assert ran.returncode == 2 and "FAILED: 1 claim not borne out" in ran.stdout
    assert "error: the refuting values were not kept: kept/x.lock: " in ran.stderr
    with pytest.raises(OSError, match="kept/x.lock"):
        lawful.check(model(elem=lawful.integers(), combine=lambda a, b: a - b), regressions=kept / "x")


def test_streams_that_are_closed_from_the_start_are_no_error(tmp_path: Path) -> None:
    for closed in ("list >&-", "check bool.xor --json >&-", "check bool.xor >&- 2>&-"):
        ran = subprocess.run(
            ["sh", "-c", f"exec {sys.executable} -m lawful {closed}"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert ran.returncode == 0 and ran.stderr == "", closed


def on_a_terminal(tmp_path: Path, *arguments: str, **environment: str) -> str:
    """Runs the command on a pseudo-terminal and returns all that is seen there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "lawful", *arguments],
        cwd=tmp_path,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", **environment},
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    os.close(ours)
    process.wait(timeout=60)
    return seen.decode("utf-8", "replace")


def test_a_terminal_gets_a_bar_and_colours(tmp_path: Path) -> None:
    seen = on_a_terminal(tmp_path, "check", "python.str", "--cases", "2000")
    assert "left" in seen and "/11" in seen
    assert "\x1b[" in seen
    plain = on_a_terminal(tmp_path, "list", "python.str", NO_COLOR="1")
    assert "\x1b[" not in plain and "python.str.max" in plain
    dumb = on_a_terminal(tmp_path, "check", "python.str", "--cases", "2000", TERM="dumb")
    assert "\x1b[" not in dumb


def test_what_pytest_says_replays(command: Run, models_file: Path, tmp_path: Path) -> None:
    models_file.rename(tmp_path / "conftest.py")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--lawful", "--lawful-cases", "50"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    found = re.search(r"lawful (replay '.*)", ran.stdout)
    assert found is not None, ran.stdout
    assert found[1].endswith(" --load conftest.py")
    again = command(*shlex.split(found[1]))
    assert again.returncode == 1 and "mine.broken" in again.stdout, again.stderr
