"""A gateway in front of any MCP server: tools that are listed and called go through a gate.

It speaks the stdio transport on both sides and needs no other package. What it lets through without
asking is only the handshake and `ping`; a method other than those of tools is asked about as the
tool `mcp:METHOD` (a pattern `mcp:resources/*` lets resources through).
"""

from __future__ import annotations

import itertools
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from lawful.adapters.call import Call
from lawful.adapters.canonical import shown
from lawful.adapters.gate import Gate
from lawful.adapters.gateway_errors import (
    BadMessage,
    GatewayError,
    MessageTooLarge,
    NotAllowed,
    ServerCrashed,
    ServerHung,
    TooMany,
)
from lawful.adapters.pins import Pins
from lawful.adapters.server_process import ServerProcess, note
from lawful.adapters.server_tools import ServerTools
from lawful.adapters.wire import Message, Writer, failure, lines, message, response
from lawful.errors import LawfulError

_HANDSHAKE = {"initialize", "ping", "server/discover"}
_TOLD = {"initialize", "server/discover"}
_CALL_KEYS = {"name", "arguments", "_meta", "inputResponses", "requestState"}
_MOST_PENDING = 256
_PATIENCE = 2.0


@dataclass(slots=True)
class _Pending:
    """A request that was sent to the server, and what to do with its response."""

    method: str
    done: Callable[[Message | GatewayError], None]
    until: float
    progress: object = None


