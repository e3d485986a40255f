"""The engine of lawful. Use the package `lawful`, which re-exports what is public."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from os import PathLike
from pathlib import Path
from random import Random
from types import GenericAlias
from typing import Any, ClassVar, Final, Generic, Literal, Never, ParamSpec, Self, TypeAlias, TypeVar, final, overload

import numpy as np
import numpy.typing as npt
from typing_extensions import disjoint_base

from lawful._guarding import Guarded

_T = TypeVar("_T")
_P = ParamSpec("_P")
_U = TypeVar("_U")
_K = TypeVar("_K")
_V = TypeVar("_V")
_T_co = TypeVar("_T_co", covariant=True)

VERSION: Final[str]
__all__ = [
    "Approval",
    "Budget",
    "Call",
    "CallReceipt",
    "Chain",
    "Covenant",
    "CovenantGate",
    "Decision",
    "Guard",
    "ReviewGate",
    "ReviewRequest",
    "RunAnswer",
    "Running",
    "Standing",
    "prove_run",
    "verify_proofs",
    "verify_run",
    "_abandoned",
    "_end_abandoned",
    "_end_runs",
    "_forked",
    "_restore",
    "_restore_trust",
    "_time_of_crate",
    "add",
    "Attestation",
    "Attested",
    "authenticators",
    "Binding",
    "blake3",
    "booleans",
    "build",
    "Certificate",
    "Certified",
    "CertifiedLaw",
    "certify",
    "Challenges",
    "check",
    "Checkpoint",
    "Claim",
    "compare",
    "Comparison",
    "Claims",
    "Coherence",
    "ConsistencyProof",
    "continuity",
    "Counterexample",
    "dicts",
    "Difference",
    "DidDocument",
    "discover",
    "Discoveries",
    "Discovery",
    "EntityTrust",
    "Evidence",
    "Failure",
    "find",
    "FiniteOperad",
    "floats",
    "HardwareBinding",
    "Head",
    "InclusionProof",
    "integers",
    "judge",
    "Key",
    "KeyStore",
    "KillMatrix",
    "Law",
    "lawbreakers",
    "LawEvidence",
    "Lct",
    "Lifecycle",
    "Link",
    "lists",
    "ManualClock",
    "measure",
    "Model",
    "models",
    "Mutant",
    "NotRun",
    "Operation",
    "origins",
    "Outcome",
    "phi",
    "Policy",
    "ProofFile",
    "Proved",
    "PublicKey",
    "reachability",
    "read_term",
    "Receipt",
    "RedundantClaim",
    "Refuted",
    "replay_case",
    "replay_token",
    "Report",
    "require",
    "sampled",
    "Sampler",
    "sets",
    "settle",
    "Settled",
    "sha256",
    "Signature",
    "SignedClaim",
    "SignedWitnessEvent",
    "stability",
    "StatusChange",
    "StatusLedger",
    "Step",
    "stores",
    "strategy",
    "Summary",
    "T3Tensor",
    "tabulate_operad",
    "Task",
    "Tested",
    "text",
    "theories",
    "Theory",
    "Timing",
    "TraceLedger",
    "TraceNode",
    "transitive_trust",
    "transitive_trust_array",
    "trust_levels",
    "trust_models",
    "TrustColumns",
    "TrustLevel",
    "TrustModel",
    "TrustStore",
    "tuples",
    "V3Tensor",
    "Vacuous",
    "values",
    "Variable",
    "Verdict",
    "verifier_key",
    "verify",
    "verify_batch",
    "VERSION",
]

@disjoint_base
class Verdict:
    """What is known about one law of one model: `Proved`, `Tested`, `Vacuous`, `NotRun` or `Refuted`."""

    @property
    def name(self) -> Literal["proved", "tested", "vacuous", "not run", "refuted"]:
        """The verdict in one word."""
    @property
    def holds(self) -> bool:
        """Whether the law can be relied on: proved or tested."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Proved(Verdict):
    """Every case holds: the whole domain was visited, or a decision procedure says so."""

    __match_args__ = ("by", "cases",)
    @property
    def by(self) -> Literal["whole domain", "light", "compile time", "derived"]:
        """How it is known."""
    @property
    def cases(self) -> int:
        """Cases that were visited, or equations that were compared."""

@final
class Tested(Verdict):
    """No case failed."""

    __test__: Final = False
    __match_args__ = ("cases", "effective",)
    @property
    def cases(self) -> int:
        """Cases that ran."""
    @property
    def effective(self) -> int:
        """Cases whose premise was true: what counts."""
    @property
    def failure_rate_below(self) -> float:
        """The 95 % upper bound on the failure rate over the random cases."""

@final
class Vacuous(Verdict):
    """Too few cases had a true premise for the verdict to mean anything."""

    __match_args__ = ("cases", "effective", "floor",)
    @property
    def cases(self) -> int:
        """Cases that ran."""
    @property
    def effective(self) -> int:
        """Cases whose premise was true."""
    @property
    def floor(self) -> int:
        """How many were needed."""

@final
class NotRun(Verdict):
    """The law was not checked."""

    __match_args__ = ("why",)
    @property
    def why(self) -> str:
        """Why."""

@final
class Refuted(Verdict):
    """The law is false for this model."""

    __match_args__ = ("counterexample",)
    @property
    def counterexample(self) -> Counterexample:
        """The refuting case, shrunk."""

@final
class Binding:
    """One variable of a law and the value that it had."""

    __match_args__ = ("variable", "value",)
    @property
    def variable(self) -> str:
        """The variable, as the law names it."""
    @property
    def sort(self) -> str:
        """The sort of the variable."""
    @property
    def value(self) -> str:
        """The value, printed."""
    @property
    def matters(self) -> bool:
        """Whether the law can hold again when only this variable changes."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Step:
    """One step of the evaluation of a side: a term and what it came to."""

    __match_args__ = ("term", "value",)
    @property
    def term(self) -> str:
        """The term, printed with the values of its arguments."""
    @property
    def value(self) -> str:
        """Its value, printed."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Failure:
    """How a case refuted its law."""

    __match_args__ = ("how",)
    @property
    def how(self) -> Literal["unequal", "not at most", "false", "raised"]:
        """How."""
    @property
    def left(self) -> str | None:
        """The left side, printed, if the law has two sides."""
    @property
    def right(self) -> str | None:
        """The right side, printed, if the law has two sides."""
    @property
    def message(self) -> str | None:
        """What the model's code said when it raised."""
    @property
    def traceback(self) -> str | None:
        """The traceback of what was raised, or the place of a panic."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Counterexample:
    """A refuting case, shrunk, with both sides shown."""

    __match_args__ = ("substitution", "failure",)
    @property
    def case(self) -> str:
        """The case in which the law was first refuted: `random:17`."""
    @property
    def replay(self) -> str:
        """The token that replays that case."""
    @property
    def substitution(self) -> tuple[Binding, ...]:
        """The values after shrinking."""
    @property
    def found(self) -> tuple[Binding, ...]:
        """The values as first found."""
    @property
    def failure(self) -> Failure:
        """How the shrunk case refutes the law."""
    @property
    def left(self) -> tuple[Step, ...]:
        """The evaluation of the left side."""
    @property
    def right(self) -> tuple[Step, ...]:
        """The evaluation of the right side."""
    @property
    def first_difference(self) -> str | None:
        """The first place where two long sides differ, told in words."""
    @property
    def failed(self) -> int:
        """How many of the sampled cases failed."""
    @property
    def sampled(self) -> int:
        """How many cases were sampled to say how often the law fails."""
    @property
    def shrink_tried(self) -> int:
        """How many candidates shrinking tried."""
    @property
    def shrink_accepted(self) -> int:
        """How many candidates were simpler and refuted the law too."""
    @property
    def shrink_out_of_budget(self) -> bool:
        """Whether the budget ended shrinking: a simpler case may exist."""
    @property
    def rust_test(self) -> str:
        """A ready Rust test that fails for this case; empty for a Python model."""
    @property
    def python_test(self) -> str:
        """A ready pytest function that fails for this case."""
    @property
    def encoded(self) -> tuple[str, ...] | None:
        """The shrunk values as text, if all of them can be stored."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class LawEvidence:
    """What is known about one law of one model."""

    __match_args__ = ("law", "verdict",)
    @property
    def law(self) -> str:
        """The id of the law."""
    @property
    def law_set(self) -> int:
        """The version of the law set of the theory that states the law."""
    @property
    def statement(self) -> str:
        """The law, printed."""
    @property
    def claim(self) -> Literal["holds", "fails"]:
        """What was claimed."""
    @property
    def floor(self) -> int:
        """How many effective cases a verdict needs."""
    @property
    def verdict(self) -> Proved | Tested | Vacuous | NotRun | Refuted:
        """The verdict."""
    @property
    def status(self) -> Literal["holds", "witnessed", "broken", "unwitnessed", "unknown"]:
        """Whether the claim was borne out."""
    @property
    def is_good(self) -> bool:
        """Whether the claim was borne out."""
    @property
    def is_good_so_far(self) -> bool:
        """Whether the claim was borne out, as far as the shards that have run can tell."""
    @property
    def missing_shards(self) -> tuple[int, ...]:
        """The shards that have not run, by their number from 1."""
    @property
    def cases(self) -> int:
        """Cases that ran."""
    @property
    def effective(self) -> int:
        """Cases that ran and whose premise was true."""
    @property
    def worst_error(self) -> float | None:
        """The worst error that a tolerance let pass, as a part of what it allows."""
    def to_text(
        self, model: str, *, color: bool = False, width: int = 80, verbose: bool = False
    ) -> str:
        """Tells everything about the law of the model `model` as text for a terminal."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Evidence:
    """Verdicts for all laws of one model."""

    __match_args__ = ("model", "laws",)
    @property
    def model(self) -> str:
        """The id of the model."""
    @property
    def version(self) -> str:
        """The version of the model."""
    @property
    def language(self) -> str:
        """The language of the model: `rust` or `python`."""
    @property
    def theories(self) -> tuple[str, ...]:
        """The theories that the model claims."""
    @property
    def about(self) -> str:
        """One line about the model."""
    @property
    def laws(self) -> tuple[LawEvidence, ...]:
        """The laws, sorted by id."""
    @property
    def is_good(self) -> bool:
        """Whether every claim was borne out, and there is at least one."""
    def law(self, id: str) -> LawEvidence:
        """Finds the evidence of one law by its id, or by its short name if only one has it."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Mutant:
    """One mutant of a model and the laws that notice it."""

    __match_args__ = ("name", "killed_by",)
    @property
    def name(self) -> str:
        """What was changed."""
    @property
    def killed_by(self) -> tuple[bool, ...]:
        """For each law of the matrix, in order, whether it refuted the mutant."""
    @property
    def same_behavior(self) -> bool:
        """Whether the mutant gave the same answers as the model in every case tried."""
    @property
    def survived(self) -> bool:
        """Whether the mutant is a fault that no law noticed."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class KillMatrix:
    """Mutants of one model against its laws."""

    __match_args__ = ("model", "laws", "mutants",)
    @property
    def model(self) -> str:
        """The id of the model."""
    @property
    def laws(self) -> tuple[str, ...]:
        """The ids of the laws: the columns."""
    @property
    def mutants(self) -> tuple[Mutant, ...]:
        """The mutants: the rows."""
    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """The faults that no law noticed."""
    @property
    def redundant_laws(self) -> tuple[str, ...]:
        """The laws that kill nothing that another law does not kill too."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Summary:
    """Counts of the claims of a report."""

    __match_args__ = ("models", "claims", "proved", "tested", "witnessed", "broken", "unwitnessed", "vacuous", "not_run",)
    @property
    def models(self) -> int:
        """Models."""
    @property
    def claims(self) -> int:
        """Claims: pairs of a model and a law."""
    @property
    def proved(self) -> int:
        """Claims that were proved."""
    @property
    def tested(self) -> int:
        """Claims that were tested."""
    @property
    def witnessed(self) -> int:
        """Negative claims with a witness."""
    @property
    def broken(self) -> int:
        """Claims that were refuted."""
    @property
    def unwitnessed(self) -> int:
        """Negative claims without a witness."""
    @property
    def vacuous(self) -> int:
        """Claims about which nothing is known: too few cases counted."""
    @property
    def not_run(self) -> int:
        """Claims about which nothing is known: they did not run."""
    @property
    def is_good(self) -> bool:
        """Whether every claim was borne out, and there is at least one."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Timing:
    """How long one law of one model took. It differs from run to run."""

    __match_args__ = ("model", "law", "seconds",)
    @property
    def model(self) -> str:
        """The id of the model."""
    @property
    def law(self) -> str:
        """The id of the law."""
    @property
    def seconds(self) -> float:
        """Wall time in seconds."""
    @property
    def cases(self) -> int:
        """Cases that ran in that time."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Report:
    """The evidence of all models that were checked in one run."""

    __match_args__ = ("evidence",)
    @property
    def seed(self) -> int:
        """The root seed."""
    @property
    def cases(self) -> int | None:
        """Random cases for each law, if the budget was a number of cases."""
    @property
    def seconds(self) -> float | None:
        """Seconds for each law, if the budget was a time."""
    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence, sorted by the id of the model."""
    @property
    def adequacy(self) -> tuple[KillMatrix, ...]:
        """Kill matrices, if they were asked for."""
    @property
    def timings(self) -> tuple[Timing, ...]:
        """How long each law of each model took."""
    @property
    def interrupted(self) -> bool:
        """Whether the run was interrupted: some models are missing or not complete."""
    @property
    def is_good(self) -> bool:
        """Whether the run is complete and every claim was borne out."""
    @property
    def summary(self) -> Summary:
        """Counts the claims."""
    def model(self, id: str) -> Evidence:
        """Finds the evidence of one model by its id."""
    def canonical(self) -> Report:
        """Returns the report without what differs from run to run: the timings."""
    def with_adequacy(self, matrices: Sequence[KillMatrix]) -> Report:
        """Returns the report with kill matrices."""
    def merge(self, *others: Report) -> Report:
        """Merges the report with others of the same settings: shards become one report."""
    def to_json_lines(self, *, canonical: bool = False) -> str:
        """Returns the report as JSON lines, with the timings unless `canonical`."""
    @staticmethod
    def from_json_lines(text: str | bytes) -> Report:
        """Reads a report from JSON lines. The text is not trusted."""
    def to_junit(self) -> str:
        """Returns the report as JUnit XML."""
    def to_html(self) -> str:
        """Returns the report as one HTML page that needs no network."""
    def to_text(self, *, color: bool = False, width: int = 80, verbose: bool = False) -> str:
        """Returns the report as text for a terminal."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Outcome:
    """What one model made of a case."""

    __match_args__ = ("how", "text",)
    @property
    def how(self) -> Literal["returned", "raised"]:
        """Whether it returned or raised."""
    @property
    def text(self) -> str:
        """The value, printed, or what was raised."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Difference:
    """The first case in which two models differ, shrunk."""

    __match_args__ = ("operation", "left", "right",)
    @property
    def operation(self) -> str:
        """The operation, or the machine."""
    @property
    def case(self) -> str:
        """The case in which the models first differed: `random:17`."""
    @property
    def arguments(self) -> tuple[Binding, ...]:
        """The arguments after shrinking; for a machine, one program."""
    @property
    def found(self) -> tuple[Binding, ...]:
        """The arguments as first found."""
    @property
    def left(self) -> Outcome:
        """What the first model made of them."""
    @property
    def right(self) -> Outcome:
        """What the second model made of them."""
    @property
    def shrink_tried(self) -> int:
        """How many candidates shrinking tried."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Comparison:
    """How two models compare; true if they agree."""

    __match_args__ = ("left", "right", "difference",)
    @property
    def left(self) -> str:
        """The id of the first model: the samplers are its."""
    @property
    def right(self) -> str:
        """The id of the second model."""
    @property
    def seed(self) -> int:
        """The root seed."""
    @property
    def operations(self) -> tuple[LawEvidence, ...]:
        """What is known about each operation, as about a law: `agreement[combine].same`."""
    @property
    def skipped(self) -> tuple[tuple[str, str], ...]:
        """The operations that were left out, each with the reason."""
    @property
    def agrees(self) -> bool:
        """Whether every operation agrees, and none was left out."""
    @property
    def difference(self) -> Difference | None:
        """The first difference, in the order of the operations; `None` if there is none."""
    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Settled:
    """What is known after a prover was asked and its answer checked."""

    __match_args__ = ("outcome", "verdict",)
    @property
    def outcome(self) -> Literal["proved", "refuted", "unknown", "refused", "late", "raised"]:
        """The outcome in one word."""
    @property
    def why(self) -> str:
        """Why nothing is known; empty if something is."""
    @property
    def verdict(self) -> Proved | Tested | Vacuous | NotRun | Refuted:
        """The verdict on the law. A prover that lies, raises or is late leaves it at `NotRun`."""
    @property
    def derivation(self) -> tuple[str, ...]:
        """The derivation that was replayed, a line for each term."""
    @property
    def cites(self) -> tuple[str, ...]:
        """The laws that the derivation cites, which were checked."""
    @property
    def counterexample(self) -> Counterexample | None:
        """The refuting case, which was run again and shrunk; `None` if there is none."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Task:
    """The question that a prover is asked, and how much it may spend."""

    @property
    def model(self) -> str:
        """The id of the model."""
    @property
    def law(self) -> str:
        """The id of the law."""
    @property
    def statement(self) -> str:
        """The law, printed."""
    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the variables, in order."""
    @property
    def goal(self) -> tuple[str, str] | None:
        """Both sides of the law as terms, if it is an equation between operations."""
    @property
    def citable(self) -> dict[str, str]:
        """The laws that a derivation may cite, by id, each as an equation between terms."""
    @property
    def seed(self) -> int:
        """The seed from which a prover that needs chance should draw."""
    @property
    def is_over(self) -> bool:
        """Whether the time or the cases are used up: the prover should answer now."""
    @property
    def ran(self) -> int:
        """How many cases ran."""
    def draw(self, index: int) -> tuple[Any, ...]:
        """Draws the values of random case `index`, as a run with this seed does."""
    def judge(self, *values: object) -> Literal["holds", "vacuous", "refuted"]:
        """Runs one case and counts it."""

