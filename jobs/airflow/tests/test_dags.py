"""The DAGs of the platform, as the DAG processor reads them."""

import runpy
from pathlib import Path

import pytest
from airflow.sdk import DAG

from lakeswarm_airflow import SwarmJobOperator, platform

FOLDER = Path(__file__).parent.parent / "dags"


@pytest.fixture(autouse=True)
def deployed(monkeypatch):
    """What stacks/orchestration.yml gives."""
    monkeypatch.setenv("WSL_SPARK_APPS_TAG", "s1")
    monkeypatch.setenv("WSL_PYTHON_APPS_TAG", "p1")
    monkeypatch.setenv("SECRET_AWS_CREDENTIALS", "aws_credentials_0123abcd")
    monkeypatch.setenv("BREWERY_API", "http://api.example")
    monkeypatch.setenv("DAG_SCHEDULES", "on")


def load(name: str) -> DAG:
    return runpy.run_path(str(FOLDER / f"{name}.py"))["dag"]


@pytest.mark.parametrize(
    ("name", "tasks"),
    [
        ("breweries_eventual", ["ddl"]),
        ("breweries_hourly", ["ingest"]),
        ("breweries_daily", ["check", "silver", "gold", "maintenance"]),
    ],
)
def test_each_dag_runs_its_jobs_in_order_one_run_at_a_time(name, tasks):
    dag = load(name)
    assert dag.dag_id == name
    assert [task.task_id for task in dag.topological_sort()] == tasks
    assert dag.max_active_runs == 1
    assert dag.catchup is False
    assert dag.doc_md
    for task in dag.tasks:
        assert isinstance(task, SwarmJobOperator)
        assert task.retries == 2
        assert task.execution_timeout
        assert task.networks == ["lakeswarm"]
        assert [(it["source"], it["target"]) for it in task.secrets] == [
            ("aws_credentials_0123abcd", "aws_credentials")
        ]


def test_assets_link_hourly_to_daily_to_gold():
    hourly, daily = load("breweries_hourly"), load("breweries_daily")
    assert hourly.get_task("ingest").outlets == daily.get_task("check").inlets
    assert daily.get_task("silver").outlets == daily.get_task("gold").inlets
    assert daily.get_task("gold").outlets


def test_images_have_the_tags_of_this_deploy():
    daily = load("breweries_daily")
    assert daily.get_task("check").image == "127.0.0.1:5000/lakeswarm/wsl-python-apps:p1"
    assert daily.get_task("gold").image == "127.0.0.1:5000/lakeswarm/wsl-spark-apps:s1"


def test_schedules_can_be_switched_off(monkeypatch):
    assert load("breweries_hourly").schedule == "5 * * * *"
    monkeypatch.setenv("DAG_SCHEDULES", "off")
    assert load("breweries_hourly").schedule is None
    monkeypatch.setenv("DAG_SCHEDULES", "sometimes")
    with pytest.raises(ValueError, match="Set it to on or off"):
        load("breweries_hourly")


def test_a_missing_setting_is_named_with_its_place(monkeypatch):
    monkeypatch.delenv("WSL_PYTHON_APPS_TAG")
    with pytest.raises(KeyError, match="WSL_PYTHON_APPS_TAG is not set"):
        load("breweries_hourly")


def test_what_is_given_wins_over_what_is_usual():
    job = platform.python_job("t", "x", mem_limit="1g", retries=5)
    assert (job.mem_limit, job.mem_reservation, job.retries) == ("1g", "64m", 5)