class Gateway:
    """Stands between a client, on two streams, and the process of a server.

    A call that is denied gets a result with `isError` that says why. What the server does not do
    (it crashes, hangs, talks garbage) becomes an error of JSON-RPC, with `data.type` as in
    `lawful.adapters.gateway_errors`.
    """

    def __init__(
        self,
        command: Sequence[str],
        gate: object,
        pins: Pins,
        client_in: IO[bytes],
        client_out: IO[bytes],
        *,
        resource: str = "",
        server_timeout: float = 60.0,
    ) -> None:
        self._gate = Gate.of(gate)
        self._pins = pins
        self._client_in = client_in
        self._client = Writer(client_out)
        self._more = {"resource": resource, "walk": secrets.token_hex(8), "origin": "mcp-gateway"}
        self._timeout = server_timeout
        self._pending: dict[object, _Pending] = {}
        self._deciding: dict[object, threading.Event] = {}
        self._turn = threading.Lock()
        self._prefix = f"lawful-{secrets.token_hex(8)}"
        self._own = itertools.count()
        self._ended: ServerCrashed | None = None
        self._tools = ServerTools(pins, self._ask)
        self._server = ServerProcess(command, self._from_server, self._server_ended, _garbage)

    def run(self) -> int:
        """Serves until the client closes its side; returns 0, or 1 if the server ended before."""
        self._server.begin()
        threading.Thread(target=self._watch, name="lawful-gateway-watch", daemon=True).start()
        try:
            for line in lines(self._client_in):
                try:
                    if isinstance(line, MessageTooLarge):
                        raise line
                    made = message(line)
                except GatewayError as error:
                    self._tell(failure(None, error.to_error()))
                    continue
                self._from_client(made)
            self._wait_for_the_rest()
        except SystemExit:
            # Whoever sent a signal does not wait for long.
            self._server.close(patience=0.3)
            raise
        finally:
            crashed = self._ended is not None
            self._server.close()
        return 1 if crashed else 0

    def _wait_for_the_rest(self) -> None:
        # A client that closed its side may still read answers.
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            with self._turn:
                if not self._pending and not self._deciding:
                    return
            time.sleep(0.02)

    # From the client.

    def _from_client(self, made: Message) -> None:
        if "method" not in made:
            # An answer to what the server asked of the client; the client has decided on that.
            self._try_send(made)
        elif "id" not in made:
            self._notified(made)
        else:
            try:
                self._requested(made)
            except GatewayError as error:
                self._tell(failure(made["id"], error.to_error()))

    def _notified(self, made: Message) -> None:
        method = made["method"]
        if not method.startswith("notifications/"):
            # A call that wants no answer is a call: it is not let by.
            note(f"dropped the notification `{shown(method, 80)}`")
            return
        if method == "notifications/cancelled":
            given = made.get("params", {}).get("requestId")
            with self._turn:
                cancelled = self._deciding.get(given) if type(given) in (str, int) else None
            if cancelled is not None:
                cancelled.set()
        self._try_send(made)

    def _requested(self, made: Message) -> None:
        id, method = made["id"], made["method"]
        cancelled = threading.Event()
        with self._turn:
            if self._ended is not None:
                raise self._ended
            if id in self._pending or id in self._deciding:
                raise BadMessage(f"the id `{shown(id, 80)}` is of a request that is under way")
            if len(self._pending) + len(self._deciding) >= _MOST_PENDING:
                raise TooMany(f"{_MOST_PENDING} requests are under way; wait for one")
            self._deciding[id] = cancelled
        if method in _HANDSHAKE:
            self._forward(made, self._plain if method not in _TOLD else self._greeted)
            return
        work = {"tools/call": self._call, "tools/list": self._list}.get(method, self._other)
        thread = threading.Thread(
            target=self._closed, args=(work, made, cancelled), name="lawful-gateway", daemon=True
        )
        try:
            thread.start()
        except RuntimeError:
            self._forget(id)
            raise TooMany("no more threads can be started; wait for a request to end") from None

    def _closed(
        self, work: Callable[[Message, threading.Event], None], made: Message, cancelled: threading.Event
    ) -> None:
        # Whatever happens in this thread, the client gets an answer and the server no call.
        try:
            work(made, cancelled)
        except GatewayError as error:
            self._answer(made["id"], failure(made["id"], error.to_error()))
        except BaseException as error:
            why = GatewayError(f"{type(error).__name__}: {shown(error)}")
            self._answer(made["id"], failure(made["id"], why.to_error()))

    def _call(self, made: Message, cancelled: threading.Event) -> None:
        params = made.get("params", {})
        odd = sorted(set(params) - _CALL_KEYS)
        if odd:
            raise NotAllowed(f"`{shown(odd[0], 80)}` of a call is not known to the gateway")
        try:
            call = Call.of(
                params.get("name"),
                params.get("arguments"),
                id=str(made["id"]),
                **self._more,
            )
        except LawfulError as error:
            self._answer(made["id"], _refusal(made["id"], f"denied by `lawful.odd-call`: {error}"))
            return
        why = self._tools.why_not(call.tool, params.get("_meta"))
        if why is not None:
            self._answer(made["id"], _not_reviewed(made["id"], why))
            return
        decision = self._gate.decide(call)
        if not decision.may_run:
            self._answer(made["id"], _refusal(made["id"], str(decision)))
            return
        # Again: the server may have said that its tools have changed while the policy decided.
        try:
            why = self._tools.why_not(call.tool, params.get("_meta"))
        except GatewayError as error:
            self._settle(call, False, error.name)
            raise
        if why is not None:
            self._settle(call, False, "not run: the tool is no longer as it was reviewed")
            self._answer(made["id"], _not_reviewed(made["id"], why))
            return
        if cancelled.is_set():
            self._settle(call, False, "cancelled before it ran")
            self._forget(made["id"])
            return
        decided = {**made, "params": {**params, "name": call.tool, "arguments": call.value()}}

        def returned(answer: Message | GatewayError) -> Message:
            if isinstance(answer, GatewayError):
                self._settle(call, False, answer.name)
                return failure(made["id"], answer.to_error())
            result = answer.get("result")
            failed = not isinstance(result, dict) or bool(result.get("isError"))
            why = self._settle(call, not failed, "")
            return answer if why is None else _refusal(made["id"], why)

        try:
            self._forward(decided, returned)
        except GatewayError as error:
            self._settle(call, False, error.name)
            raise

    def _list(self, made: Message, cancelled: threading.Event) -> None:
        def listed(answer: Message | GatewayError) -> Message:
            if isinstance(answer, GatewayError):
                return failure(made["id"], answer.to_error())
            if "error" in answer:
                return answer
            result = answer["result"]
            tools = self._tools.reviewed(result)
            return response(made["id"], {**result, "tools": [t for t in tools if self._is_shown(t)]})

        self._forward(made, listed)

    def _is_shown(self, tool: dict[str, Any]) -> bool:
        call = Call.of(tool["name"], {}, action="list", **self._more)
        return self._gate.decide(call).may_run

    def _other(self, made: Message, cancelled: threading.Event) -> None:
        name = f"mcp:{made['method']}"
        params = {key: value for key, value in made.get("params", {}).items() if key != "_meta"}
        try:
            call = Call.of(name, params, id=str(made["id"]), **self._more)
        except LawfulError as error:
            raise NotAllowed(f"denied by `lawful.odd-call`: {error}") from None
        decision = self._gate.decide(call)
        if not decision.may_run:
            raise NotAllowed(f"{decision}; a policy lets it through as `{shown(name, 80)}`")
        if cancelled.is_set():
            self._forget(made["id"])
            return
        self._forward(made, self._plain)

    # To the server and back.

    def _forward(self, made: Message, finish: Callable[[Message | GatewayError], Message]) -> None:
        """Sends a request on; `finish` makes the answer to the client of the server's."""
        id = made["id"]
        meta = made.get("params", {}).get("_meta")
        token = meta.get("progressToken") if isinstance(meta, dict) else None
        # A subscription is answered when it ends, which may be never.
        endless = made["method"] == "subscriptions/listen"

        def done(answer: Message | GatewayError) -> None:
            # In a thread: the policy is asked again for a list, and the reader must not wait.
            def work() -> None:
                try:
                    told = finish(answer)
                except BaseException as error:
                    why = GatewayError(f"{type(error).__name__}: {shown(error)}")
                    told = failure(id, why.to_error())
                self._tell({**told, "id": id})

            threading.Thread(target=work, name="lawful-gateway", daemon=True).start()

        until = time.monotonic() + (float("inf") if endless else self._timeout)
        with self._turn:
            self._deciding.pop(id, None)
            if self._ended is not None:
                raise self._ended
            self._pending[id] = _Pending(made["method"], done, until, token)
        try:
            self._server.send(made)
        except GatewayError:
            with self._turn:
                waits = self._pending.pop(id, None)
            if waits is not None:
                raise

    def _ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """Asks the server something of our own, and waits for the result."""
        id = f"{self._prefix}-{next(self._own)}"
        box: list[Message | GatewayError] = []
        over = threading.Event()

        def done(answer: Message | GatewayError) -> None:
            box.append(answer)
            over.set()

        with self._turn:
            if self._ended is not None:
                raise self._ended
            self._pending[id] = _Pending(method, done, time.monotonic() + self._timeout)
        self._server.send({"jsonrpc": "2.0", "id": id, "method": method, "params": params})
        over.wait(self._timeout + 1.0)
        if not box:
            raise ServerHung(f"the server did not answer `{method}`")
        answer = box[0]
        if isinstance(answer, GatewayError):
            raise answer
        if not isinstance(answer.get("result"), dict):
            raise ServerCrashed(f"the server refused `{method}`: {shown(answer.get('error'))}")
        return dict(answer["result"])

    def _from_server(self, made: Message) -> None:
        if "method" in made:
            if made["method"] == "notifications/tools/list_changed":
                self._tools.forget()
            if made["method"] == "notifications/progress":
                self._progressed(made)
            self._tell(made)
            return
        with self._turn:
            waits = self._pending.pop(made["id"], None)
        if waits is None:
            note(f"dropped an answer to `{shown(made['id'], 80)}`")
            return
        if "result" in made and type(made["result"]) is not dict:
            waits.done(BadMessage("the server answered with a result that is not an object"))
            return
        waits.done(made)

    def _progressed(self, made: Message) -> None:
        token = made.get("params", {}).get("progressToken")
        with self._turn:
            for waits in self._pending.values():
                if token is not None and type(waits.progress) is type(token) and waits.progress == token:
                    waits.until = max(waits.until, time.monotonic() + self._timeout)

    def _server_ended(self, why: ServerCrashed) -> None:
        with self._turn:
            self._ended = why
            left = list(self._pending.values())
            self._pending.clear()
        for waits in left:
            waits.done(why)

    def _watch(self) -> None:
        while not self._server.is_over:
            time.sleep(min(0.1, self._timeout / 4))
            now = time.monotonic()
            with self._turn:
                late = [id for id, waits in self._pending.items() if now > waits.until]
                hung = [(id, self._pending.pop(id)) for id in late]
            for id, waits in hung:
                self._try_send(_cancelled(id))
                waits.done(
                    ServerHung(f"the server did not answer `{shown(waits.method, 80)}` in time")
                )

    # To the client.

    def _plain(self, answer: Message | GatewayError) -> Message:
        return failure(None, answer.to_error()) if isinstance(answer, GatewayError) else answer

    def _greeted(self, answer: Message | GatewayError) -> Message:
        if isinstance(answer, GatewayError) or "result" not in answer:
            return self._plain(answer)
        return response(None, self._tools.greeting(answer["result"]))

    def _settle(self, call: Call, succeeded: bool, note: str) -> str | None:
        try:
            self._gate.settle(call, succeeded=succeeded, note=note)
        except LawfulError as error:
            return str(error)
        return None

    def _answer(self, id: object, made: Message) -> None:
        self._forget(id)
        self._tell(made)

    def _forget(self, id: object) -> None:
        with self._turn:
            self._deciding.pop(id, None)

    def _try_send(self, made: Message) -> None:
        try:
            self._server.send(made)
        except GatewayError:
            # Whoever waits for an answer is told by the end of the server.
            pass

    def _tell(self, made: Message) -> None:
        try:
            self._client.put(made)
        except (OSError, ValueError):
            # The client is gone; its input ends, too, and with it the gateway.
            pass


def _garbage(error: GatewayError) -> None:
    note(f"dropped a line of the server: {shown(error)}")


def _cancelled(id: object) -> Message:
    params = {"requestId": id, "reason": "the gateway waited too long"}
    return {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": params}


def _not_reviewed(id: object, why: str) -> Message:
    return _refusal(id, f"denied by `lawful.not-reviewed`: {why}")


def _refusal(id: object, why: str) -> Message:
    content = [{"type": "text", "text": shown(why, 1500)}]
    return response(id, {"content": content, "isError": True, "resultType": "complete"})
