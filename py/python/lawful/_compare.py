"""Two models over the same cases."""

from __future__ import annotations

from lawful import _core
from lawful._check import SEED_LIMIT, _count, _model, _seconds, _whole


def compare(
    left: _core.Model | str | type,
    right: _core.Model | str | type,
    *,
    cases: int | None = None,
    time: float | None = None,
    seed: int = 0,
    threads: int = 0,
    deadline: float = 20.0,
    shrink: int = 10_000,
) -> _core.Comparison:
    """Runs two models of one theory over the same cases and shows the first difference, shrunk.

    The cases come from the samplers of `left`. They may be in different languages: values then travel
    as JSON does. An operation that raises came to an outcome too: two that raise agree. Of a machine,
    whole programs are compared. Agreement is *proved* where a domain is small, otherwise *tested*.

    Raises `InvalidInput` if they have no operation in common, or a value of one means nothing to the
    other.

    >>> import lawful
    >>> class Plus:
    ...     elem = lawful.integers(-(2**63), 2**63 - 1)
    ...     def combine(self, a, b):
    ...         return (a + b + 2**63) % 2**64 - 2**63
    >>> plus = lawful.build(Plus, theory="semigroup", id="demo.plus")
    >>> lawful.compare("int.i64.wrapping_add", plus).agrees
    True
    """
    return _core.compare(
        _model(left),
        _model(right),
        cases=None if cases is None else _count("cases", cases),
        seconds=None if time is None else _seconds("time", time),
        seed=_whole("seed", seed, SEED_LIMIT),
        threads=_count("threads", threads),
        deadline=_seconds("deadline", deadline),
        shrink=_count("shrink", shrink),
    )
