"""Finding theories, laws and models by name."""

from __future__ import annotations

from lawful import _core
from lawful._suggest import suggestion
from lawful.errors import NotFound


def models() -> tuple[_core.Model, ...]:
    """Returns every model: those linked in Rust, those registered, and those of the plugins.

    Raises `PluginError` if a plugin cannot be loaded.

    >>> import lawful
    >>> "bool.logic" in [model.id for model in lawful.models()]
    True
    """
    from lawful._plugins import load_plugins

    load_plugins()
    return tuple(_core.models())


def find_model(id: str) -> _core.Model:
    """Finds a model by its id; plugins are loaded if it is not known yet.

    Raises `NotFound`, with a suggestion.

    >>> import lawful
    >>> lawful.find_model("bool.logic").language
    'rust'
    >>> lawful.find_model("bool.logik")
    Traceback (most recent call last):
        ...
    lawful.errors.NotFound: no model is called `bool.logik`; did you mean `bool.logic` or `bool.xor`?
    """
    try:
        return _core.find(id)
    except NotFound:
        known = {model.id: model for model in models()}
    if id in known:
        return known[id]
    raise NotFound(f"no model is called `{id}`{suggestion(id, known)}")


def find_theory(id: str) -> _core.Theory:
    """Finds a theory by its id.

    Raises `NotFound`, with a suggestion.

    >>> import lawful
    >>> lawful.find_theory("semigroup")
    Theory(semigroup: 1 laws)
    """
    known = {theory.id: theory for theory in _core.theories()}
    if id in known:
        return known[id]
    raise NotFound(f"no theory is called `{id}`{suggestion(id, known)}")


def all_laws() -> dict[str, _core.Law]:
    """Returns every law of every theory, by id, in the order of the ids."""
    laws = {law.id: law for theory in _core.theories() for law in theory.laws}
    return dict(sorted(laws.items()))


def find_law(id: str) -> _core.Law:
    """Finds a law by its id, or by its short name if only one law has it.

    Raises `NotFound`, with a suggestion.

    >>> import lawful
    >>> lawful.find_law("lattice.absorption_join").statement
    'a ∨ (a ∧ b) = a'
    """
    known = all_laws()
    if id in known:
        return known[id]
    short = [law for law in known.values() if law.name == id]
    if len(short) == 1:
        return short[0]
    if short:
        ids = ", ".join(f"`{law.id}`" for law in short)
        raise NotFound(f"several laws are called `{id}`: {ids}")
    raise NotFound(f"no law is called `{id}`{suggestion(id, known)}")
