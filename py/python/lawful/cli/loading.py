"""Loading what registers models besides the plugins."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable
from pathlib import Path

from lawful._core import Model
from lawful._find import models
from lawful.cli.streams import aside
from lawful.errors import LawfulError, PluginError


def load(names: Iterable[str]) -> tuple[Model, ...]:
    """Imports modules, or runs files, and returns every model there is.

    Raises `PluginError`, which names the module, if one cannot be loaded.
    """
    with aside():
        for name in names:
            try:
                _load(name)
            except LawfulError:
                raise
            except (Exception, SystemExit) as error:
                raise PluginError(
                    f"`{name}` cannot be loaded: {type(error).__name__}: {error}"
                ) from error
        return models()


def _load(name: str) -> None:
    path = Path(name)
    if path.suffix != ".py":
        # As `python -m` does: the folder one is in counts.
        if "" not in sys.path:
            sys.path.insert(0, "")
        importlib.import_module(name)
        return
    from importlib.util import module_from_spec, spec_from_file_location

    module_name = path.stem
    spec = spec_from_file_location(module_name, path)
    if spec is None or spec.loader is None:
        raise PluginError(f"`{name}` is not a Python file")
    module = module_from_spec(spec)
    # Pickling and dataclasses look a class up in its module.
    sys.modules.setdefault(module_name, module)
    spec.loader.exec_module(module)
