"""How a job ends, and that nothing is left of it."""

import json
from types import SimpleNamespace

import pytest
from airflow.sdk.exceptions import AirflowFailException

from fake_swarm import Fault, LogEntry, Stage
from lakeswarm_airflow import watch
from lakeswarm_airflow.swarm import SwarmUnavailableError
from lakeswarm_airflow.watch import JobFailedError


@pytest.fixture(autouse=True)
def _only_pauses_take_time(monkeypatch):
    """The deadlines of a watch count its own pauses, however slow the host is."""
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(watch, "time", SimpleNamespace(monotonic=lambda: now[0], sleep=sleep))


def stamp(n: int) -> str:
    return f"2026-11-22T09:30:00.{n:09}Z"


def test_success_shows_the_log_and_leaves_nothing(job, fake):
    fake.world.log = [LogEntry(stamp(n), f"line {n}\n".encode()) for n in range(5)]
    it = job()
    it.run()
    assert it.lines.of_job() == [f"line {n}" for n in range(5)]
    assert fake.world.services == {}


def test_a_job_that_is_over_at_the_first_look_loses_no_line(job, fake):
    fake.world.stages = [Stage("complete", exit_code=0)]
    fake.world.log = [LogEntry(stamp(1), b"only line\n")]
    it = job()
    it.run()
    assert it.lines.of_job() == ["only line"]


def test_failure_names_code_reason_node_and_last_lines(job, fake):
    fake.world.stages = [Stage("running"), Stage("failed", "task: non-zero exit (3)", "shutdown", 3)]
    fake.world.log = [LogEntry(stamp(n), f"line {n}\n".encode()) for n in range(30)]
    with pytest.raises(JobFailedError) as failure:
        job().run()
    text = str(failure.value)
    assert "failed, exit code 3 (task: non-zero exit (3)) on host1" in text
    assert text.endswith("line 29")
    assert "line 9\n" not in text
    assert "line 10\n" in text
    assert fake.world.services == {}


def test_out_of_memory_is_guessed(job, fake):
    fake.world.stages = [Stage("failed", "task: non-zero exit (137)", "shutdown", 137)]
    with pytest.raises(JobFailedError, match=r"exit code 137.*Out of memory"):
        job().run()


def test_missing_image_is_reported_without_asking_for_a_log(job, fake):
    fake.world.stages = [Stage("preparing"), Stage("rejected", "No such image: i:1", "shutdown")]
    with pytest.raises(JobFailedError, match=r"rejected, no exit code \(No such image: i:1\)"):
        job().run()
    assert not any(r.endswith("/logs") for r in fake.world.requests)
    assert fake.world.services == {}


def test_no_node_fits_ends_at_the_deadline_with_swarms_reason(job, fake):
    fake.world.stages = [Stage("pending", "no suitable node (insufficient resources on 3 nodes)")]
    with pytest.raises(JobFailedError, match=r"no node took it within 0 s: no suitable node \(insufficient") as failure:
        job(pending_timeout=0.3).run()
    assert "raise pending_timeout" in str(failure.value)
    assert fake.world.services == {}


def test_no_task_at_all_ends_at_the_deadline(job, fake):
    fake.world.stages = []
    with pytest.raises(JobFailedError, match="Swarm made no task"):
        job(pending_timeout=0.3).run()


def test_a_start_that_hangs_ends_at_its_own_deadline(job, fake):
    fake.world.stages = [Stage("pending", "wait"), Stage("preparing", "preparing")]
    with pytest.raises(JobFailedError, match=r"did not start within 0 s: preparing, preparing on host1"):
        job(start_timeout=0.3).run()


def test_a_dead_node_is_seen_although_the_state_stays_running(job, fake):
    fake.world.nodes["n1"] = ("host1", "down")
    fake.world.stages = [Stage("running"), Stage("running", desired="shutdown")]
    with pytest.raises(JobFailedError, match=r"it is lost: .*last state is running, node host1 is down"):
        job(lost_timeout=0.1).run()
    assert fake.world.services == {}


