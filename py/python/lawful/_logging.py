"""What the engine has to say, through Python's `logging`: the logger `lawful`.

Verdicts are debug messages, the end of a run is information, a thread that is left behind is a warning.
`logging` is slow to import, so that it is imported when something is said for the first time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from lawful import _core

if TYPE_CHECKING:
    import logging

Progress = Callable[[str, _core.LawEvidence, int, int], object]


def logger() -> logging.Logger:
    """Returns the logger `lawful`."""
    import logging

    return logging.getLogger("lawful")


def listens() -> bool:
    """Returns whether somebody may listen: whoever set up `logging` has imported it."""
    return "logging" in sys.modules


def watched(progress: Progress | None) -> Progress | None:
    """Returns a progress function that logs every verdict, if somebody listens to that."""
    if not listens():
        return progress
    log = logger()
    # 10 is `logging.DEBUG`.
    if not log.isEnabledFor(10):
        return progress

    def told(model: str, law: _core.LawEvidence, done: int, all: int) -> object:
        log.debug("%s/%s: %s", model, law.law, law.verdict.name)
        return progress(model, law, done, all) if progress is not None else None

    return told


def finished(report: _core.Report) -> None:
    """Logs the end of a run, and what hangs."""
    for evidence in report.evidence:
        for law in evidence.laws:
            verdict = law.verdict
            if isinstance(verdict, _core.NotRun) and verdict.why.startswith("hangs"):
                logger().warning(
                    "%s/%s %s; its thread is left behind", evidence.model, law.law, verdict.why
                )
    if listens():
        summary = report.summary
        logger().info(
            "%d claims of %d models: %d proved, %d tested, %d broken",
            summary.claims,
            summary.models,
            summary.proved,
            summary.tested,
            summary.broken,
        )
