"""Decisions and outcomes on a ledger, as linked nodes."""

from __future__ import annotations

import contextvars
import os
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from lawful._recovery import log_found
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


class Chance:
    """The chance to record a decision, until a gate gives it up; both are asked for under one lock.

    A gate that gives up denies, so what it gave up must not get on a ledger as authorised any more.

    >>> from lawful.adapters.recorder import Chance
    >>> chance = Chance(5.0)
    >>> chance.give_up()
    >>> chance.take()
    False
    """

    def __init__(self, timeout: float) -> None:
        now = time.monotonic()
        self.until = now + timeout
        # Before the gate gives up, so that the reason for it is known.
        self.patient_until = now + 0.8 * timeout
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._is_taken = False
        self._is_given_up = False
        self._is_used = False
        self._error: BaseException | None = None

    def take(self) -> bool:
        """Takes the chance; returns false if it is no longer there."""
        with self._lock:
            if self._is_given_up or time.monotonic() >= self.until:
                self._is_given_up = True
                return False
            self._is_taken = True
            return True

    def give_up(self) -> None:
        """Gives the chance up."""
        with self._lock:
            if not self._is_used:
                self._is_given_up = True

    def has_recorded(self) -> bool:
        """Ends the chance: it was used. Returns false if the gate has given it up before."""
        with self._lock:
            self._is_used = not self._is_given_up
            return self._is_used

    @property
    def is_taken(self) -> bool:
        """Whether the recorder has begun to append, so that only its end says what is recorded."""
        with self._lock:
            return self._is_taken

    @property
    def is_recorded(self) -> bool:
        """Whether the recorder is at its end, without an error, and was not given up."""
        with self._lock:
            return self._is_used and self._over.is_set() and self._error is None

    def result(self) -> object:
        """Waits until the recorder is at its end; returns nothing, or raises what it raised."""
        self._over.wait()
        if self._error is not None:
            raise self._error
        return None

    def __enter__(self) -> None:
        _chance.set(self)

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        self._error = error
        self._over.set()


# Set in the context of the thread that records.
_chance: contextvars.ContextVar[Chance | None] = contextvars.ContextVar("lawful-chance", default=None)


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
            is_denied=kind == "denied",
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

    def _append(
        self,
        call: Call,
        rows: list[dict[str, object]],
        settles: bool = False,
        is_denied: bool = False,
    ) -> None:
        from lawful.trace import TraceLedger

        with self._turn:
            if isinstance(self._given, TraceLedger):
                self._append_to(self._given, call, rows, settles, is_denied)
                return
            with self._opened() as ledger:
                self._append_to(ledger, call, rows, settles, is_denied)

    def _append_to(
        self,
        ledger: TraceLedger,
        call: Call,
        rows: list[dict[str, object]],
        settles: bool,
        is_denied: bool,
    ) -> None:
        chance = _chance.get()
        if chance is not None and not chance.take():
            raise LedgerError("the gate does not wait for the recorder any more")
        self._extend(ledger, call, rows, settles)
        if chance is None or chance.has_recorded() or is_denied:
            return
        # The gate gave up while this was being written, and has denied the call.
        denied: dict[str, object] = {
            "id": f"denied:{call.digest}",
            "kind": "denied",
            "stimulus": "lawful.not-recorded",
            "response": "the recorder did not answer in time",
            "causes": [row["id"] for row in rows],
        }
        self._extend(ledger, call, [denied], False)

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
                origin=_short(call.origin) or "lawful",
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
        chance = _chance.get()
        if chance is not None:
            until = min(until, chance.patient_until)
        while True:
            try:
                ledger = TraceLedger.open(self._given)  # type: ignore[arg-type]
                log_found(ledger)
                return ledger
            except LedgerError as error:
                if _HELD not in str(error) or time.monotonic() >= until:
                    raise
                time.sleep(0.02)


def _plain(text: str) -> str | None:
    return shown(text, 1000) or None


def _short(text: str) -> str | None:
    # A field of the ledger has at most 255 bytes and no NUL. A call must not escape being recorded.
    text = text.replace("\0", "\ufffd")
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
        with TraceLedger.open(path) as ledger:
            log_found(ledger)
    except LedgerError as error:
        if _HELD not in str(error):
            raise
    except OSError as error:
        raise InvalidInput(f"cannot open the ledger `{os.fspath(path)}`: {error}") from None
