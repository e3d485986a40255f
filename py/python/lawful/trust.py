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

An entity, what it heard, and how that fades:

    >>> from datetime import datetime, timedelta, timezone
    >>> from lawful.platform import Challenges, KeyStore, sha256
    >>> from lawful.trust import (
    ...     Claims, Coherence, EntityTrust, HardwareBinding, Lct, Lifecycle, ManualClock, SignedClaim,
    ...     SignedWitnessEvent, T3Tensor, TrustColumns, TrustLevel, TrustStore, V3Tensor, trajectory,
    ... )
    >>> start = datetime(2026, 1, 1, tzinfo=timezone.utc)
    >>> entity, boss = EntityTrust("mcp:files", now=start), EntityTrust("role:boss", now=start)
    >>> entity.update_from_outcome(True, 0.5, now=start)
    >>> entity.receive_witness("role:stranger", True, 0.5), entity.receive_witness_of(boss, True, 0.5)
    (True, True)
    >>> boss.give_witness("mcp:files", True, 0.5)
    >>> entity.witnessed_by, boss.has_witnessed
    (['role:stranger', 'role:boss'], ['mcp:files'])
    >>> entity.score("veracity") > 0.5, entity.uncertainty("veracity") < 1, entity.success_rate()
    (True, True, 1.0)
    >>> entity.t3().average() == entity.t3_average(), entity.v3().average() == entity.v3_average()
    (True, True)
    >>> later = entity.as_of(start + timedelta(days=90))
    >>> later.training < entity.training, later.days_since_last_action(start + timedelta(days=2))
    (True, 2.0)
    >>> entity.decay_until(start + timedelta(days=90)), entity.training == later.training
    (True, True)
    >>> entity.apply_decay(30.0, 0.01), entity.come_to(start + timedelta(days=90))
    (True, None)
    >>> EntityTrust.from_bytes(bytes(entity)) == entity
    True
    >>> EntityTrust.from_dict(entity.to_dict()).entity_id, len(entity.legacy())
    ('mcp:files', 12)

Tensors alone, and the scores of the older generation:

    >>> one, other = T3Tensor.neutral(), T3Tensor.neutral()
    >>> one.update_from_outcome(True, 0.5), other.update_from_outcome(False, 0.5), one.merge(other)
    (None, None, None)
    >>> one.observe_sub_dimension("unit tests", "training", True, 0.5)
    >>> sorted(one.sub_dimensions()), 0 < one.aggregate() < 1, one.apply_decay(30.0, 0.01)
    (['unit tests'], True, True)
    >>> T3Tensor.from_legacy(competence=0.9).legacy()["competence"]
    0.9
    >>> value = V3Tensor.from_legacy(energy=0.9)
    >>> value.update_from_outcome(True, 0.5), value.merge(V3Tensor.neutral())
    (None, None)
    >>> value.level() in TrustLevel.all(), 0 < value.aggregate() < 1, len(value.legacy())
    (True, True, 6)
    >>> value.apply_decay(0.0, 0.01)
    False
    >>> columns = TrustColumns.of([EntityTrust("mcp:a"), EntityTrust("mcp:b")])
    >>> columns.update([True, False], 0.5)
    >>> bool(columns.scores("talent")[0] > 0.5), columns.row(1)[0] < 0.5, len(columns.levels())
    (True, True, 2)
    >>> bool(columns.v3_averages()[0] > 0.5)
    True
    >>> whole = Coherence(1.0, 1.0, 1.0, 0.5)
    >>> whole.total(), whole.meets_threshold(0.6)
    (0.5, False)

A store:

    >>> store = TrustStore.memory(clock=ManualClock(start + timedelta(days=90)))
    >>> store.save(entity)
    >>> store.exists("mcp:files"), store.find("mcp:other"), store.get("mcp:files") == entity
    (True, None, True)
    >>> _ = store.witness("role:boss", "mcp:files", True, 0.5)
    >>> [found.entity_id for found in store.get_by_type("mcp")], store.damaged()
    (['mcp:files'], [])
    >>> len(store), list(store) == store.list_entities()
    (2, True)
    >>> store.get("mcp:files").known_until == start + timedelta(days=90)
    True
    >>> store.as_of("mcp:files", start + timedelta(days=900)).entity_id
    'mcp:files'
    >>> sorted(store.transitive_trust({"role:boss": 1.0}))
    ['mcp:files', 'role:boss', 'role:stranger']
    >>> store.delete("mcp:files"), store.close()
    (True, None)

Who somebody is, and what others sign about them:

    >>> keys, challenges = KeyStore.memory(), Challenges()
    >>> parent_key, key = keys.new_key("parent"), keys.new_key("child")
    >>> parent = Lct.create("organization", parent_key)
    >>> child = Lct.create_child("ai_software", key, parent=Lifecycle(parent), parent_key=parent_key)
    >>> child.verify_lineage(parent), child.coherence_threshold(), Lifecycle(child).is_active()
    (None, 0.7, True)
    >>> attestation = keys.attest("child", entity=child.id, challenge=challenges.issue())
    >>> binding = HardwareBinding(child, attestation.verify(challenges))
    >>> binding.cut(1.0) == binding.effective_ceiling
    True
    >>> event = SignedWitnessEvent.sign(key, "role:boss", "mcp:files", 1, True, 0.5)
    >>> SignedWitnessEvent(event.to_json()).verify(key.public_key), entity.hear(event, key.public_key)
    (None, 'new')
    >>> from lawful.trace import TraceLedger
    >>> claims = Claims(TraceLedger())
    >>> claim = SignedClaim.sign(key, "agent:a", "veracity", "sources", True, 0.5, work=sha256(b"x"))
    >>> claims.anchor(claim).length, claims.about("agent:a") == [claim]
    (1, True)
    >>> trajectory("mcp:a", [(start, True, 0.5)]).to_html().startswith("<!")
    True
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
from lawful._find import models
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
    """Checks the laws of a trust model, those of witnessing among them, and returns the report.

    A law that a model is registered to break counts as borne out if it is broken:
    `report.to_text(verbose=True)` and the page show each with its witness.

    Raises `NotFound` if there is no such model.

    >>> from lawful.trust import law_report
    >>> law_report("evidence", cases=100).is_good
    True
    """
    name = TrustModel(model).name
    known = {found.id for found in models()}
    ids = [id for id in (f"trust.{name}", f"trust.witnessing.{name}") if id in known]
    return _check.check(ids or f"trust.{name}", cases=cases, seed=seed)
