"""Laws as tests of pytest.

Nothing happens without being asked for: with `--lawful`, or `lawful = true` in the settings of pytest,
every law of every model of the project is a test, `lawful::model::law`. Models of the project are those
that are registered in Python when pytest has collected its tests: by test modules, by a `conftest.py`,
by what they import, and by the modules that `lawful_import` lists. Models that come with lawful, in Rust
or in plugins, are collected only if `--lawful-models` names them.

    pytest --lawful
    pytest --lawful -k associative --lawful-cases 100000
    pytest lawful::game.best_score
"""

from __future__ import annotations

import fnmatch
import importlib
import inspect
import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

PREFIX = "lawful::"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options, all of which begin with `--lawful`."""
    group = parser.getgroup("lawful", "laws of registered models")
    group.addoption("--lawful", action="store_true", help="collect laws as tests")
    group.addoption(
        "--lawful-models",
        action="append",
        default=[],
        metavar="GLOB",
        help="collect the models whose ids match, those that come with lawful included",
    )
    group.addoption("--lawful-seed", type=_whole, metavar="N", help="the root seed (0)")
    group.addoption(
        "--lawful-cases", type=_whole, metavar="N", help="random cases of each law (10000)"
    )
    group.addoption(
        "--lawful-time", type=float, metavar="SECONDS", help="time of each law, instead of cases"
    )
    group.addoption(
        "--lawful-deadline", type=float, metavar="SECONDS", help="stop a law after that long (20)"
    )
    group.addoption("--lawful-select", action="append", default=[], help="not for users")
    parser.addini("lawful", "collect laws as tests", type="bool", default=False)
    parser.addini("lawful_models", "globs of the ids of models", type="linelist")
    parser.addini("lawful_import", "modules that register models", type="linelist")
    parser.addini("lawful_seed", "the root seed")
    parser.addini("lawful_cases", "random cases of each law")
    parser.addini("lawful_time", "seconds of each law, instead of cases")


def _whole(text: str) -> int:
    return int(text, 0)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Takes `lawful::...` from the arguments: they are no files."""
    config.addinivalue_line("markers", "lawful: a law of a registered model")
    named = [argument for argument in config.args if _is_ours(argument)]
    if named:
        rest = [argument for argument in config.args if not _is_ours(argument)]
        # Options travel to the workers of xdist, arguments do not.
        config.option.lawful_select += named
        config.option.lawful_alone = not rest
        config.args[:] = rest or config.getini("testpaths") or [str(config.invocation_params.dir)]
    if config.getoption("lawful_cases") is not None and config.getoption("lawful_time") is not None:
        raise pytest.UsageError("give --lawful-cases or --lawful-time, not both")


def _is_ours(argument: str) -> bool:
    return argument == "lawful" and not Path(argument).exists() or argument.startswith(PREFIX)


