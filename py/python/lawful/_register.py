"""From a Python class to a registered model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from lawful import _core
from lawful._suggest import suggestion
from lawful.errors import InvalidInput

C = TypeVar("C", bound=type)
Theories = str | Iterable[str]
Fails = Mapping[str, "tuple[object, ...] | list[object] | None"]
# The objects of models, by id: for looking at their code.
_objects: dict[str, Any] = {}
# The model of each class, for `check(TheClass)`.
_of_class: dict[type, _core.Model] = {}

# The longest enumeration: beyond it, no domain is visited whole anyway.
MOST_VALUES = 1_000_000


def model(
    *,
    theory: Theories,
    id: str,
    version: str = "1",
    about: str | None = None,
    fails: Fails | None = None,
) -> Callable[[C], C]:
    """Registers the decorated class as a model of one or more theories.

    The class has the operations of the theory as methods and a sampler for each sort as an
    attribute, called as the sort in snake case: `elem`, `state`. It is made without arguments.
    `fails` says which laws do not hold, with a witness, or `None` to let the checker find one.

    For a machine, such as `queue`, the class has `start()`, which returns a fresh live system, and
    a method for each command, which takes the live system first; no samplers are needed. That is how
    a ledger, a trust store, a gate or a key store of your own is checked. Values of Rust are given, and
    answers taken, as JSON has them, and as the classes of the package where there is one:

    - `ledgering`: `call` is a list of `TraceNode`s. An append answers a `Receipt` or
      `{"first": ..., "appended": ...}`, or why not, such as `"duplicate_id"`.
    - `storing`, `lasting`: `who` is an id, `day` a `datetime`. An answer is an `EntityTrust`, two,
      `None` for nobody, a truth value, a list of ids, `"done"` or `"refused"`.
    - `guarded_calls`: `cost` is an `int`; a call answers `"allowed"`, `"review"`, `"budget"` or
      `"revoked"`.
    - `key_storing`: `name` is an `int`; an answer is a list of names or such as `"done"`.

    Raises `InvalidInput` if the class lacks something, or the id is taken.

    >>> import lawful
    >>> @lawful.model(theory="monoid", id="demo.model.max")
    ... class Max:
    ...     elem = lawful.integers(low=0)
    ...     def combine(self, a, b):
    ...         return max(a, b)
    ...     def empty(self):
    ...         return 0
    >>> lawful.check(Max).is_good
    True
    """

    def decorate(cls: C) -> C:
        register(cls, theory=theory, id=id, version=version, about=about, fails=fails)
        return cls

    return decorate


def register(
    object: Any,
    *,
    theory: Theories,
    id: str,
    version: str = "1",
    about: str | None = None,
    fails: Fails | None = None,
) -> _core.Model:
    """Registers an object, or a class, as a model; see `model`.

    Raises `InvalidInput` if it lacks something, or the id is taken.

    >>> import lawful
    >>> class Max:
    ...     elem = lawful.integers(low=0)
    ...     def combine(self, a, b):
    ...         return max(a, b)
    ...     def empty(self):
    ...         return 0
    >>> lawful.register(Max, theory="monoid", id="demo.register.max")
    Model(demo.register.max: monoid)
    """
    made = build(object, theory=theory, id=id, version=version, about=about, fails=fails)
    cls = object if isinstance(object, type) else type(object)
    _core.add(made, f"{cls.__module__}.{cls.__qualname__}")
    return made


def build(
    object: Any,
    *,
    theory: Theories,
    id: str,
    version: str = "1",
    about: str | None = None,
    fails: Fails | None = None,
) -> _core.Model:
    """Makes a model without registering it: to check it by hand, or in a test.

    Raises `InvalidInput` if the object lacks something.

    >>> import lawful
    >>> class Max:
    ...     elem = lawful.integers(low=0)
    ...     def combine(self, a, b):
    ...         return max(a, b)
    ...     def empty(self):
    ...         return 0
    >>> lawful.check(lawful.build(Max, theory="monoid", id="demo.build.max")).is_good
    True
    """
    ids = [theory] if isinstance(theory, str) else list(theory)
    theories = [_theory(name) for name in ids]
    if not theories:
        raise InvalidInput(f"`{id}` names no theory; give at least one")
    instance = _instance(object, id)
    samplers = _samplers(instance, id, theories)
    _check_operations(instance, id, theories)
    if about is None:
        doc = instance.__doc__ if isinstance(instance.__doc__, str) else ""
        about = doc.strip().partition("\n")[0].removesuffix(".")
    made = _core.build(
        instance,
        ids,
        samplers,
        id=id,
        version=str(version),
        about=about,
        fails=_fails(id, fails or {}),
    )
    if isinstance(object, type):
        _of_class[object] = made
    _objects[id] = instance
    return made


def object_of(model: _core.Model) -> Any:
    """Returns the object that a model of this id was last made of, or `None`."""
    return _objects.get(model.id) if model.language == "python" else None


def model_of_class(cls: type) -> _core.Model | None:
    """Returns the model that was last made of a class."""
    return _of_class.get(cls)


def _theory(id: str) -> _core.Theory:
    known = {theory.id: theory for theory in _core.theories()}
    if not isinstance(id, str) or id not in known:
        raise InvalidInput(f"no theory is called `{id}`{suggestion(str(id), known)}")
    return known[id]


def _instance(object: Any, id: str) -> Any:
    if not isinstance(object, type):
        return object
    try:
        return object()
    except TypeError as error:
        raise InvalidInput(
            f"the class of `{id}` cannot be made without arguments ({error}); "
            "register an object of it instead"
        ) from error


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _samplers(instance: Any, id: str, theories: list[_core.Theory]) -> dict[str, _core.Sampler[Any]]:
    samplers: dict[str, _core.Sampler[Any]] = {}
    missing: list[str] = []
    for sort in dict.fromkeys(sort for theory in theories for sort in theory.sorts):
        given = getattr(instance, _snake(sort), None)
        if given is None:
            missing.append(_snake(sort))
        else:
            samplers[sort] = sampler(given, f"`{_snake(sort)}` of `{id}`")
    if missing:
        example = f"{missing[0]} = lawful.integers()"
        raise InvalidInput(
            f"`{id}` has no sampler for {_listed(missing)}; add an attribute, such as `{example}`"
        )
    return samplers


def sampler(given: Any, what: str = "the sampler") -> _core.Sampler[Any]:
    """Makes a sampler of what an author may give: a sampler, values, a strategy, or a method that
    returns one of these.

    Raises `InvalidInput` if it is something else.
    """
    if isinstance(given, _core.Sampler):
        return given
    if _is_strategy(given):
        return _core.strategy(given)
    if isinstance(given, (list, tuple, range, set, frozenset)) or _is_enum(given):
        if len(given) > MOST_VALUES:
            raise InvalidInput(
                f"an enumeration of {len(given)} values is too long; "
                f"at most {MOST_VALUES}, or use `lawful.integers` and its kind"
            )
        values = list(given)
        if isinstance(given, (set, frozenset)):
            from lawful._show import show

            values.sort(key=show)
        return _core.values(values)
    if callable(given) and not isinstance(given, type):
        return sampler(given(), what)
    raise InvalidInput(
        f"{what} is a `{type(given).__name__}`; give a sampler such as `lawful.integers()`, "
        "a list of all values, or a strategy of Hypothesis"
    )


def _is_strategy(given: Any) -> bool:
    # Hypothesis is not imported to find out.
    return any(cls.__name__ == "SearchStrategy" for cls in type(given).__mro__)


def _is_enum(given: Any) -> bool:
    return isinstance(given, type) and hasattr(given, "__members__")


def _check_operations(instance: Any, id: str, theories: list[_core.Theory]) -> None:
    missing: list[str] = []
    for operation in {op.name: op for theory in theories for op in theory.operations}.values():
        if not hasattr(instance, operation.name):
            arguments = ", ".join(operation.arguments)
            missing.append(f"{operation.name}({arguments}) -> {operation.result}")
    if missing:
        raise InvalidInput(f"`{id}` has no {_listed(missing)}; add a method for each operation")


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _fails(id: str, fails: Fails) -> list[tuple[str, tuple[object, ...] | None]]:
    listed: list[tuple[str, tuple[object, ...] | None]] = []
    for law, witness in fails.items():
        if witness is not None and not isinstance(witness, (tuple, list)):
            raise InvalidInput(
                f"the witness against `{law}` of `{id}` must be a tuple with one value for each "
                "variable of the law, or `None`"
            )
        listed.append((law, None if witness is None else tuple(witness)))
    return listed
