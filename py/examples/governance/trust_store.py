"""A directory of entities in plain Python, in the files that the Rust store reads and writes too."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from .entity_trust import EntityTrust
from .evidence import DIMENSIONS


class TrustStore:
    """Entities in a directory, a JSON file for each. One process at a time may write.

    The files keep scores. What rests on them, the Rust store keeps beside; it is dropped here, and
    taken from the scores when it is needed again.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._folder = Path(path)
        self._folder.mkdir(parents=True, exist_ok=True)

    def get(self, entity_id: str) -> EntityTrust:
        """Returns an entity; a new one is saved.

        Raises `ValueError` if its file is damaged or of somebody else.
        """
        path = self._path(entity_id)
        if not path.exists():
            self.save(entity := EntityTrust(entity_id))
            return entity
        return self._read(path, entity_id)

    def save(self, entity: EntityTrust) -> None:
        """Writes an entity, as a whole or not at all."""
        path = self._path(entity.entity_id)
        if path.exists():
            self._read(path, entity.entity_id)
        said = entity.to_dict()
        said["last_action"] = None if entity.last_action is None else _shown(entity.last_action)
        said["created_at"] = _shown(entity.created_at)
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(said, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)

    def update(self, entity_id: str, success: bool, magnitude: float) -> EntityTrust:
        """Adds the outcome of an action and saves."""
        entity = self.get(entity_id)
        entity.update_from_outcome(success, magnitude)
        self.save(entity)
        return entity

    def exists(self, entity_id: str) -> bool:
        """Returns whether there is such an entity."""
        return self._path(entity_id).exists()

    def list_entities(self, entity_type: str | None = None) -> list[str]:
        """Returns the ids, sorted; of one type if it is given."""
        ids = (json.loads(path.read_text("utf-8"))["entity_id"] for path in self._folder.glob("*.json"))
        return sorted(id for id in ids if entity_type is None or id.startswith(f"{entity_type}:"))

    def delete(self, entity_id: str) -> bool:
        """Removes an entity; returns whether there was one."""
        found = self.exists(entity_id)
        self._path(entity_id).unlink(missing_ok=True)
        return found

    def _path(self, entity_id: str) -> Path:
        return self._folder / f"{hashlib.sha256(entity_id.encode()).hexdigest()[:16]}.json"

    def _read(self, path: Path, entity_id: str) -> EntityTrust:
        try:
            said = json.loads(path.read_text("utf-8"))
            if said["entity_id"] != entity_id:
                raise ValueError(f"`{path}` is of `{said['entity_id']}`, not of `{entity_id}`")
            entity = EntityTrust(entity_id)
            for at, name in enumerate(DIMENSIONS):
                entity.evidence = entity.evidence.with_score(at, float(said[name]))
            entity.witnessed_by = list(said.get("witnessed_by", []))
            entity.has_witnessed = list(said.get("has_witnessed", []))
            for name in ("action_count", "success_count", "witness_count"):
                setattr(entity, name, int(said.get(name, 0)))
            entity.created_at = datetime.fromisoformat(said["created_at"])
            if said.get("last_action") is not None:
                entity.last_action = datetime.fromisoformat(said["last_action"])
        except (OSError, KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise ValueError(f"`{path}` is damaged: {error!r}") from error
        return entity


def _shown(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f000Z")
