"""Functions whose calls are guarded, and gates as policies of adapters: what is written in Python."""

from __future__ import annotations

import contextlib
import functools
import inspect
import json
import logging
import sys
from collections.abc import Awaitable, Callable, Collection
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, TypeVar

from lawful.errors import InvalidInput

if TYPE_CHECKING:
    from lawful._core import Budget, Call, CallReceipt, CovenantGate, Decision, Guard, Running

_P = ParamSpec("_P")
_R_co = TypeVar("_R_co", covariant=True)

_GENERATOR = "a generator runs after the call that made it; guard what uses it, with `begin`"

_LOG = logging.getLogger("lawful.covenant")


# What most functions return, and what is neither awaited nor run later: asked first, as it is fast.
_DONE = frozenset({type(None), bool, int, float, str, bytes, list, tuple, dict, set})


class Guarded(Protocol[_P, _R_co]):
    """A function whose calls are guarded: `Guard` makes it as a decorator.

    >>> from lawful.covenant import Covenant, Guard
    >>> from lawful.platform import KeyStore
    >>> key = KeyStore.memory().new_key("me")
    >>> guard = Guard(Covenant.propose(by=key, grantor=key, permissions=["tool:*"]).grant(key))
    >>> @guard
    ... def double(number):
    ...     return 2 * number
    >>> double.call_of(4).arguments
    '{"number":4}'
    >>> value, receipt = double.with_receipt(4)
    >>> value, receipt.outcome
    (8, 'succeeded')
    """

    def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> _R_co:
        """Calls the function if the call is allowed."""
        ...

    def call_of(self, *args: _P.args, **kwargs: _P.kwargs) -> Call:
        """Returns the call that these arguments make."""
        ...

    def with_receipt(self, *args: _P.args, **kwargs: _P.kwargs) -> Any:
        """Calls the function, and returns its result with the receipt of the call; of an async function,
        or one that returns an awaitable, await that.
        """


