"""Starts a small job every five seconds. UpgradeE2E puts it beside the DAGs of both releases that it deploys."""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow.sdk import DAG
from lakeswarm_airflow.platform import RETRIES, python_job

with DAG(
    dag_id="every_five_seconds",
    # Not by lakeswarm_airflow.platform.schedule: labs switch that off.
    schedule=timedelta(seconds=5),
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    # Airflow's own work makes a job of two seconds last longer than five. One slot of Airflow's four stays free.
    max_active_runs=3,
    is_paused_upon_creation=True,
    default_args=RETRIES,
):
    python_job("job", "echo begun; sleep 2; echo ended", command=["sh", "-c"], mem_limit="96m")
