"""Guarded calls that are over only when what they returned was awaited."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from typing import Any

import pytest
from covenants import granted
from lawful.covenant import Budget, Guard
from lawful.errors import InvalidInput
from lawful.trace import TraceLedger


class Ticket:
    """Can be awaited, and is no coroutine."""

    def __init__(self, seen: list[str]) -> None:
        self.seen = seen

    def __await__(self) -> Any:
        yield from asyncio.sleep(0).__await__()
        self.seen.append("ran")
        return 7


class AsyncTool:
    def __init__(self, seen: list[str]) -> None:
        self.seen = seen

    async def __call__(self) -> int:
        await asyncio.sleep(0)
        self.seen.append("ran")
        return 7


def tools_that_return_an_awaitable(seen: list[str]) -> dict[str, Callable[[], Any]]:
    tool = AsyncTool(seen)

    async def with_text(text: str) -> int:
        return await tool()

    def wrapper() -> Any:
        return tool()

    return {
        "object": tool,
        "lambda": lambda: tool(),
        "partial": functools.partial(functools.partial(with_text), "x"),
        "wrapper": wrapper,
        "awaitable": lambda: Ticket(seen),
    }


@pytest.mark.parametrize("name", ["object", "lambda", "partial", "wrapper", "awaitable"])
def test_a_call_is_over_when_what_it_returned_was_awaited(name: str) -> None:
    seen: list[str] = []
    ledger = TraceLedger()
    guard = Guard(granted("tool:*", budget=Budget(tokens=100)), ledger)
    function = guard(
        tools_that_return_an_awaitable(seen)[name],
        action="tool:x",
        at_most={"tokens": 10},
        settle=lambda value: {"tokens": value},
    )

    async def main() -> None:
        begun = function()
        assert seen == [] and [node.kind for node in ledger][-1] != "call.returned"
        assert await begun == 7
        assert seen == ["ran"] and [node.kind for node in ledger][-1] == "call.returned"
        value, receipt = await function.with_receipt()
        assert value == 7 and receipt.outcome == "succeeded"

    asyncio.run(main())
    assert guard.balance["spent"].tokens == 14


def test_what_fails_when_it_is_awaited_has_failed() -> None:
    ledger = TraceLedger()
    guard = Guard(granted("tool:*"), ledger)

    async def broken() -> None:
        await asyncio.sleep(0)
        raise RuntimeError("the disk is full")

    async def endless() -> None:
        await asyncio.sleep(60)

    async def main() -> None:
        with pytest.raises(RuntimeError, match="the disk is full"):
            await guard(lambda: broken(), action="tool:x")()
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(guard(lambda: endless(), action="tool:x")(), 0.01)

    asyncio.run(main())
    ended = [node.response for node in ledger if node.kind == "call.returned"]
    assert ended == ["RuntimeError: the disk is full", "CancelledError: "]


def test_a_generator_that_a_call_returns_is_refused_and_closed() -> None:
    seen: list[str] = []

    def numbers() -> Any:
        seen.append("ran")
        yield 1

    async def async_numbers() -> Any:
        seen.append("ran")
        yield 1

    async def later() -> Any:
        return numbers()

    ledger = TraceLedger()
    guard = Guard(granted("tool:*"), ledger)
    made: list[Any] = []

    def keep(value: Any) -> Any:
        made.append(value)
        return value

    for function in (lambda: keep(numbers()), lambda: keep(async_numbers())):
        with pytest.raises(InvalidInput, match="a generator runs after"):
            guard(function, action="tool:x")()
    for awaited in (later, lambda: later()):
        with pytest.raises(InvalidInput, match="a generator runs after"):
            asyncio.run(guard(awaited, action="tool:x")())
    with pytest.raises(StopIteration):
        next(made[0])
    with pytest.raises(StopAsyncIteration):
        asyncio.run(anext(made[1]))
    assert seen == []
    ended = [node.response or "" for node in ledger if node.kind == "call.returned"]
    assert len(ended) == 4 and all("a generator runs after" in response for response in ended)
