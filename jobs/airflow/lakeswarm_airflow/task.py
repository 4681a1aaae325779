"""What Swarm says about the one task of a job's service."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Self


class Phase(Enum):
    """The states of a Swarm task, as far as a job tells them apart.

    https://docs.docker.com/engine/swarm/how-swarm-mode-works/swarm-task-states/
    """

    WAITING = "waiting for a node"
    STARTING = "starting"
    RUNNING = "running"
    COMPLETE = "complete"
    ENDED = "ended"


_PHASES = {
    **dict.fromkeys(("new", "allocated", "pending"), Phase.WAITING),
    **dict.fromkeys(("assigned", "accepted", "preparing", "ready", "starting"), Phase.STARTING),
    "running": Phase.RUNNING,
    "complete": Phase.COMPLETE,
    **dict.fromkeys(("failed", "rejected", "orphaned", "shutdown", "remove"), Phase.ENDED),
}


@dataclass(frozen=True)
class SwarmTask:
    """A task at one moment. ``exit_code`` and ``container`` are None until there is one; ``node`` is an ID or empty."""

    state: str
    desired: str
    reason: str
    node: str
    container: str | None
    exit_code: int | None

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Self:
        """Reads the JSON of ``GET /tasks``."""
        status = raw["Status"]
        container = status.get("ContainerStatus") or {}
        has_container = bool(container.get("ContainerID"))
        return cls(
            state=status["State"],
            desired=raw["DesiredState"],
            reason=status.get("Err") or status.get("Message") or "no reason given",
            node=raw.get("NodeID") or "",
            container=container["ContainerID"] if has_container else None,
            exit_code=container.get("ExitCode", 0) if has_container else None,
        )

    @property
    def phase(self) -> Phase:
        """A state that a later engine adds counts as running: nothing is given up because of its name."""
        return _PHASES.get(self.state, Phase.RUNNING)

    @property
    def is_over(self) -> bool:
        """True when nothing will change any more."""
        return self.phase in (Phase.COMPLETE, Phase.ENDED)

    @property
    def is_given_up(self) -> bool:
        """True when Swarm wants it ended and its node has not confirmed that: it stops, or its node is dead."""
        return self.desired in ("shutdown", "remove") and not self.is_over
