"""What frameworks tell about a run, as nodes of a ledger. For tracing only: nothing is decided here."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from lawful.adapters.canonical import shown
from lawful.trace import TraceLedger, TraceNode

_MOST_OPEN = 100_000


class Spans:
    """Appends a node when something begins and one when it ends, linked to each other.

    Frameworks swallow or log what a tracer raises, and the run goes on: never use this to stop
    anything.

    >>> from lawful.adapters.spans import Spans
    >>> from lawful.trace import TraceLedger
    >>> ledger = TraceLedger()
    >>> spans = Spans(ledger, "example")
    >>> spans.begin("1", "tool", "read_file", walk="session")
    >>> spans.end("1", "done")
    >>> [(node.kind, node.stimulus, node.response) for node in ledger]
    [('tool.begin', 'read_file', None), ('tool.end', 'read_file', 'done')]
    """

    def __init__(self, ledger: TraceLedger, origin: str) -> None:
        self._ledger = ledger
        self._origin = origin
        self._open: OrderedDict[str, tuple[str, str, str, str]] = OrderedDict()
        self._turn = threading.Lock()
        self._count = 0

    def begin(self, key: str, kind: str, name: str, *, parent: str = "", walk: str = "") -> None:
        """Appends that something begins. `key` is what the framework calls it."""
        with self._turn:
            above = self._open.get(parent)
            walk = walk or (above[3] if above else "")
            made = self._append(f"{kind}.begin", name, None, walk, [above[0]] if above else [])
            self._open[key] = (made, kind, name, walk)
            if len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)

    def end(self, key: str, what: str, *, failed: bool = False) -> None:
        """Appends that something that had begun has ended; what had not begun is not known."""
        with self._turn:
            began = self._open.pop(key, None)
            if began is not None:
                made, kind, name, walk = began
                word = "failed" if failed else "end"
                self._append(f"{kind}.{word}", name, what, walk, [made])

    def _append(
        self, kind: str, name: str, response: str | None, walk: str, causes: list[str]
    ) -> str:
        ledger = self._ledger
        now = time.time_ns()
        if len(ledger):
            now = max(now, ledger[-1].timestamp)
        self._count += 1
        node = f"{kind}:{self._origin}:{now}:{id(self):x}:{self._count}"
        ledger.append(
            TraceNode(
                node,
                self._origin,
                now,
                kind,
                stimulus=shown(name) or None,
                response=shown(response, 1000) if response else None,
                walk_id=walk[:255] or None,
                causes=causes,
            )
        )
        return node
