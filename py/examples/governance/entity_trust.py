"""Entities and tensors in plain Python, with the methods of the Rust classes."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from unicodedata import category

from .evidence import DIMENSIONS, Evidence, steps

LONGEST = 1024
"""The most bytes of an entity id."""


class TrustLevel(StrEnum):
    """How much somebody is trusted."""

    HIGH = "High"
    MEDIUM_HIGH = "MediumHigh"
    MEDIUM = "Medium"
    LOW = "Low"
    MINIMAL = "Minimal"

    @classmethod
    def of(cls, score: float) -> TrustLevel:
        """Returns the level of a score.

        >>> TrustLevel.of(0.5)
        <TrustLevel.MEDIUM: 'Medium'>
        """
        bounds = zip((0.8, 0.6, 0.4, 0.2), cls, strict=False)
        return next((level for least, level in bounds if score >= least), cls.MINIMAL)


def _magnitude(value: float) -> float:
    try:
        # What is no number, a text of digits included, raises `TypeError` here.
        finite = math.isfinite(value)
    except OverflowError:
        finite = False
    if not finite:
        raise ValueError(f"the magnitude must be a finite number, not `{value!r}`")
    return float(value)


def _entity_id(given: str) -> str:
    """Returns an id, if the Rust class takes it too."""
    if not isinstance(given, str):
        raise TypeError(f"an entity id is a text, not `{given!r}`")
    kind, colon, name = given.partition(":")
    for wrong, why in (
        (not given, "it is empty"),
        (any(category(letter) == "Cs" for letter in given), "it has half a character, a lone surrogate"),
        (len(given.encode("utf-8", "replace")) > LONGEST, f"it has more than {LONGEST} bytes"),
        (any(category(letter) == "Cc" for letter in given), "it has a control character"),
        (colon and not kind, "the type is empty"),
        (colon and not name, "the name is empty"),
    ):
        if wrong:
            raise ValueError(f"{ascii(given[:80])} is not an entity id: {why}; use `type:name`")
    return given


def _success(value: bool) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"success must be `True` or `False`, not `{value!r}`")
    return value


class _Tensor:
    """Three scores; a subclass says which."""

    FIRST = 0

    def __init__(self, *scores: float) -> None:
        self._evidence = Evidence()
        for at, score in enumerate(scores, self.FIRST):
            self._evidence = self._evidence.with_score(at, score)

    def average(self) -> float:
        """Returns the mean of the three scores."""
        return sum(self._evidence.score(at) for at in range(self.FIRST, self.FIRST + 3)) / 3

    def __getattr__(self, name: str) -> float:
        if name in DIMENSIONS[self.FIRST : self.FIRST + 3]:
            return self._evidence.score(DIMENSIONS.index(name))
        raise AttributeError(name)

    def __repr__(self) -> str:
        names = DIMENSIONS[self.FIRST : self.FIRST + 3]
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name):.3f}' for name in names)})"


class T3Tensor(_Tensor):
    """Trust: talent, training, temperament."""

    def __init__(self, talent: float = 0.5, training: float = 0.5, temperament: float = 0.5) -> None:
        super().__init__(talent, training, temperament)

    def update_from_outcome(self, success: bool, magnitude: float) -> None:
        """Adds the outcome of an action."""
        self._evidence = self._evidence.learn(_success(success), _magnitude(magnitude))

    def level(self) -> TrustLevel:
        """Returns the level of the average."""
        return TrustLevel.of(self.average())


class V3Tensor(_Tensor):
    """Value: valuation, veracity, validity."""

    FIRST = 3

    def __init__(self, valuation: float = 0.5, veracity: float = 0.5, validity: float = 0.5) -> None:
        super().__init__(valuation, veracity, validity)


class EntityTrust:
    """The trust in one entity, `type:name`.

    >>> entity = EntityTrust("test:verify")
    >>> entity.update_from_outcome(True, 0.1)
    >>> print(entity.trust_level(), f"{entity.t3_average():.4f}")
    Medium 0.5167
    """

    def __init__(self, entity_id: str) -> None:
        self.entity_id = _entity_id(entity_id)
        self.evidence = Evidence()
        self.witnessed_by: list[str] = []
        self.has_witnessed: list[str] = []
        self.action_count = self.success_count = self.witness_count = 0
        self.last_action: datetime | None = None
        self.created_at = datetime.now(UTC)

    @property
    def entity_type(self) -> str:
        """What stands before the first colon."""
        return self.entity_id.partition(":")[0] if ":" in self.entity_id else ""

    @property
    def entity_name(self) -> str:
        """What stands after the first colon."""
        return self.entity_id.partition(":")[2] if ":" in self.entity_id else self.entity_id

    def __getattr__(self, name: str) -> float:
        if name in DIMENSIONS:
            return self.evidence.score(DIMENSIONS.index(name))
        raise AttributeError(name)

    def update_from_outcome(self, success: bool, magnitude: float) -> None:
        """Adds the outcome of an action."""
        self.evidence = self.evidence.learn(_success(success), _magnitude(magnitude))
        self.action_count += 1
        self.success_count += success
        self.last_action = datetime.now(UTC)

    def receive_witness(self, witness_id: str, success: bool, magnitude: float) -> bool:
        """Adds what somebody unknown says; returns whether it counts: nobody is their own witness."""
        _success(success), _magnitude(magnitude)
        if _entity_id(witness_id) == self.entity_id:
            return False
        self.evidence = self.evidence.hear(success, float(magnitude))
        self.witness_count += 1
        if witness_id not in self.witnessed_by:
            self.witnessed_by.append(witness_id)
        return True

    def give_witness(self, target_id: str, success: bool, magnitude: float) -> None:
        """Records that this entity has witnessed another."""
        _success(success), _magnitude(magnitude)
        if _entity_id(target_id) != self.entity_id and target_id not in self.has_witnessed:
            self.has_witnessed.append(target_id)

    def apply_decay(self, days_inactive: float, decay_rate: float) -> bool:
        """Lets days go by; returns whether training moved by more than 0.001."""
        before = self.training
        self.evidence = self.evidence.decay(steps(days_inactive, decay_rate))
        return abs(before - self.training) > 0.001

    def t3_average(self) -> float:
        """Returns the mean of talent, training and temperament."""
        return sum(self.evidence.score(at) for at in range(3)) / 3

    def v3_average(self) -> float:
        """Returns the mean of valuation, veracity and validity."""
        return sum(self.evidence.score(at) for at in range(3, 6)) / 3

    def trust_level(self) -> TrustLevel:
        """Returns the level of `t3_average`."""
        return TrustLevel.of(self.t3_average())

    def success_rate(self) -> float:
        """Returns the part of the actions that succeeded, one half if there were none."""
        return self.success_count / self.action_count if self.action_count else 0.5

    def to_dict(self) -> dict[str, Any]:
        """Returns the 14 entries of the published packages."""
        return {
            "entity_id": self.entity_id,
            "entity_type": self.entity_type,
            "entity_name": self.entity_name,
            **{name: getattr(self, name) for name in DIMENSIONS},
            "witnessed_by": list(self.witnessed_by),
            "has_witnessed": list(self.has_witnessed),
            "action_count": self.action_count,
            "success_count": self.success_count,
            "witness_count": self.witness_count,
        }
