"""The task of a job's service, as Swarm reports it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Self


class Phase(Enum):
    """The states of a Swarm task that a job distinguishes.

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
    """One read of a task. ``exit_code`` and ``container`` are None until there is one; ``node`` is an ID or empty."""

    state: str
    desired: str
    reason: str
    node: str
    container: str | None
    exit_code: int | None

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Self:
        """Parses the JSON of ``GET /tasks``."""
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
        """Returns the phase; an unknown state of a newer engine counts as running, so no job fails for it."""
        return _PHASES.get(self.state, Phase.RUNNING)

    @property
    def is_over(self) -> bool:
        """Returns True when the state is final."""
        return self.phase in (Phase.COMPLETE, Phase.ENDED)

    @property
    def is_given_up(self) -> bool:
        """Returns True when Swarm wants it ended and its node has not confirmed: it stops, or the node is dead."""
        return self.desired in ("shutdown", "remove") and not self.is_over
