"""Bronze: a snapshot of the Open Brewery DB, every hour."""

from __future__ import annotations

import pendulum
from airflow.sdk import DAG, Asset, Param

from lakeswarm_airflow.platform import RETRIES, brewery_api, python_job, schedule

BRONZE = Asset("s3://wsl/bronze/breweries")

with DAG(
    dag_id="breweries_hourly",
    description="Open Brewery DB -> bronze",
    doc_md="""
### Breweries, hourly

1. **ingest** reads all pages of the Open Brewery DB and writes each new one to `s3://wsl/bronze/breweries/`, named by
   its content. Then it writes a manifest of the snapshot. Unchanged content makes no new object. If a page fails,
   there is no manifest.

`breweries_daily` reads the newest manifest.
""",
    schedule=schedule("5 * * * *"),
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=RETRIES,
    params={
        "brewery_api": Param(
            brewery_api(), type="string", format="uri", description="Where the Open Brewery DB answers"
        )
    },
    tags=["breweries"],
) as dag:
    python_job("ingest", "ingest", environment={"BREWERY_API": "{{ params.brewery_api }}"}, outlets=[BRONZE])
