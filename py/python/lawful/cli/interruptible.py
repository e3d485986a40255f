"""Long work that Ctrl-C ends at once."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from lawful.cli import INTERRUPTED
from lawful.cli.streams import complain

_T = TypeVar("_T")


def interruptible(work: Callable[[], _T]) -> _T:
    """Does work of the engine that does not look at signals, and ends the process on Ctrl-C.

    The work is in another thread, so that this one hears the signal while Rust is busy.
    """
    done: Future[_T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return done.result()
    except KeyboardInterrupt:
        complain("interrupted")
        sys.stdout.flush()
        # The thread goes on; an interpreter that ends would take itself away from under it.
        os._exit(INTERRUPTED)
