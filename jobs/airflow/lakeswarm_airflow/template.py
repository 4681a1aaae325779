"""Turns an operator's arguments into the task of a Swarm service."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from airflow.sdk.exceptions import AirflowFailException
from docker.types import (
    ConfigReference,
    ContainerSpec,
    DriverConfig,
    Healthcheck,
    RestartPolicy,
    SecretReference,
    TaskTemplate,
)
from docker.utils import format_environment

from lakeswarm_airflow.resources import resources

if TYPE_CHECKING:
    from docker.types import Mount, Placement, Resources

    from lakeswarm_airflow.swarm import Swarm

# As for every service of the platform: a log cannot fill a node's disk.
LOG_DRIVER = DriverConfig("json-file", {"max-size": "10m", "max-file": "3"})

_HASHED = re.compile(r"_[0-9a-f]{8}")
_REFERENCES = {"secrets": SecretReference, "configs": ConfigReference}


class Job(Protocol):
    """The arguments of SwarmJobOperator that describe the task of its service, after templating."""

    image: str
    command: list[str] | str | None
    args: list[str] | str | None
    environment: dict[str, str]
    user: str | int | None
    mounts: list[Mount]
    secrets: dict[str, str] | list[str | dict[str, Any]] | None
    configs: dict[str, str] | list[str | dict[str, Any]] | None
    networks: list[str] | None
    placement: Placement | list[str] | None
    container_resources: Resources | None
    mem_limit: str | float | None
    mem_reservation: str | float | None
    cpus: str | float | None
    stop_grace_period: float

    def format_command(self, command: list[str] | str | None) -> list[str] | str | None:
        """Returns the command as Swarm takes it."""

    def format_args(self, args: list[str] | str | None) -> list[str] | None:
        """Returns the arguments as a list."""


def task_template(job: Job, swarm: Swarm, labels: dict[str, str], private_environment: dict[str, str]) -> TaskTemplate:
    """Returns the task of the job's service.

    Raises AirflowFailException for an argument that cannot be resolved: the Airflow task fails without a retry.
    """
    try:
        limits = job.container_resources or resources(job.mem_limit, job.mem_reservation, job.cpus)
    except ValueError as e:
        raise AirflowFailException(str(e)) from e
    container = ContainerSpec(
        image=job.image,
        command=job.format_command(job.command),
        args=job.format_args(job.args),
        env=format_environment({**job.environment, **private_environment}),
        user=None if job.user is None else str(job.user),
        labels=labels,
        mounts=job.mounts,
        stop_grace_period=round(job.stop_grace_period * 1_000_000_000),
        secrets=references(swarm, "secrets", job.secrets),
        configs=references(swarm, "configs", job.configs),
        init=True,
        # The job's exit code is its result; a health check of the image could end the job before it.
        healthcheck=Healthcheck(test=["NONE"]),
    )
    return TaskTemplate(
        container,
        resources=limits,
        restart_policy=RestartPolicy(condition="none"),
        placement=job.placement,
        networks=job.networks,
        log_driver=LOG_DRIVER,
    )


def pairs(wanted: Any) -> Any:  # noqa: ANN401 - what a DAG's author wrote
    """Turns ``{name: filename}`` into a list of ``{"source": name, "target": filename}``.

    Airflow renders the values of a dict, not its keys.
    """
    return [{"source": n, "target": f} for n, f in wanted.items()] if isinstance(wanted, dict) else wanted


def references(
    swarm: Swarm, kind: str, wanted: dict[str, str] | list[str | dict[str, Any]] | None
) -> list[dict[str, Any]] | None:
    """Turns names into references; ``kind`` is ``secrets`` or ``configs``.

    A name is the object's full name, or the part before ``_<hash8>``. The short form picks the newest object, because
    each new content is a new object. References are returned unchanged.
    """
    found = [_reference(swarm, kind, one) for one in pairs(wanted) or []]
    return found or None


def _reference(swarm: Swarm, kind: str, wanted: str | dict[str, Any]) -> dict[str, Any]:
    if isinstance(wanted, dict) and "source" not in wanted:
        return wanted
    name, filename = (wanted, wanted) if isinstance(wanted, str) else (wanted["source"], wanted["target"])
    found = swarm.named(kind, name)
    exact = [o for o in found if o["Spec"]["Name"] == name]
    hashed = [o for o in found if _HASHED.fullmatch(o["Spec"]["Name"].removeprefix(name))]
    if not exact and not hashed:
        raise AirflowFailException(
            f"Cannot start the job: the swarm has no {kind.removesuffix('s')} {name} or {name}_<hash>. "
            f"See 'docker {kind.removesuffix('s')} ls'; make swarm_deploy makes the platform's own."
        )
    chosen = exact[0] if exact else max(hashed, key=lambda o: o["CreatedAt"])
    return _REFERENCES[kind](chosen["ID"], chosen["Spec"]["Name"], filename=filename)
