"""Checking models, and running single cases again."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from typing import Any

from lawful import _core, _logging
from lawful._codec import encode
from lawful._find import find_model, models as all_models
from lawful._register import model_of_class
from lawful._show import show
from lawful.errors import InvalidInput, NotFound

Progress = Callable[[str, _core.LawEvidence, int, int], object]
Models = _core.Model | str | type | Iterable[_core.Model | str | type] | None

SEED_LIMIT = 1 << 64
COUNT_LIMIT = 1 << 62


def check(
    models: Models = None,
    *,
    cases: int | None = None,
    time: float | None = None,
    seed: int = 0,
    shard: str | tuple[int, int] = "1/1",
    threads: int = 0,
    deadline: float = 20.0,
    shrink: int = 10_000,
    regressions: str | PathLike[str] | None = None,
    progress: Progress | None = None,
) -> _core.Report:
    """Checks every claim of the models and returns the report.

    `models` is a model, a decorated class, an id, or several of these; without it, every
    registered model is checked, those of plugins included. Each law may spend `cases` random
    cases (10 000 if nothing is said) or `time` seconds. `threads` is 0 for as many as there are
    cores. A law that takes longer than `deadline` seconds is stopped. `regressions` is a file of
    values that refuted laws: they are tried first, and new ones are added. `progress` is called
    with the model, the evidence of a law, and how many of how many claims are done.

    Ctrl-C ends the run at once: the report is then partial and says `interrupted`. While a model is
    inside one operation of C that keeps the interpreter to itself, such as a large power or a slow
    regular expression, nothing else runs: Ctrl-C and `deadline` wait until that operation returns.

    Raises `InvalidInput` if the settings make no sense or there is nothing to check,
    `DamagedFile` if the file of regressions is damaged, `OSError` if it cannot be written.

    >>> import lawful
    >>> report = lawful.check("bool.logic")
    >>> report.is_good, report.summary.models
    (True, 1)
    """
    report, _, unkept = check_and_learn(
        models,
        cases=cases,
        time=time,
        seed=seed,
        shard=shard,
        threads=threads,
        deadline=deadline,
        shrink=shrink,
        regressions=regressions,
        progress=progress,
    )
    if unkept:
        raise OSError(unkept)
    return report


def check_and_learn(
    models: Models = None,
    *,
    cases: int | None = None,
    time: float | None = None,
    seed: int = 0,
    shard: str | tuple[int, int] = "1/1",
    threads: int = 0,
    deadline: float = 20.0,
    shrink: int = 10_000,
    regressions: str | PathLike[str] | None = None,
    progress: Progress | None = None,
) -> tuple[_core.Report, int, str | None]:
    """Checks, and says how many sets of values are new in the file of regressions, or why they could
    not be kept.
    """
    if isinstance(shard, tuple):
        shard = "/".join(map(str, shard))
    report, learnt, unkept = _core.check(
        _chosen(models),
        cases=None if cases is None else _count("cases", cases),
        seconds=None if time is None else _seconds("time", time),
        seed=_whole("seed", seed, SEED_LIMIT),
        shard=str(shard),
        threads=_count("threads", threads),
        deadline=_seconds("deadline", deadline),
        shrink=_count("shrink", shrink),
        regressions=regressions,
        progress=_logging.watched(progress),
    )
    _logging.finished(report)
    return report, learnt, unkept


def _chosen(models: Models) -> list[_core.Model]:
    if models is None:
        return list(all_models())
    if isinstance(models, (_core.Model, str, type)):
        return [_model(models)]
    return [_model(one) for one in models]


def _model(given: object) -> _core.Model:
    if isinstance(given, _core.Model):
        return given
    if isinstance(given, str):
        return find_model(given)
    found = model_of_class(given) if isinstance(given, type) else None
    if found is not None:
        return found
    raise InvalidInput(
        f"`{given!r}` is not a model; decorate its class with `lawful.model`, or give what "
        "`lawful.register` or `lawful.build` returned"
    )


def _whole(name: str, given: Any, limit: int) -> int:
    try:
        number = operator.index(given)
    except TypeError:
        raise InvalidInput(f"`{name}` must be a whole number, but is `{given!r}`") from None
    if not 0 <= number < limit:
        raise InvalidInput(f"`{name}` must be from 0 to 2**{limit.bit_length() - 1} - 1")
    return number


def _count(name: str, given: Any) -> int:
    return _whole(name, given, COUNT_LIMIT)


def _seconds(name: str, given: Any) -> float:
    try:
        seconds = float(given)
    except (TypeError, ValueError):
        raise InvalidInput(f"`{name}` must be a time in seconds, but is `{given!r}`") from None
    if not math.isfinite(seconds) or seconds < 0:
        raise InvalidInput(f"`{name}` must be a time in seconds, but is `{seconds}`")
    return seconds


def replay(
    token: str, *, regressions: str | PathLike[str] | None = None
) -> _core.LawEvidence:
    """Runs the case of a replay token again and returns the evidence of this one case.

    A case that was stored is found in the file `regressions`.

    Raises `InvalidInput` if the token is no text or cannot be read, `NotFound` if there is no such model
    or law.

    >>> import lawful
    >>> lawful.replay("int.i64.wrapping_add/semigroup.associative@random:17#0").verdict.name
    'tested'
    """
    _know(_model_of(token))
    return _core.replay_token(token, refuse=False, regressions=regressions)


def check_token(token: str) -> None:
    """Checks a law for the case of a replay token: the body of a ready test.

    Raises `LawRefuted` if the law does not hold, otherwise as `replay`.

    >>> import lawful
    >>> lawful.check_token("int.i64.wrapping_add/semigroup.associative@random:17#0")
    """
    _know(_model_of(token))
    _core.replay_token(token, refuse=True)


def _model_of(token: object) -> str:
    if not isinstance(token, str):
        raise InvalidInput(f"a replay token is a text, not `{show(token)}`")
    return token.partition("/")[0]


def check_case(model: str | _core.Model | type, law: str, values: Sequence[object]) -> None:
    """Checks a law of a registered model for given values: the body of a ready test.

    A text is read as a report stores values: for a Python model, as a Python literal. Any other
    value stands for itself.

    Raises `LawRefuted` if the law does not hold, `NotFound` if there is no such model or law,
    `InvalidInput` if the values are not of the law's sorts.

    >>> import lawful
    >>> lawful.check_case("int.i64.wrapping_add", "associative", [1, 2, 3])
    """
    found = _model(model)
    ids = [claim.law for claim in found.claims]
    if law not in ids:
        short = [id for id in ids if id.rpartition(".")[2] == law]
        law = short[0] if len(short) == 1 else law
    encoded: list[str] = []
    for value in values:
        text = value if isinstance(value, str) else encode(value)
        if text is None:
            raise InvalidInput(f"`{value!r}` cannot be stored; replay the case by its token")
        encoded.append(text)
    _core.replay_case(found.id, law, encoded, refuse=True)


def _know(id: str) -> None:
    """Makes sure that plugins are loaded if a model is not known yet."""
    try:
        find_model(id)
    except NotFound:
        # The engine says it better: the token itself may be wrong.
        return


def measure_adequacy(
    model: _core.Model | str | type, *, seed: int = 0, cases: int = 500
) -> _core.KillMatrix:
    """Tells which faults the laws of a model notice: mutants of the model against its laws.

    Raises `InvalidInput` if there are no cases, `NotFound` if there is no such model.

    >>> import lawful
    >>> matrix = lawful.measure_adequacy("int.i64.wrapping_add", cases=50)
    >>> "semigroup.associative" in matrix.laws
    True
    """
    return _core.measure(
        _model(model), seed=_whole("seed", seed, SEED_LIMIT), cases=_count("cases", cases)
    )