@final
class Variable:
    """A variable of a law."""

    __match_args__ = ("name", "sort",)
    @property
    def name(self) -> str:
        """The name."""
    @property
    def sort(self) -> str:
        """The sort."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Law:
    """A universally quantified statement over a theory."""

    __match_args__ = ("id", "statement",)
    @property
    def id(self) -> str:
        """The id: `semigroup.associative`."""
    @property
    def name(self) -> str:
        """The name in the theory that states it: `associative`."""
    @property
    def theory(self) -> str:
        """The theory that states it."""
    @property
    def about(self) -> str:
        """What it says, in words."""
    @property
    def statement(self) -> str:
        """What it says, in notation."""
    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables, in order."""
    @property
    def law_set(self) -> int:
        """The version of the law set of the theory."""
    @property
    def floor(self) -> int:
        """How many effective cases a verdict needs."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Operation:
    """An operation of a theory: the method that a model has for it."""

    __match_args__ = ("name", "arguments", "result",)
    @property
    def name(self) -> str:
        """The name of the method."""
    @property
    def arguments(self) -> tuple[str, ...]:
        """The sorts of the arguments."""
    @property
    def result(self) -> str:
        """The sort of the result; `Option<Elem>` for a value or `None`."""
    @property
    def symbol(self) -> str | None:
        """The symbol that laws print, if it has one."""
    @property
    def about(self) -> str:
        """What it is for."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Theory:
    """A signature and its laws."""

    __match_args__ = ("id",)
    @property
    def id(self) -> str:
        """The id: `commutative_monoid`."""
    @property
    def about(self) -> str:
        """What it is, in one line."""
    @property
    def law_set(self) -> int:
        """The version of its own laws."""
    @property
    def parents(self) -> tuple[str, ...]:
        """The theories that it extends."""
    @property
    def sorts(self) -> tuple[str, ...]:
        """The sorts: for `Elem`, a model has a sampler called `elem`."""
    @property
    def operations(self) -> tuple[Operation, ...]:
        """The operations: for each, a model has a method."""
    @property
    def laws(self) -> tuple[Law, ...]:
        """The laws, inherited ones included."""
    @property
    def own_laws(self) -> tuple[Law, ...]:
        """The laws that the theory states itself."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Claim:
    """A law and what the author of a model claims about it."""

    __match_args__ = ("law", "claim",)
    @property
    def law(self) -> str:
        """The id of the law."""
    @property
    def statement(self) -> str:
        """The law, printed."""
    @property
    def claim(self) -> Literal["holds", "fails"]:
        """What is claimed."""
    @property
    def has_witness(self) -> bool:
        """Whether the author gave a witness for a negative claim."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Model:
    """One implementation of theories, with samplers for its sorts."""

    __match_args__ = ("id",)
    @property
    def id(self) -> str:
        """The id."""
    @property
    def version(self) -> str:
        """The version."""
    @property
    def language(self) -> str:
        """The language: `rust` or `python`."""
    @property
    def about(self) -> str:
        """One line about the model."""
    @property
    def theories(self) -> tuple[str, ...]:
        """The theories that it claims."""
    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims, sorted by the id of the law."""
    def only(self, laws: Sequence[str]) -> Model:
        """Returns the model with the claims of the given laws only."""
    def call(self, operation: str, *arguments: object) -> Any:
        """Calls an operation of the model, whatever it is written in."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Sampler(Generic[_T_co]):
    """How the values of a sort are produced: edge values, all values if there are few, a way to draw."""

    def map(
        self,
        image: Callable[[_T_co], _U],
        *,
        edges: Iterable[_U] | None = None,
        equal: Callable[[_U, _U], object] | None = None,
        key: Callable[[_U], object] | None = None,
        order: Callable[[_U, _U], object] | None = None,
        shown: Callable[[_U], object] | None = None,
        within: float | tuple[float, float] | None = None,
        valid: Callable[[_U], object] | None = None,
    ) -> Sampler[_U]:
        """Makes the sampler of the images of this one's values."""
    def examples(self, n: int = 10, *, seed: int = 0) -> list[_T_co]:
        """Returns the first `n` values that a run with this seed would draw: to look at."""
    @property
    def _parts(self) -> tuple[str, tuple[Any, ...]]: ...
    def __class_getitem__(cls, item: object) -> GenericAlias: ...

def integers(
    low: int | None = None,
    high: int | None = None,
    *,
    edges: Iterable[int] | None = None,
    equal: Callable[[int, int], object] | None = None,
    key: Callable[[int], object] | None = None,
    order: Callable[[int, int], object] | None = None,
    shown: Callable[[int], object] | None = None,
    within: float | tuple[float, float] | None = None,
    valid: Callable[[int], object] | None = None,
) -> Sampler[int]:
    """Samples whole numbers from `low` to `high`, both included; without ends, numbers of any size."""

def floats(
    low: float | None = None,
    high: float | None = None,
    *,
    edges: Iterable[float] | None = None,
    equal: Callable[[float, float], object] | None = None,
    key: Callable[[float], object] | None = None,
    order: Callable[[float, float], object] | None = None,
    shown: Callable[[float], object] | None = None,
    within: float | tuple[float, float] | None = None,
    valid: Callable[[float], object] | None = None,
) -> Sampler[float]:
    """Samples finite floating-point numbers from `low` to `high`."""

def text(
    alphabet: str | None = None,
    *,
    longest: int = 8,
    edges: Iterable[str] | None = None,
    equal: Callable[[str, str], object] | None = None,
    key: Callable[[str], object] | None = None,
    order: Callable[[str, str], object] | None = None,
    shown: Callable[[str], object] | None = None,
    within: float | tuple[float, float] | None = None,
    valid: Callable[[str], object] | None = None,
) -> Sampler[str]:
    """Samples texts over an alphabet; without one, mostly `abc` and now and then any character."""

def booleans(
    *,
    edges: Iterable[bool] | None = None,
    equal: Callable[[bool, bool], object] | None = None,
    key: Callable[[bool], object] | None = None,
    order: Callable[[bool, bool], object] | None = None,
    shown: Callable[[bool], object] | None = None,
    within: float | tuple[float, float] | None = None,
    valid: Callable[[bool], object] | None = None,
) -> Sampler[bool]:
    """Samples `False` and `True`."""

def values(
    values: Iterable[_T],
    *,
    edges: Iterable[_T] | None = None,
    equal: Callable[[_T, _T], object] | None = None,
    key: Callable[[_T], object] | None = None,
    order: Callable[[_T, _T], object] | None = None,
    shown: Callable[[_T], object] | None = None,
    within: float | tuple[float, float] | None = None,
    valid: Callable[[_T], object] | None = None,
) -> Sampler[_T]:
    """Samples given values, simplest first. They are all values of the sort: what holds for each is proved."""

def sampled(
    draw: Callable[[Random], _T],
    *,
    edges: Iterable[_T] | None = None,
    equal: Callable[[_T, _T], object] | None = None,
    key: Callable[[_T], object] | None = None,
    order: Callable[[_T, _T], object] | None = None,
    shown: Callable[[_T], object] | None = None,
    within: float | tuple[float, float] | None = None,
    valid: Callable[[_T], object] | None = None,
) -> Sampler[_T]:
    """Samples what a function of a `random.Random` returns; it must take all its randomness from there."""

def strategy(
    strategy: Any,
    *,
    edges: Iterable[Any] | None = None,
    equal: Callable[[Any, Any], object] | None = None,
    key: Callable[[Any], object] | None = None,
    order: Callable[[Any, Any], object] | None = None,
    shown: Callable[[Any], object] | None = None,
    within: float | tuple[float, float] | None = None,
    valid: Callable[[Any], object] | None = None,
) -> Sampler[Any]:
    """Samples examples of a Hypothesis strategy: the same ones in every run."""

def lists(
    of: Sampler[_T],
    *,
    longest: int = 4,
    edges: Iterable[list[_T]] | None = None,
    equal: Callable[[list[_T], list[_T]], object] | None = None,
    key: Callable[[list[_T]], object] | None = None,
    order: Callable[[list[_T], list[_T]], object] | None = None,
    shown: Callable[[list[_T]], object] | None = None,
    within: float | tuple[float, float] | None = None,
    valid: Callable[[list[_T]], object] | None = None,
) -> Sampler[list[_T]]:
    """Samples lists of values of another sampler."""

def sets(
    of: Sampler[_T],
    *,
    longest: int = 4,
    edges: Iterable[set[_T]] | None = None,
    equal: Callable[[set[_T], set[_T]], object] | None = None,
    key: Callable[[set[_T]], object] | None = None,
    order: Callable[[set[_T], set[_T]], object] | None = None,
    shown: Callable[[set[_T]], object] | None = None,
    within: float | tuple[float, float] | None = None,
    valid: Callable[[set[_T]], object] | None = None,
) -> Sampler[set[_T]]:
    """Samples sets of values of another sampler."""

def dicts(
    keys: Sampler[_K],
    values: Sampler[_V],
    *,
    longest: int = 4,
    edges: Iterable[dict[_K, _V]] | None = None,
    equal: Callable[[dict[_K, _V], dict[_K, _V]], object] | None = None,
    key: Callable[[dict[_K, _V]], object] | None = None,
    order: Callable[[dict[_K, _V], dict[_K, _V]], object] | None = None,
    shown: Callable[[dict[_K, _V]], object] | None = None,
    within: float | tuple[float, float] | None = None,
    valid: Callable[[dict[_K, _V]], object] | None = None,
) -> Sampler[dict[_K, _V]]:
    """Samples dicts."""

