"""The process of an MCP server behind a gateway."""

from __future__ import annotations

import itertools
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from lawful.adapters.canonical import shown
from lawful.adapters.gateway_errors import GatewayError, MessageTooLarge, ServerCrashed
from lawful.adapters.wire import Message, Writer, lines, message

_MOST_WAITING = 1000
_MOST_GARBAGE = 100
_MOST_NOTES = 100



_notes = itertools.count()


def note(what: str) -> None:
    """Says something on the error output, at most 100 times: who started us may not read it."""
    if next(_notes) < _MOST_NOTES:
        print(f"lawful: {what}", file=sys.stderr, flush=True)


class ServerProcess:
    """Starts a server and exchanges messages with it. It may crash, hang and talk garbage.

    `on_message` is called, in a thread of its own, for each message of the server, and `on_end` once
    when no more will come. A line that is not a message is dropped and told to `on_garbage`; a server
    that sends an oversized one, or more than 100 lines of garbage, is ended.
    """

    def __init__(
        self,
        command: Sequence[str],
        on_message: Callable[[Message], None],
        on_end: Callable[[ServerCrashed], None],
        on_garbage: Callable[[GatewayError], None],
    ) -> None:
        try:
            self._process = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise ServerCrashed(f"`{shown(command[0])}` cannot be started: {error}") from None
        self._on_message = on_message
        self._on_end = on_end
        self._on_garbage = on_garbage
        self._outbox: queue.Queue[Message | None] = queue.Queue(_MOST_WAITING)
        self._why: str | None = None
        self._is_over = threading.Event()
        self._threads = [
            threading.Thread(target=work, name=f"lawful-gateway-{name}", daemon=True)
            for name, work in (("read", self._read), ("write", self._write))
        ]

    def begin(self) -> None:
        """Begins to read and to write."""
        for thread in self._threads:
            thread.start()

    def send(self, made: Message) -> None:
        """Sends a message, without waiting.

        # Errors

        `ServerCrashed` if the server has ended, or does not read what it is sent, and is ended.
        """
        if self._is_over.is_set():
            raise ServerCrashed("the server has ended")
        try:
            self._outbox.put_nowait(made)
        except queue.Full:
            self.kill("does not read what it is sent")
            raise ServerCrashed("the server does not read what it is sent") from None

    def close(self, patience: float = 2.0) -> None:
        """Closes the input of the server, which should end then, and ends it if it does not."""
        with suppress(queue.Full):
            self._outbox.put_nowait(None)
        for step in (None, signal.SIGTERM, signal.SIGKILL):
            if step is not None:
                self._signal(step)
            try:
                self._process.wait(patience)
                break
            except subprocess.TimeoutExpired:
                continue
        # What the server has started in its turn.
        self._signal(signal.SIGKILL)

    def kill(self, why: str) -> None:
        """Ends the server at once."""
        self._why = self._why or why
        self._signal(signal.SIGKILL)

    @property
    def is_over(self) -> bool:
        """Whether no more messages will come."""
        return self._is_over.is_set()

    def _signal(self, number: int) -> None:
        with suppress(OSError):
            os.killpg(self._process.pid, number)

    def _read(self) -> None:
        assert self._process.stdout is not None
        garbage = 0
        try:
            for line in lines(self._process.stdout):
                try:
                    if isinstance(line, MessageTooLarge):
                        self.kill("sent a message that is too large")
                        raise line
                    made = message(line)
                except GatewayError as error:
                    garbage += 1
                    self._on_garbage(error)
                    if garbage > _MOST_GARBAGE:
                        self.kill("sends garbage")
                    if self._why is not None:
                        # What is left in the pipe is not believed either.
                        break
                    continue
                self._on_message(made)
        except (OSError, ValueError):
            pass
        except BaseException as error:
            # A fault here must not look like a server that thinks for long.
            self.kill(f"could not be understood: {type(error).__name__}")
            note(f"{type(error).__name__}: {shown(error)}")
        finally:
            self._is_over.set()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)
            code = self._process.poll()
            why = self._why or ("closed its output" if code is None else f"ended with {code}")
            self._on_end(ServerCrashed(f"the server {why}"))

    def _write(self) -> None:
        assert self._process.stdin is not None
        writer = Writer(self._process.stdin)
        try:
            while True:
                made = self._outbox.get()
                if made is None:
                    break
                writer.put(made)
        except (OSError, ValueError):
            pass
        with suppress(OSError):
            self._process.stdin.close()
