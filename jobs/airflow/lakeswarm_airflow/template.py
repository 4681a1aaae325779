"""What a task's arguments mean in Swarm's terms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from airflow.sdk.exceptions import AirflowFailException
from docker.errors import DockerException
from docker.types import ConfigReference, DriverConfig, Resources, SecretReference
from docker.utils import parse_bytes

if TYPE_CHECKING:
    from lakeswarm_airflow.swarm import Swarm

# As for every service of the platform: a log can not fill a node's disk.
LOG_DRIVER = DriverConfig("json-file", {"max-size": "10m", "max-file": "3"})

_HASHED = re.compile(r"_[0-9a-f]{8}")
_REFERENCES = {"secrets": SecretReference, "configs": ConfigReference}


def references(
    swarm: Swarm, kind: str, wanted: dict[str, str] | list[str | dict[str, Any]] | None
) -> list[dict[str, Any]] | None:
    """Turns names into references; ``kind`` is ``secrets`` or ``configs``.

    A name is that of the object, or its front before ``_<hash8>``: then the newest one is meant, because each new
    content is a new object. References are handed through.
    """
    if not wanted:
        return None
    names = wanted if isinstance(wanted, dict) else {n: n for n in wanted if isinstance(n, str)}
    given = [] if isinstance(wanted, dict) else [r for r in wanted if not isinstance(r, str)]
    return [_reference(swarm, kind, name, filename) for name, filename in names.items()] + given


def _reference(swarm: Swarm, kind: str, name: str, filename: str) -> dict[str, Any]:
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


def resources(
    mem_limit: str | float | None, mem_reservation: str | float | None, cpus: str | float | None
) -> Resources | None:
    """Limits and the reservation of memory; a ValueError names the argument that is no size or number."""
    limit = _bytes("mem_limit", mem_limit)
    reservation = _bytes("mem_reservation", mem_reservation)
    if limit and reservation and reservation > limit:
        raise ValueError(f"Cannot reserve {mem_reservation} of memory: mem_limit is {mem_limit}. Reserve less.")
    made = Resources(mem_limit=limit, mem_reservation=reservation, cpu_limit=_nano_cpus(cpus))
    return made or None


def _bytes(argument: str, size: str | float | None) -> int | None:
    if size is None:
        return None
    try:
        parsed = int(parse_bytes(size))
    except DockerException as e:
        raise ValueError(f"Cannot use {argument}={size!r}: {e}. Write it like 512m or 1g.") from e
    if parsed <= 0:
        raise ValueError(f"Cannot use {argument}={size!r}: not more than 0. Write it like 512m or 1g.")
    return parsed


def _nano_cpus(cpus: str | float | None) -> int | None:
    if cpus is None:
        return None
    try:
        nano = round(float(cpus) * 1_000_000_000)
    except ValueError as e:
        raise ValueError(f"Cannot use cpus={cpus!r}: not a number. Write it like 0.5 or 2.") from e
    if nano <= 0:
        raise ValueError(f"Cannot use cpus={cpus!r}: not more than 0. Write it like 0.5 or 2.")
    return nano
