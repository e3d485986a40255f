"""The page of a real run, in a real browser."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

DRIVER = Path(__file__).resolve().parents[2] / "laws" / "tests" / "browser" / "report_page.py"

missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)} not installed")


def browser_module() -> Any:
    """Loads the driver of the page's own tests: one way to talk to a browser is enough."""
    spec = importlib.util.spec_from_file_location("report_page", DRIVER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["report_page"] = module
    spec.loader.exec_module(module)
    return module


def test_the_page_of_a_run_with_python_models(
    command: Run, models_file: Path, tmp_path: Path
) -> None:
    page = tmp_path / "report.html"
    ran = command(
        "check", "mine", "python.str", "python.set.subsets", "int.u8.bits", "--cases", "200",
        "--adequacy", "--load", str(models_file), "--html", str(page),
    )  # fmt: skip
    assert ran.returncode == 1, ran.stderr
    report_page = browser_module()
    profile = tmp_path / "profile"
    browser = report_page.Browser(profile)
    try:
        browser.go(page)
        models = set(browser.run(report_page.ROWS))
        assert {"mine.broken", "mine.max", "python.set.subsets", "int.u8.bits"} <= models
        browser.click(report_page.cell("mine.broken", "semigroup.associative"))
        panel = browser.run(report_page.PANEL)
        for text in ["Counterexample", "0 · 1", "lawful replay 'mine.broken/", "lawful.check_case("]:
            assert text in panel, panel
        errors = [e for e in browser.log("browser") if e["level"] == "SEVERE"]
        assert not errors
        assert browser.requests(page) == {page.as_uri()}
    finally:
        browser.close()
