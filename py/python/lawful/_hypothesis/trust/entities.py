"""Entities with a history: actions, witnesses and decay."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from lawful._hypothesis.texts import entity_ids
from lawful._hypothesis.times import START, spans
from lawful._hypothesis.trust.tensors import outcomes
from lawful.trust import EntityTrust, TrustModel
from lawful.trust import trust_models as all_models

_YEAR = 365 * 86_400.0


def trust_models() -> SearchStrategy[TrustModel]:
    """Draws trust models."""
    return st.sampled_from(all_models())


def model_names() -> SearchStrategy[str]:
    """Draws the names of trust models."""
    return trust_models().map(lambda model: model.name)


@st.composite
def entities(draw: DrawFn) -> EntityTrust:
    """Draws entities, some without any history."""
    now = START
    entity = EntityTrust(draw(entity_ids()), model=draw(model_names()), now=now)
    for success, magnitude in draw(st.lists(outcomes(), max_size=4)):
        now += draw(spans(_YEAR))
        entity.update_from_outcome(success, magnitude, now=now)
    others = st.lists(entity_ids(), max_size=2, unique=True)
    for other in draw(others.map(lambda ids: [id for id in ids if id != entity.entity_id])):
        success, magnitude = draw(outcomes())
        entity.receive_witness(other, success, magnitude)
        entity.give_witness(other, not success, magnitude)
    if draw(st.booleans()):
        entity.decay_until(now + draw(spans(_YEAR)))
    return entity
