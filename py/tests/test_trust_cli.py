"""`lawful trust`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lawful.trust import TrustStore

if TYPE_CHECKING:
    from conftest import Run


def test_an_outcome_is_added_and_shown(command: Run) -> None:
    ran = command("trust", "update", "mcp:files", "--success", "--magnitude", "0.1")
    assert ran.returncode == 0, ran.stderr
    assert "mcp:files  Medium  T3 0.5167" in ran.stdout
    shown = command("trust", "show", "mcp:files", "--json")
    data = json.loads(shown.stdout)
    assert (data["trust_level"], data["action_count"], data["model"]) == ("Medium", 1, "evidence")
    assert f"{data['t3_average']:.4f}" == "0.5167"
    assert "training" in command("trust", "show", "mcp:files").stdout


@pytest.mark.parametrize("place", ["folder", "file.redb"])
def test_every_store_is_used(command: Run, tmp_path: Path, place: str) -> None:
    for _ in range(2):
        command("trust", "update", "mcp:a", "--failure", "--store", place)
    assert TrustStore(tmp_path / place).get("mcp:a").action_count == 2


def test_witnesses_are_listed_and_chained(command: Run) -> None:
    ran = command("trust", "witness", "role:auditor", "mcp:files", "--success", "--json")
    assert [one["entity_id"] for one in json.loads(ran.stdout)] == ["role:auditor", "mcp:files"]
    command("trust", "witness", "role:boss", "role:auditor", "--success")
    listed = command("trust", "list", "--json")
    assert [one["entity_id"] for one in json.loads(listed.stdout)] == [
        "mcp:files", "role:auditor", "role:boss",
    ]  # fmt: skip
    assert "mcp:files" not in command("trust", "list", "--type", "role").stdout
    chain = json.loads(command("trust", "chain", "mcp:files", "--json").stdout)
    assert chain["witnessed_by"][0]["witnessed_by"][0]["entity_id"] == "role:boss"
    seen = {
        depth: command("trust", "chain", "mcp:files", "--depth", depth).stdout for depth in ("0", "1", "2")
    }
    assert "role:auditor" not in seen["0"]
    assert "role:auditor" in seen["1"] and "role:boss" not in seen["1"]
    assert "role:auditor" in seen["2"] and "role:boss" in seen["2"]


def test_a_chain_says_how_many_more_there_are(command: Run) -> None:
    for n in range(12):
        command("trust", "witness", f"w:{n}", "t:b", "--success")
    assert "    and 2 more; see `--breadth`\n" in command("trust", "chain", "t:b").stdout
    assert "more" not in command("trust", "chain", "t:b", "--breadth", "12").stdout
    none = command("trust", "chain", "t:b", "--breadth", "0").stdout
    assert "and 12 more" in none and "w:0" not in none
    chain = json.loads(command("trust", "chain", "t:b", "--json").stdout)
    assert (len(chain["witnessed_by"]), chain["more_witnessed_by"]) == (10, 2)


def test_decay_tells_and_changes_nothing(command: Run, tmp_path: Path) -> None:
    command("trust", "update", "mcp:files", "--success", "--magnitude", "1")
    before = command("trust", "show", "mcp:files", "--json").stdout
    ran = command(
        "trust", "decay", "mcp:files", "--as-of", "2999-01-01", "--rate", "0.01", "--json", "--html", "page.html"
    )
    assert ran.returncode == 0, ran.stderr
    faded = json.loads(ran.stdout)
    assert faded["training"] < json.loads(before)["training"]
    assert faded["talent"] == json.loads(before)["talent"]
    assert command("trust", "show", "mcp:files", "--json").stdout == before
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<svg" in page and "<script" not in page and "src=" not in page
    assert command("trust", "decay", "mcp:files").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("update", "", "--success"),
        ("update", "mcp:", "--success"),
        ("update", "mcp:a"),
        ("update", "mcp:a", "--success", "--failure"),
        ("update", "mcp:a", "--success", "--magnitude", "nan"),
        ("update", "mcp:a", "--success", "--magnitude", "inf"),
        ("update", "mcp:a", "--success", "--magnitude", "-1"),
        ("update", "mcp:a", "--success", "--magnitude", "1.1"),
        ("update", "mcp:\udcff", "--success"),
        ("update", "mcp:a", "--success", "--magnitude", "much"),
        ("update", "mcp:a", "--success", "--model", "web5"),
        ("update", "mcp:a", "--success", "--store", "ftp://x"),
        ("update", "mcp:a", "--success", "--store", ""),
        ("witness", "", "mcp:a", "--success"),
        ("show", "mcp:a"),
        ("list",),
        ("chain", "mcp:a"),
        ("decay", "mcp:a"),
        ("decay", "mcp:a", "--as-of", "tomorrow"),
        (),
    ],
)
def test_what_makes_no_sense_is_refused(command: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = command("trust", *arguments)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr and "error" in ran.stderr
    assert ran.stdout == ""
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize(
    ("time", "told"),
    [
        ("2001-01-01", "`2001-01-01T00:00:00Z` is before"),
        ("9999-12-31", "`9999-12-31` is a time that no clock here can show; give an earlier one"),
        ("tomorrow", "`tomorrow` is not a time; write 2027-01-01"),
    ],
)
def test_a_time_that_makes_no_sense_is_named(command: Run, time: str, told: str) -> None:
    command("trust", "update", "mcp:a", "--success")
    ran = command("trust", "decay", "mcp:a", "--as-of", time)
    assert ran.returncode == 2 and told in ran.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "mcp:none"),
        ("show", ""),
        ("show", "mcp:\udcff"),
        ("list", "--type", "\udcff"),
        ("list", "--type", ":"),
        ("list", "--type", "mcp:a"),
        ("decay", "mcp:a", "--as-of", "9999-12-31T23:59:59"),
        ("decay", "mcp:a", "--rate", "2"),
        ("decay", "mcp:a", "--rate", "-0.1"),
        ("decay", "mcp:a", "--as-of", "2001-01-01"),
        ("decay", "mcp:a", "--html", "/nowhere/page.html"),
        ("chain", "mcp:a", "--depth", "33"),
        ("chain", "mcp:a", "--depth", "-1"),
        ("chain", "mcp:a", "--breadth", "-1"),
    ],
)
def test_a_store_that_is_there_refuses_too(command: Run, arguments: tuple[str, ...]) -> None:
    command("trust", "update", "mcp:a", "--success")
    ran = command("trust", *arguments)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr and "error" in ran.stderr


def test_a_damaged_file_is_named_and_the_others_are_listed(command: Run, tmp_path: Path) -> None:
    command("trust", "update", "mcp:a", "--success")
    [damaged] = tmp_path.rglob("*.json")
    command("trust", "update", "mcp:b", "--success")
    damaged.write_text("{", encoding="utf-8")
    ran = command("trust", "list")
    assert ran.returncode == 2
    assert "mcp:b" in ran.stdout
    assert damaged.name in ran.stderr


def test_a_type_may_have_its_colon(command: Run) -> None:
    command("trust", "witness", "role:a", "mcp:b", "--success")
    assert command("trust", "list", "--type", "mcp:").stdout == command("trust", "list", "--type", "mcp").stdout
    assert "mcp:b" in command("trust", "list", "--type", "mcp:").stdout


@pytest.mark.parametrize("action", [("list",), ("show", "mcp:a"), ("chain", "mcp:a"), ("decay", "mcp:a")])
def test_looking_at_an_empty_file_makes_no_store_of_it(
    command: Run, tmp_path: Path, action: tuple[str, ...]
) -> None:
    empty = tmp_path / "empty.redb"
    empty.touch()
    ran = command("trust", *action, "--store", str(empty))
    assert ran.returncode == 2 and "is empty" in ran.stderr
    assert empty.stat().st_size == 0
    assert [file.name for file in tmp_path.iterdir()] == ["empty.redb"]


def test_ids_of_other_programs_are_told_and_the_others_listed(command: Run, tmp_path: Path) -> None:
    command("trust", "update", "mcp:a", "--success", "--store", "d")
    name = hashlib.sha256(b"mcp:").hexdigest()[:16]
    odd = tmp_path / "d" / f"{name}.json"
    odd.write_text('{"entity_id": "mcp:"}', encoding="utf-8")
    ran = command("trust", "list", "--store", "d")
    assert ran.returncode == 2
    assert "mcp:a" in ran.stdout
    assert "`mcp:` is not an entity id" in ran.stderr and "backup" not in ran.stderr


def test_nothing_in_a_store_steers_the_terminal(command: Run, tmp_path: Path) -> None:
    odd = "mcp:\u202egnp.exe\u2028x\u200b"
    ran = command("trust", "witness", odd, "mcp:b", "--success", "--store", "d")
    said = [ran, command("trust", "witness", odd, odd, "--success", "--store", "d")]
    said += [command("trust", *what, "--store", "d") for what in (
        ("list",), ("show", odd), ("show", "mcp:b"), ("chain", odd), ("chain", "mcp:b"), ("update", odd, "--failure"),
        ("decay", odd), ("show", f"{odd}2"), ("update", odd, "--failure", "--model", "web4-0.1"),
    )]  # fmt: skip
    bad = "\x1b[31mPWNED\x1b[2J"
    (tmp_path / "d" / "0123456789abcdef.json").write_text(
        json.dumps({"entity_id": "mcp:c", "lawful": {"version": 2, bad: 1}}), encoding="utf-8"
    )
    said.append(command("trust", "list", "--store", "d"))
    for ran in said:
        shown = ran.stdout + ran.stderr
        assert "gnp.exe" in shown
        assert all(letter.isprintable() or letter == "\n" for letter in shown), shown
    assert "PWNED" in said[-1].stderr


def test_help_has_examples(command: Run) -> None:
    ran = command("trust", "--help")
    assert ran.returncode == 0
    assert "lawful trust update" in ran.stdout
