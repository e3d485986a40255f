"""Plugins: modules that register models, found by the entry point group `lawful.models`."""

from __future__ import annotations

from lawful.errors import PluginError

GROUP = "lawful.models"
_loaded: set[tuple[str, str]] = set()


def load_plugins() -> tuple[str, ...]:
    """Loads every plugin once and returns their names.

    An entry point names a module, which registers its models when it is imported, or a callable
    without arguments.

    Raises `PluginError`, which names the entry point, if one cannot be loaded.

    >>> import lawful
    >>> "standard" in lawful.load_plugins()
    True
    """
    from importlib.metadata import entry_points

    points = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    for point in points:
        key = (point.name, point.value)
        if key in _loaded:
            continue
        try:
            plugin = point.load()
            if callable(plugin):
                plugin()
        except Exception as error:
            source = point.dist.name if point.dist else "an unknown package"
            raise PluginError(
                f"the plugin `{point.name} = {point.value}` of the package `{source}` "
                f"(entry point group `{GROUP}`) cannot be loaded: "
                f"{type(error).__name__}: {error}; mend or uninstall it"
            ) from error
        _loaded.add(key)
    return tuple(point.name for point in points)