def _is_asked(config: pytest.Config) -> bool:
    option = config.getoption
    asked = option("lawful") or option("lawful_models") or option("lawful_select")
    return bool(asked or config.getini("lawful"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Adds the laws. It comes first, so that `-k` and its like see them too."""
    if not _is_asked(config):
        return
    selected = _listed(config, "lawful_select")
    if getattr(config.option, "lawful_alone", False):
        # Test files were looked at for the models that they register.
        config.hook.pytest_deselected(items=list(items))
        items.clear()
    laws = [law for law in _laws(session, config) if not selected or _is_selected(law, selected)]
    # Reporters count what is collected.
    report = pytest.CollectReport("lawful", "passed", None, list(laws))
    config.hook.pytest_collectreport(report=report)
    items += laws


def _is_selected(law: LawItem, selected: list[str]) -> bool:
    return any(law.nodeid == name or law.nodeid.startswith(f"{name}::") for name in selected)


def pytest_report_collectionfinish(config: pytest.Config, items: list[pytest.Item]) -> list[str]:
    """Says how many laws were collected, and from which seed their cases are drawn."""
    if not _is_asked(config):
        return []
    laws = [item for item in items if isinstance(item, LawItem)]
    if not laws:
        return ["lawful: no law; register models in a conftest.py, or name them in lawful_import"]
    models = {law.model.id for law in laws}
    return [f"lawful: {len(laws)} laws of {len(models)} models, seed {_settings(config)['seed']}"]


def _settings(config: pytest.Config) -> dict[str, Any]:
    def found(name: str, kind: type) -> Any:
        given = config.getoption(f"lawful_{name}")
        text = None if given is not None else config.getini(f"lawful_{name}")
        return given if not text else kind(text)

    cases, time = found("cases", int), found("time", float)
    # What is given on the command line goes before what is in a file.
    if cases is not None and time is not None:
        cases, time = config.getoption("lawful_cases"), config.getoption("lawful_time")
    settings: dict[str, Any] = {"seed": found("seed", int) or 0, "cases": cases, "time": time}
    deadline = config.getoption("lawful_deadline")
    if deadline is not None:
        settings["deadline"] = deadline
    return settings


def _laws(session: pytest.Session, config: pytest.Config) -> Iterator[LawItem]:
    for module in config.getini("lawful_import"):
        importlib.import_module(module)
    top = LawfulCollector.from_parent(session, name="lawful", nodeid="lawful")
    for model in _models(config):
        of_model = ModelCollector.from_parent(top, name=model.id, nodeid=f"lawful::{model.id}")
        for claim in model.claims:
            yield LawItem.from_parent(of_model, name=claim.law, model=model)


def _models(config: pytest.Config) -> Iterable[Any]:
    import lawful
    from lawful import _core

    globs = [*_listed(config, "lawful_models"), *config.getini("lawful_models")]
    for named in _listed(config, "lawful_select"):
        globs += [part for part in named.split("::")[1:2]]
    own = {id for id, origin in _core.origins() if not origin.startswith("lawful.")}
    if not globs:
        return [model for model in _core.models() if model.id in own]
    return [
        model
        for model in lawful.models()
        if any(fnmatch.fnmatchcase(model.id, glob) for glob in globs)
        or (model.id in own and _is_whole(config))
    ]


def _is_whole(config: pytest.Config) -> bool:
    return "lawful" in _listed(config, "lawful_select")


def _listed(config: pytest.Config, option: str) -> list[str]:
    given: Any = config.getoption(option)
    return [] if given is None else list(given)


class LawfulCollector(pytest.Collector):
    """All models: the top of the tree."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """Returns nothing: laws are added when everything else is collected."""
        return []


class ModelCollector(pytest.Collector):
    """One model."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """Returns nothing: laws are added when everything else is collected."""
        return []


class LawItem(pytest.Item):
    """One law of one model."""

    def __init__(self, *, model: Any, **more: Any) -> None:
        super().__init__(**more)
        self.model = model
        self.add_marker("lawful")

    def runtest(self) -> None:
        """Checks the law."""
        import lawful

        report = lawful.check(
            self.model.only([self.name]), threads=1, **_settings(self.config)
        )
        if report.interrupted:
            raise KeyboardInterrupt
        [evidence] = report.evidence
        [law] = evidence.laws
        self.user_properties += [
            ("lawful.verdict", law.verdict.name),
            ("lawful.cases", law.cases),
            ("lawful.effective", law.effective),
        ]
        if not law.is_good:
            raise Broken(law)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Tells the counterexample and how to run it again."""
        if not isinstance(excinfo.value, Broken):
            return super().repr_failure(excinfo, style)
        import lawful

        law = excinfo.value.law
        text = law.to_text(self.model.id, width=90)
        seed = _settings(self.config)["seed"]
        lines = [text.rstrip(), ""]
        if isinstance(law.verdict, lawful.Refuted):
            replay = f"lawful replay '{law.verdict.counterexample.replay}'"
            whole = replay + _loading(self.model)
            if replay in text:
                lines[0] = lines[0].replace(replay, whole)
            else:
                lines.append(f"replay: {whole}")
        lines.append(f"again:  pytest '{self.nodeid}' --lawful-seed {seed}")
        return "\n".join(lines)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Says where the model is."""
        from lawful._register import object_of

        # Not the end of the node id: pytest takes the dots of such an end for those of a class.
        told = f"{self.model.id}: {self.name}"
        try:
            cls = type(object_of(self.model))
            file = inspect.getsourcefile(cls)
            line = inspect.getsourcelines(cls)[1] - 1
        except (OSError, TypeError):
            return self.path, None, told
        return Path(file or self.path), line, told


def _loading(model: Any) -> str:
    """Returns the option with which the command line finds a model, if it needs one."""
    from importlib.metadata import entry_points

    from lawful import _core
    from lawful._plugins import GROUP

    name = dict(_core.origins()).get(model.id, "")
    while name and name not in sys.modules:
        name = name.rpartition(".")[0]
    file = getattr(sys.modules.get(name), "__file__", None)
    plugins = [point.module for point in entry_points(group=GROUP)]
    if file is None or any(f"{name}.".startswith(f"{plugin}.") for plugin in plugins):
        return ""
    if sys.modules[name].__package__:
        # A file of a package cannot be run alone: it may import its neighbours.
        return f" --load {name}"
    path, here = Path(file), Path.cwd()
    return f" --load {shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))}"


class Broken(Exception):
    """A claim that was not borne out."""

    def __init__(self, law: Any) -> None:
        super().__init__(f"{law.law}: {law.verdict}")
        self.law = law
