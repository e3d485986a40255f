"""Guards, the calls that run under them, and what is proved of these."""

from __future__ import annotations

from typing import Any, Literal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from lawful._hypothesis.covenant.calls import budgets, calls
from lawful._hypothesis.covenant.covenants import granted
from lawful._hypothesis.covenant.open import open_covenant, tool_calls
from lawful._hypothesis.platform.keys import key
from lawful._hypothesis.texts import simple_names, texts
from lawful._hypothesis.times import START
from lawful.covenant import (
    CallReceipt,
    Covenant,
    Denied,
    Guard,
    Guarded,
    ManualClock,
    NeedsReview,
    RunAnswer,
    Running,
    verify_run,
)

_ORIGIN = "example.com/log"
_OUTCOMES: list[Literal["succeeded", "failed", "panicked"]] = ["succeeded", "failed", "panicked"]


def _guard(covenant: Covenant, enforced: bool = True) -> Guard:
    return Guard(
        covenant,
        enforced=enforced,
        clock=ManualClock(START),
        signer=key("owner"),
        origin=_ORIGIN,
    )


@st.composite
def guards(draw: DrawFn) -> Guard:
    """Draws guards under which some calls have run or were denied."""
    guard = _guard(draw(granted()), draw(st.booleans()))
    for call in draw(st.lists(calls(), max_size=3)):
        try:
            guard.begin(call).finish(draw(st.sampled_from(_OUTCOMES)))
        except (Denied, NeedsReview):
            continue
    return guard


def runnings() -> SearchStrategy[Running]:
    """Draws calls that are being executed."""
    return tool_calls().map(lambda call: _guard(open_covenant()).begin(call))


@st.composite
def call_receipts(draw: DrawFn) -> CallReceipt:
    """Draws receipts of calls that were allowed, and of calls that were only not stopped."""
    return CallReceipt(
        f"{draw(st.binary(min_size=16, max_size=16)).hex()}/{draw(st.integers(0, 1000))}",
        draw(st.sampled_from([*_OUTCOMES, "lost"])),
        draw(budgets()),
        draw(st.none() | texts()),
        draw(st.lists(texts(), max_size=2)),
    )


@st.composite
def run_answers(draw: DrawFn) -> RunAnswer:
    """Draws what is proved of calls that have ended."""
    call, guard = draw(tool_calls()), _guard(open_covenant())
    receipt = guard.begin(call).finish(draw(st.sampled_from(_OUTCOMES)))
    return verify_run(
        guard.ledger,
        guard.seal(),
        receipt,
        call,
        origin=_ORIGIN,
        log=key("owner").public_key,
        grantors=[key("owner")],
    )


def guarded_functions() -> SearchStrategy[Guarded[[Any], Any]]:
    """Draws guarded functions of one argument, of which each call is allowed."""

    def make(name: str) -> Guarded[[Any], Any]:
        def same(value: Any) -> Any:
            return value

        return _guard(open_covenant())(same, action=f"tool:{name}")

    return simple_names().map(make)
