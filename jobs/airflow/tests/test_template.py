"""The service that an operator's arguments make."""

import re

import pytest
from airflow.sdk.exceptions import AirflowFailException

from fake_swarm import Stage
from lakeswarm_airflow import SwarmJobOperator
from lakeswarm_airflow.identity import JobIdentity


def made(job, fake, **arguments):
    spec = {}
    original = fake.create

    def keep(body):
        spec.update(body)
        return original(body)

    fake.create = keep
    fake.world.stages = [Stage("complete", exit_code=0)]
    job(**arguments).run()
    return spec


def test_every_argument_arrives(job, fake):
    fake.world.secrets = {"aws_credentials_0000000a": "10", "aws_credentials_0000000b": "20", "aws_credentials_x": "30"}
    spec = made(
        job,
        fake,
        command="python3 -m app",
        args="run 'two words'",
        environment={"A": "1"},
        private_environment={"B": "2"},
        secrets=["aws_credentials"],
        networks=["lakeswarm"],
        placement=["node.labels.a==b"],
        mem_limit="512m",
        mem_reservation="256m",
        cpus=0.5,
        user=1000,
        mounts=[{"target": "/data", "source": "volume", "type": "volume"}],
        stop_grace_period=3,
    )
    template = spec["TaskTemplate"]
    container = template["ContainerSpec"]
    assert container["Command"] == ["python3", "-m", "app"]
    assert container["Args"] == ["run", "two words"]
    assert sorted(container["Env"]) == ["A=1", "B=2"]
    assert [(s["SecretName"], s["File"]["Name"]) for s in container["Secrets"]] == [
        ("aws_credentials_0000000b", "aws_credentials")
    ]
    assert container["Secrets"][0]["File"]["Mode"] == 0o444
    assert container["Init"] is True
    assert container["Healthcheck"]["Test"] == ["NONE"]
    assert container["StopGracePeriod"] == 3_000_000_000
    assert container["User"] == "1000"
    assert container["Mounts"][0]["Target"] == "/data"
    assert template["Networks"] == [{"Target": "lakeswarm"}]
    assert template["Placement"]["Constraints"] == ["node.labels.a==b"]
    assert template["Resources"] == {
        "Limits": {"MemoryBytes": 512 << 20, "NanoCPUs": 500_000_000},
        "Reservations": {"MemoryBytes": 256 << 20},
    }
    assert template["LogDriver"]["Options"] == {"max-size": "10m", "max-file": "3"}
    assert spec["Mode"] == {"replicated": {"Replicas": 1}}


def test_labels_tell_the_task_instance(job, fake):
    labels = made(job, fake)["Labels"]
    assert labels.pop("lakeswarm.job.owner")
    assert labels == {
        "lakeswarm.job": "ingest",
        "lakeswarm.job.dag": "breweries",
        "lakeswarm.job.task": "ingest",
        "lakeswarm.job.run": "manual__2026",
        "lakeswarm.job.map": "-1",
        "lakeswarm.job.try": "1",
    }


def test_an_absent_secret_fails_clearly_and_for_good(job, fake):
    fake.world.secrets = {"aws_credentials_other": "1"}
    with pytest.raises(AirflowFailException, match="the swarm has no secret aws_credentials or "):
        job(secrets={"aws_credentials": "aws_credentials"}).run()
    assert fake.world.services == {}


def test_an_exact_secret_name_wins(job, fake):
    fake.world.secrets = {"key": "10", "key_0000000a": "20"}
    spec = made(job, fake, secrets={"key": "k"})
    assert spec["TaskTemplate"]["ContainerSpec"]["Secrets"][0]["SecretID"] == "10"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"mem_limit": "a lot"}, "Cannot use mem_limit='a lot'"),
        ({"mem_limit": 0}, "Cannot use mem_limit=0"),
        ({"cpus": "many"}, "Cannot use cpus='many'"),
        ({"cpus": -1}, "Cannot use cpus=-1"),
        ({"mem_limit": "1g", "mem_reservation": "2g"}, "Cannot reserve 2g"),
        ({"tty": True}, "tty is not supported"),
        ({"retrieve_output": True}, "retrieve_output is not supported"),
        ({"auto_remove": "never"}, "auto_remove is not supported"),
        ({"container_resources": {}, "cpus": 1}, "container_resources replaces"),
    ],
)
def test_bad_arguments_fail_when_the_dag_is_read(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        SwarmJobOperator(task_id="t", image="i:1", **arguments)


def test_a_templated_size_is_checked_when_the_task_runs(job, fake):
    it = job(mem_limit="{{ params.memory }}")
    it.operator.mem_limit = "rendered wrongly"
    with pytest.raises(AirflowFailException, match="Cannot use mem_limit"):
        it.run()


def test_all_that_authors_template_is_rendered():
    fields = [
        "image",
        "command",
        "args",
        "environment",
        "mounts",
        "secrets",
        "configs",
        "networks",
        "placement",
        "mem_limit",
        "cpus",
    ]
    assert set(fields) <= set(SwarmJobOperator.template_fields)
    operator = SwarmJobOperator(task_id="t", image="i:{{ tag }}", args=["{{ ds }}"], secrets={"{{ s }}": "s"})
    operator.render_template_fields({"tag": "7", "ds": "2026-01-01", "s": "key"})
    assert operator.secrets == [{"source": "key", "target": "s"}]
    assert (operator.image, operator.args) == ("i:7", ["2026-01-01"])


@pytest.mark.parametrize("task", ["a", "a.b_c", "x" * 200, "näme", "-"])
def test_service_names_are_valid_and_tell_instances_apart(task):
    names = {
        JobIdentity(dag, task, run, index).service_name("airflow")
        for dag in ("d", "d" * 200)
        for run in ("r1", "r2")
        for index in (-1, 0, 1)
    }
    assert len(names) == 12
    assert all(re.fullmatch(r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?", name) for name in names)