@pytest.mark.parametrize("state", ["unknown", "disconnected"])
def test_a_node_that_nobody_hears_of_is_seen_although_swarm_waits(job, fake, state):
    fake.world.nodes["n1"] = ("host1", state)
    fake.world.stages = [Stage("running")]
    with pytest.raises(JobFailedError, match=rf"it is lost: no manager has reached node host1, which is {state}"):
        job(silent_timeout=0.2).run()
    assert fake.world.services == {}


def test_a_node_that_is_heard_of_again_keeps_its_job(job, fake):
    fake.world.nodes["n1"] = ("host1", "unknown")
    fake.world.stages = [Stage("running", looks=250), Stage("complete", exit_code=0)]
    it = job(silent_timeout=2)
    original, looks = fake.tasks, []

    def heard_of_at_the_hundredth_look(service_id):
        looks.append(service_id)
        if len(looks) == 100:
            fake.world.nodes["n1"] = ("host1", "ready")
        return original(service_id)

    fake.tasks = heard_of_at_the_hundredth_look
    it.run()
    assert len(looks) > 250


def test_the_time_a_job_waited_for_a_node_is_no_silence_of_it(job, fake):
    fake.world.nodes["n1"] = ("host1", "unknown")
    fake.world.stages = [Stage("pending", looks=250), Stage("running", looks=5), Stage("complete", exit_code=0)]
    job(silent_timeout=2).run()


def test_a_drained_node_ends_the_job_when_it_confirms(job, fake):
    fake.world.stages = [Stage("running"), Stage("running", desired="shutdown"), Stage("shutdown", "", "shutdown", 143)]
    with pytest.raises(JobFailedError, match="shutdown, exit code 143"):
        job().run()


def test_a_removed_service_is_reported(job, fake):
    fake.world.stages = [Stage("running")]
    it = job()
    original = fake.tasks

    def somebody_removes(service_id):
        tasks = original(service_id)
        fake.world.services.clear()
        return tasks

    fake.tasks = somebody_removes
    with pytest.raises(JobFailedError, match="its service was removed"):
        it.run()


def test_a_bridged_outage_costs_nothing(job, fake):
    fake.world.faults = [Fault("GET /tasks", 503, "The swarm does not have a leader", 3)]
    it = job()
    it.run()
    assert [t for t in it.lines.texts if t.startswith("Docker API: ")] != []


def test_a_login_that_is_being_rotated_costs_nothing(job, fake):
    fake.world.faults = [Fault("GET /tasks", 401, "The Docker guard refuses this: the login is wrong.", 3)]
    job().run()


def test_every_call_carries_the_login_of_the_config_file(job, fake, tmp_path, monkeypatch):
    fake.world.login = "Basic YWlyZmxvdzp0b2tlbg=="
    fake.world.secrets = {"keys_0000000a": "10"}
    fake.world.log = [LogEntry(stamp(1), b"only line\n")]
    with pytest.raises(SwarmUnavailableError, match="no manager answered"):
        job(outage_timeout=0.1).run()
    (tmp_path / "config.json").write_text(json.dumps({"HttpHeaders": {"Authorization": fake.world.login}}))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    it = job(secrets={"keys": "keys"})
    it.run()
    assert it.lines.of_job()[-1] == "only line"
    asked = {request.split(" ")[0] + " " + request.split("/")[1] for request in fake.world.requests}
    assert asked >= {"GET version", "GET secrets", "GET tasks", "GET services", "POST services", "DELETE services"}


def test_a_long_outage_ends_the_task_and_says_so(job, fake):
    fake.world.faults = [Fault("GET /tasks", 503, "no leader", 1000)]
    with pytest.raises(SwarmUnavailableError, match=r"Cannot read tasks: no manager answered"):
        job(outage_timeout=0.1).run()
    assert fake.world.services == {}


def test_what_the_engine_refuses_is_not_retried(job, fake):
    with pytest.raises(AirflowFailException, match=r"Cannot create service .*network lost not found"):
        job(networks=["lost"]).run()
    assert fake.world.requests.count("POST /services/create") == 1