class _Reader:
    """Reads the arguments of a function by name, as `Signature.bind` does it, but fast."""

    def __init__(self, function: Callable[..., Any], omit: Collection[str]) -> None:
        try:
            signature = inspect.signature(function)
        except (TypeError, ValueError):
            raise InvalidInput(f"`{function!r}` does not tell its parameters; guard a function around it") from None
        kinds = {name: parameter.kind for name, parameter in signature.parameters.items()}
        unknown = set(omit) - set(kinds)
        if unknown:
            raise InvalidInput(f"`omit` names `{min(unknown)}`, which is no parameter of the function")
        self.signature = signature
        self.omit = frozenset(omit)
        plain = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
        self.names = tuple(
            name for name, kind in kinds.items() if kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
        )
        self.defaults = {
            name: parameter.default
            for name, parameter in signature.parameters.items()
            if parameter.default is not inspect.Parameter.empty
        }
        self.is_plain = not self.omit and all(kind in plain for kind in kinds.values())
        self.count = len(kinds)

    def read(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """Returns what each parameter gets, defaults included."""
        if self.is_plain and len(args) <= len(self.names):
            read = {**self.defaults, **dict(zip(self.names, args, strict=False)), **kwargs}
            twice = not kwargs.keys().isdisjoint(self.names[: len(args)]) if kwargs else False
            if len(read) == self.count and not twice and read.keys() <= self.signature.parameters.keys():
                return read
        bound = self.signature.bind(*args, **kwargs)
        bound.apply_defaults()
        return {name: value for name, value in bound.arguments.items() if name not in self.omit}


def decorate(
    guard: Guard,
    function: Callable[..., Any] | None,
    *,
    action: str | None = None,
    cost: Budget | dict[str, int] | None = None,
    at_most: Budget | dict[str, int] | None = None,
    model: str | None = None,
    omit: Collection[str] = (),
    settle: Callable[[Any], Budget | dict[str, int]] | None = None,
) -> Any:
    """Makes a function whose calls are guarded, or a decorator that does."""
    if isinstance(omit, str):
        raise InvalidInput(f"give a list of names to `omit`, not the text `{omit}`")
    if settle is not None and at_most is None:
        raise InvalidInput("`settle` needs `at_most`: only what was set aside can be settled")
    if function is None:
        return functools.partial(
            decorate,
            guard,
            action=action,
            cost=cost,
            at_most=at_most,
            model=model,
            omit=omit,
            settle=settle,
        )
    if not callable(function):
        raise InvalidInput(f"a `{type(function).__name__}` is no function, and only those are guarded")
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise InvalidInput(_GENERATOR)
    from lawful._core import Call

    name = getattr(function, "__name__", type(function).__name__)
    template = Call(action or f"tool:{name}", cost=cost, at_most=at_most, model=model)
    return _guarded(guard, function, template, _Reader(function, omit), settle)


def _guarded(
    guard: Guard,
    function: Callable[..., Any],
    template: Call,
    reader: _Reader,
    settle: Callable[[Any], Any] | None,
) -> Any:
    from lawful._core import Call

    begin, read = guard.begin, reader.read

    def call_of(*args: Any, **kwargs: Any) -> Call:
        return Call(template, arguments=read(args, kwargs))

    def succeed(running: Running, value: Any) -> CallReceipt:
        try:
            if type(value) not in _DONE:
                _refuse_generator(value)
            spent = None if settle is None else settle(value)
            receipt = running.finish(spent=spent)
        except BaseException as error:
            # What the call has cost is not known, so all that was set aside is spent.
            running.fail(error)
            raise
        _tell(receipt)
        return receipt

    if inspect.iscoroutinefunction(function):

        async def with_receipt_async(*args: Any, **kwargs: Any) -> tuple[Any, CallReceipt]:
            running = begin(template, arguments=read(args, kwargs))
            try:
                value = await function(*args, **kwargs)
            except BaseException as error:
                _tell(running.fail(error))
                raise
            return value, succeed(running, value)

        @functools.wraps(function)
        async def guarded_async(*args: Any, **kwargs: Any) -> Any:
            return (await with_receipt_async(*args, **kwargs))[0]

        return _with(guarded_async, call_of, with_receipt_async)

    async def finish(running: Running, value: Awaitable[Any]) -> tuple[Any, CallReceipt]:
        try:
            result = await value
        except BaseException as error:
            _tell(running.fail(error))
            raise
        return result, succeed(running, result)

    def with_receipt(*args: Any, **kwargs: Any) -> Any:
        running = begin(template, arguments=read(args, kwargs))
        try:
            value = function(*args, **kwargs)
        except BaseException as error:
            _tell(running.fail(error))
            raise
        if type(value) not in _DONE and inspect.isawaitable(value):
            # Nothing of it has run yet.
            return finish(running, value)
        return value, succeed(running, value)

    @functools.wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        made = with_receipt(*args, **kwargs)
        return made[0] if type(made) is tuple else _first(made)

    return _with(guarded, call_of, with_receipt)


async def _first(made: Awaitable[tuple[Any, CallReceipt]]) -> Any:
    return (await made)[0]


def _refuse_generator(value: Any) -> None:
    """Refuses a value of which the code runs only after the call."""
    if inspect.isgenerator(value):
        value.close()
    elif inspect.isasyncgen(value):
        # Nobody has asked it for anything, so it ends at once.
        with contextlib.suppress(StopIteration, RuntimeError):
            value.aclose().__await__().send(None)
    else:
        return
    raise InvalidInput(_GENERATOR)


def _with(guarded: Any, call_of: Any, with_receipt: Any) -> Any:
    guarded.call_of = call_of
    guarded.with_receipt = with_receipt
    return guarded


def _tell(receipt: CallReceipt) -> None:
    """Logs what nobody sees who gets only the result of a function."""
    if receipt.not_enforced is not None:
        _LOG.warning("%s: %s", receipt.call, receipt.not_enforced)
    for trouble in receipt.troubles:
        _LOG.warning("%s: %s", receipt.call, trouble)


class _Unreadable:
    """A denial of what cannot even be read, with the fields of a `Decision`."""

    allowed = False
    enforced = True
    may_run = False
    clause = "invalid"
    requests: tuple[Any, ...] = ()
    reserved = None

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def __bool__(self) -> bool:
        return False


def decide_call(gate: CovenantGate, call: Any, cost: Budget) -> Any:
    """Returns what a gate says to a call of an adapter: anything with `tool` and `arguments`.

    If the call is one of `lawful.adapters`, so is the decision.
    """
    decision: Decision | _Unreadable
    try:
        tool = call.tool
        given = call.arguments
        arguments = json.loads(given) if isinstance(given, (str, bytes)) else given
        action = tool if ":" in tool else f"tool:{tool}"
        if getattr(call, "action", "call") == "list":
            # Whether a tool is shown costs nothing, and asks nobody.
            decision = gate.permits(action, arguments=arguments)
        else:
            decision = gate.check(action, arguments=arguments, cost=cost)
    except (InvalidInput, ValueError, TypeError, AttributeError) as error:
        decision = _Unreadable(str(error))
    # Whoever has a call of the adapters has loaded them; the covenant does not need them.
    adapters = sys.modules.get("lawful.adapters")
    if adapters is not None and type(call) is getattr(adapters, "Call", None):
        return adapters.Decision(
            decision.allowed,
            decision.clause,
            decision.reason,
            call.digest,
            decision.enforced,
        )
    return decision
