"""Sends a job's outcome as one StatsD packet to LAKESWARM_STATSD (host:port), if that is set."""

import logging
import os
import socket
from collections.abc import Mapping

_log = logging.getLogger(__name__)


def send(job: str, outcome: str, fields: Mapping[str, object]) -> None:
    """Send outcome, seconds and every whole number; log a failure and continue."""
    address = os.environ.get("LAKESWARM_STATSD", "")
    if not address:
        return
    lines = [f"lakeswarm.ended.{job}.{outcome}:1|c"]
    for name, value in fields.items():
        if name == "seconds":
            lines.append(f"lakeswarm.seconds.{job}:{value}|g")
        elif isinstance(value, int) and not isinstance(value, bool):
            lines.append(f"lakeswarm.rows.{job}.{name}:{value}|g")
    host, _, port = address.rpartition(":")
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto("\n".join(lines).encode(), (host, int(port)))
    except OSError as e:
        _log.warning("metrics not sent to %s: %s", address, e)
