"""The names of a job: its service's name and its labels."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LABEL = "lakeswarm.job"
OWNER = f"{LABEL}.owner"
TRY = f"{LABEL}.try"

_LONGEST_NAME = 63  # https://docs.docker.com/reference/api/engine/: a service's name is a DNS label
_DIGEST = 10


@dataclass(frozen=True)
class JobIdentity:
    """One task instance. Every try of it has the same identity, and no other task instance has."""

    dag: str
    task: str
    run: str
    map_index: int

    def service_name(self, prefix: str) -> str:
        """Returns a valid name of at most 63 characters: a readable part, then a hash of the identity."""
        key = "|".join((self.dag, self.task, self.run, str(self.map_index)))
        digest = hashlib.sha256(key.encode()).hexdigest()[:_DIGEST]
        readable = re.sub(r"[^a-zA-Z0-9]+", "-", f"{prefix}-{self.dag}-{self.task}").strip("-")
        return f"{readable[: _LONGEST_NAME - _DIGEST - 1].rstrip('-')}-{digest}"

    def labels(self) -> dict[str, str]:
        """Returns the labels that identify this task instance, for the service and its container."""
        return {
            LABEL: self.task,
            f"{LABEL}.dag": self.dag,
            f"{LABEL}.task": self.task,
            f"{LABEL}.run": self.run,
            f"{LABEL}.map": str(self.map_index),
        }

    def is_on(self, labels: Mapping[str, str]) -> bool:
        """Returns True for the labels of a service of this task instance, whatever its try."""
        return self.labels().items() <= dict(labels).items()
