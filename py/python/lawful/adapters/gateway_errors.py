"""What goes wrong between the client of a gateway, the gateway and the server behind it."""

from __future__ import annotations

from typing import Any, ClassVar

from lawful.errors import LawfulError


class GatewayError(LawfulError):
    """Something that the gateway refuses, or that the server behind it did not do.

    `name` and `code` are what the client is told: a JSON-RPC error with the code, and the name as
    `data.type`.

    >>> from lawful.adapters.gateway_errors import ServerHung
    >>> ServerHung("no answer within 5 s").to_error()["data"]
    {'type': 'server_hung'}
    """

    name: ClassVar[str] = "gateway_error"
    code: ClassVar[int] = -32000

    def to_error(self) -> dict[str, Any]:
        """Returns the error as JSON-RPC has it."""
        return {"code": self.code, "message": str(self), "data": {"type": self.name}}


class BadMessage(GatewayError):
    """A line is not JSON, or not a message of JSON-RPC 2.0."""

    name = "bad_message"
    code = -32600


class MessageTooLarge(GatewayError):
    """A line is longer than allowed."""

    name = "message_too_large"
    code = -32600


class NotAllowed(GatewayError):
    """The policy does not let the method through."""

    name = "not_allowed"
    code = -32001


class TooMany(GatewayError):
    """Too many requests are under way at once."""

    name = "too_many"
    code = -32002


class ServerCrashed(GatewayError):
    """The server behind the gateway has ended, or broke the protocol and was ended."""

    name = "server_crashed"
    code = -32003


class ServerHung(GatewayError):
    """The server behind the gateway did not answer in time."""

    name = "server_hung"
    code = -32004
