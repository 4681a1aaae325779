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

:class:`SwarmJobOperator` documents the arguments. A job can rely on this:

* One task instance (DAG, task, run, map index) has one service name, so Swarm itself refuses a second service.
  The try is a label.
* When the scheduler dies, the job continues. The next try takes over the service and shows its log from the start.
  Give such tasks ``retries``: only another try can take over.
* The service is removed when the task ends, whatever its outcome. The reconciler removes what a killed worker
  process leaves.
* Swarm detects a dead node after three heartbeats; then the task fails and a retry runs on another node.
  If the node is only cut off, its container may run beside the retry. A job must write so that only one of the two
  can win (here: the commit on its own Nessie branch).
"""

from lakeswarm_airflow.swarm_job import SwarmJobOperator

__all__ = ["SwarmJobOperator"]
