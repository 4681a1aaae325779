"""One-off jobs of a DAG as Docker Swarm services, on any node that has room.

Ten lines make a DAG::

    from airflow.sdk import DAG
    from lakeswarm_airflow import SwarmJobOperator

    with DAG("my_dag", schedule=None, default_args={"retries": 2}):
        SwarmJobOperator(
            task_id="ingest",
            image="127.0.0.1:5000/lakeswarm/wsl-python-apps:0123abcd",
            args=["ingest", "--day", "{{ ds }}"],
            networks=["lakeswarm"],
            secrets={"aws_credentials": "aws_credentials"},
            mem_limit="512m",
        )

What each argument means stands in :class:`SwarmJobOperator`; what a job can count on stands here.

* One task instance (DAG, task, run, map index) has one service name, so Swarm itself refuses a second service.
  The try is a label.
* When the scheduler dies, the job runs on. The next try takes over the service and shows its log from the start.
  Give such tasks ``retries``: only a try can take over.
* The service is removed when the task ends, whichever way. What a killed worker process leaves is removed by
  the reconciler.
* A node that dies is seen by Swarm after three heartbeats; then the task fails and a retry runs elsewhere.
  On a node that is only cut off the job's container may run on beside the retry: a job must write in a way that only
  one of two can win (here: the commit on its own Nessie branch).
"""

from lakeswarm_airflow.swarm_job import SwarmJobOperator

__all__ = ["SwarmJobOperator"]
