"""Silver and gold: the newest bronze snapshot, once a day."""

from __future__ import annotations

import pendulum
from airflow.sdk import DAG, Asset, Param

from lakeswarm_airflow.platform import RETRIES, brewery_api, python_job, schedule, spark_job

BRONZE = Asset("s3://wsl/bronze/breweries")
SILVER = Asset("iceberg://nessie/silver/breweries")
GOLD = Asset("iceberg://nessie/gold/breweries_by_country_and_type")

with DAG(
    dag_id="breweries_daily",
    description="bronze -> silver (history) -> gold",
    doc_md="""
### Breweries, daily

1. **check** compares the rows of the newest manifest with the API's own total; a difference stops the run.
2. **silver** applies that snapshot to `nessie.silver.breweries` on a branch, and merges it into `main` when the checks
   pass.
3. **gold** keeps the view `nessie.gold.breweries_by_country_and_type` up to date.
4. **maintenance** joins small files and manifests of silver. Snapshots are never expired: branches and tags of
   Nessie may still need them.

A second run on the same snapshot changes nothing.
""",
    schedule=schedule("30 3 * * *"),
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
    check = python_job("check", "check", environment={"BREWERY_API": "{{ params.brewery_api }}"}, inlets=[BRONZE])
    silver = spark_job("silver", "silver", inlets=[BRONZE], outlets=[SILVER])
    gold = spark_job("gold", "gold", inlets=[SILVER], outlets=[GOLD])
    maintenance = spark_job("maintenance", "maintenance")
    check >> silver >> gold >> maintenance
