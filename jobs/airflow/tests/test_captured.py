"""What the kit's DAGs and the stock operator send is what the guard's tests let through (images/edge/guard/testdata).

CAPTURE=1 writes the file anew. Then run the guard's tests: 'go test ./...' in images/edge/guard.
"""

import json
import os
import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.providers.docker.operators.docker_swarm import DockerSwarmOperator

from fake_swarm import Fault, Service, Stage
from lakeswarm_airflow.identity import OWNER

ROOT = Path(__file__).parents[3]
FILE = ROOT / "images/edge/guard/testdata/captured-jobs.json"
DAGS = ["breweries_daily", "breweries_eventual", "breweries_hourly"]


@pytest.fixture
def sent(fake, monkeypatch) -> list[dict[str, Any]]:
    """What the fake engine is asked to write, without what differs in each run."""
    for name, value in {
        "WSL_SPARK_APPS_TAG": "0123456789ab",
        "WSL_PYTHON_APPS_TAG": "0123456789ab",
        "SECRET_AWS_CREDENTIALS": "aws_credentials_01234567",
        "BREWERY_API": "http://api.example",
        "DAG_SCHEDULES": "off",
    }.items():
        monkeypatch.setenv(name, value)
    fake.world.secrets = {"aws_credentials_01234567": "s1aaaaaaaaaaaaaaaaaaaaaaa"}
    calls: list[dict[str, Any]] = []

    def create(spec: dict[str, Any]) -> tuple[int, Any]:
        calls.append({"call": "create", "body": steady(spec)})
        fake.made += 1
        service = Service(f"s{fake.made}", spec, 10, [Stage("running"), Stage("complete", exit_code=0)])
        fake.world.services[service.id] = service
        return 201, {"ID": service.id}

    update = fake.update

    def record(service_id: str, version: str, spec: dict[str, Any]) -> tuple[int, Any]:
        live = fake.world.services[service_id].spec
        calls.append({"call": "update", "live": steady(live), "body": steady(spec)})
        return update(service_id, version, spec)

    monkeypatch.setattr(fake, "create", create)
    monkeypatch.setattr(fake, "update", record)
    return calls


def steady(spec: dict[str, Any]) -> dict[str, Any]:
    copy = json.loads(json.dumps(spec))
    owner = copy["Labels"].get(OWNER)
    if owner:
        copy["Labels"][OWNER] = "6f1c2d" if owner == steady.owners.setdefault(copy["Name"], owner) else "7a2d3e"
    else:
        copy["Name"] = "airflow-3qlkwqha"
    return copy


def run(dag: str, task: Any, try_number: int = 1) -> None:
    names = {"dag_id": dag, "task_id": task.task_id, "run_id": "manual__2026-11-29T00:00:00+00:00"}
    task.execute({"ti": SimpleNamespace(**names, map_index=-1, try_number=try_number)})


def test_what_is_sent_is_what_the_guard_lets_through(fake, sent, job):
    steady.owners = {}
    for dag in DAGS:
        for task in runpy.run_path(str(ROOT / f"jobs/airflow/dags/{dag}.py"))["dag"].topological_sort():
            task.docker_url = fake.url
            run(dag, task)
    take_over(fake, job)
    fake.world.services.clear()
    stock = DockerSwarmOperator(
        task_id="hello",
        image="127.0.0.1:5000/lakeswarm/wsl-python-apps:0123456789ab",
        command=["python3", "-c", "print('hello')"],
        environment={"A": "b"},
        networks=["lakeswarm"],
        enable_logging=False,
        docker_url=fake.url,
    )
    stock.execute({})

    if os.environ.get("CAPTURE"):
        FILE.write_text(json.dumps(sent, indent=1, sort_keys=True) + "\n")
    assert sent == json.loads(FILE.read_text()), "Run this with CAPTURE=1, then the guard's tests."
    assert [it["call"] for it in sent].count("create") == len(DAGS) + 5


def take_over(fake, job) -> None:
    """A second try relabels the service of a first one that died."""
    fake.world.faults = [Fault("GET /tasks", 400, "the process died here", 1000), Fault("DELETE .*", 400, "dead", 1)]
    with pytest.raises(Exception, match="the process died here"):
        job(image="127.0.0.1:5000/lakeswarm/wsl-python-apps:0123456789ab").run(try_number=1)
    fake.world.faults = []
    job(image="127.0.0.1:5000/lakeswarm/wsl-python-apps:0123456789ab").run(try_number=2)


def test_what_the_kit_sends_is_listed_for_jobs(sent):
    """The guard's own tests have a list of their own."""
    listed = json.loads((ROOT / "stacks/edge/jobs.json").read_text())
    for call in json.loads(FILE.read_text()):
        template = call["body"]["TaskTemplate"]
        container = template["ContainerSpec"]
        assert container["Image"].rsplit(":", 1)[0] in listed["images"]
        assert {it["Target"] for it in template.get("Networks") or []} <= set(listed["networks"])
        assert {it["SecretName"].rsplit("_", 1)[0] for it in container.get("Secrets") or []} <= set(listed["secrets"])
