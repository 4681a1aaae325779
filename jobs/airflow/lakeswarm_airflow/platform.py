"""The platform's images, network and secrets for DAGs.

The values come from stacks/orchestration.yml. A job of a platform image is one call; further arguments go to
SwarmJobOperator.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

from lakeswarm_airflow import SwarmJobOperator

REGISTRY = "127.0.0.1:5000/lakeswarm"
NETWORK = "lakeswarm"

# A job is safe to repeat: unfinished work is not in main. Two retries; then the operator decides.
RETRIES: dict[str, Any] = {"retries": 2, "retry_delay": timedelta(seconds=30), "retry_exponential_backoff": True}


def image(name: str) -> str:
    """Returns the reference of an image of images/build.sh, with this deploy's tag."""
    variable = name.upper().replace("-", "_") + "_TAG"
    return f"{REGISTRY}/{name}:{_value(variable)}"


def lake_credentials() -> dict[str, str]:
    """Returns the secret with the lake user's keys, for the file /run/secrets/aws_credentials."""
    return {_value("SECRET_AWS_CREDENTIALS"): "aws_credentials"}


def brewery_api() -> str:
    """Returns the address of the Open Brewery DB in this deploy."""
    return _value("BREWERY_API")


def schedule(cron: str) -> str | None:
    """Returns the schedule; None when the deploy switched schedules off (DAG_SCHEDULES=off, for labs)."""
    setting = _value("DAG_SCHEDULES")
    if setting not in {"on", "off"}:
        raise ValueError(f"Cannot build the DAG: DAG_SCHEDULES is {setting}. Set it to on or off.")
    return cron if setting == "on" else None


def python_job(task_id: str, *arguments: str, **operator: Any) -> SwarmJobOperator:  # noqa: ANN401 - the operator's own
    """Returns a job of wsl-python-apps; the arguments are the job's command line."""
    memory = {"mem_limit": "384m", "mem_reservation": "64m"}
    return _job(task_id, "wsl-python-apps", list(arguments), memory | operator)


def spark_job(task_id: str, *arguments: str, **operator: Any) -> SwarmJobOperator:  # noqa: ANN401 - the operator's own
    """Returns a job of wsl-spark-apps: the driver runs in the service, its executors on the Spark workers."""
    command_line = ["@/opt/spark/conf/jobs.args", "-Xmx768m", "io.lakeswarm.jobs.Jobs", *arguments]
    memory = {"mem_limit": "1536m", "mem_reservation": "512m"}
    return _job(task_id, "wsl-spark-apps", command_line, memory | operator)


def _job(task_id: str, name: str, arguments: list[str], operator: dict[str, Any]) -> SwarmJobOperator:
    settings = {
        "image": image(name),
        "args": arguments,
        "networks": [NETWORK],
        "secrets": lake_credentials(),
        "execution_timeout": timedelta(hours=2),
        **operator,
    }
    return SwarmJobOperator(task_id=task_id, **settings)


def _value(variable: str) -> str:
    value = os.environ.get(variable)
    if not value:
        raise KeyError(f"Cannot build the DAG: {variable} is not set. Add it in stacks/orchestration.yml.")
    return value
