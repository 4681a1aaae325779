"""Follows a job to its end."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from airflow.sdk.exceptions import AirflowException

from lakeswarm_airflow.task import Phase, SwarmTask

if TYPE_CHECKING:
    from collections.abc import Callable
    from logging import Logger

    from lakeswarm_airflow.log_reader import LogReader
    from lakeswarm_airflow.swarm import Swarm

_LOG_PATIENCE = 60.0
_KILLED = 137


class JobFailedError(AirflowException):
    """The job did not complete; the message has the cause and the last lines of its log."""


@dataclass(frozen=True)
class Deadlines:
    """Seconds: until a node takes the job, until its container runs, for a lost node, between two polls.

    ``silent`` is for a node that no manager reaches.
    """

    pending: float
    start: float
    lost: float
    silent: float
    poll: float


class JobWatch:
    """Follows a job: :meth:`follow` returns when it completed and raises JobFailedError when it failed."""

    def __init__(
        self,
        swarm: Swarm,
        service_id: str,
        name: str,
        reader: LogReader,
        deadlines: Deadlines,
        log: Logger,
        killed: Callable[[], bool],
    ) -> None:
        self._swarm = swarm
        self._service_id = service_id
        self._name = name
        self._reader = reader
        self._deadlines = deadlines
        self._log = log
        self._killed = killed
        self._logged = ""
        self._phase = Phase.WAITING
        self._phase_since = time.monotonic()
        self._given_up_since: float | None = None
        self._silent_since: float | None = None
        self._node_checked = time.monotonic()

    def follow(self) -> None:
        """Shows states and log until the job ends."""
        while True:
            if self._killed():
                raise self._failed("it was killed")
            task = self._swarm.task(self._service_id)
            if task is None and self._swarm.service(self._service_id) is None:
                raise self._failed("its service was removed")
            if task is not None:
                self._log_state(task)
                if task.is_over:
                    self._end(task)
                    return
                self._check(task)
                if task.container and not task.is_given_up:
                    self._reader.read()
            elif self._elapsed() > self._deadlines.pending:
                raise self._failed(f"Swarm made no task for it within {self._deadlines.pending:.0f} s")
            time.sleep(self._deadlines.poll)

    def _log_state(self, task: SwarmTask) -> None:
        if task.phase is not self._phase:
            self._phase = task.phase
            self._phase_since = time.monotonic()
        text = f"{task.state}: {task.reason}"
        if text != self._logged:
            self._logged = text
            where = f" on {self._swarm.node(task.node)[0]}" if task.node else ""
            self._log.info("Swarm: %s%s", text, where)

    def _elapsed(self) -> float:
        return time.monotonic() - self._phase_since

    def _end(self, task: SwarmTask) -> None:
        if task.container:
            self._reader.finish(_LOG_PATIENCE)
        if task.phase is Phase.COMPLETE:
            return
        code = "no exit code" if task.exit_code is None else f"exit code {task.exit_code}"
        hint = " Out of memory, or killed from outside." if task.exit_code == _KILLED else ""
        raise self._failed(f"{task.state}, {code} ({task.reason}){self._where(task)}.{hint}")

    def _check(self, task: SwarmTask) -> None:
        if task.is_given_up:
            self._check_lost(task)
        elif task.phase is Phase.WAITING and self._elapsed() > self._deadlines.pending:
            raise self._failed(
                f"no node took it within {self._deadlines.pending:.0f} s: {task.reason}. "
                "Free memory, change its placement or raise pending_timeout."
            )
        elif task.phase is Phase.STARTING and self._elapsed() > self._deadlines.start:
            raise self._failed(
                f"it did not start within {self._deadlines.start:.0f} s: {task.state}, {task.reason}"
                f"{self._where(task)}. Raise start_timeout if its image is large."
            )
        elif task.node:
            self._check_node(task.node)

    def _check_lost(self, task: SwarmTask) -> None:
        """A dead node never confirms the end of a task: Swarm keeps its last state for 24 h."""
        now = time.monotonic()
        if self._given_up_since is None:
            self._given_up_since = now
        host, state = self._swarm.node(task.node) if task.node else ("no node", "gone")
        if now - self._given_up_since > self._deadlines.lost:
            raise self._failed(
                f"it is lost: Swarm gave it up ({task.desired}), its last state is {task.state}, node {host} is {state}"
            )

    def _check_node(self, node: str) -> None:
        """After a leader change, Swarm waits six heartbeats (two minutes here) before it gives a node up."""
        now = time.monotonic()
        if now - self._node_checked < self._deadlines.silent / 10:
            return
        self._node_checked = now
        host, state = self._swarm.node(node)
        if state == "ready":
            self._silent_since = None
        elif self._silent_since is None:
            self._silent_since = now
        elif now - self._silent_since > self._deadlines.silent:
            raise self._failed(
                f"it is lost: no manager has reached node {host}, which is {state}, for {self._deadlines.silent:.0f} s"
            )

    def _where(self, task: SwarmTask) -> str:
        return f" on {self._swarm.node(task.node)[0]}" if task.node else ""

    def _failed(self, cause: str) -> JobFailedError:
        tail = "".join(f"\n  {line[:500]}" for line in self._reader.tail)
        return JobFailedError(
            f"Job {self._name} failed: {cause}" + (f"\nThe last lines of its log:{tail}" if tail else "")
        )
