"""Adoption, conflict, lost answers, kills: one service for one task instance, and none afterwards."""

import threading

import pytest
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowTaskTimeout

from fake_swarm import Fault, LogEntry, Stage
from lakeswarm_airflow.identity import OWNER, TRY
from lakeswarm_airflow.swarm import Swarm
from lakeswarm_airflow.watch import JobFailedError


def leave_one_behind(job, fake, **arguments):
    """A first try whose process dies: it makes its service and never removes it."""
    first = job(**arguments)
    fake.world.faults = [Fault("GET /tasks", 400, "the process died here", 1000), Fault("DELETE .*", 400, "dead", 1)]
    with pytest.raises(Exception, match="the process died here"):
        first.run(try_number=1)
    fake.world.faults = []
    (service,) = fake.world.services.values()
    return first, service


def test_a_running_service_is_taken_over_with_its_whole_log(job, fake):
    fake.world.log = [LogEntry("2026-11-22T09:30:00Z", b"from the first try\n")]
    _, service = leave_one_behind(job, fake)
    service.stages = [Stage("running", looks=2), Stage("complete", exit_code=0)]
    second = job()
    second.lines.texts.clear()
    second.run(try_number=2)
    assert second.lines.of_job() == ["from the first try"]
    assert fake.world.requests.count("POST /services/create") == 1
    assert fake.world.services == {}


def test_the_label_tells_the_try_and_the_old_one_leaves_it_alone(job, fake):
    first, service = leave_one_behind(job, fake)
    service.stages = [Stage("running", looks=5), Stage("complete", exit_code=0)]
    original = fake.tasks
    labels = []

    def old_one_is_killed(service_id):
        labels.append(dict(service.spec["Labels"]))
        if len(labels) == 3:
            fake.lock.release()
            first.operator.on_kill()
            fake.lock.acquire()
        return original(service_id)

    fake.tasks = old_one_is_killed
    job().run(try_number=2)
    assert labels[0][TRY] == "1"
    assert labels[-1][TRY] == "2"
    assert labels[-1][OWNER] != labels[0][OWNER]
    assert fake.world.services == {}


def test_a_completed_service_counts(job, fake):
    _, service = leave_one_behind(job, fake)
    service.stages = [Stage("complete", exit_code=0)]
    job().run(try_number=2)
    assert fake.world.requests.count("POST /services/create") == 1
    assert fake.world.services == {}


@pytest.mark.parametrize(
    "dead", [Stage("failed", "task: non-zero exit (3)", "shutdown", 3), Stage("running", desired="shutdown")]
)
def test_a_failed_or_lost_service_is_made_anew(job, fake, dead):
    _, service = leave_one_behind(job, fake)
    service.stages = [dead]
    job().run(try_number=2)
    assert fake.world.requests.count("POST /services/create") == 2
    assert fake.world.most_live == 1
    assert fake.world.services == {}


def test_a_lost_answer_to_create_makes_no_second_service(job, fake):
    fake.world.faults = [Fault("POST /services/create", 0)]
    job().run()
    assert fake.world.most_live == 1
    assert fake.world.services == {}


def test_a_version_conflict_of_the_takeover_is_looked_at_again(job, fake):
    _, service = leave_one_behind(job, fake)
    service.stages = [Stage("complete", exit_code=0)]
    fake.world.faults = [Fault("POST /services/.*/update", 500, "update out of sequence")]
    job().run(try_number=2)
    assert fake.world.services == {}


def test_a_foreign_service_of_that_name_is_left(job, fake):
    _, service = leave_one_behind(job, fake)
    service.spec["Labels"] = {"mine": "yes"}
    with pytest.raises(AirflowFailException, match="a service of that name exists and is not this task's"):
        job().run(try_number=2)
    assert list(fake.world.services) == [service.id]


def test_other_map_index_and_other_run_have_services_of_their_own(job, fake):
    _, service = leave_one_behind(job, fake)
    job().run(map_index=1)
    job().run(run_id="manual__other")
    assert list(fake.world.services) == [service.id]
    assert fake.world.requests.count("POST /services/create") == 3


def killed_at(fake, it, request):
    """The kill comes while this request is under way, as a signal does."""
    handler = fake.create if request == "create" else fake.tasks

    def killed(*arguments):
        answer = handler(*arguments)
        fake.lock.release()
        it.operator.on_kill()
        fake.lock.acquire()
        return answer

    setattr(fake, "create" if request == "create" else "tasks", killed)


@pytest.mark.parametrize("state", ["running", "pending", "preparing"])
def test_a_kill_leaves_nothing(job, fake, state):
    fake.world.stages = [Stage(state)]
    it = job()
    killed_at(fake, it, "tasks")
    with pytest.raises(JobFailedError, match="it was killed"):
        it.run()
    assert fake.world.services == {}


def test_a_kill_during_create_leaves_nothing(job, fake):
    fake.world.stages = [Stage("running")]
    it = job()
    killed_at(fake, it, "create")
    with pytest.raises(JobFailedError, match="it was killed"):
        it.run()
    assert fake.world.services == {}


def test_a_timeout_during_create_removes_what_comes_late(job, fake, monkeypatch):
    create = Swarm.create

    def cut_off(swarm, *arguments):
        late = threading.Timer(0.5, create, (swarm, *arguments))
        late.start()
        raise AirflowTaskTimeout

    monkeypatch.setattr(Swarm, "create", cut_off)
    with pytest.raises(AirflowTaskTimeout):
        job().run()
    assert "POST /services/create" in fake.world.requests
    assert fake.world.services == {}


def test_a_kill_before_create_makes_nothing(job, fake):
    it = job()
    it.operator.on_kill()
    with pytest.raises(AirflowException, match="was killed before"):
        it.run()
    assert "POST /services/create" not in fake.world.requests


def test_a_removal_that_fails_is_logged_and_does_not_undo_a_success(job, fake):
    fake.world.faults = [Fault("DELETE .*", 503, "no leader", 1000)]
    it = job(outage_timeout=0.1)
    it.run()
    assert any("Cannot remove service" in t and "reconciler" in t for t in it.lines.texts)
