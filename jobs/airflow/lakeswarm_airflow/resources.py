"""A job's limits on memory and cores, in Swarm's units."""

from __future__ import annotations

from docker.errors import DockerException
from docker.types import Resources
from docker.utils import parse_bytes


def resources(
    mem_limit: str | float | None, mem_reservation: str | float | None, cpus: str | float | None
) -> Resources | None:
    """Returns the limits and the reservation of memory; None when no argument is set.

    Raises a ValueError that names the argument which is not a size or a number.
    """
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
