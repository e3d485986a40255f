"""Reports in all their forms."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import lawful
import pytest
from conftest import model
from lawful._files import write_whole


def _report(**settings: Any) -> lawful.Report:
    broken = model(elem=lawful.integers(), combine=lambda a, b: a - b)
    return lawful.check([broken, lawful.find_model("python.set.subsets")], cases=100, **settings)


def test_json_lines_read_back(tmp_path: Path) -> None:
    report = _report()
    text = report.to_json_lines()
    assert lawful.Report.from_json_lines(text) == report
    assert lawful.Report.from_json_lines(text.encode()) == report
    path = tmp_path / "report.jsonl"
    write_whole(path, text)
    assert lawful.read_report(path) == report
    assert lawful.Report.from_json_lines(report.to_json_lines(canonical=True)) == report.canonical()


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: "nonsense",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("test.model", "tost.model"),
        lambda text: text + text,
        lambda text: "\x00" * 100,
    ],
)
def test_damaged_json_lines_are_refused(tmp_path: Path, damage: object) -> None:
    text = damage(_report().to_json_lines())  # type: ignore[operator]
    with pytest.raises(lawful.DamagedFile):
        lawful.Report.from_json_lines(text)
    path = tmp_path / "damaged.jsonl"
    path.write_text(text)
    with pytest.raises(lawful.DamagedFile, match="damaged.jsonl"):
        lawful.read_report(path)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        lawful.read_report(tmp_path / "missing.jsonl")
    with pytest.raises(OSError):
        lawful.read_report(tmp_path)
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\x00" * 100)
    with pytest.raises(lawful.DamagedFile):
        lawful.read_report(binary)
    with pytest.raises(TypeError):
        lawful.Report.from_json_lines(7)  # type: ignore[arg-type]


def test_junit() -> None:
    root = ElementTree.fromstring(_report().to_junit())
    cases = list(root.iter("testcase"))
    assert len(cases) == 16
    failed = [case for case in cases if case.find("failure") is not None]
    assert [case.get("name") for case in failed] == ["semigroup.associative"]


def test_html_is_one_page() -> None:
    page = _report().to_html()
    assert page.startswith("<!DOCTYPE html>") or page.startswith("<!doctype html>")
    assert "test.model" in page and "python.set.subsets" in page
    assert "http://" not in page.replace("http://www.w3.org/", "")


def test_text() -> None:
    report = _report()
    plain = report.to_text()
    assert plain == str(report)
    assert "\x1b" not in plain
    assert "\x1b" in report.to_text(color=True)
    assert "FAILED" in plain
    assert len(report.to_text(verbose=True)) > len(plain)
    law = report.model("test.model").laws[0]
    assert "a: Elem = 0" in law.to_text("test.model")


def test_reports_of_other_settings_do_not_merge() -> None:
    with pytest.raises(lawful.InvalidInput, match="different settings"):
        _report(seed=1).merge(_report(seed=2))


def test_a_report_of_one_shard_knows_what_is_missing() -> None:
    made = model(elem=lawful.integers(), combine=max)
    [law] = lawful.check(made, cases=100, shard="2/3").evidence[0].laws
    assert law.missing_shards == (1, 3)
    assert law.verdict.name == "not run" and not law.is_good and law.is_good_so_far
    broken = model(elem=lawful.integers(), combine=lambda a, b: a - b)
    [law] = lawful.check(broken, cases=100, shard="2/3").evidence[0].laws
    assert not law.is_good_so_far


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("old")
    write_whole(path, "new")
    assert path.read_text() == "new"
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe, link, file = tmp_path / "pipe", tmp_path / "link", tmp_path / "file"
    os.mkfifo(pipe)
    reads = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, "one")
    link.symlink_to(pipe)
    write_whole(link, "two")
    assert os.read(reads, 100) == b"onetwo" and pipe.is_fifo() and link.is_symlink()
    os.close(reads)
    # As /dev/stdout is: a link to what has no path of its own.
    reads, writes = os.pipe()
    link.unlink()
    link.symlink_to(f"/dev/fd/{writes}")
    write_whole(link, "three")
    assert os.read(reads, 100) == b"three" and link.is_symlink()
    os.close(reads)
    os.close(writes)
    for old in ("there", None):
        file.unlink(missing_ok=True)
        if old is not None:
            file.write_text(old)
        link.unlink()
        link.symlink_to(file)
        write_whole(link, "new")
        assert file.read_text() == "new" and link.is_symlink()
    assert sorted(found.name for found in tmp_path.iterdir()) == ["file", "link", "pipe"]
