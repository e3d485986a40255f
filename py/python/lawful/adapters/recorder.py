"""Decisions and outcomes on a ledger, as linked nodes."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from lawful.adapters.call import Call
from lawful.adapters.canonical import shown
from lawful.adapters.decision import Decision
from lawful.errors import InvalidInput, LedgerError

if TYPE_CHECKING:
    from lawful.trace import TraceLedger, TraceNode

_HELD = "is held by another writer"


class Recorder(Protocol):
    """Keeps what was decided and what came of it. Both methods return nothing, or raise.

    >>> from lawful.adapters import Gate, Recorder, ToolList
    >>> class Printed:
    ...     def decided(self, call, decision):
    ...         print(call.tool, decision)
    ...     def settled(self, call, succeeded, note):
    ...         print(call.tool, "succeeded" if succeeded else "failed")
    """

    def decided(self, call: Call, decision: Decision, /) -> None:
        """Keeps a decision, before the call runs."""

    def settled(self, call: Call, succeeded: bool, note: str, /) -> None:
        """Keeps what came of a call that ran."""


class LedgerRecorder:
    """Appends decisions and outcomes to a `TraceLedger`.

    A call is two nodes at first: `proposed`, and `authorised`, `denied` or `shadowed` (denied, but
    not enforced) because of it, with the clause that decided. When the call has run, a node
    `returned` or `failed` follows, which fulfils the proposal. Their ids are the kind and the
    digest of the call; the origin is the call's, the walk its session.

    A ledger is given, or the path of one, which is then opened for each node or pair of nodes and
    closed again: several processes may take turns; one that has to wait does so for `patience`
    seconds at most. The arguments of a call are on the ledger as its digest only, unless
    `keep_arguments` puts them into a payload that can be erased.

    >>> from lawful.adapters import Call, Decision, LedgerRecorder
    >>> from lawful.trace import TraceLedger
    >>> ledger = TraceLedger()
    >>> recorder = LedgerRecorder(ledger, keep_arguments=True)
    >>> call = Call.of("read_file", {"path": "a.txt"}, walk="session-1")
    >>> recorder.decided(call, Decision.allow(call, "allow:read_*"))
    >>> recorder.settled(call, True, "")
    >>> for node in ledger:
    ...     print(node.kind, len(node.links))
    proposed 0
    authorised 1
    returned 2
    >>> ledger[0].payload
    b'{"path":"a.txt"}'
    """

    def __init__(
        self,
        ledger: TraceLedger | str | os.PathLike[str],
        *,
        keep_arguments: bool = False,
        durability: str = "synced",
        patience: float = 2.0,
    ) -> None:
        self._given = ledger
        self._keep_arguments = keep_arguments
        self._durability = durability
        self._patience = patience
        self._turn = threading.Lock()

    def decided(self, call: Call, decision: Decision, /) -> None:
        """Appends the proposal and the decision, both or none."""
        kind = "authorised" if decision.allowed else "denied" if decision.enforced else "shadowed"
        self._append(
            call,
            [
                {
                    "id": f"proposed:{call.digest}",
                    "kind": "proposed",
                    "stimulus": f"{call.tool} {call.digest}",
                    "payload": call.arguments.encode("utf-8") if self._keep_arguments else None,
                    "erasable": self._keep_arguments,
                },
                {
                    "id": f"{kind}:{call.digest}",
                    "kind": kind,
                    "stimulus": decision.clause,
                    "response": _plain(decision.reason),
                    "causes": [f"proposed:{call.digest}"],
                },
            ],
        )

    def settled(self, call: Call, succeeded: bool, note: str, /) -> None:
        """Appends what came of a call, which must be on the ledger as one that may run."""
        kind = "returned" if succeeded else "failed"
        self._append(
            call,
            [
                {
                    "id": f"{kind}:{call.digest}",
                    "kind": kind,
                    "stimulus": call.tool,
                    "response": _plain(note),
                    "fulfils": [f"proposed:{call.digest}"],
                }
            ],
            settles=True,
        )

    def _append(self, call: Call, rows: list[dict[str, object]], settles: bool = False) -> None:
        from lawful.trace import TraceLedger

        with self._turn:
            if isinstance(self._given, TraceLedger):
                self._extend(self._given, call, rows, settles)
                return
            with self._opened() as ledger:
                self._extend(ledger, call, rows, settles)

    def _extend(
        self, ledger: TraceLedger, call: Call, rows: Iterable[dict[str, object]], settles: bool
    ) -> None:
        from lawful.trace import TraceNode

        if settles:
            kinds = ("authorised", "shadowed")
            decided = [f"{kind}:{call.digest}" for kind in kinds if f"{kind}:{call.digest}" in ledger]
            if not decided:
                raise LedgerError(f"no decision on this call of `{call.tool}` is on the ledger")
            rows = [{**row, "causes": decided} for row in rows]
        # The clock may have gone back since the last node, and a ledger does not.
        now = time.time_ns()
        if len(ledger):
            now = max(now, ledger[-1].timestamp)
        nodes: list[TraceNode] = [
            TraceNode(
                origin=call.origin or "lawful",
                timestamp=now,
                walk_id=_short(call.walk),
                tags=[tag for tag in (_short(call.tool), _short(call.id)) if tag],
                **row,  # type: ignore[arg-type]
            )
            for row in rows
        ]
        ledger.extend(nodes, durability=None if ledger.path is None else self._durability)

    def _opened(self) -> TraceLedger:
        from lawful.trace import TraceLedger

        until = time.monotonic() + self._patience
        while True:
            try:
                return TraceLedger.open(self._given)  # type: ignore[arg-type]
            except LedgerError as error:
                if _HELD not in str(error) or time.monotonic() >= until:
                    raise
                time.sleep(0.02)


def _plain(text: str) -> str | None:
    return shown(text, 1000) or None


def _short(text: str) -> str | None:
    # A field of the ledger has at most 255 bytes.
    return text.encode("utf-8", "replace")[:255].decode("utf-8", "ignore") or None


def refuse_ledger(path: str | os.PathLike[str]) -> None:
    """Makes sure that a ledger can be written, before the first call waits for it.

    # Errors

    `LedgerError`, `DamagedFile` or `InvalidInput` if it cannot.

    >>> import pathlib, tempfile
    >>> from lawful.adapters.recorder import refuse_ledger
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     refuse_ledger(pathlib.Path(folder, "ledger"))
    """
    from lawful.trace import TraceLedger

    try:
        with TraceLedger.open(path):
            pass
    except LedgerError as error:
        if _HELD not in str(error):
            raise
    except OSError as error:
        raise InvalidInput(f"cannot open the ledger `{os.fspath(path)}`: {error}") from None
