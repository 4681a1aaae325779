"""Holds the one service of a task instance: makes it, takes it over, removes it."""

from __future__ import annotations

import time
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
_ATTEMPTS = 5
_PAUSE = 0.5


class ServiceClaim:
    """Lets one execution own its service.

    The name is the lock: Swarm refuses a second service of that name. The label ``lakeswarm.job.owner``, random for
    each execution, names the owner. Only the owner removes the service, so an abandoned execution cannot remove it.
    """

    def __init__(self, identity: JobIdentity, name: str, owner: str, try_number: int, log: Logger) -> None:
        self.name = name
        self._identity = identity
        self._mine = {OWNER: owner, TRY: str(try_number)}
        self._log = log
        self._unanswered = False

    def take(self, swarm: Swarm, template: Callable[[], TaskTemplate]) -> str:
        """Returns the ID of the service, which is live or completed; this execution then owns it."""
        for _ in range(_ATTEMPTS):
            found = swarm.service(self.name)
            taken = self._make(swarm, template) if found is None else self._adopt(swarm, found)
            if taken:
                return taken
        raise AirflowException(
            f"Cannot take service {self.name}: another execution of this task keeps changing it. A retry continues."
        )

    def release(self, swarm: Swarm, patience: float) -> None:
        """Removes the service unless another execution owns it.

        Swarm may still carry out a create request that was cut off, for example by the task's timeout. This waits
        ``patience`` seconds for its service.
        """
        deadline = time.monotonic() + patience
        found = swarm.service(self.name)
        while found is None and self._unanswered and time.monotonic() < deadline:
            time.sleep(_PAUSE)
            found = swarm.service(self.name)
        if found is None:
            return
        if found["Spec"]["Labels"].get(OWNER) != self._mine[OWNER]:
            self._log.info("Service %s belongs to try %s now and stays", self.name, found["Spec"]["Labels"].get(TRY))
            return
        swarm.remove(found["ID"])

    def _make(self, swarm: Swarm, template: Callable[[], TaskTemplate]) -> str | None:
        labels = {**self._identity.labels(), **self._mine}
        task = template()
        self._unanswered = True
        try:
            made = swarm.create(self.name, labels, task)
            self._unanswered = False
        except APIError as e:
            self._unanswered = False
            if e.status_code == _CONFLICT:
                # From an earlier request of this execution whose answer was lost, or from another execution.
                return None
            raise AirflowFailException(
                f"Cannot create service {self.name}: {e.explanation.rstrip('.')}. Correct the task's arguments."
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
                "Service %s of try %s is %s (%s): it is replaced", self.name, labels.get(TRY), task.state, task.reason
            )
            swarm.remove(found["ID"])
            return None
        try:
            swarm.relabel(found, self._mine)
        except NotFound:
            return None
        except APIError as e:
            self._log.info("Service %s changed (%s); reading it again", self.name, e.explanation)
            return None
        self._log.info(
            "Service %s of try %s taken over, it is %s", self.name, labels.get(TRY), task.state if task else "new"
        )
        return found["ID"]
