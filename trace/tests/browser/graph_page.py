#!/usr/bin/env python3
"""Opens the page of a causal graph in headless Chromium and uses it as a person would.

Needs chromium and chromedriver (Debian: ``chromium`` and ``chromium-driver``) and nothing else
outside the Python standard library. Run from anywhere in the repository:

    python3 trace/tests/browser/graph_page.py [--shots FOLDER]

The script builds and runs ``trace/examples/sample_graph``, checks the page that it writes, and exits
with 1 at the first thing that is wrong. With ``--shots`` it keeps screenshots. The browser session is
the one of the report's test.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType

REPOSITORY = Path(__file__).resolve().parents[3]


def _report_page() -> ModuleType:
    path = REPOSITORY / "laws/tests/browser/report_page.py"
    spec = importlib.util.spec_from_file_location("report_page", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["report_page"] = module
    spec.loader.exec_module(module)
    return module


REPORT = _report_page()
Browser, Failed, check = REPORT.Browser, REPORT.Failed, REPORT.check

SHOWN = "return document.querySelector('#shown').textContent"
ROWS = """return [...document.querySelectorAll('.row')]
    .filter(row => row.checkVisibility()).map(row => row.dataset.id)"""
PANEL = "return document.querySelector('#panel').innerText"
IS_OPEN = "return !document.querySelector('#panel').hidden"
FAINT = "return [...document.querySelectorAll('.row.faint')].map(row => row.dataset.id)"
HOSTILE = "</script><img src=x onerror=\"document.title='taken'\">{{7*7}}<!--"


def paths(browser: Browser, relation: str) -> int:
    return browser.run(f"return document.querySelectorAll('#links path.{relation}').length")


def pick(browser: Browser, selector: str, value: str) -> None:
    browser.run(
        "const s = document.querySelector(arguments[0]); s.value = arguments[1];"
        "s.dispatchEvent(new Event('input', {bubbles: true}))",
        selector,
        value,
    )


def check_graph(browser: Browser) -> None:
    check(browser.run(SHOWN) == "10 nodes", "all nodes are shown at first")
    check(browser.run("return document.querySelectorAll('#links circle').length") == 10, "each has a mark")
    counts = [paths(browser, name) for name in ("causes", "continues", "branches", "fulfils")]
    check(counts == [5, 1, 2, 1], f"each link has a line {counts}")
    check(browser.run(ROWS)[:3] == ["ask", "plan", "search"], "the oldest is first")


def check_choice(browser: Browser) -> None:
    browser.click(".row[data-id=gate]")
    check(browser.run(IS_OPEN), "a click on a node opens the panel")
    panel = browser.run(PANEL)
    for text in ["gate", "covenant", "authorised", "clause:budget", "2026-01-01T00:06:00Z", "quick", "book"]:
        check(text in panel, f"the panel shows `{text}`")
    faint = browser.run(FAINT)
    check(set(faint) == {"cheap", "aside", HOSTILE}, "what is neither cause nor effect fades")
    browser.click("#related")
    expected = ["ask", "plan", "search", "result", "quick", "gate", "book"]
    check(browser.run(ROWS) == expected, "only causes and effects can be kept")
    check(browser.run(SHOWN) == "7 of 10 nodes", "and are counted")
    browser.click("#related")
    browser.click("#effects button")
    check("ticket" not in browser.run(PANEL), "the bytes of payloads stay in the ledger")
    check("11 bytes" in browser.run(PANEL), "an effect in the panel leads on")
    browser.press("escape")
    check(not browser.run(IS_OPEN), "Esc closes the panel")
    check(browser.run(FAINT) == [], "and nothing is faded")


def check_filters(browser: Browser) -> None:
    browser.press("/")
    check(browser.run("return document.activeElement.id") == "find", "the / key goes to the filter")
    browser.type("#find", "train")
    check(browser.run(ROWS) == ["ask", "result"], "the text filter looks at what was said")
    browser.click("#find")
    browser.run("document.querySelector('#find').value = ''")
    pick(browser, "#origin", "=tools")
    check(browser.run(ROWS) == ["search", "result", "book"], "the origin filter works")
    pick(browser, "#kind", "=execute_tool")
    check(browser.run(ROWS) == ["search", "book"], "filters add up")
    pick(browser, "#walk", "=other")
    check(browser.run("return document.querySelector('#nothing').checkVisibility()"), "an empty result says so")
    browser.click("#clear")
    check(browser.run(SHOWN) == "10 nodes", "the filters can be cleared")
    pick(browser, "#tag", "=goal")
    check(browser.run(ROWS) == ["ask"], "the tag filter works")
    browser.run("document.activeElement.blur()")
    pick(browser, "#tag", "")
    browser.click("#relations input[value=causes]")
    check(paths(browser, "causes") == 0 and paths(browser, "branches") == 2, "links can be left out")
    browser.click("#relations input[value=causes]")


def check_keyboard(browser: Browser) -> None:
    browser.run("document.querySelector('.row[data-id=plan]').focus()")
    browser.press("\ue015")
    check(browser.run("return document.activeElement.dataset.id") == "search", "an arrow key moves down")
    browser.press("\ue013")
    check(browser.run("return document.activeElement.dataset.id") == "plan", "and up")


def check_hostile(browser: Browser) -> None:
    check(browser.run("return document.title") == "Booking a train - Lawful trace", "a hostile value does not run")
    check(browser.run("return document.images.length") == 0, "a hostile value makes no element")
    browser.run("document.querySelectorAll('.row')[9].click()")
    check(HOSTILE in browser.run(PANEL), "a hostile value is shown as text")
    browser.press("escape")


def check_big(browser: Browser, big: Path) -> None:
    browser.go(big)
    check(browser.run(SHOWN) == "5000 nodes", "5000 nodes are shown")
    check("The ledger has 6000 nodes" in browser.run("return document.body.innerText"), "and that there are more is said")
    took = browser.run(
        "const find = document.querySelector('#find'), from = performance.now();"
        "find.value = 'node-4999'; find.dispatchEvent(new Event('input', {bubbles: true}));"
        "document.body.offsetHeight; return performance.now() - from"
    )
    check(browser.run(SHOWN) == "1 of 5000 nodes", f"filtering them works (took {took:.0f} ms)")


def take_shots(browser: Browser, page: Path, shots: Path) -> None:
    shots.mkdir(parents=True, exist_ok=True)
    for scheme in ["light", "dark"]:
        for name, width in [("wide", 1440), ("narrow", 420)]:
            browser.look(scheme, width, 800)
            browser.go(page)
            browser.shoot(shots / f"graph-{name}-{scheme}.png")
            browser.click(".row[data-id=gate]")
            browser.shoot(shots / f"graph-{name}-{scheme}-panel.png")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shots", type=Path, help="keep screenshots in this folder")
    shots = parser.parse_args().shots
    for program in ["chromedriver", "chromium", "cargo"]:
        if not shutil.which(program):
            print(f"error: `{program}` is not installed", file=sys.stderr)
            return 1
    with tempfile.TemporaryDirectory() as folder:
        page, big = Path(folder) / "graph.html", Path(folder) / "big.html"
        command = ["cargo", "run", "--quiet", "-p", "lawful-trace", "--example", "sample_graph", "--"]
        subprocess.run([*command, str(page)], cwd=REPOSITORY, check=True)
        subprocess.run([*command, str(big), "6000"], cwd=REPOSITORY, check=True)
        browser = Browser(Path(folder) / "profile")
        try:
            browser.go(page)
            check_graph(browser)
            check_choice(browser)
            check_filters(browser)
            check_keyboard(browser)
            check_hostile(browser)
            REPORT.check_silence(browser, page)
            check_big(browser, big)
            if shots:
                take_shots(browser, page, shots)
        except Failed as error:
            print(f"FAILED: {error}", file=sys.stderr)
            return 1
        finally:
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
