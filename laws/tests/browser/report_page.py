#!/usr/bin/env python3
"""Opens the HTML report in headless Chromium and uses it as a person would.

Needs chromium and chromedriver (Debian: ``chromium`` and ``chromium-driver``) and nothing else
outside the Python standard library. Run from anywhere in the repository:

    python3 laws/tests/browser/report_page.py [--shots FOLDER]

The script builds and runs ``laws/examples/sample_report``, checks the page that it writes, and
exits with 1 at the first thing that is wrong. With ``--shots`` it keeps screenshots.
"""

from __future__ import annotations

import argparse
import base64
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[3]
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
KEYS = {"down": "\ue015", "right": "\ue014", "enter": "\ue007", "escape": "\ue00c"}


class Failed(Exception):
    """Something about the page is not as it should be."""


def check(condition: object, what: str) -> None:
    if not condition:
        raise Failed(what)
    print(f"ok: {what}")


class Browser:
    """A WebDriver session over plain HTTP."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.driver = subprocess.Popen(
            ["chromedriver", f"--port={port}", "--allowed-ips=127.0.0.1"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.base = f"http://127.0.0.1:{port}"
        self.session = ""
        options = {
            "args": [*CHROMIUM_FLAGS, f"--user-data-dir={folder}", "--window-size=1440,1000"],
            "perfLoggingPrefs": {"enableNetwork": True},
        }
        wanted = {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        self._wait_until_ready()
        answer = self._send("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = f"/session/{answer['sessionId']}"

    def _wait_until_ready(self) -> None:
        for _ in range(200):
            try:
                if self._send("GET", "/status")["ready"]:
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
        raise Failed("chromedriver does not answer")

    def _send(self, method: str, path: str, body: Any = None) -> Any:
        data = None if method == "GET" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self.base + path, data=data, method=method)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise Failed(f"{path}: {error.read().decode()[:2000]}") from error

    def post(self, path: str, body: Any = None) -> Any:
        return self._send("POST", self.session + path, body)

    def go(self, path: Path, fragment: str = "") -> None:
        self.post("/url", {"url": "about:blank"})
        self.post("/url", {"url": path.as_uri() + fragment})

    def run(self, script: str, *arguments: Any) -> Any:
        return self.post("/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, selector: str) -> str:
        found = self.post("/element", {"using": "css selector", "value": selector})
        return next(iter(found.values()))

    def click(self, selector: str) -> None:
        self.post(f"/element/{self.find(selector)}/click")

    def type(self, selector: str, text: str) -> None:
        element = self.find(selector)
        self.post(f"/element/{element}/clear")
        self.post(f"/element/{element}/value", {"text": text})

    def press(self, *keys: str) -> None:
        actions = []
        for key in keys:
            value = KEYS.get(key, key)
            actions += [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        self.post("/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def devtools(self, command: str, **parameters: Any) -> Any:
        return self.post("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def log(self, kind: str) -> list[dict[str, Any]]:
        return self.post("/se/log", {"type": kind})

    def requests(self, page: Path) -> set[str]:
        """Returns the addresses that a page asked for."""
        found = set()
        for entry in self.log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] != "Network.requestWillBeSent":
                continue
            request = message["params"]
            # The browser's own first page asks for things too.
            if request["documentURL"].partition("#")[0] == page.as_uri():
                found.add(request["request"]["url"].partition("#")[0])
        return found

    def look(self, scheme: str, width: int, height: int = 1000) -> None:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.devtools("Emulation.setEmulatedMedia", features=features)
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def shoot(self, path: Path) -> None:
        answer = self.devtools("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(answer["data"]))

    def close(self) -> None:
        try:
            if self.session:
                self._send("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait(timeout=20)


def write_sample(path: Path, *more: str) -> None:
    command = ["cargo", "run", "--quiet", "-p", "lawful", "--example", "sample_report", "--"]
    subprocess.run([*command, str(path), *more], cwd=REPOSITORY, check=True)


def cell(model: str, law: str) -> str:
    return f"#matrices button[aria-label^='{law} of {model}:']"


PANEL = "return document.querySelector('#panel').innerText"
SHOWN = "return document.querySelector('#shown').textContent"
IS_OPEN = "return !document.querySelector('#panel').hidden"
FOCUS = "return document.activeElement.getAttribute('aria-label')"
ROWS = """return [...document.querySelectorAll('#matrices tbody tr')]
    .filter(row => row.checkVisibility()).map(row => row.dataset.model)"""
HEADS = """return [...document.querySelectorAll('#matrices th.law')]
    .filter(head => head.checkVisibility()).map(head => head.dataset.law)"""


def check_cells(browser: Browser) -> None:
    browser.click(cell("std.i64.sub", "semigroup.associative"))
    panel = browser.run(PANEL)
    check(browser.run(IS_OPEN), "a click on a cell opens the panel")
    for text in [
        "semigroup.associative",
        "(x · y) · z = x · (y · z)",
        "Counterexample",
        "(0 · 0) · 1",
        "is not equal to",
        "998 of 1,000 cases sampled",
        "lawful replay 'std.i64.sub/semigroup.associative@random:0#2a'",
        "assert_eq!(sub(sub(x, y), z)",
        "assert law.check(x=0, y=0, z=1)",
    ]:
        check(text in panel, f"the panel of a broken claim shows `{text}`")
    check(panel.count("does not matter") == 2, "two variables are marked as not mattering")
    check("#claim=" in browser.run("return location.href"), "the address names the claim")

    browser.click("#content .code button")
    copied = browser.run("return document.querySelector('#content .code button').textContent")
    check(copied in ("Copied", "Copy"), "the copy button answers")
    browser.press("escape")
    check(not browser.run(IS_OPEN), "Esc closes the panel")

    browser.click(cell("std.i64.add", "semigroup.associative"))
    panel = browser.run(PANEL)
    check("1,027 cases, 1,027 effective" in panel, "a tested claim shows what ran")
    check("failure rate below 0.30 %" in panel, "a tested claim shows its bound")
    browser.click(cell("finance.Ledger", "machine.agrees"))
    parts = browser.run("return document.querySelector('#content .parts').innerText")
    check("80" in parts and "120" in parts, "the first difference of a machine is marked")
    browser.click("#close")
    check(not browser.run(IS_OPEN), "the button closes the panel")


def check_keyboard(browser: Browser) -> None:
    stops = browser.run(
        "return [...document.querySelectorAll('#matrices .family')]"
        ".map(f => f.querySelectorAll('button[tabindex=\"0\"]').length)"
    )
    check(set(stops) == {1}, "each matrix is one stop of the Tab key")
    browser.run("document.querySelector(arguments[0]).focus()", cell("std.i64.add", "monoid.left_identity"))
    browser.press("right")
    check("monoid.right_identity of std.i64.add" in browser.run(FOCUS), "an arrow key moves right")
    browser.press("down")
    check("monoid.right_identity of std.i64.sub" in browser.run(FOCUS), "an arrow key moves down")
    browser.press("enter")
    check(browser.run("return document.activeElement.id") == "panel", "Enter moves into the panel")
    browser.press("escape")
    check("monoid.right_identity of std.i64.sub" in browser.run(FOCUS), "Esc goes back to the cell")


def check_filters(browser: Browser) -> None:
    check(browser.run(SHOWN) == "37 claims", "all claims are shown at first")
    browser.press("/")
    check(browser.run("return document.activeElement.id") == "find", "the / key goes to the filter")
    browser.type("#find", "i64 associative")
    check(browser.run(ROWS) == ["std.i64.add", "std.i64.sub", "std.i64.max"] or
          sorted(browser.run(ROWS)) == ["std.i64.add", "std.i64.max", "std.i64.sub"],
          "the text filter keeps the models that match")
    check(set(browser.run(HEADS)) == {"semigroup.associative"}, "and the laws that match")
    check(browser.run(SHOWN) == "3 of 37 claims", "and counts them")
    browser.click("#only")
    check(browser.run(ROWS) == ["std.i64.sub"], "only failures narrows it further")
    browser.type("#find", "no such thing")
    check(browser.run("return document.querySelector('#nothing').checkVisibility()"), "an empty result says so")
    browser.click("#clear")
    check(browser.run(SHOWN) == "37 claims", "the filter can be cleared")
    browser.click(".chip[data-standing=vacuous]")
    check(browser.run(SHOWN) == "1 of 37 claims", "a count in the header filters too")
    browser.click(".chip[data-standing=vacuous]")


def check_hostile(browser: Browser) -> None:
    title = browser.run("return document.title")
    check(title.startswith("10 of 37 claims"), "a hostile value does not run")
    browser.click("#matrices tr[data-model^=hostile] button[data-claim]")
    check("</script><img src=x onerror=" in browser.run(PANEL), "a hostile value is shown as text")
    check(browser.run("return document.images.length") == 0, "a hostile value makes no element")
    browser.press("escape")


def check_silence(browser: Browser, page: Path) -> None:
    errors = [e["message"] for e in browser.log("browser") if e["level"] in ("SEVERE", "WARNING")]
    check(not errors, f"the console has no error {errors}")
    asked = browser.requests(page)
    check(asked == {page.as_uri()}, f"the page asks for nothing but itself {asked}")
    refused = browser.run(
        "return fetch('http://127.0.0.1:9/').then(() => 'answered', () => 'refused')"
    )
    check(refused == "refused", "the page's policy refuses requests")


def take_shots(browser: Browser, page: Path, big: Path, shots: Path) -> None:
    shots.mkdir(parents=True, exist_ok=True)
    fragment = "#claim=finance.Ledger%2Fmachine.agrees"
    for scheme in ["light", "dark"]:
        for name, width in [("wide", 1440), ("narrow", 420)]:
            browser.look(scheme, width)
            browser.go(page)
            height = browser.run("return document.documentElement.scrollHeight")
            browser.look(scheme, width, min(height, 4000))
            browser.shoot(shots / f"{name}-{scheme}.png")
            browser.look(scheme, width)
            browser.go(page, "#claim=std.i64.sub%2Fsemigroup.associative")
            browser.run("scrollTo({top: 640, behavior: 'instant'})")
            browser.shoot(shots / f"{name}-{scheme}-panel.png")
        browser.look(scheme, 1440)
        browser.go(page, fragment)
        browser.run("document.querySelector('details.claim').open = true; scrollTo(0, 0)")
        browser.shoot(shots / f"wide-{scheme}-machine.png")
    browser.look("light", 1440)
    browser.go(big)
    browser.run("document.querySelector('#matrices').scrollIntoView(); "
                "document.querySelector('.scroll').scrollTop = 900")
    browser.shoot(shots / "big-light.png")
    printed = browser.post("/print", {"background": True})
    (shots / "big.pdf").write_bytes(base64.b64decode(printed))
    browser.go(page)
    printed = browser.post("/print", {"background": True})
    (shots / "page.pdf").write_bytes(base64.b64decode(printed))


def check_big(browser: Browser, big: Path) -> None:
    browser.go(big)
    check(browser.run(SHOWN) == "2400 claims", "200 models of 12 laws are shown")
    took = browser.run(
        "const find = document.querySelector('#find'), from = performance.now();"
        "find.value = 'plugin19 law07'; find.dispatchEvent(new Event('input'));"
        "document.body.offsetHeight; return performance.now() - from"
    )
    check(browser.run(SHOWN) == "10 of 2400 claims", f"filtering them works (took {took:.0f} ms)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shots", type=Path, help="keep screenshots in this folder")
    shots = parser.parse_args().shots
    for program in ["chromedriver", "chromium", "cargo"]:
        if not shutil.which(program):
            print(f"`{program}` is missing\n\nhint: apt-get install chromium chromium-driver", file=sys.stderr)
            return 2
    with tempfile.TemporaryDirectory() as folder:
        page, big = Path(folder, "report.html"), Path(folder, "big.html")
        write_sample(page)
        write_sample(big, "big")
        browser = Browser(Path(folder, "profile"))
        try:
            browser.go(page)
            check_cells(browser)
            check_keyboard(browser)
            check_filters(browser)
            check_hostile(browser)
            check_silence(browser, page)
            check_big(browser, big)
            if shots:
                take_shots(browser, page, big, shots)
        except Failed as failure:
            print(f"FAILED: {failure}", file=sys.stderr)
            if shots:
                shots.mkdir(parents=True, exist_ok=True)
                browser.shoot(shots / "failed.png")
            return 1
        finally:
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
