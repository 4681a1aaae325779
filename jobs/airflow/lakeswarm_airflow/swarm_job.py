"""The operator that runs one-off Swarm services."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from airflow.providers.docker.hooks.docker import DockerHook
from airflow.providers.docker.operators.docker_swarm import DockerSwarmOperator
from airflow.sdk.exceptions import AirflowException
from airflow.sdk.log import mask_secret
from docker import types
from docker.errors import APIError
from docker.utils.config import load_general_config

from lakeswarm_airflow import arguments, template
from lakeswarm_airflow.claim import ServiceClaim
from lakeswarm_airflow.identity import JobIdentity
from lakeswarm_airflow.log_reader import LogReader
from lakeswarm_airflow.swarm import Swarm, SwarmUnavailableError
from lakeswarm_airflow.watch import Deadlines, JobWatch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airflow.sdk import Context
    from docker import APIClient
    from docker.tls import TLSConfig

_KILL_TIMEOUT = 3
# The managers give up a write without a quorum after 20 s.
_LATE_CREATION = 30


class SwarmJobOperator(DockerSwarmOperator):
    """Runs a command as a one-off Swarm service; the task succeeds when its container exits with 0.

    Times are in seconds, sizes like ``512m``. All arguments down to ``service_prefix`` are templated.

    :param image: image name with its tag, which every node can pull.
    :param command: replaces the image's ENTRYPOINT.
    :param args: arguments to the entry point; a string is split like in a shell.
    :param environment: variables. Airflow's UI and ``docker service inspect`` show them: put no secrets here.
    :param secrets: ``{name: filename}`` or a list of names; the file is ``/run/secrets/<filename>``. A name may be
        given without its ``_<hash8>``. A name that the swarm does not have fails the task without a retry.
    :param configs: the same for configs; ``filename`` is a path in the container.
    :param networks: overlay names.
    :param placement: constraints like ``["node.labels.disk==ssd"]``, or a ``docker.types.Placement``.
    :param mounts: ``docker.types.Mount`` or dicts of its arguments.
    :param mem_limit: a container that needs more is killed (exit code 137).
    :param mem_reservation: only a node that has this much unreserved memory takes the job.
    :param cpus: limit; may be a fraction. Nothing is reserved, so a job never waits for a free core.
    :param container_resources: a ``docker.types.Resources`` instead of the three arguments above.
    :param service_prefix: front of the service's name.
    :param private_environment: variables that Airflow neither shows nor logs; ``docker service inspect`` does.
    :param stop_grace_period: from SIGTERM to SIGKILL, when the task is killed.
    :param pending_timeout: until a node takes the job. Raise it when jobs queue for memory.
    :param start_timeout: from there to a running container, with the image's pull.
    :param lost_timeout: for a node to confirm the end of a job that Swarm gave up; then the job counts as lost. Swarm
        needs three dispatcher heartbeats (60 s on this platform) to detect a dead node.
    :param silent_timeout: for the job's node to answer a manager again; then the job counts as lost. When the dead node
        was the managers' leader, Swarm waits twice as long.
    :param outage_timeout: for an outage of all managers.
    :param poll_interval: between two polls of the job.
    """

    template_fields: Sequence[str] = (
        *(f for f in DockerSwarmOperator.template_fields if f not in ("env_file", "container_name")),
        *("args", "secrets", "configs", "networks", "placement"),
        *("mem_limit", "mem_reservation", "cpus", "service_prefix"),
    )
    template_fields_renderers: ClassVar[dict[str, str]] = {"environment": "json"}

    def __init__(
        self,
        *,
        mem_limit: float | str | None = None,
        mem_reservation: float | str | None = None,
        cpus: float | str | None = None,
        container_resources: types.Resources | None = None,
        stop_grace_period: float = 10,
        pending_timeout: float = 120,
        start_timeout: float = 600,
        lost_timeout: float = 20,
        silent_timeout: float = 60,
        outage_timeout: float = 120,
        poll_interval: float = 1,
        timeout: int = 20,
        **kwargs: Any,  # noqa: ANN401 - the stock operator's arguments
    ) -> None:
        arguments.check(str(kwargs.get("task_id")), kwargs, container_resources, (mem_limit, mem_reservation, cpus))
        super().__init__(timeout=timeout, **kwargs)
        self.mem_limit = mem_limit
        self.mem_reservation = mem_reservation
        self.cpus = cpus
        self.container_resources = container_resources
        self.secrets = template.pairs(self.secrets)
        self.configs = template.pairs(self.configs)
        self.stop_grace_period = stop_grace_period
        self.deadlines = Deadlines(pending_timeout, start_timeout, lost_timeout, silent_timeout, poll_interval)
        self.outage_timeout = outage_timeout
        self._killed = False
        self._claim: ServiceClaim | None = None

    def execute(self, context: Context) -> None:
        """Runs the job, or follows the one of an earlier try."""
        ti = context["ti"]
        for value in self._private_environment.values():
            mask_secret(value)
        identity = JobIdentity(ti.dag_id, ti.task_id, ti.run_id, -1 if ti.map_index is None else ti.map_index)
        swarm = Swarm(self._connect, self.outage_timeout, self.log, lambda: self._killed)
        name = identity.service_name(self.service_prefix)
        self._claim = ServiceClaim(identity, name, uuid.uuid4().hex, ti.try_number, self.log)
        try:
            service_id = self._claim.take(swarm, lambda: self._template(swarm, identity))
            reader = LogReader(swarm, service_id, self.log)
            JobWatch(swarm, service_id, name, reader, self.deadlines, self.log, lambda: self._killed).follow()
        finally:
            self._release(swarm, _LATE_CREATION)

    def on_kill(self) -> None:
        """Removes the service within seconds, on a connection of its own; runs in a signal handler.

        :meth:`execute` continues after this and removes a service whose creation is still under way.
        """
        self._killed = True
        if self._claim is not None:
            hook = DockerHook(None, self.docker_url, self.api_version, self._tls(), timeout=_KILL_TIMEOUT)
            self._release(Swarm(lambda: hook.api_client, 0, self.log, lambda: True), 0)

    def _release(self, swarm: Swarm, patience: float) -> None:
        try:
            self._claim.release(swarm, patience)
        except (SwarmUnavailableError, APIError) as e:
            self.log.error(  # noqa: TRY400 - the cause is in the text
                "Cannot remove service %s: %s. The reconciler removes it once it has ended.",
                self._claim.name,
                str(e).rstrip("."),
            )

    def _connect(self) -> APIClient:
        """Returns a new connection: docker_url may list several managers, and the first may be down."""
        hook = DockerHook(self.docker_conn_id, self.docker_url, self.api_version, self._tls(), self.timeout)
        client = hook.api_client
        # docker-py sends these headers with its own calls alone; the operator makes others on its session.
        client.headers.update(load_general_config().get("HttpHeaders", {}))
        return client

    def _tls(self) -> TLSConfig | bool:
        return DockerHook.construct_tls_config(
            self.tls_ca_cert, self.tls_client_cert, self.tls_client_key, self.tls_verify, self.tls_hostname
        )

    def _template(self, swarm: Swarm, identity: JobIdentity) -> types.TaskTemplate:
        if self._killed:
            raise AirflowException(f"Job {self._claim.name} was killed before its service was made")
        self._normalize_mounts()
        return template.task_template(self, swarm, identity.labels(), self._private_environment)
