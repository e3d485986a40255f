"""A progress bar: on a terminal only."""

from __future__ import annotations

import shutil
import sys
import time
from types import TracebackType

from lawful._core import LawEvidence
from lawful.cli.streams import is_terminal, paint

REDRAW_SECONDS = 0.1
BAR = 24


class Progress:
    """Draws how many of how many claims are done, how many are bad, and how much time is left."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._shown = is_terminal(sys.stderr) and not quiet
        self._started = time.monotonic()
        self._drawn = 0.0
        self._bad = 0
        self._cases = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clear()

    def __call__(self, model: str, law: LawEvidence, done: int, all: int) -> None:
        """Notes that a claim is done."""
        self._bad += not law.is_good_so_far
        self._cases += law.cases
        self.draw(f"{model} {law.law}", done, all)

    def draw(self, what: str, done: int, all: int) -> None:
        """Draws the bar, unless it was drawn just now."""
        now = time.monotonic()
        if not self._shown or (now - self._drawn < REDRAW_SECONDS and done < all):
            return
        self._drawn = now
        filled = BAR * done // max(all, 1)
        left = (now - self._started) / max(done, 1) * (all - done)
        bad = paint(f", {self._bad} bad", "31", sys.stderr) if self._bad else ""
        cases = f", {self._cases:,} cases" if self._cases else ""
        line = f"{'━' * filled}{'╌' * (BAR - filled)} {done}/{all}{bad}{cases}, {_time(left)} left  "
        room = max(shutil.get_terminal_size().columns - len(line) - 1, 0)
        sys.stderr.write(f"\r\x1b[2K{line}{what[:room]}")
        sys.stderr.flush()

    def _clear(self) -> None:
        if self._shown and self._drawn:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()


def _time(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min"
