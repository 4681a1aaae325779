"""Imports published dashboards into Grafana by id, and again when they are missing; retries without end."""

import logging
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from lakeswarm_jobs.errors import JobError
from lakeswarm_jobs.grafana import Grafana
from lakeswarm_jobs.retry import RetryPolicy

_log = logging.getLogger(__name__)
_RETRY = RetryPolicy(base_seconds=10.0, cap_seconds=600.0)
_RECHECK_SECONDS = 3600.0
# The provisioned data source's uid (stacks/monitoring/grafana/datasource.yml).
_DATA_SOURCE = "prometheus"


@dataclass(frozen=True)
class Published:
    """A dashboard of grafana.com; `uid` is its own, or ours where it has none (each import would add one)."""

    number: int
    revision: int
    uid: str


WANTED = (Published(1860, 45, "rYdddlPWk"), Published(193, 1, "lakeswarm-193"))


def import_missing(grafana: Grafana) -> list[int]:
    """Import the missing dashboards and return their ids. Existing ones stay unchanged."""
    done = []
    for wanted in WANTED:
        if grafana.has(wanted.uid):
            continue
        model = grafana.published(wanted.number, wanted.revision) | {"id": None, "uid": wanted.uid}
        grafana.store(model, _inputs(model))
        done.append(wanted.number)
    return done


def keep(grafana: Grafana, pause: Callable[[float], None] = time.sleep) -> NoReturn:
    """Import missing dashboards every hour; retry a failure with backoff."""
    failures = 0
    while True:
        try:
            for number in import_missing(grafana):
                _log.info("dashboard %d imported", number)
            failures, delay = 0, _RECHECK_SECONDS
        except JobError as e:
            failures += 1
            delay = _RETRY.delay(min(failures, 10), None, random.Random())  # noqa: S311 - spreads retries
            _log.warning("%s Next try in %.0f s.", e, delay)
        pause(delay)


def _inputs(model: dict) -> list[dict[str, str]]:
    return [
        {"name": wish["name"], "type": "datasource", "pluginId": wish["pluginId"], "value": _DATA_SOURCE}
        for wish in model.get("__inputs", [])
        if wish.get("type") == "datasource"
    ]


def main() -> NoReturn:
    """Run until SIGTERM."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s", stream=sys.stderr)
    # Process 1 of a container ignores SIGTERM unless it sets a handler.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    password = Path(os.environ.get("GRAFANA_PASSWORD_FILE", "/run/secrets/grafana_password")).read_text()
    keep(Grafana(os.environ.get("GRAFANA_URL", "http://grafana:3000"), password.strip()))


if __name__ == "__main__":
    main()
