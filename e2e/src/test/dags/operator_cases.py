"""One DAG for each way in which a job can end; the tests put it beside the platform's own DAGs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import DAG
from lakeswarm_airflow import SwarmJobOperator
from lakeswarm_airflow.platform import image

IMAGE = image("wsl-python-apps")
TEN_MEGABYTES = "[print(n, 'x' * 95) for n in range(100000)]"


def case(name: str, script: str, *, jobs: int = 1, **operator: Any) -> None:
    """A DAG of that many equal tasks, each of which runs the script."""
    settings = {"image": IMAGE, "command": ["sh", "-c"], "args": [script], "mem_limit": "96m", **operator}
    with DAG(dag_id=f"case_{name}", schedule=None):
        for number in range(jobs):
            SwarmJobOperator(task_id=f"job{number}", **settings)


case("success", "for n in 1 2 3; do echo line $n; sleep 1; done")
case("exit3", "echo about to fail; exit 3")
case("quick", "echo out; echo err >&2")
case("missing_image", "true", image="127.0.0.1:5000/lakeswarm/wsl-python-apps:000000000000")
case("no_node_fits", "true", mem_reservation="64g", mem_limit="64g", pending_timeout=15)
case("long", "echo started; sleep 600")
case("pending", "true", placement=["node.labels.nowhere == true"], pending_timeout=600)
case("timeout", "echo started; sleep 600", execution_timeout=timedelta(seconds=20))
case("adopted", "for n in $(seq 75); do echo tick $n; sleep 1; done", retries=2, retry_delay=timedelta(seconds=1))
case(
    "moved",
    "echo run by $(hostname); sleep 25",
    retries=2,
    retry_delay=timedelta(seconds=1),
)
case("twenty", "echo one of twenty", jobs=20, pending_timeout=600)
case("ten_megabytes", f'python3 -c "{TEN_MEGABYTES}"')
