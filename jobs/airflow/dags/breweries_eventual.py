"""Creates the table and the view of the brewery lake if they are missing."""

from __future__ import annotations

import pendulum
from airflow.sdk import DAG

from lakeswarm_airflow.platform import RETRIES, spark_job

with DAG(
    dag_id="breweries_eventual",
    description="Table and view of the brewery lake",
    doc_md="""
### Breweries, when wanted

Run it once on a new platform, and again after the table or the view was dropped.

1. **ddl** checks that the namespaces `silver` and `gold` exist (the reconciler creates them). Then it creates the table
   `nessie.silver.breweries` and the view `nessie.gold.breweries_by_country_and_type` if they are missing.

A second run changes nothing.
""",
    schedule=None,
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=RETRIES,
    tags=["breweries"],
) as dag:
    spark_job("ddl", "ddl")