def tuples(
    *of: Sampler[Any],
    edges: Iterable[tuple[Any, ...]] | None = None,
    equal: Callable[[tuple[Any, ...], tuple[Any, ...]], object] | None = None,
    key: Callable[[tuple[Any, ...]], object] | None = None,
    order: Callable[[tuple[Any, ...], tuple[Any, ...]], object] | None = None,
    shown: Callable[[tuple[Any, ...]], object] | None = None,
    within: float | tuple[float, float] | None = None,
    valid: Callable[[tuple[Any, ...]], object] | None = None,
) -> Sampler[tuple[Any, ...]]:
    """Samples tuples with one value of each sampler."""

@final
class PublicKey:
    """A public key that was checked when it was read: `PublicKey("ed25519:...")`, or from bytes."""

    def __new__(cls, written: str | bytes, /) -> Self: ...
    @staticmethod
    def ed25519(point: bytes, /) -> PublicKey:
        """Reads a bare Ed25519 point of 32 bytes, as other libraries write it."""
    @staticmethod
    def p256(point: bytes, /) -> PublicKey:
        """Reads a bare P-256 point in SEC1 form, 33 or 65 bytes."""
    @property
    def algorithm(self) -> Literal["ed25519", "p256", "sk-ed25519", "sk-p256"]:
        """The algorithm."""
    @property
    def point(self) -> bytes:
        """The point alone: 32 bytes for Ed25519, 33 for P-256."""
    @property
    def fingerprint(self) -> bytes:
        """The SHA-256 of the binary form: 32 bytes."""
    @property
    def short_fingerprint(self) -> str:
        """The first 16 hexadecimal digits of the fingerprint."""
    def verify(self, message: bytes, signature: Signature, *, context: str) -> None:
        """Verifies a signature of a message in a context; raises `BadSignature` if it is not good."""
    def __bytes__(self) -> bytes: ...
    def __lt__(self, other: PublicKey, /) -> bool: ...
    def __le__(self, other: PublicKey, /) -> bool: ...
    def __gt__(self, other: PublicKey, /) -> bool: ...
    def __ge__(self, other: PublicKey, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Signature:
    """A signature: `Signature("ed25519:...")`, or from bytes."""

    def __new__(cls, written: str | bytes, /) -> Self: ...
    @property
    def algorithm(self) -> Literal["ed25519", "p256", "sk-ed25519", "sk-p256"]:
        """The algorithm."""
    @property
    def raw(self) -> bytes:
        """The 64 bytes of the signature alone."""
    @property
    def device_statement(self) -> tuple[int, int] | None:
        """What an authenticator stated beside it, flags and counter; `None` for other keys."""
    def __bytes__(self) -> bytes: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Key:
    """A key of a store. The secret cannot be read, pickled or copied."""

    @property
    def name(self) -> str:
        """The name in the store."""
    @property
    def public_key(self) -> PublicKey:
        """The public key."""
    def sign(self, message: bytes, *, context: str) -> Signature:
        """Signs a message in a context: a signature for one purpose is refused for every other."""
    def __reduce__(self) -> Never: ...

@final
class KeyStore:
    """Keys in one encrypted file, in memory, in a TPM 2.0 or in a FIDO2 authenticator."""

    @staticmethod
    def open(path: str | PathLike[str], password: str | bytes) -> KeyStore:
        """Opens a file with its password."""
    @staticmethod
    def create(
        path: str | PathLike[str],
        password: str | bytes,
        *,
        memory_kib: int = 65536,
        passes: int = 3,
        lanes: int = 1,
    ) -> KeyStore:
        """Makes a new file that only its owner may read."""
    @staticmethod
    def memory() -> KeyStore:
        """Makes a store that is gone when it is dropped."""
    @staticmethod
    def tpm2(
        index: str | PathLike[str],
        *,
        address: str = "device:/dev/tpmrm0",
        registers: Sequence[int] = ...,
        password: str | bytes | None = None,
        owner: str | bytes | None = None,
        seconds: float = 30.0,
    ) -> KeyStore:
        """Opens the keys in a TPM 2.0. `index` is the file that maps names to keys."""
    @staticmethod
    def fido2(
        index: str | PathLike[str],
        *,
        relying_party: str,
        device: str | None = None,
        pin: str | bytes | None = None,
        verified_user: bool = False,
        seconds: float = 60.0,
    ) -> KeyStore:
        """Opens the keys in a FIDO2 authenticator that are made for one relying party."""
    @property
    def anchor(self) -> Literal["software", "tpm2", "fido2"]:
        """Where the keys live."""
    @property
    def algorithms(self) -> tuple[str, ...]:
        """What keys can be made for; the first is the default of `new_key`."""
    @property
    def seals(self) -> bool:
        """Whether the store can seal data."""
    @property
    def needs_presence(self) -> bool:
        """Whether signing needs a person to touch the device."""
    @property
    def path(self) -> str | None:
        """The file, of keys or of the names of a device's keys; `None` for a store in memory."""
    def list(self) -> tuple[str, ...]:
        """Returns the names of the keys, sorted."""
    def new_key(self, name: str, *, algorithm: str | None = None) -> Key:
        """Makes a key for one of the `algorithms` of the store, the first of them by default."""
    def key(self, name: str) -> Key:
        """Opens a key by its name."""
    def created(self, name: str) -> datetime | None:
        """Returns when a key was made, in UTC, or `None` if the store does not note it."""
    def delete(self, name: str) -> None:
        """Deletes a key for ever; open handles of this store stop signing."""
    def seal(self, data: bytes, *, context: str) -> bytes:
        """Encrypts up to 65536 bytes so that only this store reads them again, in this context."""
    def unseal(self, sealed: bytes, *, context: str) -> bytes:
        """Decrypts what this store sealed in the same context."""
    def attest(
        self,
        key: str,
        *,
        entity: str,
        challenge: bytes,
        purpose: str = "session_start",
        seconds: float = 3600.0,
        now: datetime | None = None,
    ) -> Attestation:
        """Proves that a key of this store answers a challenge of 32 bytes, for `seconds` from now."""
    def attestation_key(self) -> PublicKey:
        """Returns the key that signs what a TPM states, and makes it if there is none."""
    def platform_state(self) -> dict[int, bytes]:
        """Returns the present values of the registers of a TPM that the store was opened with."""
    def pin_attempts_left(self) -> int:
        """Returns how many wrong PINs the authenticator takes before it blocks itself."""
    def set_first_pin(self, pin: str | bytes) -> None:
        """Gives the authenticator its first PIN, 4 to 63 bytes, and uses it from now on."""
    def change_password(
        self, password: str | bytes, *, memory_kib: int = 65536, passes: int = 3, lanes: int = 1
    ) -> None:
        """Encrypts the file anew under another password."""
    def __reduce__(self) -> Never: ...

def stores() -> list[str]:
    """Returns the kinds of key stores that this build can open."""

def authenticators() -> list[tuple[str, str]]:
    """Returns the authenticators that are plugged in: pairs of a path and what it calls itself."""

@final
class Challenges:
    """The challenges of one verifier: each is good for one attestation, for `seconds`."""

    def __new__(cls, *, seconds: float = 300.0) -> Self: ...
    def issue(self, *, now: datetime | None = None) -> bytes:
        """Issues a new challenge: 32 random bytes."""

@final
class Policy:
    """What a verifier of attestations trusts: without anything, only software keys pass."""

    def __new__(
        cls,
        *,
        attestation_keys: Sequence[PublicKey] = ...,
        expected_pcrs: dict[int, bytes] | None = None,
        authenticator_roots: Sequence[bytes] = ...,
        enrolled: Sequence[tuple[PublicKey, str]] = ...,
        clock_skew: float = 0.0,
    ) -> Self: ...

@final
class Attestation:
    """A statement about a key with its proof, read from JSON. Nothing in it is believed before `verify`."""

    def __new__(cls, json: str | bytes, /) -> Self: ...
    @property
    def entity(self) -> str:
        """Who is said to own the key."""
    @property
    def public_key(self) -> PublicKey:
        """The key that it is about."""
    @property
    def anchor(self) -> Literal["software", "tpm2", "fido2", "secure_enclave"]:
        """Where the key is said to live."""
    @property
    def challenge(self) -> bytes:
        """The challenge that it answers: 32 bytes."""
    @property
    def issued_at(self) -> datetime:
        """When it says it was made, in UTC."""
    @property
    def expires_at(self) -> datetime:
        """When it says it ends, in UTC."""
    def to_json(self) -> str:
        """Returns the envelope as JSON."""
    def verify(
        self,
        challenges: Challenges,
        *,
        policy: Policy | None = None,
        now: datetime | None = None,
    ) -> Attested:
        """Verifies the envelope, uses its challenge up, and computes the trust ceiling."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Attested:
    """What a verifier knows after it has verified an attestation."""

    __match_args__ = ("entity", "ceiling",)
    @property
    def entity(self) -> str:
        """Who owns the key."""
    @property
    def public_key(self) -> PublicKey:
        """The key."""
    @property
    def anchor(self) -> Literal["software", "tpm2", "fido2", "secure_enclave"]:
        """Where it lives, as far as was verified."""
    @property
    def ceiling(self) -> float:
        """The most trust that follows, from 0 to 1: computed, never taken from the envelope."""
    @property
    def freshness(self) -> float:
        """How fresh it is, from 0 to 1."""
    @property
    def effective(self) -> float:
        """The ceiling times the freshness."""
    @property
    def platform_state(self) -> dict[int, bytes]:
        """The platform state that a TPM signed: numbers of registers and their values."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Certificate:
    """Evidence that a key signed: a DSSE envelope, read from JSON. Nothing in it is believed before `verify`."""

    def __new__(cls, json: str | bytes, /) -> Self: ...
    def to_json(self) -> str:
        """Returns the envelope as JSON."""
    def model(self, trusted: PublicKey | Sequence[PublicKey]) -> str:
        """Returns the id of the model that it is about, if a trusted key signed it."""
    def verify(
        self,
        trusted: PublicKey | Sequence[PublicKey],
        model: Model,
        *,
        least: str = "tested",
        effective: int = 0,
        artifacts: dict[str, bytes] | None = None,
        now: datetime | None = None,
    ) -> Certified:
        """Verifies that a trusted key signed it, for this model as it is now, with good verdicts."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Certified:
    """What a certificate says that was verified."""

    __match_args__ = ("model", "laws",)
    @property
    def model(self) -> str:
        """The id of the model."""
    @property
    def version(self) -> str:
        """The version of the model."""
    @property
    def language(self) -> str:
        """The language of the model: `rust` or `python`."""
    @property
    def signer(self) -> PublicKey:
        """The trusted key that signed."""
    @property
    def seed(self) -> int:
        """The root seed of the run."""
    @property
    def issued_at(self) -> datetime:
        """When it was issued, in UTC."""
    @property
    def expires_at(self) -> datetime | None:
        """When it ends, in UTC; `None` if never."""
    @property
    def laws(self) -> tuple[CertifiedLaw, ...]:
        """What was found about each law, sorted by id."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class CertifiedLaw:
    """What a certificate says about one law."""

    __match_args__ = ("law", "verdict",)
    @property
    def law(self) -> str:
        """The id of the law."""
    @property
    def law_set(self) -> int:
        """The version of its law set."""
    @property
    def claim(self) -> Literal["holds", "fails"]:
        """What is claimed."""
    @property
    def verdict(self) -> Literal["proved", "tested", "vacuous", "not run", "refuted"]:
        """The verdict."""
    @property
    def effective(self) -> int | None:
        """Cases that counted; `None` if the verdict does not come from a number of cases."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

def verify(
    trusted: PublicKey | Sequence[PublicKey], message: bytes, signature: Signature, *, context: str
) -> PublicKey:
    """Verifies that one of the trusted keys signed a message in a context, and returns that key."""

def verify_batch(batch: Sequence[tuple[PublicKey, bytes, Signature]], *, context: str) -> None:
    """Verifies many signatures in one context; `BadSignature` names the first bad one."""

def blake3(data: bytes, /) -> bytes:
    """Returns the BLAKE3 digest of some bytes: 32 bytes."""

def sha256(data: bytes, /) -> bytes:
    """Returns the SHA-256 digest of some bytes: 32 bytes."""

def certify(
    report: Report,
    model: str,
    key: Key,
    *,
    seconds: float | None = None,
    artifacts: dict[str, bytes] | None = None,
    now: datetime | None = None,
) -> Certificate:
    """Certifies what a report found about a model, good or bad: a key signs it."""

def theories() -> tuple[Theory, ...]:
    """Returns every theory, sorted by id."""

def lawbreakers() -> list[tuple[str, str, str, list[str]]]:
    """Returns the lawbreakers: the theory, the id, what it does, the short names of the laws it breaks."""

def models() -> list[Model]:
    """Returns every registered model, sorted by id."""

def find(id: str) -> Model:
    """Finds a registered model by its id."""

def add(model: Model, origin: str) -> None:
    """Registers a model. The same origin may register a model again; another one may not."""

def require(manifest: str) -> None:
    """Checks that every model that a manifest names is registered."""

def build(
    object: object,
    theories: Sequence[str],
    samplers: dict[str, Sampler[Any]],
    *,
    id: str,
    version: str,
    about: str,
    fails: Sequence[tuple[str, tuple[object, ...] | None]],
) -> Model:
    """Makes a model from an object. Use `lawful.build`."""

def check(
    models: Sequence[Model],
    *,
    cases: int | None,
    seconds: float | None,
    seed: int,
    shard: str,
    threads: int,
    deadline: float,
    shrink: int,
    regressions: str | PathLike[str] | None,
    progress: Callable[[str, LawEvidence, int, int], object] | None,
) -> tuple[Report, int, str | None]:
    """Checks every claim of the models. Use `lawful.check`."""

def compare(
    left: Model,
    right: Model,
    *,
    cases: int | None,
    seconds: float | None,
    seed: int,
    threads: int,
    deadline: float,
    shrink: int,
) -> Comparison:
    """Compares two models. Use `lawful.compare`."""

def settle(
    model: Model,
    law: str,
    prover: object,
    *,
    constants: Sequence[str],
    watched: bool,
    seconds: float,
    cases: int,
    seed: int,
    checking: float,
    shrink: int,
) -> Settled:
    """Asks a prover about a law. Use `lawful.provers.settle`."""

def judge(model: Model, law: str, values: Sequence[Any], *, shrink: int) -> LawEvidence:
    """Judges a law of a model for given values. Use `lawful.laws.judge`."""

def origins() -> list[tuple[str, str]]:
    """Returns where the models that were registered in Python come from: the id and the class of each."""

def measure(model: Model, *, seed: int = 0, cases: int = 500) -> KillMatrix:
    """Measures the laws of one model against its mutants. Use `lawful.measure_adequacy`."""

def replay_token(
    token: str, *, refuse: bool, regressions: str | PathLike[str] | None = None
) -> LawEvidence:
    """Runs the case of a token again. Use `lawful.replay`."""

def replay_case(
    model: str, law: str, values: Sequence[str], *, refuse: bool
) -> LawEvidence:
    """Judges a law for values that are given as text. Use `lawful.check_case`."""

def _restore(name: str, json: str) -> Any: ...
def _abandoned() -> int: ...
def _end_abandoned() -> int: ...
def _time_of_crate(work: str, *, bytes: int, calls: int) -> float:
    """Returns the seconds of one call of a crate itself, without Python."""
def _end_runs(seconds: float) -> bool: ...
def _forked() -> None: ...

@final
class FiniteOperad:
    """A finite operad: the operations `0..n`, their table, and the identity.

    `FiniteOperad([[0, 1], [1, 0]], 0)` is exclusive or. Frozen, hashable, picklable.
    """

    def __new__(cls, table: Sequence[Sequence[int]], identity: int) -> Self: ...
    @property
    def size(self) -> int:
        """The number of operations."""
    def operations(self) -> list[int]:
        """Returns all operations."""
    def identity(self) -> int:
        """Returns the identity."""
    def compose(self, a: int, b: int) -> int:
        """Returns `a` with `b` in its slot.

        Raises `InvalidInput` if one of them is no operation.
        """
    def refutation(self) -> tuple[str, list[int], int, int] | None:
        """Returns the law that fails, the operations for which it does, and both sides; `None` if all
        laws hold.
        """
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Discovery:
    """An equation that holds and is not claimed."""

    __match_args__ = ("name", "equation", "verdict")
    @property
    def name(self) -> str:
        """What it is called, or the equation itself."""
    @property
    def equation(self) -> str:
        """The equation."""
    @property
    def verdict(self) -> str:
        """`proved` if the whole domain was visited, otherwise `tested`."""
    @property
    def cases(self) -> int:
        """The number of cases that ran."""
    @property
    def advice(self) -> str | None:
        """What claiming it is good for, if it is a well-known law."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class RedundantClaim:
    """A claimed law that follows from the other claims."""

    __match_args__ = ("law", "derivation")
    @property
    def law(self) -> str:
        """The law."""
    @property
    def derivation(self) -> list[str]:
        """The derivation, a line for each step."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Discoveries:
    """What was discovered about a model; its text is for a person to read."""

    __match_args__ = ("model", "new")
    @property
    def model(self) -> str:
        """The id of the model."""
    @property
    def given(self) -> list[str]:
        """The claimed laws that were taken as given."""
    @property
    def new(self) -> list[Discovery]:
        """Equations that hold and follow from nothing that is claimed, nor from each other."""
    @property
    def redundant(self) -> list[RedundantClaim]:
        """Claimed laws that follow from the other claims."""
    @property
    def broken(self) -> list[str]:
        """Claimed equations that fail on a sample."""
    @property
    def terms(self) -> int:
        """How many terms were compared."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

def discover(
    model: Model, *, size: int = 5, cases: int = 10_000, seed: int = 0
) -> Discoveries:
    """Finds the equations of a model that hold and follow from nothing that it claims.

    Raises `InvalidInput` if there is nothing to compare, or a setting makes no sense.
    """

def tabulate_operad(
    compose: Callable[[Any, Any], Any], identity: Any, elements: tuple[Any, ...]
) -> FiniteOperad | None:
    """Tabulates an operad by calling `compose` for every pair of elements.

    Returns `None` if the identity or a composite is not among the elements, or there are none or more
    than 512. What `compose` raises is passed on.
    """

def read_term(operations: Sequence[tuple[str, int]], text: str) -> list[tuple[str, int | None]]:
    """Reads a term over the given operations, each a name and a number of arguments; every other name
    is a variable.

    Returns the parts in the order of evaluation: the name, and the number of arguments, or `None` for
    a variable.

    Raises `InvalidInput` with the place and a hint.
    """

@final
class Link:
    """A causal link to an earlier node: `Link("causes", "abc")`."""

    __match_args__: Final = ("relation", "target")
    def __new__(cls, relation: str, target: str) -> Self: ...
    @property
    def relation(self) -> Literal["causes", "continues", "branches", "fulfils"]:
        """How the target bears on the node."""
    @property
    def target(self) -> str:
        """The id of the earlier node."""
    def __lt__(self, other: Link, /) -> bool: ...
    def __le__(self, other: Link, /) -> bool: ...
    def __gt__(self, other: Link, /) -> bool: ...
    def __ge__(self, other: Link, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class TraceNode:
    """An immutable entry of a ledger: what happened, where and when, and what led to it."""

    __match_args__: Final = ("id", "origin", "timestamp", "kind")
    def __new__(
        cls,
        id: str,
        origin: str,
        timestamp: int,
        kind: str | None = None,
        *,
        stimulus: str | None = None,
        response: str | None = None,
        walk_id: str | None = None,
        tags: Iterable[str] | None = None,
        causes: Iterable[str] | None = None,
        continues: Iterable[str] | None = None,
        branches: Iterable[str] | None = None,
        fulfils: Iterable[str] | None = None,
        links: Iterable[Link | tuple[str, str]] | None = None,
        payload: bytes | bytearray | None = None,
        erasable: bool = False,
        commitment: bytes | None = None,
        salt: bytes | None = None,
    ) -> Self: ...
    @staticmethod
    def from_bytes(
        data: bytes, /, *, salt: bytes | None = None, payload: bytes | None = None
    ) -> TraceNode:
        """Reads a node from its canonical bytes, strictly."""
    @staticmethod
    def from_json_lines(text: str | bytes, /) -> list[TraceNode]:
        """Reads the nodes in lines that `TraceLedger.export("jsonl")` wrote."""
    @property
    def id(self) -> str:
        """The id, unique in a ledger."""
    @property
    def origin(self) -> str:
        """Who made the node."""
    @property
    def timestamp(self) -> int:
        """The time, in nanoseconds since 1970-01-01T00:00:00Z."""
    @property
    def kind(self) -> str | None:
        """The kind of event."""
    @property
    def stimulus(self) -> str | None:
        """What set the event off."""
    @property
    def response(self) -> str | None:
        """What came of it."""
    @property
    def walk_id(self) -> str | None:
        """The walk that the node belongs to."""
    @property
    def tags(self) -> tuple[str, ...]:
        """The tags, in ascending order."""
    @property
    def links(self) -> tuple[Link, ...]:
        """The causal links, in ascending order of relation and target."""
    @property
    def causes(self) -> tuple[str, ...]:
        """The ids of the nodes that caused this one."""
    @property
    def continues(self) -> tuple[str, ...]:
        """The ids of the nodes that this one continues."""
    @property
    def branches(self) -> tuple[str, ...]:
        """The ids of the nodes that this one branches off."""
    @property
    def fulfils(self) -> tuple[str, ...]:
        """The ids of the nodes whose intention this one fulfils."""
    @property
    def payload(self) -> bytes | None:
        """The bytes of the payload; `None` if there is none, or it was erased or pruned."""
    @property
    def commitment(self) -> bytes | None:
        """The salted hash of a payload that can be erased, 32 bytes."""
    @property
    def salt(self) -> bytes | None:
        """What a payload that can be erased was hashed with, 32 bytes; `None` once it was."""
    @property
    def is_erasable(self) -> bool:
        """Whether the node has a payload that can be erased, or could before it was."""
    @property
    def content_id(self) -> bytes:
        """The BLAKE3 hash that names the content, 32 bytes."""
    def to_dict(self) -> dict[str, Any]:
        """Returns the parts that are there, as a new dictionary of plain values."""
    def replace(self, **changes: Any) -> TraceNode:
        """Returns a new node with other parts, named as they are when a node is made."""
    def __replace__(self, **changes: Any) -> TraceNode: ...
    @classmethod
    def _restore(cls, data: bytes, salt: bytes | None, payload: bytes | None) -> TraceNode: ...
    def __bytes__(self) -> bytes: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Receipt:
    """What an append did: where the nodes are and how safe they are."""

    __match_args__: Final = ("first", "appended", "length", "durability")
    def __new__(cls, first: int, appended: int, length: int, durability: str) -> Self: ...
    @property
    def first(self) -> int:
        """The index of the first node of the call."""
    @property
    def appended(self) -> int:
        """How many nodes the ledger has gained."""
    @property
    def length(self) -> int:
        """How many nodes the ledger has after the call."""
    @property
    def durability(self) -> Literal["volatile", "written", "synced"]:
        """How safe the nodes are."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Head:
    """The head of a ledger: how many nodes it has, and the root over all of them."""

    __match_args__: Final = ("size", "root", "tree_hash")
    def __new__(cls, size: int, root: bytes, tree_hash: str = "blake3") -> Self: ...
    @staticmethod
    def of(nodes: Iterable[TraceNode], tree_hash: str = "blake3") -> Head:
        """Returns the head of a ledger of these nodes, from the first one on."""
    @property
    def size(self) -> int:
        """The number of nodes, pruned ones included."""
    @property
    def root(self) -> bytes:
        """The root over all nodes, 32 bytes."""
    @property
    def tree_hash(self) -> str:
        """How the root was computed."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class InclusionProof:
    """That a node is in a ledger, and where."""

    __match_args__: Final = ("index", "size", "path")
    def __new__(cls, data: bytes, /) -> Self: ...
    @property
    def index(self) -> int:
        """The index of the node."""
    @property
    def size(self) -> int:
        """The number of nodes of the ledger that the proof is about."""
    @property
    def path(self) -> tuple[bytes, ...]:
        """The hashes beside the way from the node to the root, 32 bytes each."""
    def verify(self, node: TraceNode, head: Head) -> None:
        """Verifies that the node is in the ledger that has the head; raises `ProofRejected`."""
    def __bytes__(self) -> bytes: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class ConsistencyProof:
    """That a ledger begins with all that it had at an earlier length."""

    __match_args__: Final = ("from_size", "to_size", "path")
    def __new__(cls, data: bytes, /) -> Self: ...
    @property
    def from_size(self) -> int:
        """The earlier number of nodes."""
    @property
    def to_size(self) -> int:
        """The later number of nodes."""
    @property
    def path(self) -> tuple[bytes, ...]:
        """The hashes from which both roots follow, 32 bytes each."""
    def verify(self, earlier: Head, later: Head) -> None:
        """Verifies that the later ledger begins with the earlier one; raises `ProofRejected`."""
    def __bytes__(self) -> bytes: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Checkpoint:
    """A signed head of a ledger: a C2SP checkpoint, as text."""

    def __new__(cls, text: str, /) -> Self: ...
    @property
    def origin(self) -> str:
        """Whose ledger it is, as the checkpoint says."""
    @property
    def head(self) -> Head:
        """The head, as the checkpoint says."""
    def cosign(self, key: Key, *, name: str, time: int) -> Checkpoint:
        """Returns the checkpoint with the cosignature of a witness."""
    def verify(
        self,
        *,
        origin: str,
        log: PublicKey | str,
        witnesses: Sequence[str] | None = None,
        quorum: int | None = None,
    ) -> Head:
        """Verifies the checkpoint and returns its head; raises `ProofRejected`."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class ProofFile:
    """Everything that a third party needs to see that a node is in a ledger, in one text."""

    def __new__(cls, text: str, /) -> Self: ...
    @property
    def index(self) -> int:
        """The index of the node, as the file says."""
    @property
    def checkpoint(self) -> Checkpoint:
        """The signed head that the file carries."""
    def verify(
        self,
        *,
        origin: str,
        log: PublicKey | str,
        witnesses: Sequence[str] | None = None,
        quorum: int | None = None,
    ) -> TraceNode:
        """Verifies that the node in the file is in the ledger, and returns it."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class TraceLedger:
    """An append-only, causal, provable sequence of nodes, in memory or in files."""

    def __new__(cls, *, tree_hash: str = "blake3", time_rule: str = "monotone") -> Self: ...
    @staticmethod
    def open(
        path: str | PathLike[str],
        *,
        read_only: bool = False,
        create: bool = True,
        durability: str = "written",
        pinned: Head | None = None,
        tree_hash: str | None = None,
        time_rule: str | None = None,
        unsynced: Literal["refuse", "cut"] = "refuse",
        segment_bytes: int | None = None,
        mapped: bool = False,
    ) -> TraceLedger:
        """Opens the ledger in a folder, having checked all of it; makes a new one if there is none."""
    def append(self, node: TraceNode, /) -> int:
        """Appends a node and returns its index."""
    def extend(
        self,
        nodes: Iterable[TraceNode],
        /,
        *,
        expected: Head | int | None = None,
        durability: str | None = None,
    ) -> Receipt:
        """Appends all nodes, or none if one is refused."""
    @overload
    def get(self, id: str, /, default: None = None) -> TraceNode | None: ...
    @overload
    def get(self, id: str, /, default: _T) -> TraceNode | _T: ...
    def get_many(self, ids: Iterable[str], /) -> list[TraceNode | None]:
        """Returns the nodes of many ids in one list, in the order of the ids, with `None` where there is none."""
    def index(self, node: TraceNode | str | int, /) -> int:
        """Returns the index of a node, or of the node of an id."""
    @property
    def first(self) -> int:
        """The index of the first node that is kept."""
    @property
    def tree_hash(self) -> str:
        """How entries are hashed into the tree."""
    @property
    def time_rule(self) -> Literal["monotone", "causal"]:
        """What timestamps must obey."""
    @property
    def path(self) -> Path | None:
        """The folder of a ledger in files; `None` in memory."""
    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be appended."""
    @property
    def durability(self) -> Literal["volatile", "written", "synced"]:
        """How safe what is appended is."""
    @property
    def recovery(self) -> dict[str, int | bool]:
        """What opening found and did."""
    def head(self, size: int | None = None) -> Head:
        """Returns the head, or the one that the ledger had at an earlier size."""
    def prove(
        self, node: TraceNode | str | int, /, head: Head | int | None = None
    ) -> InclusionProof:
        """Proves that a node is in the ledger."""
    def prove_consistency(
        self, earlier: Head | int, /, later: Head | int | None = None
    ) -> ConsistencyProof:
        """Proves that the ledger begins with all that it had at an earlier head or size."""
    def checkpoint(self, key: Key, *, origin: str, head: Head | int | None = None) -> Checkpoint:
        """Signs the head, or the one of an earlier size, as a checkpoint."""
    def prove_file(self, node: TraceNode | str | int, checkpoint: Checkpoint, /) -> ProofFile:
        """Makes the proof, for a third party, that a node is in the ledger."""
    def erase(
        self, target: TraceNode | str | int, /, *, id: str, origin: str, timestamp: int
    ) -> int:
        """Erases the payload of a node for ever, and records that with a node."""
    def prune(self, first: int, /) -> None:
        """Forgets the nodes below an index. Later proofs stay valid; the ids are free again."""
    def query(
        self,
        *,
        id: str | None = None,
        origin: str | None = None,
        kind: str | None = None,
        tag: str | Iterable[str] | None = None,
        walk_id: str | None = None,
        since: int | None = None,
        until: int | None = None,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[TraceNode]:
        """Returns the nodes that fulfil all conditions."""
    def count(
        self,
        *,
        id: str | None = None,
        origin: str | None = None,
        kind: str | None = None,
        tag: str | Iterable[str] | None = None,
        walk_id: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> int:
        """Counts the nodes that fulfil all conditions."""
    def counts(self) -> dict[str, dict[str, int]]:
        """Returns how many nodes each origin, kind, walk and tag has."""
    def causes(
        self,
        node: TraceNode | str | int,
        /,
        *,
        relations: Iterable[str] | None = None,
        limit: int | None = None,
    ) -> list[TraceNode]:
        """Returns the nodes that a node links to."""
    def effects(
        self,
        node: TraceNode | str | int,
        /,
        *,
        relations: Iterable[str] | None = None,
        limit: int | None = None,
    ) -> list[TraceNode]:
        """Returns the nodes that link to a node, oldest first."""
    def ancestors(
        self,
        node: TraceNode | str | int,
        /,
        *,
        relations: Iterable[str] | None = None,
        limit: int | None = None,
    ) -> list[TraceNode]:
        """Returns everything that a node depends on, newest first."""
    def descendants(
        self,
        node: TraceNode | str | int,
        /,
        *,
        relations: Iterable[str] | None = None,
        limit: int | None = None,
    ) -> list[TraceNode]:
        """Returns everything that depends on a node, oldest first."""
    def path_between(
        self,
        from_node: TraceNode | str | int,
        to_node: TraceNode | str | int,
        /,
        *,
        relations: Iterable[str] | None = None,
    ) -> list[TraceNode]:
        """Returns a shortest path of links from an earlier node to one that depends on it."""
    def critical_path(
        self, node: TraceNode | str | int, /, *, relations: Iterable[str] | None = None
    ) -> list[TraceNode]:
        """Returns the chain of causes that a node had to wait for."""
    def export(
        self,
        format: str,
        *,
        nodes: Iterable[TraceNode] | None = None,
        name: str = "lawful",
    ) -> str:
        """Returns nodes as text: `jsonl`, `otlp`, `mermaid` or `html`."""
    def export_tiles(self, folder: str | PathLike[str], checkpoint: Checkpoint, /) -> None:
        """Writes the ledger as C2SP tiles, which any log client reads."""
    def sync(self) -> int:
        """Waits until everything that was appended is on the disk."""
    def refresh(self) -> int:
        """Takes in what the writer has appended since a ledger was opened for reading."""
    def verify(self) -> Head:
        """Checks everything again and returns the head; raises `DamagedFile`."""
    def close(self) -> None:
        """Syncs and closes a ledger in files, so that another process can write."""
    def __enter__(self) -> Self: ...
    def __exit__(self, *_exception: object) -> None: ...
    def __len__(self) -> int: ...
    def __bool__(self) -> bool: ...
    def __contains__(self, node: object, /) -> bool: ...
    @overload
    def __getitem__(self, key: int | str, /) -> TraceNode: ...
    @overload
    def __getitem__(self, key: slice, /) -> list[TraceNode]: ...
    def __iter__(self) -> Iterator[TraceNode]: ...
    def __reversed__(self) -> Iterator[TraceNode]: ...

def verifier_key(name: str, key: PublicKey, *, witness: bool = False) -> str:
    """Writes an Ed25519 key as a verifier key of signed notes."""

_Now: TypeAlias = datetime | None

def _restore_trust(name: str, data: bytes) -> Any:
    """Makes an entity or a tensor from its bytes again: what unpickling calls."""

@final
class TrustLevel:
    """How far an average of trust goes, in one word."""

    __match_args__: Final = ("name",)
    HIGH: ClassVar[TrustLevel]
    MEDIUM_HIGH: ClassVar[TrustLevel]
    MEDIUM: ClassVar[TrustLevel]
    LOW: ClassVar[TrustLevel]
    MINIMAL: ClassVar[TrustLevel]
    def __new__(cls, name: str, /) -> Self: ...
    @staticmethod
    def of(average: float, /) -> TrustLevel:
        """Returns the level of an average; what is not a number is the lowest."""
    @staticmethod
    def all() -> list[TrustLevel]:
        """Returns all levels, the lowest first."""
    @property
    def name(self) -> Literal["Minimal", "Low", "Medium", "MediumHigh", "High"]:
        """The name, `Medium` for instance."""
    @property
    def legacy_name(self) -> Literal["minimal", "low", "medium", "medium-high", "high"]:
        """The name in the form of the published packages."""
    @property
    def threshold(self) -> float:
        """The least average of the level."""
    def __lt__(self, other: TrustLevel, /) -> bool: ...
    def __le__(self, other: TrustLevel, /) -> bool: ...
    def __gt__(self, other: TrustLevel, /) -> bool: ...
    def __ge__(self, other: TrustLevel, /) -> bool: ...
    def __format__(self, how: str, /) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class T3Tensor:
    """The trust tensor: evidence for talent, training and temperament, of which scores are views."""

    __match_args__: Final = ("talent", "training", "temperament")
    def __new__(cls, talent: float = 0.5, training: float = 0.5, temperament: float = 0.5) -> Self: ...
    @staticmethod
    def neutral() -> T3Tensor:
        """Returns the tensor of somebody of whom nothing is known: one half everywhere."""
    @staticmethod
    def from_legacy(*, competence: float = 0.5, reliability: float = 0.5, consistency: float = 0.5, witnesses: float = 0.5, lineage: float = 0.5, alignment: float = 0.5) -> T3Tensor:
        """Makes a tensor of the six scores of the older generation."""
    def legacy(self) -> dict[str, float]:
        """Returns the scores under the six names of the older generation."""
    @property
    def talent(self) -> float:
        """The score of talent. Setting it replaces the evidence."""
    @talent.setter
    def talent(self, value: float, /) -> None: ...
    @property
    def training(self) -> float:
        """The score of training. Setting it replaces the evidence."""
    @training.setter
    def training(self, value: float, /) -> None: ...
    @property
    def temperament(self) -> float:
        """The score of temperament. Setting it replaces the evidence."""
    @temperament.setter
    def temperament(self, value: float, /) -> None: ...
    def average(self) -> float:
        """Returns the mean of the three scores."""
    def level(self) -> TrustLevel:
        """Returns the level of the average."""
    @property
    def scores(self) -> tuple[float, float, float]:
        """The three scores."""
    @property
    def uncertainties(self) -> tuple[float, float, float]:
        """How little each score rests on evidence, 0 to 1."""
    @property
    def observation_counts(self) -> tuple[int, int, int]:
        """How often each dimension was observed."""
    @property
    def confidence(self) -> float:
        """How much the tensor rests on evidence, 0 to 1."""
    def aggregate(self) -> float:
        """Returns the mean of the scores, each weighed by its confidence."""
    def update_from_outcome(self, success: bool, magnitude: float) -> None:
        """Adds the outcome of an action."""
    def apply_decay(self, days_inactive: float, decay_rate: float) -> bool:
        """Lets days go by at a rate per day; returns whether much changed."""
    def merge(self, other: T3Tensor, /) -> None:
        """Adds the evidence of another tensor."""
    def observe_sub_dimension(
        self, name: str, parent: str, success: bool, magnitude: float
    ) -> None:
        """Adds an observation of a named part of a dimension."""
    def sub_dimensions(self) -> dict[str, dict[str, Any]]:
        """Returns the sub-dimensions by name."""
    def __reduce__(self) -> tuple[Any, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...

@final
class V3Tensor:
    """The value tensor: evidence for valuation, veracity and validity, of which scores are views."""

    __match_args__: Final = ("valuation", "veracity", "validity")
    def __new__(cls, valuation: float = 0.5, veracity: float = 0.5, validity: float = 0.5) -> Self: ...
    @staticmethod
    def neutral() -> V3Tensor:
        """Returns the tensor of somebody of whom nothing is known: one half everywhere."""
    @staticmethod
    def from_legacy(*, energy: float = 0.5, contribution: float = 0.5, stewardship: float = 0.5, network: float = 0.5, reputation: float = 0.5, temporal: float = 0.5) -> V3Tensor:
        """Makes a tensor of the six scores of the older generation."""
    def legacy(self) -> dict[str, float]:
        """Returns the scores under the six names of the older generation."""
    @property
    def valuation(self) -> float:
        """The score of valuation. Setting it replaces the evidence."""
    @valuation.setter
    def valuation(self, value: float, /) -> None: ...
    @property
    def veracity(self) -> float:
        """The score of veracity. Setting it replaces the evidence."""
    @veracity.setter
    def veracity(self, value: float, /) -> None: ...
    @property
    def validity(self) -> float:
        """The score of validity. Setting it replaces the evidence."""
    @validity.setter
    def validity(self, value: float, /) -> None: ...
    def average(self) -> float:
        """Returns the mean of the three scores."""
    def level(self) -> TrustLevel:
        """Returns the level of the average."""
    @property
    def scores(self) -> tuple[float, float, float]:
        """The three scores."""
    @property
    def uncertainties(self) -> tuple[float, float, float]:
        """How little each score rests on evidence, 0 to 1."""
    @property
    def observation_counts(self) -> tuple[int, int, int]:
        """How often each dimension was observed."""
    @property
    def confidence(self) -> float:
        """How much the tensor rests on evidence, 0 to 1."""
    def aggregate(self) -> float:
        """Returns the mean of the scores, each weighed by its confidence."""
    def update_from_outcome(self, success: bool, magnitude: float) -> None:
        """Adds the outcome of an action."""
    def apply_decay(self, days_inactive: float, decay_rate: float) -> bool:
        """Lets days go by at a rate per day; returns whether much changed."""
    def merge(self, other: V3Tensor, /) -> None:
        """Adds the evidence of another tensor."""
    def observe_sub_dimension(
        self, name: str, parent: str, success: bool, magnitude: float
    ) -> None:
        """Adds an observation of a named part of a dimension."""
    def sub_dimensions(self) -> dict[str, dict[str, Any]]:
        """Returns the sub-dimensions by name."""
    def __reduce__(self) -> tuple[Any, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...

@final
class EntityTrust:
    """The trust in one entity: what its model keeps, who witnessed, how often it acted and when."""

    __match_args__: Final = ("entity_id",)
    def __new__(cls, entity_id: str, *, model: str = "evidence", now: _Now = None) -> Self: ...
    @property
    def entity_id(self) -> str:
        """The id, `type:name`."""
    @property
    def entity_type(self) -> str:
        """What stands before the first colon of the id."""
    @property
    def entity_name(self) -> str:
        """What stands after the first colon of the id."""
    @property
    def model(self) -> str:
        """The name of the trust model."""
    @property
    def action_count(self) -> int:
        """How many actions there were."""
    @property
    def success_count(self) -> int:
        """How many actions succeeded."""
    @property
    def witness_count(self) -> int:
        """How many testimonies have counted."""
    @property
    def witnessed_by(self) -> list[str]:
        """Who has witnessed this entity; a new list."""
    @property
    def has_witnessed(self) -> list[str]:
        """Whom this entity has witnessed; a new list."""
    @property
    def created_at(self) -> datetime:
        """When the entity was created."""
    @property
    def last_action(self) -> datetime | None:
        """When the last action was."""
    @property
    def known_until(self) -> datetime:
        """Until when all is known: the last action or the creation, or until when time has gone by."""
    @property
    def decayed_until(self) -> datetime:
        """Until when `decay_until` has let time go by."""
    @property
    def observation_counts(self) -> list[int]:
        """How often each of the six dimensions was observed."""
    @property
    def confidence(self) -> float:
        """How much of the trust rests on evidence, 0 to 1."""
    @property
    def talent(self) -> float:
        """The score of talent, 0 to 1."""
    @talent.setter
    def talent(self, value: float, /) -> None: ...
    @property
    def training(self) -> float:
        """The score of training, 0 to 1."""
    @training.setter
    def training(self, value: float, /) -> None: ...
    @property
    def temperament(self) -> float:
        """The score of temperament, 0 to 1."""
    @temperament.setter
    def temperament(self, value: float, /) -> None: ...
    @property
    def valuation(self) -> float:
        """The score of valuation, 0 to 1."""
    @valuation.setter
    def valuation(self, value: float, /) -> None: ...
    @property
    def veracity(self) -> float:
        """The score of veracity, 0 to 1."""
    @veracity.setter
    def veracity(self, value: float, /) -> None: ...
    @property
    def validity(self) -> float:
        """The score of validity, 0 to 1."""
    @validity.setter
    def validity(self, value: float, /) -> None: ...
    def score(self, dimension: str, /) -> float:
        """Returns a score by the name of its dimension."""
    def uncertainty(self, dimension: str, /) -> float:
        """Returns how little a score rests on evidence, 0 to 1."""
    def t3_average(self) -> float:
        """Returns the mean of talent, training and temperament."""
    def v3_average(self) -> float:
        """Returns the mean of valuation, veracity and validity."""
    def trust_level(self) -> TrustLevel:
        """Returns the level of `t3_average`."""
    def success_rate(self) -> float:
        """Returns the part of the actions that succeeded, one half if there were none."""
    def days_since_last_action(self, now: _Now = None) -> float:
        """Returns the days since the last action, or since the creation."""
    def t3(self) -> T3Tensor:
        """Returns a copy of the trust tensor."""
    def v3(self) -> V3Tensor:
        """Returns a copy of the value tensor."""
    def legacy(self) -> dict[str, float]:
        """Returns the scores under the twelve names of the older generation."""
    def update_from_outcome(self, success: bool, magnitude: float, *, now: _Now = None) -> None:
        """Adds the outcome of an action."""
    def receive_witness(self, witness_id: str, success: bool, magnitude: float) -> bool:
        """Adds what a witness says of whom nothing is known; returns whether it counts."""
    def receive_witness_of(self, witness: EntityTrust, success: bool, magnitude: float) -> bool:
        """Adds what another entity says; its own trust bounds what it counts."""
    def give_witness(self, target_id: str, success: bool, magnitude: float) -> None:
        """Records that this entity has witnessed another one."""
    def hear(
        self,
        event: SignedWitnessEvent,
        public_key: PublicKey,
        *,
        witness: EntityTrust | None = None,
    ) -> Literal["new", "repeated", "too old"]:
        """Hears a signed event: each counts once."""
    def apply_decay(self, days_inactive: float, decay_rate: float) -> bool:
        """Lets days go by at a rate per day; returns whether training moved by more than 0.001."""
    def decay_until(self, now: _Now = None, decay_rate: float = 0.01) -> bool:
        """Lets the time go by since the last call of this method, or since the creation."""
    def come_to(self, now: datetime | None = None) -> None:
        """Notes that something came at a time: what is known does not fade for the time before it."""
    def as_of(self, time: datetime, decay_rate: float = 0.01) -> EntityTrust:
        """Returns a copy as it is at a time, with the decay until then."""
    def to_dict(self) -> dict[str, Any]:
        """Returns the 14 entries of the published packages."""
    @staticmethod
    def from_dict(
        entries: dict[str, Any], /, *, model: str = "evidence", now: _Now = None
    ) -> EntityTrust:
        """Makes an entity of a dictionary as `to_dict` writes it."""
    @staticmethod
    def from_bytes(data: bytes, /) -> EntityTrust:
        """Reads what `bytes(entity)` gives."""
    def __bytes__(self) -> bytes: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...

@final
class ManualClock:
    """A clock that shows what it is told: for tests and replays of a `TrustStore`."""

    def __new__(cls, now: datetime) -> Self: ...
    def now(self) -> datetime:
        """Returns the time that the clock shows."""
    def set(self, now: datetime, /) -> None:
        """Lets the clock show a time."""
    def advance(self, *, days: float = 0.0, seconds: float = 0.0) -> None:
        """Moves the clock on, up to a hundred years."""

@final
class TrustStore:
    """A store of entities: `TrustStore(place)`, or `TrustStore.memory()`."""

    def __new__(
        cls,
        path: str | PathLike[str] | None = None,
        *,
        model: str = "evidence",
        decay_rate: float | None = None,
        clock: ManualClock | None = None,
        clock_skew: float = 0.0,
        patience: float = 10.0,
        turns: bool = False,
    ) -> Self: ...
    @staticmethod
    def memory(
        *,
        model: str = "evidence",
        decay_rate: float | None = None,
        clock: ManualClock | None = None,
        clock_skew: float = 0.0,
    ) -> TrustStore:
        """Makes a store in memory, with the settings of the class."""
    def get(self, entity_id: str) -> EntityTrust:
        """Returns an entity; makes and saves a new one if there is none."""
    def find(self, entity_id: str) -> EntityTrust | None:
        """Returns an entity, or `None` if the store does not have it."""
    def save(self, trust: EntityTrust) -> None:
        """Saves an entity over whatever the store has under its id."""
    def update(self, entity_id: str, success: bool, magnitude: float) -> EntityTrust:
        """Adds the outcome of an action of an entity, and returns it as it is then."""
    def update_all(self, outcomes: Sequence[tuple[str, bool, float]], /) -> None:
        """Adds many outcomes in one transaction: all or none."""
    def witness(
        self, witness_id: str, target_id: str, success: bool, magnitude: float
    ) -> tuple[EntityTrust, EntityTrust]:
        """Adds that an entity has witnessed an action of another one, to both or to none."""
    def hear(
        self, event: SignedWitnessEvent, public_key: PublicKey
    ) -> Literal["new", "repeated", "too old"]:
        """Hears a signed event, once: its target does, and the witness counts for what the store
        knows of it. What was heard is forgotten when the entity is deleted, and when a published
        `web4-trust` package saves its JSON file."""
    def as_of(
        self, entity_id: str, time: datetime, decay_rate: float = 0.01
    ) -> EntityTrust | None:
        """Returns an entity as it is at a time, or `None`. Nothing is saved."""
    def list_entities(
        self, entity_type: str | None = None, *, skip_damaged: bool = False
    ) -> list[str]:
        """Lists the ids of all entities, or of those of a type, in order."""
    def damaged(self) -> list[str]:
        """Tells what is damaged, and how; empty if all is well."""
    def read_all(self, entity_type: str | None = None) -> tuple[list[EntityTrust], list[str]]:
        """Reads all entities, or those of a type, once: those that can be read, and what is damaged."""
    def get_by_type(self, entity_type: str, *, skip_damaged: bool = False) -> list[EntityTrust]:
        """Returns all entities of a type, in the order of their ids."""
    def exists(self, entity_id: str) -> bool:
        """Returns whether the store has an entity."""
    def delete(self, entity_id: str) -> bool:
        """Deletes an entity and which events it has heard; returns whether the store had it."""
    def witness_chain(
        self, entity_id: str, depth: int = 3, *, breadth: int = 10
    ) -> dict[str, Any]:
        """Returns the chain of an entity: its witnesses and theirs, and those whom it witnessed.

        Each link says how many more neighbours there are than `breadth`.
        """
    def transitive_trust(
        self,
        roots: dict[str, float],
        *,
        method: str = "eigentrust",
        alpha: float = 0.5,
        tolerance: float = 1e-9,
        skip_damaged: bool = False,
    ) -> dict[str, float]:
        """Returns how much every entity is trusted by way of witnesses, from chosen roots."""
    @property
    def place(self) -> str | None:
        """The place of the store; `None` in memory."""
    def close(self) -> None:
        """Closes the store, so that another process can have its file."""
    def __len__(self) -> int: ...
    def __bool__(self) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def __contains__(self, entity_id: object, /) -> bool: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_exception: object) -> None: ...

@final
class TrustColumns:
    """The evidence of many entities, updated in place and on all cores."""

    def __new__(cls, rows: int, /) -> Self: ...
    @staticmethod
    def of(entities: Iterable[EntityTrust], /) -> TrustColumns:
        """Takes over what is known of entities of the model **evidence**, a row for each, in order."""
    def update(self, success: npt.ArrayLike, magnitude: npt.ArrayLike) -> None:
        """Adds one outcome to each row."""
    def decay(self, days_inactive: npt.ArrayLike, decay_rate: float) -> None:
        """Lets days go by, for each row its own number, at one rate per day."""
    def scores(
        self, dimension: str, /, *, out: npt.NDArray[np.float64] | None = None
    ) -> npt.NDArray[np.float64]:
        """Returns the score of a dimension of each row."""
    def t3_averages(
        self, *, out: npt.NDArray[np.float64] | None = None
    ) -> npt.NDArray[np.float64]:
        """Returns the mean of talent, training and temperament of each row."""
    def v3_averages(
        self, *, out: npt.NDArray[np.float64] | None = None
    ) -> npt.NDArray[np.float64]:
        """Returns the mean of valuation, veracity and validity of each row."""
    def levels(self, *, out: npt.NDArray[np.uint8] | None = None) -> npt.NDArray[np.uint8]:
        """Returns the level of each row, as its place in `TrustLevel.all()`."""
    def row(self, row: int, /) -> list[float]:
        """Returns the six scores of a row, trust first."""
    def __len__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...

def trust_levels(averages: npt.ArrayLike, /) -> npt.NDArray[np.uint8]:
    """Returns the levels of averages in an array, as places in `TrustLevel.all()`."""

@final
class TrustModel:
    """A trust model that can be chosen by name."""

    __match_args__: Final = ("name",)
    def __new__(cls, name: str, /) -> Self: ...
    @property
    def name(self) -> str:
        """The name by which it is chosen."""
    @property
    def about(self) -> str:
        """What it is, in one sentence."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

def trust_models() -> list[TrustModel]:
    """Returns all trust models, sorted by name."""

def transitive_trust(
    edges: Sequence[tuple[str, str, float]],
    roots: dict[str, float],
    *,
    method: str = "eigentrust",
    alpha: float = 0.5,
    tolerance: float = 1e-9,
) -> dict[str, float]:
    """Computes how much everybody is trusted along edges of local trust, from chosen roots."""

def transitive_trust_array(
    nodes: int,
    sources: npt.ArrayLike,
    targets: npt.ArrayLike,
    weights: npt.ArrayLike,
    roots: npt.ArrayLike,
    root_weights: npt.ArrayLike,
    *,
    method: str = "eigentrust",
    alpha: float = 0.5,
    tolerance: float = 1e-9,
) -> npt.NDArray[np.float64]:
    """Computes transitive trust of nodes that are numbers from 0 to `nodes - 1`."""

@final
class SignedWitnessEvent:
    """What a witness says about one action of a target, signed."""

    __match_args__: Final = ("witness", "target", "number")
    def __new__(cls, json: str, /) -> Self: ...
    @staticmethod
    def sign(
        key: Key,
        witness: str,
        target: str,
        number: int,
        success: bool,
        magnitude: float,
        *,
        now: _Now = None,
    ) -> SignedWitnessEvent:
        """Signs an event with the key of the witness."""
    @property
    def witness(self) -> str:
        """Who says it."""
    @property
    def target(self) -> str:
        """Of whom it is said."""
    @property
    def number(self) -> int:
        """The number of the event."""
    @property
    def success(self) -> bool:
        """Whether the action succeeded."""
    @property
    def magnitude(self) -> float:
        """How much it mattered."""
    @property
    def at(self) -> datetime:
        """When it was, as the witness says."""
    def verify(self, public_key: PublicKey, /) -> None:
        """Verifies the event with the key of the witness; raises `BadSignature`."""
    def to_json(self) -> str:
        """Returns the event as JSON."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Coherence:
    """How much of one piece an entity is: continuity, stability, phi and reachability."""

    __match_args__: Final = ("continuity", "stability", "phi", "reachability")
    def __new__(
        cls,
        continuity: float = 0.5,
        stability: float = 0.5,
        phi: float = 0.5,
        reachability: float = 0.5,
    ) -> Self: ...
    @property
    def continuity(self) -> float:
        """How much of the time the entity was there, 0 to 1."""
    @property
    def stability(self) -> float:
        """How alike its behaviour is from one time to the next, 0 to 1."""
    @property
    def phi(self) -> float:
        """How much its parts act as one, 0 to 1."""
    @property
    def reachability(self) -> float:
        """How often it answers, 0 to 1."""
    def total(self) -> float:
        """Returns the product of the factors."""
    def limiting_factor(self) -> tuple[str, float]:
        """Returns the name of the smallest factor, and what it is."""
    def meets_threshold(self, threshold: float, /) -> bool:
        """Returns whether the total is at least a threshold."""
    def is_enough_for(self, entity_type: str, /) -> bool:
        """Returns whether the total reaches the threshold of a type of entities."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

def continuity(
    activities: Sequence[datetime], start: datetime, end: datetime, *, allowed_gap: float
) -> float:
    """Computes the share of a window during which an entity was there."""

def stability(samples: Sequence[float], /) -> float:
    """Computes how alike samples from 0 to 1 are."""

def phi(rows: Sequence[Sequence[int]], /) -> float:
    """Computes how much the parts of an entity act as one."""

def reachability(answers: int, calls: int) -> float:
    """Computes reachability from how many calls were answered."""

@final
class Lct:
    """A linked context token: who somebody is."""

    __match_args__: Final = ("id", "entity_type")
    def __new__(cls, data: bytes, /) -> Self: ...
    @staticmethod
    def create(entity_type: str, key: Key, *, now: _Now = None) -> Lct:
        """Makes the token of a key, without a parent."""
    @staticmethod
    def create_child(
        entity_type: str, key: Key, *, parent: Lifecycle, parent_key: Key, now: _Now = None
    ) -> Lct:
        """Makes the token of a child, endorsed by its parent."""
    @property
    def id(self) -> str:
        """The id, `lct:` and 64 hexadecimal digits."""
    @property
    def entity_type(self) -> str:
        """What the entity is."""
    @property
    def created_at(self) -> datetime:
        """When the token was made, as its owner says."""
    @property
    def public_key(self) -> PublicKey:
        """The public key."""
    @property
    def parent_id(self) -> str | None:
        """The id of the parent."""
    @property
    def lineage_depth(self) -> int:
        """How many ancestors the line has."""
    def coherence_threshold(self) -> float:
        """Returns the least coherence with which an entity of this type counts as one."""
    def verify_lineage(self, parent: Lct, /) -> None:
        """Verifies that this token is a child of another; raises `IdentityRefused`."""
    def __bytes__(self) -> bytes: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class StatusChange:
    """One change of status, signed by who asked for it."""

    __match_args__: Final = ("lct_id", "status_before", "status_after")
    def __new__(cls, data: bytes, /) -> Self: ...
    @property
    def lct_id(self) -> str:
        """Whose status changes."""
    @property
    def sequence(self) -> int:
        """How many changes came before this one."""
    @property
    def status_before(self) -> str:
        """The status before."""
    @property
    def status_after(self) -> str:
        """The status after."""
    @property
    def at(self) -> datetime:
        """When it was signed, as the signer says."""
    @property
    def reason(self) -> str:
        """Why."""
    @property
    def by(self) -> PublicKey:
        """Who signed."""
    def __bytes__(self) -> bytes: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Lifecycle:
    """A token with its status: active, dormant, void or slashed."""

    def __new__(cls, lct: Lct, /) -> Self: ...
    @property
    def lct(self) -> Lct:
        """The token."""
    @property
    def status(self) -> Literal["active", "dormant", "void", "slashed"]:
        """The status."""
    @property
    def changes(self) -> int:
        """How often the status changed."""
    def is_active(self) -> bool:
        """Returns whether the status is `active`."""
    def change(self, to: str, key: Key, *, reason: str = "", now: _Now = None) -> StatusChange:
        """Makes and signs the next change. It counts when it is applied."""
    def apply(self, change: StatusChange, /, *, authorities: Sequence[PublicKey] = ...) -> None:
        """Applies a change; raises `IdentityRefused` if it may not be."""

@final
class StatusLedger:
    """A ledger on which tokens are minted and their changes recorded."""

    def __new__(cls, ledger: TraceLedger, /) -> Self: ...
    def mint(
        self, lct: Lct, /, *, authorities: Sequence[PublicKey] = ..., now: _Now = None
    ) -> Receipt:
        """Puts a token on the ledger."""
    def record(
        self,
        change: StatusChange,
        /,
        *,
        authorities: Sequence[PublicKey] = ...,
        now: _Now = None,
    ) -> Receipt:
        """Puts a change on the ledger, if it may follow what is there."""
    def lifecycle(self, lct_id: str, /, *, authorities: Sequence[PublicKey] = ...) -> Lifecycle:
        """Reads a token with all its changes from the ledger, and verifies each."""
    def passed_over(
        self, lct_id: str, /, *, authorities: Sequence[PublicKey] = ...
    ) -> list[tuple[int, str]]:
        """Returns the nodes of a token that do not count, each with its index and why."""

@final
class HardwareBinding:
    """What a verified attestation says of a token: where its key lives, and the most trust that follows."""

    __match_args__: Final = ("lct_id", "level")
    def __new__(cls, lct: Lct, attested: Attested, /) -> Self: ...
    @property
    def lct_id(self) -> str:
        """Whose binding this is."""
    @property
    def level(self) -> Literal["software", "hardware", "measured_hardware"]:
        """The level."""
    @property
    def trust_ceiling(self) -> float:
        """The most trust that follows, 0 to 1, as verified."""
    @property
    def effective_ceiling(self) -> float:
        """The ceiling times the freshness of the attestation."""
    def cut(self, score: float, /) -> float:
        """Returns a score, cut at the effective ceiling."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class DidDocument:
    """A document that tells other tools the key of a token."""

    __match_args__: Final = ("did",)
    def __new__(cls, json: str, /) -> Self: ...
    @staticmethod
    def issue(lct: Lct, key: Key, *, now: _Now = None) -> DidDocument:
        """Makes and signs the document of a token, with its own key."""
    @property
    def did(self) -> str:
        """The name, `did:key:z...`."""
    @property
    def lct(self) -> Lct:
        """The token."""
    @property
    def issued_at(self) -> datetime:
        """When the document was made, as the owner says."""
    def to_json(self) -> str:
        """Returns the document as JSON."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class SignedClaim:
    """What somebody says about what an entity made, signed."""

    __match_args__: Final = ("subject", "dimension", "topic")
    def __new__(cls, data: bytes, /) -> Self: ...
    @staticmethod
    def sign(
        key: Key,
        subject: str,
        dimension: str,
        topic: str,
        success: bool,
        magnitude: float,
        *,
        work: bytes,
        now: _Now = None,
    ) -> SignedClaim:
        """Signs a claim."""
    @property
    def subject(self) -> str:
        """Whom it is about."""
    @property
    def dimension(self) -> str:
        """The dimension: `valuation`, `veracity` or `validity`."""
    @property
    def topic(self) -> str:
        """Which part of the dimension it is about."""
    @property
    def success(self) -> bool:
        """Whether it speaks for the subject."""
    @property
    def magnitude(self) -> float:
        """How much it says, 0 to 1."""
    @property
    def work(self) -> bytes:
        """The SHA-256 of the work that it is about."""
    @property
    def at(self) -> datetime:
        """When it was made, as the signer says."""
    @property
    def by(self) -> PublicKey:
        """Who claims it."""
    def __bytes__(self) -> bytes: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Claims:
    """A ledger on which claims are anchored."""

    def __new__(cls, ledger: TraceLedger, /) -> Self: ...
    def anchor(self, claim: SignedClaim, /, *, now: _Now = None) -> Receipt:
        """Puts a claim on the ledger. The same claim is there once only."""
    def verify(self, claim: SignedClaim, /) -> None:
        """Verifies by a proof that a claim is on the ledger as it is now."""
    def about(self, subject: str, /) -> list[SignedClaim]:
        """Returns the claims about an entity, each verified."""
    def tensor(self, subject: str, trusted_keys: Sequence[PublicKey], /) -> V3Tensor:
        """Returns the value tensor that follows from the claims by trusted keys."""

_Party: TypeAlias = PublicKey | Key | str
_Amounts: TypeAlias = Budget | Mapping[str, int]

@final
class Budget:
    """Whole units of what calls cost: `Budget(tokens=1000, calls=5)`."""

    MOST: Final[int]
    def __new__(
        cls,
        *,
        tokens: int | None = None,
        calls: int | None = None,
        micro_currency: int | None = None,
        milliseconds: int | None = None,
        entropy_bits: int | None = None,
    ) -> Self: ...
    @classmethod
    def _of(cls, amounts: _Amounts, /) -> Budget: ...
    @property
    def tokens(self) -> int:
        """Tokens of a language model."""
    @property
    def calls(self) -> int:
        """Calls."""
    @property
    def micro_currency(self) -> int:
        """Millionths of a unit of currency."""
    @property
    def milliseconds(self) -> int:
        """Milliseconds of run time."""
    @property
    def entropy_bits(self) -> int:
        """Bits of entropy."""
    def to_dict(self) -> dict[str, int]:
        """Returns the amounts that are not 0, by name."""
    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Call:
    """What an agent asks for: an action, its arguments, what it costs, the model that runs it."""

    def __new__(
        cls,
        action: str | Call,
        *,
        arguments: Any = None,
        cost: _Amounts | None = None,
        at_most: _Amounts | None = None,
        model: str | None = None,
    ) -> Self: ...
    @property
    def action(self) -> str:
        """What is to be done, to what."""
    @property
    def arguments(self) -> str:
        """The arguments as JSON."""
    @property
    def cost(self) -> Budget | None:
        """What it costs, if that is known."""
    @property
    def at_most(self) -> Budget | None:
        """What it costs at most, if its cost is known only afterwards."""
    @property
    def model(self) -> str | None:
        """The model that runs it."""
    @property
    def digest(self) -> str:
        """The digest of exactly this call."""
    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class ReviewGate:
    """A place where people look at a call before it happens."""

    def __new__(
        cls,
        name: str,
        trigger: str,
        *,
        reviewers: Sequence[_Party],
        threshold: int = 1,
        quorum: int = 1,
        seconds: float = 300.0,
    ) -> Self: ...
    @property
    def name(self) -> str:
        """The name."""
    @property
    def trigger(self) -> str:
        """Which calls it counts."""
    @property
    def threshold(self) -> int:
        """The number of the call that it stops, from 1."""
    @property
    def reviewers(self) -> list[PublicKey]:
        """Who may review."""
    @property
    def quorum(self) -> int:
        """How many of them must approve."""
    @property
    def seconds(self) -> float:
        """How long a review may take."""
    def __getnewargs_ex__(self) -> tuple[tuple[str, str], dict[str, Any]]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...

@final
class ReviewRequest:
    """A question to reviewers: may exactly this call happen?"""

    def approve(self, key: Key, /) -> Approval:
        """Approves the call with the key of a reviewer."""
    @property
    def covenant(self) -> str:
        """The digest of the covenant."""
    @property
    def gate(self) -> str:
        """The name of the gate that asks."""
    @property
    def call(self) -> str:
        """The digest of the call."""
    @property
    def deadline(self) -> datetime:
        """From when on the answer is no."""
    @classmethod
    def from_bytes(cls, data: bytes, /) -> Self:
        """Reads the stored form."""
    def __bytes__(self) -> bytes: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Approval:
    """A reviewer's signature under a request."""

    @property
    def request(self) -> ReviewRequest:
        """What was approved."""
    @property
    def key(self) -> PublicKey:
        """Who approves."""
    @classmethod
    def from_bytes(cls, data: bytes, /) -> Self:
        """Reads the stored form."""
    def __bytes__(self) -> bytes: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Covenant:
    """A contract with an agent: what it may do, how much, how long, with which reviews, and why."""

    @staticmethod
    def propose(
        *,
        by: Key,
        grantor: _Party,
        permissions: Iterable[str] | None = None,
        budget: _Amounts | None = None,
        review_gates: Sequence[ReviewGate] | None = None,
        reason: str = "",
        holder: _Party | None = None,
        rates: Sequence[tuple[str, int, int]] | None = None,
        seconds: float | None = None,
        expires: datetime | None = None,
        not_before: datetime | None = None,
        revokers: Sequence[_Party] | None = None,
        depth: int = 0,
        may_use: bool = True,
        now: datetime | None = None,
    ) -> Covenant:
        """Proposes a covenant."""
    def negotiate(
        self,
        by: Key,
        *,
        permissions: Iterable[str] | None = None,
        budget: _Amounts | None = None,
        review_gates: Sequence[ReviewGate] | None = None,
        reason: str | None = None,
        rates: Sequence[tuple[str, int, int]] | None = None,
        seconds: float | None = None,
        expires: datetime | None = None,
        not_before: datetime | None = None,
        revokers: Sequence[_Party] | None = None,
        depth: int | None = None,
        may_use: bool | None = None,
        now: datetime | None = None,
    ) -> Covenant:
        """Answers with other terms, which replace these; what is not given stays."""
    def grant(self, key: Key, *, now: datetime | None = None) -> Covenant:
        """Grants the covenant with the key of the grantor."""
    def revoke(self, key: Key, reason: str = "", *, now: datetime | None = None) -> Covenant:
        """Revokes the covenant, and all that was passed on from it."""
    def expire(self, *, now: datetime | None = None) -> Covenant:
        """Says that the covenant's time is over."""
    def amend(
        self,
        by: Key,
        *,
        permissions: Iterable[str] | None = None,
        budget: _Amounts | None = None,
        review_gates: Sequence[ReviewGate] | None = None,
        reason: str | None = None,
        rates: Sequence[tuple[str, int, int]] | None = None,
        seconds: float | None = None,
        expires: datetime | None = None,
        not_before: datetime | None = None,
        revokers: Sequence[_Party] | None = None,
        depth: int | None = None,
        may_use: bool | None = None,
        now: datetime | None = None,
    ) -> Covenant:
        """Proposes an amendment: a new covenant that names this one; what is not given stays."""
    def amended_by(
        self, amendment: Covenant, key: Key, *, now: datetime | None = None
    ) -> Covenant:
        """Puts a granted amendment in the place of this covenant."""
    def delegate(
        self,
        by: Key,
        *,
        to: _Party,
        permissions: Iterable[str] | None = None,
        budget: _Amounts | None = None,
        review_gates: Sequence[ReviewGate] | None = None,
        rates: Sequence[tuple[str, int, int]] | None = None,
        seconds: float | None = None,
        expires: datetime | None = None,
        not_before: datetime | None = None,
        depth: int = 0,
        may_use: bool = True,
        now: datetime | None = None,
    ) -> Chain:
        """Passes a granted covenant on to another holder."""
    def make_known(self) -> bool:
        """Makes known to all gates of this process that the covenant was revoked or amended."""
    @property
    def status(
        self,
    ) -> Literal["proposed", "negotiating", "granted", "revoked", "expired", "amended"]:
        """The state."""
    @property
    def digest(self) -> str:
        """The name of the covenant: the digest of its terms."""
    @property
    def permissions(self) -> list[list[str]]:
        """The permissions: layers, each of which must allow."""
    @property
    def budget(self) -> Budget:
        """How much may be spent."""
    @property
    def rates(self) -> list[tuple[str, int, int]]:
        """How fast: tuples of a resource, the most, and the window in milliseconds."""
    @property
    def review_gates(self) -> list[ReviewGate]:
        """With which reviews."""
    @property
    def not_before(self) -> datetime:
        """From when on it holds."""
    @property
    def expires(self) -> datetime:
        """From when on it does not hold any more."""
    @property
    def depth(self) -> int:
        """How many times it may be passed on, one after the other."""
    @property
    def may_use(self) -> bool:
        """Whether the holder may use it, and not only pass it on."""
    @property
    def grantor(self) -> PublicKey:
        """Who granted, or can grant."""
    @property
    def holder(self) -> PublicKey:
        """Who may act under it."""
    @property
    def reason(self) -> str:
        """Why."""
    @property
    def proposer(self) -> PublicKey:
        """Who proposed it first."""
    @property
    def revokers(self) -> list[PublicKey]:
        """Who may revoke it beside the grantor."""
    @property
    def replaces(self) -> str | None:
        """The digest of the covenant, or earlier proposal, whose place these terms take."""
    @property
    def steps(self) -> list[tuple[str, datetime, PublicKey | None, str]]:
        """What happened to it: tuples of what, when, by whom, and why."""
    @classmethod
    def from_bytes(cls, data: bytes, /) -> Covenant:
        """Reads a stored form, and takes every step again."""
    def to_bytes(self) -> bytes:
        """Returns the stored form."""
    def __bytes__(self) -> bytes: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Chain:
    """A granted covenant and how it was passed on."""

    def delegate(
        self,
        by: Key,
        *,
        to: _Party,
        permissions: Iterable[str] | None = None,
        budget: _Amounts | None = None,
        review_gates: Sequence[ReviewGate] | None = None,
        rates: Sequence[tuple[str, int, int]] | None = None,
        seconds: float | None = None,
        expires: datetime | None = None,
        not_before: datetime | None = None,
        depth: int = 0,
        may_use: bool = True,
        now: datetime | None = None,
    ) -> Chain:
        """Passes this on to another holder."""
    def verify(self, grantors: Sequence[_Party], *, now: datetime | None = None) -> None:
        """Verifies the chain as of now, for those who may grant; raises `CovenantError`."""
    def revoke(
        self,
        key: Key,
        reason: str = "",
        *,
        link: str | None = None,
        now: datetime | None = None,
    ) -> None:
        """Revokes what was passed on last, or what `link` names."""
    @property
    def lineage(self) -> list[str]:
        """The names from the covenant to the last link."""
    @property
    def digest(self) -> str:
        """The name of the last link."""
    @property
    def permissions(self) -> list[list[str]]:
        """The permissions: layers, each of which must allow."""
    @property
    def budget(self) -> Budget:
        """How much may be spent."""
    @property
    def rates(self) -> list[tuple[str, int, int]]:
        """How fast: tuples of a resource, the most, and the window in milliseconds."""
    @property
    def review_gates(self) -> list[ReviewGate]:
        """With which reviews."""
    @property
    def not_before(self) -> datetime:
        """From when on it holds."""
    @property
    def expires(self) -> datetime:
        """From when on it does not hold any more."""
    @property
    def depth(self) -> int:
        """How many times it may be passed on, one after the other."""
    @property
    def may_use(self) -> bool:
        """Whether the holder may use it, and not only pass it on."""
    @property
    def grantor(self) -> PublicKey:
        """Who granted, or can grant."""
    @property
    def holder(self) -> PublicKey:
        """Who may act under it."""
    @classmethod
    def from_bytes(cls, data: bytes, /) -> Chain:
        """Reads a stored form and checks every signature."""
    def to_bytes(self) -> bytes:
        """Returns the stored form."""
    def __bytes__(self) -> bytes: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Decision:
    """What a gate decided about a call: true if the call is allowed."""

    @property
    def allowed(self) -> bool:
        """Whether the covenant allows the call."""
    @property
    def may_run(self) -> bool:
        """Whether the call may run: it is allowed, or the denial is not enforced."""
    @property
    def enforced(self) -> bool:
        """Whether the decision is enforced."""
    @property
    def clause(self) -> str:
        """What decided, in a word."""
    @property
    def reason(self) -> str:
        """What decided, as a sentence."""
    @property
    def requests(self) -> list[ReviewRequest]:
        """What reviewers must approve first."""
    @property
    def reserved(self) -> Budget | None:
        """What is set aside for the call."""
    def settle(self, spent: _Amounts, /) -> None:
        """Says what the call has cost."""
    def refund(self) -> None:
        """Says that the call did not happen."""
    def require(self) -> None:
        """Raises `Denied`, or `NeedsReview`, if the call may not run."""
    def __bool__(self) -> bool: ...

@final
class Standing:
    """What is known of holders and models because it was verified."""

    def __new__(cls, *, trust: TrustStore | None = None) -> Self: ...
    def name(self, key: _Party, entity: str) -> None:
        """Says which entity of the trust store a key belongs to."""
    def attested(
        self, attested: Attested, *, seconds: float = 3600.0, now: datetime | None = None
    ) -> None:
        """Takes in where a key lives, as a verified attestation shows."""
    def certified(
        self, certified: Certified, *, seconds: float = 3600.0, now: datetime | None = None
    ) -> None:
        """Takes in that a model has a verified law certificate."""

@final
class CovenantGate:
    """What every call under a covenant asks before it happens."""

    def __new__(
        cls,
        covenant: Covenant | Chain,
        *,
        grantors: Sequence[_Party] | None = None,
        clock: ManualClock | None = None,
        enforced: bool = True,
        call_cost: _Amounts | None = None,
        standing: Standing | None = None,
    ) -> Self: ...
    def open_child(
        self, chain: Chain, *, grantors: Sequence[_Party], now: datetime | None = None
    ) -> CovenantGate:
        """Opens the gate of somebody to whom this covenant was passed on."""
    def check(
        self,
        call: str | Call,
        *,
        cost: _Amounts | None = None,
        at_most: _Amounts | None = None,
        arguments: Any = None,
        model: str | None = None,
        approvals: Sequence[Approval] | None = None,
    ) -> Decision:
        """Decides about a call."""
    def permits(
        self, call: str | Call, *, arguments: Any = None, model: str | None = None
    ) -> Decision:
        """Tells whether a call is permitted now; nothing is spent."""
    def decide(self, call: Any, /) -> Any:
        """Decides about a call of an adapter: anything with `tool` and `arguments`."""
    @property
    def balance(self) -> dict[str, Budget]:
        """Where the budget is."""
    @property
    def enforced(self) -> bool:
        """Whether what is denied is stopped."""
    @property
    def holder(self) -> PublicKey:
        """Who may act."""
    @property
    def digest(self) -> str:
        """The name of the covenant or link."""

@final
class CallReceipt:
    """What is left of a call that has ended."""

    __match_args__ = ("call", "outcome", "spent",)
    def __new__(
        cls,
        call: str,
        outcome: str,
        spent: Budget,
        not_enforced: str | None = None,
        troubles: Sequence[str] = ...,
    ) -> Self: ...
    @property
    def call(self) -> str:
        """The name of the call on the ledger."""
    @property
    def outcome(self) -> Literal["succeeded", "failed", "panicked", "lost"]:
        """How it ended."""
    @property
    def spent(self) -> Budget:
        """What it has cost."""
    @property
    def not_enforced(self) -> str | None:
        """Why it would have been refused if the guard enforced."""
    @property
    def troubles(self) -> list[str]:
        """What went wrong after the call."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...

@final
class Running:
    """A call that was authorised and is being executed."""

    def spend(self, spent: _Amounts, /) -> None:
        """Says what the call has cost so far, all together."""
    def finish(
        self,
        outcome: Literal["succeeded", "failed", "panicked"] = "succeeded",
        *,
        spent: _Amounts | None = None,
        message: str | None = None,
    ) -> CallReceipt:
        """Ends the call and returns its receipt."""
    def fail(self, error: BaseException, /) -> CallReceipt:
        """Ends the call because of an exception, and returns its receipt."""
    @property
    def name(self) -> str:
        """The name of the call on the ledger."""
    @property
    def not_enforced(self) -> str | None:
        """Why the call would have been refused if the guard enforced."""
    @property
    def receipt(self) -> CallReceipt | None:
        """What is left of the call, when it has ended."""
    def __enter__(self) -> Self: ...
    def __exit__(self, _class: object, error: object, _traceback: object, /) -> None: ...

@final
class Guard:
    """What stands around every call of a run."""

    def __new__(
        cls,
        covenant: Covenant | Chain,
        ledger: TraceLedger | None = None,
        *,
        enforced: bool = True,
        clock: ManualClock | None = None,
        grantors: Sequence[_Party] | None = None,
        trust: TrustStore | None = None,
        entity: str | None = None,
        magnitude: float = 0.1,
        standing: Standing | None = None,
        signer: Key | None = None,
        origin: str | None = None,
    ) -> Self: ...
    def open_child(self, chain: Chain, *, grantors: Sequence[_Party]) -> Guard:
        """Opens a guard for somebody to whom this covenant was passed on."""
    def begin(
        self,
        call: str | Call,
        *,
        cost: _Amounts | None = None,
        at_most: _Amounts | None = None,
        arguments: Any = None,
        model: str | None = None,
        approvals: Sequence[Approval] | None = None,
    ) -> Running:
        """Decides about a call, records that, and hands it over for execution."""
    @overload
    def __call__(
        self,
        function: Callable[_P, _T],
        /,
        *,
        action: str | None = None,
        cost: _Amounts | None = None,
        at_most: _Amounts | None = None,
        model: str | None = None,
        omit: Iterable[str] | None = None,
        settle: Callable[[Any], _Amounts] | None = None,
    ) -> Guarded[_P, _T]:
        """Guards a function."""
    @overload
    def __call__(
        self,
        function: None = None,
        /,
        *,
        action: str | None = None,
        cost: _Amounts | None = None,
        at_most: _Amounts | None = None,
        model: str | None = None,
        omit: Iterable[str] | None = None,
        settle: Callable[[Any], _Amounts] | None = None,
    ) -> Callable[[Callable[_P, _T]], Guarded[_P, _T]]: ...
    def seal(self) -> Checkpoint:
        """Signs the head of the ledger, which is synced first."""
    def close(self) -> None:
        """Allows nothing more."""
    @property
    def ledger(self) -> TraceLedger:
        """The ledger."""
    @property
    def name(self) -> str:
        """The name of the run."""
    @property
    def enforced(self) -> bool:
        """Whether what is denied is stopped."""
    @property
    def halted(self) -> str | None:
        """Why the guard allows nothing any more, if so."""
    @property
    def balance(self) -> dict[str, Budget]:
        """Where the budget is."""
    @property
    def holder(self) -> PublicKey:
        """Who may act."""
    @property
    def digest(self) -> str:
        """The name of the covenant or link."""
    def __enter__(self) -> Self: ...
    def __exit__(self, *_exception: object) -> None: ...

@final
class RunAnswer:
    """What is proved about a call."""

    @property
    def authorised(self) -> bool:
        """Whether the call was authorised."""
    @property
    def enforced(self) -> bool:
        """Whether the guard enforced."""
    @property
    def executed(self) -> bool:
        """Whether the call was handed to its tool."""
    @property
    def grantor(self) -> PublicKey:
        """Who granted the covenant."""
    @property
    def holder(self) -> PublicKey:
        """Who held it."""
    @property
    def lineage(self) -> list[str]:
        """The names from the covenant to the last link."""
    @property
    def clause(self) -> str | None:
        """What decided."""
    @property
    def decided_at(self) -> datetime | None:
        """When that was decided."""
    @property
    def reserved(self) -> Budget | None:
        """What was set aside for the call."""
    @property
    def reviewers(self) -> list[PublicKey]:
        """Who approved it in reviews."""
    @property
    def outcome(self) -> Literal["succeeded", "failed", "panicked", "lost"] | None:
        """How the call ended."""
    @property
    def spent(self) -> Budget | None:
        """What it has cost."""
    @property
    def ended_at(self) -> datetime | None:
        """When it ended."""
    @property
    def whole_ledger(self) -> bool:
        """Whether the whole ledger was looked at."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

def verify_run(
    ledger: TraceLedger,
    checkpoint: Checkpoint,
    name: str | CallReceipt,
    call: str | Call,
    *,
    origin: str,
    log: PublicKey | str,
    grantors: Sequence[_Party],
    witnesses: Sequence[str] | None = None,
    quorum: int | None = None,
) -> RunAnswer:
    """Answers from a ledger and a signed head what is proved about a call."""

def prove_run(
    ledger: TraceLedger,
    checkpoint: Checkpoint,
    name: str | CallReceipt,
    *,
    origin: str,
    log: PublicKey | str,
    witnesses: Sequence[str] | None = None,
    quorum: int | None = None,
) -> list[ProofFile]:
    """Makes proof files of the nodes of a call and of what it follows."""

def verify_proofs(
    proofs: Sequence[ProofFile],
    name: str | CallReceipt,
    call: str | Call,
    *,
    origin: str,
    log: PublicKey | str,
    grantors: Sequence[_Party],
    witnesses: Sequence[str] | None = None,
    quorum: int | None = None,
) -> RunAnswer:
    """Answers from proof files what is proved about a call."""
