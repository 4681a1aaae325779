"""Holds the one service of a task instance: makes it, takes it over, removes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow.sdk.exceptions import AirflowException, AirflowFailException
from docker.errors import APIError, NotFound

from lakeswarm_airflow.identity import OWNER, TRY
from lakeswarm_airflow.task import Phase

if TYPE_CHECKING:
    from collections.abc import Callable
    from logging import Logger

    from docker.types import TaskTemplate

    from lakeswarm_airflow.identity import JobIdentity
    from lakeswarm_airflow.swarm import Swarm

_CONFLICT = 409
_LOOKS = 5


class ServiceClaim:
    """The hold of one execution on its service.

    The name is the lock: Swarm refuses a second service of that name. The label ``lakeswarm.job.owner``, random for
    each execution, says who removes it: an execution that was given up does not remove what a later one took over.
    """

    def __init__(self, identity: JobIdentity, name: str, owner: str, try_number: int, log: Logger) -> None:
        self.name = name
        self._identity = identity
        self._mine = {OWNER: owner, TRY: str(try_number)}
        self._log = log

    def take(self, swarm: Swarm, template: Callable[[], TaskTemplate]) -> str:
        """Returns the ID of the service, which is live or has completed; afterwards this execution owns it."""
        for _ in range(_LOOKS):
            found = swarm.service(self.name)
            taken = self._make(swarm, template) if found is None else self._adopt(swarm, found)
            if taken:
                return taken
        raise AirflowException(
            f"Cannot take service {self.name}: another execution of this task keeps changing it. It is tried again."
        )

    def release(self, swarm: Swarm) -> None:
        """Removes the service unless another execution owns it by now."""
        found = swarm.service(self.name)
        if found is None:
            return
        if found["Spec"]["Labels"].get(OWNER) != self._mine[OWNER]:
            self._log.info("Service %s belongs to try %s now and stays", self.name, found["Spec"]["Labels"].get(TRY))
            return
        swarm.remove(found["ID"])

    def _make(self, swarm: Swarm, template: Callable[[], TaskTemplate]) -> str | None:
        labels = {**self._identity.labels(), **self._mine}
        try:
            made = swarm.create(self.name, labels, template())
        except APIError as e:
            if e.status_code == _CONFLICT:
                # Made by an earlier request of this execution whose answer was lost, or by another execution.
                return None
            raise AirflowFailException(
                f"Cannot create service {self.name}: {e.explanation}. Correct the task's arguments."
            ) from e
        self._log.info("Service %s made (%s)", self.name, made)
        return made

    def _adopt(self, swarm: Swarm, found: dict[str, Any]) -> str | None:
        labels = found["Spec"]["Labels"]
        if labels.get(OWNER) == self._mine[OWNER]:
            return found["ID"]
        if not self._identity.is_on(labels):
            raise AirflowFailException(
                f"Cannot create service {self.name}: a service of that name exists and is not this task's. "
                f"Remove it ('docker service rm {self.name}') or set service_prefix."
            )
        task = swarm.task(found["ID"])
        if task and (task.phase is Phase.ENDED or task.is_given_up):
            self._log.warning(
                "Service %s of try %s is %s (%s): it is made anew", self.name, labels.get(TRY), task.state, task.reason
            )
            swarm.remove(found["ID"])
            return None
        try:
            swarm.relabel(found, self._mine)
        except NotFound:
            return None
        except APIError as e:
            self._log.info("Service %s changed meanwhile (%s); looking again", self.name, e.explanation)
            return None
        self._log.info(
            "Service %s of try %s taken over, it is %s", self.name, labels.get(TRY), task.state if task else "new"
        )
        return found["ID"]
