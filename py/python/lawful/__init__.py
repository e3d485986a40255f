"""Theories, models and laws that are checked, not assumed.

A model is a class with the operations of a theory as methods and a sampler for each sort:

    import lawful

    @lawful.model(theory="monoid", id="demo.max", version="1")
    class Max:
        elem = lawful.integers(low=0)

        def combine(self, a, b):
            return max(a, b)

        def empty(self):
            return 0

    print(lawful.check(Max))
"""

from typing import TYPE_CHECKING

from lawful._check import check, check_case, check_token, measure_adequacy, replay
from lawful._compare import compare
from lawful._core import (
    VERSION as __version__,
    Binding,
    Claim,
    Comparison,
    Counterexample,
    Difference,
    Discoveries,
    Discovery,
    Evidence,
    Failure,
    FiniteOperad,
    KillMatrix,
    Law,
    LawEvidence,
    Model,
    Mutant,
    NotRun,
    Operation,
    Outcome,
    Proved,
    RedundantClaim,
    Refuted,
    Report,
    Sampler,
    Step,
    Summary,
    Tested,
    Theory,
    Timing,
    Vacuous,
    Variable,
    Verdict,
    booleans,
    dicts,
    discover,
    floats,
    integers,
    lists,
    sampled,
    sets,
    strategy,
    text,
    theories,
    tuples,
    values,
)
from lawful._files import read_report
from lawful._find import find_law, find_model, find_theory, models
from lawful._plugins import load_plugins
from lawful._register import build, model, register
from lawful.errors import (
    DamagedFile,
    InvalidInput,
    LawfulError,
    LawRefuted,
    ModelRaised,
    NotFound,
    PluginError,
)

if TYPE_CHECKING:
    from lawful.operad import LawResult, LawViolation, OperadReport, verify_operad_laws

__all__ = [
    "Binding",
    "Claim",
    "Comparison",
    "Counterexample",
    "DamagedFile",
    "Difference",
    "Discoveries",
    "Discovery",
    "Evidence",
    "Failure",
    "FiniteOperad",
    "InvalidInput",
    "KillMatrix",
    "Law",
    "LawEvidence",
    "LawRefuted",
    "LawResult",
    "LawViolation",
    "LawfulError",
    "Model",
    "ModelRaised",
    "Mutant",
    "NotFound",
    "NotRun",
    "OperadReport",
    "Operation",
    "Outcome",
    "PluginError",
    "Proved",
    "RedundantClaim",
    "Refuted",
    "Report",
    "Sampler",
    "Step",
    "Summary",
    "Tested",
    "Theory",
    "Timing",
    "Vacuous",
    "Variable",
    "Verdict",
    "__version__",
    "booleans",
    "build",
    "check",
    "check_case",
    "check_token",
    "compare",
    "dicts",
    "discover",
    "find_law",
    "find_model",
    "find_theory",
    "floats",
    "integers",
    "lists",
    "load_plugins",
    "measure_adequacy",
    "model",
    "models",
    "read_report",
    "register",
    "replay",
    "sampled",
    "sets",
    "strategy",
    "text",
    "theories",
    "tuples",
    "values",
    "verify_operad_laws",
]


if not TYPE_CHECKING:
    # Loaded when they are first asked for, so that the import stays quick.
    _MODULES = {"adapters", "covenant", "laws", "operad", "platform", "provers", "trace", "trust"}
    _OF_OPERADS = {"LawResult", "LawViolation", "OperadReport", "verify_operad_laws"}

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name in _MODULES:
            return import_module(f"lawful.{name}")
        if name in _OF_OPERADS:
            found = getattr(import_module("lawful.operad"), name)
            globals()[name] = found
            return found
        raise AttributeError(f"module `lawful` has no attribute `{name}`")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_MODULES, *_OF_OPERADS})
