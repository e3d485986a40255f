"""Trust in entities: earned by outcomes and by the word of witnesses, lost with time.

    from lawful.trust import EntityTrust, TrustStore

    entity = EntityTrust("test:verify")
    entity.update_from_outcome(True, 0.1)
    print(f"Trust Level: {entity.trust_level()}")       # Medium
    print(f"T3 Average: {entity.t3_average():.4f}")     # 0.5167

    store = TrustStore("trust.redb")                    # or a directory, or postgresql://...
    store.update("mcp:files", True, 0.1)
    store.witness("role:auditor", "mcp:files", True, 0.5)

Scores, averages and levels are views of evidence. The order of outcomes does not matter, 15 days and
15 days of decay are 30 days, waiting raises nobody, and a crowd of strangers stays under a bound:
`law_report("evidence")` checks that. The model `web4-0.1` computes the published rules instead;
`law_report("web4-0.1")` says which laws these break.

This is an independent implementation of ideas that are described in public. The authors of Web4 claim
patents on theirs (US 11,477,027 and US 12,278,913); whether these touch what you build is yours to
judge.
"""

from lawful import _check
from lawful._core import (
    Claims,
    Coherence,
    DidDocument,
    EntityTrust,
    HardwareBinding,
    Lct,
    Lifecycle,
    ManualClock,
    Report,
    SignedClaim,
    SignedWitnessEvent,
    StatusChange,
    StatusLedger,
    T3Tensor,
    TrustColumns,
    TrustLevel,
    TrustModel,
    TrustStore,
    V3Tensor,
    continuity,
    phi,
    reachability,
    stability,
    transitive_trust,
    transitive_trust_array,
    trust_levels,
    trust_models,
)
from lawful._trajectory import Trajectory, TrajectoryPoint, decay_curve, trajectory
from lawful.errors import IdentityRefused, MissingPackage, TrustStoreError

__all__ = [
    "Claims",
    "Coherence",
    "DidDocument",
    "EntityTrust",
    "HardwareBinding",
    "IdentityRefused",
    "Lct",
    "Lifecycle",
    "ManualClock",
    "MissingPackage",
    "SignedClaim",
    "SignedWitnessEvent",
    "StatusChange",
    "StatusLedger",
    "T3Tensor",
    "Trajectory",
    "TrajectoryPoint",
    "TrustColumns",
    "TrustLevel",
    "TrustModel",
    "TrustStore",
    "TrustStoreError",
    "V3Tensor",
    "continuity",
    "create_memory_store",
    "decay_curve",
    "law_report",
    "phi",
    "reachability",
    "stability",
    "trajectory",
    "transitive_trust",
    "transitive_trust_array",
    "trust_levels",
    "trust_models",
]


def create_memory_store() -> TrustStore:
    """Makes a store in memory: `TrustStore.memory()`. Unlike the function of this name in the
    published packages, it writes nothing to the disk.

    >>> from lawful.trust import create_memory_store
    >>> create_memory_store().list_entities()
    []
    """
    return TrustStore.memory()


def law_report(model: str = "evidence", *, cases: int = 1000, seed: int = 0) -> Report:
    """Checks the laws of a trust model and returns the report.

    A law that a model is registered to break counts as borne out if it is broken; the report names
    the witness.

    Raises `NotFound` if there is no such model.

    >>> from lawful.trust import law_report
    >>> law_report("evidence", cases=100).is_good
    True
    """
    return _check.check(f"trust.{TrustModel(model).name}", cases=cases, seed=seed)
