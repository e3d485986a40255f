"""Seeing to threads of the engine before the interpreter ends."""

from __future__ import annotations

import atexit
import os
import time

from lawful import _core

_watching = False


def watch_exit() -> None:
    """Makes sure, once, that the interpreter waits for runs and abandoned threads to end."""
    global _watching
    if not _watching:
        _watching = True
        atexit.register(_end)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=_core._forked)


def _end() -> None:
    # A run that is under way in another thread first: it stops within half a second.
    _core._end_runs(5.0)
    end_abandoned()


def end_abandoned(seconds: float = 1.0) -> bool:
    """Asks abandoned threads to end until they do or the time is out; returns whether all did.

    A thread that runs Python ends at its next line. One that sleeps in C cannot be ended.
    """
    until = time.monotonic() + seconds
    while _core._end_abandoned():
        if time.monotonic() > until:
            return False
        time.sleep(0.005)
    return True
