"""Messages of JSON-RPC 2.0, one on each line, between processes that do not trust each other."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import IO, Any

from lawful.adapters.canonical import read_json, shown
from lawful.adapters.gateway_errors import BadMessage, MessageTooLarge
from lawful.errors import InvalidInput

LONGEST_MESSAGE = 4 << 20
"""The longest message that is read, in bytes."""

Message = dict[str, Any]


def lines(stream: IO[bytes], longest: int = LONGEST_MESSAGE) -> Iterator[bytes | MessageTooLarge]:
    """Yields each line of a stream; of one that is too long only that it was, and it is skipped.

    Never holds more than `longest` bytes. A last line that does not end is not a line.

    >>> import io
    >>> from lawful.adapters.wire import lines
    >>> [type(line).__name__ for line in lines(io.BytesIO(b"{}\\n" + b"x" * 99 + b"\\n{}\\n"), 9)]
    ['bytes', 'MessageTooLarge', 'bytes']
    """
    while True:
        line = stream.readline(longest + 1)
        if line.endswith(b"\n"):
            if line.strip():
                yield line
        elif len(line) <= longest:
            return
        else:
            yield MessageTooLarge(f"a message has more than {longest} bytes; send less")
            while not line.endswith(b"\n"):
                line = stream.readline(longest + 1)
                if not line:
                    return


def message(line: bytes) -> Message:
    """Reads a message strictly.

    # Errors

    `BadMessage` if the line is not one object of JSON-RPC 2.0 that is a request, a notification, or
    a response; what strict JSON is says `lawful.adapters.canonical.read_json`.

    >>> from lawful.adapters.wire import message
    >>> message(b'{"jsonrpc": "2.0", "id": 1, "method": "ping"}')["method"]
    'ping'
    >>> message(b'{"jsonrpc": "2.0", "id": 1, "id": 2, "method": "ping"}')
    Traceback (most recent call last):
        ...
    lawful.adapters.gateway_errors.BadMessage: the message has the key `id` twice ...
    """
    try:
        made = read_json(line, "the message", LONGEST_MESSAGE)
    except InvalidInput as error:
        raise BadMessage(str(error)) from None
    if type(made) is not dict or made.get("jsonrpc") != "2.0":
        raise BadMessage("a message is one object with `jsonrpc` 2.0; a batch is not taken")
    if "id" in made and not is_id(made["id"]) and not (made["id"] is None and "error" in made):
        raise BadMessage(f"`{shown(made['id'], 80)}` is not an id of a request")
    if "method" in made:
        if type(made["method"]) is not str or "result" in made or "error" in made:
            raise BadMessage("a message is a request or a response, not both")
        if type(made.get("params", {})) is not dict:
            raise BadMessage("the parameters of a message are an object")
    elif "id" not in made or ("result" in made) == ("error" in made):
        raise BadMessage("a message is neither a request nor a response")
    return made


def is_id(given: object) -> bool:
    """Returns whether something can be the id of a request: a text or a whole number."""
    return type(given) is int or (type(given) is str and len(given) <= 1024)


class Writer:
    """Writes messages to a stream, one whole line at a time, from any thread."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._turn = threading.Lock()

    def put(self, made: Message) -> None:
        """Writes a message. Raises `OSError` or `ValueError` if nobody reads any more."""
        line = json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
        with self._turn:
            self._stream.write(line)
            self._stream.flush()


def response(id: object, result: dict[str, Any]) -> Message:
    """Returns the response to a request."""
    return {"jsonrpc": "2.0", "id": id, "result": result}


def failure(id: object, error: dict[str, Any]) -> Message:
    """Returns the response to a request that failed."""
    return {"jsonrpc": "2.0", "id": id, "error": error}
